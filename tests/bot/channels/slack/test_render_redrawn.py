"""What a message looks like in Slack once it was answered or closed."""

import pytest

from bot.channels.slack.render import redrawn, rendered
from dialogues.message import Buttons, Choice, Image, Message, Quiz, Reply, Text
from tests.bot.channels.slack.seen import all_problems, bold, buttons, labels, words

HELP = Choice("/help_now", "Help now")
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"), HELP)
SKILLS = Image("picture 1", "Two of ten skills begun")
BETTER = "**Better:** {answer}"


@pytest.mark.parametrize("place", [0, 1])
def test_what_was_taken_stands_below_the_text_and_commands_stay(place: int) -> None:
    post = redrawn(Message(Text.parse("**Okay?** 🌱"), reply=Buttons(YES_NO)), "1z", place, BETTER)
    label = YES_NO[place].label
    assert (words(post), bold(post)) == (f"Okay? 🌱\n\n✓ {label}", ["Okay?", f"✓ {label}"])
    assert [(button["action_id"], button["value"]) for button in buttons(post)] == [("tap.2", "1z.2")]
    assert post.text == f"Okay? 🌱\n\n✓ {label}\n\nHelp now"


@pytest.mark.parametrize(
    ("place", "below"),
    [(0, "✓ Tell\n\nSo Sam can choose."), (1, "→ _Wait_ {answer}\n\nBetter: Tell\n\nSo Sam can choose.")],
)
def test_under_a_quiz_stands_whether_it_fits_and_why(place: int, below: str) -> None:
    options = (Choice("a", "Tell"), Choice("b", "_Wait_ {answer}"))
    message = Message(Text.of("Which?"), reply=Quiz(options, "a", "So **Sam** can choose."))
    post = redrawn(message, "1z", place, BETTER)
    assert words(post) == f"Which?\n\n{below}"
    assert post.text == words(post)
    assert bold(post)[-1] == "Sam"


def test_a_quiz_without_its_right_answer_or_without_why_says_only_what_it_knows() -> None:
    options = (Choice("a", "Tell"), Choice("b", "Wait"))
    unknown = redrawn(Message(Text.of("Which?"), reply=Quiz(options, "z", "So.")), "1z", 0, BETTER)
    assert words(unknown) == "Which?\n\n✓ Tell\n\nSo."
    bare = redrawn(Message(Text.of("Which?"), reply=Quiz(options, "a", "")), "1z", 1, "")
    assert words(bare) == "Which?\n\n→ Wait"


def test_a_quiz_with_long_options_keeps_them() -> None:
    options = (Choice("a", "x" * 50), Choice("b", "Wait"))
    post = redrawn(Message(Text.of("Which?"), reply=Quiz(options, "a", "So.")), "1z", 1, BETTER)
    listed = f"A. {'x' * 50}\nB. Wait"
    assert words(post) == f"Which?\n\n{listed}\n\n→ Wait\n\nBetter: {'x' * 50}\n\nSo."


def test_a_closed_message_keeps_its_text_and_loses_its_answers() -> None:
    post = redrawn(Message(Text.of("Okay?"), reply=Buttons(YES_NO)), "1z", None, BETTER)
    assert (words(post), labels(post)) == ("Okay?", ["Help now"])


def test_a_closed_message_that_had_only_buttons_says_what_they_were() -> None:
    post = redrawn(Message(Text(), reply=Buttons(YES_NO[:2])), "1z", None, BETTER)
    assert (words(post), labels(post)) == ("1. Yes\n2. No", [])


@pytest.mark.parametrize("place", [2, 3, -1])
def test_a_command_or_a_place_that_is_none_takes_nothing(place: int) -> None:
    assert redrawn(Message(Text.of("Okay?"), reply=Buttons(YES_NO)), "1z", place, BETTER) is None


@pytest.mark.parametrize("reply", [None, Buttons(()), Buttons((HELP,))])
@pytest.mark.parametrize("place", [0, None])
def test_without_answers_there_is_nothing_to_redraw(reply: Reply | None, place: int | None) -> None:
    assert redrawn(Message(Text.of("Hello"), reply=reply), "1z", place, BETTER) is None


def test_a_question_in_words_loses_what_was_suggested_under_it() -> None:
    post = redrawn(Message(Text.of("What time is it?"), question="u1.2"), "1z", None, BETTER)
    assert (words(post), labels(post)) == ("What time is it?", [])


def test_of_a_picture_the_words_below_it_are_redrawn() -> None:
    post = redrawn(Message(Text.of("Okay?"), SKILLS, Buttons(YES_NO)), "1z", 0, BETTER)
    assert words(post) == "Okay?\n\n✓ Yes"


def test_of_a_long_text_the_post_with_the_buttons_is_redrawn() -> None:
    message = Message(Text.of("a" * 5000 + "\n\n" + "b" * 2000), reply=Buttons(YES_NO))
    assert words(redrawn(message, "1z", 1, BETTER)) == "b" * 2000 + "\n\n✓ No"


def test_many_buttons_leave_less_room_for_words_and_what_is_redrawn_ends_as_what_was_sent() -> None:
    choices = tuple(Choice(f"k{place}", f"{place:02}" + "x" * 73) for place in range(50))
    message = Message(Text.of("Well said. " * 300), reply=Buttons(choices))
    *_, last = rendered(message, "zzzzzzzzzzzz")
    assert all_problems(message) == []
    assert len(buttons(last)) == 50
    assert words(redrawn(message, "1z", 0, BETTER)) == f"{words(last)}\n\n✓ {choices[0].label}"
