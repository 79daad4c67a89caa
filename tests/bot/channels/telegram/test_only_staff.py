"""Whose document is fetched: that of somebody who writes content, and nobody else's."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from bot.domain.access import OPERATOR
from bot.jobs.loops import settle
from bot.services import programs
from bot.services.people import welcome_done
from bot.services.turns import receive
from bot.store import people
from bot.store import programs as stored
from bot.store.work import Work
from dialogues.facts import Profile, Role, Seat
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving
from tests.bot.channels.telegram.raw_updates import message
from tests.bot.services.conftest import START, coach

ANN, ACCOUNT = 7, "telegram:main"


def seated(work: Work, role: Role) -> None:
    """Ann has this role in a program."""
    program = programs.add_program(work, OPERATOR, "North", {}, START)
    welcome_done(work, ACCOUNT, str(ANN), Profile(country="US"), START)
    stored.give_role(work, people.find(work, ACCOUNT, str(ANN)) or 0, Seat(role, program, "North"), START)


@pytest.mark.parametrize(("role", "times"), [(Role.learner, 0), (Role.supervisor, 0), (Role.author, 1)], ids=str)
def test_only_the_document_of_somebody_who_writes_content_is_fetched(role: Role, times: int, home: Path) -> None:
    async def story() -> None:
        async with serving(BotApi()) as api:
            bearings = Bearings(ACCOUNT, 30, None, {}, lambda: START, lambda: None)
            channel = TelegramChannel(wire_to(api.token, api.root, ""), bearings)
            async with coach(home, channel) as parts:
                await parts.store.run(seated, role)
                person = Person(api, ANN)
                person.start()
                person.sends.document(b"---\nid: rights-01\n---\n", "rights-01.md", "text/markdown")
                raw = message(
                    chat={"id": ANN, "type": "private"}, document=next(iter(api.world.files.values())).described
                )
                assert await channel.take(raw, lambda update: receive(parts, update))
                await settle(parts)
                assert len(api.called("sendMessage")) > 0, "it was answered"
                assert len(api.called("getFile")) == times
            await channel.close()

    asyncio.run(story())
