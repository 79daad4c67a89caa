"""Statistics: what a library teaches, counted as it is written."""

from pathlib import Path

from content.loading import load
from content.statistics import statistics

LIBRARY = load(Path(__file__).parents[2] / "content" / "library")


def test_each_language_and_competency_is_counted_by_itself() -> None:
    row = statistics(LIBRARY)["locales"]["en"]["competencies"]["rights"]
    own = [one for one in LIBRARY.lessons.values() if (one.competency, one.locale) == ("rights", "en")]
    items = [one for one in LIBRARY.items.values() if (one.competency, one.locale) == ("rights", "en")]
    assert (row["lessons"], row["items"]) == (len(own), len(items))
    assert row["health_literacy_items"] == sum(bool(one.health_topics) for one in items)
    assert 0 < row["grade"] <= 6


def test_words_are_all_that_a_learner_reads() -> None:
    row = statistics(LIBRARY)["locales"]["en"]["competencies"]["rights"]
    least = sum(len(" ".join(one.cards).split()) for one in LIBRARY.lessons.values() if one.competency == "rights")
    assert row["words"] > least / 2


def test_every_competency_stands_in_every_language() -> None:
    found = statistics(LIBRARY)["locales"]
    assert set(found) == set(LIBRARY.locales)
    assert all(len(one["competencies"]) == 10 for one in found.values())
