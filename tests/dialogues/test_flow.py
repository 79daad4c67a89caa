"""The engine: a flow is a pure function of its arguments and its answers, and a bad one cannot do harm."""

from collections.abc import Generator
from datetime import timedelta

import pytest

from dialogues.conversation import Answer, Run
from dialogues.events import Resumed, SettingChanged, Welcomed
from dialogues.flow import MOST_ANSWERS, MOST_MESSAGES, Flow, FlowBroken, FlowChanged, Query, Setting, Talk, advance
from dialogues.message import Buttons, Choice, Text
from nlu.intents import Open
from tests.dialogues.house import NOW, voice

YES_NO = Buttons((Choice("yes", "Yes"), Choice("no", "No")))


def run(*answers: tuple[str, str], arguments: tuple[str, ...] = ()) -> Run:
    return Run("r", "toy", arguments, 1, NOW, tuple(Answer(key, value, NOW) for key, value in answers))


def place(found: str = "lesson-1") -> Setting:
    return Setting(voice(), lambda query: Answer(query.value, found, NOW))


def words(flow: Flow, *answers: tuple[str, str]) -> list[str]:
    return [message.text.words for message in advance(flow, run(*answers), place()).said]


async def polite(talk: Talk) -> None:
    talk.say(Text.of("hello"))
    talk.record(Welcomed())
    first = await talk.choose("first", Text.of("first?"), YES_NO)
    talk.say(Text.of(f"first was {first.key}"))
    talk.record(Resumed())
    second = await talk.ask("second", Text.of("second?"), open=Open.checkin)
    talk.say(Text.of(f"second was {second.value}"))
    talk.record(Welcomed())


def test_a_flow_stops_at_its_first_question() -> None:
    step = advance(polite, run(), place())
    assert step.question is not None
    assert (step.question.key, step.question.free, step.question.open) == ("first", False, Open.none)
    assert [message.text.words for message in step.said] == ["hello"]
    assert (step.events, step.first_event) == ((Welcomed(),), 0)


def test_what_was_said_and_recorded_before_the_last_answer_is_not_said_and_recorded_again() -> None:
    step = advance(polite, run(("first", "no")), place())
    assert [message.text.words for message in step.said] == ["first was no"]
    assert (step.events, step.first_event) == ((Resumed(),), 1)
    assert step.question is not None
    assert (step.question.key, step.question.free, step.question.open) == ("second", True, Open.checkin)


def test_a_flow_that_is_over_asks_nothing_and_returns() -> None:
    step = advance(polite, run(("first", "no"), ("second", "my words")), place())
    assert (step.question, step.returns, step.first_event) == (None, True, 2)
    assert [message.text.words for message in step.said] == ["second was my words"]


def test_a_renamed_question_is_noticed() -> None:
    with pytest.raises(FlowChanged, match=r"now asks 'first' where 'one' was answered"):
        advance(polite, run(("one", "no")), place())


def test_an_answer_that_is_no_longer_a_choice_is_noticed() -> None:
    with pytest.raises(FlowChanged, match=r"'maybe' to 'first' is no longer among the choices"):
        advance(polite, run(("first", "maybe")), place())


def test_a_flow_that_ends_while_answers_are_left_is_noticed() -> None:
    with pytest.raises(FlowChanged, match=r"ended, but the answer to 'third' was still to come"):
        advance(polite, run(("first", "no"), ("second", "a"), ("third", "b")), place())


def test_silence_answers_only_where_it_was_allowed() -> None:
    async def patient(talk: Talk) -> None:
        chosen = await talk.choose("a", Text.of("a?"), YES_NO, within=timedelta(minutes=5))
        talk.say(Text.of(chosen.key))
        await talk.choose("b", Text.of("b?"), YES_NO)

    assert words(patient, ("a", "silence")) == ["silence"]
    with pytest.raises(FlowChanged, match="silence"):
        advance(patient, run(("a", "silence"), ("b", "silence")), place())


def test_a_look_up_is_journalled_and_stays_the_same_when_the_facts_change() -> None:
    async def curious(talk: Talk) -> None:
        talk.say(Text.of("let me see"))
        found = await talk.look_up(Query.next_lesson)
        talk.say(Text.of(f"it is {found.value}"))
        await talk.choose("go", Text.of("go?"), YES_NO)
        talk.say(Text.of(f"still {found.value}"))

    live = advance(curious, run(), place("lesson-1"))
    assert [message.text.words for message in live.said] == ["let me see", "it is lesson-1"]
    assert [(answer.key, answer.value) for answer in live.answers] == [("next_lesson", "lesson-1")]
    later = Run("r", "toy", (), 1, NOW, (*live.answers, Answer("go", "yes", NOW)))
    assert [message.text.words for message in advance(curious, later, place("lesson-2")).said] == ["still lesson-1"]


