"""The inbox: every update once, each learner's in order, the most urgent first."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.domain.schedule import Schedule
from bot.domain.update import Fired, Pressed, Sent, Update, Urgency, Wrote
from bot.store import conversations, inbox, people, schedules
from bot.store.leases import LeaseLost
from bot.store.work import Work
from dialogues.conversation import Conversation
from nlu.intents import Open
from tests.bot.store.making import DAY, NOW, SECOND, fetch, receive, someone, update

Run = Callable[..., object]


def claim(work: Work, now=NOW, owner="me", limit=1) -> list[str]:
    """The words of what is claimed."""
    return [one.waiting.raw.words for one in inbox.claim(work, owner, now, limit)]


@pytest.mark.parametrize("raw", [Wrote("hello \ud83d \0 there"), Pressed("a1", 2), Sent("voice")])
def test_what_came_is_claimed_as_it_came(run: Run, raw: object) -> None:
    assert run(inbox.insert, Update("terminal", "1", "ana", raw, NOW - SECOND), NOW)
    [claimed] = run(inbox.claim, "me", NOW)
    waiting = claimed.waiting
    assert (waiting.raw, waiting.at, waiting.lease, waiting.attempts) == (raw, NOW - SECOND, 1, 0)
    assert (waiting.learner, waiting.address_id, claimed.language) == (1, 1, "en")


def test_an_update_that_comes_twice_is_kept_once(run: Run) -> None:
    assert run(inbox.insert, update("1"), NOW)
    assert not run(inbox.insert, update("1"), NOW)
    assert run(inbox.insert, Update("rest", "1", "ana", Wrote("x"), NOW), NOW)
    assert run(fetch, "SELECT count(*) FROM inbox") == [(2,)]


def test_an_update_that_comes_again_after_it_was_answered_is_not_answered_twice(run: Run) -> None:
    run(receive, update("1"))
    [claimed] = run(inbox.claim, "me", NOW)
    run(inbox.finish, claimed.waiting, NOW)
    assert not run(inbox.insert, update("1"), NOW)
    assert run(inbox.claim, "me", NOW) == []


def test_of_one_learner_only_the_oldest_update_is_free(run: Run) -> None:
    run(receive, update("1", words="first"), update("2", words="second"), update("3", "bo", "other"))
    [first, other] = run(inbox.claim, "me", NOW, 9)
    assert [first.waiting.raw.words, other.waiting.raw.words] == ["first", "other"]
    assert run(inbox.claim, "me", NOW, 9) == []
    run(inbox.finish, first.waiting, NOW)
    assert run(claim) == ["second"]


def test_the_more_urgent_is_claimed_first_and_among_equals_the_older(run: Run) -> None:
    calm, crisis = Urgency.person, Urgency.crisis
    run(receive, update("1", "ana", "a", calm), update("2", "bo", "b", calm), update("3", "cy", "c", crisis))
    assert [run(claim) for _ in range(3)] == [["c"], ["a"], ["b"]]


def test_an_urgent_update_pulls_forward_what_the_same_person_sent_before_it(run: Run) -> None:
    run(receive, update("1", "bo", "b"), update("2", "ana", "a"), update("3", "ana", "help", Urgency.crisis))
    assert [run(claim) for _ in range(2)] == [["a"], ["b"]]


def test_a_person_who_writes_does_not_wait_behind_the_firings_of_others(run: Run) -> None:
    for name in ("bo", "ana"):
        learner_id, _ = run(someone, name)
        run(schedules.put, learner_id, Schedule("push", NOW))
    run(schedules.fire, NOW)
    run(receive, update("1", "ana"))
    [claimed] = run(inbox.claim, "me", NOW)
    assert (claimed.waiting.learner, claimed.waiting.raw.kind) == (2, "push")


def test_a_claim_tells_what_is_open_at_that_address_and_the_language(run: Run) -> None:
    def prepare(work: Work) -> None:
        for name, told in (("bo", Open.item), ("ana", Open.drill)):
            _, address_id = someone(work, name)
            conversations.save(work, address_id, Conversation(misses=1), told, NOW)
        work.execute(text("UPDATE learners SET language = 'es' WHERE id = 2"))

    run(prepare)
    run(receive, update("1", "ana"), update("2", "bo"), update("3", "cy"))
    claimed = run(inbox.claim, "me", NOW, 9)
    assert [(one.open, one.language) for one in claimed] == [
        (Open.drill, "es"),
        (Open.item, "en"),
        (Open.none, "en"),
    ]


def test_a_lease_that_ran_out_is_taken_by_another_and_the_first_answer_is_refused(run: Run) -> None:
    run(receive, update("1"))
    [mine] = run(inbox.claim, "me", NOW)
    assert run(inbox.claim, "you", NOW + 9 * SECOND) == []
    [theirs] = run(inbox.claim, "you", NOW + 10 * SECOND)
    with pytest.raises(LeaseLost, match="update 1"):
        run(inbox.finish, mine.waiting, NOW)
    run(inbox.finish, theirs.waiting, NOW)
    assert (mine.waiting.lease, theirs.waiting.lease) == (1, 2)


def test_a_refused_answer_leaves_no_trace(run: Run) -> None:
    def answer(work: Work, waiting: object) -> None:
        people.give_consent(work, 1, "lessons", 1, NOW)
        inbox.finish(work, waiting, NOW)

    run(receive, update("1"))
    [mine] = run(inbox.claim, "me", NOW)
    run(inbox.claim, "you", NOW + 10 * SECOND)
    with pytest.raises(LeaseLost):
        run(answer, mine.waiting)
    assert run(people.agreements, 1) == (frozenset(), frozenset())


def test_a_renewed_lease_holds_longer_and_only_for_its_owner(run: Run) -> None:
    run(receive, update("1"), update("2", "bo"))
    [mine, yours] = run(inbox.claim, "me", NOW, 1) + run(inbox.claim, "you", NOW, 1)
    run(inbox.renew, [mine.waiting.id, yours.waiting.id], "me", NOW + 9 * SECOND)
    assert [one.waiting.id for one in run(inbox.claim, "other", NOW + 12 * SECOND, 9)] == [yours.waiting.id]


def test_what_is_answered_is_blanked_and_after_thirty_days_forgotten(run: Run) -> None:
    run(receive, update("1"))
    [claimed] = run(inbox.claim, "me", NOW)
    run(inbox.finish, claimed.waiting, NOW)
    assert run(fetch, "SELECT status, payload FROM inbox") == [("done", None)]
    assert run(inbox.forget_old, NOW + 30 * DAY) == 0
    assert run(inbox.forget_old, NOW + 30 * DAY + SECOND) == 1


def test_what_fails_waits_a_little_and_ends_after_the_third_time(run: Run) -> None:
    run(receive, update("1", words="first"), update("2", words="second"))
    ends, now = [], NOW
    for _ in range(3):
        [claimed] = run(inbox.claim, "me", now)
        assert claimed.waiting.raw == Wrote("first")
        ends.append(run(inbox.fail, claimed.waiting, "ValueError\0", now))
        assert run(inbox.claim, "me", now) == [] or ends[-1]
        now += 6 * SECOND
    assert ends == [False, False, True]
    assert run(fetch, "SELECT status, payload, attempts, error FROM inbox WHERE external_id = '1'") == [
        ("failed", None, 3, "ValueError")
    ]


def test_failing_with_a_lost_lease_changes_nothing(run: Run) -> None:
    run(receive, update("1"))
    [mine] = run(inbox.claim, "me", NOW)
    [theirs] = run(inbox.claim, "you", NOW + 10 * SECOND)
    assert not run(inbox.fail, mine.waiting, "late", NOW)
    run(inbox.finish, theirs.waiting, NOW)


def test_an_update_that_ends_every_process_ends_itself_after_the_tenth(run: Run) -> None:
    run(receive, update("1"))
    now = NOW
    for _ in range(10):
        assert len(run(inbox.claim, "me", now)) == 1
        now += 10 * SECOND
    assert run(inbox.claim, "me", now) == []
    assert run(fetch, "SELECT status, payload FROM inbox") == [("failed", None)]


def test_a_payload_nobody_can_read_ends_and_the_rest_goes_on(run: Run) -> None:
    run(receive, update("1"), update("2", "bo", "readable"))
    run(lambda work: work.execute(text("UPDATE inbox SET payload = :junk WHERE id = 1"), {"junk": b"\x00" * 40}))
    assert run(claim, NOW, "me", 9) == ["readable"]
    [(status, error)] = run(fetch, "SELECT status, error FROM inbox WHERE id = 1")
    assert status == "failed"
    assert "inbox.payload is sealed with key 0" in error


def test_a_firing_is_claimed_like_any_update(run: Run) -> None:
    learner_id, _ = run(someone)
    run(schedules.put, learner_id, Schedule("silence", NOW - SECOND, "r1.2"))
    run(schedules.fire, NOW)
    [claimed] = run(inbox.claim, "me", NOW)
    assert claimed.waiting.raw == Fired("silence", "r1.2", NOW - SECOND)
    assert (claimed.waiting.address_id, claimed.open) == (None, Open.none)


def test_the_newest_update_is_known(run: Run) -> None:
    assert run(inbox.latest) is None
    run(receive, update("1"))
    assert run(inbox.latest) == NOW
