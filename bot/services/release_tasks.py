"""Release tasks: what staff ask for about content by a button, and what is told about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.domain.access import Action, Place, may
from bot.domain.schedule import TASK, Schedule
from bot.services import releasing
from bot.services.meeting import Meeting
from bot.services.programs import actor_of
from bot.services.publishing import WAITS
from bot.services.releasing import By, ReleaseRefused
from bot.services.telling import lines_between
from bot.store import audit, drafts, programs, release_steps, releases, schedules, wanted
from bot.store.drafts import Draft
from bot.store.release_steps import Step
from bot.store.work import Work
from dialogues.facts import Role, Seat
from dialogues.turn import Result

PACK = "pack:"
RELEASE_READ, APPROVAL, RETURNED, OUT = "draft", "approval", "returned", "release_out"
HOLDS = ("holds",)  # what a draft is told when its author signs that its translations still hold
NOTHING_WAITS = Result("tell", ("release.not_waiting", "/releases"))


def refused(task: Callable[[Meeting, str], Result | None]) -> Callable[[Meeting, str], Result | None]:
    """A task that tells why a release cannot be moved so, instead of failing."""

    def told(meeting: Meeting, about: str) -> Result | None:
        try:
            return task(meeting, about)
        except ReleaseRefused as error:
            return Result("tell", (error.why, "/releases"))

    return told


def give_back(meeting: Meeting, number: int, words: str) -> None:
    """Ask the author of a release for a change, in somebody's own words."""
    try:
        releasing.give_back(meeting.work, _by(meeting), number, words, meeting.now)
    except ReleaseRefused:
        return  # it was let out or given back meanwhile, and its author knows
    _tell_author(meeting, number, f"{RETURNED}:{number}")


def _read(meeting: Meeting, about: str) -> Result | None:
    draft = drafts.of(meeting.work, meeting.learner.id)
    return Result("draft", (str(draft.number), *draft.told)) if draft else None


def _preview(meeting: Meeting, about: str) -> Result:
    draft = drafts.of(meeting.work, meeting.learner.id)
    if draft is None or not draft.number:
        return _no_draft(draft)
    return _played(draft.number, draft.told)


def _ask(meeting: Meeting, about: str) -> Result:
    draft = drafts.of(meeting.work, meeting.learner.id)
    if draft is None or not draft.number:
        return _no_draft(draft)
    asked = [one for one in _approvers(meeting) if one != meeting.learner.id]
    if not asked:
        return Result("tell", ("release.nobody",))
    releasing.ask(meeting.work, _by(meeting), draft.number, meeting.now)
    for learner in asked:
        schedules.put(meeting.work, learner, Schedule(TASK, meeting.now, f"{APPROVAL}:{draft.number}"))
    return Result("tell", ("release.asked", f"number={draft.number}", f"people={len(asked)}", "/releases"))


def _hold(meeting: Meeting, about: str) -> Result | None:
    """Sign that translations which look old still hold; the draft is read once more."""
    draft = drafts.of(meeting.work, meeting.learner.id)
    if draft is None:
        return _no_draft(draft)
    drafts.keep(meeting.work, meeting.learner.id, replace(draft, told=HOLDS), meeting.now)
    wanted.put(meeting.work, meeting.learner.id, PACK, meeting.address)
    return None


def _drop(meeting: Meeting, about: str) -> Result:
    draft = drafts.of(meeting.work, meeting.learner.id)
    if draft and draft.number:
        releasing.withdraw(meeting.work, _by(meeting), draft.number, meeting.now)  # nobody lets out what is gone
    gone = drafts.drop(meeting.work, meeting.learner.id)
    return Result("tell", ("release.dropped" if gone else "release.no_draft",))


def _approval(meeting: Meeting, about: str) -> Result | None:
    number = int(about)
    if not releasing.waits(meeting.work, number):
        return None
    teams = [f"team={one.id}={one.name}" for one in _teams(meeting)]
    return Result("approval", (about, *_lines(meeting, number), *teams))


def _shown(meeting: Meeting, about: str) -> Result:
    number = _newest_waiting(meeting)
    return _played(number, _lines(meeting, number)) if number else NOTHING_WAITS


def _approve(meeting: Meeting, about: str) -> Result:
    number, _, team = about.partition("=")
    releasing.approve(meeting.work, _by(meeting), int(number), int(team), meeting.now)
    _tell_author(meeting, int(number), f"{OUT}:{number}={team}")
    if team == "0":
        return Result("out_to_all", (number,))
    return Result("out_to_team", (number, programs.find_team(meeting.work, int(team)).name))


def _everybody(meeting: Meeting, about: str) -> Result:
    """Let everybody have what a team tries; asked again where it could be another one than they mean."""
    trials, own = releases.trials(meeting.work), {team.id for team in _teams(meeting)}
    tried = max(trials.values(), default=0)
    if len(set(trials.values())) > 1 or not own & trials.keys():
        return _approval(meeting, str(tried)) or NOTHING_WAITS
    return _approve(meeting, f"{tried}=0")


def _look_back(meeting: Meeting, about: str) -> Result:
    back, to = releasing.would_go_back(meeting.work)
    return Result("rollback", (str(back), str(to)))


def _roll_back(meeting: Meeting, about: str) -> Result:
    if releasing.would_go_back(meeting.work)[0] != int(about):
        return NOTHING_WAITS  # somebody else was first
    back, to = releasing.roll_back(meeting.work, _by(meeting), meeting.now)
    return Result("tell", ("release.rolled_back", f"back={back}", f"to={to}", "/correct", "/releases"))


