"""Policy files: what a program decides, written by people and given back to them; each problem is named with its cure."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import programs
from bot.store.sealed import load_keys
from bot.store.work import Store
from dialogues.facts import Policy

Coach = Callable[..., list[str]]


def test_a_policy_file_is_taken_shown_and_given_back_unchanged(place: Path, url: str, coach: Coach) -> None:
    coach("program", "add", "Harbour")
    file = place / "policy.yaml"
    file.write_text(
        "lessons_a_week: 2\nquiet_from: 20:00\nquiet_to: 8:30\nholidays:\n  - 2026-12-25\n  - 2026-12-24\n"
        "zone: Europe/Oslo\ncheckin_words: yes\non_call: 'Ask for \"Sam\": 555 0100'\n"
        "protocol_card: |\n  1. Stay with them.\n  2. Ring us: # is the last key\ncheckins_on: [telegram]\n"
    )
    said = coach("program", "policy", "1", str(file))[0]
    assert said.startswith("Program 1, Harbour, decides from now on: checkin_words, ")
    shown = coach("program", "show", "1")
    assert "quiet_to: 08:30" in shown
    assert "# keep_days: 90" in shown
    assert "# silence_minutes: 15" in shown
    assert not any(line.startswith("# lessons_a_week") for line in shown)
    file.write_text("\n".join(shown))
    coach("program", "policy", "1", str(file))
    assert coach("program", "show", "1") == shown
    policy = stored_policy(place, url)
    assert policy.protocol_card == "1. Stay with them.\n2. Ring us: # is the last key"
    assert policy.on_call == 'Ask for "Sam": 555 0100'
    assert [str(day) for day in policy.holidays] == ["2026-12-24", "2026-12-25"]
    assert (policy.lessons_a_week, policy.checkins_on, policy.checkin_words) == (2, ("telegram",), True)


def stored_policy(place: Path, url: str) -> Policy:
    """The policy of program 1 as a turn would read it."""

    async def read() -> Policy:
        store = Store.open(url, load_keys(place))
        try:
            return programs.merged(await store.run(programs.program_policy, 1), Policy())
        finally:
            await store.close()

    return asyncio.run(read())


def test_a_file_of_remarks_lets_the_program_decide_nothing(place: Path, coach: Coach) -> None:
    coach("program", "add", "Harbour", "--zone", "Europe/Oslo")
    (place / "policy.yaml").write_text("# keep_days: 3\n\n")
    assert coach("program", "policy", "1", "policy.yaml") == ["Program 1, Harbour, decides nothing itself from now on."]
    assert "# zone: UTC" in coach("program", "show", "1")


BAD = [
    (
        "lessons_a_week: 5",
        "policy.yaml:1: `lessons_a_week` (5) is too large. Write 1, 2 or 3, or 0 for the pace of the plan.",
    ),
    ("lessons_a_week: -1", "`lessons_a_week` (-1) is too small. Write 1, 2 or 3, or 0 for the pace of the plan."),
    (
        "desired_retention: 0.99",
        "`desired_retention` (0.99) is too large. Write a number from 0.8 to 0.95, such as 0.9.",
    ),
    ("desired_retention: 0.7", "`desired_retention` (0.7) is too small"),
    ("desired_retention: much", "`desired_retention` (much) is not a number"),
    ("keep_days: soon", "`keep_days` (soon) is not a whole number. Write whole days, 1 to 365."),
    ("checkin_words: perhaps", "`checkin_words` (perhaps) is neither yes nor no. Write yes or no."),
    ("lesson_a_week: 2", "`lesson_a_week` is not a field of a policy, but lessons_a_week is. Mend its name"),
    ("mood: good", "`mood` is not a field of a policy. Mend its name or remove it"),
    ("quiet_from: 24:00\nquiet_to: 08:00", "`quiet_from` (24:00) is not an hour. Write an hour such as 20:00."),
    ("quiet_from: 20", "`quiet_from` (20) is not an hour"),
    ("quiet_from: 20:00", "`quiet_from` stands here without `quiet_to`. Write both, or neither."),
    ("quiet_from: 09:00\nquiet_to: 08:00", "hardly any hour for a prompt. Leave at least 4 hours"),
    ("holidays: 2026-12-25", "`holidays` (2026-12-25) is not a list. Write days such as 2026-12-25, each on its own"),
    ("holidays:\n  - 2026-12-24\n  - 2026-02-30", "policy.yaml:3: `holidays` (2026-02-30) is not a day that the cal"),
    ("holidays: [Xmas]", "`holidays` (Xmas) is not a day. Write days such as"),
    ("zone: Europe/Olso", "`zone` (Europe/Olso) is not a time zone, but Europe/Oslo is. Write a zone such as"),
    ("checkins_on: [telegramm]", "`checkins_on` (telegramm) is not a kind of channel, but telegram is. Write kinds"),
    (f"on_call: {'5' * 101}", "`on_call` is too long. Write at most 100 characters."),
    ("on_call: [a]", "`on_call` is not a text. Write at most 100 characters."),
    ("- 1", "policy.yaml:1: this is not a policy. Write one field a line"),
    ("zone: {", "policy.yaml:"),
    ("zone: UTC\nzone: UTC", "policy.yaml:2: `zone` stands here twice. Keep one of the two."),
]


@pytest.mark.parametrize(("written", "says"), BAD, ids=[written[:30] for written, _ in BAD])
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_bad_policy_names_the_field_what_is_wrong_and_how_to_mend_it(
    place: Path, coach: Coach, refused: Callable[..., str], written: str, says: str
) -> None:
    coach("program", "add", "Harbour", "--zone", "Europe/Oslo")
    before = coach("program", "show", "1")
    (place / "policy.yaml").write_text(written + "\n")
    assert says in refused("program", "policy", "1", "policy.yaml")
    assert coach("program", "show", "1") == before


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_every_problem_of_a_policy_is_told_at_once(place: Path, coach: Coach, refused: Callable[..., str]) -> None:
    coach("program", "add", "Harbour")
    (place / "policy.yaml").write_text("mood: x\nkeep_days: no\nzone: Nowhere\n")
    head, *problems = refused("program", "policy", "1", "policy.yaml").splitlines()
    assert head == "The policy cannot be used, and nothing was changed."
    assert [line.split(": ")[0] for line in problems] == [f"policy.yaml:{line}" for line in (1, 2, 3)]
