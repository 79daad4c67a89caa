"""Simulated learners: the same seed gives the same figures, the cap is kept, and their memory behaves as the model says."""

from pathlib import Path
from random import Random

from bot.domain.remembering import Mind, mind
from bot.domain.simulating import POLICIES, Trial, simulate
from content.loading import load
from tests.bot.domain.shelves import LIBRARY

SHIPPED = load(Path("content/library"))
FEW = Trial(learners=4, weeks=5, missed=0.3, seed=1)


def test_the_same_seed_gives_the_same_figures_and_another_others() -> None:
    once = simulate(SHIPPED, FEW, Random)
    assert once == simulate(SHIPPED, FEW, Random)
    assert once != simulate(SHIPPED, Trial(4, 5, 0.3, 2), Random)
    assert tuple(once) == POLICIES


def test_every_policy_has_the_same_learners_lessons_and_days_and_keeps_the_cap() -> None:
    found = simulate(SHIPPED, FEW, Random)
    assert len({one["taught"] for one in found.values()}) == 1
    for one in found.values():
        assert one["max_day_load"] == one["daily_cap"] == 1
        assert 0 < (one["recall_60d"] or 0) < (one["recall_30d"] or 0) < 1
        assert (one["prompts_per_retained"] is None) == (one["retained"] == 0)


def test_who_answers_nothing_is_taught_nothing_and_who_answers_all_is_taught_more() -> None:
    nobody = simulate(SHIPPED, Trial(2, 3, 1.0, 1), Random)
    assert all(one["taught"] == 0 and one["recall_30d"] is None for one in nobody.values())
    everybody, some = (
        simulate(SHIPPED, Trial(3, 6, missed, 1), Random)["fsrs"]["taught"] or 0 for missed in (0.0, 0.6)
    )
    assert everybody > some


def test_a_small_library_runs_out_of_nothing() -> None:
    assert set(simulate(LIBRARY, Trial(2, 12, 0.0, 1), Random)) == set(POLICIES)


def test_what_is_met_again_after_days_stays_longer_than_what_is_met_twice_at_once() -> None:
    spaced, massed = Mind(0.177, -1.5), Mind(0.177, -1.5)
    for one, days in ((spaced, (0, 7)), (massed, (0, 0))):
        for day in days:
            one.meet("rights.choice", day)
    assert spaced.recall("rights.choice", 60) > massed.recall("rights.choice", 60)
    assert massed.recall("rights.choice", 30) > massed.recall("rights.choice", 60) > 0
    assert massed.recall("never met", 1) == 0.0


def test_learners_differ() -> None:
    minds = [mind(Random(seed)) for seed in range(20)]
    assert len({one.decay for one in minds}) > 10
    assert len({one.threshold for one in minds}) == 20
