"""What each kind of message looks like in Slack, kept as files that can be read: one a kind, in `golden/`."""

import json
from pathlib import Path

import pytest

from bot.channels.port import File
from bot.channels.slack.render import NO_EXTRAS, Extras, Post, Upload, redrawn, rendered
from dialogues.message import Buttons, Choice, Document, Image, Message, Quiz, Scale, Text
from tests.bot.channels.digests import digest
from tests.bot.channels.slack.seen import all_problems

GOLDEN = Path(__file__).parent / "golden"
BETTER = "✓ A better choice: {answer}"
HELP = Choice("/help_now", "Help now")
STEPS = ("1 · empty", "2 · low", "3 · okay", "4 · good", "5 · full")
ENERGY = (*(Choice(label[0], label) for label in STEPS), Choice("skip", "Skip"))
SETTINGS = (("/hour", "Hour"), ("/days", "Days"), ("/language", "Language"), ("/country", "Country"), ("/stop", "Stop"))
OPTIONS = (Choice("a", "Say the limits"), Choice("b", "Keep all of it"), Choice("c", "Wait"))
WORDY = (
    Choice("a", "Yes. I will tell you what I can keep to myself, and what I can not keep to myself."),
    Choice("b", "I keep all of it."),
)
WHY = "**Yes:** now Sam can _choose_."
ASKED = Text.parse("Sam writes, “You won’t tell, right?”\n\n**What do you say first?**")
SKILLS = Image("picture 1", "Two of ten skills begun")
PAPER = Document("export 1", "my-data.json")
CARD = Text.parse(
    "I am glad that you told me.\n\n**If you may be in danger now, call 112.**\n\n"
    "**Samaritans**: call 116\u00a0123, any time.\n\nNobody reads this chat live."
)
WHOSE = (
    Choice("me", "It is about me"),
    Choice("other", "Someone I support"),
    Choice("drill", "I am practising or quoting"),
    Choice("later", "Not now"),
    HELP,
)
NASTY = "<!here> <@U1> <#C1> @here &amp; *b* _i_ ~s~ `c` <https://x.example|x> :tada: {answer} **no**"

MESSAGES = {
    "lesson": Message(
        Text.parse("🌱 **Say the limits first.**\n\nThen ask _what_ they want to share."),
        reply=Buttons((Choice("next", "Next"), Choice("later", "Later"), HELP)),
    ),
    "words": Message(Text.of("Good. See you on Monday.")),
    "quiz": Message(ASKED, reply=Quiz(OPTIONS, "b", WHY)),
    "quiz_long": Message(ASKED, reply=Quiz(WORDY, "a", WHY)),
    "scale": Message(Text.parse("How is your **energy**?"), reply=Scale(ENERGY)),
    "settings": Message(
        Text.of("This is set now."), reply=Buttons(tuple(Choice(key, label) for key, label in SETTINGS))
    ),
    "card": Message(CARD, reply=Buttons(WHOSE)),
    "learner_words": Message(Text.parse("**You said:** {said}").fill({"said": NASTY}), reply=Buttons((HELP,))),
    "long": Message(
        Text.of("\n\n".join(f"{letter} word" * 500 for letter in "abc")), reply=Buttons((Choice("yes", "Yes"),))
    ),
    "picture_gone": Message(Text.of("So far:"), SKILLS),
}
FILED = {
    "picture": (Message(Text.parse("**So far:**"), SKILLS, Buttons((HELP,))), File("picture.png", b"...")),
    "document": (Message(Text.of("Your data:"), PAPER), File("my-data.json", b"{}")),
    "digest": (digest(), File("picture.png", b"...")),
}
OFFERED = {
    "zone_offered": (
        Message(Text.of("Where do you live?"), reply=Buttons((HELP,))),
        Extras(offers=(("Lisbon, 14:05 there now", "Europe/Lisbon"),)),
    ),
    "window_offered": (
        Message(Text.of("What was hard?"), reply=Buttons((Choice("skip", "Skip"), HELP))),
        Extras(window=("Write in a window", "note")),
    ),
}
TAKEN = {
    "redrawn_lesson": ("lesson", 0),
    "redrawn_scale": ("scale", 3),
    "redrawn_quiz_right": ("quiz", 1),
    "redrawn_quiz_missed": ("quiz", 0),
    "redrawn_quiz_long": ("quiz_long", 1),
    "redrawn_closed": ("card", None),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_each_kind_of_message_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    assert all_problems(MESSAGES[name]) == []
    compare(name, rendered(MESSAGES[name], "1z"), request)


@pytest.mark.parametrize("name", FILED)
def test_each_kind_of_file_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    message, file = FILED[name]
    assert all_problems(message, file) == []
    compare(name, rendered(message, "1z", file), request)


@pytest.mark.parametrize("name", OFFERED)
def test_what_the_adapter_adds_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    message, extras = OFFERED[name]
    assert extras != NO_EXTRAS
    assert all_problems(message, None, extras) == []
    compare(name, rendered(message, "1z", None, extras), request)


@pytest.mark.parametrize("name", TAKEN)
def test_each_kind_of_answered_message_looks_as_it_is_kept(name: str, request: pytest.FixtureRequest) -> None:
    shown, place = TAKEN[name]
    compare(name, [redrawn(MESSAGES[shown], "1z", place, BETTER)], request)


def test_no_kept_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {*MESSAGES, *FILED, *OFFERED, *TAKEN}


def compare(name: str, parts: list[Post | Upload | None], request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.json"
    shown = [
        {"upload": part.file.name, "alt": part.alt}
        if isinstance(part, Upload)
        else {"text": part.text.split("\n"), "blocks": part.blocks}
        for part in parts
    ]
    text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--update-transcripts"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
