"""The codec: what was written reads as it was, also when the classes have grown since."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.update import Filled, Fired, Sent, Wrote
from bot.store.codec import CONVERSATIONS, EVENTS, MESSAGES, RAWS, Codec, Unreadable
from dialogues.conversation import Answer, Conversation, Run
from dialogues.events import Event
from dialogues.message import Choice, Message, Quiz, Text
from tests.bot.store.making import NOW

MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))
ANYTHING = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=20)


@pytest.fixture(autouse=True)
def no_database() -> None:
    """Nothing here needs one."""


def same(codec: Codec[object], value: object) -> bool:
    """Whether a value survives, through bytes as a sealed column would keep them."""
    written = codec.dump(value).encode("utf-8", "surrogatepass")
    return codec.load(written.decode("utf-8", "surrogatepass")) == value


with_moments = st.register_type_strategy(datetime, MOMENTS)
with_words = st.register_type_strategy(str, ANYTHING)


@given(st.from_type(Conversation))
def test_a_conversation_survives(conversation: Conversation) -> None:
    assert same(CONVERSATIONS, conversation)


@given(st.from_type(Message))
def test_a_message_survives(message: Message) -> None:
    assert same(MESSAGES, message)


@given(st.one_of(*(st.from_type(kind) for kind in (Wrote, Sent, Filled, Fired))))
def test_what_came_survives(raw: object) -> None:
    assert same(RAWS, raw)


@given(st.from_type(Event))
def test_an_event_survives(event: Event) -> None:
    assert same(EVENTS, event)


def test_the_json_is_short_because_what_equals_its_default_is_left_out() -> None:
    quiz = Message(Text.of("So?"), None, Quiz((Choice("a", "A"),), "a", "Because."), "r.1")
    assert json.loads(MESSAGES.dump(quiz)) == {
        "text": {"spans": [{"words": "So?"}]},
        "reply": {"is": "Quiz", "choices": [{"key": "a", "label": "A"}], "right": "a", "explanation": "Because."},
        "question": "r.1",
    }


def test_a_field_that_came_later_takes_its_default_and_one_that_left_is_passed_over() -> None:
    old = '{"runs":[{"id":"r","flow":"quiz","arguments":[],"release":1,"started_at":"2026-03-02T09:00:00+00:00","mood":"x"}]}'
    assert CONVERSATIONS.load(old) == Conversation((Run("r", "quiz", (), 1, NOW),))


@pytest.mark.parametrize("written", ["", "7", '{"runs":[{}]}', '{"runs":7}', '{"asked_at":"soon"}'])
def test_what_fits_no_longer_is_named(written: str) -> None:
    with pytest.raises(Unreadable, match="a stored Conversation cannot be read"):
        CONVERSATIONS.load(written)


@pytest.mark.parametrize("written", ['{"is":"Shouted"}', '{"words":"hello"}', "null"])
def test_a_class_that_is_no_more_is_named(written: str) -> None:
    with pytest.raises(Unreadable, match="a stored Raw"):
        RAWS.load(written)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        CONVERSATIONS.dump(Conversation((), 0, datetime(2026, 3, 2)))  # noqa: DTZ001  # a time without a zone is what must be refused


def test_entities_survive() -> None:
    answer = Answer("q", "at eight", NOW, "change_time", {"hour": "08:00"})
    assert same(CONVERSATIONS, Conversation((Run("r", "f", ("a",), 1, NOW, (answer,), NOW),), 2, NOW))
