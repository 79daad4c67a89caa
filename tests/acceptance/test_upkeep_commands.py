"""The audit, reports and erasing, from the command line."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SystemClock
from bot.domain.access import OPERATOR
from bot.domain.update import Update, Urgency, Wrote
from bot.main.complaints import complaint
from bot.services import inviting
from bot.services.inviting import Offer
from bot.store import inbox, invites, people, reports
from bot.store.reports import Report
from bot.store.sealed import load_keys
from bot.store.work import Store, Work
from dialogues.facts import Role

Coach = Callable[..., list[str]]
PSEUDONYM = re.compile(r"[0-9a-f]{5}-[0-9a-f]{5}")
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"


@pytest.fixture
def at(place: Path, url: str) -> Callable[..., object]:
    """Runs a verb on the database of the commands."""

    def run(verb: Callable[..., object], *args: object) -> object:
        async def once() -> object:
            store = Store.open(url, load_keys(place))
            try:
                return await store.run(verb, *args)
            finally:
                await store.close()

        return asyncio.run(once())

    return run


def join(work: Work, name: str, role: Role = Role.learner, team: int = 1) -> None:
    """Somebody with a role writes over REST."""
    now = SystemClock().now()
    learner, _ = people.find_or_create(work, "rest", name, now)
    made = inviting.invite(work, OPERATOR, Offer(role, team), now)
    assert invites.take_up(work, made.id, learner, now)


def tell(work: Work, program: int, words: str) -> None:
    """Ann reports a lesson."""
    now = SystemClock().now()
    learner, _ = people.find_or_create(work, "rest", "ann", now)
    reports.add(work, learner, program, Report("rights-01", 1, "hard", words), now)


def known(work: Work, *names: str) -> list[bool]:
    """Who of these is still there."""
    return [people.find(work, "rest", name) is not None for name in names]


def pseudonyms(coach: Coach) -> dict[str, str]:
    """The pseudonym of each role's only bearer."""
    return {line.split()[1]: line.split()[0] for line in coach("role", "list", "1")[1:]}


@pytest.fixture
def north(coach: Coach, at: Callable[..., object]) -> dict[str, str]:
    """The team North, where Ann learns and Di leads; Bo is in no team. The pseudonyms by role."""
    coach("program", "add", "Harbour")
    coach("team", "add", "1", "North")
    at(join, "ann")
    at(join, "di", Role.supervisor)
    at(people.find_or_create, "rest", "bo", SystemClock().now())
    return pseudonyms(coach)


def answered(typed: str, *arguments: str) -> tuple[int, str, str]:
    """A command whose question is answered: its status, what it said, and its complaint."""
    ran = CliRunner().invoke(app, arguments, input=typed)
    return ran.exit_code, ran.stdout, (ran.exception and complaint(ran.exception)) or ""


# ---- the audit


def test_the_audit_reads_from_old_to_new_and_as_much_as_is_asked_for(coach: Coach) -> None:
    assert coach("audit") == ["Nothing is written down yet."]
    coach("program", "add", "Harbour")
    coach("team", "add", "1", "North")
    coach("invite", "1")
    head, *lines = coach("audit")
    assert head.split() == ["Time", "(UTC)", "Who", "What", "About"]
    assert [re.split(r" {2,}", line)[1:] for line in lines] == [
        ["operator", "program added", "program 1"],
        ["operator", "team added", "program 1, team 1"],
        ["operator", "code made", "code 1: learner of program 1, team 1"],
    ]
    assert all(re.match(MOMENT, line) for line in lines)
    assert [line.split() for line in coach("audit", "--most", "1")[1:]] == [lines[2].split()]


def test_people_stand_in_the_audit_as_they_stand_among_the_roles(coach: Coach, north: dict[str, str]) -> None:
    used = [line for line in coach("audit") if "code used" in line]
    assert [re.split(r" {2,}", line)[1] for line in used] == [north["learner"], north["supervisor"]]


# ---- reports


