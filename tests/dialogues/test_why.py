"""Why: why the last message came and when the next one does; and the one kind question after a long silence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.week import DayKind
from dialogues.events import Paused, SettingChanged
from dialogues.facts import Facts, Standing
from dialogues.turn import Due
from tests.dialogues.house import FACTS, Chat, told

TUESDAY = datetime(2027, 1, 5, 14, 0, tzinfo=UTC)
SENT = (*(f"{kind}_day" for kind in DayKind), "instead", "still", "kind_line")
SENT += tuple(f"review_{why}" for why in ("due", "missed", "fortnight"))
COMING: dict[str, Facts] = {
    "why.next": replace(FACTS, next_push=TUESDAY),
    "why.next_seldom": replace(FACTS, next_push=TUESDAY, unanswered=3),
    "why.resting": replace(FACTS, unanswered=11),
    "why.none": FACTS,
    "why.cooling": replace(FACTS, cooling=True, next_push=TUESDAY),
    "why.paused": replace(FACTS, standing=Standing.paused, next_push=TUESDAY),
    "why.stopped": replace(FACTS, standing=Standing.stopped),
}


@pytest.mark.parametrize("sent", ["", *SENT])
@pytest.mark.parametrize("coming", sorted(COMING))
def test_why_tells_what_was_sent_and_what_comes_and_nothing_else(coming: str, sent: str) -> None:
    outcome = Chat(facts=replace(COMING[coming], prompted_why=sent)).said("/why")
    assert len(outcome.messages) == 1
    said = {name for name in (*COMING, *(f"why.sent_{why}" for why in SENT)) if told(outcome, name)}
    assert said == {coming} | ({f"why.sent_{sent}"} if sent else set())


def test_the_next_prompt_is_told_in_their_own_day_and_hour() -> None:
    for unanswered in (0, 2, 3, 9):
        said = Chat(facts=replace(COMING["why.next"], unanswered=unanswered)).said("/why").messages[0].text.words
        assert all(word in said for word in ("Tuesday", "09:00"))
        assert ("half as often" in said) is (unanswered >= 3)


@pytest.mark.parametrize("standing", [Standing.paused, Standing.stopped])
def test_who_rests_is_offered_the_way_back_and_others_their_settings(standing: Standing) -> None:
    for facts, offered in ((replace(FACTS, standing=standing), "/resume"), (FACTS, "/settings")):
        assert [choice.key for choice in Chat(facts=facts).said("/why").messages[0].choices] == [offered]


def test_who_has_not_begun_is_welcomed_instead() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new))
    chat.said("/why")
    assert chat.flows == ("welcome",)


@pytest.mark.parametrize(
    ("key", "expected"),
    [("go_on", ()), ("weekly", (SettingChanged("days", "2"),)), ("rest", (Paused(30),))],
)
def test_the_kind_question_is_answered_in_one_tap(key: str, expected: tuple[SettingChanged | Paused, ...]) -> None:
    chat = Chat(facts=replace(FACTS, profile=replace(FACTS.profile, days=(2, 4))))
    asked = chat.turn(Due("still", (), "still"))
    assert [choice.key for choice in asked.messages[0].choices] == ["go_on", "weekly", "rest", "/stop"]
    before = len(chat.events)
    assert told(chat.tap(key), f"still.{key}")
    assert (chat.events[before:], chat.flows) == (expected, ())


@pytest.mark.parametrize("words", ["4", "Stop all messages", "stop"])
def test_the_kind_question_may_be_answered_with_stop(words: str) -> None:
    chat = Chat()
    chat.turn(Due("still", (), "still"))
    assert told(chat.said(words), "stop.done")
    assert chat.flows == ()
