"""What a message becomes in Telegram: nothing lost, nothing made into markup, every limit kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.port import File
from bot.channels.telegram.render import Paper, Photo, Poll, Redrawn, Words, redrawn, rendered
from dialogues.message import Buttons, Choice, Document, Image, Message, Quiz, Reply, Scale, Span, Style, Text

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"), Choice("/help_now", "Help now"))
PICTURE = Image("picture 1", "Two of ten skills begun")
PAPER = Document("export 1", "my-data.json")
FILE = File("picture.png", b"...")
NASTY = r"_*[]()~>#+-=|{}.!<&`\ **not bold** _nor this_ {name} @name /cmd <b>x</b> &amp;"


def test_learner_words_come_out_as_they_were_written() -> None:
    [words] = rendered(Message(Text.parse("**You said:** {said}").fill({"said": NASTY})), "1")
    assert words.text == f"You said: {NASTY}"
    assert [(entity.type, entity.offset, entity.length) for entity in words.entities] == [("bold", 0, 9)]


@given(st.text(st.sampled_from("_*[]()~`>#+-=|{}.!<&\\@/ ab"), min_size=1).filter(str.strip))
def test_no_learner_word_can_be_markup(said: str) -> None:
    [words] = rendered(Message(Text.parse("You said: {said}.").fill({"said": said})), "1")
    assert (words.text, words.entities) == (f"You said: {said}.", ())


def test_of_a_long_text_the_last_part_alone_can_be_tapped() -> None:
    message = Message(Text.of("\n\n".join(letter * 3000 for letter in "abc")), reply=Buttons(YES_NO))
    first, second, third = rendered(message, "1z")
    assert [part.text for part in (first, second, third)] == ["a" * 3000, "b" * 3000, "c" * 3000]
    assert [part.keyboard is None for part in (first, second, third)] == [True, True, False]


@pytest.mark.parametrize("reply", [None, Buttons(())])
def test_where_there_is_nothing_to_say_nothing_is_sent(reply: Reply | None) -> None:
    assert rendered(Message(Text(), reply=reply), "1") == ()
    assert rendered(Message(Text.of(" \n\u200b"), reply=reply), "1") == ()


def test_buttons_without_a_text_stand_below_their_own_labels() -> None:
    [words] = rendered(Message(Text.of(" "), reply=Buttons(YES_NO)), "1")
    assert words.text == "Yes\nNo\nHelp now"


def test_a_picture_or_file_without_words_stands_alone() -> None:
    assert [call.caption for call in rendered(Message(Text(), PICTURE), "1", FILE)] == [PICTURE.alt]
    assert rendered(Message(Text(), PAPER), "1", FILE) == (Paper(FILE),)
    assert rendered(Message(Text(), Image("picture 1", "")), "1", FILE) == (Photo(FILE),)
    assert [call.text for call in rendered(Message(Text(), PAPER), "1")] == ["[my-data.json]"]


def test_a_file_that_no_attachment_names_is_not_sent() -> None:
    assert rendered(Message(Text.of("Hello")), "1", FILE) == (Words("Hello"),)


@pytest.mark.parametrize(("length", "kinds"), [(1024 - 25, [Photo]), (1024 - 24, [Words, Photo])])
def test_words_and_alt_text_are_one_caption_as_long_as_they_fit(length: int, kinds: list[type]) -> None:
    calls = rendered(Message(Text.of("a" * length), PICTURE, Buttons(YES_NO)), "1", FILE)
    assert [type(call) for call in calls] == kinds
    assert [call.keyboard is not None for call in calls] == [False, True][-len(kinds) :]
    assert calls[-1].caption.endswith(PICTURE.alt)


@pytest.mark.parametrize(("length", "kinds"), [(1024, [Photo]), (1025, [Words, Photo]), (4097, [Words, Words, Photo])])
def test_an_alt_text_longer_than_a_caption_is_told_in_words(length: int, kinds: list[type]) -> None:
    calls = rendered(Message(Text(), Image("picture 1", "a" * length)), "1", FILE)
    assert [type(call) for call in calls] == kinds
    assert "".join(call.text if isinstance(call, Words) else call.caption for call in calls) == "a" * length


@pytest.mark.parametrize(("length", "kinds"), [(1024, [Paper]), (1025, [Words, Paper])])
def test_the_words_of_a_document_are_its_caption_as_long_as_they_fit(length: int, kinds: list[type]) -> None:
    calls = rendered(Message(Text.of("a" * length), PAPER), "1", FILE)
    assert [type(call) for call in calls] == kinds
    assert calls[-1].caption == ("a" * length if length == 1024 else "")


@pytest.mark.parametrize("place", [0, 1])
def test_what_was_taken_stands_below_the_text_and_commands_stay(place: int) -> None:
    drawn = redrawn(Message(Text.parse("**Okay?** 🌱"), reply=Buttons(YES_NO)), "1z", place)
    assert drawn.text == f"Okay? 🌱\n\n✓ {YES_NO[place].label}"
    assert [(one.type, one.offset, one.length) for one in drawn.entities] == [
        ("bold", 0, 5),
        ("bold", 12, len(YES_NO[place].label)),
    ]
    assert [[button.callback_data for button in row] for row in drawn.keyboard.inline_keyboard] == [["1z.2"]]


def test_a_closed_message_keeps_its_text_and_loses_its_answers() -> None:
    drawn = redrawn(Message(Text.of("Okay?"), reply=Buttons(YES_NO[:2])), "1z", None)
    assert drawn == Redrawn(None, (), None, is_caption=False)


@pytest.mark.parametrize("place", [2, 3, -1])
def test_a_command_or_a_place_that_is_none_takes_nothing(place: int) -> None:
    assert redrawn(Message(Text.of("Okay?"), reply=Buttons(YES_NO)), "1z", place) is None


@pytest.mark.parametrize(
    "message",
    [
        Message(Text.of("Hello")),
        Message(Text.of("Hello"), reply=Buttons(YES_NO[2:])),
        Message(Text.of("Which?"), reply=Quiz(YES_NO[:2], "yes", "Because.")),
    ],
)
@pytest.mark.parametrize("place", [0, None])
def test_without_answers_and_in_a_native_quiz_there_is_nothing_to_redraw(message: Message, place: int | None) -> None:
    assert redrawn(message, "1z", place) is None


def test_a_scale_keeps_its_legend() -> None:
    steps = tuple(Choice(label[0], label) for label in ("1 · nothing at all", "2 · some", "3 · too much"))
    drawn = redrawn(Message(Text.of("How much?"), reply=Scale(steps)), "1z", 2)
    assert drawn.text == "How much?\n\n1 · nothing at all\n2 · some\n3 · too much\n\n✓ 3 · too much"


@pytest.mark.parametrize(
    ("attachment", "caption"), [(PICTURE, f"Okay?\n\n{PICTURE.alt}\n\n✓ Yes"), (PAPER, "Okay?\n\n✓ Yes")]
)
def test_a_captioned_message_is_redrawn_in_its_caption(attachment: Image | Document, caption: str) -> None:
    drawn = redrawn(Message(Text.of("Okay?"), attachment, Buttons(YES_NO)), "1z", 0)
    assert (drawn.text, drawn.is_caption) == (caption, True)


def test_of_a_long_text_the_part_with_the_buttons_is_redrawn() -> None:
    drawn = redrawn(Message(Text.of("a" * 4000 + "\n\n" + "b" * 4000), reply=Buttons(YES_NO)), "1z", 1)
    assert (drawn.text, drawn.is_caption) == ("b" * 4000 + "\n\n✓ No", False)


@pytest.mark.parametrize(("length", "text"), [(4090, "a" * 4090 + "\n\n✓ No"), (4091, None)])
def test_where_the_choice_has_no_room_only_the_keyboard_changes(length: int, text: str | None) -> None:
    drawn = redrawn(Message(Text.of("a" * length), reply=Buttons(YES_NO)), "1z", 1)
    assert drawn.text == text
    assert drawn.keyboard.inline_keyboard[0][0].callback_data == "1z.2"


def test_a_picture_that_had_no_caption_shows_what_was_taken() -> None:
    drawn = redrawn(Message(Text(), Image("picture 1", ""), Buttons(YES_NO)), "1z", 0)
    assert (drawn.text, drawn.is_caption) == ("✓ Yes", True)


@given(
    st.lists(st.builds(Span, st.text(max_size=3000), st.sampled_from(Style)), max_size=6),
    st.sampled_from([None, Buttons(YES_NO), Scale(YES_NO), Quiz(YES_NO[:2], "yes", "Because.")]),
    st.sampled_from([(None, None), (PICTURE, FILE), (PICTURE, None), (PAPER, FILE), (PAPER, None)]),
)
def test_whatever_is_said_every_call_keeps_the_limits(spans, reply, attached) -> None:
    attachment, file = attached
    calls = rendered(Message(Text(tuple(spans)), attachment, reply), "1z", file)
    for call in calls:
        match call:
            case Words(text=text):
                assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
            case Photo(caption=caption) | Paper(caption=caption):
                assert len(caption.encode("utf-16-le")) // 2 <= 1024
            case Poll(question=question):
                assert 0 < len(question.encode("utf-16-le")) // 2 <= 300
    assert all(call.keyboard is None for call in calls[:-1])
    if reply is not None and not isinstance(calls[-1], Poll):
        assert calls[-1].keyboard is not None
