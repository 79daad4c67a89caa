"""Two talks at most: what suspends, what returns, what closes, and whose silence it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogues.conversation import MOST_RUNS, Conversation
from dialogues.events import CheckedIn, DisplacedRun, ItemAnswered, LessonFinished, Paused, SafetyAnswered
from dialogues.facts import Policy
from dialogues.flows import CRISIS, FLOWS
from dialogues.outcome import Occasion
from dialogues.play import PRIVATE
from dialogues.starts import COMMANDS
from dialogues.turn import Due, Silent, Tapped
from nlu.intents import SafetyLevel
from tests.dialogues.house import ASKING, Chat, last_question, told


def open_with(*flows: str) -> Chat:
    chat = Chat()
    for flow in flows:
        chat.begin(flow)
    return chat


@pytest.mark.parametrize("flow", sorted(set(ASKING) - {CRISIS}))
def test_a_talk_ends_after_24_hours(flow: str) -> None:
    chat = open_with(flow)
    chat.now += timedelta(hours=24)
    outcome = chat.said("good morning")
    assert chat.conversation.runs == ()
    # That a talk about safety or a check-in was left is recorded nowhere.
    assert chat.ends == (() if flow in PRIVATE else (DisplacedRun(flow, "its time was over"),))
    assert not told(outcome, "talk.where_we_were")


@pytest.mark.parametrize("flow", sorted(set(ASKING) - {CRISIS}))
def test_a_talk_lives_for_just_under_24_hours(flow: str) -> None:
    chat = open_with(flow)
    chat.now += timedelta(hours=23, minutes=58)
    chat.said("hm", "repeat")
    assert (chat.flows, chat.ends) == ((flow,), ())


@pytest.mark.parametrize("answers", [(), ("about_me",)])
def test_a_crisis_has_no_end_but_its_own(answers: tuple[str, ...]) -> None:
    chat = open_with(CRISIS)
    for key in answers:
        chat.tap(key)
    chat.now += timedelta(days=400)
    chat.said("repeat", "repeat")
    assert chat.flows == (CRISIS,)
    assert chat.ends == ()


@pytest.mark.parametrize("flow", ["followup", "debrief"])
def test_a_follow_up_that_became_a_crisis_has_no_end_but_its_own_either(flow: str) -> None:
    chat = open_with(flow)
    outcome = chat.tap("worse")
    assert outcome.occasion is Occasion.crisis
    chat.now += timedelta(days=400)
    assert chat.said("what?").occasion is Occasion.crisis
    assert chat.open == ("whose",)


@pytest.mark.parametrize("flow", ["followup", "debrief"])
@pytest.mark.parametrize("how", ["better", "same"])
def test_a_follow_up_that_went_well_is_no_crisis(flow: str, how: str) -> None:
    chat = open_with(flow)
    assert chat.tap(how).occasion is Occasion.reply
    assert chat.conversation.runs == ()


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("below", [(), ("quiz",), ("lesson", "quiz"), (CRISIS, "pause"), ("followup", "pause")])
def test_there_are_never_more_than_two_talks(command: str, below: tuple[str, ...]) -> None:
    chat = open_with(*below)
    for _ in range(3):
        chat.said(f"/{command}")
        assert len(chat.conversation.runs) <= MOST_RUNS
        assert len({run.id for run in chat.conversation.runs}) == len(chat.conversation.runs)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"stop", "help_now"}))
@pytest.mark.parametrize("below", [(CRISIS,), ("quiz", CRISIS), (CRISIS, "pause")])
def test_a_crisis_is_never_displaced_by_a_command(command: str, below: tuple[str, ...]) -> None:
    chat = open_with(*below)
    before = next(run for run in chat.conversation.runs if run.flow == CRISIS)
    chat.said(f"/{command}")
    assert before.id in {run.id for run in chat.conversation.runs}


@pytest.mark.parametrize("command", ["lesson", "settings", "pause", "hour"])
@pytest.mark.parametrize("flow", ["followup", "debrief"])
def test_a_follow_up_that_became_a_crisis_is_not_displaced_either(flow: str, command: str) -> None:
    chat = open_with("quiz", flow)
    chat.tap("worse")
    chat.said(f"/{command}")
    assert flow in chat.flows
    assert "whose" in chat.open


def test_a_new_crisis_takes_the_place_of_the_old_one_and_keeps_the_talk_below() -> None:
    chat = open_with("quiz", CRISIS)
    chat.said("i mean it", level=SafetyLevel.imminent)
    assert chat.flows == ("quiz", CRISIS)
    assert chat.ends == ()


def test_a_third_talk_closes_the_older_of_two_and_says_so_in_the_record() -> None:
    chat = open_with("quiz", "pause")
    chat.said("/hour")
    assert chat.flows == ("pause", "hour")
    assert chat.ends == (DisplacedRun("quiz", "something else took its place"),)


def test_a_short_answer_returns_to_where_we_were() -> None:
    chat = open_with("quiz")
    outcome = chat.said("thank you", "thanks")
    assert [told(outcome, name) for name in ("talk.thanks", "talk.where_we_were")] == [True, True]
    assert last_question(outcome).question == chat.conversation.runs[-1].question
    chat.said("b")
    assert chat.events == (ItemAnswered("rights-q01", "rights", "rights.a", correct=True, chosen="b"),)


def test_a_talk_that_was_asked_for_returns_when_it_is_over() -> None:
    chat = open_with("quiz")
    chat.said("/pause")
    outcome = chat.tap("7")
    assert told(outcome, "talk.where_we_were")
    assert (chat.events, chat.open) == ((Paused(7),), ("rights-q01",))


def test_asking_for_the_same_thing_again_begins_it_anew() -> None:
    chat = open_with("quiz")
    chat.tap("a")
    assert chat.open == ("rights-q02",)
    chat.said("/quiz")
    assert (chat.flows, chat.open) == (("quiz",), ("rights-q01",))
    assert chat.ends == (DisplacedRun("quiz", "something else took its place"),)


def test_after_practising_the_talk_returns_to_where_it_was() -> None:
    chat = open_with("quiz")
    chat.said("he said he wants to die", level=SafetyLevel.risk)
    outcome = chat.said("practising")
    assert [told(outcome, name) for name in ("crisis.practice", "talk.where_we_were")] == [True, True]
    assert (chat.flows, chat.open) == (("quiz",), ("rights-q01",))


@pytest.mark.parametrize(
    "answers",
    [
        ("about_me", "danger_no", "enough", "no_thanks"),
        ("about_me", "danger_yes", "reached", "no_thanks"),
        ("about_other", "no_thanks"),
        ("crisis_not_now", "no_thanks"),
    ],
    ids=lambda answers: answers[0] + answers[1],
)
def test_after_any_other_answer_it_does_not_return(answers: tuple[str, ...]) -> None:
    chat = open_with("quiz")
    chat.said("i want to die", level=SafetyLevel.risk)
    outcomes = [chat.tap(key) for key in answers]
    assert not any(told(outcome, "talk.where_we_were") for outcome in outcomes)
    assert chat.conversation.runs == ()
    assert chat.ends == (DisplacedRun("quiz", "something else took its place"),)


def test_a_tap_on_an_old_question_is_stale_and_repeats_the_current_one() -> None:
    chat = open_with("quiz")
    old = chat.conversation.runs[-1].question
    chat.tap("a")
    recorded = chat.events
    outcome = chat.turn(Tapped(old, "b"))
    assert told(outcome, "talk.stale")
    assert last_question(outcome).question == chat.conversation.runs[-1].question
    assert (chat.events, chat.open) == (recorded, ("rights-q02",))


def test_a_tap_on_an_old_question_says_so_where_nothing_is_open() -> None:
    chat = Chat()
    outcome = chat.turn(Tapped("gone.3", "b"))
    assert told(outcome, "talk.stale")
    assert (len(outcome.messages), chat.conversation) == (1, Conversation())


def test_a_tap_on_the_open_question_of_a_suspended_talk_is_accepted() -> None:
    chat = open_with("quiz", "pause")
    chat.turn(Tapped(chat.conversation.runs[0].question, "a"))
    assert [type(event) for event in chat.events] == [ItemAnswered]
    assert (chat.flows, chat.open) == (("pause", "quiz"), ("days", "rights-q02"))


def test_a_tap_on_a_choice_that_never_was_repeats_the_question() -> None:
    chat = open_with("quiz")
    outcome = chat.tap("z")
    assert told(outcome, "talk.not_understood_1")
    assert chat.open == ("rights-q01",)


@pytest.mark.parametrize(
    "due", [Due("lesson", ("rights-02",)), Due("quiz", ("rights-q03",)), Due("checkin", ("yes", ""))]
)
def test_an_unanswered_prompt_closes_when_the_next_one_is_due(due: Due) -> None:
    chat = open_with("quiz", "pause")
    outcome = chat.turn(due)
    assert (chat.flows, outcome.occasion) == ((due.what,), Occasion.prompt)
    assert chat.ends == tuple(DisplacedRun(flow, "something else took its place") for flow in ("quiz", "pause"))


@pytest.mark.parametrize("below", [(CRISIS,), ("quiz", CRISIS), (CRISIS, "pause")])
def test_a_prompt_that_is_due_never_closes_a_crisis(below: tuple[str, ...]) -> None:
    chat = open_with(*below)
    chat.turn(Due("followup"))
    assert chat.flows == (CRISIS, "followup")


@pytest.mark.parametrize("flow", ["followup", "debrief"])
def test_a_prompt_that_is_due_does_not_close_a_follow_up_that_became_a_crisis(flow: str) -> None:
    chat = open_with(flow)
    chat.tap("worse")
    chat.turn(Due("lesson", ("rights-01",)))
    assert chat.flows == (flow, "lesson")


def test_silence_answers_only_the_question_it_belongs_to() -> None:
    chat = open_with(CRISIS)
    first = chat.conversation.runs[-1].question
    chat.tap("about_me")
    before = chat.conversation
    outcome = chat.turn(Silent(first))
    assert (outcome.messages, outcome.events, chat.conversation) == ((), (), before)
    chat.silence()
    assert chat.conversation.runs == ()


def test_silence_finds_its_question_though_another_talk_lies_on_top() -> None:
    chat = open_with(CRISIS)
    asked = chat.conversation.runs[-1].question
    chat.said("/pause")
    assert told(chat.turn(Silent(asked)), "crisis.silent")
    assert (chat.flows, chat.open) == (("pause", CRISIS), ("days", "danger"))
    assert SafetyAnswered("silence") in chat.events


def test_silence_is_planned_for_the_question_that_waits_for_it_and_for_no_other() -> None:
    chat = Chat()
    chat.facts = replace(chat.facts, policy=Policy(silence_minutes=40))
    chat.said("help now")
    assert chat.conversation.runs[-1].silent_at == chat.now + timedelta(minutes=40)
    asked = chat.conversation.runs[-1].silent_at
    chat.said("/hour")
    assert [run.silent_at for run in chat.conversation.runs] == [asked, None]


def test_the_clock_says_when_something_was_asked_last() -> None:
    chat = Chat()
    chat.said("thanks", "thanks")
    assert chat.conversation.asked_at is None
    chat.said("/quiz")
    assert chat.conversation.asked_at == chat.now
    asked = chat.now
    chat.said("again", "repeat")
    assert chat.conversation.asked_at == asked
    chat.said("thanks", "thanks")
    assert chat.conversation.asked_at == chat.now > asked
    asked = chat.now
    chat.said("skip", "skip")
    assert (chat.conversation.runs, chat.conversation.asked_at) == ((), asked)


@pytest.mark.parametrize("flow", ["lesson", "quiz", "review", "checkin"])
def test_what_is_taught_may_be_skipped_and_leaves_no_trace(flow: str) -> None:
    chat = open_with("pause", flow)
    assert told(chat.said("not this one", "skip"), "talk.where_we_were")
    assert chat.open == ("days",)
    assert not any(isinstance(event, CheckedIn | LessonFinished | ItemAnswered) for event in chat.events)


SKIPPED = {"lesson", "quiz", "review", "checkin", "welcome", "country", "plan", "preview"}


@pytest.mark.parametrize("flow", sorted(set(ASKING) - SKIPPED))
def test_other_questions_are_not_skipped_by_a_word(flow: str) -> None:
    chat = open_with(flow)
    chat.said("zzz skip", "skip")
    assert chat.flows == (flow,)


def test_every_flow_that_asks_is_known_to_these_tests() -> None:
    asking = set()
    for flow in FLOWS:
        chat = open_with(flow)
        if chat.open[0] != "?":
            asking.add(flow)
            assert chat.open == (ASKING[flow],)
    assert asking == set(ASKING)
