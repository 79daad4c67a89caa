"""Seats: where the commands lead that have to do with teams and roles."""

from collections.abc import Callable

from dialogues.agreeing import learns_in_a_team
from dialogues.facts import Role, Seat
from dialogues.heard import Start
from dialogues.outcome import Scene

STAFF = (Role.author, Role.approver, Role.admin)


def place_of(seat: Seat) -> str:
    """Where a seat is, as people know it."""
    return f"{seat.team_name}, {seat.program_name}" if seat.team else seat.program_name


def leave_seat_start(scene: Scene) -> Start:
    """Give up a role, of those they have."""
    seats = tuple(f"{one.role.value},{one.program},{one.team},{place_of(one)}" for one in scene.facts.seats)
    return ("leave_seat", seats) if seats else ("tell", ("seat.none",))


def team_start(scene: Scene) -> Start:
    """The screen of a team, for who supervises one."""
    teams = tuple(f"{one.team}={one.team_name}" for one in scene.facts.seats if one.role is Role.supervisor)
    if teams:
        return "team", teams
    return supervisor_start(scene) if learns_in_a_team(scene.facts) else ("tell", ("team.none", "/join"))


def staff_start(scene: Scene) -> Start:
    """The screen of the people who write, approve or run."""
    works = any(one.role in STAFF for one in scene.facts.seats)
    return ("staff", ()) if works else ("tell", ("staff.none",))


def content_start(flow: str, *roles: Role) -> Callable[[Scene], Start]:
    """A talk about the content on its way to people, for who has one of these roles."""

    def start(scene: Scene) -> Start:
        works = any(one.role in roles for one in scene.facts.seats)
        return (flow, ()) if works else ("tell", ("release.not_yours",))

    return start


def supervisor_start(scene: Scene) -> Start:
    """What their supervisor sees."""
    return ("supervisor", ()) if learns_in_a_team(scene.facts) else ("tell", ("supervisor.none",))


def contact_start(scene: Scene) -> Start:
    """Ask their supervisors to get in touch."""
    return ("ask_contact", ()) if learns_in_a_team(scene.facts) else ("tell", ("contact.none", "/help_now"))


def digest_start(flow: str) -> Callable[[Scene], Start]:
    """A talk about the digest, for who gets one: who supervises a team, and staff but for the digest itself."""
    getting = (Role.supervisor,) if flow in ("show_digest", "digest_hour") else (Role.supervisor, *STAFF)

    def start(scene: Scene) -> Start:
        supervises = any(one.role in getting for one in scene.facts.seats)
        return (flow, ()) if supervises else ("tell", ("digest.not_yours",))

    return start
