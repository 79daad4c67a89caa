"""Housekeeping: keep what we claimed while we work on it, and forget what has had its time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.domain.schedule import DIGEST, PUSH
from bot.services import contacting, digests
from bot.services.erasing import keep_list
from bot.services.firing import ensure_planned
from bot.services.meeting import policy_in
from bot.services.parts import Parts
from bot.store import (
    blobs,
    contacts,
    conversations,
    drafts,
    events,
    inbox,
    leases,
    links,
    outbox,
    people,
    programs,
    schedules,
    shown,
)
from bot.store.work import Work
from dialogues.facts import Policy, Role
from dialogues.seats import STAFF

# A check-in is kept for its own trend and a safety talk for the yearly count; neither is anybody's business longer than that.
PERSONAL = ("CheckedIn", "PlanChanged", "SafetyRaised", "SafetyAnswered", "FollowUpWanted", "FollowedUp")
KEPT = timedelta(days=90)
ABANDONED = timedelta(days=2)
FILES = timedelta(days=1)
DRAFTS = timedelta(days=30)
A_PASS = 1000  # rows of one kind


async def keep_leases(parts: Parts) -> int:
    """Renew every lease this process holds; how many."""
    now = parts.clock.now()
    answering, sending = sorted(parts.answering), sorted(parts.sending)
    if answering:
        await parts.store.run(inbox.renew, answering, parts.owner, now)
    if sending:
        await parts.store.run(outbox.renew, sending, parts.owner, now)
    for account in tuple(parts.account_taken_at):
        await parts.store.run(leases.take, account, parts.owner, now)
    return len(answering) + len(sending)


def heal(work: Work, policy: Policy, now: datetime) -> int:
    """Plan a prompt for whoever should have one and has none, for whatever reason; how many."""
    forgotten = schedules.unplanned(work, PUSH)
    for learner_id in forgotten:
        learner = people.lock(work, learner_id)
        ensure_planned(work, learner, policy_in(work, programs.seats_of(work, learner_id), policy), now)
    return len(forgotten)


def heal_digests(work: Work, policy: Policy, now: datetime) -> int:
    """Plan a digest for everybody who should get one and has none planned; how many."""
    forgotten = {one for role in (Role.supervisor, *STAFF) for one in programs.without(work, role, DIGEST)}
    for learner_id in forgotten:
        digests.plan(work, learner_id, policy, now)
    return len(forgotten)


async def forget_personal(parts: Parts) -> int:
    """Forget check-ins and safety talks when the time for which each program keeps them is over; how many."""
    now = parts.clock.now()
    kept = {one.id: programs.merged(one.policy, parts.policy) for one in await parts.store.read(programs.list_programs)}
    forgotten = 0
    for program, policy in (*kept.items(), (None, parts.policy)):
        before = now - timedelta(days=policy.keep_days)
        for kind in PERSONAL:
            forgotten += await _until_done(
                parts, partial(events.forget, kind=kind, before=before, program_id=program, limit=A_PASS)
            )
    return forgotten


async def tidy(parts: Parts) -> int:
    """Forget what has had its time, and plan for whoever was forgotten; how many rows were touched.

    Settled messages are blanked after 7 days and deleted after 30, talks that were left after 2, check-ins
    and safety talks after 90. Each pass is a transaction of its own, so that nobody's turn waits long for it.
    """
    now = parts.clock.now()
    run = parts.store.run
    forgotten = await forget_personal(parts) + await run(people.forget_private, now - ABANDONED, now - KEPT)
    forgotten += await run(conversations.forget_old, now - ABANDONED) + await run(heal, parts.policy, now)
    forgotten += await run(contacts.forget_old, now - contacting.KEPT) + await run(heal_digests, parts.policy, now)
    forgotten += await run(shown.forget_old, now - KEPT) + await run(drafts.forget_old, now - DRAFTS)
    forgotten += await run(blobs.forget_old, now - FILES) + await run(links.forget_old, now - FILES)
    for forget in (outbox.blank_old, inbox.forget_old):
        forgotten += await _until_done(parts, partial(forget, now=now, limit=A_PASS))
    await parts.store.scrub()
    return forgotten + await keep_list(parts.store, parts.erasures, now)


async def _until_done(parts: Parts, forget: Callable[[Work], int]) -> int:
    """Forget in passes, each a transaction, until one finds less than it may take: nothing readable outlives its promise."""
    forgotten = passed = await parts.store.run(forget)
    while passed >= A_PASS:
        passed = await parts.store.run(forget)
        forgotten += passed
    return forgotten
