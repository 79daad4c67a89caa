"""What is offered under a question: a window for words that need not stand in the chat, and none for those that will."""

import asyncio

import pytest

from bot.channels.port import Pages
from bot.channels.slack.people import People
from bot.channels.slack.render import NO_EXTRAS, Extras
from bot.channels.slack.suggesting import Suggesting
from bot.channels.slack.wire import Wire
from bot.main.parts import LIBRARY
from bot.main.slack_words import words_of
from content.loading import load
from dialogues.message import Message, Text
from tests.bot.channels.slack.small_slack import ANN, NOW, SmallSlack, within

WORDS = words_of(load(LIBRARY))["en"]


def extras(about: str) -> Extras:
    """What is offered under a question about this."""

    async def asks(*_: str) -> str:
        return about

    async def nothing(*_: str) -> None:
        return None

    async def run(slack: SmallSlack, wire: Wire) -> Extras:
        pages = Pages(nothing, nothing, nothing, asks)
        suggesting = Suggesting("slack:T0001", pages, People(wire, lambda: NOW), lambda: NOW)
        return await suggesting.extras(ANN, Message(Text.of("Well?"), question="u1.0"), WORDS)

    return asyncio.run(within(run, lambda: NOW))


@pytest.mark.parametrize("about", ["checkin.note", "report.words"])
def test_words_that_are_never_said_again_may_be_written_in_a_window(about: str) -> None:
    assert extras(about) == Extras(window=("Write it outside the chat", "note"))


@pytest.mark.parametrize(
    "about", ["plan.signs-1", "plan.people-2", "plan.places-1", "plan.reasons-3", "lesson.card-1", ""]
)
def test_a_plan_is_shown_in_the_chat_and_no_window_promises_otherwise(about: str) -> None:
    assert extras(about) == NO_EXTRAS
