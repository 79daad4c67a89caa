"""Board: what may be tapped on a message, and what stands in its words because no button has room for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.slack import limits
from bot.channels.slack.blocks import Button
from bot.channels.slack.cutting import is_visible, units
from dialogues.message import COMMAND, Choice, Message, Quiz

# A phone shows about so much of a button in one line. A longer option of a quiz is easier read above the buttons.
OPTION_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Board:
    """Answers and commands, each in the message's order.

    `lines` belong below its words. `spoken` and `spoken_commands` are what the buttons are called where none can be seen; an
    answer that stands in a line is not among them.
    """

    answers: tuple[Button, ...]
    commands: tuple[Button, ...]
    lines: tuple[str, ...]
    spoken: tuple[str, ...]
    spoken_commands: tuple[str, ...]


def board(message: Message, token: str) -> Board:
    """What may be tapped on the message. A tap carries the token and the place of its choice, counted from 0.

    Our longest lists are the countries with crisis lines and the teams that one person leads, a dozen. Were there ever more than
    Slack takes, commands stay, since one of them is "help now", and an answer without a button is written out to be typed.
    """
    places = range(len(message.choices))
    commands = [place for place in places if is_command(message.choices[place])][: limits.BUTTONS]
    answers = [place for place in places if not is_command(message.choices[place])]
    signs = _signs(message.choices, answers)
    written = set(_written_out(message, answers)) | set(answers[limits.BUTTONS - len(commands) :])
    named = {place: _named(signs[place], label_of(message, place)) for place in answers}
    return Board(
        tuple(
            _tap(token, place, signs[place], named[place])
            if place in written
            else _tap(token, place, label_of(message, place))
            for place in answers[: limits.BUTTONS - len(commands)]
        ),
        tuple(_tap(token, place, label_of(message, place)) for place in commands),
        tuple(named[place] for place in answers if place in written),
        tuple(named[place] for place in answers if place not in written),
        tuple(label_of(message, place) for place in commands),
    )


def label_of(message: Message, place: int) -> str:
    """What the choice is called; its number where there is nothing to be seen of its label."""
    label = message.choices[place].label.strip()
    return label if is_visible(label) else str(place + 1)


def is_command(choice: Choice) -> bool:
    """Whether it works even on an old message."""
    return choice.key.startswith(COMMAND)


def _tap(token: str, place: int, label: str, spoken: str = "") -> Button:
    return Button(label, f"tap.{place}", f"{token}.{place}", spoken)


def _signs(choices: Sequence[Choice], answers: Sequence[int]) -> dict[int, str]:
    """What may be typed for an answer: its key where all have one letter, as a quiz has, else its number."""
    keys = {place: choices[place].key.upper() for place in answers}
    if all(len(key) == 1 and key.isalnum() for key in keys.values()) and len(set(keys.values())) == len(keys):
        return keys
    return {place: str(place + 1) for place in answers}


def _written_out(message: Message, answers: Sequence[int]) -> Sequence[int]:
    if isinstance(message.reply, Quiz):  # its options are compared, so they stand together or not at all
        is_long = any(units(label_of(message, place)) > OPTION_LETTERS for place in answers)
        return answers if is_long else ()
    return [place for place in answers if units(label_of(message, place)) > limits.LABEL]


def _named(sign: str, label: str) -> str:
    """The label behind its sign, or alone where it begins with it, as the steps of a scale do."""
    rest = label.removeprefix(sign)
    return label if rest != label and not rest[:1].isalnum() else f"{sign}. {label}"
