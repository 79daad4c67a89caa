"""Letting go: what somebody opened by hand they may leave by saying so, and "Done." is said only of what was done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogues.events import Resumed, SafetyRaised, SettingChanged
from dialogues.facts import Facts, Role, Seat, Standing
from dialogues.flows import CRISIS
from dialogues.manager import LET_GO
from dialogues.turn import Tapped
from nlu.intents import SafetyLevel
from tests.dialogues.house import ARGUMENTS, ASKING, FACTS, NOW, PROFILE, SHIPPED, Chat, told

CANCEL = SHIPPED.phrase("words.cancel", "en").wordings


@pytest.mark.parametrize("words", CANCEL)
@pytest.mark.parametrize("flow", LET_GO)
def test_what_was_opened_by_hand_is_let_go_by_saying_so(flow: str, words: str) -> None:
    chat = Chat()
    chat.begin(flow)
    outcome = chat.said(f"{words.capitalize()}!")
    assert (told(outcome, "talk.left"), len(outcome.messages)) == (True, 1)
    assert (chat.flows, chat.events, chat.notes) == ((), (), [])


@pytest.mark.parametrize("flow", LET_GO)
def test_what_lay_below_comes_back_when_it_is_let_go(flow: str) -> None:
    chat = Chat()
    chat.begin("quiz")
    chat.begin(flow)
    outcome = chat.said("never mind")
    assert [told(outcome, name) for name in ("talk.left", "talk.where_we_were")] == [True, True]
    assert (chat.open, chat.events) == (("rights-q01",), ())


def test_a_safety_talk_that_lay_below_comes_back_with_its_question() -> None:
    chat = Chat()
    chat.said("help now")
    chat.said("/pause")
    assert "988" in chat.said("cancel").messages[-1].text.words
    assert (chat.flows, chat.open) == ((CRISIS,), ("whose",))


def test_every_talk_that_may_be_let_go_asks_something() -> None:
    assert set(LET_GO) <= set(ASKING)
    assert not {CRISIS, "welcome", "followup", "debrief", "plan", "erase", "join", "link_accept"} & set(LET_GO)


@pytest.mark.parametrize("flow", sorted(set(ASKING) - set(LET_GO)))
def test_no_other_talk_is_let_go_by_a_word(flow: str) -> None:
    for words in ("cancel", "never mind"):
        chat = Chat()
        chat.begin(flow)
        assert not told(chat.said(words), "talk.left")


@pytest.mark.parametrize("words", ["cancel my friday please", "never mind the hour, make it 9", "i will not leave it"])
def test_such_a_word_inside_a_sentence_lets_nothing_go(words: str) -> None:
    chat = Chat()
    chat.begin("pause")
    assert not told(chat.said(words), "talk.left")
    assert chat.flows == ("pause",)


def test_danger_in_the_words_wins_over_letting_go() -> None:
    chat = Chat()
    chat.begin("pause")
    chat.said("never mind", level=SafetyLevel.risk)
    assert [type(event) for event in chat.events] == [SafetyRaised]
    assert chat.flows == ("pause", CRISIS)


def test_a_rest_is_left_by_its_own_button_too() -> None:
    chat = Chat()
    chat.said("/pause")
    assert told(chat.tap("not_now"), "talk.left")
    assert (chat.flows, chat.events) == ((), ())


@pytest.mark.parametrize("flow", ["hour", "days"])
def test_done_is_said_of_what_was_set_and_of_nothing_else(flow: str) -> None:
    good = {"hour": "9:30", "days": "weekdays"}[flow]
    for answers, done in (((good,), True), (("hm", good), True), (("hm", "what?", "dunno"), False)):
        chat = Chat()
        chat.said(f"/{flow}")
        outcome = [chat.said(words) for words in answers][-1]
        assert told(outcome, "settings.when_set") is done
        assert [type(event) for event in chat.events] == [SettingChanged] * done
        assert told(outcome, f"settings.{flow}_unknown") is not done


def away(standing: Standing, until: datetime | None, zone: str = "America/New_York") -> Facts:
    return replace(FACTS, standing=standing, paused_until=until, profile=replace(PROFILE, zone=zone))


MIDNIGHT = datetime(2027, 2, 1, 5, 0, tzinfo=UTC)  # the first of February begins in New York


@pytest.mark.parametrize("words", ["/resume", "resume", "START"])
def test_who_said_stop_during_their_leave_comes_back_to_it_and_is_told_so(words: str) -> None:
    chat = Chat(facts=away(Standing.stopped, MIDNIGHT))
    outcome = chat.said(words)
    assert told(outcome, "settings.resumed_on_leave")
    assert "Monday 1 February 2027" in outcome.messages[0].text.words
    assert [choice.key for choice in outcome.messages[0].choices] == ["/resume"]
    assert chat.events == (Resumed(),)
    chat.facts = away(Standing.paused, MIDNIGHT)
    assert told(chat.said("resume"), "settings.resumed")  # and a second time ends the leave


def test_the_end_of_a_leave_is_named_where_they_are() -> None:
    chat = Chat(facts=away(Standing.stopped, MIDNIGHT, "Pacific/Honolulu"))
    assert "Sunday 31 January 2027" in chat.said("/resume").messages[0].text.words


@pytest.mark.parametrize("until", [None, NOW - timedelta(days=1), NOW + timedelta(minutes=1)])
def test_who_said_stop_and_is_not_away_any_more_simply_comes_back(until: datetime | None) -> None:
    chat = Chat(facts=away(Standing.stopped, until))
    outcome = chat.said("/resume")
    assert [told(outcome, name) for name in ("settings.resumed", "settings.resumed_on_leave")] == [True, False]


@pytest.mark.parametrize(("label", "phrase"), [("join", "join.how"), ("leave my team", "seat.which")])
def test_a_code_and_a_way_out_of_a_team_may_be_asked_for_in_plain_words(label: str, phrase: str) -> None:
    chat = Chat(facts=replace(FACTS, seats=(Seat(Role.learner, 1, "Ours", 2, "North"),)))
    assert told(chat.said(label), phrase)
    assert chat.events == ()


def test_a_tap_is_never_taken_for_a_word_that_lets_go() -> None:
    chat = Chat()
    chat.begin("leave_seat", ARGUMENTS["leave_seat"][0])
    chat.turn(Tapped("long ago.1", "cancel"))
    assert chat.flows == ("leave_seat",)
