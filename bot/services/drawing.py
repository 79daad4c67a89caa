"""Drawing: make somebody's picture beside the turns, so that no one waits for another's; then its own turn shows it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import structlog

from bot.domain.schedule import TASK, Schedule
from bot.services import chart, figures
from bot.services.digests import ASKED, COMES, WEEKS, supervised
from bot.services.meeting import skills_in
from bot.services.parts import Parts
from bot.services.picture import draw
from bot.services.tasks import PICTURE
from bot.store import blobs, events, people, programs, schedules, wanted
from bot.store.failures import StoreDown
from bot.store.people import NoSuchLearner
from bot.store.wanted import Wanted
from bot.store.work import Work
from dialogues.facts import Profile, Skill
from dialogues.voice import Voice

DRAWN_BY = timedelta(seconds=10)
NOTHING = b""

log = structlog.get_logger()

Drawing = Callable[[], bytes]
Sketch = Callable[[Work, Parts, int], Drawing]


async def draw_next(parts: Parts) -> int:
    """Draw the picture that somebody wants longest, and have the clock bring it to them; how many were wanted."""
    return sum([await _draw_next(parts, wish) for wish in SKETCHES])


async def _draw_next(parts: Parts, wish: str) -> int:
    """It is in hand before it is drawn: one that cannot be drawn is never tried again."""
    if not await parts.store.read(wanted.waits, wish):
        return 0
    asked = await parts.store.run(wanted.take, wish, parts.clock.now() + DRAWN_BY)
    if asked is None:
        return 0  # another process was first
    try:
        body = await _drawn(parts, wish, asked.learner)
        await parts.store.run(_bring, wish, asked, body, parts.clock.now())
    except NoSuchLearner:
        log.info("picture_not_wanted_any_more")
    return 1


async def _drawn(parts: Parts, wish: str, learner_id: int) -> bytes:
    """The picture, or nothing where it cannot be drawn: its words are said without it."""
    try:
        drawing = await parts.store.read(SKETCHES[wish], parts, learner_id)
        return await asyncio.to_thread(drawing)
    except (NoSuchLearner, StoreDown):
        raise
    except Exception as error:
        log.error("picture_not_drawn", error=type(error).__name__)
        return NOTHING


def drawn(parts: Parts, profile: Profile, skills: tuple[Skill, ...]) -> bytes:
    """The picture of how far somebody is; it takes a second, and belongs on a thread of its own."""
    library = parts.shelf.newest
    voice, begun = Voice(library, library, profile), {one.competency: one for one in skills}
    ids = [one.id for one in library.competencies]
    planned = [library.lesson(id, "en").competency for id in library.plan]
    names = [voice.phrase(f"skill.{id}").words for id in ids]
    return draw(names, [begun.get(id, Skill(id)) for id in ids], [planned.count(id) for id in ids])


def _progress(work: Work, parts: Parts, learner_id: int) -> Drawing:
    names = [one.id for one in parts.shelf.newest.competencies]
    profile, skills = people.load(work, learner_id).profile, skills_in(events.studied(work, learner_id), names)
    return lambda: drawn(parts, profile, skills)


def _digest(work: Work, parts: Parts, learner_id: int) -> Drawing:
    """The chart of a supervisor's first team; nothing where they want words only, or there is nothing to show."""
    profile, seats = people.load(work, learner_id).profile, supervised(programs.seats_of(work, learner_id))
    weeks = figures.columns(work, seats[0].program, WEEKS) if seats else []
    groups = [one.of(seats[0].team) for one in weeks]
    if profile.text_only or not any(group.learning for group in groups):
        return lambda: NOTHING
    library = parts.shelf.newest
    voice, ids = Voice(library, library, profile), [one.id for one in library.competencies]
    labels = chart.Labels(
        [voice.phrase(f"skill.{id}").words for id in ids],
        [_day(voice, one.week) for one in weeks],
        voice.phrase("digest.legend").words,
    )
    return lambda: chart.draw(labels, chart.marks(groups, ids))


def _day(voice: Voice, monday: date) -> str:
    return voice.phrase("digest.day", day=str(monday.day), month=voice.phrase(f"month.{monday.month}").words[:3]).words


def _bring(work: Work, wish: str, asked: Wanted, body: bytes, now: datetime) -> None:
    people.lock(work, asked.learner)
    schedules.cancel(work, asked.learner, TASK, wish)
    key = ""
    if body:
        key = f"{wish.removesuffix(':')} {asked.learner} {now.isoformat()}"
        blobs.put(work, asked.learner, key, body, now)
    if key or wish in SAID_WITHOUT:
        schedules.put(work, asked.learner, Schedule(TASK, now, f"{wish}{key}", asked.address_id))


SKETCHES: Mapping[str, Sketch] = {PICTURE: _progress, ASKED: _digest, COMES: _digest}
SAID_WITHOUT = (ASKED, COMES)  # their words come with the picture, and without it where there is none
