"""What learners would see changed between two libraries: every unit by itself, with its texts before and after."""

import pytest

from content.differences import Change, differences
from content.loading import parse
from tests.content.packing import one_of_each

LESSON, ITEMS, ACTS = "en/lessons/rights/rights-01.md", "en/items/rights.yaml", "en/acts.yaml"
PHRASES, NORWAY = "en/phrases/lesson.yaml", "crisis_lines/no.yaml"
FIRST_OPTION = """\
    - text: I will tell you what I can keep.
      correct: true
      feedback: Yes. Now Sam can choose.
"""
LAST_OPTION = """\
    - text: Ask the boss.
      feedback: You can answer this one. Say what you can keep.
"""


@pytest.fixture
def files(files: dict[str, str]) -> dict[str, str]:
    return one_of_each(files)


def between(files: dict[str, str], file: str, *changed: tuple[str, str]) -> list[Change]:
    """The differences when a file is written in another way."""
    text = files[file]
    for old, new in changed:
        assert old in text
        text = text.replace(old, new, 1)
    return list(differences(parse(files), parse({**files, file: text})))


def test_nothing_is_different_in_the_same_library(files: dict[str, str]) -> None:
    assert differences(parse(files), parse(files)) == ()


def test_a_changed_card_is_shown_as_it_was_and_is(files: dict[str, str]) -> None:
    (change,) = between(files, LESSON, ("Write your line down.", "Say your one line aloud to somebody."))
    assert (change.kind, change.id, change.locale, change.what) == ("lesson", "rights-01", "en", "changed")
    assert change.before == ("Write your line down.",)
    assert change.after == ("Say your one line aloud to somebody.",)
    assert (change.words, change.measures[0]) == ((4, 7), None)


def test_how_hard_it_is_to_read_is_told_where_a_text_is_long_enough(files: dict[str, str]) -> None:
    long = "Say it to one of your team, and then say it to the ones you help."
    (change,) = between(files, LESSON, ("Write your line down.", long))
    assert change.measures[0] is None
    assert change.measures[1] is not None


def test_a_card_more_makes_no_new_lesson_and_a_card_less_is_not_the_end_of_it(files: dict[str, str]) -> None:
    more = between(files, LESSON, ("## Try it", "---\n\nA third card.\n\n## Try it"))
    assert [(one.what, one.before, one.after) for one in more] == [("changed", (), ("A third card.",))]
    less = between(files, LESSON, ("## Think about it\nWho told you first?\n", ""))
    assert [(one.what, one.before) for one in less] == [("changed", ("Who told you first?",))]


def test_the_same_texts_in_another_order_are_a_change(files: dict[str, str]) -> None:
    openings = ('  - "Two minutes for {name}?"\n', '  - "A small step for {name}."\n')
    (change,) = between(files, PHRASES, ("".join(openings), "".join(reversed(openings))))
    assert (change.what, change.before) == ("changed", tuple(reversed(change.after)))


@pytest.mark.parametrize(
    ("file", "kind", "id"),
    [(LESSON, "lesson", "rights-01"), (ITEMS, "item", "rights-q01"), (ACTS, "act", "act-01")],
)
def test_what_comes_is_new_and_what_goes_is_gone(files: dict[str, str], file: str, kind: str, id: str) -> None:
    without = parse({name: text for name, text in files.items() if name != file})
    (come,) = differences(without, parse(files))
    (gone,) = differences(parse(files), without)
    assert [(one.kind, one.id, one.what) for one in (come, gone)] == [(kind, id, "new"), (kind, id, "gone")]
    assert (come.before, gone.after, come.after) == ((), (), gone.before)


def test_a_translation_is_a_change_of_its_language_alone(files: dict[str, str]) -> None:
    spoken = parse({**files, LESSON.replace("en/", "es/", 1): files[LESSON]})
    assert [(one.locale, one.what) for one in differences(parse(files), spoken)] == [("es", "new")]


def test_feedback_may_change_without_the_answers(files: dict[str, str]) -> None:
    (change,) = between(files, ITEMS, ("Yes. Now Sam can choose.", "Now Sam can choose."))
    assert (change.answers, change.scoring) == (False, "")


@pytest.mark.parametrize(
    "changed",
    [
        (LAST_OPTION, ""),
        (LAST_OPTION, LAST_OPTION + "    - text: Wait.\n      feedback: Too late.\n"),
        ("Ask the boss.", "Ask your boss."),
        ("    - text: I keep all of it.", LAST_OPTION + "    - text: I keep all of it."),
    ],
)
def test_options_that_come_go_or_read_otherwise_are_called_so(files: dict[str, str], changed: tuple[str, str]) -> None:
    (change,) = between(files, ITEMS, changed)
    assert (change.what, change.answers, change.scoring) == ("changed", True, "")


def test_another_right_answer_is_told_even_where_no_word_differs(files: dict[str, str]) -> None:
    (change,) = between(
        files,
        ITEMS,
        ("      correct: true\n", ""),
        ("Ask the boss.\n", "Ask the boss.\n      correct: true\n"),
    )
    assert (change.what, change.answers, change.scoring) == ("changed", False, "C is right now, it was A")
    marked = [[text[:4] for text in texts if "✓" in text[:4]] for texts in (change.before, change.after)]
    assert marked == [["A ✓)"], ["C ✓)"]], "whoever approves it sees the question and all its answers"
    assert len(change.before) == len(change.after) == 5


def test_an_item_with_more_options_than_any_check_allows_can_still_be_compared(files: dict[str, str]) -> None:
    many = "".join(f"    - text: Wait {at}.\n      feedback: Too late.\n" for at in range(9))
    (change,) = between(files, ITEMS, (LAST_OPTION, LAST_OPTION + many))
    assert change.after[-1].startswith("L) ")


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ([("116 123", "116 111")], ("Mental Helse · 116 111 · 24/7",)),
        ([("24/7", "from 9 to 5")], ("Mental Helse · 116 123 · from 9 to 5",)),
        (
            [("verified_on: none yet", "verified_on: 2026-12-01"), ("verified_by: none yet", "verified_by: Ann")],
            ("Mental Helse · 116 123 · 24/7 · checked 2026-12",),
        ),
    ],
)
def test_a_crisis_line_is_compared_by_all_that_a_card_shows(
    files: dict[str, str], changed: list[tuple[str, str]], shown: tuple[str, ...]
) -> None:
    (change,) = between(files, NORWAY, *changed)
    assert (change.kind, change.id, change.after) == ("crisis line", "NO", shown)


def test_countries_competencies_and_the_plan_are_compared_too(files: dict[str, str]) -> None:
    without = parse({name: text for name, text in files.items() if name != NORWAY})
    assert [one.what for one in differences(without, parse(files))] == ["new"]
    assert [one.what for one in differences(parse(files), without)] == ["gone"]
    (named,) = between(files, "framework.yaml", ("{en: Number 1}", "{en: Rights}"))
    assert (named.kind, named.id, named.after) == ("competency", "rights", ("Rights",))
    (planned,) = between(files, "plan.yaml", ("[rights-01]", "[rights-01, rights-02]"))
    assert (planned.kind, planned.after) == ("plan", ("rights-01 rights-02",))


def test_a_competency_that_is_gone_is_told(files: dict[str, str]) -> None:
    head, _, last = files["framework.yaml"].rpartition("  - id: health-literacy\n")
    assert last
    fewer = parse({**files, "framework.yaml": head})
    assert [(one.id, one.what) for one in differences(parse(files), fewer)] == [("health-literacy", "gone")]
