"""What a message becomes in Slack: nothing lost, nothing made into markup, every limit kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import File
from bot.channels.slack.cutting import is_visible
from bot.channels.slack.render import Extras, Post, Upload, rendered
from dialogues.message import Buttons, Choice, Document, Image, Message, Quiz, Reply, Scale, Span, Style, Text
from tests.bot.channels.slack.seen import (
    all_problems,
    buttons,
    labels,
    length,
    only_posts,
    problems,
    texts,
    words,
)

HELP = Choice("/help_now", "Help now")
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"), HELP)
SKILLS = Image("picture 1", "Two of ten skills begun")
PAPER = Document("export 1", "my-data.json")
FILE = File("picture.png", b"...")
CHOICES = st.lists(st.builds(Choice, st.sampled_from([*"abc", "yes", "/stop"]), st.text(max_size=90)), max_size=70)
REPLIES = st.one_of(
    st.none(),
    CHOICES.map(tuple).map(Buttons),
    CHOICES.map(tuple).map(Scale),
    st.builds(Quiz, CHOICES.map(tuple), st.sampled_from("abc"), st.text(max_size=200)),
)


def test_learner_words_come_out_as_they_were_written() -> None:
    said = "_*[]~`>#<!here> <@U1> <#C1|x> &amp; **not bold** _nor this_ {name} @everyone :tada:"
    [post] = rendered(Message(Text.parse("**You said:** {said}").fill({"said": said})), "1")
    assert texts(post) == [
        [
            {"type": "text", "text": "You said:", "style": {"bold": True}},
            {"type": "text", "text": f" {said}"},
        ]
    ]


@given(st.text(st.sampled_from("_*~`<>&!@#|: aeherU1"), min_size=1).filter(str.strip))
def test_no_learner_word_can_be_markup_and_the_fallback_says_the_same(said: str) -> None:
    [post] = rendered(Message(Text.parse("You said: {said}.").fill({"said": said})), "1")
    assert words(post) == f"You said: {said}."
    assert problems(post) == []
    read = post.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\u2060", "")
    assert read == f"You said: {said}."


def test_a_fallback_cannot_call_anybody() -> None:
    [post] = rendered(Message(Text.of("<!here> @here @Channel a@everyone <@U1>")), "1")
    assert post.text == "&lt;!here&gt; @\u2060here @\u2060Channel a@\u2060everyone &lt;@U1&gt;"


def test_of_a_long_text_the_last_post_alone_can_be_tapped() -> None:
    message = Message(Text.of("\n\n".join(letter * 5000 for letter in "abc")), reply=Buttons(YES_NO))
    first, second, third = rendered(message, "1z")
    read = [words(post).replace("\n\n", "") for post in (first, second, third)]
    assert read == ["a" * 5000, "b" * 5000, "c" * 5000]
    assert [labels(post) for post in (first, second, third)] == [[], [], ["Yes", "No", "Help now"]]


def test_a_fallback_of_a_long_text_ends_with_a_whole_word_and_all_that_may_be_tapped() -> None:
    [post] = rendered(Message(Text.of("Well said. " * 500), reply=Buttons(YES_NO)), "1z")
    read, _, tapped = post.text.partition("…")
    assert read.endswith((" Well", " said."))
    assert tapped == "\n\n1. Yes\n2. No\nHelp now"
    assert 3980 < length(post.text) <= 4000


def test_a_fallback_counts_what_escaping_adds() -> None:
    [post] = rendered(Message(Text.of("&" * 3000), reply=Buttons((Choice("a", "<" * 75),) * 40)), "1z")
    assert 3900 < length(post.text) <= 4000
    assert length(post.text.partition("…")[0]) > 1900  # the labels take no more than half of it
    assert problems(post) == []


@pytest.mark.parametrize("reply", [None, Buttons(())])
@pytest.mark.parametrize("nothing", ["", " \n\u200b"])
def test_where_there_is_nothing_to_say_slack_still_gets_something_it_takes(reply: Reply | None, nothing: str) -> None:
    [post] = rendered(Message(Text.of(nothing), reply=reply), "1")
    assert (post.text, words(post), problems(post)) == ("…", "…", [])


def test_buttons_without_a_text_are_read_aloud_by_their_labels() -> None:
    [post] = rendered(Message(Text.of(" "), reply=Buttons(YES_NO)), "1")
    assert (post.text, words(post), labels(post)) == ("1. Yes\n2. No\nHelp now", "", ["Yes", "No", "Help now"])


def test_a_tap_carries_the_token_and_the_place_and_commands_stand_below() -> None:
    [post] = rendered(Message(Text.of("Okay?"), reply=Buttons((HELP, *YES_NO[:2]))), "1z")
    rows = [block["elements"] for block in post.blocks if block["type"] == "actions"]
    taps = [[(button["action_id"], button["value"]) for button in row] for row in rows]
    assert taps == [[("tap.1", "1z.1"), ("tap.2", "1z.2")], [("tap.0", "1z.0")]]
    assert all("style" not in button for button in buttons(post))
    assert post.text == "Okay?\n\n2. Yes\n3. No\nHelp now"  # what can be typed is the place in the message


def test_a_message_may_have_commands_alone() -> None:
    [post] = rendered(Message(Text.of("Bye."), reply=Buttons((HELP,))), "1z")
    assert (post.text, labels(post)) == ("Bye.\n\nHelp now", ["Help now"])


def test_labels_that_cannot_be_seen_are_numbers_and_like_labels_stay_apart() -> None:
    choices = (Choice("a", ""), Choice("b", "\u200b"), Choice("c", "Yes"), Choice("d", "Yes"))
    [post] = rendered(Message(Text.of("Which?"), reply=Buttons(choices)), "1z")
    assert labels(post) == ["1", "2", "Yes", "Yes"]
    assert len({button["action_id"] for button in buttons(post)}) == 4


@pytest.mark.parametrize(("count", "rows"), [(25, [25]), (26, [25, 1]), (50, [25, 25])])
def test_more_buttons_than_a_block_takes_stand_in_several(count: int, rows: list[int]) -> None:
    choices = tuple(Choice(f"k{place}", f"Country {place}") for place in range(count))
    [post] = rendered(Message(Text.of("Where?"), reply=Buttons(choices)), "1z")
    assert [len(block["elements"]) for block in post.blocks if block["type"] == "actions"] == rows


def test_of_more_answers_than_a_message_takes_the_rest_is_written_out_and_help_stays() -> None:
    choices = (*(Choice(f"k{place}", f"Country {place}") for place in range(60)), HELP)
    [post] = rendered(Message(Text.of("Where?"), reply=Buttons(choices)), "1z")
    assert labels(post) == [*(f"Country {place}" for place in range(49)), "Help now"]
    assert words(post).splitlines()[2:] == [f"{place + 1}. Country {place}" for place in range(49, 60)]
    assert all(f"{place + 1}. Country {place}" in post.text.splitlines() for place in range(60))


@pytest.mark.parametrize(("letters", "shown"), [(40, ["x" * 40, "No"]), (41, ["A", "B"])])
def test_long_options_of_a_quiz_are_written_out_with_their_letters(letters: int, shown: list[str]) -> None:
    options = (Choice("a", "x" * letters), Choice("b", "No"))
    [post] = rendered(Message(Text.of("Which?"), reply=Quiz(options, "a", "So.")), "1z")
    assert labels(post) == shown
    assert ("B. No" in words(post).splitlines()) == (letters > 40)
    assert ("B. No" in post.text.splitlines()) is True


@pytest.mark.parametrize(("letters", "shown"), [(75, "x" * 75), (76, "2")])
def test_a_label_that_no_button_holds_is_written_out_whole(letters: int, shown: str) -> None:
    choices = (Choice("yes", "Yes"), Choice("no", "x" * letters))
    [post] = rendered(Message(Text.of("Which?"), reply=Buttons(choices)), "1z")
    assert labels(post) == ["Yes", shown]
    assert ("2. " + "x" * letters in words(post)) == (letters == 76)
    aloud = [button.get("accessibility_label", "") for button in buttons(post)]
    assert aloud == ["", "" if letters == 75 else "2. " + "x" * 71 + "…"]


def test_a_command_too_long_for_a_button_is_shortened() -> None:
    [post] = rendered(Message(Text.of("Hello"), reply=Buttons((Choice("/stop", "stop it " * 10),))), "1z")
    assert labels(post) == ["stop it " * 8 + "stop it…"]


def test_a_scale_has_all_its_steps_in_one_row_and_is_not_numbered_twice() -> None:
    steps = (Choice("1", "1 · low"), Choice("2", "2 · high"), Choice("skip", "Skip"))
    [post] = rendered(Message(Text.of("How?"), reply=Scale(steps)), "1z")
    assert [len(block["elements"]) for block in post.blocks[1:]] == [3]
    assert post.text == "How?\n\n1 · low\n2 · high\n3. Skip"


@pytest.mark.parametrize(("attachment", "alt"), [(SKILLS, SKILLS.alt), (PAPER, "my-data.json")])
def test_a_file_goes_before_the_words(attachment: Image | Document, alt: str) -> None:
    upload, post = rendered(Message(Text.of("Here."), attachment, Buttons((HELP,))), "1", FILE)
    assert upload == Upload(FILE, alt)
    assert (words(post), labels(post)) == ("Here.", ["Help now"])
    assert rendered(Message(Text(), attachment), "1", FILE) == (upload,)


def test_a_picture_without_an_alt_text_is_called_by_its_name() -> None:
    assert rendered(Message(Text(), Image("picture 1", "")), "1", FILE) == (Upload(FILE, "picture.png"),)


@pytest.mark.parametrize(("attachment", "told"), [(SKILLS, f"[{SKILLS.alt}]"), (PAPER, "[my-data.json]")])
def test_an_attachment_without_its_file_is_told_in_words(attachment: Image | Document, told: str) -> None:
    [post] = rendered(Message(Text.of("Here."), attachment), "1")
    assert words(post) == f"Here.\n\n{told}"


def test_a_file_that_no_attachment_names_is_not_sent() -> None:
    assert rendered(Message(Text.of("Hello")), "1", FILE) == rendered(Message(Text.of("Hello")), "1")


def test_what_the_adapter_offers_stands_between_answers_and_commands() -> None:
    extras = Extras((("Lisbon", "Europe/Lisbon"), ("", "Europe/Paris"), ("Never", "")), ("Write here", "note"))
    [post] = rendered(Message(Text.of("Where?"), reply=Buttons(YES_NO)), "1z", None, extras)
    assert [(button["action_id"], button["value"]) for button in buttons(post)[2:5]] == [
        ("say.0", "Europe/Lisbon"),
        ("say.1", "Europe/Paris"),
        ("open.note", "1z"),
    ]
    assert labels(post) == ["Yes", "No", "Lisbon", "Europe/Paris", "Write here", "Help now"]
    assert post.text.endswith("1. Yes\n2. No\nLisbon\nEurope/Paris\nWrite here\nHelp now")


@settings(deadline=None)
@given(
    st.lists(st.builds(Span, st.text(max_size=4000), st.sampled_from(Style)), max_size=6).map(tuple).map(Text),
    REPLIES,
    st.sampled_from([(None, None), (SKILLS, FILE), (SKILLS, None), (PAPER, FILE), (PAPER, None)]),
    st.builds(Extras, st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple)),
)
def test_whatever_is_said_slack_takes_it_and_all_of_it_comes_out_in_order(text, reply, attached, extras) -> None:
    attachment, file = attached
    message = Message(text, attachment, reply)
    assert all_problems(message, file, extras) == []
    posts = only_posts(rendered(message, "1z", file, extras))
    told = [sign for sign in text.words if is_visible(sign)]
    assert [sign for post in posts for sign in words(post) if is_visible(sign)][: len(told)] == told


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b ", "\n", "\n\n", "🌱", "&", "long " * 400]), max_size=60).map("".join),
    st.sampled_from([None, Buttons(YES_NO), Scale(YES_NO), Quiz(YES_NO, "yes", "Because.")]),
)
def test_a_text_longer_than_a_message_loses_nothing_either(said: str, reply: Reply | None) -> None:
    message = Message(Text.of(f"Well {said}"), reply=reply)
    assert all_problems(message) == []
    posts = rendered(message, "1z")
    assert all(isinstance(post, Post) for post in posts)
    assert "".join("".join(map(words, posts)).split()) == "".join(message.text.words.split())
