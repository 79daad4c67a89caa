"""A hard moment in their own words: what is not followed, what comes late, and what stands after the last silence."""

from dataclasses import replace

import pytest

from dialogues.cards import ways
from dialogues.events import ConsentGiven, DisplacedRun
from dialogues.facts import Standing
from dialogues.flows import CRISIS
from dialogues.outcome import Occasion, Outcome
from dialogues.play import open_question
from dialogues.turn import Result, Showed, Silent, Tapped
from dialogues.worry import NEVER_TOO_LATE
from nlu.intents import INTENTS, UNSURE, SafetyLevel
from tests.dialogues.house import BILINGUAL, FACTS, PROFILE, SHIPPED, Chat, told, voice
from tests.dialogues.walks import holds_the_resources, raised

COUNTRIES = (*sorted(SHIPPED.countries), None)
# The shortest way to each of its questions.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "whose": (),
    "danger": ("about_me",),
    "reach": ("about_me", "danger_yes"),
    "helps": ("about_me", "danger_no"),
    "follow": ("crisis_not_now",),
}
NO = frozenset(word.casefold() for word in SHIPPED.phrase("choice.no_thanks", "en").wordings)
LATE = sorted({words for key in NEVER_TOO_LATE for words in SHIPPED.phrase(f"choice.{key}", "en").wordings} - NO)

in_every_country = pytest.mark.parametrize("code", COUNTRIES)
at_every_question = pytest.mark.parametrize("asked", sorted(QUESTIONS))


def in_a_crisis(asked: str = "whose", code: str | None = "US") -> Chat:
    """Somebody in this country, with this question of the safety talk open."""
    chat = Chat(facts=replace(FACTS, profile=replace(PROFILE, country=code)))
    chat.said("help now")
    for key in QUESTIONS[asked]:
        chat.tap(key)
    assert chat.open == (asked,)
    return chat


def shows_the_ways(outcome: Outcome, code: str | None) -> bool:
    return all(
        way.words in outcome.messages[0].text.words for way in ways(voice(profile=replace(PROFILE, country=code)))
    )


@in_every_country
@at_every_question
def test_what_is_not_followed_is_met_with_the_ways_to_a_person_and_then_the_question(
    asked: str, code: str | None
) -> None:
    chat = in_a_crisis(asked, code)
    before = chat.conversation.runs
    question = open_question(chat.scene(Silent("")), before[-1])
    answers = [choice.key for choice in question.message.choices]
    for number in range(4):
        outcome = chat.said("xqzzt blorp")
        assert told(outcome, "crisis.missed")
        assert shows_the_ways(outcome, code)
        assert [choice.key for choice in outcome.messages[0].choices] == [*answers, "/help_now"]
        assert [message.question for message in outcome.messages] == [before[-1].question]
        assert (chat.conversation.runs, chat.conversation.misses) == (before, number + 1)
        assert outcome.occasion is Occasion.crisis


def test_what_is_not_followed_again_and_again_never_hears_the_same_words_twice_in_a_row() -> None:
    chat = in_a_crisis("danger")
    first_lines = [chat.said("xqzzt").messages[0].text.words.split("\n")[0] for _ in range(4)]
    assert len(set(first_lines[:3])) == 3
    assert first_lines[3] == first_lines[0]
    chat.tap("danger_no")
    assert chat.said("xqzzt").messages[0].text.words.split("\n")[0] == first_lines[0]


@pytest.mark.parametrize("intent", [*INTENTS, UNSURE])
def test_no_guess_at_what_they_meant_begins_anything_in_a_hard_moment(intent: str) -> None:
    chat = in_a_crisis("danger")
    outcome = chat.said("i did my best", intent)
    if intent in ("affirm", "deny"):  # they answer the question
        return
    assert (told(outcome, "crisis.missed"), chat.open) == (True, ("danger",))


