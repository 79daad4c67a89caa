"""Keyboards: what may be tapped, laid out so that it can be read on a phone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram import limits
from bot.channels.telegram.cutting import is_visible, units
from dialogues.message import COMMAND, Buttons, Message, Quiz, Scale

# A phone of 360 points shows some forty letters of a button's size in one row; each button's border takes the room of two.
ROW_LETTERS = 40
BORDER_LETTERS = 2
# A button as wide as the phone shows about so much of an option, and the rest as dots.
OPTION_LETTERS = 35
# So many rows of answers leave the question in sight.
TALLEST = 4


@dataclass(frozen=True, slots=True)
class Board:
    """The keyboard of a message, and the lines to stand below its text because no button has room for them."""

    keyboard: InlineKeyboardMarkup | None
    lines: tuple[str, ...] = ()


def board(message: Message, token: str) -> Board:
    """What may be tapped on the message: answers first, commands in rows of their own below."""
    answers, commands = _answers_and_commands(message)
    match message.reply:
        case Scale():
            rows, lines = _scale(message, answers)
        case Quiz():
            rows, lines = _quiz(message, answers)
        case Buttons() | None:
            rows, lines = _stacked(answers), ()
    return Board(_keyboard([*rows, *_stacked(commands)], token), lines)


def commands_alone(message: Message, token: str) -> InlineKeyboardMarkup | None:
    """What may still be tapped once the question is over."""
    return _keyboard(_stacked(_answers_and_commands(message)[1]), token)


@dataclass(frozen=True, slots=True)
class _Button:
    place: int
    label: str


_Rows = list[list[_Button]]
_STEP = re.compile(r"(\d{1,3})(?!\w).*", re.DOTALL)  # "1 · empty", as the phrases write a step of a scale, or "1" alone
_SKIP = "skip"


def _answers_and_commands(message: Message) -> tuple[list[_Button], list[_Button]]:
    """The buttons by kind, at most as many as Telegram takes.

    Our longest lists are the countries with crisis lines, a dozen, and the teams that one person leads. Were there ever more,
    commands stay, since one of them is "help now", and what has no button can still be typed.
    """
    answers: list[_Button] = []
    commands: list[_Button] = []
    for place, choice in enumerate(message.choices):
        label = choice.label if is_visible(choice.label) else str(place + 1)  # Telegram refuses a button without words
        (commands if choice.key.startswith(COMMAND) else answers).append(_Button(place, label))
    commands = commands[: limits.BUTTONS]
    return answers[: limits.BUTTONS - len(commands)], commands


def _scale(message: Message, answers: list[_Button]) -> tuple[_Rows, tuple[str, ...]]:
    numbered = [button for button in answers if _STEP.fullmatch(button.label)]
    steps = numbered or [button for button in answers if message.choices[button.place].key != _SKIP]
    others = [button for button in answers if button not in steps]
    if _has_room(steps, len(steps)):
        return [*_rows(steps, limits.ROW), *_stacked(others)], ()
    short = [_Button(step.place, _number(step, place)) for place, step in enumerate(steps, start=1)]
    lines = (
        step.label if step in numbered else f"{few.label} · {step.label}"
        for few, step in zip(short, steps, strict=True)
    )
    return [*_rows(short, limits.ROW), *_stacked(others)], tuple(lines)


def _number(step: _Button, place: int) -> str:
    found = _STEP.fullmatch(step.label)
    return found.group(1) if found else str(place)


def _quiz(message: Message, answers: list[_Button]) -> tuple[_Rows, tuple[str, ...]]:
    if all(units(button.label) <= OPTION_LETTERS for button in answers):
        return [[button] for button in answers], ()
    letters = [_Button(button.place, message.choices[button.place].key.upper()) for button in answers]
    lines = (f"{letter.label}. {button.label}" for letter, button in zip(letters, answers, strict=True))
    return _rows(letters, limits.ROW), tuple(lines)


def _stacked(buttons: list[_Button]) -> _Rows:
    """Three a row when all are that short, two when they then come in pairs, else one; but no tower taller than a phone."""
    if _has_room(buttons, 3):
        return _rows(buttons, 3)
    if len(buttons) > TALLEST or (len(buttons) % 2 == 0 and _has_room(buttons, 2)):
        return list(_pairs(buttons))
    return _rows(buttons, 1)


def _pairs(buttons: Sequence[_Button]) -> Iterator[list[_Button]]:
    """Two a row where two that follow each other have room, and alone what has none."""
    place = 0
    while place < len(buttons):
        pair = list(buttons[place : place + 2])
        row = pair if _has_room(pair, 2) else pair[:1]
        yield row
        place += len(row)


def _has_room(buttons: Sequence[_Button], a_row: int) -> bool:
    room = ROW_LETTERS // max(1, min(a_row, limits.ROW)) - BORDER_LETTERS
    return all(units(button.label) <= room for button in buttons)


def _rows(buttons: list[_Button], widest: int) -> _Rows:
    """As few rows as that width allows, as even as can be: four are two and two, not three and one."""
    count = -(-len(buttons) // widest)
    return [buttons[_share(len(buttons), count, row) : _share(len(buttons), count, row + 1)] for row in range(count)]


def _share(buttons: int, rows: int, before: int) -> int:
    return -(-buttons * before // rows)


def _keyboard(rows: _Rows, token: str) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([list(_tappable(row, token)) for row in rows])


def _tappable(row: list[_Button], token: str) -> Iterator[InlineKeyboardButton]:
    for button in row:
        yield InlineKeyboardButton(button.label, callback_data=f"{token}.{button.place}")
