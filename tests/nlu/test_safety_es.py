"""What the screen hears in Spanish. Each test takes a whole group and names all the lines it gets wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from nlu.intents import Open, SafetyLevel, SafetySignal, Whose
from nlu.safety import RuleScreen
from tests.nlu.lines import table as english


def table(name: str) -> dict[str, list[str]]:
    path = Path(__file__).parent / "lines_es" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def wrong(
    screen: RuleScreen, lines: list[str], right: Callable[[SafetySignal], bool], opened: Open = Open.none
) -> list[str]:
    heard = {line: screen.screen(line, "es", opened) for line in lines}
    return [f"{line}: {signal.level.name} {signal.whose}" for line, signal in heard.items() if not right(signal)]


@pytest.mark.parametrize("opened", list(Open))
def test_the_writers_own_risk_is_heard_as_theirs_whatever_is_open(screen: RuleScreen, opened: Open) -> None:
    own = lambda heard: heard.level >= SafetyLevel.risk and heard.whose is Whose.self  # noqa: E731  # one line reads best
    assert wrong(screen, table("self")["risk"], own, opened) == []


def test_a_plan_or_an_act_now_is_imminent(screen: RuleScreen) -> None:
    own = lambda heard: (heard.level, heard.whose) == (SafetyLevel.imminent, Whose.self)  # noqa: E731  # as above
    assert wrong(screen, table("self")["imminent"], own) == []


@pytest.mark.parametrize(
    ("group", "whose"), [("risk", Whose.other), ("imminent", Whose.other), ("unclear", Whose.unclear)]
)
def test_the_verb_tells_that_it_is_somebody_else(screen: RuleScreen, group: str, whose: Whose) -> None:
    least = SafetyLevel.imminent if group == "imminent" else SafetyLevel.risk
    assert wrong(screen, table("other")[group], lambda heard: heard.level >= least and heard.whose is whose) == []


@pytest.mark.parametrize("opened", [Open.drill, Open.item])
def test_a_helpers_words_raise_nothing_in_a_drill_and_the_learners_own_do(screen: RuleScreen, opened: Open) -> None:
    lines = table("practice")
    assert wrong(screen, lines["drill"], lambda heard: heard.level is SafetyLevel.none, opened) == []
    assert wrong(screen, lines["own"], lambda heard: heard.level >= SafetyLevel.risk, opened) == []
    assert wrong(screen, lines["news"], lambda heard: heard.level >= SafetyLevel.risk, opened) == []


@pytest.mark.parametrize("name", ["idioms", "everyday"])
def test_ordinary_talk_raises_nothing(screen: RuleScreen, name: str) -> None:
    assert wrong(screen, table(name)["none"], lambda heard: heard.level is SafetyLevel.none) == []


def test_heavy_words_and_denials_are_a_concern_and_no_more(screen: RuleScreen) -> None:
    lines = table("everyday")
    assert wrong(screen, lines["concern"], lambda heard: heard.level is SafetyLevel.concern) == []
    assert wrong(screen, lines["denied"], lambda heard: heard.level <= SafetyLevel.concern) == []


def test_other_troubles_are_heard_under_their_topic(screen: RuleScreen) -> None:
    for topic, lines in table("disclosures").items():
        heard = lambda signal, topic=topic: any(rule.startswith(topic) for rule in signal.matched)  # noqa: E731  # as above
        assert wrong(screen, lines, heard) == []


def test_a_known_miss_is_still_missed(screen: RuleScreen) -> None:
    missed = table("known_limits")["missed"]
    assert wrong(screen, missed, lambda heard: heard.level is SafetyLevel.none) == [], (
        "Well done: move it to its table."
    )


def test_english_of_every_day_raises_nothing_through_the_spanish_rules(screen: RuleScreen) -> None:
    spanish = RuleScreen([book for book in screen._books if book.locale == "es"])
    lines = english("everyday")["none"] + english("idioms")["none"]
    assert wrong(spanish, lines, lambda heard: heard.level is SafetyLevel.none) == []