@pytest.mark.parametrize(
    "words", ["I can't call anyone", "they will send the POLICE!", "i hate phones, no phone", "scared"]
)
@pytest.mark.parametrize("asked", ["whose", "danger", "helps"])
def test_who_says_that_calling_is_hard_hears_what_else_there_is(asked: str, words: str) -> None:
    chat = in_a_crisis(asked)
    outcome = chat.said(words)
    assert (told(outcome, "crisis.barriers"), told(outcome, "crisis.missed")) == (True, False)
    assert shows_the_ways(outcome, "US")
    assert (chat.open, chat.conversation.misses) == ((asked,), 1)


def test_texting_is_named_only_where_one_of_the_ways_can_be_used_without_speaking() -> None:
    us = SHIPPED.countries["US"]
    spoken = tuple(replace(line, sms=None, chat=None) for line in us.lines)
    only_calls = replace(BILINGUAL, countries={"US": replace(us, lines=spoken)})
    for library, phrase in ((BILINGUAL, "crisis.barriers"), (only_calls, "crisis.barriers_call")):
        chat = Chat(shelf=replace(Chat().shelf, newest=library))
        chat.said("help now")
        outcome = chat.said("i cannot talk on the phone")
        assert [told(outcome, name) for name in ("crisis.barriers", "crisis.barriers_call")] == [
            phrase == "crisis.barriers",
            phrase == "crisis.barriers_call",
        ]


@pytest.mark.parametrize("words", ["recall", "phonecalls", "talkative"])
def test_a_word_that_only_holds_one_of_them_is_not_one_of_them(words: str) -> None:
    assert told(in_a_crisis().said(words), "crisis.missed")


@at_every_question
def test_words_of_worry_in_a_safety_talk_get_the_ways_once_and_no_line_besides(asked: str) -> None:
    outcome = in_a_crisis(asked).said("i am so tired of it all", level=SafetyLevel.concern)
    assert [told(outcome, name) for name in ("concern.line", "crisis.missed")] == [False, True]
    assert len(outcome.messages) == 1
    shown = outcome.messages[0].text.words
    assert [shown.count(way.words) for way in ways(voice())] == [1, 1]


@at_every_question
@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "video"])
def test_what_was_said_aloud_or_shown_in_a_safety_talk_is_never_taken_as_read(asked: str, kind: str) -> None:
    chat = in_a_crisis(asked)
    before = chat.conversation.runs
    outcome = chat.turn(Showed(kind))
    assert [told(outcome, name) for name in ("crisis.not_text", "crisis.missed", "talk.not_text")] == [
        True,
        False,
        False,
    ]
    assert (shows_the_ways(outcome, "US"), chat.conversation.runs) == (True, before)
    assert [(message.question, message.choices[-1].key) for message in outcome.messages] == [
        (before[-1].question, "/help_now")
    ]


def test_words_of_danger_in_a_safety_talk_open_the_card_again_and_are_no_miss() -> None:
    chat = in_a_crisis("danger")
    outcome = chat.said("the police can watch me die", level=SafetyLevel.risk)
    assert holds_the_resources(outcome.messages[0].text.words, SHIPPED.countries["US"])
    assert (chat.open, chat.conversation.misses) == (("whose",), 0)


def test_a_picture_of_progress_that_is_ready_in_a_safety_talk_is_not_shown_then() -> None:
    chat = in_a_crisis("danger")
    before = chat.conversation
    assert chat.turn(Result("picture", ("blob-1", "2", "3", "5"))).messages == ()
    assert chat.conversation == before


@in_every_country
def test_after_the_last_silence_nothing_is_open_and_any_answer_opens_the_card_again(code: str | None) -> None:
    chat = in_a_crisis("danger", code)
    outcome = chat.silence()
    assert (told(outcome, "crisis.still"), shows_the_ways(outcome, code), chat.flows) == (True, True, ())
    assert (outcome.occasion, outcome.messages[-1].question) == (Occasion.crisis, "")
    chat.facts = replace(chat.facts, cooling=True)
    assert holds_the_resources(chat.said("yes", "affirm").messages[0].text.words, SHIPPED.countries.get(code or ""))
    assert raised(chat.events) == [("asked", "asked")] * 2


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("words", LATE)
def test_the_same_day_a_late_answer_in_words_opens_the_card_again(words: str, standing: Standing) -> None:
    chat = Chat(facts=replace(FACTS, standing=standing, cooling=True))
    outcome = chat.said(f" {words.upper()}. ")
    assert holds_the_resources(outcome.messages[0].text.words, SHIPPED.countries["US"])
    assert (outcome.occasion, chat.flows, chat.open) == (Occasion.crisis, (CRISIS,), ("whose",))


