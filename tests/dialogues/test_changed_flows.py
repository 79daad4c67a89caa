"""When a flow was changed or fails while a talk is open: one line of apology, and then only what is not answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogues.conversation import Conversation
from dialogues.events import DisplacedRun, ItemAnswered, Resumed, Welcomed
from dialogues.flow import Flow, Query, Talk
from dialogues.flows import FLOWS
from dialogues.manager import open_kind
from dialogues.message import Buttons, Choice, Text
from dialogues.outcome import Occasion, Outcome
from dialogues.turn import Due, Silent, Tapped
from dialogues.voice import Shelf
from nlu.intents import Open
from tests.dialogues.house import BILINGUAL, Chat, last_question, told

Set = Callable[[Flow], None]


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Puts a flow among the others, under the name "toy"."""
    return lambda flow: monkeypatch.setitem(FLOWS, "toy", flow)  # a dict that its type keeps read-only


def choices(*keys: str) -> Buttons:
    return Buttons(tuple(Choice(key, key) for key in keys))


def asking(*questions: tuple[str, tuple[str, ...]]) -> Flow:
    """A flow that asks these questions, each with its choices, and records an event for each answer."""

    async def flow(talk: Talk) -> None:
        for key, keys in questions:
            chosen = await talk.choose(key, Text.of(f"{key}?"), choices(*keys))
            talk.record(ItemAnswered(key, "c", "i", correct=chosen.key == "a"))
        talk.say(Text.of("the end"))

    return flow


def texts(outcome: Outcome) -> list[str]:
    return [message.text.words for message in outcome.messages]


def begun(toy: Set, flow: Flow, *answers: str) -> Chat:
    """A talk in which this flow was begun by the clock, and answered so far."""
    toy(flow)
    chat = Chat()
    chat.turn(Due("toy"))
    for key in answers:
        chat.tap(key)
    return chat


BEFORE = asking(("one", ("a", "b")), ("two", ("a", "b")), ("three", ("a", "b")))