def test_a_recorded_language_and_country_are_spoken_from_there_on() -> None:
    async def moving(talk: Talk) -> None:
        talk.record(SettingChanged("language", "es"))
        talk.record(SettingChanged("country", "NO"))
        talk.record(SettingChanged("hour", "10:00"))
        known = talk.voice.country
        talk.say(Text.of(f"{talk.voice.profile.language} {known.code if known else ''}"))
        talk.record(SettingChanged("country", ""))
        talk.say(Text.of(str(talk.voice.country)))

    assert words(moving) == ["es NO", "None"]


def test_a_flow_may_let_go_of_what_it_interrupted() -> None:
    async def leaving(talk: Talk) -> None:
        talk.let_go()

    assert advance(leaving, run(), place()).returns is False


class _Elsewhere:
    def __await__(self) -> Generator[str, None, None]:
        yield "a database"


def test_a_flow_that_awaits_something_else_than_its_talk_is_refused() -> None:
    async def straying(talk: Talk) -> None:
        await _Elsewhere()

    with pytest.raises(FlowBroken, match="await only its talk; this one awaited str"):
        advance(straying, run(), place())


def test_a_flow_that_waits_for_nothing_at_all_is_refused() -> None:
    class Nothing:
        def __await__(self) -> Generator[None, None, None]:
            yield

    async def sleeping(talk: Talk) -> None:
        await Nothing()

    with pytest.raises(FlowBroken, match="awaited NoneType"):
        advance(sleeping, run(), place())


def test_a_flow_that_says_too_much_is_stopped() -> None:
    async def chatty(talk: Talk) -> None:
        while True:
            talk.say(Text.of("and another thing"))

    with pytest.raises(FlowBroken, match=f"more than {MOST_MESSAGES} messages"):
        advance(chatty, run(), place())


def test_a_flow_may_say_as_much_as_allowed_in_every_turn() -> None:
    async def full(talk: Talk) -> None:
        for place in range(3):
            for _ in range(MOST_MESSAGES):
                talk.say(Text.of("word"))
            await talk.choose(f"q{place}", Text.of("on?"), YES_NO)

    assert len(words(full, ("q0", "yes"), ("q1", "yes"))) == MOST_MESSAGES


def test_a_flow_that_says_one_message_too_many_is_stopped() -> None:
    async def wordy(talk: Talk) -> None:
        for _ in range(MOST_MESSAGES + 1):
            talk.say(Text.of("word"))

    with pytest.raises(FlowBroken):
        advance(wordy, run(), place())


def test_a_flow_that_asks_for_ever_is_stopped() -> None:
    async def nagging(talk: Talk) -> None:
        while True:
            await talk.ask("again", Text.of("again?"))

    patient = advance(nagging, run(*[("again", "no")] * MOST_ANSWERS), place())
    assert patient.question is not None
    with pytest.raises(FlowBroken, match=f"more than {MOST_ANSWERS} answers"):
        advance(nagging, run(*[("again", "no")] * (MOST_ANSWERS + 1)), place())


def test_a_flow_that_looks_things_up_for_ever_is_stopped() -> None:
    async def looking(talk: Talk) -> None:
        while True:
            await talk.look_up(Query.next_quiz)

    with pytest.raises(FlowBroken, match=f"more than {MOST_ANSWERS} answers"):
        advance(looking, run(), place())


def test_a_flow_that_raises_is_broken_and_the_reason_is_kept() -> None:
    async def failing(talk: Talk) -> None:
        raise KeyError("lesson-9")

    with pytest.raises(FlowBroken, match=r"A flow failed: KeyError\('lesson-9'\)"):
        advance(failing, run(), place())


def test_a_flow_that_no_longer_takes_its_arguments_is_broken() -> None:
    async def picky(talk: Talk, id: str) -> None:
        talk.say(Text.of(id))

    assert len(advance(picky, run(arguments=("one",)), place()).said) == 1
    with pytest.raises(FlowBroken, match="'toy' does not take the arguments of this run"):
        advance(picky, run(), place())


def test_a_flow_is_closed_when_it_stops_at_a_question() -> None:
    left: list[str] = []

    async def tidy(talk: Talk) -> None:
        try:
            await talk.ask("a", Text.of("a?"))
        finally:
            left.append("closed")

    advance(tidy, run(), place())
    assert left == ["closed"]
