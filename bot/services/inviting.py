"""Inviting: codes are made, shown, revoked, and a team is handed over by one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.access import Action, Actor, Place, action_to_invite, may, needs_team
from bot.domain.calendar import end_of_day
from bot.services.programs import NoSuchPerson, note, open_team, policy_of, require
from bot.store import invites, programs
from bot.store.audit import named, pseudonym
from bot.store.invites import Invite, Terms
from bot.store.work import Work
from dialogues.facts import Policy, Role, Seat

MOST_DAYS, MOST_USES, HAND_OVER_DAYS = 365, 1000, 7


class OfferRefused(Exception):
    """A code like this is not made. The message says why."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code shall lead to: a role in a team, or (team 0) in a whole program; for so many days, and people."""

    role: Role
    team: int = 0
    program: int = 0
    days: int = 30
    uses: int = 20


@dataclass(frozen=True, slots=True)
class Made:
    """A code that was just made: it is told now and never again. It works through the day `until`, for `uses` people.

    `giver` is the pseudonym of whoever loses their role to the one who uses it, or "".
    """

    id: int
    code: str
    seat: Seat
    uses: int
    until: date
    giver: str = ""


def invite(work: Work, actor: Actor, offer: Offer, now: datetime) -> Made:
    """Make a code; it works to the end of its last day in the program's zone."""
    if not 1 <= offer.days <= MOST_DAYS:
        raise OfferRefused(f"a code works for 1 to {MOST_DAYS} days, not for {offer.days}")
    if not 1 <= offer.uses <= MOST_USES:
        raise OfferRefused(f"a code is for 1 to {MOST_USES} people, not for {offer.uses}")
    seat = _offered(work, offer)
    require(actor, action_to_invite(offer.role), Place(seat.program, seat.team))
    return _made(work, actor, seat, Terms(_ends_at(work, seat.program, offer.days, now), offer.uses), now)


def hand_over(work: Work, actor: Actor, team_id: int, person: str, now: datetime) -> Made:
    """Make a code for one person, who takes the team over from a supervisor: from the actor, else from the one with the pseudonym
    `person`, else from the only one there is. A team without a supervisor is simply given one.
    """
    seat = _offered(work, Offer(Role.supervisor, team_id))
    require(actor, Action.hand_over_team, Place(seat.program, team_id))
    giver = actor.learner_id if seat in actor.seats else _giver(work, seat, person)
    return _made(work, actor, seat, Terms(_ends_at(work, seat.program, HAND_OVER_DAYS, now), 1, giver), now)


def codes(work: Work, actor: Actor, program_id: int, now: datetime) -> tuple[tuple[Invite, date], ...]:
    """The codes of a program that the actor may see, each with the last day on which it works."""
    programs.find_program(work, program_id)
    zone, every = _zone(work, program_id), invites.list_invites(work, program_id, now)
    seen = [one for one in every if may(actor, Action.see_codes, Place(program_id, one.seat.team))]
    return tuple((one, _last_day(zone, one.terms)) for one in seen)


def revoke(work: Work, actor: Actor, invite_id: int, now: datetime) -> Invite:
    """Let nobody use a code any more; the code as it was."""
    found = invites.find_invite(work, invite_id, now)
    require(actor, _action_to_revoke(found), _place(found))
    if invites.revoke(work, invite_id, now):
        note(work, actor, "code_revoked", f"code {invite_id}: {named(found.seat)}", now)
    return found


def revoke_all(work: Work, actor: Actor, team_id: int, now: datetime) -> int:
    """End every code of a team that still works and that the actor may end; how many. A supervisor may not end a supervisor's."""
    team = open_team(work, team_id)
    require(actor, Action.invite_learner, Place(team.program_id, team_id))
    ended = 0
    for one in invites.list_invites(work, team.program_id, now):
        if one.seat.team == team_id and not one.problem and may(actor, _action_to_revoke(one), _place(one)):
            revoke(work, actor, one.id, now)
            ended += 1
    return ended


def _action_to_revoke(code: Invite) -> Action:
    return Action.hand_over_team if code.terms.giver_id is not None else action_to_invite(code.seat.role)


def _place(code: Invite) -> Place:
    return Place(code.seat.program, code.seat.team)


def _offered(work: Work, offer: Offer) -> Seat:
    if needs_team(offer.role):
        if not offer.team:
            raise OfferRefused(f"a {offer.role} is in one team: name the team, `coach team list` shows them")
        team = open_team(work, offer.team)
        program = programs.find_program(work, team.program_id)
        if offer.program not in (0, program.id):
            raise OfferRefused(f"team {team.id} belongs to program {program.id}, not to {offer.program}")
        return Seat(offer.role, program.id, program.name, team.id, team.name)
    if offer.team or not offer.program:
        raise OfferRefused(f"an {offer.role} works for a whole program: name the program, and no team")
    program = programs.find_program(work, offer.program)
    return Seat(offer.role, program.id, program.name)


def _giver(work: Work, seat: Seat, person: str) -> int | None:
    having = [one.learner_id for one in programs.held(work, seat.program) if one.seat == seat]
    if person:
        having = [one for one in having if pseudonym(one) == person.strip().lower()]
        if not having:
            raise NoSuchPerson(f"{person} is no supervisor of team {seat.team}: `coach role list` shows who is")
    if len(having) > 1:
        names = ", ".join(pseudonym(one) for one in having)
        raise NoSuchPerson(f"team {seat.team} has several supervisors ({names}): say with --from whose place is taken")
    return having[0] if having else None


def _ends_at(work: Work, program_id: int, days: int, now: datetime) -> datetime:
    return end_of_day(_zone(work, program_id), now + timedelta(days=days))


def _made(work: Work, actor: Actor, seat: Seat, terms: Terms, now: datetime) -> Made:
    number, code = invites.make(work, seat, terms, now)
    giver = "" if terms.giver_id is None else pseudonym(terms.giver_id)
    note(work, actor, "code_made", f"code {number}: {named(seat)}" + (f", from {giver}" if giver else ""), now)
    return Made(number, code, seat, terms.most, _last_day(_zone(work, seat.program), terms), giver)


def _zone(work: Work, program_id: int) -> str:
    return policy_of(work, program_id, Policy()).zone


def _last_day(zone: str, terms: Terms) -> date:
    """The last day on which a code works, where the program is."""
    return (terms.expires_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
