"""People commands: who is who, from the command line. Each runs one transaction as the operator and says what came of it.

They may run while `coach serve` does: it reads what they changed at its next turn.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.domain.access import OPERATOR
from bot.main.database import now, run_once
from bot.main.policies import policy, policy_lines, read_policy
from bot.services import inviting, programs
from bot.services.inviting import Made, Offer
from bot.services.programs import one_line
from bot.settings import Settings
from bot.store.programs import Team
from bot.store.work import Work
from dialogues.facts import Role, Seat

STATES = {"": "works", "revoked": "revoked", "over": "its time is over", "used_up": "used up"}


def add_program(settings: Settings, name: str, zone: str) -> list[str]:
    """Add a program; `zone` is where it is, or ""."""
    decided: Mapping[str, object] = {"zone": zone} if zone else {}
    number = run_once(settings, programs.add_program, OPERATOR, name, decided, now())
    return [f"Program {number}, {one_line(name)}, is there. Give it teams with `coach team add {number} NAME`."]


def list_programs(settings: Settings) -> list[str]:
    """Every program, with how many teams and learners it has."""

    def look(work: Work) -> list[Sequence[object]]:
        rows: list[Sequence[object]] = []
        for one in programs.list_programs(work, OPERATOR):
            teams = [team.team for team in programs.team_sizes(work, OPERATOR, one.id) if team.team.closed_at is None]
            people = {person for person, _ in programs.people_in(work, OPERATOR, one.id)}
            rows.append((one.id, one.name, len(teams), len(people)))
        return rows

    rows = run_once(settings, look)
    if not rows:
        return ["There is no program yet. Add one with `coach program add NAME`."]
    return table(("Program", "Name", "Open teams", "People"), rows)


def show_program(settings: Settings, program_id: int) -> list[str]:
    """A program's policy as a file that `coach program policy` takes."""
    program, decided = run_once(settings, programs.decided_by, OPERATOR, program_id)
    head = [f"# Policy of program {program_id}, {program.name}."]
    head += ["# A line that begins with # is what this deployment does anyway; take the # away to decide it here."]
    head += [
        "# Each learner has quiet hours of their own, 20:00 to 08:00 at first; quiet_from and quiet_to here add hours that"
    ]
    head += ["# nobody can open, and where both are equal they add none."]
    return head + policy_lines(decided, policy(settings))


def change_policy(settings: Settings, program_id: int, file: Path) -> list[str]:
    """Let a program decide what stands in a file, and nothing else."""
    decided = read_policy(file)
    program = run_once(settings, programs.change_policy, OPERATOR, program_id, decided, now())
    which = ", ".join(decided)
    if not decided:
        return [f"Program {program_id}, {program.name}, decides nothing itself from now on."]
    return [f"Program {program_id}, {program.name}, decides from now on: {which}. All else is as in this deployment."]


def add_team(settings: Settings, program_id: int, name: str) -> list[str]:
    """Open a team in a program."""
    number = run_once(settings, programs.add_team, OPERATOR, program_id, name, now())
    return [f"Team {number}, {one_line(name)}, is there. Invite its people with `coach invite {number}`."]


def list_teams(settings: Settings, program_id: int) -> list[str]:
    """The teams of a program (0: of every program), with how many people are in each."""

    def look(work: Work) -> list[Sequence[object]]:
        found = [program_id] if program_id else [one.id for one in programs.list_programs(work, OPERATOR)]
        sizes = [size for one in found for size in programs.team_sizes(work, OPERATOR, one)]
        return [
            (size.team.id, size.team.name, size.team.program_id, size.learners, size.supervisors, _state(size.team))
            for size in sizes
        ]

    rows = run_once(settings, look)
    if not rows:
        return ["There is no team yet. Add one with `coach team add PROGRAM NAME`."]
    return table(("Team", "Name", "Program", "Learners", "Supervisors", "State"), rows)


def rename_team(settings: Settings, team_id: int, name: str) -> list[str]:
    """Give a team another name."""
    run_once(settings, programs.rename_team, OPERATOR, team_id, name, now())
    return [f"Team {team_id} is called {one_line(name)} from now on."]


