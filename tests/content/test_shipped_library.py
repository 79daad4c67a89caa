"""The library we ship keeps its own rules."""

from pathlib import Path

from content.checking import check
from content.loading import load

SHIPPED = Path(__file__).parents[2] / "content" / "library"
LIBRARY = load(SHIPPED)


def test_the_shipped_library_has_no_problems() -> None:
    assert [str(problem) for problem in check(load(SHIPPED))] == []


def test_every_competency_has_two_lessons_and_six_items_and_every_indicator_an_item() -> None:
    for competency in LIBRARY.competencies:
        lessons = [one for one in LIBRARY.lessons.values() if one.competency == competency.id]
        items = [one for one in LIBRARY.items.values() if one.competency == competency.id]
        assert (len(lessons) >= 2, len(items) >= 6) == (True, True), competency.id
        assert {one.id for one in competency.indicators} <= {item.indicator for item in items}


def test_every_topic_of_health_literacy_has_an_item() -> None:
    assert {topic for item in LIBRARY.items.values() for topic in item.health_topics} == set(range(1, 19))


def test_every_kind_of_prompt_has_enough_first_words_that_none_comes_twice_within_fourteen_days() -> None:
    for what in ("lesson", "review", "quiz", "checkin"):
        wordings = LIBRARY.phrase(f"prompt.{what}", "en").wordings
        assert len(set(wordings)) >= 15, what
