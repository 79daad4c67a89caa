"""Right answers cannot be guessed from their place or their length, and nothing is said twice."""

import pytest

from content.checking.answers import answer_places, wording_alone
from content.checking.duplicates import duplicates
from content.library import Library
from content.loading import parse

ITEMS, LESSON = "en/items/rights.yaml", "en/lessons/rights/rights-01.md"
MOVE = "Change the order of some options."


def _item(number: int, place: int, right: str = "Go on", wrong: tuple[str, str] = ("Go off", "Go by")) -> str:
    options = [f"    - text: {words} {number}.\n      feedback: Fine {at}.\n" for at, words in enumerate(wrong)]
    options.insert(place - 1, f"    - text: {right} {number}.\n      correct: true\n      feedback: Yes.\n")
    return (
        f"- id: rights-q{number:02}\n  indicator: rights.sign-a\n  scenario: Sam asks for number {number}.\n"
        f"  question: What now?\n  options:\n{''.join(options)}  sources: [own]\n  written_on: 2026-11-22\n"
    )


def _library(files: dict[str, str], places: str, **words: str) -> Library:
    files[ITEMS] = "".join(_item(number, int(place), **words) for number, place in enumerate(places, 1))
    return parse(files)


def _told(library: Library) -> list[str]:
    return [str(problem) for problem in answer_places(library) if "of all" not in problem.what]


@pytest.mark.parametrize("places", ["112233", "1122331", "11223312", "111112222233333", "11111"])
def test_right_answers_that_are_spread_pass_and_few_say_nothing(files: dict[str, str], places: str) -> None:
    assert _told(_library(files, places)) == []


def test_right_answers_at_one_place_too_often_or_too_seldom_are_told(files: dict[str, str]) -> None:
    assert _told(_library(files, "111122222233333")) == []
    assert _told(_library(files, "112222222233333")) == [
        f"{ITEMS}:1: 2 of the 15 right answers of rights stand at place 1; 3 to 7 may. {MOVE}",
        f"{ITEMS}:1: 8 of the 15 right answers of rights stand at place 2; 3 to 7 may. {MOVE}",
    ]


def test_over_the_whole_library_no_place_has_more_than_forty_of_a_hundred(files: dict[str, str]) -> None:
    files = {name: text for name, text in files.items() if not name.startswith("en/items/")}
    assert list(answer_places(_library(files, "1122333"))) != []
    files[ITEMS.replace("rights", "equity")] = files[ITEMS].replace("rights", "equity").replace("number", "thing")
    [told] = [str(problem) for problem in answer_places(parse(files)) if "of all" in problem.what]
    assert told == (
        "en/items/equity.yaml:1: 6 of all 14 right answers in en stand at place 3; 40 % are the most. "
        "Change the order of options in some items."
    )


@pytest.mark.parametrize(("right", "what"), [("Go on and on", "longest"), ("Go", "shortest")])
def test_a_right_option_that_stands_out_by_its_length_is_told(files: dict[str, str], right: str, what: str) -> None:
    [problem] = wording_alone(_library(files, "112233", right=right))
    assert str(problem) == (
        f"{ITEMS}:1: in 6 of the 6 items of rights the right option is the {what}. "
        "Change some options until it is so in at most half of them."
    )


def test_a_right_option_as_long_as_another_or_long_in_half_of_the_items_passes(files: dict[str, str]) -> None:
    assert list(wording_alone(_library(files, "112233", right="Go off"))) == []
    half = "".join(_item(number, 1, right="Go on and on" if number % 2 else "Go up") for number in range(1, 7))
    files[ITEMS] = half
    assert list(wording_alone(parse(files))) == []


SAME = "Say something else, or remove one of the two."


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (ITEMS, "Sam asks for thing 2.", "sam asks, for THING 1!",
         f"32: this scenario says the same as the one in {ITEMS}:18. {SAME}"),
        ("en/lessons/rights/rights-02.md", "title: Thing 1", "title: Say - the LIMITS first.",
         f"5: this title says the same as the one in {LESSON}:5. {SAME}"),
        ("en/lessons/rights/rights-02.md", "**Do good thing 1.**", "**Say: the LIMITS first**",
         f"11: this main message says the same as the one in {LESSON}:13. {SAME}"),
        ("en/acts.yaml", "Look out of the window.", "Breathe OUT slowly - three times!",
         f"5: this act says the same as the one in en/acts.yaml:2. {SAME}"),
        (ITEMS, "      feedback: You can answer this one. Say what you can keep.\n",
         "      feedback: Kind, but you may not be able to. Say what you can keep.\n    - text: I KEEP all of it\n"
         "      feedback: Kind, but you may not be able to. Say what you can keep.\n",
         f"14: this answer of rights-q01 says the same as the one in {ITEMS}:10. {SAME}"),
        ("en/phrases/lesson.yaml", "A small step for {name}.", "Two minutes for {name}?",
         "4: `lesson.openings` has this wording twice. Keep one of the two."),
    ],
)  # fmt: skip  # a table: what is said twice, and what is told of it
def test_what_says_the_same_is_told(files: dict[str, str], file: str, old: str, new: str, told: str) -> None:
    assert list(duplicates(parse(files))) == []
    files[file] = files[file].replace(old, new, 1)
    assert [str(problem) for problem in duplicates(parse(files))] == [f"{file}:{told}"]


def test_phrases_may_repeat_each_other_and_languages_one_another(files: dict[str, str]) -> None:
    files["en/phrases/other.yaml"] = 'other.done: "That was **{title}**. Well done."\n'
    files["es/acts.yaml"] = files["en/acts.yaml"]
    assert list(duplicates(parse(files))) == []
