"""Rasa, plugged in: the interpreter that asks it where a server is set, and what is told and counted of how that goes."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from bot.settings import Settings
from nlu.embedded import EmbeddedInterpreter
from nlu.intents import Interpreter
from nlu.rasa import asking_rasa
from nlu.rasa_server import Trouble

log = structlog.get_logger()


@dataclass(slots=True)
class Told:
    """Counts the texts that were read without Rasa, by why, and logs when that begins and when it ends, not each one."""

    fallbacks: Counter[str] = field(default_factory=Counter)

    def fell_back(self, why: Trouble) -> None:
        """A text was read without Rasa."""
        self.fallbacks[why.value] += 1
        if why is Trouble.unknown_intent and self.fallbacks[why.value] == 1:
            log.warning("rasa_knows_another_intent", cure="run coach rasa-check, then train it again: make rasa")

    def failed(self, why: Trouble) -> None:
        """Rasa has begun to fail."""
        log.warning("rasa_failed", why=why.value, instead="the embedded interpreter, until it answers again")

    def recovered(self) -> None:
        """Rasa answers again."""
        log.info("rasa_recovered", read_without_it=self.fallbacks.total())


@asynccontextmanager
async def interpreter(settings: Settings, ours: EmbeddedInterpreter, told: Told) -> AsyncIterator[Interpreter]:
    """What reads the words of people meanwhile: Rasa where COACH_RASA_URL is set, with ours behind it; else ours alone."""
    if not settings.rasa_url or settings.rasa_token is None:
        yield ours
        return
    async with asking_rasa(settings.rasa_url, settings.rasa_token.get_secret_value(), ours, told) as asking:
        yield asking
