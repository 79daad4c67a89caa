"""The commands for who runs it: backups and what they must not bring back, the yearly count of cards, keys, and a simulation."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import BadSettings, read_settings


class Shown(StrEnum):
    """Which policies of a simulation are shown."""

    all = "all"
    fsrs = "fsrs"
    fixed = "fixed"
    random = "random"


# The commands import what they need when they run: `coach --help` should not wait for the rest.
# ruff: noqa: PLC0415  # late, as said above


def add_keeping_to(app: typer.Typer) -> None:
    """Put these commands beside the others."""
    app.command(name="backup")(backup)
    app.command(name="restore")(restore)
    app.command(name="safety-report")(safety_report)
    app.command(name="rotate-key")(rotate_key)
    app.command(name="simulate")(simulate)


def backup(
    where: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, or a folder that keeps its backups.")],
    keep: Annotated[
        int | None, typer.Option(min=1, help="With a folder: after how many days its backups are deleted; only sooner.")
    ] = None,
) -> None:
    """Copy the database, also while `coach serve` runs. SQLite only: PostgreSQL has pg_dump.

    In a folder, backups of ours that are older than the shortest time anything is kept are deleted, 30 days at most.
    """
    from bot.main.backup_commands import back_up

    _say(back_up(read_settings(), where, keep))


def restore(
    file: Annotated[Path | None, typer.Argument(help="A file that `coach backup` made.")] = None,
    *,
    erasures: Annotated[
        bool, typer.Option("--apply-erasures", help="Only erase again whoever a restored copy brought back.")
    ] = False,
    old: Annotated[bool, typer.Option("--old", help="Also a backup older than the list of erasures reaches.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Bring a backup in place of the database, without anybody who was erased since it was made.

    On PostgreSQL use pg_restore and `coach migrate`, then `coach restore --apply-erasures`.
    """
    from bot.main import backup_commands

    settings = read_settings()
    if (file is None) != erasures:
        raise BadSettings("Name a file to restore, or write --apply-erasures after a restore by other means.")
    if file is None:
        _say(backup_commands.apply_erasures(settings))
        return
    _say(backup_commands.about(settings, file))
    if not yes and typer.prompt("To go on, type restore").strip() != "restore":
        raise BadSettings("That is not restore: nothing was changed.")
    _say(backup_commands.restore(settings, file, old=old))


def safety_report(
    year: Annotated[int, typer.Argument(min=2000, max=9999, help="The year, such as 2027.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Say how many resource cards were shown in a year, in figures that name and find nobody."""
    from bot.main.safety_commands import safety_report

    _say(safety_report(read_settings(), year, as_json=as_json))


def simulate(
    learners: Annotated[int, typer.Option(min=1, max=100_000, help="How many learners.")] = 1000,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="For how many weeks.")] = 12,
    missed: Annotated[float, typer.Option(min=0, max=1, help="How likely each leaves a prompt unanswered.")] = 0.3,
    policy: Annotated[Shown, typer.Option(help="Whose figures to show; the same learners live all three.")] = Shown.all,
    seed: Annotated[int, typer.Option(help="Where the dice begin: the same seed gives the same figures.")] = 1,
) -> None:
    """Simulate learners whose memory is of another kind than the one we reckon with; what each policy leads to, as JSON."""
    from bot.domain.simulating import Trial
    from bot.main.simulate import simulated

    typer.echo(simulated(Trial(learners, weeks, missed, seed), policy.value))


def rotate_key(
    *,
    new: Annotated[
        bool, typer.Option("--new", help="Only add a new key to the key file; it seals from then on.")
    ] = False,
) -> None:
    """Seal everything anew with the newest key: first `coach rotate-key --new`, then `coach rotate-key`.

    Stop every `coach serve` before. It may be stopped at any time and run again.
    """
    from bot.main import key_commands

    _say(key_commands.add(read_settings()) if new else key_commands.rotate(read_settings()))


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