def test_a_renamed_question_is_apologised_for_and_asked_and_the_other_answers_stay(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a", "b")
    toy(asking(("one", ("a", "b")), ("two anew", ("a", "b")), ("three", ("a", "b"))))
    outcome = chat.tap("a")
    assert told(outcome, "talk.changed")
    assert texts(outcome)[1:] == ["two anew?"]
    chat.tap("a")
    assert chat.open == ("three",)


def test_somebody_who_writes_instead_of_tapping_is_told_as_well(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a")
    toy(asking(("one anew", ("a", "b"))))
    assert told(chat.said("hm"), "talk.changed")
    assert chat.open == ("one anew",)


def test_an_answer_that_is_no_choice_any_more_is_asked_for_again(toy: Set) -> None:
    chat = begun(toy, BEFORE, "b", "a")
    toy(asking(("one", ("a", "c")), ("two", ("a", "b")), ("three", ("a", "b"))))
    outcome = chat.tap("a")
    assert told(outcome, "talk.changed")
    assert [choice.key for choice in last_question(outcome).choices] == ["a", "c"]
    chat.tap("c")
    assert chat.open == ("two",)


def test_a_flow_that_now_ends_earlier_comes_to_its_end_after_one_line(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a", "b")
    toy(asking(("one", ("a", "b"))))
    outcome = chat.tap("a")
    assert told(outcome, "talk.changed")
    assert texts(outcome)[1:] == ["the end"]
    assert chat.conversation.runs == ()


def test_recorded_events_stand_and_are_not_recorded_twice(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a", "b")
    toy(asking(("one", ("a", "b")), ("two", ("a", "b")), ("three anew", ("a", "b"))))
    chat.tap("a")
    chat.tap("a")
    assert [event.item for event in chat.events if isinstance(event, ItemAnswered)] == ["one", "two", "three anew"]
    places = [(one.run, one.ordinal) for one in chat.kept]
    assert len(places) == len(set(places))


def test_an_old_button_of_a_changed_talk_does_not_answer_the_new_question(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a")
    old = chat.conversation.runs[0].question
    toy(asking(("one", ("a", "b")), ("two anew", ("a", "b"))))
    chat.turn(Tapped(old, "a"))
    assert told(chat.turn(Tapped(old, "a")), "talk.stale")
    assert chat.open == ("two anew",)


def test_a_look_up_made_before_the_change_is_not_made_again(toy: Set) -> None:
    def offering(key: str) -> Flow:
        async def flow(talk: Talk) -> None:
            found = await talk.look_up(Query.next_lesson)
            await talk.choose(key, Text.of(f"{found.value}?"), choices("a"))

        return flow

    chat = begun(toy, offering("take"))
    chat.facts = replace(chat.facts, lesson=Due("lesson", ("rights-02",)))
    toy(offering("take it"))
    assert texts(chat.tap("a"))[1:] == ["rights-01?"]


@pytest.mark.parametrize("found", ["", "rights-q01 rights-q02"])
def test_a_flow_may_look_up_the_quiz_that_would_be_given(toy: Set, found: str) -> None:
    async def offering(talk: Talk) -> None:
        talk.say(Text.of(f"[{(await talk.look_up(Query.next_quiz)).value}]"))

    toy(offering)
    chat = Chat()
    chat.facts = replace(chat.facts, quiz=Due("quiz", tuple(found.split())) if found else None)
    assert texts(chat.turn(Due("toy"))) == [f"[{found}]"]


def test_silence_for_a_question_that_no_longer_waits_for_it_asks_again(toy: Set) -> None:
    def patient(within: timedelta | None) -> Flow:
        async def flow(talk: Talk) -> None:
            await talk.choose("a", Text.of("a?"), choices("a"), within=within)

        return flow

    chat = begun(toy, patient(timedelta(minutes=5)))
    toy(patient(None))
    assert told(chat.silence(), "talk.changed")
    assert (chat.open, chat.conversation.runs[0].silent_at) == (("a",), None)


async def failing(talk: Talk) -> None:
    talk.record(Welcomed())
    raise ValueError("no such thing")


def test_a_flow_that_raises_ends_politely_and_nothing_of_it_is_recorded(toy: Set) -> None:
    toy(failing)
    chat = Chat()
    outcome = chat.turn(Due("toy"))
    assert told(outcome, "talk.failed")
    assert (chat.conversation.runs, chat.events) == ((), ())
    assert chat.ends == (DisplacedRun("toy", "it failed"),)


def test_a_flow_that_fails_returns_to_the_talk_it_interrupted(toy: Set) -> None:
    toy(failing)
    chat = Chat()
    chat.begin("pause")
    chat.begin("toy", ())
    outcome = chat.said("hello")
    assert told(outcome, "talk.failed")
    assert told(outcome, "talk.where_we_were")
    assert chat.open == ("days",)


def test_a_flow_that_fails_only_after_a_stored_answer_ends_politely_too(toy: Set) -> None:
    async def later(talk: Talk) -> None:
        await talk.choose("one", Text.of("one?"), choices("a"))
        raise ValueError("no such thing")

    chat = begun(toy, BEFORE, "a")
    toy(later)
    assert told(chat.tap("a"), "talk.failed")
    assert chat.conversation.runs == ()


def test_a_command_works_over_a_talk_whose_flow_was_changed(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a")
    toy(asking(("one anew", ("a", "b"))))
    outcome = chat.said("help")
    assert told(outcome, "help.what")
    assert len(outcome.messages) == 1


def test_silence_for_another_question_leaves_a_changed_talk_alone(toy: Set) -> None:
    chat = begun(toy, BEFORE, "a")
    toy(asking(("one anew", ("a", "b"))))
    before = chat.conversation
    outcome = chat.turn(Silent("long ago.0"))
    assert (outcome.messages, chat.conversation) == ((), before)


def test_a_run_of_a_flow_that_no_longer_exists_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = Chat()
    chat.begin("lesson")
    monkeypatch.delitem(FLOWS, "lesson")  # a dict that its type keeps read-only
    assert told(chat.said("what?"), "talk.not_understood_1")
    assert chat.conversation.runs == ()
    assert chat.ends == (DisplacedRun("lesson", "its time was over"),)


def without(*names: str) -> Shelf:
    """A shelf whose library has lost these phrases."""
    kept = {key: phrase for key, phrase in BILINGUAL.phrases.items() if phrase.name not in names}
    return Shelf(replace(BILINGUAL, phrases=kept))


@pytest.mark.parametrize(("lost", "answers"), [("crisis.open_imminent", ()), ("crisis.thank_you", ("about_me",))])
def test_a_safety_talk_that_fails_still_gives_the_resources_and_no_quiz_comes_back(
    lost: str, answers: tuple[str, ...]
) -> None:
    chat = Chat(shelf=without(lost))
    chat.begin("quiz")
    chat.begin("crisis", ("imminent", "screen"))
    outcome = chat.said("hm") if not answers else chat.tap(answers[0])
    assert "911" in outcome.messages[0].text.words
    assert told(outcome, "talk.failed")
    assert [choice.key for choice in outcome.messages[0].choices] == ["/help_now"]
    assert (outcome.occasion, chat.conversation.runs) == (Occasion.crisis, ())


def test_a_changed_safety_talk_shows_its_card_again_and_raises_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    async def renamed(talk: Talk, level: str, by: str, topic: str = "") -> None:
        talk.record(Resumed())
        await talk.choose("who", Text.of("the card"), choices("me"), within=timedelta(minutes=15))

    chat = Chat()
    chat.said("help now")
    chat.tap("about_me")
    recorded = chat.events
    monkeypatch.setitem(FLOWS, "crisis", renamed)  # a dict that its type keeps read-only
    outcome = chat.silence()
    assert (texts(outcome)[1:], chat.open, chat.events) == (["the card"], ("who",), recorded)
    assert outcome.occasion is Occasion.crisis
    assert chat.conversation.runs[0].silent_at == chat.now + timedelta(minutes=15)


def test_what_is_open_is_evidence_for_safety_only_while_it_can_be_asked(toy: Set) -> None:
    chat = Chat()
    chat.begin("quiz")
    assert open_kind(chat.scene(Silent(""))) is Open.item
    chat.conversation = Conversation()
    assert open_kind(chat.scene(Silent(""))) is Open.none
    toy(failing)
    chat.conversation = Conversation(begun(toy, BEFORE).conversation.runs)
    toy(failing)
    assert open_kind(chat.scene(Silent(""))) is Open.none
