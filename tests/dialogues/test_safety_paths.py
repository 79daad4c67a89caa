"""Every path through the crisis flow, found by search: resources first, one question, and always an end."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from content.library import Library
from dialogues.cards import ways
from dialogues.conversation import Run
from dialogues.events import FollowedUp, FollowUpWanted, Paused, SafetyAnswered
from dialogues.facts import Facts, Policy
from dialogues.flow import SILENCE, advance
from dialogues.flows import CRISIS
from dialogues.flows.crisis import crisis
from dialogues.message import Message
from dialogues.outcome import Occasion, Outcome
from dialogues.play import open_question
from dialogues.turn import Tapped
from dialogues.voice import Shelf
from dialogues.worry import TOPICS
from nlu.intents import SafetyLevel
from tests.dialogues.house import BILINGUAL, FACTS, NO_ACTS, NOW, PLAN, PROFILE, SHIPPED, Chat, says, told, voice
from tests.dialogues.walks import Path, every_path, holds_the_resources, keys_of, raised, setting

COUNTRIES = (*sorted(SHIPPED.countries), None)
LEVELS = ("asked", "risk", "imminent")
LINES = ("", *sorted(set(TOPICS.values())))
POLICIES = (Policy(), Policy(30, protocol_card="Call the lead.", on_call="555 0100"))

own_plan = pytest.mark.parametrize("plan", ["", PLAN], ids=["no plan", "own plan"])


@cache
def paths(country: str | None, level: str = "risk", policy: Policy = POLICIES[0], plan: str = "") -> tuple[Path, ...]:
    """Every way through the crisis flow for somebody in this country, who may have a plan of their own."""
    # Whether they have one was pinned when the card was opened: what the profile says by now must change nothing.
    profile = replace(PROFILE, country=country, has_plan=not plan)
    place = setting(voice(profile=profile, policy=policy), plan=plan)
    return tuple(every_path(CRISIS, (level, "screen", *(("", "", "yes") if plan else ())), place))


def messages(path: Path) -> Iterator[Message]:
    for step in path.steps:
        yield from step.said
        if step.question:
            yield step.question.message


@own_plan
@pytest.mark.parametrize("policy", POLICIES, ids=["plain", "own protocol"])
@pytest.mark.parametrize("code", COUNTRIES)
def test_every_path_ends_within_ten_answers(code: str | None, policy: Policy, plan: str) -> None:
    found = [path for level in LEVELS for path in paths(code, level, policy, plan)]
    assert len(found) > 60
    assert all(len(path.answers) <= 10 and path.steps[-1].question is None for path in found)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("code", COUNTRIES)
def test_the_first_message_carries_the_resources_together_with_the_question(code: str | None, level: str) -> None:
    speaking = voice(profile=replace(PROFILE, country=code))
    for topic in LINES:
        first = advance(crisis, Run("r", CRISIS, (level, "screen", topic), 1, NOW), setting(speaking))
        assert first.question is not None
        card = first.question.message
        assert first.said == ()
        assert holds_the_resources(card.text.words, SHIPPED.countries.get(code or ""))
        assert all(says(card.text, name) for name in (f"crisis.open_{level}", "crisis.automated", "crisis.whose"))
        assert not topic or says(card.text, f"crisis.topic_{topic}")
        assert [choice.key for choice in card.choices] == ["about_me", "about_other", "practising", "crisis_not_now"]


@own_plan
def test_an_unknown_country_never_sees_a_digit_of_anybody_s_number(plan: str) -> None:
    found = [path for level in LEVELS for path in paths(None, level, plan=plan)]
    said = {message.text.words for path in found for message in messages(path)}
    steps = SHIPPED.phrase("crisis.stay", "en").wordings  # counts its steps, and nothing else may
    assert [words for words in said if re.search(r"\d", words) and not any(step in words for step in steps)] == []


@own_plan
@pytest.mark.parametrize("code", COUNTRIES)
def test_no_path_ever_shows_the_number_of_another_country(code: str | None, plan: str) -> None:
    own = SHIPPED.countries.get(code or "")
    known = {line.name for line in own.lines} if own else set()
    others = {line.name for country in SHIPPED.countries.values() for line in country.lines} - known
    said = " ".join(message.text.words for path in paths(code, plan=plan) for message in messages(path))
    assert [name for name in others if f"\n{name}:" in said] == []


@own_plan
@pytest.mark.parametrize("level", LEVELS)
def test_a_raising_is_recorded_once_and_its_answer_once(level: str, plan: str) -> None:
    for path in paths("US", level, plan=plan):
        events = [event for step in path.steps for event in step.events]
        assert raised(events) == [(level, "screen")]
        assert [event.whose for event in events if isinstance(event, SafetyAnswered)] == [path.answers[0]]


@own_plan
@pytest.mark.parametrize("policy", POLICIES, ids=["plain", "own protocol"])
def test_only_practising_returns_to_what_was_interrupted(policy: Policy, plan: str) -> None:
    for path in paths("US", policy=policy, plan=plan):
        assert path.steps[-1].returns is (path.answers[0] == "practising")


def test_silence_is_taken_as_about_me_and_shows_the_resources_again() -> None:
    silent = [path for path in paths("US") if path.answers[0] == SILENCE]
    assert {path.answers[1:] for path in silent} == {
        path.answers[1:] for path in paths("US") if path.answers[0] == "about_me"
    }
    for path in silent:
        assert path.steps[1].question is not None
        assert "988" in path.steps[1].question.message.text.words


@pytest.mark.parametrize("code", COUNTRIES)
def test_in_danger_the_emergency_number_and_the_lines_come_before_the_question(code: str | None) -> None:
    found = [path for path in paths(code) if path.answers[:2] == ("about_me", "danger_yes")]
    asked = found[0].steps[2].question
    assert asked is not None
    assert holds_the_resources(asked.message.text.words, SHIPPED.countries.get(code or ""))
    assert all(says(asked.message.text, name) for name in ("crisis.be_with_someone", "crisis.distance", "crisis.reach"))


@own_plan
@pytest.mark.parametrize("code", COUNTRIES)
def test_after_every_answer_but_silence_there_is_help_to_press_or_a_number_to_call(code: str | None, plan: str) -> None:
    for path in paths(code, plan=plan):
        if path.answers[-1] in (SILENCE, "yes", "no_thanks"):
            continue
        assert path.answers == ("practising",)
        assert [choice.key for choice in path.steps[-1].said[-1].choices] == ["/help_now"]


@pytest.mark.parametrize("kind", ["followup", "debrief"])
def test_a_follow_up_is_recorded_only_where_it_was_accepted(kind: str) -> None:
    first = "about_other" if kind == "debrief" else "crisis_not_now"
    for path in (path for path in paths("US") if path.answers[0] == first):
        events = [event for step in path.steps for event in step.events if isinstance(event, FollowUpWanted)]
        assert events == ([FollowUpWanted(kind)] if path.answers[-1] == "yes" else [])


@own_plan
def test_a_week_of_rest_is_recorded_only_where_it_was_chosen(plan: str) -> None:
    for path in paths("US", plan=plan):
        rests = any(isinstance(event, Paused) for step in path.steps for event in step.events)
        assert rests is ("rest_week" in path.answers)


def test_a_plan_of_their_own_is_offered_first_and_adds_its_branch_and_no_other() -> None:
    without, having = ({path.answers for path in paths("US", plan=plan)} for plan in ("", PLAN))
    added = {answers for answers in having if "my_plan" in answers}
    assert having - without == added
    assert {tuple("my_plan" if key == "draft" else key for key in path) for path in without if "draft" in path} == added
    for path in paths("US", plan=PLAN):
        asked = [step.question for step in path.steps if step.question and step.question.key == "helps"]
        assert all(question.message.choices[0].key == "my_plan" for question in asked)


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_plan_of_their_own_is_shown_as_they_wrote_it_to_who_asks_for_it_and_in_no_other_branch(
    code: str | None,
) -> None:
    for path in paths(code, plan=PLAN):
        said = " ".join(message.text.words for message in messages(path))
        assert all((words in said) is ("my_plan" in path.answers) for words in json.loads(PLAN).values())


def test_a_plan_that_was_emptied_while_the_card_was_open_costs_nobody_the_resources() -> None:
    chat = Chat(facts=replace(FACTS, plan=PLAN, profile=replace(PROFILE, has_plan=True)))
    chat.said("help now")
    for key in ("about_me", "danger_no"):
        chat.tap(key)
    chat.facts = FACTS
    outcome = chat.tap("my_plan")
    assert (outcome.occasion, chat.open) == (Occasion.crisis, ("follow",))
    assert not told(outcome, "talk.changed")
    assert raised(chat.events) == [("asked", "asked")]


@own_plan
@pytest.mark.parametrize("code", COUNTRIES)
def test_silence_at_the_question_of_danger_leaves_the_ways_and_asks_nothing_more(code: str | None, plan: str) -> None:
    ends = {("about_me", SILENCE), (SILENCE, SILENCE)}
    silent = [path for level in LEVELS for path in paths(code, level, plan=plan) if path.answers[:2] in ends]
    assert len(silent) == len(ends) * len(LEVELS)
    for path in silent:
        assert len(path.answers) == 2
        (last,) = path.steps[-1].said
        assert says(last.text, "crisis.still")
        assert all(way.words in last.text.words for way in ways(voice(profile=replace(PROFILE, country=code))))
        assert [choice.key for choice in last.choices] == ["/help_now"]
        assert not any(isinstance(event, FollowUpWanted) for step in path.steps for event in step.events)


@pytest.mark.parametrize("rest", [(), ("",), ("", "self"), ("", "self", ""), ("", "", "")], ids=str)
def test_a_card_that_was_opened_by_an_earlier_version_goes_on_as_it_was_asked(rest: tuple[str, ...]) -> None:
    place = setting(voice(profile=replace(PROFILE, has_plan=True)), plan=PLAN)
    found = tuple(every_path(CRISIS, ("risk", "screen", *rest), place))
    assert [path.answers for path in found] == [path.answers for path in paths("US")]
    assert not any("my_plan" in path.answers for path in found)


def test_the_program_s_own_protocol_is_shown_and_else_the_plain_advice() -> None:
    for policy, expected in zip(POLICIES, ("call your on-call lead", "Call the lead."), strict=True):
        helper = next(path for path in paths("US", policy=policy) if path.answers[0] == "about_other")
        said = [message.text.words for message in helper.steps[1].said]
        assert expected in said[1]
        assert ("555 0100" in said[1]) is bool(policy.on_call)
        assert "911" in said[0]
        assert "988" in said[2]


@pytest.mark.parametrize("flow", ["followup", "debrief"])
@pytest.mark.parametrize("library", [BILINGUAL, NO_ACTS], ids=["acts", "no acts"])
def test_every_path_of_a_follow_up_ends_and_worse_shows_the_card(flow: str, library: Library) -> None:
    place = setting(voice(library))
    for path in every_path(flow, (), place):
        events = [event for step in path.steps for event in step.events]
        assert events[0] == FollowedUp(path.answers[0])
        worse = path.answers[0] == "worse"
        assert raised(events) == [("risk", "followup")] * worse
        if worse:
            card = path.steps[1].question
            assert card is not None
            assert holds_the_resources(card.message.text.words, SHIPPED.countries["US"])


def outcomes(facts: Facts) -> Iterator[tuple[tuple[str, ...], Chat, list[Outcome]]]:
    """Every way through a crisis that was heard in the middle of a quiz, as the manager plays it."""
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        answers = waiting.pop()
        chat = Chat(facts=facts)
        chat.begin("quiz")
        said = [chat.said("i want to die", level=SafetyLevel.risk)]
        said += [chat.silence() if key == SILENCE else chat.tap(key) for key in answers]
        if CRISIS not in chat.flows:
            yield answers, chat, said
            continue
        question = open_question(chat.scene(Tapped("", "")), chat.conversation.runs[-1])
        assert question is not None
        waiting.extend((*answers, key) for key in keys_of(question))


@own_plan
def test_no_path_through_the_manager_returns_to_the_quiz_unless_they_practised(plan: str) -> None:
    found = list(outcomes(replace(FACTS, plan=plan, profile=replace(PROFILE, has_plan=bool(plan)))))
    assert len(found) > 20
    for answers, chat, said in found:
        practised = answers == ("practising",)
        assert ("quiz" in chat.flows) is practised, answers
        assert all(outcome.occasion is Occasion.crisis for outcome in said)
        assert raised(chat.events) == [("risk", "screen")]
        places = [(one.run, one.ordinal) for one in chat.kept]
        assert len(places) == len(set(places))


@pytest.mark.parametrize("key", ["about_me", "about_other", "danger_yes", "danger_unsure", "hard_to_call"])
@pytest.mark.parametrize("open", [(), ("quiz",), ("welcome",)])
def test_a_tap_on_an_old_card_is_never_too_late(key: str, open: tuple[str, ...]) -> None:
    chat = Chat()
    for flow in open:
        chat.begin(flow)
    outcome = chat.turn(Tapped("long ago.0", key))
    assert holds_the_resources(outcome.messages[0].text.words, SHIPPED.countries["US"])
    assert (chat.flows[-1], raised(chat.events)) == (CRISIS, [("asked", "asked")])


def test_a_tap_on_the_card_of_a_suspended_crisis_answers_it() -> None:
    chat = Chat()
    chat.said("help now")
    asked = chat.conversation.runs[-1].question
    chat.said("/pause")
    chat.turn(Tapped(asked, "about_me"))
    assert SafetyAnswered("about_me") in chat.events
    assert chat.open == ("days", "danger")


def test_a_country_that_is_unknown_to_the_library_gets_the_neutral_card() -> None:
    chat = Chat(facts=replace(FACTS, profile=replace(PROFILE, country="ZZ")), shelf=Shelf(BILINGUAL))
    assert holds_the_resources(chat.said("help now").messages[0].text.words, None)


def test_the_crisis_lines_come_from_the_newest_release_and_never_from_the_talk_s_own() -> None:
    us = SHIPPED.countries["US"]
    renewed = replace(BILINGUAL, countries={"US": replace(us, emergency="912")})
    chat = Chat(shelf=Shelf(renewed, {1: BILINGUAL}))
    chat.begin(CRISIS)
    chat.tap("about_me")
    assert "912" in chat.tap("danger_yes").messages[-1].text.words
