"""The commands about who is who, programs, teams, codes and roles; and about what is kept: audit, reports, erasing."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.settings import BadSettings, read_settings
from dialogues.facts import Role

# The commands import what they need when they run: `coach --help` should not wait for the rest.
# ruff: noqa: PLC0415  # late, as said above

program = typer.Typer(no_args_is_help=True, help="Programs, and what each decides for its people.")
team = typer.Typer(no_args_is_help=True, help="The teams of a program.")
role = typer.Typer(no_args_is_help=True, help="Who has which role.")
report = typer.Typer(no_args_is_help=True, help="What people said is wrong with a lesson.")
LIST, REVOKE = "list", "revoke"


def add_to(app: typer.Typer) -> None:
    """Put these commands beside the others."""
    app.add_typer(program, name="program")
    app.add_typer(team, name="team")
    app.add_typer(role, name="role")
    app.add_typer(report, name="report")
    app.command(name="invite")(invite)
    app.command(name="audit")(audit)
    app.command(name="erase")(erase)


@program.command("add")
def program_add(
    name: Annotated[str, typer.Argument(help="What people know it by.")],
    zone: Annotated[str, typer.Option(help="Where it is, such as Europe/Oslo: new learners start there.")] = "",
) -> None:
    """Add a program."""
    from bot.main.people_commands import add_program

    _say(add_program(read_settings(), name, _zone(zone)))


@program.command("list")
def program_list() -> None:
    """List the programs."""
    from bot.main.people_commands import list_programs

    _say(list_programs(read_settings()))


@program.command("show")
def program_show(number: Annotated[int, typer.Argument(help="The program's number.")]) -> None:
    """Show a program's policy, as a file to change and to give back with `coach program policy`."""
    from bot.main.people_commands import show_program

    _say(show_program(read_settings(), number))


@program.command("policy")
def program_policy(
    number: Annotated[int, typer.Argument(help="The program's number.")],
    file: Annotated[Path, typer.Argument(help="A YAML file such as `coach program show` prints.")],
) -> None:
    """Let a program decide what stands in a file, and leave all else to the deployment."""
    from bot.main.people_commands import change_policy

    _say(change_policy(read_settings(), number, file))


@team.command("add")
def team_add(
    program_number: Annotated[int, typer.Argument(metavar="PROGRAM", help="The program's number.")],
    name: Annotated[str, typer.Argument(help="What people know it by.")],
) -> None:
    """Open a team."""
    from bot.main.people_commands import add_team

    _say(add_team(read_settings(), program_number, name))


@team.command("list")
def team_list(
    program_number: Annotated[int, typer.Argument(metavar="[PROGRAM]", help="The program's number; else all.")] = 0,
) -> None:
    """List the teams, with how many people are in each."""
    from bot.main.people_commands import list_teams

    _say(list_teams(read_settings(), program_number))


@team.command("rename")
def team_rename(
    number: Annotated[int, typer.Argument(metavar="TEAM", help="The team's number.")],
    name: Annotated[str, typer.Argument(help="Its new name.")],
) -> None:
    """Give a team another name."""
    from bot.main.people_commands import rename_team

    _say(rename_team(read_settings(), number, name))


@team.command("close")
def team_close(number: Annotated[int, typer.Argument(metavar="TEAM", help="The team's number.")]) -> None:
    """Close a team: its codes end, its learners stay in the program without a team."""
    from bot.main.people_commands import close_team

    _say(close_team(read_settings(), number))


@team.command("hand-over")
def team_hand_over(
    number: Annotated[int, typer.Argument(metavar="TEAM", help="The team's number.")],
    giver: Annotated[
        str, typer.Option("--from", help="Pseudonym of the supervisor who goes, where there are several.")
    ] = "",
) -> None:
    """Make a code for one person, who takes the team over from its supervisor."""
    from bot.main.people_commands import hand_over

    _say(hand_over(read_settings(), number, giver))


@role.command("list")
def role_list(
    program_number: Annotated[int, typer.Argument(metavar="PROGRAM", help="The program's number.")],
) -> None:
    """List who has which role, under pseudonyms."""
    from bot.main.people_commands import list_roles

    _say(list_roles(read_settings(), program_number))