def _out(meeting: Meeting, about: str) -> Result:
    number, _, team = about.partition("=")
    return Result("tell", ("release.out_author" if team == "0" else "release.out_author_team", f"number={number}"))


def _returned(meeting: Meeting, about: str) -> Result | None:
    steps = [one for one in release_steps.of(meeting.work, int(about)) if one.step is Step.returned]
    return Result("returned", (about, steps[-1].words)) if steps else None


def _all(meeting: Meeting, about: str) -> Result:
    """What is out, tried, waiting and in work, and what this person may do."""
    tried, waiting = releases.trials(meeting.work).values(), _newest_waiting(meeting)
    draft = drafts.of(meeting.work, meeting.learner.id)
    lines = [("out_now", releases.current(meeting.work) or 0), ("tried_now", max(tried, default=0))]
    own = draft.number if draft else 0
    asked = bool(own) and releasing.waits(meeting.work, own)
    lines += [("waits_now", waiting or (own if asked else 0)), ("draft_now", 0 if asked else own)]
    told = tuple(f"{name}={number}" for name, number in lines if number)
    return Result("releases_are", (*told, *_may(meeting, draft, waiting, tried=bool(tried))))


def _may(meeting: Meeting, draft: Draft | None, waiting: int, *, tried: bool) -> Iterator[str]:
    roles = {seat.role for seat in _seats(meeting)}
    if Role.author in roles and draft:
        yield from ("/draft_preview", "/draft_ask", "/draft_drop")
    if Role.approver in roles:
        yield from ("/release_preview", "/approve_release") if waiting else ()
        yield from ("/release_everybody",) if tried else ()
        yield from (
            ("/rollback",) if tried or releasing.before(meeting.work, releases.current(meeting.work) or 0) else ()
        )
    yield from ("/announce", "/correct")


def _decide(meeting: Meeting, about: str) -> Result:
    number = _newest_waiting(meeting)
    return (_approval(meeting, str(number)) if number else None) or NOTHING_WAITS


def _played(number: int, lines: tuple[str, ...]) -> Result:
    units = tuple(line.partition("=")[2] for line in lines if line.startswith("unit="))
    return Result("preview", (str(number), *units)) if units else Result("tell", ("release.nothing_to_preview",))


def _no_draft(draft: Draft | None) -> Result:
    return Result("tell", ("release.not_ready" if draft else "release.no_draft", "/releases"))


def _lines(meeting: Meeting, number: int) -> tuple[str, ...]:
    base, shelf = releases.kept(meeting.work, number).base, meeting.parts.shelf
    return lines_between(shelf.at(base), shelf.at(number))


def _newest_waiting(meeting: Meeting) -> int:
    """The newest release that waits for approval, 0 for none; what one wrote oneself does not wait for oneself."""
    own, current = _by(meeting).known_as, releases.current(meeting.work)
    for number in sorted(release_steps.since(meeting.work, meeting.now - WAITS), reverse=True):
        steps = release_steps.of(meeting.work, number)
        if number != current and steps[-1].step is Step.asked and releasing.author(steps) != own:
            return number
    return 0


def _tell_author(meeting: Meeting, number: int, task: str) -> None:
    """Let the author know, whatever they work on by now; who handed it in by a command or a token has no chat to be told in."""
    name = releasing.author(release_steps.of(meeting.work, number))
    for one in _authors(meeting.work):
        if one != meeting.learner.id and name in audit.every_name(meeting.work, audit.pseudonym(one)):
            schedules.put(meeting.work, one, Schedule(TASK, meeting.now, task))


def _authors(work: Work) -> frozenset[int]:
    """Everybody who writes content, in any program."""
    return frozenset(
        one for each in programs.list_programs(work) for one in programs.holding(work, each.id, Role.author)
    )


def _approvers(meeting: Meeting) -> tuple[int, ...]:
    here = {seat.program for seat in _seats(meeting) if seat.role is Role.author}
    return tuple(sorted({one for program in here for one in programs.holding(meeting.work, program, Role.approver)}))


def _teams(meeting: Meeting) -> tuple[programs.Team, ...]:
    actor = actor_of(meeting.work, meeting.learner.id)
    here = {one.program for one in actor.seats if may(actor, Action.approve_content, Place(one.program))}
    every = (team for program in sorted(here) for team in programs.list_teams(meeting.work, program))
    return tuple(team for team in every if team.closed_at is None)


def _seats(meeting: Meeting) -> tuple[Seat, ...]:
    return programs.seats_of(meeting.work, meeting.learner.id)


def _by(meeting: Meeting) -> By:
    return By(actor_of(meeting.work, meeting.learner.id))


RELEASE_TASKS: Mapping[str, Callable[[Meeting, str], Result | None]] = {
    name: refused(task)
    for name, task in {
        RELEASE_READ: _read,
        "draft_preview": _preview,
        "draft_ask": _ask,
        "draft_drop": _drop,
        "draft_holds": _hold,
        APPROVAL: _approval,
        RETURNED: _returned,
        OUT: _out,
        "release_preview": _shown,
        "approve": _approve,
        "approve_release": _decide,
        "release_everybody": _everybody,
        "rollback_look": _look_back,
        "rollback": _roll_back,
        "releases": _all,
    }.items()
}
