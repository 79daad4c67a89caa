"""The outbox: each message once, in order, by priority, and what a crash leaves in doubt."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.domain.delivery import BULK, Draft, Fate, Priority
from bot.domain.pace import Room
from bot.store import claims, outbox, people, posted, tables
from bot.store.leases import LeaseLost
from bot.store.outbox import Ending
from bot.store.work import Work
from dialogues.message import Buttons, Choice, Message, Text
from tests.bot.store.making import DAY, LATE, NOW, SECOND, draft, fetch, someone

Run = Callable[..., object]
MANY = Room(9, 9)


def enqueue(work: Work, *drafts: Draft) -> int:
    return outbox.enqueue(work, drafts, NOW)


def send_all(work: Work, now=NOW) -> list[str]:
    """Claim and settle one by one until nothing is ready; the words in the order they left."""
    sent: list[str] = []
    while claimed := outbox.claim(work, "terminal", "me", now):
        sent += [one.message.text.words for one in claimed]
        outbox.settle(work, claimed[0], Ending(Fate.sent, now, f"m{claimed[0].id}"))
    return sent


def fates(work: Work) -> list[str]:
    return [str(row[0]) for row in fetch(work, "SELECT status FROM outbox ORDER BY id")]


def test_a_delivery_carries_what_was_drafted(run: Run) -> None:
    person = run(someone)
    message = Message(Text.parse("**So**?"), None, Buttons((Choice("yes", "Yes"),)), "r1.0")
    run(enqueue, Draft("k", *person, message, Priority.prompt, NOW))
    [claimed] = run(outbox.claim, "terminal", "me", NOW)
    assert (claimed.message, claimed.priority, claimed.address) == (message, Priority.prompt, "ana")
    assert (claimed.learner, claimed.account, claimed.attempts, claimed.lease) == (person[0], "terminal", 0, 1)


@pytest.mark.parametrize("size", [3, 50])
def test_enqueueing_twice_does_nothing(run: Run, size: int) -> None:
    person = run(someone)
    drafts = [draft(f"u1.{place}", person) for place in range(size)]
    assert run(outbox.enqueue, drafts, NOW) == size
    assert run(outbox.enqueue, drafts, NOW) == 0
    assert run(outbox.enqueue, [], NOW) == 0
    assert run(send_all) == [f"u1.{place}" for place in range(size)]


def test_what_leaves_first_is_what_matters_most(run: Run) -> None:
    people_of = [run(someone, name) for name in ("ana", "bo", "cy", "di", "ed")]
    for person, priority in zip(people_of, reversed(Priority), strict=True):
        run(enqueue, draft(priority.name, person, priority))
    assert run(send_all) == ["crisis", "reply", "prompt", "digest", "broadcast"]


def test_the_next_of_one_priority_to_one_address_waits_until_the_last_is_settled(run: Run) -> None:
    person, other = run(someone), run(someone, "bo")
    run(enqueue, draft("1", person), draft("2", person), draft("other", other))
    first, someone_else = run(outbox.claim, "terminal", "me", NOW, MANY)
    assert [first.message.text.words, someone_else.message.text.words] == ["1", "other"]
    assert run(outbox.claim, "terminal", "me", NOW, MANY) == []
    run(outbox.retry, first, NOW + SECOND, "unreachable")
    assert run(outbox.claim, "terminal", "me", NOW, MANY) == []
    assert run(send_all, NOW + SECOND) == ["1", "2"]


def test_a_crisis_message_waits_for_no_other_but_a_crisis_message(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("reply", person))
    [reply] = run(outbox.claim, "terminal", "me", NOW)
    run(enqueue, draft("help", person, Priority.crisis), draft("more", person, Priority.crisis))
    [card] = run(outbox.claim, "terminal", "me", NOW, MANY)
    assert card.message.text.words == "help"
    run(outbox.settle, card, Ending(Fate.sent, NOW))
    [more] = run(outbox.claim, "terminal", "me", NOW, MANY)
    assert more.message.text.words == "more"
    run(outbox.settle, reply, Ending(Fate.sent, NOW))


def test_any_process_may_send_a_crisis_message_and_nothing_else(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("reply", person), draft("help", person, Priority.crisis))
    [card] = run(outbox.claim_crisis, "terminal", "you", NOW, MANY)
    assert card.message.text.words == "help"


def test_nothing_leaves_before_it_is_due_or_from_another_account_or_to_a_throttled_address(run: Run) -> None:
    person, other = run(someone), run(someone, "bo")
    run(enqueue, draft("later", person, due_at=NOW + SECOND), draft("throttled", other, Priority.crisis))
    run(outbox.throttle, other[1], NOW + 5 * SECOND)
    assert run(outbox.claim, "telegram:main", "me", NOW + DAY, MANY) == []
    assert run(send_all) == []
    assert run(send_all, NOW + SECOND) == ["later"]
    assert run(send_all, NOW + 5 * SECOND) == ["throttled"]


def test_an_answer_in_doubt_is_sent_again_and_a_prompt_is_dropped_and_counted(run: Run) -> None:
    for priority in Priority:
        run(enqueue, draft(priority.name, run(someone, priority.name), priority))
    assert len(run(outbox.claim, "terminal", "me", NOW, MANY)) == 5
    assert run(outbox.claim, "terminal", "you", NOW + 9 * SECOND, MANY) == []
    again = run(outbox.claim, "terminal", "you", NOW + 10 * SECOND, MANY)
    assert [(one.priority.name, one.attempts, one.lease) for one in again] == [("crisis", 1, 2), ("reply", 1, 2)]
    assert run(outbox.counts) == {Fate.sending: 2, Fate.dropped: 3}
    assert run(fetch, "SELECT DISTINCT error FROM outbox") == [("in doubt after a crash",)]


def test_a_renewed_delivery_is_not_in_doubt(run: Run) -> None:
    run(enqueue, draft("slow", run(someone), Priority.prompt))
    [mine] = run(outbox.claim, "terminal", "me", NOW)
    run(outbox.renew, [mine.id], "me", NOW + 9 * SECOND)
    assert run(outbox.claim, "terminal", "you", NOW + 12 * SECOND) == []
    run(outbox.settle, mine, Ending(Fate.sent, NOW))


@pytest.mark.parametrize("verb", ["settle", "retry"])
def test_who_lost_the_lease_cannot_settle_or_retry(run: Run, verb: str) -> None:
    run(enqueue, draft("1", run(someone)))
    [mine] = run(outbox.claim, "terminal", "me", NOW)
    run(outbox.claim, "terminal", "you", NOW + 10 * SECOND)
    late = {"settle": (outbox.settle, mine, Ending(Fate.sent, NOW)), "retry": (outbox.retry, mine, NOW, "")}[verb]
    with pytest.raises(LeaseLost, match="delivery 1"):
        run(*late)


def test_cancelling_ends_what_waits_and_lets_the_rest_leave(run: Run) -> None:
    person = run(someone)
    run(
        enqueue,
        draft("reply", person),
        draft("lesson", person, Priority.prompt),
        draft("news", person, Priority.digest),
    )
    run(enqueue, draft("other", run(someone, "bo"), Priority.prompt))
    assert run(outbox.cancel_unsent, person[0], [Priority.prompt, Priority.digest], NOW) == 2
    assert run(send_all) == ["reply", "other"]
    assert run(fates) == ["sent", "cancelled", "cancelled", "sent"]


def test_a_prompt_cancelled_while_on_its_way_is_not_tried_again(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("lesson", person, Priority.prompt))
    [mine] = run(outbox.claim, "terminal", "me", NOW)
    assert run(outbox.cancel_unsent, person[0], [Priority.prompt], NOW) == 0
    run(outbox.retry, mine, NOW, "throttled")
    assert run(fates) == ["cancelled"]
    assert run(outbox.claim, "terminal", "me", NOW + DAY) == []


def test_nothing_more_goes_to_an_address_they_left(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("1", person), draft("2", person), draft("3", person, Priority.prompt))
    [first] = run(outbox.claim, "terminal", "me", NOW)
    run(outbox.settle, first, Ending(Fate.gone, NOW))
    run(people.mark_gone, person[1], NOW)
    assert run(fates) == ["gone", "gone", "gone"]


def test_a_tap_finds_the_message_it_belongs_to_at_its_own_address_only(run: Run) -> None:
    person, other = run(someone), run(someone, "bo")
    run(enqueue, draft("asked", person))
    [sent] = run(outbox.claim, "terminal", "me", NOW)
    assert run(posted.by_token, sent.token, person[1]).message == sent.message
    assert run(posted.by_token, sent.token, other[1]) is None
    for nonsense in ("", "zz", "-1", " 1", "1_0", "zzzzzzzzzzzzz", "٣", "a\0"):
        assert run(posted.by_token, nonsense, person[1]) is None


def test_a_tap_on_a_message_of_an_older_kind_finds_nothing(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("asked", person))
    run(lambda work: work.execute(tables.outbox.update().values(message='{"is":"older"}')))
    assert run(posted.by_token, "1", person[1]) is None


def test_a_token_is_the_id_in_base_thirty_six() -> None:
    assert [claims.token_of(number) for number in (1, 35, 36, 46655, 46656)] == ["1", "z", "10", "zzz", "1000"]


def test_a_message_is_blanked_after_seven_days_and_forgotten_after_thirty(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("1", person), draft("2", run(someone, "bo"), due_at=NOW + DAY))
    run(send_all)
    assert run(outbox.blank_old, NOW + 7 * DAY) == 0
    assert run(outbox.blank_old, NOW + 7 * DAY + SECOND) == 1
    assert run(posted.by_token, "1", person[1]) is None
    assert run(outbox.blank_old, NOW + 30 * DAY) == 0
    assert run(outbox.blank_old, NOW + 30 * DAY + SECOND) == 1
    assert run(fates) == ["waiting"]


def test_an_id_is_never_given_twice_so_an_old_tap_never_means_a_new_message(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("old", person))
    run(lambda work: work.execute(text("DELETE FROM outbox")))
    run(enqueue, draft("new", person))
    assert run(fetch, "SELECT id FROM outbox") == [(2,)]


def test_a_message_nobody_can_read_ends_and_the_rest_goes_on(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("1", person), draft("2", person))
    run(lambda work: work.execute(text("UPDATE outbox SET message = :junk WHERE id = 1"), {"junk": b"\x00" * 40}))
    assert run(outbox.claim, "terminal", "me", NOW) == []
    assert run(send_all) == ["2"]
    assert run(fates) == ["refused", "sent"]


def test_a_new_prompt_takes_the_place_of_those_that_wait_and_of_no_others(run: Run) -> None:
    ana, bo = run(someone), run(someone, "bo")
    run(enqueue, draft("old", ana, Priority.prompt), draft("answer", ana), draft("theirs", bo, Priority.prompt))
    run(enqueue, draft("new", ana, Priority.prompt), draft("new, too", ana, Priority.prompt))
    assert run(outbox.counts) == {Fate.cancelled: 1, Fate.waiting: 4}
    run(enqueue, draft("new", ana, Priority.prompt))
    assert run(outbox.counts) == {Fate.cancelled: 1, Fate.waiting: 4}, "the same once more is nothing new"


def test_a_prompt_on_its_way_when_the_next_one_comes_is_not_tried_again(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("old", person, Priority.prompt))
    [claimed] = run(outbox.claim, "terminal", "me", NOW)
    run(enqueue, draft("new", person, Priority.prompt))
    run(outbox.retry, claimed, NOW, "Unreachable")
    assert run(outbox.counts) == {Fate.cancelled: 1, Fate.waiting: 1}


def test_a_prompt_that_waited_for_half_a_day_is_not_sent_and_an_answer_is(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("lesson", person, Priority.prompt), draft("answer", person))
    late = NOW + LATE + SECOND
    assert [one.priority for one in run(outbox.claim, "terminal", "me", late, MANY)] == [Priority.reply]
    assert run(outbox.counts) == {Fate.cancelled: 1, Fate.sending: 1}


@pytest.mark.parametrize(
    ("room", "taken"),
    [
        (Room(0, 0), []),
        (Room(1, 1), ["crisis"]),
        (Room(9, 0), ["crisis", "reply"]),
        (Room(3, 3), ["crisis", "reply", "prompt"]),
        (Room(9, 2), ["crisis", "reply", "prompt", "digest"]),
        (Room(9, 9), ["crisis", "reply", "prompt", "digest", "broadcast"]),
    ],
)
def test_no_more_is_claimed_than_there_is_room_for_and_what_matters_most_has_it(
    run: Run, room: Room, taken: list[str]
) -> None:
    for priority in reversed(Priority):
        run(enqueue, draft(priority.name, run(someone, priority.name), priority))
    assert sorted(one.priority for one in run(outbox.claim, "terminal", "me", NOW, room)) == [
        Priority[name] for name in taken
    ]


def test_of_bulk_no_more_is_claimed_than_it_has_room_for(run: Run) -> None:
    for priority in sorted(BULK):
        for number in range(3):
            run(enqueue, draft(f"{priority.name} {number}", run(someone, f"{priority.name} {number}"), priority))
    claimed = run(outbox.claim, "terminal", "me", NOW, Room(9, 4))
    assert sorted(one.priority for one in claimed) == [Priority.prompt] * 3 + [Priority.digest]


def test_no_prompt_leaves_too_late_however_long_the_line_before_it(run: Run) -> None:
    for number in range(outbox.HEAD + 10):
        run(enqueue, draft(str(number), run(someone, str(number)), Priority.prompt))
    run(lambda work: work.execute(tables.addresses.update().values(throttled_until=NOW + 2 * DAY)))
    last = run(someone, "last")
    run(enqueue, draft("last", last, Priority.prompt))
    late = NOW + LATE + SECOND
    for _ in range(3):
        assert run(outbox.claim, "terminal", "me", late, MANY) == []
    assert run(outbox.counts) == {Fate.cancelled: outbox.HEAD + 11}


def test_a_longer_throttle_is_never_shortened(run: Run) -> None:
    person = run(someone)
    run(enqueue, draft("1", person))
    run(outbox.throttle, person[1], NOW + 9 * SECOND)
    run(outbox.throttle, person[1], NOW + SECOND)
    assert run(send_all, NOW + 8 * SECOND) == []
    assert run(send_all, NOW + 9 * SECOND) == ["1"]
