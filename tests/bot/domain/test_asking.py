"""Which items are worth asking: on a review day one or two, in a quiz four, and always health literacy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.asking import Picked, quiz_items, review_items
from bot.domain.studied import Met, Studied, memory_of
from content.library import Library
from tests.bot.domain.shelves import (
    ALL,
    DAY,
    ITEMS,
    LIBRARY,
    MONDAY,
    RIGHTS,
    TOPICS,
    answered,
    item,
    known_well,
    lesson,
    library,
)

HOUR = timedelta(hours=1)
TONIGHT = MONDAY + 14 * HOUR


def reviewed(seen: Mapping[str, Studied], prompted: Mapping[str, int] | None = None) -> tuple[str, ...]:
    picked = review_items(LIBRARY, Met(seen, prompted or {}), MONDAY, TONIGHT)
    return picked.items if picked else ()


def quizzed(seen: Mapping[str, Studied], shelf: Library = LIBRARY, **prompted: int) -> tuple[str, ...]:
    return quiz_items(shelf, Met(seen, {id.replace("_", "-"): times for id, times in prompted.items()}), MONDAY)


def test_a_review_asks_what_was_missed_before_all_else_and_then_what_is_least_remembered() -> None:
    seen = {
        "care-a": answered("care-a", MONDAY - 3 * DAY),
        "care-b": answered("care-b", MONDAY - 9 * DAY),
        "care-c": answered("care-c", MONDAY - 2 * DAY, correct=False),
        "care-d": answered("care-d", MONDAY - 4 * DAY, correct=False),
    }
    assert reviewed(seen) == ("care-d", "care-c")
    assert reviewed({id: seen[id] for id in ("care-a", "care-b", "care-c")}) == ("care-c", "care-b")
    assert reviewed({"care-a": seen["care-a"]}) == ("care-a",)


def test_a_review_asks_what_is_due_before_the_day_is_over_and_no_more() -> None:
    tonight, tomorrow = TONIGHT - 2 * DAY, TONIGHT - 2 * DAY + timedelta(seconds=1)
    assert reviewed({"care-a": answered("care-a", tonight)}) == ("care-a",)
    assert reviewed({"care-a": answered("care-a", tomorrow)}) == ()


def test_where_nothing_is_due_a_review_asks_one_new_item_of_the_latest_lesson() -> None:
    assert reviewed(RIGHTS) == ("rights-a",)
    assert reviewed({**RIGHTS, "care-01": lesson("care", MONDAY - HOUR)}) == ("rights-a",), "a fortnight needs one"
    asked = {"rights-a": known_well("rights-a", MONDAY - DAY)}
    assert reviewed({**RIGHTS, **asked, "care-01": lesson("care", MONDAY - HOUR)}) == ("care-a",)
    assert reviewed({**RIGHTS, "rights-a": known_well("rights-a", MONDAY - DAY)}) == ("rights-b",)
    assert reviewed(RIGHTS, {"rights-a": 1}) == ("rights-b",)
    assert reviewed({}) == ()
    assert (
        reviewed({**RIGHTS, **{f"rights-{name}": known_well(f"rights-{name}", MONDAY - DAY) for name in "abcd"}}) == ()
    )


def test_what_was_missed_a_few_hours_ago_is_not_reviewed_yet() -> None:
    assert reviewed({"care-a": answered("care-a", MONDAY - 19 * HOUR, correct=False)}) == ()
    assert reviewed({"care-a": answered("care-a", MONDAY - 20 * HOUR, correct=False)}) == ("care-a",)


def test_items_that_left_the_library_and_those_of_other_languages_are_not_asked() -> None:
    assert reviewed({"gone-a": answered("gone-a"), "rights-z": answered("rights-z")}) == ()
    assert "rights-z" not in quizzed({**RIGHTS, "rights-z": answered("rights-z")})


def test_an_item_answered_before_memories_were_kept_is_due_and_counts_as_forgotten() -> None:
    old = replace(answered("care-b", MONDAY - DAY), stability=None, difficulty=None, review_at=None)
    assert memory_of(old) is None
    assert memory_of(None) is None
    seen = {"care-a": answered("care-a", MONDAY - 300 * DAY), "care-b": old}
    assert reviewed({**seen, "words-d": answered("words-d", MONDAY - DAY)}) == ("care-b", "care-a")
    memory = memory_of(seen["care-a"])
    assert memory is not None
    assert (memory.review_at, memory.last_at) == (MONDAY - 298 * DAY, MONDAY - 300 * DAY)


def test_a_quiz_has_four_items_about_what_was_taught_and_always_health_literacy() -> None:
    assert quizzed(RIGHTS) == ("rights-a", "rights-b", "health-literacy-p", "health-literacy-q")
    assert quizzed(ALL) == ("rights-a", "care-a", "care-b", "health-literacy-p")


def test_before_anything_was_taught_a_quiz_is_about_health_literacy() -> None:
    assert quizzed({}) == ("health-literacy-p", "health-literacy-q", "health-literacy-r", "words-x")


def test_an_item_of_another_competency_that_has_a_health_topic_keeps_the_place_of_health_literacy() -> None:
    chosen = quizzed({**ALL, "words-01": lesson("words")})
    assert "words-x" in chosen
    assert not any(id.startswith("health") for id in chosen)


def test_a_quiz_asks_what_is_due_by_lowest_recall_then_new_ones_then_those_longest_unseen() -> None:
    seen = {
        **RIGHTS,
        "rights-d": known_well("rights-d", MONDAY - 3 * DAY),
        "care-a": answered("care-a", MONDAY - 3 * DAY),
        "words-a": answered("words-a", MONDAY - 30 * DAY),
        "health-literacy-p": known_well("health-literacy-p", MONDAY - 2 * DAY),
        "health-literacy-q": known_well("health-literacy-q", MONDAY - 3 * DAY),
    }
    assert quizzed(seen) == ("words-a", "care-a", "rights-a", "health-literacy-q")
    rights = {f"rights-{name}": known_well(f"rights-{name}", MONDAY - 2 * DAY) for name in "abcd"}
    assert quizzed({**seen, **rights}) == ("words-a", "care-a", "health-literacy-q", "health-literacy-p")


def test_what_falls_due_in_the_course_of_the_day_is_due_for_a_quiz() -> None:
    lately = {"rights-d": known_well("rights-d", MONDAY - DAY)}
    seen = {**RIGHTS, **lately, "care-a": answered("care-a", MONDAY - 2 * DAY + 6 * HOUR)}
    assert quizzed(seen)[0] == "care-a"


def test_no_more_than_two_are_of_one_competency_while_others_have_any() -> None:
    forgotten = {f"rights-{name}": answered(f"rights-{name}", MONDAY - 9 * DAY) for name in "abcd"}
    chosen = quizzed(forgotten)
    assert Counter(id.rpartition("-")[0] for id in chosen) == {"rights": 2, "health-literacy": 2}
    alone = library(*(one for one in ITEMS if one.competency == "rights"), TOPICS[0])
    assert quizzed(forgotten, alone) == ("rights-a", "rights-b", "rights-c", "health-literacy-p")


def test_what_was_asked_today_comes_again_only_where_fewer_than_three_would_be_left() -> None:
    just_now = {one.id: answered(one.id, MONDAY - HOUR) for one in (*ITEMS, *TOPICS)}
    assert len(quizzed(just_now)) == 3
    rested = {id: answered(id, MONDAY - 3 * DAY) for id in ("care-a", "care-b", "care-c")}
    chosen = quizzed({**just_now, **rested})
    assert chosen[:3] == ("care-a", "care-b", "care-c")
    assert chosen[3:] == ("words-x",), "health literacy has its place"
    without = quizzed({**just_now, **rested, "words-x": answered("words-x", MONDAY - 2 * HOUR)})
    assert len(without) == 4
    assert set(without) - set(rested) == {"words-x"}


def test_new_items_that_were_brought_and_left_let_others_go_before_them() -> None:
    assert quizzed({}, health_literacy_p=1) == (
        "health-literacy-q",
        "health-literacy-r",
        "health-literacy-s",
        "words-x",
    )
    assert quizzed(RIGHTS, rights_a=1)[:2] == ("rights-b", "rights-c")


def test_a_quiz_is_as_long_as_its_library_allows() -> None:
    assert quizzed(ALL, library(item("care-a"), item("health-literacy-p"))) == ("care-a", "health-literacy-p")
    assert quizzed(ALL, library(item("care-a"))) == ("care-a",)
    assert quizzed({}, library(item("care-a"))) == ()
    assert quizzed(ALL, library()) == ()


def picked(seen: Mapping[str, Studied], shelf: Library = LIBRARY) -> Picked | None:
    return review_items(shelf, Met(seen, {}), MONDAY, TONIGHT)


ABOUT_A = replace(item("care-b"), indicator="care.a")
SHELF = library(*(ABOUT_A if one.id == "care-b" else one for one in ITEMS), *TOPICS)
LATELY = {"rights-d": known_well("rights-d", MONDAY - DAY)}


def indicator(id: str, at: datetime, *, correct: bool = True) -> Studied:
    """An indicator that was asked about once, as it is kept now."""
    return replace(answered(id, at, correct=correct), kind="indicator")


def forgets(seen: Studied) -> Studied:
    """The same without a memory of its own."""
    return replace(seen, stability=None, difficulty=None, review_at=None)


def test_memory_is_of_an_indicator_and_a_review_asks_its_item_that_was_not_seen_for_longest() -> None:
    asked = {"care-a": forgets(answered("care-a", MONDAY - 4 * DAY)), "care.a": indicator("care-a", MONDAY - 4 * DAY)}
    assert picked({**LATELY, **asked}, SHELF) == Picked(("care-b",), "due")
    both = {**asked, "care-b": replace(forgets(answered("care-b", MONDAY - 5 * DAY)), indicator="care.a")}
    assert picked({**LATELY, **both}, SHELF) == Picked(("care-b",), "due")
    turned = {**both, "care-a": forgets(answered("care-a", MONDAY - 6 * DAY))}
    assert picked({**LATELY, **turned}, SHELF) == Picked(("care-a",), "due")
    assert "care-a" not in quiz_items(SHELF, Met({**LATELY, **asked}, {}), MONDAY), "one indicator, one question"


def test_an_indicator_s_own_memory_goes_before_those_that_its_items_once_had() -> None:
    fresh = replace(known_well("care-a", MONDAY - 2 * DAY), kind="indicator")
    assert picked({**LATELY, "care-a": answered("care-a", MONDAY - DAY), "care.a": fresh}) is None
    assert picked({**LATELY, "care-a": answered("care-a", MONDAY - 9 * DAY)}) == Picked(("care-a",), "due")


def test_of_items_that_had_memories_the_one_answered_last_tells_how_the_indicator_is_remembered() -> None:
    once = {"care-a": answered("care-a", MONDAY - 9 * DAY)}
    lately = {"care-b": replace(known_well("care-b", MONDAY - 2 * DAY), indicator="care.a")}
    assert picked({**LATELY, **once, **lately}, SHELF) is None
    assert picked({**LATELY, **once}, SHELF) == Picked(("care-b",), "due")


def test_what_was_missed_says_so_and_what_is_important_comes_before_what_is_as_much_forgotten() -> None:
    missed = {"care-a": indicator("care-a", MONDAY - 3 * DAY, correct=False)}
    assert picked({**LATELY, **missed}) == Picked(("care-a",), "missed")
    at = MONDAY - 5 * DAY
    equal = {"care-a": indicator("care-a", at), "rights-a": indicator("rights-a", at)}
    assert picked(equal) == Picked(("rights-a", "care-a"), "due")


def test_of_what_is_as_much_forgotten_the_longest_overdue_comes_first() -> None:
    overdue = {f"care-{name}": answered(f"care-{name}", MONDAY - 9 * DAY) for name in "abc"}
    seen = {**LATELY, **overdue, "care-c": replace(overdue["care-c"], review_at=MONDAY - 8 * DAY)}
    assert picked(seen) == Picked(("care-c", "care-a"), "due")


def test_the_topic_of_a_review_is_not_yesterday_s_where_another_is_due() -> None:
    yesterday = {"care-01": lesson("care", MONDAY - DAY)}
    more = {"care-a": answered("care-a", MONDAY - 9 * DAY), "words-a": answered("words-a", MONDAY - 3 * DAY)}
    assert picked({**LATELY, **yesterday, **more}) == Picked(("words-a",), "due")
    assert picked({**LATELY, **yesterday, "care-a": more["care-a"]}) == Picked(("care-a",), "due")
    assert picked({**LATELY, **more}) == Picked(("care-a", "words-a"), "due")


def test_a_fortnight_has_at_least_one_question_about_crisis_or_rights() -> None:
    care = {"care-a": answered("care-a", MONDAY - 9 * DAY)}
    long_ago = {
        "rights-a": known_well("rights-a", MONDAY - 7 * DAY),
        "rights-b": known_well("rights-b", MONDAY - 8 * DAY),
    }
    assert picked({**long_ago, **care}) == Picked(("rights-b", "care-a"), "fortnight"), "the least remembered of them"
    assert picked({**RIGHTS, **care}) == Picked(("rights-a", "care-a"), "fortnight"), "or one that was never asked"
    assert picked({**RIGHTS, **LATELY, **care}) == Picked(("care-a",), "due")
    assert picked(care) == Picked(("care-a",), "due"), "nothing that nobody taught"
    assert quizzed({**long_ago, **care})[0] == "rights-b"
    assert quizzed({**LATELY, **care})[0] == "care-a"


def test_what_was_read_about_is_due_when_two_days_are_over_as_if_it_had_been_answered_then() -> None:
    words = {**LATELY, "words-a": answered("words-a", MONDAY - 2 * DAY)}
    read = {"care-01": lesson("care", MONDAY - 3 * DAY)}
    assert picked({**words, **read}) == Picked(("care-a", "words-a"), "new")
    assert picked({**words, "care-01": lesson("care", MONDAY - 5 * HOUR)}) == Picked(("words-a",), "due")
