"""A thousand prompts through a platform that takes 30 messages in any second, with people answered meanwhile.

`python -m bench.sending` on SQLite; `python -m bench.sending URL` on an empty PostgreSQL database.
"""

import asyncio
import random
import sys
import tempfile
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

from pydantic import SecretStr

from bot.channels.port import File, Limits, Receive, Throttled
from bot.clock import SystemClock
from bot.domain.delivery import Draft, Fate, Priority
from bot.jobs import loops
from bot.main.parts import opened
from bot.services.parts import Parts
from bot.settings import Settings
from bot.store import outbox, people
from bot.store.migrate import migrate
from bot.store.work import Work
from dialogues.message import Message, Text

ACCOUNT = "telegram:bench"
PEOPLE = 1000
LIMIT = 30
SECOND = timedelta(seconds=1)
AIM = 28.0
REPLY_LIMIT = 1.0
TALKERS = 60
BETWEEN_REPLIES = 0.2
ON_ITS_WAY = (0.010, 0.025)
TO_ANSWER = 0.060
PROMPT = "Today's step: think of one open question that you could ask. " * 4


@dataclass
class Strict:
    """A channel whose platform refuses whatever would be the 31st message within a second, or the second one in a chat."""

    account: str = ACCOUNT
    limits: Limits = field(default_factory=lambda: Limits(LIMIT, SECOND))
    arrived: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    lately: deque[float] = field(default_factory=deque)
    in_chat: dict[str, float] = field(default_factory=dict)

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to: the bench fills the outbox itself."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Take the message, or refuse it as the platform would."""
        await asyncio.sleep(random.uniform(*ON_ITS_WAY))
        now = asyncio.get_running_loop().time()
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if len(self.lately) >= LIMIT or self.in_chat.get(address, now - 1) > now - 1:
            self.refused += 1
            raise Throttled(SystemClock().now() + SECOND)
        self.lately.append(now)
        self.in_chat[address] = self.arrived[message.text.words] = now
        await asyncio.sleep(TO_ANSWER)
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was sent stays as it is."""


@dataclass(frozen=True, slots=True)
class Drained:
    """How it went: messages a second, how many the platform refused, and how long each reply waited, in seconds."""

    a_second: float
    refused: int
    waits: Sequence[float]

    @property
    def is_good(self) -> bool:
        """Whether the aims were met. While people are answered, a fifth of the rate is theirs, used or not."""
        return max(self.waits) <= REPLY_LIMIT if self.waits else self.a_second >= AIM


async def drained(home: Path, url: str, *, answering: bool) -> Drained:
    """Drain a thousand prompts, and perhaps answer somebody five times a second meanwhile."""
    channel = Strict()
    if url:
        migrate(url)
    settings = Settings(home=home, database_url=SecretStr(url) if url else None, key=None, _env_file=None)
    async with opened(settings, SystemClock(), [channel]) as parts:
        asked: dict[str, float] = {}
        await parts.store.run(_fill, parts.clock.now())
        working = [asyncio.create_task(loop(parts, channel)) for loop in (loops.outbox, loops.crisis_outbox)]
        while _prompts(channel) < PEOPLE:
            if answering:
                await _answer_one(parts, asked)
            await asyncio.sleep(BETWEEN_REPLIES)
        while len(channel.arrived) < PEOPLE + len(asked) or parts.sending:
            await asyncio.sleep(BETWEEN_REPLIES)
        for task in working:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        assert set(await parts.store.read(outbox.counts)) == {Fate.sent}
    moments = sorted(channel.arrived.values())
    waits = [channel.arrived[words] - at for words, at in asked.items()]
    return Drained((len(moments) - 1) / (moments[-1] - moments[0]), channel.refused, waits)


def table(name: str, how: Drained) -> str:
    """The figures as a table, each beside its limit."""
    lines = [
        f"| 1,000 prompts due at once, {len(how.waits)} replies meanwhile, {name} | ours | limit |",
        "|---|---|---|",
        f"| messages a second, aim {AIM:.0f} without replies | {how.a_second:.2f} | {LIMIT} |",
        f"| refused by the platform | {how.refused} | 0 |",
    ]
    if how.waits:
        cuts = quantiles(how.waits, n=20)
        waits = f"{cuts[9]:.2f} / {cuts[18]:.2f} / {max(how.waits):.2f}"
        lines.append(f"| seconds a reply waits, median / 95 % / longest | {waits} | {REPLY_LIMIT:.0f} |")
    return "\n".join(lines)


def _prompts(channel: Strict) -> int:
    return sum(words.startswith(PROMPT) for words in channel.arrived)


async def _answer_one(parts: Parts, asked: dict[str, float]) -> None:
    """Put a reply into the outbox, and note when."""
    words, address = f"answer {len(asked)}", f"talker {len(asked) % TALKERS}"
    asked[words] = asyncio.get_running_loop().time()
    await parts.store.run(_answer, address, words, parts.clock.now())
    parts.wake.ring("outbox")


def _fill(work: Work, now: datetime) -> None:
    drafts = []
    for number in range(PEOPLE):
        learner, place = people.find_or_create(work, ACCOUNT, f"person {number}", now)
        message = Message(Text.of(f"{PROMPT}{number}"))
        drafts.append(Draft(f"prompt {number} {now}", learner, place, message, Priority.prompt, now))
    outbox.enqueue(work, drafts, now)


def _answer(work: Work, address: str, words: str, now: datetime) -> None:
    learner, place = people.find_or_create(work, ACCOUNT, address, now)
    outbox.enqueue(work, [Draft(f"{words} {now}", learner, place, Message(Text.of(words)), Priority.reply, now)], now)


def main() -> int:
    """Print both tables; how many aims were missed."""
    url = sys.argv[1] if len(sys.argv) > 1 else ""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for answering in (False, True):
            how = asyncio.run(drained(Path(folder), url, answering=answering))
            print(table("PostgreSQL" if url else "SQLite", how), end="\n\n")
            missed += not how.is_good
    return missed


if __name__ == "__main__":
    sys.exit(main())
