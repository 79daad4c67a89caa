"""Schedules: what is due fires once, in batches, and can be set again."""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.schedule import Schedule
from bot.domain.update import Fired
from bot.store import inbox, schedules
from bot.store.work import Work
from tests.bot.store.making import DAY, NOW, SECOND, fetch, someone

Run = Callable[..., object]


def firings(work: Work) -> list[Fired]:
    found = []
    while claimed := inbox.claim(work, "me", NOW, 100):
        assert len(claimed) <= inbox.FIRINGS, "they come a few at a time"
        found += [one.waiting.raw for one in claimed]
    return found


def test_setting_it_again_moves_it(run: Run) -> None:
    learner_id, address_id = run(someone)
    run(schedules.put, learner_id, Schedule("push", NOW))
    moved = Schedule("push", NOW + DAY, address_id=address_id, outcome="sent")
    run(schedules.put, learner_id, moved)
    assert run(schedules.of, learner_id) == [moved]


def test_what_is_to_come_is_told_in_order(run: Run) -> None:
    learner_id, _ = run(someone)
    later, sooner = Schedule("push", NOW + DAY), Schedule("silence", NOW, "r1.0")
    run(schedules.put, learner_id, later)
    run(schedules.put, learner_id, sooner)
    assert run(schedules.of, learner_id) == [sooner, later]
    assert run(schedules.next_due) == NOW


def test_cancelling_takes_one_subject_or_the_whole_kind(run: Run) -> None:
    learner_id, _ = run(someone)
    other_id, _ = run(someone, "bo")
    for subject in ("a", "b", "c"):
        run(schedules.put, learner_id, Schedule("silence", NOW, subject))
    run(schedules.put, other_id, Schedule("silence", NOW, "a"))
    run(schedules.put, learner_id, Schedule("push", NOW))
    run(schedules.cancel, learner_id, "silence", "a")
    assert [one.subject for one in run(schedules.of, learner_id)] == ["b", "c", ""]
    run(schedules.cancel, learner_id, "silence")
    assert [one.kind for one in run(schedules.of, learner_id)] == ["push"]
    assert len(run(schedules.of, other_id)) == 1


def test_what_is_due_fires_once_and_says_when_it_should_have(run: Run) -> None:
    learner_id, _ = run(someone)
    run(schedules.put, learner_id, Schedule("push", NOW - SECOND))
    run(schedules.put, learner_id, Schedule("silence", NOW + SECOND, "later"))
    assert run(schedules.fire, NOW) == 1
    assert run(schedules.fire, NOW) == 0
    assert run(firings) == [Fired("push", "", NOW - SECOND)]
    assert run(schedules.next_due) == NOW + SECOND


def test_set_to_the_same_time_again_it_does_not_fire_again(run: Run) -> None:
    learner_id, _ = run(someone)
    for _ in range(2):
        run(schedules.put, learner_id, Schedule("push", NOW))
        run(schedules.fire, NOW)
    assert run(fetch, "SELECT account, external_id FROM inbox") == [("clock", "1:2026-03-02T09:00:00.000000Z")]


def test_set_to_a_new_time_it_fires_again(run: Run) -> None:
    learner_id, _ = run(someone)
    for days in range(3):
        run(schedules.put, learner_id, Schedule("push", NOW + timedelta(days=days)))
        assert run(schedules.fire, NOW + timedelta(days=days)) == 1
    assert run(fetch, "SELECT count(*) FROM inbox") == [(3,)]


def test_many_are_fired_in_batches_and_none_is_left_out(run: Run) -> None:
    def plan(work: Work) -> None:
        for number in range(25):
            learner_id, _ = someone(work, f"p{number}")
            schedules.put(work, learner_id, Schedule("push", NOW - timedelta(seconds=number)))

    run(plan)
    assert [run(schedules.fire, NOW, 10) for _ in range(4)] == [10, 10, 5, 0]
    assert sorted(one.due_at for one in run(firings)) == [NOW - timedelta(seconds=24 - number) for number in range(25)]
