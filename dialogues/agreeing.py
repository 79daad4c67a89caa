"""Agreeing: where the commands about consents lead, and what waits until a consent that was taken back is given again."""

from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from dialogues.facts import Facts, Role, Seat, Standing
from dialogues.flows.consents import PURPOSES
from dialogues.heard import Start
from dialogues.outcome import Scene

WITHDRAW = tuple(f"withdraw_{purpose}" for purpose in PURPOSES)
LEARNING = ("lesson", "quiz", "next", "lesson_anyway", "quiz_anyway")


def consents_shown(scene: Scene) -> Start:
    """What was said to each purpose, with the commands that change it."""
    facts = scene.facts
    shown = [purpose for purpose in PURPOSES if purpose != "figures" or _concerns_figures(facts)]
    lines = [_said(facts, purpose) for purpose in shown]
    changes = [f"/withdraw_{one}" if facts.agrees(one) else f"/agree_{one}" for one in shown if _can_change(facts, one)]
    return "consents", (*lines, *changes)


def agreeing(scene: Scene, purpose: str) -> Start:
    """The question whether they agree to a purpose; what they said, where there is nothing to ask."""
    facts = scene.facts
    if facts.agrees(purpose):
        return consents_shown(scene)
    if purpose == "figures" and not learns_in_a_team(facts):
        return "tell", ("supervisor.none",)
    if purpose == "checkins" and facts.policy.checkins_on and facts.channel not in facts.policy.checkins_on:
        return "tell", ("checkin.not_here", "/help_now")
    stopped = purpose == "lessons" and facts.standing is Standing.stopped
    return "agree", (purpose, "yes") if stopped else (purpose,)


def changes_figures(facts: Facts) -> str:
    """The command that changes whether somebody is counted in their team's figures."""
    return "/withdraw_figures" if facts.agrees("figures") else "/agree_figures"


def asked_on_joining(seat: Seat) -> tuple[str, ...]:
    """The argument that has a talk ask about figures: of who comes to learn in a team, in each team anew."""
    return ("ask",) if seat.role is Role.learner and seat.team else ()


def wants_to_learn_again(scene: Scene, command: str) -> bool:
    """Whether somebody who took back their yes to lessons asks for one."""
    return command in LEARNING and scene.facts.refuses("lessons")


def learns_in_a_team(facts: Facts) -> bool:
    """Whether somebody is in a team as a learner."""
    return any(seat.role is Role.learner and seat.team for seat in facts.seats)


def _concerns_figures(facts: Facts) -> bool:
    return learns_in_a_team(facts) or facts.agrees("figures") or facts.refuses("figures")


def _can_change(facts: Facts, purpose: str) -> bool:
    """A yes can be taken back at any time; what the welcome asks for is agreed to there, and figures only in a team."""
    if facts.agrees(purpose):
        return True
    return facts.standing is not Standing.new and (purpose != "figures" or learns_in_a_team(facts))


def _said(facts: Facts, purpose: str) -> str:
    found = next((one for one in facts.consents if one.purpose == purpose), None)
    if found is None:
        return purpose
    day = found.since.astimezone(ZoneInfo(facts.profile.zone)).date()
    return f"{purpose},{'yes' if found.given else 'no'},{found.version},{day.isoformat()}"


def _withdrawing(scene: Scene, purpose: str) -> Start:
    if purpose == "figures" and not _concerns_figures(scene.facts):
        return "tell", ("supervisor.none",)
    return "withdraw", (purpose,)


AGREEING: Mapping[str, Callable[[Scene], Start]] = {
    "consents": consents_shown,
    **{f"agree_{one}": partial(agreeing, purpose=one) for one in PURPOSES},
    **{f"withdraw_{one}": partial(_withdrawing, purpose=one) for one in PURPOSES},
}
"""Where each command about a consent leads."""
