"""Releasing: what staff do with a release: ask, approve, give back, let out, take back. Each is one transaction, and on record.

Nobody approves what they wrote themselves. Approving lets a release out: to one team first, or to everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import Action, Actor, Place, may
from bot.services.programs import NotAllowed, note, open_team
from bot.store import audit, release_steps, releases
from bot.store.release_steps import Step, Taken
from bot.store.work import Work
from content.release import checksum


class ReleaseRefused(Exception):
    """This cannot be done with a release now. The message says why and what to do; `why` names the phrase that tells it."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class By:
    """Who does something with a release: somebody through their roles, or the operator under the name they give."""

    actor: Actor
    name: str = ""

    @property
    def known_as(self) -> str:
        """Under what it is written down."""
        return f"operator {self.name}".strip() if self.actor.operator else audit.pseudonym(self.actor.learner_id)


def make(work: Work, by: By, files: Mapping[str, str], base: int, now: datetime) -> int:
    """Keep checked files as a release made from `base`; its number. Nobody is taught from it yet."""
    _require(by, Action.write_content)
    under = releases.kept(work, base)
    number = releases.save(work, checksum(files), files, now, (base, under.shipped))
    steps = release_steps.of(work, number)
    if not (_was_out(steps) or number in (base, under.shipped)):
        releases.stand_on(work, number, base, under.shipped)  # made once more, and on top of what came out meanwhile
    if not steps:
        release_steps.take(work, Taken(number, Step.made, by.known_as, now))
    return number


def ask(work: Work, by: By, number: int, now: datetime) -> None:
    """Ask for somebody else's approval."""
    _require(by, Action.write_content)
    steps = release_steps.of(work, number)
    if _was_out(steps):
        what = f"release {number} was out already"
        mend = "take back what came after it; was it taken back itself, mend it first"
        raise ReleaseRefused("release.was_out", f"{what}: {mend}")
    if steps and steps[-1].step is not Step.asked:
        release_steps.take(work, Taken(number, Step.asked, by.known_as, now))


def withdraw(work: Work, by: By, number: int, now: datetime) -> None:
    """Take back one's own asking for approval, where nobody has decided yet: it stands as given back."""
    _require(by, Action.write_content)
    steps = release_steps.of(work, number)
    if steps and steps[-1].step is Step.asked and author(steps) in _names(work, by):
        release_steps.take(work, Taken(number, Step.returned, by.known_as, now))


def give_back(work: Work, by: By, number: int, words: str, now: datetime) -> str:
    """Ask the author for a change; under what name the author is known."""
    _require(by, Action.approve_content)
    steps = _waiting(work, number)
    release_steps.take(work, Taken(number, Step.returned, by.known_as, now, words=words))
    return author(steps)


def approve(work: Work, by: By, number: int, team_id: int, now: datetime) -> None:
    """Let a release out: to one team first, or with team 0 to everybody, where it was tried before or not."""
    _require(by, Action.approve_content)
    if team_id:
        _require(by, Action.approve_content, open_team(work, team_id).program_id)
    releases.one_at_a_time(work)
    steps = _waiting(work, number)
    if author(steps).casefold() in {one.casefold() for one in _names(work, by)}:
        raise ReleaseRefused("release.own", f"release {number} is your own: somebody else has to approve it")
    _still_fits(work, number)
    if steps[-1].step is not Step.tried:
        release_steps.take(work, Taken(number, Step.approved, by.known_as, now))
    if team_id:
        releases.try_on(work, team_id, number, now)
        release_steps.take(work, Taken(number, Step.tried, by.known_as, now, team_id))
    else:
        _out(work, Taken(number, Step.published, by.known_as, now))
    note(work, by.actor, "release_out", f"release {number}" + (f", team {team_id}" if team_id else ""), now)


def roll_back(work: Work, by: By, now: datetime) -> tuple[int, int]:
    """Take back what came out last: the release that was taken back, and the one that everybody has now.

    What a team tries ends first; else everybody has what they had before.
    """
    _require(by, Action.approve_content)
    releases.one_at_a_time(work)
    back, to = would_go_back(work)
    _out(work, Taken(to, Step.rolled_back, by.known_as, now))
    note(work, by.actor, "release_rolled_back", f"release {back} to {to}", now)
    return back, to


def would_go_back(work: Work) -> tuple[int, int]:
    """What would be taken back now, and what everybody would have then."""
    current = releases.current(work) or 0
    tried = releases.trials(work)
    if tried:
        return max(tried.values()), current
    to = before(work, current)
    if to is None:
        what = f"release {current} is the first" if current else "nothing was published yet"
        raise ReleaseRefused("release.nothing_before", f"{what}: there is none to go back to")
    return current, to


def before(work: Work, current: int) -> int | None:
    """The release that everybody had on the day before this one first came out; None where there was none."""
    out = [one.number for one in release_steps.outs(work)]
    first = out.index(current) if current in out else 0
    return out[first - 1] if first else None


def author(steps: Sequence[Taken]) -> str:
    """Under what name the author of a release is known."""
    return steps[0].by if steps else ""


def waits(work: Work, number: int) -> bool:
    """Whether a release waits for approval, or is tried by a team; what was taken back from the team waits no more."""
    steps = release_steps.of(work, number)
    last = steps[-1].step if steps else Step.made
    return last in (Step.asked, Step.approved) or (last is Step.tried and number in releases.trials(work).values())


def _out(work: Work, taken: Taken) -> None:
    releases.end_trials(work)
    releases.publish(work, taken.number, taken.at)
    release_steps.take(work, taken)


def _names(work: Work, by: By) -> frozenset[str]:
    """Under what names somebody has worked: also as who they were in a chat that was joined to this one."""
    return frozenset({by.known_as}) if by.actor.operator else audit.every_name(work, by.known_as)


def _was_out(steps: Sequence[Taken]) -> bool:
    return any(one.step in (Step.published, Step.rolled_back) for one in steps)


def _waiting(work: Work, number: int) -> Sequence[Taken]:
    releases.kept(work, number)
    if not waits(work, number):
        raise ReleaseRefused("release.not_waiting", f"release {number} does not wait for approval: ask for it first")
    return release_steps.of(work, number)


def _still_fits(work: Work, number: int) -> None:
    base, current = releases.kept(work, number).base, releases.current(work)
    if base != current:
        why = f"release {current} came out since release {number} was made: send the files again, to put them on top of it"
        raise ReleaseRefused("release.overtaken", why)


def _require(by: By, action: Action, program: int = 0) -> None:
    """Content is one library for everybody here, so a role in any program is enough, but for what touches another's team."""
    places = [Place(program)] if program else [Place(seat.program) for seat in by.actor.seats] or [Place()]
    if not any(may(by.actor, action, place) for place in places):
        raise NotAllowed(f"no role of yours lets you {action.value}: ask an administrator of the program")
