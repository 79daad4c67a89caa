"""One person in Slack and in Telegram: a code makes both chats one record, and each goes on where the other was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.process import free_port
from tests.acceptance.slack.api import TEAM
from tests.acceptance.slack.coach import hooked, is_ready, running
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.stories import becomes, opened, tapped, told, wrote
from tests.acceptance.slack.town import HTTP, WAYS, Town, town_in
from tests.acceptance.stories import LONG
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person as TelegramPerson
from tests.acceptance.telegram.server import served
from tests.acceptance.telegram.stories import tapped as tapped_there
from tests.acceptance.telegram.stories import wrote as wrote_there

CODE = re.compile(r"link ([A-Z0-9]{5}-[A-Z0-9]{5})")


@contextmanager
def both_platforms(home: Path, way: str) -> Iterator[tuple[Town, BotApi]]:
    """One coach between our Slack and our Telegram."""
    with town_in(home) as town, served() as bots:
        telegram = {"COACH_TELEGRAM_TOKEN": bots.token, "COACH_TELEGRAM_API_ROOT": bots.root}
        brought = hooked(town.api, free_port()) if way == HTTP else {}
        with running(home, town.api, **telegram, **brought) as town.coach:
            is_ready(town.coach, town.api)
            yield town, bots
        assert bots.violations == []
        assert bots.token.partition(":")[2] not in town.coach.told
        assert town.wrong() == []


async def asked_for_a_code(person: Person) -> str:
    """The code that leads to this person's record."""
    return CODE.search((await wrote(person, "link", "Open the coach in your other chat")).words)[1]


@pytest.mark.parametrize("way", WAYS)
def test_a_code_from_slack_makes_a_chat_in_telegram_the_same_person(home: Path, way: str) -> None:
    with both_platforms(home, way) as (town, bots):
        ann = town.peer(TEAM)
        there = TelegramPerson(bots, 70_090_001, first_name="Quillonesse")

        async def before() -> str:
            await opened(ann, "you have begun 0 of 10")
            asked = await wrote(ann, "quiz", "Question 1 of")
            await tapped(ann, asked.buttons[0]["text"]["text"], "Question 2 of")
            return await asked_for_a_code(ann)

        code = town.api.call(before())

        async def in_telegram() -> None:
            there.start()
            await there.sees("Is that okay?", LONG)
            await wrote_there(there, f"link {code}", "Shall I join this chat with your other one?")
            await tapped_there(there, "Yes, make them one", "Done. Both chats are one now.")
            await wrote_there(there, "progress", "you have begun 1 of 10")
            await wrote_there(there, "change the hour", "At what time should your prompt come?")
            await wrote_there(there, "10:45", "Done.")

        bots.call(in_telegram())

        async def after() -> None:
            await becomes(ann, lambda: told(ann, "This chat and another one are one record now.") == 1)
            await becomes(ann, lambda: "A prompt at 10:45 every day" in ann.home.words)
            await wrote(ann, "stop", "I have stopped in all your chats")

        town.api.call(after())
        bots.call(wrote_there(there, "hi", "I stay quiet"))


def test_a_code_from_telegram_is_taken_in_slack(home: Path) -> None:
    with both_platforms(home, WAYS[0]) as (town, bots):
        bo = town.newcomer(TEAM)
        there = TelegramPerson(bots, 70_090_002, first_name="Quillonesse")

        async def in_telegram() -> str:
            there.start()
            await there.sees("Is that okay?", LONG)
            for label, then in (("Yes, let us start", "Which country"), ("Norway", "What time is it for you")):
                await tapped_there(there, label, then)
            await wrote_there(there, "Oslo", "At what time should your prompt come?")
            await tapped_there(there, "15:00", "On which days?")
            await tapped_there(there, "Every day", "Here is your first lesson")
            there.write("link")
            return CODE.search((await there.sees("Open the coach in your other chat", LONG)).words)[1]

        code = bots.call(in_telegram())

        async def in_slack() -> None:
            bo.command(f"/coach link {code}")
            await bo.sees("Shall I join this chat with your other one?", LONG)
            await tapped(bo, "Yes, make them one", "Done. Both chats are one now.")
            await wrote(bo, "my data", "What I keep about you")

        town.api.call(in_slack())
