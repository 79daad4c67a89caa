"""Every transcript of the repository, said in Slack: no call breaks a rule of its Web API or of Block Kit, sent or redrawn."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.channels.port import File, Pages
from bot.channels.slack.channel import Bearings, SlackChannel
from bot.channels.slack.wire import wire_to
from bot.clock import SystemClock
from bot.domain.page import Page
from bot.main.parts import LIBRARY
from bot.main.slack_words import words_of
from content.loading import load
from dialogues.message import Document, Image, Message
from tests.acceptance.listening import all_messages
from tests.acceptance.slack.api import TEAM, SlackApi
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import serving
from tests.acceptance.telegram.attachments import png

WORDS = words_of(load(LIBRARY))
AT_ONCE = 40  # messages, each to somebody else
QUESTIONS = (
    "welcome.zone-1",
    "checkin.energy",
    "checkin.note",
    "",
)  # what the adapter adds something under, and what not


def file_of(message: Message) -> File | None:
    """The file that goes with a message; what is in it does not matter here."""
    match message.attachment:
        case Image():
            return File("peercoach-progress.png", png(1200, 800))
        case Document(filename=name):
            return File(name, b"{}\n")
        case None:
            return None


def house(asks: str) -> Pages:
    """A house in which every question is about this."""

    async def page(account: str, address: str) -> Page:
        return Page(())

    async def nothing(*names: str) -> None:
        return None

    async def about(*names: str) -> str:
        return asks

    return Pages(page, nothing, nothing, about)


async def told(api: SlackApi, place: int, messages: Sequence[Message]) -> None:
    """Say these messages to one person, each redrawn with its last choice and closed."""
    now = SystemClock().now
    person = Person(api, TEAM, f"U{place:04}")

    async def gone(*when: object) -> None:
        raise AssertionError("the workspace has not gone")

    asks = house(QUESTIONS[place % len(QUESTIONS)])
    bearings = Bearings(f"slack:{TEAM}", WORDS, asks, now, lambda: None, gone, lambda who: None)
    # Everybody has a channel of their own, since the tiers of one workspace would let this take an hour.
    channel = SlackChannel(wire_to(api.team().token, api.root), bearings)
    try:
        for number, message in enumerate(messages):
            sent_as = await channel.send(person.id, message, f"{number:x}", file_of(message))
            if message.choices:
                await channel.redraw(person.id, sent_as, f"{number:x}", message, len(message.choices) - 1)
                await channel.redraw(person.id, sent_as, f"{number:x}", message, None)
    finally:
        await channel.close()


def test_every_message_of_every_transcript_keeps_the_rules_of_slack(prepared: Path, tmp_path: Path) -> None:
    messages = all_messages(prepared, tmp_path)

    async def story() -> SlackApi:
        async with serving() as api:
            api.echoes = False
            await asyncio.gather(*(told(api, place, messages[place::AT_ONCE]) for place in range(AT_ONCE)))
            return api

    api = asyncio.run(story())
    methods = Counter(call.method for call in api.calls)
    assert api.violations == []
    assert [call for call in api.calls if not (call.answer or {}).get("ok")] == []
    assert methods["chat.postMessage"] >= len(messages) > 500
    assert min(methods[name] for name in ("chat.update", "files.completeUploadExternal", "users.info")) > 0