def test_reports_are_listed_by_program_and_closed_once(
    coach: Coach, refused: Callable[..., str], at: Callable[..., object]
) -> None:
    assert coach("report", "list") == ["There is no open report."]
    coach("program", "add", "Harbour")
    at(tell, 1, "The part on rights\nis \x1b[31mold")
    at(tell, 0, "Too long")
    head, first, second = coach("report", "list")
    assert head.split() == ["Report", "Day", "Program", "Lesson", "What", "Words"]
    assert re.split(r" {2,}", first)[2:] == ["1", "rights-01", "hard", "The part on rights is [31mold"]
    assert re.split(r" {2,}", second)[2:] == ["none", "rights-01", "hard", "Too long"]
    assert [line.split()[0] for line in coach("report", "list", "--program", "0")[1:]] == ["2"]
    assert [line.split()[0] for line in coach("report", "list", "--program", "1")[1:]] == ["1"]
    assert "Report 1, about rights-01, is closed." in coach("report", "close", "1")[0]
    assert "There is no open report 1" in refused("report", "close", "1")
    assert [line.split()[0] for line in coach("report", "list")[1:]] == ["2"]
    assert re.split(r" {2,}", coach("audit")[-1])[1:] == ["operator", "report closed", "report 1"]
    assert "There is no program 9" in refused("report", "list", "--program", "9")


# ---- erasing


def test_somebody_with_a_role_is_erased_once_their_pseudonym_is_typed_again(
    coach: Coach, at: Callable[..., object], north: dict[str, str]
) -> None:
    ann = north["learner"]
    status, said, problem = answered("no\n", "erase", ann)
    assert (status, problem) == (1, "That is not the pseudonym: nothing was erased.")
    assert f"{ann}: learner of North (Harbour)." in said
    assert "cannot be undone" in said
    assert at(known, "ann", "bo", "di") == [True, True, True]
    status, said, problem = answered(f"{ann.upper()}\n", "erase", ann)
    assert (status, problem) == (0, "")
    assert "They are erased" in said
    assert at(known, "ann", "bo", "di") == [False, True, True]
    assert re.split(r" {2,}", coach("audit")[-1])[1:] == ["operator", "erased", ann]
    assert pseudonyms(coach) == {"supervisor": north["supervisor"]}


def test_somebody_without_a_role_is_erased_by_their_chat_and_is_not_named(
    coach: Coach, at: Callable[..., object], north: dict[str, str]
) -> None:
    for name, left in (("bo", [True, False, True]), ("ann", [False, False, True])):
        status, said, _ = answered("no\n", "erase", "--chat", "rest", name)
        assert (status, at(known, name)) == (1, [True]), "it is the address that is typed again"
        assert not PSEUDONYM.search(said), "who knows an address learns no pseudonym by asking"
        assert "North" not in said
        status, said, problem = answered(f"{name}\n", "erase", "--chat", "rest", name)
        assert (status, problem) == (0, "")
        assert at(known, "ann", "bo", "di") == left


def test_nothing_is_asked_with_yes_and_nothing_done_without_an_answer(
    coach: Coach, at: Callable[..., object], north: dict[str, str]
) -> None:
    assert answered("", "erase", north["learner"])[0] == 1
    assert at(known, "ann") == [True]
    assert "They are erased" in coach("erase", north["learner"], "--yes")[-1]
    assert "They are erased" in coach("erase", "--chat", "rest", "di", "--yes")[-1]
    assert at(known, "ann", "di") == [False, False]


def test_who_waits_for_an_answer_is_not_erased(
    refused: Callable[..., str], at: Callable[..., object], north: dict[str, str]
) -> None:
    now = SystemClock().now()
    at(inbox.insert, Update("rest", "1", "ann", Wrote("i want to die"), now, Urgency.crisis), now)
    assert "let `coach serve` answer it" in refused("erase", north["learner"], "--yes")
    assert at(known, "ann") == [True]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("erase",), "Name one person"),
        (("erase", "3f9a2-c71b0", "--chat", "rest", "ann"), "Name one person"),
        (("erase", "3f9a2-c71b0"), "Nobody with a role is known as '3f9a2-c71b0'"),
        (("erase", "--chat", "rest", "eve", "--yes"), "Nobody is known as 'eve' on 'rest'"),
        (("report", "close", "9"), "There is no open report 9"),
    ],
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_goes_wrong_is_told_in_a_sentence(
    refused: Callable[..., str], arguments: tuple[str, ...], says: str
) -> None:
    assert says in refused(*arguments)