@role.command("take")
def role_take(
    person: Annotated[str, typer.Argument(help="The pseudonym that `coach role list` shows.")],
    which: Annotated[Role, typer.Argument(metavar="ROLE", help="The role that ends.")],
) -> None:
    """Take a role from somebody."""
    from bot.main.people_commands import take_role

    _say(take_role(read_settings(), person, which))


def invite(
    what: Annotated[str, typer.Argument(metavar="[TEAM|list|revoke]", help="A team's number, or what to do.")] = "",
    number: Annotated[int, typer.Argument(metavar="[CODE]", help="With revoke: the number of the code.")] = 0,
    *,
    which: Annotated[Role, typer.Option("--role", help="What those who use the code become.")] = Role.learner,
    program_number: Annotated[int, typer.Option("--program", help="A program's number, for staff or for list.")] = 0,
    days: Annotated[int, typer.Option(help="For how many days the code works.")] = 30,
    uses: Annotated[int, typer.Option(help="For how many people; 20 learners or one other, unless you say.")] = 0,
) -> None:
    """Make a code for a team or for staff, list the codes, or revoke one.

    `coach invite 3` is for the learners of team 3, `coach invite 3 --role supervisor` for its supervisor,
    `coach invite --program 1 --role author` for staff. `coach invite list` lists the codes, `coach invite revoke 7` ends one.
    """
    from bot.main import people_commands
    from bot.services.inviting import Offer

    if what == LIST:
        _say(people_commands.list_codes(read_settings(), program_number))
    elif what == REVOKE:
        _say(people_commands.revoke_code(read_settings(), number))
    elif what and not what.isdecimal():
        raise BadSettings(f"{what!r} is no team's number: `coach team list` shows them. Or write list, or revoke CODE.")
    else:
        uses = uses or (20 if which is Role.learner else 1)
        _say(people_commands.invite(read_settings(), Offer(which, int(what or 0), program_number, days, uses)))


@report.command("list")
def report_list(
    program_number: Annotated[
        int | None, typer.Option("--program", help="A program's number, or 0 for people in no program; else all.")
    ] = None,
) -> None:
    """List the open reports about lessons, the newest last, without who wrote them."""
    from bot.main.upkeep_commands import list_reports

    _say(list_reports(read_settings(), program_number))


@report.command("close")
def report_close(number: Annotated[int, typer.Argument(metavar="REPORT", help="The report's number.")]) -> None:
    """Close a report that is dealt with: it is listed no more."""
    from bot.main.upkeep_commands import close_report

    _say(close_report(read_settings(), number))


def audit(most: Annotated[int, typer.Option(min=1, help="How many entries.")] = 50) -> None:
    """Show who did what to whom, in pseudonyms and numbers, the newest last."""
    from bot.main.upkeep_commands import list_audit

    _say(list_audit(read_settings(), most))


def erase(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The pseudonym that `coach role list` shows.")] = "",
    *,
    chat: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="ACCOUNT ADDRESS", help="Somebody by their chat, such as rest ann."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Erase a person who asked for it and cannot do it in their chat.

    `coach erase 3f9a2-c71b0` is somebody with a role, `coach erase --chat rest ann` whoever writes there.
    """
    from bot.main import upkeep_commands
    from bot.services.erasing import Whom

    if bool(person) == bool(chat):
        raise BadSettings("Name one person: a pseudonym that `coach role list` shows, or --chat ACCOUNT ADDRESS.")
    whom = Whom("", *chat) if chat else Whom(person)
    settings = read_settings()
    _say(upkeep_commands.describe(settings, whom))
    what = "address" if chat else "pseudonym"
    if not yes and not upkeep_commands.is_retyped(whom, typer.prompt(f"To erase them, type the {what} again")):
        raise BadSettings(f"That is not the {what}: nothing was erased.")
    _say(upkeep_commands.erase(settings, whom))


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (KeyError, ValueError, OSError):
        raise BadSettings(f"There is no time zone {name!r}. Name one such as Europe/Oslo, with --zone.") from None
