"""What each kind of message looks like in Telegram, kept as files that can be read: one a kind, in `golden/`."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from bot.channels.port import File
from bot.channels.telegram.render import Call, Redrawn, redrawn, rendered
from dialogues.message import Buttons, Choice, Document, Image, Message, Quiz, Scale, Text
from tests.bot.channels.digests import digest

GOLDEN = Path(__file__).parent / "golden"
HELP = Choice("/help_now", "Help now")
ENERGY = tuple(Choice(label[0], label) for label in ("1 · empty", "2 · low", "3 · okay", "4 · good", "5 · full"))
DAYS = tuple(Choice(day[:3].lower(), day) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
OPTIONS = tuple(
    Choice(key, label) for key, label in zip("abc", ("Say the limits", "Keep all of it", "Wait"), strict=True)
)
WORDY = (Choice("a", "Yes. I will tell you what I can keep, and what not."), Choice("b", "I keep all of it."))
WHY = "**Yes.** Now Sam can choose."
ASKED = Text.parse("Sam writes, “You won’t tell, right?”\n\n**What do you say first?**")
PICTURE = Image("picture 1", "Two of ten skills begun")
PAPER = Document("export 1", "my-data.json")

MESSAGES = {
    "words": Message(Text.parse("🌱 **Say the limits first.** Then ask _what_ they want to share.")),
    "buttons": Message(Text.of("Is that okay?"), reply=Buttons((Choice("yes", "Yes"), Choice("no", "No"), HELP))),
    "buttons_long": Message(
        Text.of("Who is it about?"),
        reply=Buttons(
            (
                Choice("me", "It is about me"),
                Choice("other", "Someone I support"),
                Choice("drill", "I am practising or quoting"),
            )
        ),
    ),
    "days": Message(Text.of("On which day?"), reply=Buttons(DAYS)),
    "scale": Message(Text.parse("How is your **energy**?"), reply=Scale((*ENERGY, Choice("skip", "Skip")))),
    "quiz_poll": Message(ASKED, reply=Quiz(OPTIONS, "b", WHY)),
    "quiz_buttons": Message(ASKED, reply=Quiz(OPTIONS, "b", WHY * 10)),
    "quiz_letters": Message(ASKED, reply=Quiz(WORDY, "a", WHY * 10)),
    "image_gone": Message(Text.of("So far:"), PICTURE),
    "document_gone": Message(Text.of("Your data:"), PAPER),
}
FILED = {
    "image": (Message(Text.parse("**So far:**"), PICTURE), File("picture.png", b"...")),
    "image_long": (Message(Text.of("So far, so good. " * 70), PICTURE), File("picture.png", b"...")),
    "document": (Message(Text.of("Your data:"), PAPER, Buttons((HELP,))), File("my-data.json", b"{}")),
    "digest": (digest(), File("picture.png", b"...")),
}
TAKEN = {
    "redrawn_buttons": ("buttons", 0),
    "redrawn_scale": ("scale", 3),
    "redrawn_letters": ("quiz_letters", 1),
    "redrawn_closed": ("buttons", None),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_each_kind_of_message_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    compare(name, [readable(call) for call in rendered(MESSAGES[name], "1z")], request)


@pytest.mark.parametrize("name", FILED)
def test_each_kind_of_file_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    message, file = FILED[name]
    compare(name, [readable(call) for call in rendered(message, "1z", file)], request)


@pytest.mark.parametrize("name", TAKEN)
def test_each_kind_of_answered_message_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    shown, place = TAKEN[name]
    compare(name, [readable(redrawn(MESSAGES[shown], "1z", place))], request)


def test_no_kept_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {*MESSAGES, *FILED, *TAKEN}


def readable(call: Call | Redrawn | None) -> dict[str, object]:
    """A call with its fields in the order they are declared, and its keyboard as rows of label and data."""
    shown: dict[str, object] = {"call": type(call).__name__}
    for field in fields(call):
        value = getattr(call, field.name)
        if field.name == "entities":
            value = [f"{entity.type} {entity.offset}+{entity.length}" for entity in value]
        elif field.name == "keyboard" and value is not None:
            value = [" | ".join(f"{one.text} [{one.callback_data}]" for one in row) for row in value.inline_keyboard]
        elif field.name == "file":
            value = value.name
        shown[field.name] = value
    return shown


def compare(name: str, shown: list[dict[str, object]], request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--update-transcripts"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
