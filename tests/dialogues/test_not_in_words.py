"""What is no new text: a changed message, a sticker, a voice message; what each hears, and who hears nothing."""

from dataclasses import replace

import pytest

from dialogues.facts import Standing
from dialogues.flows import CRISIS
from dialogues.outcome import Occasion
from dialogues.turn import Showed
from tests.dialogues.house import ASKING, FACTS, Chat, told

EDIT = Showed("edit")
TALKS = sorted(set(ASKING) - {CRISIS})


def somebody(standing: Standing = Standing.active, open: str | None = None) -> Chat:
    chat = Chat(facts=replace(FACTS, standing=standing))
    if open:
        chat.begin(open)
    return chat


@pytest.mark.parametrize("standing", [Standing.active, Standing.paused])
@pytest.mark.parametrize("open", [None, *TALKS], ids=str)
def test_a_changed_message_is_seen_in_one_line_and_changes_nothing(standing: Standing, open: str | None) -> None:
    chat = somebody(standing, open)
    chat.conversation = replace(chat.conversation, misses=1)
    before = chat.conversation
    for _ in range(3):
        outcome = chat.turn(EDIT)
        assert told(outcome, "talk.edited")
        assert [(message.reply, message.question) for message in outcome.messages] == [(None, "")]
    assert (chat.conversation, chat.kept) == (before, [])


@pytest.mark.parametrize("open", [None, *TALKS], ids=str)
def test_who_has_stopped_hears_nothing_about_a_changed_message(open: str | None) -> None:
    chat = somebody(Standing.stopped, open)
    before = chat.conversation
    outcome = chat.turn(EDIT)
    assert (outcome.messages, chat.conversation, chat.kept) == ((), before, [])


@pytest.mark.parametrize("standing", list(Standing))
def test_in_a_safety_talk_a_changed_message_is_met_with_the_ways_to_a_person(standing: Standing) -> None:
    chat = somebody(standing, CRISIS)
    outcome = chat.turn(EDIT)
    assert [told(outcome, name) for name in ("crisis.missed", "talk.edited")] == [True, False]
    assert (outcome.occasion, outcome.messages[-1].question) == (Occasion.crisis, chat.conversation.runs[-1].question)


def test_before_the_welcome_a_changed_message_begins_it() -> None:
    chat = somebody(Standing.new)
    outcome = chat.turn(EDIT)
    assert told(outcome, "welcome.hello")
    assert not told(outcome, "talk.edited")


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "file", "other"])
def test_who_has_stopped_hears_that_only_text_is_read_and_the_way_back(kind: str) -> None:
    chat = somebody(Standing.stopped)
    for _ in range(2):
        outcome = chat.turn(Showed(kind))
        assert told(outcome, "stop.not_text")
        assert [choice.key for choice in outcome.messages[0].choices] == ["/resume", "/help_now"]
        assert (len(outcome.messages), chat.events, chat.flows) == (1, (), ())


def test_who_has_stopped_is_asked_again_what_they_had_opened_themselves() -> None:
    chat = somebody(Standing.stopped, "erase")
    outcome = chat.turn(Showed("sticker"))
    assert told(outcome, "talk.not_text")
    assert outcome.messages[-1].question


def test_what_is_not_text_is_told_what_the_coach_can_do() -> None:
    words = somebody().turn(Showed("sticker")).messages[0].text.words
    assert all(what in words for what in ("text", "lesson", "quiz", "check-in", "help"))
