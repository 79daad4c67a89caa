"""Upkeep commands: the audit, reports about lessons, and erasing somebody, from the command line as the operator."""

import asyncio
from datetime import UTC

from bot.domain.access import OPERATOR
from bot.main.database import ERASURES, now, opened_store, run_once
from bot.main.people_commands import day, place, table
from bot.services import erasing, programs, reports
from bot.services.erasing import Whom
from bot.settings import Settings
from bot.store.work import Work

NOBODY = "none"


def list_audit(settings: Settings, most: int) -> list[str]:
    """The newest entries of the audit, the newest last."""
    found = run_once(settings, programs.written_down, OPERATOR, most)
    if not found:
        return ["Nothing is written down yet."]
    rows = [
        (f"{at.astimezone(UTC):%Y-%m-%d %H:%M}", who, action.replace("_", " "), about)
        for _, at, who, action, about in found
    ]
    return table(("Time (UTC)", "Who", "What", "About"), rows)


def list_reports(settings: Settings, program_id: int | None) -> list[str]:
    """The open reports about lessons, the newest last: of a program, of people in no program (0), or all."""
    found = run_once(settings, reports.open_reports, OPERATOR, program_id)
    if not found:
        return ["There is no open report."]
    rows = [
        (one.id, day(one.at), one.program_id or NOBODY, one.report.lesson, one.report.what, _shown(one.report.words))
        for one in found
    ]
    return table(("Report", "Day", "Program", "Lesson", "What", "Words"), rows)


def close_report(settings: Settings, report_id: int) -> list[str]:
    """Say that a report is dealt with."""
    found = run_once(settings, reports.close_report, OPERATOR, report_id, now())
    return [f"Report {report_id}, about {found.report.lesson}, is closed. Its words stay until who wrote it is erased."]


def describe(settings: Settings, whom: Whom) -> list[str]:
    """What is about to be erased. Of somebody found by their chat no role and no pseudonym is told: they would name them."""

    def look(work: Work) -> list[str]:
        known = erasing.find(work, OPERATOR, whom)
        if whom.account:
            return ["Somebody is known there."]
        return [f"{whom.person.strip()}: {', '.join(f'{seat.role} of {place(seat)}' for seat in known.seats)}."]

    return [
        *run_once(settings, look),
        "Everything that is kept of them goes, from all their chats. It cannot be undone.",
    ]


def erase(settings: Settings, whom: Whom) -> list[str]:
    """Erase a person, from the tables and from what lies beside them."""

    async def once() -> None:
        async with opened_store(settings) as store:
            await store.run(erasing.erase_known, OPERATOR, whom, now())
            await store.scrub()
            await erasing.keep_list(store, settings.home / ERASURES, now())

    asyncio.run(once())
    return [
        "They are erased; the audit keeps that it was done. What backups and chat apps hold of them is not touched: "
        "docs/privacy.md says what remains."
    ]


def is_retyped(whom: Whom, typed: str) -> bool:
    """Whether somebody typed again whom they mean."""
    return typed.strip() == whom.address.strip() if whom.account else erasing.same(typed, whom.person)


def _shown(words: str) -> str:
    """Somebody's words in one line, without what a terminal would obey."""
    return "".join(sign for sign in programs.one_line(words) if sign.isprintable())