def close_team(settings: Settings, team_id: int) -> list[str]:
    """Close a team."""
    team = run_once(settings, programs.close_team, OPERATOR, team_id, now())
    return [f"Team {team_id}, {team.name}, is closed. Its codes ended; its learners stay in program {team.program_id}."]


def hand_over(settings: Settings, team_id: int, giver: str) -> list[str]:
    """Make the code by which somebody takes a team over; `giver` is the pseudonym of whose place it is, or ""."""
    return _told(settings, run_once(settings, inviting.hand_over, OPERATOR, team_id, giver, now()))


def invite(settings: Settings, offer: Offer) -> list[str]:
    """Make a code, and say how it is used."""
    return _told(settings, run_once(settings, inviting.invite, OPERATOR, offer, now()))


def list_codes(settings: Settings, program_id: int) -> list[str]:
    """The codes of a program (0: of every program); the codes themselves are known only to those who were told."""
    at = now()

    def look(work: Work) -> list[Sequence[object]]:
        found = [program_id] if program_id else [one.id for one in programs.list_programs(work, OPERATOR)]
        codes = [code for one in found for code in inviting.codes(work, OPERATOR, one, at)]
        return [
            (
                one.id,
                one.seat.role,
                place(one.seat),
                f"{one.used} of {one.terms.most}",
                day(until),
                STATES[one.problem],
            )
            for one, until in codes
        ]

    rows = run_once(settings, look)
    if not rows:
        return ["There is no code yet. Make one with `coach invite TEAM`."]
    return table(("Code", "Role", "Where", "Used", "Until", "State"), rows)


def revoke_code(settings: Settings, invite_id: int) -> list[str]:
    """Let nobody use a code any more."""
    found = run_once(settings, inviting.revoke, OPERATOR, invite_id, now())
    return [f"Code {invite_id}, {found.seat.role} of {place(found.seat)}, works no more. Who used it keeps their role."]


def list_roles(settings: Settings, program_id: int) -> list[str]:
    """Who has which role in a program, under pseudonyms."""
    found = run_once(settings, programs.people_in, OPERATOR, program_id)
    if not found:
        return [f"Nobody has a role in program {program_id} yet. Invite people with `coach invite`."]
    rows = [(person, one.seat.role, one.seat.team_name or "whole program", day(one.since)) for person, one in found]
    return table(("Person", "Role", "Team", "Since"), rows)


def take_role(settings: Settings, person: str, role: Role) -> list[str]:
    """Take a role from the person with this pseudonym."""
    ended = run_once(settings, programs.take_role, OPERATOR, person, role, now())
    return [f"{person} is no {role} of {place(seat)} any more." for seat in ended]


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Rows under their heads, each column as wide as its widest."""
    cells = [[str(one) for one in row] for row in (heads, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    return ["  ".join(one.ljust(width) for one, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def day(when: date) -> str:
    """A day as people write it."""
    return f"{when.day} {when:%b %Y}"


def place(seat: Seat) -> str:
    """Where a seat is, as people write it."""
    return f"{seat.team_name} ({seat.program_name})" if seat.team else seat.program_name


def _state(team: Team) -> str:
    return f"closed {day(team.closed_at)}" if team.closed_at else "open"


def _told(settings: Settings, made: Made) -> list[str]:
    people = "one person" if made.uses == 1 else f"{made.uses} people"
    lines = [
        f"Send this to {_whom(made)}: they open a chat with the coach and write  join {made.code}  "
        f"(works until {day(made.until)}, for {people})"
    ]
    if settings.telegram_token or settings.telegram_bots:
        lines.append(f"or send them this link, with your bot's name in it:  https://t.me/YOUR_BOT?start={made.code}")
    if made.giver:
        lines.append(f"When it is used, {made.giver} is no supervisor of that team any more.")
    return [*lines, f"The code is shown only now. `coach invite revoke {made.id}` ends it."]


def _whom(made: Made) -> str:
    where = place(made.seat)
    if made.giver:
        return f"whoever takes over {where}"
    if made.seat.role is Role.learner:
        return f"the people of {where}"
    return f"whoever becomes {made.seat.role} of {where}"
