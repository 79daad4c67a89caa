"""Once more: what was missed in a quiz may come back at its end, explained, and counted nowhere."""

import pytest

from dialogues.conversation import Run
from dialogues.events import ItemAnswered, QuizFinished
from dialogues.flow import Step, advance
from dialogues.flows import FLOWS
from tests.dialogues.house import NOW, voice
from tests.dialogues.walks import answered, setting


def played(flow: str, items: tuple[str, ...], *answers: str) -> list[Step]:
    """Every step of a quiz with these answers."""
    run = Run("r", flow, items, 1, NOW)
    steps = [advance(FLOWS[flow], run, setting(voice(), "rights-01"))]
    for answer in answers:
        run = answered(run, steps[-1], answer)
        steps.append(advance(FLOWS[flow], run, setting(voice(), "rights-01")))
    return steps


BOTH = ("rights-q01", "rights-q02")


@pytest.mark.parametrize("flow", ["quiz", "review"])
def test_what_was_missed_comes_once_more_and_is_recorded_nowhere(flow: str) -> None:
    steps = played(flow, BOTH, "a", "b", "again", "b")
    asked = [step.question.key if step.question else "" for step in steps]
    missed = next(key for key in asked if key.endswith(".again")).removesuffix(".again")
    assert asked == [*BOTH, "once_more", f"{missed}.again", ""]
    recorded = [event for step in steps for event in step.events]
    assert [type(event) for event in recorded[:2]] == [ItemAnswered, ItemAnswered]
    assert sum(isinstance(event, QuizFinished) for event in steps[2].events) == 1, "it is over before the offer"
    assert len(steps[3].events) == len(steps[4].events) == 0
    assert len(steps[4].said) == 2, "it is explained, and closed"


def test_who_has_enough_is_not_asked_again() -> None:
    assert played("quiz", BOTH, "a", "a", "enough")[-1].question is None


def test_all_that_was_missed_comes_once_in_its_order() -> None:
    wrong = [next(key for key in "abc" if not recorded(item, key)) for item in BOTH]
    steps = played("quiz", BOTH, *wrong, "again", *wrong)
    asked = [step.question.key for step in steps[3:] if step.question]
    assert asked == ["rights-q01.again", "rights-q02.again"]


def test_nothing_is_offered_where_nothing_was_missed_or_only_one_was_asked() -> None:
    right = [next(key for key in "abc" if recorded(item, key)) for item in BOTH]
    assert played("quiz", BOTH, *right)[-1].question is None
    assert played("review", BOTH[:1], next(key for key in "abc" if not recorded(BOTH[0], key)))[-1].question is None


def recorded(item: str, key: str) -> bool:
    """Whether this choice of an item is right."""
    (event, *_) = played("quiz", (item,), key)[-1].events
    assert isinstance(event, ItemAnswered)
    return event.correct
