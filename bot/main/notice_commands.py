"""Notice commands: news to a program or a team and corrections, from the command line; first shown, then sent with --send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.access import OPERATOR
from bot.main.database import now, run_once
from bot.main.people_commands import day, table
from bot.main.release_commands import signed
from bot.services.notices import announce
from bot.services.programs import open_team
from bot.settings import BadSettings, Settings
from bot.store import notices, releases
from bot.store.notices import Kind, Notice, To
from bot.store.programs import find_program
from bot.store.work import Work
from content.checking.one_text import text_problems
from content.loading import parse
from dialogues.flows.notice import FEW

NEWEST = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to say to many: to whom, in which words by language, signed by whom; sent only where they say so."""

    to: To
    words: Mapping[str, str]
    by: str
    send: bool


def tell(settings: Settings, wish: Wish) -> list[str]:
    """News, or a correction where it is about something that was shown. Without `send` only what would happen."""
    _fit(wish)
    by = signed(wish.by)
    kind = Kind.correction if wish.to.subjects else Kind.announcement
    people = run_once(settings, notices.count, wish.to)
    everyone = "1 person" if people == 1 else f"{people} people"
    reach = f"fewer than {FEW} people" if wish.to.subjects and people < FEW else everyone
    if not people:
        run_once(settings, _is_there, wish.to)
        return ["Nobody would get it."]
    if not wish.send:
        return [*wish.words.values(), "", f"It would go to {reach}. Send it with --send."]
    notice = Notice(kind, wish.to, wish.words, by.known_as, now())
    number = run_once(settings, announce, OPERATOR, notice, now())
    return [f"Notice {number} is on its way to {reach}. `coach announce-stop {number}` stops it."]


def stop(settings: Settings, number: int) -> list[str]:
    """Take a notice back from everybody it has not reached."""

    def taken_back(work: Work) -> int:
        notices.find(work, number)
        return notices.cancel(work, number, now())

    left = run_once(settings, taken_back)
    return [f"Notice {number} is stopped: {left} did not have it yet." if left else "It has reached everybody already."]


def listed(settings: Settings) -> list[str]:
    """The newest notices."""
    found = run_once(settings, notices.newest, NEWEST)
    if not found:
        return ["Nothing was sent yet."]
    rows: list[Sequence[object]] = [
        (one.id, day(one.due_at), one.kind.value, one.people, "stopped" if one.cancelled_at else "", one.words["en"])
        for one in found
    ]
    return table(("Notice", "Day", "What", "People", "", "Words"), rows)


def _is_there(work: Work, to: To) -> None:
    """Refuse a program, team or release that is not there, and what none of the releases teaches: no number is a guess."""
    if to.program:
        program = find_program(work, to.program)
        if to.team and open_team(work, to.team).program_id != program.id:
            raise BadSettings(f"Team {to.team} is not one of program {program.id}: `coach team list` shows which are.")
    for number in to.releases:
        taught = parse(releases.files(work, number))
        known = {id for id, _ in (*taught.lessons, *taught.items)}
        if unknown := [one for one in to.subjects if one not in known]:
            raise BadSettings(
                f"Release {number} has no lesson or question {unknown[0]}: name it as its `id` stands there."
            )


def _fit(wish: Wish) -> None:
    problems = [problem for locale, words in wish.words.items() for problem in text_problems(words, locale)]
    if problems:
        raise BadSettings("\n".join(f"{one.what}. {one.mend}" for one in problems))