@pytest.mark.parametrize("words", ["Yes", "Not sure", "it is about me"])
def test_on_any_other_day_such_words_are_just_words(words: str) -> None:
    chat = Chat()
    chat.said(words, "affirm")
    assert (chat.flows, raised(chat.events)) == ((), [])


@pytest.mark.parametrize("words", ["yes of course", "not sure about the quiz", "I am practising", "enough"])
def test_on_a_quiet_day_longer_words_and_the_other_answers_open_no_card(words: str) -> None:
    chat = Chat(facts=replace(FACTS, cooling=True))
    chat.said(words)
    assert raised(chat.events) == []


def test_on_a_quiet_day_a_yes_to_an_open_question_answers_that_question() -> None:
    chat = Chat(facts=replace(FACTS, cooling=True))
    chat.begin("erase")
    chat.said("yes", "affirm")
    chat.conversation = replace(chat.conversation, runs=())
    chat.begin("checkin")
    chat.said("yes", "affirm")
    assert chat.open == ("energy",)
    assert raised(chat.events) == []


def test_a_tap_on_what_is_no_answer_of_the_card_is_stale_on_a_quiet_day_too() -> None:
    chat = Chat(facts=replace(FACTS, cooling=True))
    assert told(chat.turn(Tapped("long ago.1", "danger_no")), "cooling.stale")
    assert raised(chat.events) == []


LET_GO = {
    "silence": (("about_me",), True),
    "not now": (("crisis_not_now", "no_thanks"), False),
    "someone else": (("about_other", "no_thanks"), False),
    "in danger": (("about_me", "danger_yes", "reached", "yes"), False),
}


@pytest.mark.parametrize("way", sorted(LET_GO))
def test_a_crisis_over_the_welcome_leaves_it_waiting_unasked_with_what_was_answered(way: str) -> None:
    keys, silent = LET_GO[way]
    chat = Chat(facts=replace(FACTS, standing=Standing.new))
    chat.said("hi")
    chat.tap("agree")
    waiting = chat.conversation.runs[0]
    chat.said("i want to die", level=SafetyLevel.risk)
    outcomes = [chat.tap(key) for key in keys] + ([chat.silence()] if silent else [])
    assert chat.conversation.runs == (waiting,)
    assert not any(message.question for message in outcomes[-1].messages)
    assert not told(outcomes[-1], "talk.where_we_were")
    assert DisplacedRun("welcome", "something else took its place") not in chat.ends
    chat.tap("en")
    assert chat.open == ("country",)
    assert [event for event in chat.events if isinstance(event, ConsentGiven)] == [ConsentGiven("lessons", 1)]


def test_a_bare_no_on_a_quiet_day_is_an_answer_to_something_else() -> None:
    chat = Chat(facts=replace(FACTS, cooling=True))
    chat.said("no", "deny")
    assert raised(chat.events) == []


def test_a_late_yes_while_the_welcome_waits_is_meant_for_the_safety_talk() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new))
    chat.said("hello")
    chat.said("help now")
    chat.tap("about_me")
    chat.silence()
    assert chat.flows == ("welcome",)
    chat.facts = replace(chat.facts, cooling=True)
    outcome = chat.said("yes", "affirm")
    assert holds_the_resources(outcome.messages[0].text.words, SHIPPED.countries.get("US"))
    assert not any(isinstance(event, ConsentGiven) for event in chat.events)


def test_a_voice_message_in_a_safety_talk_is_met_with_the_ways_to_a_person() -> None:
    chat = in_a_crisis()
    assert shows_the_ways(chat.turn(Showed("voice")), "US")
