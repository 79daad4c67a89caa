"""Parts: what the services work with, plugged together once by `bot.main`."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.channels.port import Channel
from bot.clock import Clock
from bot.domain.pace import Pace
from bot.services.over import Over
from bot.services.pulse import Pulse
from bot.services.wake import Wake
from bot.store.work import Store
from dialogues.facts import Policy
from dialogues.voice import Shelf
from nlu.intents import Interpreter, Screen, Skills

PAGES_AT_ONCE = 8  # a flood of pages must not take the talk its place


@dataclass(frozen=True, slots=True)
class Hearing:
    """How listening to an account goes ("well", or what is wrong), and since when."""

    what: str
    since: datetime


@dataclass(slots=True)
class Parts:
    """Store, clock, understanding, content and channels. `owner` names this process in every lease.

    Nobody sends to the accounts in `pulled`: there messages are fetched by the next request.
    `identifies` tells what in a text could say who a person served is, and `skills` what is heard in a reply to a practice story.
    `answering` and `sending` are the updates and deliveries in hand, whose leases are kept; `beside` is what nobody waits for,
    and `resting` is what of that pauses before it tries again: the process's end does not wait for it.
    `paces` are the slots in which each account sends.
    `release` is the number of what everybody has, and `shelf_mark` tells what of the releases' steps the shelf knows.
    `showing` are the pages being drawn, by account and address, and whether something has happened meanwhile.
    `hearing` says of each account that is listened to how that goes.
    `fallbacks` counts the texts that were read without the interpreter that was asked for, by why; `hears` says whether the
    safety screen is whole ("well"), or what is wrong with it.

    `erasures` is the file beside the database that holds the list of erasures.

    For when the database is down: `cards` is the folder of the static cards, `places` the country and language last seen at each
    account and address, `help_taps` which taps on what went out call for help, and `told` who was told that nothing can be saved
    (True when it was by a card, and then every word of theirs gets it again), and `carded` the updates that had their card already,
    because what could not be saved comes again and again. `saying` is to whom a card (True) or that line is on its way.
    """

    store: Store
    clock: Clock
    interpreter: Interpreter
    screen: Screen
    shelf: Shelf
    release: int
    owner: str
    shelf_mark: int = 0
    policy: Policy = Policy()
    identifies: Callable[[str], frozenset[str]] = lambda text: frozenset()
    skills: Callable[[str], Skills] = lambda text: {}
    channels: Mapping[str, Channel] = field(default_factory=dict)
    pulled: frozenset[str] = frozenset()
    wake: Wake = field(default_factory=Wake)
    pulse: Pulse = field(default_factory=Pulse)
    over: Over = field(default_factory=Over)
    answering: set[int] = field(default_factory=set)
    sending: set[int] = field(default_factory=set)
    beside: set[asyncio.Task[None]] = field(default_factory=set)
    resting: set[asyncio.Task[None]] = field(default_factory=set)
    showing: dict[tuple[str, str], bool] = field(default_factory=dict)
    pages_at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PAGES_AT_ONCE))
    hearing: dict[str, Hearing] = field(default_factory=dict)
    fallbacks: Counter[str] = field(default_factory=Counter)
    hears: str = "well"
    cards: Path = Path("cards")
    erasures: Path = Path("erasures")
    places: dict[tuple[str, str], tuple[str | None, str]] = field(default_factory=dict)
    help_taps: dict[str, tuple[int, ...]] = field(default_factory=dict)
    account_taken_at: dict[str, datetime] = field(default_factory=dict)
    paces: dict[str, Pace] = field(default_factory=dict)
    told: dict[tuple[str, str], bool] = field(default_factory=dict)
    carded: dict[tuple[str, str], None] = field(default_factory=dict)
    saying: set[tuple[str, str, bool]] = field(default_factory=set)
