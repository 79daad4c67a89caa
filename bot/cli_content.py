"""The commands about content: write and check it, look at it, and let it out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import read_settings

# The commands import what they need when they run: `coach --help` should not wait for the rest.
# ruff: noqa: PLC0415  # late, as said above

content = typer.Typer(no_args_is_help=True, help="Write and check what the coach teaches, and let it out.")

Signed = Annotated[str, typer.Option("--by", help="Your name: what you do is on record under it.")]
Text = Annotated[str, typer.Option(help="What they are told, in English; 500 characters at most.")]
TextEs = Annotated[str, typer.Option(help="The same in Spanish.")]
Send = Annotated[bool, typer.Option("--send", help="Really send it.")]
Library = Annotated[str | None, typer.Argument(help="A folder, a zip, or the number of a release.")]


def add_content_to(app: typer.Typer) -> None:
    """Put these commands beside the others."""
    app.add_typer(content, name="content")
    app.command(name="announce")(announce)
    app.command(name="announce-list")(announce_list)
    app.command(name="announce-stop")(announce_stop)


@content.command()
def check(
    directory: Annotated[
        Path | None, typer.Argument(help="The library's folder; the shipped one if none is given.")
    ] = None,
) -> None:
    """Check a library: each problem with its file, its line and how to mend it. Status 1 if there is any."""
    from bot.main.checking import problems_in

    problems, warnings = problems_in(directory)
    for line in (*problems, *warnings):
        typer.echo(line)
    typer.echo("No problems." if not problems else f"Problems found: {len(problems)}.", err=True)
    if problems:
        raise typer.Exit(1)


@content.command()
def stats(
    library: Library = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Count what a library teaches, by language and competency, with its words and reading grade."""
    from bot.main.content_commands import numbers, numbers_table

    settings = read_settings()
    _say([json.dumps(numbers(settings, library))] if as_json else numbers_table(settings, library))


@content.command()
def diff(old: Library = None, new: Library = None) -> None:
    """Show what learners would see changed from one library to another; with one named, from the shipped one to it."""
    from bot.main.content_commands import diff as compared

    _say(compared(read_settings(), old, new) if new else compared(read_settings(), None, old))


@content.command()
def preview(
    library: Annotated[str, typer.Argument(help="A folder, a zip, or the number of a release.")],
    language: Annotated[str, typer.Option(help="Language to talk in.")] = "en",
    country: Annotated[str, typer.Option(help="Country whose help lines to show, such as US.")] = "",
) -> None:
    """Talk to the coach as somebody who is taught from this: nobody's record is touched, and nothing is kept."""
    from bot.main.content_commands import preview as talk
    from dialogues.facts import Profile

    talk(read_settings(), library, Profile(language, country.upper() or None))


@content.command()
def translated(
    language: Annotated[str, typer.Argument(help="The language, such as es.")],
    names: Annotated[
        list[str] | None, typer.Argument(help="What holds, such as lesson:rights-01; all where none is named.")
    ] = None,
    directory: Annotated[
        Path | None, typer.Option(help="The library's folder; the shipped one if none is given.")
    ] = None,
) -> None:
    """Sign that translations were made from the English as it is now."""
    from bot.main.content_commands import sign_translated

    _say(sign_translated(language, names or None, directory))


@content.command("export-csv")
def export_csv(
    language: Annotated[str, typer.Argument(help="The language, such as es.")],
    file: Annotated[Path, typer.Argument(help="The sheet to write.")],
    library: Library = None,
) -> None:
    """Write a sheet for translators: a row a sentence, with where it stands and how long it may be."""
    from bot.main.content_commands import export_sheet

    _say(export_sheet(read_settings(), language, file, library))


@content.command("import-csv")
def import_csv(
    language: Annotated[str, typer.Argument(help="The language, such as es.")],
    file: Annotated[Path, typer.Argument(help="The sheet to read.")],
    directory: Annotated[Path, typer.Argument(help="The library's folder, whose files of that language are written.")],
) -> None:
    """Read a translators' sheet back into a library's folder; a sheet that cannot be taken changes nothing."""
    from bot.main.content_commands import import_sheet

    _say(import_sheet(language, file, directory))


@content.command()
def publish(directory: Annotated[Path, typer.Argument(help="The library's folder.")], by: Signed) -> None:
    """Make a release of a folder, if nothing is wrong with it, and ask for its approval."""
    from bot.main.release_commands import publish as make

    _say(make(read_settings(), directory, by))


@content.command()
def approve(
    number: Annotated[int, typer.Argument(help="The release's number.")],
    by: Signed,
    canary: Annotated[int, typer.Option(help="The number of a team that gets it first.")] = 0,
) -> None:
    """Let a release out that somebody else wrote: to one team first, or to everybody."""
    from bot.main.release_commands import approve as let_out

    _say(let_out(read_settings(), number, by, canary))


@content.command("give-back")
def give_back(
    number: Annotated[int, typer.Argument(help="The release's number.")],
    words: Annotated[str, typer.Argument(help="What should be changed.")],
    by: Signed,
) -> None:
    """Ask for a change in a release that waits for approval."""
    from bot.main.release_commands import give_back as ask

    _say(ask(read_settings(), number, by, words))


@content.command()
def rollback(by: Signed) -> None:
    """Take back what came out last, in one step: what a team tries, else what everybody has."""
    from bot.main.release_commands import roll_back

    _say(roll_back(read_settings(), by))


@content.command()
def history() -> None:
    """Show what became of the newest releases."""
    from bot.main.release_commands import history as steps

    _say(steps(read_settings()))


@content.command()
def correct(
    subject: Annotated[str, typer.Argument(help="The lesson or question that was wrong, such as rights-01.")],
    release: Annotated[list[int], typer.Option(help="A release in which it was wrong; may be given several times.")],
    text: Text,
    by: Signed,
    text_es: TextEs = "",
    *,
    send: Send = False,
) -> None:
    """Send a short correction to those who were shown something wrong, and to nobody else."""
    from bot.main.notice_commands import Wish, tell
    from bot.store.notices import To

    to = To(subjects=(subject,), releases=tuple(release))
    _say(tell(read_settings(), Wish(to, _words(text, text_es), by, send)))


def announce(
    program: Annotated[int, typer.Argument(help="The program's number.")],
    text: Text,
    by: Signed,
    team: Annotated[int, typer.Option(help="The number of one team.")] = 0,
    text_es: TextEs = "",
    *,
    send: Send = False,
) -> None:
    """Send news to the learners of a program or a team, each in their own hours. First it shows to how many."""
    from bot.main.notice_commands import Wish, tell
    from bot.store.notices import To

    _say(tell(read_settings(), Wish(To(program, team), _words(text, text_es), by, send)))


def announce_list() -> None:
    """List the newest news and corrections."""
    from bot.main.notice_commands import listed

    _say(listed(read_settings()))


def announce_stop(number: Annotated[int, typer.Argument(help="The notice's number.")]) -> None:
    """Take news or a correction back from everybody it has not reached yet."""
    from bot.main.notice_commands import stop

    _say(stop(read_settings(), number))


def _words(english: str, spanish: str) -> dict[str, str]:
    return {"en": english} | ({"es": spanish} if spanish else {})


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
