"""Drawing: make somebody's picture beside the turns, so that no one waits for another's; then its own turn shows it."""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.domain.schedule import TASK, Schedule
from bot.services.meeting import skills_in
from bot.services.parts import Parts
from bot.services.picture import draw
from bot.services.tasks import PICTURE
from bot.store import blobs, events, people, schedules, wanted
from bot.store.failures import StoreDown
from bot.store.people import NoSuchLearner
from bot.store.wanted import Wanted
from bot.store.work import Work
from dialogues.facts import Profile, Skill
from dialogues.voice import Voice

DRAWN_BY = timedelta(seconds=10)

log = structlog.get_logger()


async def draw_next(parts: Parts) -> int:
    """Draw the picture that somebody wants longest, and have the clock bring it to them; how many were wanted, 0 or 1.

    It is in hand before it is drawn: one that cannot be drawn is never tried again.
    """
    if not await parts.store.read(wanted.waits, PICTURE):
        return 0
    asked = await parts.store.run(wanted.take, PICTURE, parts.clock.now() + DRAWN_BY)
    if asked is None:
        return 0  # another process was first
    try:
        profile, skills = await parts.store.read(_shown, parts, asked.learner)
        body = await asyncio.to_thread(drawn, parts, profile, skills)
        await parts.store.run(_bring, asked, body, parts.clock.now())
    except NoSuchLearner:
        log.info("picture_not_wanted_any_more")
    except StoreDown:
        raise
    except Exception as error:  # the words were said already; a picture is not worth an apology
        log.error("picture_not_drawn", error=type(error).__name__)
        await parts.store.run(schedules.cancel, asked.learner, TASK, PICTURE)
    return 1


def drawn(parts: Parts, profile: Profile, skills: tuple[Skill, ...]) -> bytes:
    """The picture of how far somebody is; it takes a second, and belongs on a thread of its own."""
    library = parts.shelf.newest
    voice, begun = Voice(library, library, profile), {one.competency: one for one in skills}
    ids = [one.id for one in library.competencies]
    planned = [library.lesson(id, "en").competency for id in library.plan]
    names = [voice.phrase(f"skill.{id}").words for id in ids]
    return draw(names, [begun.get(id, Skill(id)) for id in ids], [planned.count(id) for id in ids])


def _bring(work: Work, asked: Wanted, body: bytes, now: datetime) -> None:
    people.lock(work, asked.learner)
    schedules.cancel(work, asked.learner, TASK, PICTURE)
    key = f"picture {asked.learner} {now.isoformat()}"
    blobs.put(work, asked.learner, key, body, now)
    schedules.put(work, asked.learner, Schedule(TASK, now, f"{PICTURE}{key}", asked.address_id))


def _shown(work: Work, parts: Parts, learner_id: int) -> tuple[Profile, tuple[Skill, ...]]:
    names = [one.id for one in parts.shelf.newest.competencies]
    return people.load(work, learner_id).profile, skills_in(events.studied(work, learner_id), names)
