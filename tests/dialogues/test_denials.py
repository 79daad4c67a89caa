"""Denials: none closes the matter. Every way out of danger passes the resources, and at most one follow-up is offered on it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.cards import emergency
from dialogues.events import FollowUpWanted, SafetyAnswered
from dialogues.facts import Policy
from dialogues.flow import SILENCE
from dialogues.flows import CRISIS
from dialogues.outcome import Outcome
from dialogues.play import open_question
from dialogues.turn import Said, Silent, Tapped
from dialogues.worry import TOPICS
from nlu.intents import Reading, SafetyLevel, SafetySignal, Whose
from tests.dialogues.house import FACTS, SHIPPED, Chat, says, told, voice
from tests.dialogues.walks import holds_the_resources, keys_of, raised

US = SHIPPED.countries["US"]
JOKES = ("it was a joke", "Just kidding!", "false alarm", "You misunderstood me", "i didn't mean it")
RULES = (*sorted(rule if "." in rule else f"{rule}.one" for rule in TOPICS), "suicide.plan", "learned.risk")
# None of these means anything by itself, or all of them mean something; a tap may be on anything.
SAID = (
    "xqzzt",
    "it was a joke",
    "i cant call",
    "next",
    "practising",
    "not now",
    "me",
    "yes",
    "no",
    "a friend",
    "2",
    "",
)


def hears(
    chat: Chat, rule: str = "suicide.plan", level: SafetyLevel = SafetyLevel.risk, whose: Whose = Whose.self
) -> Outcome:
    """What is answered to words of danger."""
    return chat.turn(Said("words", Reading("greet", 1.0, {}, SafetySignal(level, whose, (rule,)))))


def wanted(chat: Chat) -> list[FollowUpWanted]:
    return [event for event in chat.events if isinstance(event, FollowUpWanted)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("level", [SafetyLevel.risk, SafetyLevel.imminent])
@pytest.mark.parametrize("whose", list(Whose))
def test_whoever_it_sounds_like_the_resources_and_the_same_four_answers_are_there(
    whose: Whose, level: SafetyLevel, rule: str
) -> None:
    chat = Chat()
    [card] = hears(chat, rule, level, whose).messages
    assert holds_the_resources(card.text.words, US)
    assert says(card.text, "crisis.automated")
    assert {choice.key for choice in card.choices} == {"about_me", "about_other", "practising", "crisis_not_now"}
    theirs = whose is Whose.other and TOPICS.get(rule) != "bereavement"
    assert card.choices[0].key == ("about_other" if theirs else "about_me")
    assert card.text.words.index("988") < card.text.words.index("Who is this about?")


@pytest.mark.parametrize("whose", list(Whose))
@pytest.mark.parametrize("rule", ["suicide.loss", "suicide.join"])
def test_a_loss_is_met_with_its_own_words_and_taken_as_about_themselves(rule: str, whose: Whose) -> None:
    chat = Chat()
    [card] = hears(chat, rule, whose=whose).messages
    assert says(card.text, "crisis.topic_bereavement")
    assert says(card.text, "crisis.open_risk")
    assert card.choices[0].key == "about_me"


def test_for_an_overdose_the_number_to_call_stands_right_below_the_first_line() -> None:
    for level in (SafetyLevel.risk, SafetyLevel.imminent):
        [card] = hears(Chat(), "overdose.pills", level).messages
        assert card.text.words.split("\n")[1] == emergency(voice()).words
        assert "naloxone if you have it and were shown how" in card.text.words


@pytest.mark.parametrize("rule", ["abuse.child", "abuse.adult"])
def test_of_abuse_the_program_s_own_card_says_who_to_tell(rule: str) -> None:
    chat = Chat(facts=replace(FACTS, policy=Policy(protocol_card="Tell Kim first.", on_call="555 0100")))
    hears(chat, rule)
    chat.tap("about_me")
    own = chat.tap("danger_no")
    assert told(own, "crisis.who_to_tell")
    assert any("Tell Kim first." in message.text.words for message in own.messages)
    plain = Chat()
    hears(plain, rule)
    plain.tap("about_me")
    assert not told(plain.tap("danger_no"), "crisis.who_to_tell")


@pytest.mark.parametrize("words", JOKES)
@pytest.mark.parametrize("open", ["", "quiz", "lesson"])
def test_that_it_was_a_joke_is_a_not_now_and_one_follow_up_is_offered(words: str, open: str) -> None:
    chat = Chat()
    if open:
        chat.begin(open)
    before = chat.open
    hears(chat)
    outcome = chat.said(words)
    assert told(outcome, "crisis.not_now")
    assert (chat.events[-1], chat.open) == (SafetyAnswered("crisis_not_now"), (*before, "follow"))


@pytest.mark.parametrize("open", ["", "lesson", "checkin"])
def test_that_it_is_practice_outside_of_a_drill_is_believed_and_one_follow_up_is_offered(open: str) -> None:
    chat = Chat()
    if open:
        chat.begin(open)
    hears(chat)
    outcome = chat.said("i am practising")
    assert [told(outcome, name) for name in ("crisis.practice", "crisis.offer_followup")] == [True, True]
    assert [choice.key for choice in outcome.messages[-1].choices] == ["yes", "no_thanks", "/help_now"]
    outcome = chat.tap("yes")
    assert (wanted(chat), told(outcome, "talk.where_we_were")) == ([FollowUpWanted("followup")], bool(open))
    assert chat.flows == ((open,) if open else ())


def test_that_it_is_practice_in_a_quiz_goes_straight_back_to_it() -> None:
    chat = Chat()
    chat.begin("quiz")
    hears(chat)
    outcome = chat.said("i am practising")
    assert [told(outcome, name) for name in ("crisis.offer_followup", "talk.where_we_were")] == [False, True]


def test_the_offer_after_practising_stands_in_the_way_of_nothing() -> None:
    chat = Chat()
    chat.begin("lesson")
    hears(chat)
    chat.tap("practising")
    chat.said("ok go on", "next")
    assert (chat.flows, chat.open) == (("lesson",), ("card-1",))
    hears(chat)
    chat.tap("practising")
    chat.said("/quiz")
    assert chat.flows[-1] == "quiz"
    assert wanted(chat) == []


def test_where_nothing_was_open_before_the_offer_next_is_asked_about_like_any_wish_on_a_quiet_day() -> None:
    chat = Chat()
    hears(chat)
    chat.tap("practising")
    chat.facts = replace(chat.facts, cooling=True)
    assert told(chat.said("ok go on", "next"), "cooling.sure")
    assert CRISIS not in chat.flows


@pytest.mark.parametrize("open", ["quiz", "lesson", "checkin", ""])
@pytest.mark.parametrize("later", [False, True], ids=["at once", "after it ended, the same day"])
def test_a_second_hit_after_practising_opens_the_card_again(open: str, later: bool) -> None:
    chat = Chat()
    if open:
        chat.begin(open)
    hears(chat)
    chat.tap("practising")
    chat.facts = replace(chat.facts, cooling=True)
    if later:
        chat.conversation = replace(chat.conversation, runs=())
    [card] = hears(chat).messages
    assert holds_the_resources(card.text.words, US)
    assert (chat.open[-1], len(raised(chat.events))) == ("whose", 2)
    if not open:
        assert chat.flows == (CRISIS,)


def test_worse_and_then_practising_is_offered_one_more_follow_up() -> None:
    chat = Chat()
    chat.begin("followup")
    chat.tap("worse")
    assert told(chat.tap("practising"), "crisis.offer_followup")


answers = st.lists(st.one_of(st.integers(0, 5), st.just(SILENCE), st.sampled_from(SAID)), max_size=14)


@given(answers, st.sampled_from(["", "quiz", "lesson"]), st.sampled_from(RULES), st.sampled_from(list(Whose)))
def test_whatever_is_answered_every_way_out_passed_the_resources_and_asks_about_one_follow_up_at_most(
    given_answers: list[int | str], open: str, rule: str, whose: Whose
) -> None:
    chat = Chat()
    if open:
        chat.begin(open)
    said = [hears(chat, rule, whose=whose)]
    assert holds_the_resources(said[0].messages[0].text.words, US)
    for one in given_answers:
        if CRISIS not in chat.flows:
            break
        said.append(_answered(chat, one))
    offered = sum(bool(_offers(outcome)) for outcome in said if outcome.conversation.runs or outcome.messages)
    asked = {run.id for outcome in said for run in outcome.conversation.runs if run.flow == CRISIS}
    assert len(wanted(chat)) <= len(raised(chat.events)) == len(asked)
    if CRISIS not in chat.flows:
        whose_said = [event.whose for event in chat.events if isinstance(event, SafetyAnswered)]
        denied = whose_said[-1:] in (["crisis_not_now"], ["about_other"]) or (
            whose_said[-1:] == ["practising"] and open != "quiz"
        )
        assert whose_said
        assert not denied or offered


def _answered(chat: Chat, one: int | str) -> Outcome:
    top = chat.conversation.runs[-1]
    question = open_question(chat.scene(Silent("")), top)
    assert question is not None
    keys = [key for key in keys_of(question) if key != SILENCE]
    if isinstance(one, int):
        return chat.turn(Tapped(top.question, keys[one % len(keys)]))
    if one == SILENCE:
        return chat.turn(Silent(top.question) if question.within else Said("xqzzt", Reading()))
    return chat.said(one)


def _offers(outcome: Outcome) -> bool:
    return told(outcome, "crisis.offer_followup") or told(outcome, "crisis.offer_debrief")
