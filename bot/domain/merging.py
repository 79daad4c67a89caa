"""Merging: two learners who turned out to be one person. What protects them more is what stays."""

import json
from dataclasses import replace
from datetime import datetime
from typing import cast

from bot.domain.learner import Learner


def merged(kept: Learner, gone: Learner) -> Learner:
    """The one learner that both become, under the id of `kept`.

    A stop, a rest and a quiet day in either hold for both; the caps count what either was sent. Settings are those of `kept`, and
    of the other where `kept` has not finished the welcome.
    """
    settings = kept if kept.welcomed_at or not gone.welcomed_at else gone
    profile = replace(
        settings.profile, country=settings.profile.country or kept.profile.country or gone.profile.country
    )
    plan = _plan(kept.plan, gone.plan)
    newer = max((kept, gone), key=lambda one: _since(one.pushed_at))
    return replace(
        kept,
        created_at=min(kept.created_at, gone.created_at),
        profile=replace(profile, has_plan=bool(plan)),
        welcomed_at=_first(kept.welcomed_at, gone.welcomed_at),
        stopped_at=_first(kept.stopped_at, gone.stopped_at),
        paused_until=_last(kept.paused_until, gone.paused_until),
        cooling_until=_last(kept.cooling_until, gone.cooling_until),
        pushed_at=newer.pushed_at,
        prompted_why=newer.prompted_why,
        checked_in_at=_last(kept.checked_in_at, gone.checked_in_at),
        checkin_asked_at=_last(kept.checkin_asked_at, gone.checkin_asked_at),
        heard_on=_last(kept.heard_on, gone.heard_on),
        prompts=kept.prompts + gone.prompts,
        unanswered=min(kept.unanswered, gone.unanswered),
        plan=plan,
    )


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at), default=None)


def _last(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)


def _since(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


def _plan(kept: str, gone: str) -> str:
    """Both plans in one: nothing that somebody wrote for a hard day is lost."""
    if not kept or not gone:
        return kept or gone
    one, other = (cast("dict[str, str]", json.loads(written)) for written in (kept, gone))
    parts = {
        part: "\n".join(dict.fromkeys(plan[part] for plan in (one, other) if part in plan)) for part in one | other
    }
    return json.dumps(parts, ensure_ascii=False)
