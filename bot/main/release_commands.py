"""Release commands: publish, approve, take back and look at releases from the command line. The operator signs by a name."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.access import OPERATOR
from bot.main.database import now, run_once
from bot.main.parts import LIBRARY
from bot.main.people_commands import day, table
from bot.services import releasing
from bot.services.gating import gate
from bot.services.programs import open_team
from bot.services.publishing import publish_shipped
from bot.services.releasing import By
from bot.settings import Settings
from bot.store import release_steps, releases
from bot.store.release_steps import Taken
from bot.store.work import Work
from content.loading import ContentBroken, read_files
from content.release import checksum

NEWEST = 40
SHORTEST_NAME = 2
SAID = {
    "made": "made", "asked": "asked for approval", "returned": "a change was asked for", "approved": "approved",
    "tried": "out to team {team}", "published": "out to everybody", "rolled_back": "everybody has it again",
}  # fmt: skip


def publish(settings: Settings, directory: Path, by: str) -> list[str]:
    """Make a release of a folder and ask for its approval. Raises ContentBroken with every problem, and keeps nothing then."""
    files = read_files(directory)
    problems = gate(files, now().date()).problems
    if problems:
        raise ContentBroken(problems)
    number, out = run_once(settings, _published, files, signed(by), now())
    if number == out:
        return [f"That is what is out already, as release {number}."]
    return [f"Release {number} waits. Somebody else lets it out with `coach content approve {number} --by NAME`."]


def approve(settings: Settings, number: int, by: str, canary: int) -> list[str]:
    """Let a release out: to one team first, or to everybody."""
    run_once(settings, releasing.approve, signed(by), number, canary, now())
    if canary:
        team = run_once(settings, open_team, canary).name
        return [
            f"Team {canary}, {team}, has release {number}. When it reads well: `coach content approve {number} --by NAME`."
        ]
    return [f"Everybody has release {number}. `coach content rollback --by NAME` takes it back."]


def give_back(settings: Settings, number: int, by: str, words: str) -> list[str]:
    """Ask for a change instead of approving."""
    asked = " ".join(words.split())
    if not asked:
        raise releasing.ReleaseRefused("release.which_change", "say what should be changed, for the author to read")
    run_once(settings, releasing.give_back, signed(by), number, asked, now())
    return [f"Release {number} waits no more. What you asked for is kept with it."]


def roll_back(settings: Settings, by: str) -> list[str]:
    """Take back what came out last, in one step."""
    gone, to = run_once(settings, _taken_back, signed(by), now())
    named = f"Release {gone[0]} is" if len(gone) == 1 else f"Releases {' and '.join(map(str, gone))} are"
    return [f"{named} taken back; everybody has release {to}."]


def history(settings: Settings) -> list[str]:
    """What became of the newest releases, the newest last."""
    current, steps = run_once(settings, _steps)
    if not steps:
        return ["Nothing was published yet: `coach serve` lets out what we ship when it starts."]
    rows = [(one.number, _time(one.at), _what(one), one.by, one.words) for one in steps]
    standing = run_once(settings, _standing)
    return [
        *table(("Release", "Time (UTC)", "What", "By", "Words"), rows),
        "",
        *standing,
        f"Out now: release {current}.",
    ]


def release_files(settings: Settings, number: int) -> dict[str, str]:
    """The files of a release, to look at or to compare."""
    return run_once(settings, releases.files, number)


def _published(work: Work, files: dict[str, str], by: By, moment: datetime) -> tuple[int, int]:
    current = releases.current(work) or publish_shipped(work, read_files(LIBRARY), moment)
    if checksum(files) == checksum(releases.files(work, current)):
        return current, current
    number = releasing.make(work, by, files, current, moment)
    releasing.ask(work, by, number, moment)
    return number, current


def _steps(work: Work) -> tuple[int | None, Sequence[Taken]]:
    return releases.current(work), release_steps.newest(work, NEWEST)


def _standing(work: Work) -> list[str]:
    """What teams try now, and what waits for approval."""
    trials = sorted(releases.trials(work).items())
    newest = sorted({one.number for one in release_steps.newest(work, NEWEST)})
    waiting = [one for one in newest if releasing.waits(work, one) and one not in dict(trials).values()]
    tried = [f"Tried by team {team}: release {number}." for team, number in trials]
    return tried + [f"Waits for approval: release {number}." for number in waiting]


def _taken_back(work: Work, by: By, moment: datetime) -> tuple[Sequence[int], int]:
    """Which releases were taken back, all that teams tried where any did, and which one everybody has."""
    tried = sorted(set(releases.trials(work).values()))
    back, to = releasing.roll_back(work, by, moment)
    return tried or [back], to


def _what(taken: Taken) -> str:
    return SAID[taken.step.value].format(team=taken.team)


def _time(moment: datetime) -> str:
    return f"{day(moment)} {moment:%H:%M}"


def signed(name: str) -> By:
    """Who signs. Raises ReleaseRefused where nobody could be meant."""
    signed = " ".join(name.split())
    if len(signed) < SHORTEST_NAME:
        raise releasing.ReleaseRefused("release.own", "sign with your name: --by NAME, of two letters or more")
    return By(OPERATOR, signed)
