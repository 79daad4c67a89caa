"""REST and what comes by itself: results come with the answer, and nobody is asked what they cannot have seen."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.access import OPERATOR
from bot.domain.learner import Learner
from bot.domain.schedule import FOLLOWUP, Schedule
from bot.services import inviting, pulling
from bot.services.inviting import Offer
from bot.services.parts import Parts
from bot.services.schedules import fire_due
from bot.store import conversations, events, invites, outbox, people, schedules
from bot.store.events import Entry
from bot.store.prepared import Prepared
from bot.store.tables import inbox
from bot.store.work import Work
from dialogues.conversation import Conversation
from dialogues.events import LessonFinished
from dialogues.facts import Role
from tests.bot.services.conftest import START
from tests.bot.services.living import HARBOUR, NORTH, found
from tests.bot.web.conftest import Bounds, Serving, click, serving, texts, titles

DAY = timedelta(days=1)


def seated(work: Work, role: Role, team: int = 0) -> None:
    """Ann has a role in the program Harbour."""
    learner, _ = people.find_or_create(work, "rest", "ann", START)
    made = inviting.invite(work, OPERATOR, Offer(role, team, HARBOUR), START)
    assert invites.take_up(work, made.id, learner, START)


def place_of_ann(work: Work) -> tuple[Learner, int]:
    """Ann, and where she is."""
    learner, place = people.find_or_create(work, "rest", "ann", START)
    return people.load(work, learner), place


def talk_with_ann(work: Work) -> Conversation:
    """What is open with Ann."""
    return conversations.load(work, place_of_ann(work)[1])


def promise(work: Work) -> None:
    """Ann is asked once, tomorrow, how she is."""
    learner, place = place_of_ann(work)
    schedules.put(work, learner.id, Schedule(FOLLOWUP, START + DAY, address_id=place))


def studied_one(work: Work) -> None:
    """Ann has finished a lesson."""
    learner, _ = place_of_ann(work)
    done = LessonFinished("rights-01", "rights")
    events.append(work, learner.id, [Entry("run", 0, done)], START)


async def let_go_by(coach: Serving, days: int) -> None:
    """Let time go by, and everything that is due happen."""
    assert isinstance(coach.parts.clock, MovableClock)
    goal = coach.parts.clock.now() + days * DAY
    while (due := await coach.parts.store.read(schedules.next_due)) and due <= goal:
        coach.parts.clock.move(due)
        await fire_due(coach.parts)
        while await coach.parts.store.read(_unanswered):
            await asyncio.sleep(0.01)
    coach.parts.clock.move(goal)


def _unanswered(work: Work) -> bool:
    return bool(work.execute(_OPEN).all())


_OPEN = Prepared(select(inbox.c.id).where(inbox.c.done_at.is_(None)))


def test_a_code_for_another_chat_comes_with_the_answer(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann")
            assert "minutes" in "\n".join(texts(await coach.say("/link")))

    asyncio.run(talk())


def test_the_picture_of_progress_comes_with_the_answer(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann")
            await coach.parts.store.run(studied_one)
            answer = texts(await coach.say("/progress"))
            assert any("[A picture" in line for line in answer), answer

    asyncio.run(talk())


def test_a_supervisor_has_the_team_and_its_codes_at_once(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database, Bounds(answers="beside")) as coach:
            await coach.parts.store.run(found)
            await coach.known("ann")
            await coach.parts.store.run(seated, Role.supervisor, NORTH)
            answer = await coach.say("/team")
            assert "North" in texts(answer)[0]
            assert "join " in "\n".join(texts(await coach.say(click(answer, "Make a join code"))))
            answer = await coach.say(click(await coach.say("/team"), "End all join codes"))
            assert "No join code of North works" in "\n".join(texts(answer))
            answer = await coach.say(click(await coach.say("/team"), "Hand"))
            assert "It works once" in "\n".join(texts(await coach.say(click(answer, "Yes"))))

    asyncio.run(talk())


def test_the_staff_desk_comes_at_once(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.parts.store.run(found)
            await coach.known("ann")
            await coach.parts.store.run(seated, Role.admin)
            assert "Harbour" in "\n".join(texts(await coach.say("/staff")))

    asyncio.run(talk())


def test_a_result_that_takes_too_long_is_not_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "PATIENCE_WITH_TASKS", 0.1)

    async def never(parts: Parts) -> int:
        return 0

    monkeypatch.setattr(pulling, "fire_due", never)

    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann")
            assert "minutes" not in "\n".join(texts(await coach.say("/link")))
            await fire_due(coach.parts)
            assert "minutes" in "\n".join(texts(await coach.say("thanks")))

    asyncio.run(talk())


def test_words_never_answer_a_prompt_that_nobody_has_seen(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann")
            await let_go_by(coach, 3)
            assert not (await coach.parts.store.read(talk_with_ann)).runs
            answer = await coach.say("thanks")
            assert not texts(answer)[0].startswith("Good"), answer
            assert len(answer) > 1, "the prompt comes behind the answer"
            [run] = (await coach.parts.store.read(talk_with_ann)).runs
            assert run.flow in ("lesson", "quiz", "review"), "and now it is the open question"
            assert await coach.say(click(answer, titles(answer)[0]))
            learner, _ = await coach.parts.store.run(place_of_ann)
            assert (learner.prompts, learner.unanswered) == (1, 0)

    asyncio.run(talk())


def test_a_prompt_waits_while_a_question_is_open_and_in_a_hard_moment(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann")
            await let_go_by(coach, 1)
            for words in ("/hour", "help now", "settings"):
                await coach.say(words)
                learner, _ = await coach.parts.store.run(place_of_ann)
                assert learner.prompts == 0, words

    asyncio.run(talk())


def test_who_never_comes_is_not_counted_as_ignoring_what_they_never_got(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann")
            await let_go_by(coach, 20)
            learner, _ = await coach.parts.store.run(place_of_ann)
            assert (learner.prompts, learner.unanswered) == (0, 0)
            assert await coach.parts.store.read(outbox.counts) == {}

    asyncio.run(talk())


def test_a_promised_follow_up_waits_for_the_person_and_is_asked_once(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann")
            await coach.parts.store.run(promise)
            await let_go_by(coach, 4)
            assert not (await coach.parts.store.read(talk_with_ann)).runs
            answer = await coach.say("thanks")
            assert "You said I could ask" in texts(answer)[-1]
            await coach.say(click(answer, titles(answer)[0]))
            assert "You said I could ask" not in "\n".join(texts(await coach.say("thanks")))

    asyncio.run(talk())


def test_after_stop_nothing_that_was_held_comes(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann")
            await coach.parts.store.run(promise)
            await let_go_by(coach, 3)
            assert len(await coach.say("stop")) == 1
            assert len(await coach.say("thanks")) == 1

    asyncio.run(talk())
