"""Drawing: make somebody's picture before the turn that shows it, away from the event loop and from any transaction."""

import asyncio

import structlog

from bot.domain.schedule import TASK
from bot.domain.update import Fired
from bot.services.meeting import skills_in
from bot.services.parts import Parts
from bot.services.picture import draw
from bot.store import events, people
from bot.store.inbox import Claimed
from bot.store.people import NoSuchLearner
from bot.store.work import Work
from dialogues.facts import Profile, Skill
from dialogues.voice import Voice

PICTURE = "picture:"

log = structlog.get_logger()


async def drawn_for(parts: Parts, claimed: Claimed) -> bytes:
    """The picture that this update asks for; nothing where it asks for none, or where it cannot be drawn."""
    raw = claimed.waiting.raw
    if not isinstance(raw, Fired) or (raw.kind, raw.subject) != (TASK, PICTURE):
        return b""
    try:
        profile, skills = await parts.store.read(_shown, parts, claimed.waiting.learner)
        return await asyncio.to_thread(_drawn, parts, profile, skills)
    except NoSuchLearner:
        return b""
    except Exception as error:  # the words were said already; a picture is not worth an apology
        log.error("picture_not_drawn", error=type(error).__name__)
        return b""


def _shown(work: Work, parts: Parts, learner_id: int) -> tuple[Profile, tuple[Skill, ...]]:
    names = [one.id for one in parts.shelf.newest.competencies]
    return people.load(work, learner_id).profile, skills_in(events.studied(work, learner_id), names)


def _drawn(parts: Parts, profile: Profile, skills: tuple[Skill, ...]) -> bytes:
    library = parts.shelf.newest
    voice, begun = Voice(library, library, profile), {one.competency: one for one in skills}
    ids = [one.id for one in library.competencies]
    planned = [library.lesson(id, "en").competency for id in library.plan]
    names = [voice.phrase(f"skill.{id}").words for id in ids]
    return draw(names, [begun.get(id, Skill(id)) for id in ids], [planned.count(id) for id in ids])
