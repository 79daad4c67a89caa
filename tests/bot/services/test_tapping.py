"""Taps and votes: what each of them means, and how the message it was made on looks afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.port import UNLIMITED, File, Gone, Limits, Receive, Refused, Unreachable
from bot.domain.update import Pressed, Raw, Voted
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.turns import receive
from bot.store import conversations, people
from bot.store.people import find_or_create
from bot.store.work import Work
from dialogues.message import Message, Quiz
from tests.bot.services.conftest import ACCOUNT, START, coach, update
from tests.bot.services.living import at_once, begin, forward, person, say

STALE = "That question is closed by now."


@dataclass
class Board:
    """A channel whose messages can be redrawn; it writes down what was sent, under which name, and how it was redrawn."""

    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = True
    sent: list[tuple[str, Message, str]] = field(default_factory=list)
    redrawn: list[tuple[str, str, str, int | None]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    nameless: bool = False

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Write it down; a quiz gets the name of a poll, as the platform's own would."""
        self.sent.append((address, message, token))
        if self.nameless:
            return ""
        return f"poll:{token}" if isinstance(message.reply, Quiz) else f"message-{token}"

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Write it down, unless a failure is due."""
        if self.failures:
            raise self.failures.pop(0)
        self.redrawn.append((address, sent_as, token, place))

    @property
    def words(self) -> list[str]:
        """What was said, in order."""
        return [message.text.words for _, message, _ in self.sent]

    @property
    def asked(self) -> tuple[Message, str]:
        """The last message that asked something, and its token."""
        return next((message, token) for _, message, token in reversed(self.sent) if message.question)


async def do(parts: Parts, raw: Raw, name: str, address: str = "ann") -> None:
    """Do something in a chat, and let everything that follows from it happen."""
    await receive(parts, update(raw, name, address))
    await settle(parts)
    await asyncio.gather(*parts.beside)


def place_of(message: Message, key: str) -> int:
    """Where a choice stands."""
    return [choice.key for choice in message.choices].index(key)


async def ask_ann(parts: Parts, board: Board) -> tuple[Message, str]:
    """The first question of a lesson, and its token."""
    await begin(parts, "ann")
    await say(parts, "/lesson")
    return board.asked


def talk(home: Path, steps: Callable[[Parts, Board], Awaitable[None]], database: str = "") -> Board:
    """A board after these steps, with everything that was redrawn."""
    board = Board()

    async def live() -> None:
        async with coach(home, board, database) as parts:
            await steps(parts, board)
            await asyncio.gather(*parts.beside)

    asyncio.run(live())
    return board


def test_a_tap_on_the_open_question_counts_and_shows_what_was_taken(home: Path, database: str) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, token = await ask_ann(parts, board)
        before = len(board.sent)
        await do(parts, Pressed(token, 0), "tap")
        assert board.redrawn == [("ann", f"message-{token}", token, 0)]
        assert len(board.sent) > before
        assert STALE not in board.words

    talk(home, steps, database)


def closed(token: str) -> tuple[str, str, str, None]:
    """How a message of ann's is redrawn that is no longer open."""
    return "ann", f"message-{token}", token, None


def test_a_question_that_is_answered_in_words_is_closed(home: Path, database: str) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        message, token = await ask_ann(parts, board)
        await at_once(parts, message.choices[0].label)
        assert board.redrawn == [closed(token)]

    talk(home, steps, database)


