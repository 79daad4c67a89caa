"""What tests of forms share: somebody who may fill them in, sending one, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.update import Filled
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.store import events, people
from dialogues.events import Event
from dialogues.facts import Profile
from tests.bot.services.conftest import ACCOUNT, START
from tests.bot.services.living import person
from tests.bot.services.test_tapping import do

DANGER = "i want to kill myself"


async def send_in(parts: Parts, form: str, fields: Mapping[str, str], name: str = "view:1", token: str = "") -> None:
    """Send a form in, and let everything that follows from it happen."""
    await do(parts, Filled(form, fields, token), name)


async def agreed(parts: Parts, *, words: bool = False) -> None:
    """Somebody who is welcomed and has agreed to check-ins."""
    if words:
        parts.policy = replace(parts.policy, checkin_words=True)
    profile = Profile(country="US", zone="America/New_York")
    await parts.store.run(welcome_done, ACCOUNT, "ann", profile, START)
    await parts.store.run(people.give_consent, await person(parts), "checkins", 1, START)


async def happened(parts: Parts) -> list[Event]:
    """What was recorded."""
    _, found = await parts.store.read(events.since, 0)
    return found


async def profile(parts: Parts) -> Profile:
    """What they chose."""
    return (await parts.store.read(people.load, await person(parts))).profile
