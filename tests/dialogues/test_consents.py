"""Consents: three purposes, each shown, given and taken back alone; and joining a team asks once about its figures."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dialogues.commands import button_said
from dialogues.events import ConsentGiven, ConsentWithdrawn, Event, Joined, OptedOut, Resumed
from dialogues.facts import Consent, Facts, Invitation, Policy, Role, Seat, Standing
from dialogues.flows import CRISIS
from dialogues.flows.consents import PURPOSES
from dialogues.message import Message
from dialogues.outcome import Outcome
from dialogues.turn import Result
from tests.dialogues.house import FACTS, NOW, Chat, told

TEAM = Seat(Role.learner, 1, "Ours", 2, "North")
IN_TEAM = replace(FACTS, seats=(TEAM,))
NEW = replace(FACTS, standing=Standing.new, consents=())
LATE = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)  # Sunday evening in New York


def last(outcome: Outcome) -> Message:
    return outcome.messages[-1]


def keys(outcome: Outcome) -> list[str]:
    return [choice.key for choice in last(outcome).choices]


def agreed(*purposes: str, facts: Facts = IN_TEAM) -> Facts:
    return replace(facts, consents=tuple(Consent(one, 1, NOW) for one in purposes))


def refused(*purposes: str, facts: Facts = IN_TEAM) -> Facts:
    return replace(facts, consents=tuple(Consent(one, 1, NOW, given=False) for one in purposes))


def test_each_purpose_is_shown_with_yes_or_no_since_when_and_in_which_wording() -> None:
    said = (Consent("checkins", 0, NOW, given=False), Consent("lessons", 3, LATE))
    outcome = Chat(facts=replace(IN_TEAM, consents=said)).said("/consents")
    lines = last(outcome).text.words.split("\n")
    assert lines[1:4] == [
        "• Lessons and quizzes: yes, since Sunday 3 January 2027 (wording 3)",
        "• Check-ins: no, since Monday 4 January 2027",
        "• To be counted in your team's figures: you were not asked yet",
    ]
    assert keys(outcome) == ["/withdraw_lessons", "/agree_checkins", "/agree_figures"]


def test_who_is_in_no_team_and_was_never_asked_hears_nothing_of_figures() -> None:
    outcome = Chat().said("/consents")
    assert "figures" not in last(outcome).text.words
    assert keys(outcome) == ["/withdraw_lessons", "/agree_checkins"]


def test_who_left_their_team_can_still_take_back_what_they_said_but_not_agree_anew() -> None:
    assert "/withdraw_figures" in keys(Chat(facts=agreed("figures", facts=FACTS)).said("/consents"))
    assert "/agree_figures" not in keys(Chat(facts=refused("figures", facts=FACTS)).said("/consents"))
    assert told(Chat(facts=refused("figures", facts=FACTS)).said("/agree_figures"), "supervisor.none")


def test_before_the_welcome_is_done_consents_can_be_seen_and_taken_back() -> None:
    outcome = Chat(facts=NEW).said("/consents")
    assert (told(outcome, "consents.title"), keys(outcome)) == (True, [])
    chat = Chat(facts=agreed("lessons", facts=NEW))
    chat.begin("welcome", ("7", "learner", "North, Ours"))
    chat.tap("/withdraw_lessons")
    assert (chat.events, chat.flows) == ((ConsentWithdrawn("lessons"), OptedOut()), ("welcome",))


@pytest.mark.parametrize("words", ["what did I agree to?", "What I agreed to", "consent", "my consent"])
@pytest.mark.parametrize("standing", [Standing.active, Standing.paused, Standing.stopped])
def test_what_was_agreed_to_can_be_asked_for_in_words_also_after_stop(words: str, standing: Standing) -> None:
    chat = Chat(facts=replace(FACTS, standing=standing))
    assert button_said(chat.scene(Result("tell")), words) == "consents"
    assert told(chat.said(words), "consents.title")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_yes_is_taken_back_in_one_tap_says_what_happens_and_can_be_given_again(purpose: str) -> None:
    chat = Chat(facts=replace(agreed(purpose), policy=Policy(keep_days=45)))
    outcome = chat.tap(f"/withdraw_{purpose}")
    assert told(outcome, f"consents.withdrawn_{purpose}")
    assert ("45 days" in last(outcome).text.words) is (purpose == "checkins")
    ends = (OptedOut(),) if purpose == "lessons" else ()
    assert chat.events == (ConsentWithdrawn(purpose), *ends)
    assert keys(outcome)[0] == f"/agree_{purpose}"


def test_without_lessons_an_open_lesson_ends_and_with_the_others_it_goes_on() -> None:
    for purpose, flows in (("lessons", ()), ("checkins", ("lesson",)), ("figures", ("lesson",))):
        chat = Chat(facts=agreed(purpose))
        chat.begin("lesson")
        chat.tap(f"/withdraw_{purpose}")
        assert chat.flows == flows


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(("key", "yes"), [("yes", True), ("no_thanks", False)])
def test_agreeing_shows_the_whole_wording_and_waits_for_a_yes(purpose: str, key: str, yes: bool) -> None:
    chat = Chat(facts=refused(purpose))
    asked = {"checkins": "checkin.consent"}.get(purpose, f"consents.ask_{purpose}")
    assert told(chat.tap(f"/agree_{purpose}"), asked)
    assert (chat.events, chat.open) == ((), (f"agree-{purpose}",))
    outcome = chat.tap(key)
    expected: Event = ConsentGiven(purpose, 1) if yes else ConsentWithdrawn(purpose)
    assert chat.events == (expected,)
    assert told(outcome, f"consents.{'given' if yes else 'declined'}_{purpose}")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_who_agreed_already_is_not_asked_but_shown(purpose: str) -> None:
    chat = Chat(facts=agreed(purpose))
    assert told(chat.tap(f"/agree_{purpose}"), "consents.title")
    assert chat.flows == ()


def test_check_ins_are_not_agreed_to_where_the_program_asks_none() -> None:
    chat = Chat(facts=replace(FACTS, policy=Policy(checkins_on=("slack",)), channel="telegram"))
    assert told(chat.tap("/agree_checkins"), "checkin.not_here")


ASKED_FOR = ("/lesson", "/quiz", "/next", "/resume", "/start", "/lesson_anyway", "/quiz_anyway", "a lesson", "a quiz")


@pytest.mark.parametrize("words", ASKED_FOR)
def test_who_took_lessons_back_and_asks_for_one_is_asked_once_more_and_a_yes_brings_all_back(words: str) -> None:
    chat = Chat(facts=replace(refused("lessons"), standing=Standing.stopped))
    assert told(chat.said(words), "consents.ask_lessons")
    assert chat.events == ()
    outcome = chat.said("yes", "affirm")
    assert chat.events == (ConsentGiven("lessons", 1), Resumed())
    assert keys(outcome) == ["/lesson", "/quiz"]


@pytest.mark.parametrize("intent", ["start_lesson", "take_quiz", "next"])
def test_a_lesson_asked_for_in_own_words_counts_as_well(intent: str) -> None:
    chat = Chat(facts=replace(refused("lessons"), standing=Standing.stopped))
    assert told(chat.said("could you send me something to learn", intent), "consents.ask_lessons")
    assert told(chat.said("no", "deny"), "consents.declined_lessons")
    assert chat.events == (ConsentWithdrawn("lessons"),)


def test_who_only_said_stop_is_not_asked_for_consent_again() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.stopped))
    assert told(chat.said("a lesson"), "stop.still")
    assert told(chat.said("/resume"), "settings.resumed")


@pytest.mark.parametrize(
    ("part", "offered"),
    [("counted", "/withdraw_figures"), ("agreed", "/withdraw_figures"), ("not_counted", "/agree_figures")],
)
def test_what_a_supervisor_sees_offers_to_be_counted_or_not(part: str, offered: str) -> None:
    outcome = Chat(facts=IN_TEAM).turn(Result("mirror", ("North", part)))
    assert keys(outcome) == ["/leave_seat", offered, "/consents"]


@pytest.mark.parametrize(("words", "event"), [("yes", ConsentGiven("figures", 1)), ("no", ConsentWithdrawn("figures"))])
def test_who_has_joined_a_team_is_told_so_and_asked_about_its_figures_in_one_message(words: str, event: Event) -> None:
    chat = Chat(facts=IN_TEAM)
    outcome = chat.turn(Result("joined", ("North",)))
    assert len(outcome.messages) == 1
    assert (told(outcome, "join.done_learner"), told(outcome, "consents.ask_figures")) == (True, True)
    chat.said(words)
    assert (chat.events, chat.flows) == ((event,), ())


def test_in_a_hard_moment_nobody_is_asked_about_figures() -> None:
    chat = Chat(facts=IN_TEAM)
    chat.begin(CRISIS)
    outcome = chat.turn(Result("joined", ("North",)))
    assert told(outcome, "join.done_learner")
    assert (chat.flows, told(outcome, "consents.ask_figures")) == ((CRISIS,), False)


def invited(facts: Facts, seat: Seat = TEAM) -> Chat:
    chat = Chat(facts=replace(facts, invitation=Invitation(7, seat)))
    chat.said("join K7QM2-9XWPT")
    chat.facts = replace(facts, invitation=None)
    return chat


@pytest.mark.parametrize("key", ["yes", "no_thanks"])
def test_who_comes_with_a_code_is_asked_last_in_the_welcome_and_a_no_changes_nothing_else(key: str) -> None:
    chat = invited(NEW)
    for tap in ("agree", "en", "US"):
        chat.tap(tap)
    chat.said("9:00")
    chat.tap("09:00")
    assert told(chat.tap("weekdays"), "consents.ask_figures")
    outcome = chat.tap(key)
    assert (told(outcome, "welcome.done"), told(outcome, "lesson.opening")) == (True, True)
    assert chat.events[1] == Joined(7)
    said: Event = ConsentGiven("figures", 1) if key == "yes" else ConsentWithdrawn("figures")
    assert [event for event in chat.events if getattr(event, "purpose", "") == "figures"] == [said]


@pytest.mark.parametrize(
    "seat",
    [replace(TEAM, team=0, team_name=""), *(replace(TEAM, role=role) for role in Role if role is not Role.learner)],
    ids=str,
)
def test_only_who_learns_in_a_team_is_asked(seat: Seat) -> None:
    assert invited(NEW, seat).conversation.runs[-1].arguments[3:] == ()


@pytest.mark.parametrize("facts", [agreed("figures", facts=NEW), refused("figures", facts=NEW)], ids=["yes", "no"])
def test_a_yes_is_for_one_team_and_each_team_asks_anew(facts: Facts) -> None:
    assert invited(facts).conversation.runs[-1].arguments[3:] == ("ask",)
