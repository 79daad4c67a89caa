"""Which items are worth asking: on a review day one or two, in a quiz four, and always health literacy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.asking import Met, Studied, memory_of, quiz_items, review_items
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
    return review_items(LIBRARY, Met(seen, prompted or {}), MONDAY, TONIGHT)


def quizzed(seen: Mapping[str, Studied], shelf: Library = LIBRARY, **prompted: int) -> tuple[str, ...]:
    return quiz_items(shelf, Met(seen, {id.replace("_", "-"): times for id, times in prompted.items()}), MONDAY)


def test_a_review_asks_what_was_missed_before_all_else_and_then_what_is_least_remembered() -> None:
    seen = {
        "care-a": answered("care", MONDAY - 3 * DAY),
        "care-b": answered("care", MONDAY - 9 * DAY),
        "care-c": answered("care", MONDAY - 2 * DAY, correct=False),
        "care-d": answered("care", MONDAY - 4 * DAY, correct=False),
    }
    assert reviewed(seen) == ("care-d", "care-c")
    assert reviewed({id: seen[id] for id in ("care-a", "care-b", "care-c")}) == ("care-c", "care-b")
    assert reviewed({"care-a": seen["care-a"]}) == ("care-a",)


def test_a_review_asks_what_is_due_before_the_day_is_over_and_no_more() -> None:
    tonight, tomorrow = TONIGHT - 2 * DAY, TONIGHT - 2 * DAY + timedelta(seconds=1)
    assert reviewed({"care-a": answered("care", tonight)}) == ("care-a",)
    assert reviewed({"care-a": answered("care", tomorrow)}) == ()


def test_where_nothing_is_due_a_review_asks_one_new_item_of_the_latest_lesson() -> None:
    assert reviewed(RIGHTS) == ("rights-a",)
    assert reviewed({**RIGHTS, "care-01": lesson("care", MONDAY - HOUR)}) == ("care-a",)
    assert reviewed({**RIGHTS, "rights-a": known_well("rights", MONDAY - DAY)}) == ("rights-b",)
    assert reviewed(RIGHTS, {"rights-a": 1}) == ("rights-b",)
    assert reviewed({}) == ()
    assert reviewed({**RIGHTS, **{f"rights-{name}": known_well("rights", MONDAY - DAY) for name in "abcd"}}) == ()


def test_what_was_missed_a_few_hours_ago_is_not_reviewed_yet() -> None:
    assert reviewed({"care-a": answered("care", MONDAY - 19 * HOUR, correct=False)}) == ()
    assert reviewed({"care-a": answered("care", MONDAY - 20 * HOUR, correct=False)}) == ("care-a",)


def test_items_that_left_the_library_and_those_of_other_languages_are_not_asked() -> None:
    assert reviewed({"gone-a": answered("gone"), "rights-z": answered("rights")}) == ()
    assert "rights-z" not in quizzed({**RIGHTS, "rights-z": answered("rights")})


def test_an_item_answered_before_memories_were_kept_is_due_and_counts_as_forgotten() -> None:
    old = replace(answered("care", MONDAY - DAY), stability=None, difficulty=None, review_at=None)
    assert memory_of(old) is None
    assert memory_of(None) is None
    seen = {"care-a": answered("care", MONDAY - 300 * DAY), "care-b": old}
    assert reviewed(seen) == ("care-b", "care-a")
    memory = memory_of(seen["care-a"])
    assert memory is not None
    assert (memory.review_at, memory.last_at) == (MONDAY - 298 * DAY, MONDAY - 300 * DAY)


def test_a_quiz_has_four_items_about_what_was_taught_and_always_health_literacy() -> None:
    assert quizzed(RIGHTS) == ("rights-a", "rights-b", "health-literacy-p", "health-literacy-q")
    assert quizzed(ALL) == ("care-a", "care-b", "rights-a", "health-literacy-p")


def test_before_anything_was_taught_a_quiz_is_about_health_literacy() -> None:
    assert quizzed({}) == ("health-literacy-p", "health-literacy-q", "health-literacy-r", "words-x")


def test_an_item_of_another_competency_that_has_a_health_topic_keeps_the_place_of_health_literacy() -> None:
    chosen = quizzed({**ALL, "words-01": lesson("words")})
    assert "words-x" in chosen
    assert not any(id.startswith("health") for id in chosen)


def test_a_quiz_asks_what_is_due_by_lowest_recall_then_new_ones_then_those_longest_unseen() -> None:
    seen = {
        **RIGHTS,
        "care-a": answered("care", MONDAY - 3 * DAY),
        "words-a": answered("words", MONDAY - 30 * DAY),
        "health-literacy-p": known_well("health-literacy", MONDAY - 2 * DAY),
        "health-literacy-q": known_well("health-literacy", MONDAY - 3 * DAY),
    }
    assert quizzed(seen) == ("words-a", "care-a", "rights-a", "health-literacy-q")
    rights = {f"rights-{name}": known_well("rights", MONDAY - 2 * DAY) for name in "abcd"}
    assert quizzed({**seen, **rights}) == ("words-a", "care-a", "health-literacy-q", "health-literacy-p")


def test_what_falls_due_in_the_course_of_the_day_is_due_for_a_quiz() -> None:
    seen = {**RIGHTS, "care-a": answered("care", MONDAY - 2 * DAY + 6 * HOUR)}
    assert quizzed(seen)[0] == "care-a"


def test_no_more_than_two_are_of_one_competency_while_others_have_any() -> None:
    forgotten = {f"rights-{name}": answered("rights", MONDAY - 9 * DAY) for name in "abcd"}
    chosen = quizzed(forgotten)
    assert Counter(id.rpartition("-")[0] for id in chosen) == {"rights": 2, "health-literacy": 2}
    alone = library(*(one for one in ITEMS if one.competency == "rights"), TOPICS[0])
    assert quizzed(forgotten, alone) == ("rights-a", "rights-b", "rights-c", "health-literacy-p")


def test_what_was_asked_today_comes_again_only_where_fewer_than_three_would_be_left() -> None:
    just_now = {one.id: answered(one.competency, MONDAY - HOUR) for one in (*ITEMS, *TOPICS)}
    assert len(quizzed(just_now)) == 3
    rested = {id: answered("care", MONDAY - 3 * DAY) for id in ("care-a", "care-b", "care-c")}
    chosen = quizzed({**just_now, **rested})
    assert chosen[:3] == ("care-a", "care-b", "care-c")
    assert chosen[3:] == ("words-x",), "health literacy has its place"
    without = quizzed({**just_now, **rested, "words-x": answered("words", MONDAY - 2 * HOUR)})
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
