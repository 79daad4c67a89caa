"""A weekly digest as a supervisor gets it, for the files that show how it looks on each channel."""

from datetime import date

from dialogues.figures import Band, Carrying, Group, Learning, Met, State, written
from dialogues.message import Message
from dialogues.turn import Result
from dialogues.voice import Shelf
from tests.dialogues.house import FACTS, SHIPPED, Chat

GROUP = Group(
    team=2,
    state=State.shown,
    learning=Learning(
        date(2027, 1, 4), 10, Band.most, Band.half, (Met("self-care", Band.most), Met("communication", Band.half))
    ),
    missed=("communication.checks-meaning",),
    carrying_state=State.shown,
    carrying=Carrying(date(2026, 12, 14), 10, Band.few),
)


def digest() -> Message:
    """The whole message, in the shipped words."""
    chat = Chat(facts=FACTS, shelf=Shelf(SHIPPED))
    arguments = ("2027-01-04", "digest 1", "8", f"{written(GROUP)}\nHarbour & Co")
    return chat.turn(Result("digest", arguments)).messages[0]
