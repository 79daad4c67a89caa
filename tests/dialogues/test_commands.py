"""Commands: typed, tapped, said as a fixed word or as the label of a button; and what each begins."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.commands import BUTTONS, BY_INTENT, command_in
from dialogues.events import ConsentGiven, Resumed, Wanted
from dialogues.facts import Consent, Policy, Standing
from dialogues.flows import CRISIS, FLOWS
from dialogues.outcome import Occasion
from dialogues.starts import COMMANDS, start_of
from dialogues.turn import Due, Said, Showed, Silent, Tapped
from nlu.intents import INTENTS
from tests.dialogues.house import ASKING, FACTS, SHIPPED, Chat, last_question, reading, told


def named(chat: Chat, words: str) -> str:
    return command_in(chat.scene(Said(words, reading())))


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("form", ["/{}", "/{}@PeerCoachBot", "  /{} now please ", "/{}@x@y", "/{}\nand more"])
def test_a_command_may_be_typed_in_any_way_a_chat_app_types_it(command: str, form: str) -> None:
    assert named(Chat(), form.format(command)) == command
    assert named(Chat(), form.format(command.upper())) == command


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_may_be_tapped_on_any_message_however_old(command: str) -> None:
    assert command_in(Chat().scene(Tapped("gone.7", f"/{command}"))) == command


@pytest.mark.parametrize("words", ["/", "//help", "/ help", "/unknown", "/unknown@bot", "help/", "", "  ", "/@help"])
def test_what_only_looks_like_a_command_is_none(words: str) -> None:
    assert named(Chat(), words) == ""


@pytest.mark.parametrize("choice", ["/unknown", "/", "help", "about_me", ""])
def test_a_tapped_choice_that_is_no_command_any_more_is_none(choice: str) -> None:
    chat = Chat()
    assert command_in(chat.scene(Tapped("gone.7", choice))) == ""
    if choice.startswith("/"):
        assert told(chat.turn(Tapped("gone.7", choice)), "talk.stale")


def test_an_unknown_command_is_not_understood_and_help_is_offered() -> None:
    outcome = Chat().said("/unknown")
    assert told(outcome, "talk.not_understood_1")
    assert [choice.key for choice in outcome.messages[0].choices] == ["/help"]


@pytest.mark.parametrize("act", [Showed("voice"), Silent("x.0"), Due("lesson", ("rights-01",))], ids=str)
def test_what_is_neither_said_nor_tapped_names_no_command(act: Showed | Silent | Due) -> None:
    assert command_in(Chat().scene(act)) == ""


@settings(max_examples=300, deadline=None)
@given(words=st.text(max_size=30))
def test_only_the_listed_words_are_commands(words: str) -> None:
    found = named(Chat(), words)
    assert found == "" or found in COMMANDS


@pytest.mark.parametrize("words", ["🦄", "...", "👍👍", "\u200b", "!", "_"])
def test_a_sign_without_letters_is_no_call_for_help_but_a_question_mark_is(words: str) -> None:
    assert named(Chat(), words) == ""
    assert named(Chat(), " ? ") == "help"


@pytest.mark.parametrize("name", ["help_now", "stop", "help", "resume"])
def test_fixed_words_work_in_every_language_whichever_is_chosen(name: str) -> None:
    for chosen in SHIPPED.locales:
        chat = Chat(facts=replace(FACTS, profile=replace(FACTS.profile, language=chosen)))
        for spoken in SHIPPED.locales:
            for words in SHIPPED.phrase(f"words.{name}", spoken).wordings:
                assert named(chat, f" {words.upper()}!") == name or words == "?"


def test_fixed_words_inside_a_sentence_are_just_words() -> None:
    for words in ("please help me with this lesson", "do not stop", "let us start now"):
        assert named(Chat(), words) == ""


@pytest.mark.parametrize("words", ["3", "Help now", "help NOW.", " 3 "])
def test_a_command_among_the_choices_may_be_typed_by_its_number_or_label(words: str) -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new))
    chat.begin("welcome")
    outcome = chat.said(words)
    assert (outcome.occasion, chat.flows) == (Occasion.crisis, ("welcome", CRISIS))
    assert not any(isinstance(event, ConsentGiven) for event in chat.events)


@pytest.mark.parametrize("words", ["1", "yes", "Yes, let us start", "start", "OK"])
def test_the_welcome_s_other_choice_is_an_answer_even_where_its_word_is_also_a_command(words: str) -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new))
    chat.begin("welcome")
    chat.said(words)
    assert chat.events == (ConsentGiven("lessons", 1),)


@pytest.mark.parametrize("standing", [Standing.stopped, Standing.paused])
@pytest.mark.parametrize("open", [None, "zone", "quiz"])
def test_start_brings_back_who_stopped_or_paused_whatever_is_open(standing: Standing, open: str | None) -> None:
    chat = Chat(facts=replace(FACTS, standing=standing))
    if open:
        chat.begin(open)
    assert told(chat.said("START"), "settings.resumed")
    assert chat.events == (Resumed(),)


@pytest.mark.parametrize("words", ["start", "/start", "/resume", "unstop"])
def test_who_has_neither_stopped_nor_paused_is_told_so(words: str) -> None:
    chat = Chat()
    assert told(chat.said(words), "settings.not_paused")
    assert chat.events == ()


@pytest.mark.parametrize("name", BUTTONS)
def test_the_label_of_a_button_may_be_typed_when_the_button_is_gone(name: str) -> None:
    label = SHIPPED.phrase(f"choice.{name}", "en").wordings[0]
    typed, tapped = Chat(), Chat()
    assert typed.said(label).messages == tapped.tap(f"/{name}").messages
    assert typed.conversation == tapped.conversation


def test_the_label_of_a_button_does_not_win_over_an_answer() -> None:
    chat = Chat()
    chat.begin("plan")
    chat.tap("places")
    chat.said("a quiz")
    assert [note.words for note in chat.notes] == ["a quiz"]


@pytest.mark.parametrize("flow", ["zone", "hour", "days", "leave"])
def test_the_label_of_a_button_is_no_time_and_no_day_and_does_what_it_says(flow: str) -> None:
    chat = Chat()
    chat.begin(flow)
    assert told(chat.said("Change the country"), "settings.country")
    assert chat.open == (ASKING[flow], "country")
    assert told(chat.tap("CA"), "talk.where_we_were")
    assert chat.open == (ASKING[flow],)


def test_in_the_welcome_the_label_of_a_button_waits_for_its_end() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new))
    for words in ("hi", "yes", "English", "Canada"):
        chat.said(words)
    assert chat.open == ("zone-1",)
    outcome = chat.said("change the country")
    assert (told(outcome, "welcome.first"), told(outcome, "settings.zone"), chat.open) == (True, True, ("zone-1",))


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("standing", list(Standing))
def test_every_command_begins_a_flow_that_exists(command: str, standing: Standing) -> None:
    chat = Chat(facts=replace(FACTS, standing=standing, lesson=None, quiz=None))
    flow, _ = start_of(chat.scene(Said(f"/{command}", reading())), command)
    assert flow in FLOWS
    outcome = chat.said(f"/{command}")
    assert outcome.messages or chat.events == (Wanted(flow),)


def test_every_intent_that_begins_something_begins_a_command_that_exists() -> None:
    assert set(BY_INTENT) <= set(INTENTS)
    assert set(BY_INTENT.values()) <= set(COMMANDS)


def test_a_lesson_and_a_quiz_are_what_the_coach_s_policy_would_give_now() -> None:
    chat = Chat(facts=replace(FACTS, lesson=Due("lesson", ("rights-02",)), quiz=Due("quiz", ("rights-q03",))))
    chat.said("/lesson")
    assert chat.conversation.runs[-1].arguments == ("rights-02",)
    chat.said("/quiz")
    assert chat.conversation.runs[-1].arguments == ("rights-q03",)


@pytest.mark.parametrize(
    ("command", "phrase"), [("lesson", "lesson.none"), ("next", "lesson.none"), ("quiz", "quiz.none")]
)
def test_where_nothing_is_left_the_coach_says_so(command: str, phrase: str) -> None:
    chat = Chat(facts=replace(FACTS, lesson=None, quiz=None))
    assert told(chat.said(f"/{command}"), phrase)


@pytest.mark.parametrize("consented", [False, True])
@pytest.mark.parametrize("words", [False, True])
def test_a_check_in_knows_what_was_agreed_and_what_the_program_allows(consented: bool, words: bool) -> None:
    consents = (Consent("checkins", 1, FACTS.now),) if consented else ()
    chat = Chat(facts=replace(FACTS, consents=consents, policy=Policy(checkin_words=words)))
    chat.said("/checkin")
    assert chat.conversation.runs[-1].arguments == ("yes" if consented else "", "yes" if words else "", "")
    assert chat.open == ("energy" if consented else "consent",)


@pytest.mark.parametrize(
    ("changed", "phrase"),
    [
        ({"standing": Standing.paused}, "why.paused"),
        ({"standing": Standing.stopped}, "why.stopped"),
        ({"cooling": True}, "why.cooling"),
        ({}, "why.none"),
        ({"next_push": datetime(2027, 1, 5, 14, 0, tzinfo=UTC)}, "why.next"),
    ],
)
def test_why_tells_the_truth_about_the_next_prompt(changed: dict[str, object], phrase: str) -> None:
    chat = Chat(facts=replace(FACTS, **changed))  # fields by name, from the table
    outcome = chat.said("/why")
    assert told(outcome, phrase)
    if phrase == "why.next":
        assert all(word in outcome.messages[0].text.words for word in ("Tuesday", "09:00"))


@pytest.mark.parametrize(("asked", "phrase"), [("rights", "competency.is"), ("unheard-of", "competency.which")])
def test_a_competency_is_explained_where_it_was_named(asked: str, phrase: str) -> None:
    assert told(Chat().said("what is that skill", "ask_competency", competency=asked), phrase)


def test_a_competency_is_asked_for_where_it_was_only_tapped() -> None:
    assert told(Chat().tap("/competency"), "competency.which")


def test_a_command_in_the_middle_of_a_talk_comes_back_to_its_question() -> None:
    chat = Chat()
    chat.begin("lesson")
    outcome = chat.said("/settings@bot")
    assert told(outcome, "settings.summary")
    assert last_question(outcome).question == chat.conversation.runs[-1].question
