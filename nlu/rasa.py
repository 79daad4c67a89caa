"""The Rasa interpreter: a Rasa server may choose the intent; when it is slow, wrong or away, the embedded reading stands.

Whatever it says, a text is also read here, which costs microseconds: the entities are always ours. Safety is no matter of it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Protocol

from nlu.embedded import FLOORS, EmbeddedInterpreter
from nlu.features import has_words, normalise
from nlu.intents import INTENTS, UNSURE, Reading, Stays
from nlu.rasa_server import Answer, NoAnswer, RasaServer, Trouble, rasa_server

THRESHOLD = 0.3
"""Below it Rasa's guess is `unsure`, as our own is below its; where more is asked of ours (FLOORS), it is of Rasa's too."""

FALLBACK = "nlu_fallback"
PAUSE = 5.0
"""Seconds between two tries while Rasa fails. No turn pays for one: it is made beside them, with a text of our own."""

A_TEXT = "hello"


class Witness(Protocol):
    """Who is told how it goes with Rasa; never about what anybody wrote."""

    def fell_back(self, why: Trouble) -> None:
        """A text was read without Rasa."""
        ...

    def failed(self, why: Trouble) -> None:
        """Rasa has begun to fail; it is asked again now and then, and until it answers no turn waits for it."""
        ...

    def recovered(self) -> None:
        """Rasa answers again."""
        ...


class RasaInterpreter:
    """Tells intents from words with Rasa's help. Made by `asking_rasa`."""

    def __init__(self, server: RasaServer, ours: EmbeddedInterpreter, witness: Witness) -> None:
        self._server = server
        self._ours = ours
        self._witness = witness
        self._trying_again: asyncio.Task[None] | None = None

    async def interpret(self, text: str, locale: str, stays: Stays) -> Reading:
        """What `text` means: Rasa's intent if it may be asked and has one for us within the limit, else the embedded reading."""
        mine, normal = self._ours.read(text, locale), normalise(text)
        if not _is_asked(normal) or await stays():
            return mine
        if self._trying_again:
            self._witness.fell_back(Trouble.resting)
            return mine
        try:
            answer = await self._server.parse(normal)
        except NoAnswer as none:
            self._witness.fell_back(none.why)
            self._rest(none.why)
            return mine
        return self._reading(answer, mine)

    def rest(self) -> asyncio.Task[None] | None:
        """The tries that are made while Rasa fails, to be ended with the process; None while it answers."""
        return self._trying_again

    def _reading(self, answer: Answer, mine: Reading) -> Reading:
        if answer.intent == FALLBACK:
            return Reading(UNSURE, answer.confidence, mine.entities)
        if answer.intent not in INTENTS:
            self._witness.fell_back(Trouble.unknown_intent)
            return mine
        sure = answer.confidence >= FLOORS.get(answer.intent, THRESHOLD)
        return Reading(answer.intent if sure else UNSURE, answer.confidence, mine.entities)

    def _rest(self, why: Trouble) -> None:
        if self._trying_again is None:  # of many turns that failed at once, the first tells
            self._witness.failed(why)
            self._trying_again = asyncio.create_task(self._try_again(), name="asking Rasa again")

    async def _try_again(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            with contextlib.suppress(Exception):  # whatever is wrong with it, it is tried again
                await self._server.parse(A_TEXT)
                break
        self._trying_again = None
        self._witness.recovered()


def _is_asked(normal: str) -> bool:
    """Whether Rasa may say more of a text than we: not of nothing (it would read "affirm"), a command or a single word.

    Who only says STOP, HELP, 3 or /pause is answered by the word itself, which need not leave the process.
    """
    return has_words(normal) and not normal.startswith("/") and len(normal.split()) > 1


@contextlib.asynccontextmanager
async def asking_rasa(
    url: str, token: str, ours: EmbeddedInterpreter, witness: Witness
) -> AsyncIterator[RasaInterpreter]:
    """An interpreter that asks the Rasa server at `url` meanwhile; its connections are closed at the end."""
    async with rasa_server(url, token) as server:
        interpreter = RasaInterpreter(server, ours, witness)
        try:
            yield interpreter
        finally:
            if task := interpreter.rest():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
