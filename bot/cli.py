"""The command line. Each command says in its help what it does; errors say what happened and what to do next."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli_content import add_content_to
from bot.cli_keeping import add_keeping_to
from bot.cli_programs import add_to
from bot.settings import BadSettings, read_settings, shown
from dialogues.facts import Profile
from nlu.intents import Open

# The commands import what they need when they run: `coach --help` and the first words of a talk should not wait for the rest.
# ruff: noqa: PLC0415  # late, as said above

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Peercoach: a coach for people who give digital peer support.",
)
add_content_to(app)
add_to(app)
add_keeping_to(app)


def run() -> None:
    """Run a command; what a person can meet ends in one clear sentence and status 1."""
    try:
        app()
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from bot.main.complaints import complaint

        sentence = complaint(error)
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        sys.exit(1)


@app.command()
def chat(
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M"], help="The time it is, in the zone.")
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone, such as Europe/Oslo.")] = "UTC",
    country: Annotated[str, typer.Option(help="Country whose help lines to show, such as US.")] = "",
    language: Annotated[str, typer.Option(help="Language to talk in.")] = "en",
    keep: Annotated[Path | None, typer.Option(help="Write the talk to this file, as a transcript.")] = None,
    *,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin as somebody new; the last demo talk is forgotten.")
    ] = False,
    welcome_done: Annotated[bool, typer.Option("--welcome-done", help="Skip the welcome.")] = False,
) -> None:
    """Talk to the coach here: no tokens, a demo learner in a file of its own, and a clock to fast-forward."""
    from bot.main.chat import Choices, talk_here

    start = at.replace(tzinfo=_zone(zone)).astimezone(UTC) if at else None
    profile = replace(Profile(), language=language, country=country.upper() or None, zone=_zone(zone).key)
    asyncio.run(talk_here(read_settings(), Choices(profile, start, fresh, welcome_done, keep)))


@app.command()
def read(
    locale: Annotated[str, typer.Option(help="Language of the lines.")] = "en",
    open: Annotated[Open, typer.Option(help="What the talk has open: none, drill, item or checkin.")] = Open.none,
) -> None:
    """Read lines from standard input; say for each what it means, as one JSON object a line."""
    from bot.main.reading import readings

    for reading in readings(read_settings(), sys.stdin, locale, open):
        typer.echo(json.dumps(reading, ensure_ascii=False))


@app.command()
def skills(
    locale: Annotated[str, typer.Option(help="Language of the replies; any of ours is heard.")] = "en",
    context: Annotated[
        bool,
        typer.Option(
            "--context", help='Lines are {"said": "...", "reply": "..."}: advice that was asked for is none unasked.'
        ),
    ] = False,
) -> None:
    """Read replies from standard input; say for each which skills of support are heard in it, as one JSON object a line."""
    from bot.main.skills import skills_heard

    for heard in skills_heard(read_settings(), sys.stdin, context=context):
        typer.echo(json.dumps(heard, ensure_ascii=False))


@app.command()
def serve() -> None:
    """Run jobs, channels and web in one process, until it is told to stop."""
    from bot.main.serve import serve_all

    asyncio.run(serve_all(read_settings()))


@app.command()
def migrate() -> None:
    """Bring the database to the tables this version needs."""
    from bot.store.migrate import migrate, revision

    settings = read_settings()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate(settings.database)
    typer.echo(f"The database is at {revision(settings.database)}.")


@app.command()
def settings() -> None:
    """Show every setting, where secrets stay hidden."""
    for name, value, help_line in shown(read_settings()):
        typer.echo(f"{name}={value}\n    {help_line}")


@app.command("rasa-check")
def rasa_check(
    url: Annotated[str, typer.Option(help="Where Rasa is, if not at COACH_RASA_URL.")] = "",
) -> None:
    """Ask a Rasa server for examples of every intent: are its intents ours, does it read as we do? Status 1 if not ours."""
    from bot.main.rasa_checking import check_rasa

    findings = asyncio.run(check_rasa(read_settings(), url))
    for line in findings.lines:
        typer.echo(line)
    if not findings.fits:
        raise typer.Exit(1)


@app.command("slack-manifest")
def slack_manifest() -> None:
    """Write the manifest from which Slack makes the app: for HTTP where COACH_PUBLIC_URL is set, else for Socket Mode."""
    from bot.main.slack_words import manifest_text

    typer.echo(manifest_text(read_settings()), nl=False)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadSettings(f"There is no time zone {name!r}. Name one such as Europe/Oslo, with --zone.") from None
