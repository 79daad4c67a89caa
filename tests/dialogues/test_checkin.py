"""The check-in: two taps, something given back, and a way out at every step."""

import pytest

from dialogues.events import CheckedIn, ConsentGiven, ConsentWithdrawn
from dialogues.flows.checkin import HELPS, STEPS
from dialogues.message import Scale
from dialogues.outcome import Outcome
from dialogues.voice import Shelf
from tests.dialogues.house import NO_ACTS, Chat, last_question, told


def open_at(*arguments: str, chat: Chat | None = None) -> Chat:
    chat = chat or Chat()
    chat.begin("checkin", arguments)
    return chat


NEEDS = {
    "heavy_load": [(1, 4), (3, 5), (5, 4)],
    "low_energy": [(1, 1), (2, 3)],
    "good": [(4, 1), (5, 2)],
    "steady": [(3, 1), (3, 3), (4, 3), (5, 3)],
}


def checked_in(energy: int, load: int, wanted: str, chat: Chat) -> Outcome:
    open_at("yes", "", chat=chat)
    chat.tap(str(energy))
    chat.tap(str(load))
    return chat.tap(wanted)


@pytest.mark.parametrize("wanted", HELPS)
@pytest.mark.parametrize(("need", "energy", "load"), [(need, *pair) for need, pairs in NEEDS.items() for pair in pairs])
def test_a_check_in_gives_back_what_fits_and_records_two_taps(need: str, energy: int, load: int, wanted: str) -> None:
    chat = Chat()
    outcome = checked_in(energy, load, wanted, chat)
    assert chat.events == (CheckedIn(energy, load, wanted),)
    assert told(outcome, f"checkin.heard_{need}")
    assert told(outcome, f"checkin.help_{wanted}")
    assert f"A small act for {need}." in " ".join(message.text.words for message in outcome.messages)
    offered = [choice.key for message in outcome.messages for choice in message.choices]
    assert offered == (["/help_now"] if need in ("heavy_load", "low_energy") else [])


@pytest.mark.parametrize("energy", STEPS)
@pytest.mark.parametrize("load", STEPS)
def test_every_check_in_fits_one_need(energy: str, load: str) -> None:
    outcome = checked_in(int(energy), int(load), "rest", Chat())
    assert sum(told(outcome, f"checkin.heard_{need}") for need in NEEDS) == 1


def test_a_check_in_does_without_an_act_where_none_fits() -> None:
    outcome = checked_in(3, 3, "rest", Chat(shelf=Shelf(NO_ACTS)))
    assert not told(outcome, "checkin.act")
    assert told(outcome, "checkin.help_rest")


def test_the_first_check_in_asks_for_consent_and_the_next_does_not() -> None:
    chat = open_at("", "")
    chat.tap("yes")
    assert (chat.open, chat.events) == (("energy",), (ConsentGiven("checkins", 1),))
    assert open_at("yes", "").open == ("energy",)


def test_a_check_in_may_be_declined_and_that_is_kept() -> None:
    chat = open_at("", "")
    assert told(chat.tap("no_thanks"), "checkin.declined")
    assert (chat.events, chat.conversation.runs) == ((ConsentWithdrawn("checkins"),), ())


@pytest.mark.parametrize("taps", [("skip",), ("3", "skip")])
def test_a_skipped_check_in_records_nothing(taps: tuple[str, ...]) -> None:
    chat = open_at("yes", "")
    outcomes = [chat.tap(key) for key in taps]
    assert told(outcomes[-1], "checkin.skipped")
    assert (chat.events, chat.conversation.runs) == ((), ())


def test_the_steps_of_a_check_in_are_a_scale_with_a_way_out() -> None:
    question = last_question(open_at("yes", "").said("again", "repeat"))
    assert isinstance(question.reply, Scale)
    assert [choice.key for choice in question.choices] == [*STEPS, "skip"]


@pytest.mark.parametrize("words", ["long week, my team is kind", "skip", "1"])
def test_a_note_is_offered_where_the_program_allows_it_and_never_recorded(words: str) -> None:
    chat = open_at("yes", "yes")
    for key in ("3", "3", "nothing"):
        chat.tap(key)
    assert chat.open == ("note",)
    chat.said(words)
    assert chat.events == (CheckedIn(3, 3, "nothing"),)
