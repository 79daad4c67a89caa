"""Tasks: what is asked for comes back as a result, for who has the right, and it never says anything about a person."""

import asyncio
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from bot.domain.access import OPERATOR
from bot.jobs.loops import settle
from bot.services import programs
from bot.services.parts import Parts
from bot.services.turns import answer_some
from bot.store import invites
from bot.store.audit import pseudonym
from bot.store.work import Work
from dialogues.facts import Role, Seat
from dialogues.message import Image
from tests.bot.services.conftest import START, Notebook, coach
from tests.bot.services.living import (
    HARBOUR,
    NORTH,
    begin,
    found,
    hand_in,
    person,
    say,
    seat,
    shown,
    words_to,
)

SOUTH = 2
BOSS, CARER = "chat-1111111111", "chat-9182736455"
CODE = re.compile(r"\bjoin ([2-9A-Z]{5}-[2-9A-Z]{5})\b")
SENTENCES = (
    *("my plan", "1", "The Zimtstern owls keep quacking", "done", "check in", "yes", "1", "5", "2"),
    *("lesson", "next", "next", "did it", "yes", "1", "report", "2", "Quokkabay is old", "quiz", "1"),
    *("i want to die", "me", "no", "3", "no", "/text_only", "stop"),
)


async def staffed(parts: Parts) -> None:
    """A supervisor of North, and somebody in it."""
    await parts.store.run(found)
    await begin(parts, BOSS, CARER)
    await parts.store.run(seat, BOSS, Role.supervisor, NORTH)
    await parts.store.run(seat, CARER, Role.learner, NORTH)


def codes_of(work: Work, team: int) -> list[str]:
    """The problems of the learner codes of a team, "" for one that works."""
    every = invites.list_invites(work, HARBOUR, START)
    return [one.problem for one in every if (one.seat.team, one.seat.role) == (team, Role.learner)]


async def withdraw(parts: Parts, address: str) -> None:
    """Somebody is no supervisor any more."""
    learner = await person(parts, address)
    await parts.store.run(programs.take_role, OPERATOR, pseudonym(learner), Role.supervisor, START)


