"""What may be tapped is laid out so that it can be read on a phone."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.channels.telegram.keyboard import board, commands_alone
from dialogues.message import Buttons, Choice, Message, Quiz, Reply, Scale, Text

CALLBACK_BYTES = 64  # https://core.telegram.org/bots/api#inlinekeyboardbutton


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        ("Yes,No,Help now", ["Yes|No|Help now"]),
        ("Next,Later", ["Next|Later"]),
        ("Yes,No,Maybe,Never", ["Yes|No", "Maybe|Never"]),
        ("Mon,Tue,Wed,Thu,Fri,Sat,Sun", ["Mon|Tue|Wed", "Thu|Fri", "Sat|Sun"]),
        ("Yes, let us start;Not now", ["Yes, let us start|Not now"]),
        (
            "A break;Talk it over;Less on my plate;Nothing right now",
            ["A break|Talk it over", "Less on my plate|Nothing right now"],
        ),
        ("Better;About the same;Worse", ["Better", "About the same", "Worse"]),
        (
            "Australia;Canada;Another country, or not now;Ireland;New Zealand",
            ["Australia|Canada", "Another country, or not now", "Ireland|New Zealand"],
        ),
        (
            "Australia;Another country, or not now;Canada;Ireland",
            ["Australia", "Another country, or not now", "Canada", "Ireland"],
        ),
        ("x" * 11 + ",b,c", ["x" * 11 + "|b|c"]),
        ("x" * 12 + ",b,c", ["x" * 12, "b", "c"]),
        ("x" * 18 + ",b", ["x" * 18 + "|b"]),
        ("x" * 19 + ",b", ["x" * 19, "b"]),
        ("🌱" * 6 + ",b,c", ["🌱" * 6, "b", "c"]),
    ],
)
def test_short_labels_stand_side_by_side_and_long_ones_alone(labels: str, rows: list[str]) -> None:
    choices = [Choice(label, label) for label in labels.split(";" if ";" in labels else ",")]
    assert labelled(keyboard(Buttons(tuple(choices)))) == rows


def test_commands_stand_in_rows_of_their_own_below_the_answers_and_keep_their_places() -> None:
    choices = (Choice("/help_now", "Help now"), Choice("yes", "Yes"), Choice("/stop", "Stop"), Choice("no", "No"))
    shown = keyboard(Buttons(choices))
    assert labelled(shown) == ["Yes|No", "Help now|Stop"]
    assert taps(shown) == ["1z.1", "1z.3", "1z.0", "1z.2"]


def test_once_the_question_is_over_commands_alone_are_left() -> None:
    choices = (Choice("yes", "Yes"), Choice("/help_now", "Help now"))
    left = commands_alone(Message(Text.of("Okay?"), reply=Buttons(choices)), "1z")
    assert (labelled(left), taps(left)) == (["Help now"], ["1z.1"])
    assert commands_alone(Message(Text.of("Okay?"), reply=Buttons(choices[:1])), "1z") is None


@pytest.mark.parametrize("reply", [None, Buttons(()), Scale(()), Quiz((), "a", "")])
def test_without_choices_there_is_no_keyboard(reply: Reply | None) -> None:
    assert keyboard(reply) is None


def test_a_scale_whose_labels_are_short_stands_as_it_is_in_one_row() -> None:
    shown = board(asked(Scale(steps("1 low", "2", "3", "4", "5 top!"))), "1z")
    assert (labelled(shown.keyboard), shown.lines) == (["1 low|2|3|4|5 top!"], ())


def test_a_wordy_scale_shows_numbers_and_its_words_stand_below_the_question() -> None:
    shown = board(asked(Scale((*steps("1 · empty", "2 · low", "3 · full"), Choice("skip", "Skip")))), "1z")
    assert (labelled(shown.keyboard), shown.lines) == (["1 · empty|2 · low|3 · full", "Skip"], ())
    shown = board(asked(Scale((*steps("1 · empty", "2 · low", "3 · too much"), Choice("skip", "Skip")))), "1z")
    assert (labelled(shown.keyboard), shown.lines) == (["1|2|3", "Skip"], ("1 · empty", "2 · low", "3 · too much"))


def test_a_wordy_scale_without_numbers_is_given_some() -> None:
    labels = ("Never", "Sometimes", "Most of the time")
    shown = board(asked(Scale((*steps(*labels), Choice("skip", "Omitir"), Choice("/help_now", "Help now")))), "1z")
    assert labelled(shown.keyboard) == ["1|2|3", "Omitir", "Help now"]
    assert shown.lines == ("1 · Never", "2 · Sometimes", "3 · Most of the time")
    assert taps(shown.keyboard) == [f"1z.{place}" for place in range(5)]


def test_a_step_with_words_of_its_own_stands_among_bare_numbers() -> None:
    shown = board(asked(Scale(steps("1, very low", "2", "3", "4, very high"))), "1z")
    assert (labelled(shown.keyboard), shown.lines) == (["1|2|3|4"], ("1, very low", "2", "3", "4, very high"))


def test_a_scale_from_nought_keeps_its_own_numbers() -> None:
    shown = board(asked(Scale(steps("0 · not at all", "1 · a bit", "2 · very much so"))), "1z")
    assert (labelled(shown.keyboard), taps(shown.keyboard)) == (["0|1|2"], ["1z.0", "1z.1", "1z.2"])


def test_a_scale_longer_than_a_row_can_be_is_parted_evenly() -> None:
    assert labelled(keyboard(Scale(steps(*"12345678")))) == ["1|2|3|4|5|6|7|8"]
    assert labelled(keyboard(Scale(steps(*"123456789")))) == ["1|2|3|4|5", "6|7|8|9"]


def test_a_quiz_has_one_option_a_row_until_one_is_too_long_for_its_button() -> None:
    fits, long = "x" * 35, "x" * 36
    shown = board(asked(Quiz((Choice("a", fits), Choice("b", "No")), "a", "")), "1z")
    assert (labelled(shown.keyboard), shown.lines) == ([fits, "No"], ())
    shown = board(asked(Quiz((Choice("a", long), Choice("b", "No"), Choice("/help_now", "Help now")), "a", "")), "1z")
    assert (labelled(shown.keyboard), shown.lines) == (["A|B", "Help now"], (f"A. {long}", "B. No"))


def test_of_more_buttons_than_telegram_takes_the_commands_and_the_first_answers_stay() -> None:
    choices = [Choice(str(place), f"{place}") for place in range(100)]
    assert len(taps(keyboard(Buttons(tuple(choices))))) == 100
    shown = taps(keyboard(Buttons((*choices, Choice("/help_now", "Help now")))))
    assert (len(shown), shown[98], shown[99]) == (100, "1z.98", "1z.100")
    assert len(taps(keyboard(Buttons(tuple(Choice(f"/{place}", "x") for place in range(101)))))) == 100


def test_a_button_without_a_label_has_its_number() -> None:
    assert labelled(keyboard(Buttons((Choice("a", " "), Choice("b", "B"))))) == ["1|B"]


def test_the_longest_token_and_place_fit_the_data_of_a_button() -> None:
    choices = tuple(Choice(str(place), "x") for place in range(100))
    shown = board(Message(Text.of("?"), reply=Buttons(choices)), "z" * 12).keyboard
    assert max(len(tap.encode()) for tap in taps(shown)) == 15 <= CALLBACK_BYTES


def asked(reply: Reply | None) -> Message:
    return Message(Text.of("How is it?"), reply=reply)


def keyboard(reply: Reply | None) -> InlineKeyboardMarkup | None:
    return board(asked(reply), "1z").keyboard


def steps(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(place), label) for place, label in enumerate(labels, start=1))


def labelled(shown: InlineKeyboardMarkup | None) -> list[str]:
    return ["|".join(button.text for button in row) for row in shown.inline_keyboard]


def taps(shown: InlineKeyboardMarkup | None) -> list[str]:
    return [button.callback_data for row in shown.inline_keyboard for button in row]