def test_a_question_behind_another_one_stays_open(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, token = await ask_ann(parts, board)
        await at_once(parts, "/hour")
        assert token not in [drawn for _, _, drawn, _ in board.redrawn]

    talk(home, steps)


def test_stop_leaves_nothing_to_tap(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, token = await ask_ann(parts, board)
        await at_once(parts, "STOP")
        assert board.redrawn == [closed(token)]

    talk(home, steps)


def test_a_tap_on_an_old_question_closes_its_message_and_repeats_what_is_open(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, old = await ask_ann(parts, board)
        await do(parts, Pressed(old, 0), "first")
        before, asked = board.asked
        board.redrawn.clear()
        await do(parts, Pressed(old, 0), "second")
        assert board.redrawn == [closed(old), closed(asked)], "and it is asked anew: only its last copy is open"
        assert board.words[-1].startswith(STALE)
        assert board.asked[0].question == before.question

    talk(home, steps)


def test_a_tap_on_a_question_whose_time_is_over_is_not_shown_as_taken(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, token = await ask_ann(parts, board)
        forward(parts, timedelta(hours=25))
        await do(parts, Pressed(token, 0), "late")
        assert STALE in board.words
        assert board.redrawn == [("ann", f"message-{token}", token, None)]

    talk(home, steps)


def test_a_command_may_be_tapped_and_leaves_its_message_as_it_is(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        await begin(parts, "ann")
        await at_once(parts, "flurb blomp", "flurb blomp")
        _, message, token = board.sent[-1]
        for turn in ("one", "two"):
            await do(parts, Pressed(token, place_of(message, "/help_now")), turn)
        assert sum("988" in words for words in board.words) == 2
        assert token not in [drawn for _, _, drawn, _ in board.redrawn]

    talk(home, steps)


@pytest.mark.parametrize("place", [-1, 99])
def test_a_choice_that_was_never_offered_means_nothing_and_closes_nothing(place: int, home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        message, token = await ask_ann(parts, board)
        await do(parts, Pressed(token, place), "tap")
        assert board.asked[0].question == message.question, "it is still open, and asked again"
        assert board.redrawn == [closed(token)], "there, and no more here"

    talk(home, steps)


@pytest.mark.parametrize("token", ["", "zzz", "zzzzzzzzzzzz", "ZZ", "1 or 1", "é", "-1", "١"])
def test_a_token_that_nobody_was_given_means_nothing(token: str, home: Path, database: str) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        message, asked = await ask_ann(parts, board)
        await do(parts, Pressed(token, 0), "tap")
        assert board.redrawn == [closed(asked)]
        assert board.asked[0].question == message.question

    talk(home, steps, database)


def test_the_token_of_another_persons_message_means_nothing(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, hers = await ask_ann(parts, board)
        await begin(parts, "bo")
        await say(parts, "hi", address="bo")
        before = await parts.store.read(_talk_of, "ann")
        await do(parts, Pressed(hers, 0), "tap", "bo")
        assert board.redrawn == []
        assert await parts.store.read(_talk_of, "ann") == before
        assert STALE in [message.text.words for to, message, _ in board.sent if to == "bo"]

    talk(home, steps)


def test_a_vote_is_found_by_the_name_of_its_poll_after_a_restart(home: Path, database: str) -> None:
    board = Board()

    async def live() -> None:
        async with coach(home, board, database) as parts:
            await begin(parts, "ann")
            await say(parts, "/quiz")
        message, token = board.asked
        quiz = message.reply
        assert isinstance(quiz, Quiz)
        async with coach(home, board, database) as parts:
            before = len(board.sent)
            await do(parts, Voted(f"poll:{token}", place_of(message, quiz.right)), "vote")
            assert len(board.sent) > before
            assert STALE not in board.words
            assert board.redrawn == [("ann", f"poll:{token}", token, place_of(message, quiz.right))]

    asyncio.run(live())


@pytest.mark.parametrize("named", ["poll:unknown", "", "poll:"])
def test_a_vote_in_a_poll_that_we_do_not_know_changes_nothing(named: str, home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        await begin(parts, "ann")
        await say(parts, "/quiz")
        message, _ = board.asked
        await do(parts, Voted(named, 0), "vote")
        assert board.redrawn == [("ann", "poll:1", "1", None)], "it is asked anew"
        assert board.asked[0].question == message.question

    talk(home, steps)


def test_a_vote_in_the_poll_of_another_chat_does_not_answer_for_whoever_was_asked(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        await begin(parts, "ann", "bo")
        await say(parts, "/quiz")
        _, token = board.asked
        before = await parts.store.read(_talk_of, "ann")
        await do(parts, Voted(f"poll:{token}", 0), "vote", "bo")
        assert await parts.store.read(_talk_of, "ann") == before
        assert board.redrawn == []

    talk(home, steps)


def test_a_vote_of_somebody_who_is_not_known_makes_nobody_known(home: Path, database: str) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        assert await receive(parts, update(Voted("poll:1", 0), "vote", "a stranger"))
        await settle(parts)
        assert await parts.store.read(people.find, ACCOUNT, "a stranger") is None
        assert board.sent == []

    talk(home, steps, database)


@pytest.mark.parametrize("failure", [Gone(), Refused("no"), Unreachable("away"), RuntimeError("our own fault")])
def test_where_redrawing_fails_the_talk_goes_on(failure: Exception, home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        _, token = await ask_ann(parts, board)
        board.failures = [failure]
        before = len(board.sent)
        await do(parts, Pressed(token, 0), "tap")
        assert len(board.sent) > before
        assert not parts.beside
        await at_once(parts, "help")
        assert "automated coach" in "\n".join(board.words)
        assert await person(parts), "and nobody is taken for gone because of it"

    talk(home, steps)


def test_where_nobody_sends_nothing_is_redrawn(home: Path) -> None:
    async def steps(parts: Parts, board: Board) -> None:
        board.nameless = True
        _, token = await ask_ann(parts, board)
        await do(parts, Pressed(token, 0), "tap")
        assert STALE not in board.words
        assert board.redrawn == []

    talk(home, steps)


def _talk_of(work: Work, address: str) -> object:
    _, place = find_or_create(work, ACCOUNT, address, START)
    return conversations.load(work, place)
