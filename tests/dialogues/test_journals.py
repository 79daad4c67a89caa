"""Talks that were stored by earlier versions still lead where they led (see journals/README.md)."""

import json
from pathlib import Path

import pytest

from bot.store.codec import CONVERSATIONS
from dialogues.conversation import Conversation
from dialogues.flow import FlowChanged, Question
from dialogues.flows.plan import PARTS
from tests.dialogues.house import ARGUMENTS, ASKING, voice
from tests.dialogues.keeping import FOLDER, THE_END, keep, leads_to, read, resumed
from tests.dialogues.walks import every_path, keys_of, setting

JOURNALS = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("journal", JOURNALS, ids=lambda path: path.stem)
def test_a_stored_talk_still_leads_where_it_led(journal: Path) -> None:
    run, expected = read(journal)
    step = resumed(run)
    assert leads_to(step) == expected
    assert step.answers == run.answers


def few(question: Question) -> tuple[str, ...]:
    """Some answers to a question that together reach every other question: the first choices, the last, and words."""
    keys = keys_of(question)
    words = ("what?", "09:30", "weekdays") if question.free else ()
    return tuple(dict.fromkeys((*keys[:2], *keys[-1:], *words))) if len(keys) > 5 or question.free else keys


@pytest.mark.parametrize("flow", sorted(set(ASKING) - {"welcome", "plan"}))
def test_every_question_of_every_flow_has_a_journal(flow: str) -> None:
    reached = set()
    for arguments in ARGUMENTS[flow]:
        for path in every_path(flow, arguments, setting(voice(), "rights-01"), few):
            reached |= {step.question.key for step in path.steps if step.question}
    assert reached - known(flow) == set()


def known(flow: str) -> set[str]:
    """The keys that the journals of a flow know, answered or open."""
    runs = [(run, expected) for run, expected in map(read, JOURNALS) if run.flow == flow]
    return {answer.key for run, _ in runs for answer in run.answers} | {expected for _, expected in runs}


def test_every_question_of_the_welcome_has_a_journal() -> None:
    parts = ("zone", "hour", "days", "country", "lesson")
    assert known("welcome") >= {"agree", "next_lesson", THE_END}.union(*(known(part) - {THE_END} for part in parts))


def test_every_question_of_the_plan_has_a_journal() -> None:
    assert {key.rsplit("-", 1)[0] for key in known("plan")} == {"plan", "which", *PARTS, THE_END}


def test_the_branch_of_the_crisis_with_somebody_s_own_plan_has_a_journal_to_its_end() -> None:
    runs = [run for run, expected in map(read, JOURNALS) if run.flow == "crisis" and expected == THE_END]
    assert any(answer.value == "my_plan" for run in runs for answer in run.answers)


@pytest.mark.parametrize("whose", ["about_me", "about_other", "practising", "crisis_not_now", "silence"])
def test_every_branch_of_the_crisis_has_a_journal_to_its_end(whose: str) -> None:
    runs = [run for run, expected in map(read, JOURNALS) if run.flow == "crisis" and expected == THE_END]
    assert [run for run in runs if run.answers[0].value == whose]


def test_a_talk_is_written_down_as_it_would_be_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.dialogues.keeping.FOLDER", tmp_path)
    path = keep("one", "quiz", ("rights-q01", "rights-q02"), ("a",))
    run, expected = read(path)
    assert (run.asks, expected, leads_to(resumed(run))) == ("rights-q02", "rights-q02", "rights-q02")
    assert json.loads(CONVERSATIONS.dump(Conversation((run,)))) == json.loads(path.read_text())["conversation"]


def test_a_journal_that_no_flow_understands_any_more_would_be_noticed(tmp_path: Path) -> None:
    good = (FOLDER / "quiz-one-answered.json").read_text(encoding="utf-8")
    broken = tmp_path / "quiz.json"
    broken.write_text(good.replace('"key": "rights-q01"', '"key": "rights-q99"'), encoding="utf-8")
    with pytest.raises(FlowChanged):
        resumed(read(broken)[0])
