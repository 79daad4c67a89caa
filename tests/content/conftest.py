"""A small good library, as files, for tests to break."""

from pathlib import Path

import pytest

NAMES = "rights technical technologies equity communication training self-care crisis peer-support health-literacy"


def _competency(number: int, id: str) -> str:
    indicators = "".join(
        f"      - id: {id}.sign-{sign}\n        text: {{en: Does one good thing.}}\n        samhsa: [1]\n"
        for sign in "abcd"
    )
    head = f"  - id: {id}\n    number: {number}\n    name: {{en: Number {number}}}\n    summary: {{en: One line.}}\n"
    return f"{head}    indicators:\n{indicators}"


LESSON = """\
---
id: rights-01
competency: rights
indicator: rights.sign-a
title: Say the limits first
minutes: 2
sources: [own]
written_on: 2026-11-22
review_by: 2027-11-22
verified_on: none yet
verified_by: none yet
---
**Say the limits first.** Then ask
what they want to share.

---

Keep it short:

- one line
- _one_ more

## Try it
Write your line down.

## Think about it
Who told you first?
"""

ITEMS = """\
- id: rights-q01
  indicator: rights.sign-a
  health_topics: [16]
  scenario: Sam writes, "You won't tell, right?"
  question: What do you say first?
  options:
    - text: I will tell you what I can keep.
      correct: true
      feedback: Yes. Now Sam can choose.
    - text: I keep all of it.
      feedback: Kind, but you may not be able to. Say what you can keep.
    - text: Ask the boss.
      feedback: You can answer this one. Say what you can keep.
  sources: [own]
  written_on: 2026-11-22
"""

SOURCES = """\
- id: own
  title: Our own practice advice
  where: this project
  mark: I
- id: aps
  title: A list of tasks
  where: aps-community.org
  mark: V
  opened_on: 2026-11-01
"""

COUNTRY = """\
code: "NO"
name: {en: Norway}
emergency: "113"
zones: [Europe/Oslo]
lines:
  - id: no-116123
    name: Mental Helse
    kind: crisis line
    primary: true
    phone: 116 123
    sms: none yet
    hours: 24/7
    languages: [no, en]
    source: aps
    compiled_on: 2026-11-01
    verified_on: none yet
    verified_by: none yet
"""

ACTS = """\
- id: act-01
  text: Breathe out slowly, three times.
  fits: [low_energy, heavy_load]
- id: act-02
  text: Look out of the window.
  fits: [steady, good]
"""

PHRASES = """\
lesson.done: "That was **{title}**. Well done."
lesson.openings:
  - "Two minutes for {name}?"
  - "A small step for {name}."
"""


OTHER_LESSON = """\
---
id: {competency}-0{at}
competency: {competency}
indicator: {competency}.sign-{sign}
title: Thing {number}
minutes: 1
sources: [own]
written_on: 2026-11-22
review_by: 2027-11-22
---
**Do good thing {number}.** It is small.

## Try it
Do it once today.
"""


def _other_item(competency: str, at: int, sign: str, number: int) -> str:
    options = [
        f"    - text: Leave thing {number}.\n      feedback: Kind. Do it now.\n",
        f"    - text: Tell why {number}.\n      feedback: Good to know. Do it now.\n",
    ]
    right = f"    - text: Go do thing {number}.\n      correct: true\n      feedback: Yes. It helps.\n"
    options.insert(number % 3, right)
    return (
        f"- id: {competency}-q0{at}\n  indicator: {competency}.sign-{sign}\n  scenario: Sam asks for thing {number}.\n"
        f"  question: What now?\n  options:\n{''.join(options)}  sources: [own]\n  written_on: 2026-11-22\n"
    )


def _taught() -> dict[str, str]:
    """A lesson and an item about every indicator, and a plan of all lessons."""
    taught = {"plan.yaml": "lessons:\n", "en/items/rights.yaml": ITEMS}
    signs = [(id, at, sign) for id in NAMES.split() for at, sign in enumerate("abcd", 1)]
    for number, (id, at, sign) in enumerate(signs):
        taught["plan.yaml"] += f"  - {id}-0{at}\n"
        lesson, items = f"en/lessons/{id}/{id}-0{at}.md", f"en/items/{id}.yaml"
        if number == 0:
            taught[lesson] = LESSON
            continue
        taught[lesson] = OTHER_LESSON.format(competency=id, at=at, sign=sign, number=number)
        taught[items] = taught.get(items, "") + _other_item(id, at, sign, number)
    return taught


@pytest.fixture
def files() -> dict[str, str]:
    """The files of a small library without a fault; each test has its own."""
    return {
        "framework.yaml": "competencies:\n" + "".join(_competency(at, id) for at, id in enumerate(NAMES.split(), 1)),
        "sources.yaml": SOURCES,
        **_taught(),
        "en/acts.yaml": ACTS,
        "en/phrases/lesson.yaml": PHRASES,
        "en/phrases/crisis.yaml": 'crisis.call: "Call {number}."\n',
        "crisis_lines/no.yaml": COUNTRY,
    }


@pytest.fixture
def folder(files: dict[str, str], tmp_path: Path) -> Path:
    """The small library as a folder on disk."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path
