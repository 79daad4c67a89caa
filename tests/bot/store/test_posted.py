"""Posted: what went out is found again by its token or its name, at its own address and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from bot.domain.delivery import Draft, Fate, Priority
from bot.store import outbox, people, posted
from bot.store.outbox import Ending
from bot.store.posted import Posted
from bot.store.tables import outbox as table
from bot.store.work import Work
from dialogues.message import Message, Text

Run = Callable[..., object]
NOW = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
ACCOUNT = "telegram:main"


def sent(work: Work, address: str, name: str, *words: str) -> list[str]:
    """Send these words to an address, each under this name; their tokens."""
    learner, place = people.find_or_create(work, ACCOUNT, address, NOW)
    tokens = []
    for one in words:
        draft = Draft(f"{address} {one}", learner, place, Message(Text.of(one)), Priority.reply, NOW)
        outbox.enqueue(work, [draft], NOW)
        [delivery] = outbox.claim(work, ACCOUNT, "me", NOW)
        outbox.settle(work, delivery, Ending(Fate.sent, NOW, name))
        tokens.append(delivery.token)
    return tokens


def place(work: Work, address: str) -> int:
    """The id of an address."""
    return people.find_or_create(work, ACCOUNT, address, NOW)[1]


def found(work: Work, address: str, *, token: str = "", name: str = "") -> str | None:
    """The words of what is found at an address."""
    here = place(work, address)
    one = posted.by_token(work, token, here) if token else posted.by_name(work, name, here)
    return one.message.text.words if one else None


def test_a_message_is_found_by_its_token_and_by_its_name(run: Run) -> None:
    def verb(work: Work) -> None:
        [token] = sent(work, "ann", "poll:7", "one")
        expected = Posted(Message(Text.of("one")), token, "poll:7")
        assert posted.by_token(work, token, place(work, "ann")) == expected
        assert posted.by_name(work, "poll:7", place(work, "ann")) == expected

    run(verb)


def test_of_two_with_the_same_name_the_newest_is_found(run: Run) -> None:
    def verb(work: Work) -> None:
        sent(work, "ann", "7", "one", "two")
        assert found(work, "ann", name="7") == "two"

    run(verb)


def test_nobody_finds_what_went_to_another_address(run: Run) -> None:
    def verb(work: Work) -> None:
        [token] = sent(work, "ann", "7", "hers")
        sent(work, "bo", "7", "his")
        assert found(work, "bo", token=token) is None
        assert found(work, "bo", name="7") == "his"

    run(verb)


@pytest.mark.parametrize("name", ["", "8", "poll:7", "7' OR '1'='1"])
def test_another_name_finds_nothing_and_what_has_none_is_not_found_by_none(name: str, run: Run) -> None:
    def verb(work: Work) -> None:
        sent(work, "ann", "7", "one")
        sent(work, "ann", "", "nameless")
        assert found(work, "ann", name=name) is None

    run(verb)


def test_what_is_blanked_is_not_found_any_more(run: Run) -> None:
    def verb(work: Work) -> None:
        [token] = sent(work, "ann", "7", "one")
        assert outbox.blank_old(work, NOW + timedelta(days=8)) == 1
        assert found(work, "ann", token=token) is None
        assert found(work, "ann", name="7") is None

    run(verb)


def test_what_an_older_version_wrote_and_nobody_can_read_is_not_found(run: Run) -> None:
    def verb(work: Work) -> None:
        [token] = sent(work, "ann", "7", "one")
        work.execute(update(table).values(message='{"what": "is this"}'))
        assert found(work, "ann", token=token) is None
        assert found(work, "ann", name="7") is None

    run(verb)


def test_on_sqlite_a_name_is_looked_up_in_its_own_index(run: Run) -> None:
    def verb(work: Work) -> None:
        if work.dialect != "sqlite":
            return
        named = "SELECT id FROM outbox WHERE address_id = 1 AND platform_id = '7' AND platform_id <> ''"
        plan = str(work.execute(text(f"EXPLAIN QUERY PLAN {named}")).all())
        assert "ix_outbox_named" in plan

    run(verb)
