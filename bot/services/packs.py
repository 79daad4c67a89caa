"""Packs: what staff send in is fetched, read and checked beside the turns; then their own turn shows what came of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from bot.channels.port import Fetching, Gone, Refused, Throttled, Unreachable
from bot.domain.schedule import TASK, Schedule
from bot.services import releasing
from bot.services.gating import gate
from bot.services.parts import Parts
from bot.services.programs import NotAllowed, actor_of
from bot.services.release_tasks import HOLDS, PACK, RELEASE_READ
from bot.services.releasing import By
from bot.services.telling import lines_between
from bot.store import drafts, people, releases, schedules, wanted
from bot.store.drafts import Draft, Incoming
from bot.store.failures import StoreDown
from bot.store.wanted import Wanted
from bot.store.work import Work
from content.archives import LARGEST, PackRefused, merged, unpacked
from content.checking.translations import stale_translations
from content.library import Library
from content.loading import ContentBroken, parse
from content.model import Problem
from content.sheets import imported, language_of
from content.translating import retold, translated

READ_BY = timedelta(seconds=60)
MOST_TOLD = 50
"""Problems that are kept and handed on; there may be many thousands more, and nobody reads them."""

ENGLISH = "en"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Base:
    """On top of what something is put: a release, its files, and what somebody changed of them so far.

    `holds` tells that they signed that translations which look old still hold.
    """

    number: int
    files: Mapping[str, str]
    changed: Mapping[str, str]
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the files that are changed now, and what keeps them from being a release, or what they would change.

    `base` is the release they stand on, and `ids` are what was read of what came in.
    """

    changed: Mapping[str, str]
    problems: tuple[Problem, ...]
    lines: tuple[str, ...] = ()
    base: int = 0
    ids: tuple[int, ...] = ()


async def read_packs(parts: Parts) -> int:
    """Read what somebody sent in, all of it at once, and have the clock bring them what came of it; how many were waiting."""
    if not await parts.store.read(wanted.waits, PACK):
        return 0
    asked = await parts.store.run(wanted.take, PACK, parts.clock.now() + READ_BY)
    if asked is None:
        return 0  # another process was first
    waiting = await parts.store.read(drafts.incoming_of, asked.learner)
    try:
        bodies, missing = await _fetched(parts, waiting)
        base = await parts.store.read(base_of, asked.learner)
        read = await asyncio.to_thread(read_pack, base, bodies, parts.shelf.newest, parts.clock.now().date())
    except StoreDown:
        raise
    except Exception as error:  # whatever is in a file, it must not stop what else is waiting
        log.error("pack_not_read", error=type(error).__name__)
        base, read = Base(0, {}, {}), Read({}, (Problem(waiting[0].name if waiting else "file", 1, *UNREADABLE),))
        missing = ()
    read = replace(read, problems=(*missing, *read.problems), base=base.number, ids=tuple(one.id for one in waiting))
    await parts.store.run(bring, asked, read, parts.clock.now())
    return 1


UNREADABLE = ("this could not be read at all", "Send it again; if it stays so, show it to whoever runs the coach.")


def base_of(work: Work, learner_id: int) -> Base:
    """On top of what somebody's next file is put: what is out now, and what they changed of it before."""
    current = releases.current(work) or 0
    draft = drafts.of(work, learner_id)
    holds = draft is not None and draft.told == HOLDS
    return Base(current, releases.files(work, current), draft.files if draft else {}, holds)


def read_pack(base: Base, bodies: Sequence[tuple[str, bytes]], out: Library, today: date) -> Read:
    """Unpack files on top of a base, and check the whole. What cannot be unpacked changes nothing."""
    changed = dict(base.changed)
    refused: list[Problem] = []
    for name, body in bodies:
        try:
            pack = unpacked(name, body)
            changed = merged(changed, pack)
            for sheet, text in pack.sheets.items():
                changed |= _of_sheet({**base.files, **changed}, sheet, text)
        except (PackRefused, ContentBroken) as error:
            refused += error.problems
    changed |= _stamped({**base.files, **changed}, out, holds=base.holds)
    gated = gate({**base.files, **changed}, today)
    problems = (*refused, *gated.problems)
    if gated.library and not problems:
        return Read(changed, problems, lines_between(out, gated.library))
    old = gated.library is not None and any(True for _ in stale_translations(gated.library))
    return Read(changed, problems, ("stale=yes",) if old else ())


def _stamped(files: Mapping[str, str], out: Library, *, holds: bool) -> dict[str, str]:
    """The notes of what each translation was made from: what was sent in now was made from the English of now."""
    try:
        library = parse(files)
    except ContentBroken:
        return {}
    others = [locale for locale in library.locales if locale != ENGLISH]
    names = {locale: None if holds else retold(out, library, locale) for locale in others}
    return {f"{at}/translated.yaml": translated(library, at, named) for at, named in names.items() if named != ()}


def _of_sheet(files: Mapping[str, str], name: str, text: str) -> dict[str, str]:
    """The files that a sheet of translations changes."""
    locale, library = language_of(name), parse(files)
    if not locale:
        mend = "Name it after its language, such as es.csv."
        raise PackRefused(Problem(name, 1, "nobody can tell its language", mend))
    return imported(library, locale, text)


async def _fetched(
    parts: Parts, waiting: Sequence[Incoming]
) -> tuple[Sequence[tuple[str, bytes]], tuple[Problem, ...]]:
    """The files that could be fetched, and what is wrong with the others."""
    bodies, missing = [], []
    for one in waiting:
        channel = parts.channels.get(one.account)
        try:
            bodies.append((one.name, await _body(channel, one.ref)))
        except Refused as error:
            mend = f"Look whether it is still there, and has {LARGEST:,} bytes at most. Then send it again."
            missing.append(Problem(one.name, 1, f"it could not be fetched ({error})", mend))
        except (Unreachable, Throttled, Gone) as error:
            missing.append(Problem(one.name, 1, f"it could not be fetched ({error})", "Send it again in a moment."))
    return bodies, tuple(missing)


async def _body(channel: object, ref: str) -> bytes:
    if not isinstance(channel, Fetching):
        raise Unreachable("the chat it came from is not connected now")
    return await channel.fetch(ref, LARGEST)


def bring(work: Work, asked: Wanted, read: Read, now: datetime) -> None:
    """Keep what was read, as a release where nothing is wrong with it, and let its author's next turn tell of it."""
    people.lock(work, asked.learner)
    schedules.cancel(work, asked.learner, TASK, PACK)
    if not drafts.fetched(work, read.ids) and drafts.of(work, asked.learner) is None:
        return  # it was dropped while it was read
    shown = [f"problem={one}" for one in read.problems[:MOST_TOLD]]
    told = (f"problems={len(read.problems)}", *shown, *read.lines)
    number = 0
    if not read.problems and read.lines:
        by = By(actor_of(work, asked.learner))
        try:
            number = releasing.make(work, by, {**releases.files(work, read.base), **read.changed}, read.base, now)
        except NotAllowed:
            return  # their role ended meanwhile
    drafts.keep(work, asked.learner, Draft(read.changed, read.base, number, told), now)
    schedules.put(work, asked.learner, Schedule(TASK, now, f"{RELEASE_READ}:", asked.address_id))
