"""Who is who, from the command line: a whole story, and what goes wrong told in a sentence."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.store import invites, people
from bot.store.sealed import load_keys
from bot.store.work import Store, Work

ROOT = Path(__file__).parent.parent.parent
CODE = re.compile(r"join ([A-Z0-9]{5}-[A-Z0-9]{5})")
PSEUDONYM = re.compile(r"[0-9a-f]{5}-[0-9a-f]{5}")
Coach = Callable[..., list[str]]


def join(place: Path, url: str, name: str, code: str) -> str:
    """Somebody writes "join CODE", as a turn would take it; what the code led to, or its problem."""

    def take(work: Work) -> str:
        now = SystemClock().now()
        learner, _ = people.find_or_create(work, "terminal", name, now)
        invitation = invites.look_at(work, f"join {code}", now)
        assert invitation
        if invitation.problem:
            return invitation.problem
        seat = invites.take_up(work, invitation.id, learner, now)
        return f"{seat.role} of {seat.team_name or seat.program_name}" if seat else "too late"

    async def once() -> str:
        store = Store.open(url, load_keys(place))
        try:
            return await store.run(take)
        finally:
            await store.close()

    return asyncio.run(once())


def code_in(lines: list[str]) -> str:
    """The code that a command told."""
    found = CODE.search("\n".join(lines))
    assert found, lines
    return found[1]


def test_a_whole_story(place: Path, url: str, coach: Coach) -> None:
    begin(coach)
    people_join(place, url, coach)
    assert [line.split() for line in coach("program", "list")] == [
        ["Program", "Name", "Open", "teams", "People"],
        ["1", "Harbour", "2", "5"],
    ]
    assert [line.split() for line in coach("team", "list", "1")][1:] == [
        ["1", "North", "1", "2", "1", "open"],
        ["2", "South", "1", "1", "0", "open"],
    ]
    successor = team_changes_hands(place, url, coach)
    code_is_revoked(place, url, coach)
    assert coach("role", "take", successor, "supervisor") == [
        f"{successor} is no supervisor of North (Harbour) any more."
    ]
    assert "supervisor" not in "\n".join(coach("role", "list", "1"))
    assert "closed" in coach("team", "close", "1")[0]
    assert coach("team", "list", "1")[1].split()[3:6] == ["0", "0", "closed"]
    assert sum("whole program" in line for line in coach("role", "list", "1")) == 3


def begin(coach: Coach) -> None:
    """At first nothing is there; then a program and two teams are."""
    assert coach("program", "list") == ["There is no program yet. Add one with `coach program add NAME`."]
    assert coach("team", "list") == ["There is no team yet. Add one with `coach team add PROGRAM NAME`."]
    assert coach("invite", "list") == ["There is no code yet. Make one with `coach invite TEAM`."]
    assert "Program 1, Harbour, is there." in coach("program", "add", "Harbour", "--zone", "Europe/Oslo")[0]
    assert "coach invite 1" in coach("team", "add", "1", "North")[0]
    coach("team", "add", "1", "South")
    assert "Nobody has a role in program 1 yet." in coach("role", "list", "1")[0]


def people_join(place: Path, url: str, coach: Coach) -> None:
    """Learners, a supervisor and an administrator come by their codes; one comes too late."""
    told = coach("invite", "1", "--uses", "2")
    assert told[0].startswith(
        "Send this to the people of North (Harbour): they open a chat with the coach and write  join"
    )
    assert re.search(r"\(works until \d{1,2} \w{3} \d{4}, for 2 people\)$", told[0])
    code = code_in(told)
    assert [join(place, url, name, code) for name in ("ana", "bo", "cy")] == ["learner of North"] * 2 + ["used_up"]
    assert join(place, url, "cy", code_in(coach("invite", "2"))) == "learner of South"
    supervisor = coach("invite", "1", "--role", "supervisor")
    assert supervisor[0].endswith("for one person)")
    assert join(place, url, "di", code_in(supervisor)) == "supervisor of North"
    staff = coach("invite", "--program", "1", "--role", "admin")
    assert staff[0].startswith("Send this to whoever becomes admin of Harbour:")
    assert join(place, url, "ed", code_in(staff)) == "admin of Harbour"


def team_changes_hands(place: Path, url: str, coach: Coach) -> str:
    """North is handed over; the pseudonym of its new supervisor."""
    [before] = [line.split()[0] for line in coach("role", "list", "1") if "supervisor" in line]
    handed = coach("team", "hand-over", "1")
    assert "whoever takes over North" in handed[0]
    assert before in handed[1]
    assert join(place, url, "flo", code_in(handed)) == "supervisor of North"
    [after] = [line.split()[0] for line in coach("role", "list", "1") if "supervisor" in line]
    assert PSEUDONYM.fullmatch(after)
    assert after != before
    return after


def code_is_revoked(place: Path, url: str, coach: Coach) -> None:
    """A code that was told can be ended before anybody used it."""
    spare = coach("invite", "2")
    number = re.search(r"revoke (\d+)", spare[1])
    assert number
    assert "works no more" in coach("invite", "revoke", number[1])[0]
    assert join(place, url, "gil", code_in(spare)) == "revoked"
    assert coach("invite", "list")[-1].split()[-1] == "revoked"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("setting", ["TOKEN", "BOTS", ""])
def test_a_code_is_told_as_a_link_too_where_there_is_a_bot(
    coach: Coach, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach("program", "add", "Harbour")
    coach("team", "add", "1", "North")
    if setting:
        monkeypatch.setenv(f"COACH_TELEGRAM_{setting}", "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1")
    for arguments in (("invite", "1", "--role", "supervisor"), ("team", "hand-over", "1")):
        told = coach(*arguments)
        links = [line.split("https://t.me/YOUR_BOT?start=")[1] for line in told if "t.me" in line]
        assert links == ([code_in(told)] if setting else [])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("program", "show", "9"), "There is no program 9"),
        (("program", "policy", "1", "nowhere.yaml"), "There is no file nowhere.yaml"),
        (("program", "add", "Harbour"), "There is one called Harbour already"),
        (("program", "add", "Fjord", "--zone", "Europe/Olso"), "no time zone 'Europe/Olso'"),
        (("team", "add", "9", "West"), "There is no program 9"),
        (("team", "close", "9"), "There is no team 9"),
        (("team", "list", "9"), "There is no program 9"),
        (("invite", "9"), "There is no team 9"),
        (("invite",), "name the team"),
        (("invite", "North"), "'North' is no team's number"),
        (("invite", "--role", "author"), "name the program"),
        (("invite", "1", "--days", "400"), "1 to 365 days"),
        (("invite", "revoke", "9"), "There is no code number 9"),
        (("invite", "list", "--program", "9"), "There is no program 9"),
        (("role", "list", "9"), "There is no program 9"),
        (("role", "take", "3f9a2-c71b0", "admin"), "Nobody with a role is known as '3f9a2-c71b0'"),
    ],
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_goes_wrong_is_told_in_a_sentence(
    coach: Coach, refused: Callable[..., str], arguments: tuple[str, ...], says: str
) -> None:
    coach("program", "add", "Harbour")
    coach("team", "add", "1", "North")
    assert says in refused(*arguments)


def test_columns_stand_under_each_other(coach: Coach) -> None:
    coach("program", "add", "Harbour")
    coach("team", "add", "1", "A long name for a team")
    coach("team", "add", "1", "B")
    head, first, second = coach("team", "list")
    assert head.index("Program") == first.index(" 1 ") + 1 == second.rindex("1 ")


def test_the_commands_work_while_another_process_has_the_database_open(place: Path, url: str, coach: Coach) -> None:
    coach("program", "add", "Harbour")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-m", "tests.bot.store.worker", "hold", url, (place / "key").read_text()]
    holder = subprocess.Popen([*command, str(place / "log")], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "claimed\n"
        assert coach("team", "add", "1", "North")
        assert join(place, url, "ana", code_in(coach("invite", "1"))) == "learner of North"
    finally:
        holder.kill()
        holder.communicate()


def test_the_real_command_ends_with_one_sentence_and_status_1(place: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from bot.cli import run; run()", "program", "show", "9"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=place, timeout=120)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "There is no program 9: `coach program list` shows those there are.\n"
