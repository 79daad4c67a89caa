"""People: what is done for a person from outside the talk."""

from dataclasses import replace
from datetime import datetime

from bot.services.firing import plan_push
from bot.store import inbox, people
from bot.store.work import Work
from dialogues.facts import Policy, Profile
from dialogues.flows.consents import VERSION


def welcome_done(work: Work, account: str, address: str, profile: Profile, now: datetime) -> None:
    """Put somebody where the welcome ends, with this profile: for a demo and for tests."""
    learner_id, _ = people.find_or_create(work, account, address, now)
    learner = people.lock(work, learner_id)
    if learner.welcomed_at is None:
        people.give_consent(work, learner_id, "lessons", VERSION["lessons"], now)
        learner = replace(learner, profile=profile, welcomed_at=now)
        people.save(work, learner)
        plan_push(work, learner, Policy(), now, "")


def profile_of(work: Work, account: str, address: str) -> Profile | None:
    """What the person at an address chose; None when nobody is known there."""
    learner = people.find(work, account, address)
    return people.load(work, learner).profile if learner is not None else None


def last_heard(work: Work) -> datetime | None:
    """When the inbox last took something in; None when it never did."""
    return inbox.latest(work)