def test_a_supervisor_makes_codes_ends_them_and_hands_the_team_over(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await staffed(parts)
            await say(parts, "my team", address=BOSS)
            assert "People in the team: 1" in words_to(notebook, BOSS)[-1]
            await say(parts, "1", address=BOSS)
            code = CODE.findall(words_to(notebook, BOSS)[-1])[0]
            await begin(parts, "new")
            await say(parts, f"join {code}", "yes", address="new")
            await say(parts, "my team", address=BOSS)
            assert "People in the team: 2" in words_to(notebook, BOSS)[-1]
            await say(parts, "2", address=BOSS)
            assert "No join code of North works" in words_to(notebook, BOSS)[-1]
            assert "" not in await parts.store.read(codes_of, NORTH)
            await say(parts, "my team", "3", "yes", address=BOSS)
            [code] = CODE.findall(words_to(notebook, BOSS)[-1])
            await say(parts, f"join {code}", "yes", "my team", address="new")
            assert words_to(notebook, "new")[-1].startswith("North")
            await say(parts, "my team", address=BOSS)
            assert "supervise no team" in words_to(notebook, BOSS)[-1]

    asyncio.run(talk())


@pytest.mark.parametrize("tap", [("1",), ("2",), ("3", "yes")], ids=["invite", "revoke", "hand over"])
def test_who_lost_the_right_while_the_screen_stood_open_does_nothing_by_it(
    tap: tuple[str, ...], home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await staffed(parts)
            await say(parts, "my team", address=BOSS)
            before = await parts.store.read(codes_of, NORTH)
            await withdraw(parts, BOSS)
            await say(parts, *tap, address=BOSS)
            assert "can't do that here any more" in words_to(notebook, BOSS)[-1]
            assert await parts.store.read(codes_of, NORTH) == before
            assert not CODE.findall(shown(notebook))

    asyncio.run(talk())


def test_of_a_team_that_closed_meanwhile_no_screen_comes(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await staffed(parts)
            await say(parts, "my team", address=BOSS)
            await parts.store.run(programs.close_team, OPERATOR, NORTH, START)
            await say(parts, "1", address=BOSS)
            assert "can't do that here any more" in words_to(notebook, BOSS)[-1]

    asyncio.run(talk())


def test_who_has_no_role_gets_no_screen_and_a_supervisor_not_that_of_the_staff(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await staffed(parts)
            await say(parts, "my team", "staff", address=CARER)
            assert "no staff role" in words_to(notebook, CARER)[-1]
            assert not [words for words in words_to(notebook, CARER) if "People in the team" in words]
            await say(parts, "staff", address=BOSS)
            assert "no staff role" in words_to(notebook, BOSS)[-1]

    asyncio.run(talk())


@pytest.mark.parametrize("role", [Role.author, Role.approver, Role.admin])
def test_staff_see_what_was_reported_and_not_by_whom(role: Role, home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await staffed(parts)
            await parts.store.run(seat, "staff", role)
            await begin(parts, "staff")
            await say(parts, "lesson", "next", "next", "did it", "no", "report", "2", "Part two is old", address=CARER)
            await say(parts, "staff", address="staff")
            words = words_to(notebook, "staff")[-1]
            assert words.count("rights-01") == 1
            # The words lie in nobody else's chat, where they would outlive whoever wrote them.
            for secret in ("Part two is old", CARER, pseudonym(await person(parts, CARER))):
                assert secret not in words

    asyncio.run(talk())


def test_who_is_staff_no_more_between_asking_and_seeing_sees_nothing(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await parts.store.run(found)
            await begin(parts, "ann")
            await parts.store.run(seat, "ann", Role.author)
            await hand_in(parts, "staff")
            await answer_some(parts)
            await parts.store.run(lose_the_role, await person(parts))
            await settle(parts)
            assert "can't do that here any more" in notebook.words[-1]

    asyncio.run(talk())


def lose_the_role(work: Work, learner: int) -> None:
    """They gave it up in another chat."""
    programs.leave(work, programs.actor_of(work, learner), Seat(Role.author, HARBOUR, "Harbour"), START)


def test_whatever_happens_to_their_people_a_supervisor_is_told_the_same(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await staffed(parts)
            screens = ("my team", "nothing", "staff", "what my supervisor sees", "progress")
            await say(parts, *screens, address=BOSS)
            before = words_to(notebook, BOSS)
            await say(parts, *SENTENCES, address=CARER)
            told = len(notebook.taken)
            await say(parts, *screens, address=BOSS)
            assert words_to(notebook, BOSS)[len(before) :] == before
            seen = Notebook(taken=notebook.taken[told:])
            secrets = ("Zimtstern", "Quokkabay", CARER, pseudonym(await person(parts, CARER)), "plan", "crisis", "988")
            assert not [secret for secret in secrets if secret in shown(seen)]

    asyncio.run(talk())


async def with_something_learned(parts: Parts) -> None:
    """Somebody whose progress there is something to draw of."""
    await begin(parts, "ann")
    await say(parts, "quiz", "1")


def test_progress_is_followed_by_a_picture_that_says_what_it_shows(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await with_something_learned(parts)
            await say(parts, "progress")

    asyncio.run(talk())
    [(file, message)] = [
        (file, message) for file, (_, message) in zip(notebook.files, notebook.taken, strict=True) if file
    ]
    assert isinstance(message.attachment, Image)
    assert "Skills begun: 1" in message.attachment.alt
    assert (file.name, file.body[:8]) == ("peercoach-progress.png", b"\x89PNG\r\n\x1a\n")
    assert len(file.body) < 50_000, "it goes to phones"


def test_who_wants_words_only_gets_no_picture(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await with_something_learned(parts)
            await say(parts, "/text_only", "progress")

    asyncio.run(talk())
    assert not any(notebook.files)
    assert any(words.startswith("Your ten skills") for words in notebook.words)


def test_a_picture_that_cannot_be_drawn_is_left_out_and_the_words_stand(
    home: Path, notebook: Notebook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: Figure, *arguments: object, **options: object) -> None:
        raise MemoryError("too big")

    async def talk() -> int:
        async with coach(home, notebook) as parts:
            await with_something_learned(parts)
            monkeypatch.setattr(Figure, "savefig", broken)
            told = len(notebook.taken)
            await say(parts, "progress")
            said = notebook.words[told:]
            assert any(words.startswith("Your ten skills") for words in said)
            await say(parts, "2")
            return len([words for words in said if "went wrong" in words or "sorry" in words.lower()])

    assert asyncio.run(talk()) == 0
    assert not any(notebook.files)
    logged = capsys.readouterr()
    assert "picture_not_drawn" in logged.out + logged.err
