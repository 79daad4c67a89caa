"""What a message looks like in Rasa's shape, and how a click on it comes back."""

import pytest

from bot.channels.rest.channel import payload, said
from bot.channels.rest.render import rendered
from bot.domain.update import Pressed, Wrote
from dialogues.message import Buttons, Choice, Document, Image, Message, Quiz, Reply, Scale, Text

CHOICES = (Choice("a", "First"), Choice("/help_now", "Help now"))


def test_words_alone_have_no_buttons() -> None:
    message = Message(Text.parse("This is **bold** and _slanted_."))
    assert rendered(message, "1z", "ann") == [{"recipient_id": "ann", "text": "This is bold and slanted."}]


@pytest.mark.parametrize("reply", [Buttons(CHOICES), Scale(CHOICES), Quiz(CHOICES, "a", "Because.")])
def test_whatever_may_be_tapped_is_a_button_whose_payload_means_nothing(reply: Reply) -> None:
    [shown] = rendered(Message(Text.of("Which?"), reply=reply), "1z", "ann")
    assert shown["buttons"] == [
        {"title": "First", "payload": "/tap 1z 0"},
        {"title": "Help now", "payload": "/tap 1z 1"},
    ]


def test_a_picture_is_told_in_its_own_words() -> None:
    message = Message(Text.of("So far:"), Image("picture 1", "Two of ten skills begun"))
    assert rendered(message, "1", "ann") == [{"recipient_id": "ann", "text": "So far:\n\n[Two of ten skills begun]"}]


def test_a_file_comes_with_its_content_where_we_have_it() -> None:
    message = Message(Text.of("Your data:"), Document("export 1", "my-data.json"))
    assert rendered(message, "1", "ann", '{"lessons": 2}') == [
        {"recipient_id": "ann", "text": "Your data:"},
        {"recipient_id": "ann", "custom": {"filename": "my-data.json", "content": '{"lessons": 2}'}},
    ]


def test_a_file_that_is_gone_is_at_least_named() -> None:
    message = Message(Text.of("Your data:"), Document("export 1", "my-data.json"))
    assert rendered(message, "1", "ann") == [{"recipient_id": "ann", "text": "Your data:\n\n[my-data.json]"}]


@pytest.mark.parametrize(("token", "place"), [("1", 0), ("1z", 7), ("zzzzzzzzzzzz", 999)])
def test_a_payload_comes_back_as_the_tap_it_was_made_for(token: str, place: int) -> None:
    assert said(payload(token, place)) == Pressed(token, place)
    assert said(f" {payload(token, place)}\n") == Pressed(token, place)


@pytest.mark.parametrize(
    "words", ["/tap", "/tap 1", "/tap 1 x", "/tap 1 0 0", "please /tap 1 0", "/tap 1 ٣", "/tap A 0", "/tap 1 1000"]
)
def test_anything_else_is_words(words: str) -> None:
    assert said(words) == Wrote(words)
