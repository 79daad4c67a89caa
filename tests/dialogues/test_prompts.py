"""Prompts say hello in words that take turns, results come back without a clatter, and a long absence piles nothing up."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from content.model import Act
from dialogues.events import CheckedIn, OptedOut, Prompted, SettingChanged, Wanted
from dialogues.facts import Consent, Facts, Policy, Role, Seat, Standing
from dialogues.flows import CRISIS
from dialogues.message import Message, Quiz
from dialogues.outcome import Occasion, Outcome
from dialogues.turn import Due, Result, Showed, Silent
from dialogues.voice import Shelf
from nlu.intents import SafetyLevel
from tests.dialogues.house import ASKING, BILINGUAL, FACTS, LIBRARY, OFFERS, PROFILE, SHIPPED, Chat, told

SUBJECTS = {
    "lesson": ("rights-01",),
    "quiz": ("rights-q01",),
    "review": ("rights-q01",),
    "checkin": ("", "", ""),
    "still": (),
}


def first_line(outcome: Outcome) -> str:
    return outcome.messages[0].text.words.split("\n\n")[0]


@pytest.mark.parametrize("what", ["lesson", "review", "quiz", "checkin"])
def test_the_first_words_of_a_prompt_take_turns_and_none_comes_twice_within_14_days(what: str) -> None:
    said = [first_line(Chat().turn(Due(what, SUBJECTS[what], "a_day", opening))) for opening in range(60)]
    assert all(len(set(said[day : day + 14])) == 14 for day in range(46))
    assert said[:14] == list(SHIPPED.phrase(f"prompt.{what}", "en").wordings[:14])


@pytest.mark.parametrize("what", sorted(SUBJECTS))
def test_a_prompt_carries_its_line_of_support_and_else_none(what: str) -> None:
    wordings = SHIPPED.phrase("prompt.support", "en").wordings
    for support in (0, 1, 25, len(wordings)):
        lines = Chat().turn(Due(what, SUBJECTS[what], "a_day", 0, support)).messages[0].text.words.split("\n\n")
        assert lines[1] == wordings[support % len(wordings)]
    assert not told(Chat().turn(Due(what, SUBJECTS[what], "a_day")), "prompt.support")


@pytest.mark.parametrize("support", [None, 3])
@pytest.mark.parametrize("what", ["quiz", "review"])
def test_before_a_question_of_a_quiz_hello_is_a_message_of_its_own(what: str, support: int | None) -> None:
    by_hand, prompted = Chat(), Chat()
    by_hand.begin(what, SUBJECTS[what])
    asked = by_hand.said("again", "repeat").messages[0]
    hello, question = prompted.turn(Due(what, SUBJECTS[what], "a_day", 1, support)).messages
    assert isinstance(question.reply, Quiz)
    assert (question.text, question.reply) == (asked.text, asked.reply)
    lines = [SHIPPED.phrase(f"prompt.{what}", "en").wordings[1]]
    lines += [SHIPPED.phrase("prompt.support", "en").wordings[support]] if support else []
    assert hello == Message(hello.text)
    assert hello.text.words == "\n\n".join(lines)
    assert question.question == prompted.conversation.runs[-1].question


@pytest.mark.parametrize("what", ["lesson", "checkin", "still"])
def test_before_anything_else_hello_stands_in_the_first_message(what: str) -> None:
    first = Chat().turn(Due(what, SUBJECTS[what], "a_day")).messages[0]
    assert first.text.words.startswith(SHIPPED.phrase(f"prompt.{what}", "en").wordings[0] + "\n\n")
    assert first.choices


def test_half_a_year_of_weeks_has_a_line_of_its_own_for_each() -> None:
    assert len(set(SHIPPED.phrase("prompt.support", "en").wordings)) >= 26


@pytest.mark.parametrize("what", sorted(SUBJECTS))
def test_a_prompt_is_recorded_once_with_its_why_and_nothing_of_a_check_in(what: str) -> None:
    chat = Chat()
    chat.turn(Due(what, SUBJECTS[what], "a_reason"))
    found = [event for event in chat.events if isinstance(event, Prompted)]
    assert found == [Prompted(what, "" if what == "checkin" else " ".join(SUBJECTS[what]), "a_reason")]


@pytest.mark.parametrize("what", ["followup", "debrief"])
def test_a_follow_up_is_no_prompt(what: str) -> None:
    chat = Chat()
    chat.turn(Due(what))
    assert not any(isinstance(event, Prompted) for event in chat.events)


def away(days: int = 14, facts: Facts = FACTS) -> Chat:
    return Chat(facts=replace(facts, days_away=days))


@pytest.mark.parametrize(("days", "heard"), [(0, False), (13, False), (14, True), (400, True)])
def test_who_was_away_for_14_days_hears_first_that_nothing_piled_up(days: int, heard: bool) -> None:
    outcome = away(days).said("hi", "greet")
    assert told(outcome, "talk.greet")
    assert told(replace(outcome, messages=outcome.messages[:1]), "talk.welcome_back") is heard


def test_a_tap_and_a_photo_are_welcomed_back_too() -> None:
    chat = away()
    chat.begin("quiz")
    assert told(chat.tap("b"), "talk.welcome_back")
    assert told(away().turn(Showed("photo")), "talk.welcome_back")


@pytest.mark.parametrize("standing", [Standing.new, Standing.paused, Standing.stopped])
def test_who_is_new_or_rests_is_not_welcomed_back(standing: Standing) -> None:
    assert not told(away(facts=replace(FACTS, standing=standing)).said("hi", "greet"), "talk.welcome_back")


def test_over_a_crisis_nobody_is_welcomed_back() -> None:
    for chat, words, level in ((away(), "help now", SafetyLevel.none), (away(), "i want to die", SafetyLevel.risk)):
        assert not told(chat.said(words, level=level), "talk.welcome_back")
    open_card = away()
    open_card.begin(CRISIS)
    assert not told(open_card.said("hm"), "talk.welcome_back")


def test_words_of_worry_and_a_stop_need_no_such_line() -> None:
    assert not told(away().said("so tired of it", "feeling_bad", SafetyLevel.concern), "talk.welcome_back")
    assert len(away().said("stop").messages) == 1


@pytest.mark.parametrize(
    "act", [Due("lesson", ("rights-01",)), Silent("x.0"), Result("tell", ("talk.thanks",))], ids=str
)
def test_the_clock_welcomes_nobody_back(act: Due | Silent | Result) -> None:
    assert not told(away().turn(act), "talk.welcome_back")


@pytest.mark.parametrize(
    ("chats", "phrase"), [(1, "stop.done"), (2, "stop.done_everywhere"), (3, "stop.done_everywhere")]
)
def test_stop_speaks_of_all_chats_only_to_who_has_several(chats: int, phrase: str) -> None:
    chat = Chat(facts=replace(FACTS, chats=chats))
    said = chat.said("STOP").messages[0].text.words
    assert ("in all your chats" in said) is (chats > 1)
    assert said == SHIPPED.phrase(phrase, "en").wordings[0].replace("**", "")
    assert chat.events == (OptedOut(),)


LEADS = replace(FACTS, seats=(Seat(Role.supervisor, 1, "Ours", 2, "North"), Seat(Role.admin, 1, "Ours")))


@pytest.mark.parametrize("open", [None, *sorted(set(ASKING) - OFFERS - {"welcome", CRISIS, "team"})], ids=str)
@pytest.mark.parametrize("command", ["link", "team", "staff"])
def test_a_silent_request_says_nothing_and_interrupts_nothing(command: str, open: str | None) -> None:
    chat = Chat(facts=LEADS)
    if open:
        chat.begin(open)
    before = chat.conversation
    outcome = chat.said(f"/{command}")
    assert (outcome.messages, chat.conversation) == ((), before)
    assert chat.events == (Wanted(command, "2" if command == "team" else ""),)


def asked(seconds: float) -> Chat:
    """A quiz that was asked so long ago, when something that took a moment comes back."""
    chat = Chat()
    chat.said("/quiz")
    asked_at = chat.now + timedelta(minutes=1) - timedelta(seconds=seconds)
    chat.conversation = replace(chat.conversation, asked_at=asked_at)
    return chat


@pytest.mark.parametrize(("seconds", "returns"), [(0, False), (9.9, False), (10, True), (3600, True)])
def test_a_result_returns_to_the_open_question_but_not_right_under_it(seconds: float, returns: bool) -> None:
    chat = asked(seconds)
    outcome = chat.turn(Result("tell", ("talk.thanks",)))
    assert told(outcome, "talk.thanks")
    assert (told(outcome, "talk.where_we_were"), bool(outcome.messages[-1].question)) == (returns, returns)
    assert (chat.open, outcome.occasion) == (("rights-q01",), Occasion.reply)
    chat.tap("b")
    assert chat.open == ("rights-q02",)


def test_a_second_result_within_ten_seconds_does_not_repeat_the_question() -> None:
    chat = asked(60)
    assert told(chat.turn(Result("tell", ("talk.thanks",))), "talk.where_we_were")
    chat.now -= timedelta(seconds=55)
    assert len(chat.turn(Result("tell", ("talk.thanks",))).messages) == 1


def test_an_offer_is_not_returned_to_once_they_went_on() -> None:
    for flow, taps in (("ask", ()), ("lesson", ("next", "next", "now"))):
        chat = Chat()
        chat.begin(flow)
        for key in taps:
            chat.tap(key)
        assert not told(chat.said("thanks", "thanks"), "talk.where_we_were")
        assert chat.flows == ()


def test_a_result_that_arrives_by_itself_leaves_an_offer_open() -> None:
    chat = Chat()
    chat.begin("ask")
    assert told(chat.turn(Result("tell", ("talk.thanks",))), "talk.thanks")
    assert told(chat.tap("enough_read"), "ask.done")


def test_what_is_said_right_under_a_question_still_returns_to_it() -> None:
    assert told(asked(1).said("thanks", "thanks"), "talk.where_we_were")


def test_a_result_that_asks_something_waits_above_what_was_open() -> None:
    chat = asked(60)
    chat.turn(Result("team_desk", ("2", "North", "14", "1")))
    assert chat.flows == ("quiz", "team_desk")
    assert told(chat.tap("nothing_now"), "talk.where_we_were")


FLOOR = Policy(quiet_from=time(19, 0), quiet_to=time(9, 0))


@pytest.mark.parametrize("words", ["08:00", "08:59", "19:00", "23:30"])
def test_an_hour_in_the_program_s_quiet_time_is_not_taken_and_the_reason_is_told(words: str) -> None:
    chat = Chat(facts=replace(FACTS, policy=FLOOR))
    chat.said("/hour")
    outcome = chat.said(words)
    assert told(outcome, "settings.hour_quiet")
    assert all(part in outcome.messages[0].text.words for part in ("19:00", "09:00"))
    assert not told(outcome, "settings.hour_again")  # it was read well enough
    assert (chat.events, chat.open) == ((), ("hour-2",))


@pytest.mark.parametrize("words", ["09:00", "18:59"])
def test_an_hour_outside_of_it_is_taken(words: str) -> None:
    chat = Chat(facts=replace(FACTS, policy=FLOOR))
    chat.said("/hour")
    chat.said("23:00")
    chat.said(words)
    assert chat.events == (SettingChanged("hour", words),)


def test_three_hours_in_the_quiet_time_leave_the_hour_as_it_was() -> None:
    chat = Chat(facts=replace(FACTS, policy=FLOOR))
    chat.said("/hour")
    outcomes = [chat.said("23:00") for _ in range(3)]
    assert told(outcomes[-1], "settings.hour_unknown")
    assert (chat.events, chat.flows) == ((), ())


def test_where_the_program_has_no_quiet_time_any_hour_will_do() -> None:
    chat = Chat()
    chat.said("/hour")
    chat.said("23:30")
    assert chat.events == (SettingChanged("hour", "23:30"),)


WITH_WEEKS = replace(
    BILINGUAL,
    acts=LIBRARY.acts
    | {("act-z", "en"): Act("act-z", "en", "An act that fits the week.", ("heavy_load",), ("rights",))},
)


@pytest.mark.parametrize(("recent", "fits"), [(("rights-02",), True), ((), False), (("gone-01",), False)])
def test_the_act_of_a_check_in_goes_with_the_competency_of_the_week(recent: tuple[str, ...], fits: bool) -> None:
    said = set()
    for number in range(12):
        agreed = replace(FACTS, consents=(Consent("checkins", 1, FACTS.now),), recent_lessons=recent)
        chat = Chat(facts=agreed, shelf=Shelf(WITH_WEEKS), turns=number)
        chat.said("/checkin")
        for key in ("2", "5", "rest"):
            outcome = chat.tap(key)
        said.add(next(one.text.words for one in outcome.messages if "act" in one.text.words))
        assert chat.events == (CheckedIn(2, 5, "rest", "self-care"),)
    assert (len(said) == 1 and "fits the week" in said.pop()) is fits


def test_an_act_for_the_week_never_stands_in_where_it_does_not_fit_the_need() -> None:
    chat = Chat(shelf=Shelf(WITH_WEEKS))
    chat.begin("checkin", ("yes", "", "rights"))
    for key in ("5", "1", "nothing"):
        outcome = chat.tap(key)
    assert any("A small act for good." in one.text.words for one in outcome.messages)


@pytest.mark.parametrize(("on", "asked"), [((), True), (("rest", "telegram"), True), (("telegram",), False)])
def test_a_check_in_is_asked_only_on_the_channels_of_the_program(on: tuple[str, ...], asked: bool) -> None:
    chat = Chat(facts=replace(FACTS, channel="rest", policy=Policy(checkins_on=on)))
    outcome = chat.said("/checkin")
    assert (chat.flows == ("checkin",), told(outcome, "checkin.not_here")) == (asked, not asked)


def test_text_only_is_set_and_taken_back_in_a_word() -> None:
    chat = Chat()
    assert told(chat.said("less data"), "settings.text_only")
    assert told(chat.said("pictures"), "settings.pictures")
    assert chat.events == (SettingChanged("text_only", "yes"), SettingChanged("text_only", ""))


@pytest.mark.parametrize(("text_only", "offered"), [(False, "/text_only"), (True, "/pictures")])
def test_the_settings_offer_only_the_other_of_words_and_pictures(text_only: bool, offered: str) -> None:
    outcome = Chat(facts=replace(FACTS, profile=replace(PROFILE, text_only=text_only))).said("/settings")
    keys = {choice.key for choice in outcome.messages[0].choices}
    assert keys & {"/text_only", "/pictures"} == {offered}
