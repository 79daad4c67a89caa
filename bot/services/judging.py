"""Judging: content that a program's own CI hands in, checked, or made a release that waits for a person's approval."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bot.domain.access import OPERATOR
from bot.domain.schedule import TASK, Schedule
from bot.services import releasing
from bot.services.packs import Base, Read, read_pack
from bot.services.parts import Parts
from bot.services.release_tasks import APPROVAL
from bot.services.releasing import By
from bot.services.verdict import Judge, Verdict
from bot.store import programs, releases, schedules
from bot.store.work import Work
from dialogues.facts import Role

SIGNED = By(OPERATOR, "ci")
SAY = "say="


def check_with(parts: Parts) -> Judge:
    """What only checks, and keeps nothing."""
    return partial(_check, parts)


def push_with(parts: Parts) -> Judge:
    """What makes a release of what is good, and asks everybody who can approve it. Nothing goes out by itself."""
    return partial(_push, parts)


async def _check(parts: Parts, name: str, body: bytes) -> Verdict:
    _, read = await _read(parts, name, body)
    return _verdict(read)


async def _push(parts: Parts, name: str, body: bytes) -> Verdict:
    base, read = await _read(parts, name, body)
    if read.problems or not read.lines:
        return _verdict(read)
    files = {**base.files, **read.changed}
    return _verdict(read, await parts.store.run(_made, files, base.number, parts.clock.now()))


async def _read(parts: Parts, name: str, body: bytes) -> tuple[Base, Read]:
    base = await parts.store.read(_out)
    today = parts.clock.now().date()
    return base, await asyncio.to_thread(read_pack, base, [(name, body)], parts.shelf.newest, today)


def _out(work: Work) -> Base:
    current = releases.current(work) or 0
    return Base(current, releases.files(work, current), {})


def _made(work: Work, files: Mapping[str, str], base: int, now: datetime) -> int:
    number = releasing.make(work, SIGNED, files, base, now)
    releasing.ask(work, SIGNED, number, now)
    approvers = {one for each in programs.list_programs(work) for one in programs.holding(work, each.id, Role.approver)}
    for learner in sorted(approvers):
        schedules.put(work, learner, Schedule(TASK, now, f"{APPROVAL}:{number}"))
    return number


def _verdict(read: Read, release: int | None = None) -> Verdict:
    changes = tuple(line.removeprefix(SAY) for line in read.lines if line.startswith(SAY))
    return Verdict(read.problems, changes, release)
