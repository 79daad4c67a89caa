"""Pulling on the store: what another process has in hand is left to it, and no later message overtakes it."""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.delivery import Priority
from bot.store import outbox, pulled
from bot.store.leases import LEASE, this_process
from bot.store.work import Work
from tests.bot.store.making import NOW, SECOND, draft, fetch, someone

Run = Callable[..., object]
OTHER = "elsewhere:1:1"


def put(work: Work, *keys: str, priority: Priority = Priority.reply) -> int:
    """Messages for Ana, whose words are their keys; her address."""
    person = someone(work)
    outbox.enqueue(work, [draft(key, person, priority) for key in keys], NOW)
    return person[1]


def pull(work: Work, place: int, owner: str = "", after: timedelta = timedelta()) -> list[str]:
    """What one request would be told."""
    return [one.message.text.words for one in pulled.claim(work, place, owner or this_process(), NOW + after)]


def test_the_most_urgent_comes_first_and_of_the_same_urgency_the_oldest(run: Run) -> None:
    place = run(put, "u1.0", "u1.1")
    run(lambda work: put(work, "u2.0", priority=Priority.prompt))
    run(lambda work: put(work, "u3.0", priority=Priority.crisis))
    assert run(pull, place) == ["u3.0", "u1.0", "u1.1", "u2.0"]


def test_what_is_not_due_waits_unless_it_is_an_answer(run: Run) -> None:
    def later(work: Work) -> int:
        person = someone(work)
        drafts = [
            draft("u1.0", person, Priority.reply, NOW + SECOND),
            draft("u2.0", person, Priority.prompt, NOW + SECOND),
        ]
        outbox.enqueue(work, drafts, NOW)
        return person[1]

    place = run(later)
    assert run(pull, place) == ["u1.0"]


def test_what_another_process_hands_over_is_not_taken_nor_overtaken(run: Run) -> None:
    place = run(put, "u1.0")
    assert run(pull, place, OTHER) == ["u1.0"]
    run(put, "u2.0")
    run(lambda work: put(work, "u3.0", priority=Priority.crisis))
    assert run(pull, place) == ["u3.0"]
    assert run(pull, place, "", LEASE) == ["u3.0", "u1.0", "u2.0"], "and when its lease is over, it comes in its order"


def test_what_we_had_claimed_before_and_was_cancelled_since_is_dropped(run: Run) -> None:
    place = run(put, "u1.0")
    assert run(pull, place) == ["u1.0"]
    run(lambda work: outbox.cancel_unsent(work, someone(work)[0], [Priority.reply], NOW))
    assert run(pull, place) == []
    assert run(fetch, "SELECT status FROM outbox") == [("dropped",)]


def test_a_name_is_the_same_for_the_same_sender_and_key_only(run: Run) -> None:
    asked = (("a", "1"), ("a", "1"), ("b", "1"), ("a", "2"))
    names = [run(lambda work, to=to, key=key: pulled.name_of("rest", to, key)) for to, key in asked]
    assert names[0] == names[1]
    assert len(set(names)) == 3
