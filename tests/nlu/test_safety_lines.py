"""What the screen hears in lines of every kind. Every line is its own test, so that a miss names itself."""

from pathlib import Path

import pytest
import yaml

from nlu.intents import Open, SafetyLevel, Whose
from nlu.safety import RuleScreen
from tests.nlu.lines import group, table

LIMITS = yaml.safe_load((Path(__file__).parent / "lines" / "known_limits.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", group("self", "risk", "hidden"))
def test_the_writers_own_risk_is_heard_as_theirs(screen: RuleScreen, line: str) -> None:
    heard = screen.screen(line, "en")
    assert heard.level >= SafetyLevel.risk
    assert heard.whose is Whose.self


@pytest.mark.parametrize("line", group("self", "imminent"))
def test_a_plan_with_means_and_a_near_time_is_imminent(screen: RuleScreen, line: str) -> None:
    heard = screen.screen(line, "en")
    assert (heard.level, heard.whose) == (SafetyLevel.imminent, Whose.self)


@pytest.mark.parametrize("line", group("self", "raised"))
def test_what_may_be_only_a_figure_of_speech_is_raised_to_concern(screen: RuleScreen, line: str) -> None:
    assert screen.screen(line, "en").level >= SafetyLevel.concern


@pytest.mark.parametrize("line", group("other", "risk"))
def test_the_risk_of_somebody_else_is_heard_as_theirs(screen: RuleScreen, line: str) -> None:
    heard = screen.screen(line, "en")
    assert heard.level >= SafetyLevel.risk
    assert heard.whose is Whose.other


@pytest.mark.parametrize("line", group("other", "imminent"))
def test_an_emergency_of_somebody_else_is_imminent(screen: RuleScreen, line: str) -> None:
    heard = screen.screen(line, "en")
    assert (heard.level, heard.whose) == (SafetyLevel.imminent, Whose.other)


@pytest.mark.parametrize("line", group("other", "unclear"))
def test_asking_for_a_friend_is_never_taken_for_a_friend(screen: RuleScreen, line: str) -> None:
    heard = screen.screen(line, "en")
    assert heard.level >= SafetyLevel.risk
    assert heard.whose is Whose.unclear


@pytest.mark.parametrize("line", group("other", "concern"))
def test_lesser_signs_in_somebody_else_are_a_concern(screen: RuleScreen, line: str) -> None:
    assert screen.screen(line, "en").level >= SafetyLevel.concern


@pytest.mark.parametrize("opened", [Open.drill, Open.item])
@pytest.mark.parametrize("line", group("practice", "drill", "item"))
def test_a_helpers_words_raise_nothing_in_a_drill_or_an_item(screen: RuleScreen, line: str, opened: Open) -> None:
    heard = screen.screen(line, "en", opened)
    assert heard.level is SafetyLevel.none
    assert heard.whose in (Whose.practice, Whose.none)


@pytest.mark.parametrize("line", group("practice", "none"))
def test_planning_what_to_say_raises_nothing_outside_a_drill(screen: RuleScreen, line: str) -> None:
    assert screen.screen(line, "en").level is SafetyLevel.none


@pytest.mark.parametrize("opened", [Open.drill, Open.item])
@pytest.mark.parametrize("line", group("practice", "own"))
def test_the_learners_own_words_are_heard_inside_a_drill(screen: RuleScreen, line: str, opened: Open) -> None:
    heard = screen.screen(line, "en", opened)
    assert heard.level >= SafetyLevel.risk
    assert heard.whose is Whose.self


@pytest.mark.parametrize("opened", list(Open))
@pytest.mark.parametrize("line", group("practice", "news"))
def test_news_of_what_happens_now_is_no_part_of_the_story(screen: RuleScreen, line: str, opened: Open) -> None:
    assert screen.screen(line, "en", opened).level >= SafetyLevel.risk


@pytest.mark.parametrize("opened", list(Open))
@pytest.mark.parametrize("line", group("self", "risk", "imminent"))
def test_no_open_drill_hides_the_writers_own_risk(screen: RuleScreen, line: str, opened: Open) -> None:
    assert screen.screen(line, "en", opened).level >= SafetyLevel.risk


@pytest.mark.parametrize("opened", list(Open))
@pytest.mark.parametrize("line", group("practice", "turned"))
def test_what_others_say_the_writer_should_do_is_never_practice(screen: RuleScreen, line: str, opened: Open) -> None:
    heard = screen.screen(line, "en", opened)
    assert heard.level >= SafetyLevel.risk
    assert heard.whose in (Whose.self, Whose.unclear)


@pytest.mark.parametrize("opened", list(Open))
@pytest.mark.parametrize("line", group("self", "help"))
def test_a_call_for_help_is_heard_whatever_is_open(screen: RuleScreen, line: str, opened: Open) -> None:
    heard = screen.screen(line, "en", opened)
    assert heard.level >= SafetyLevel.concern
    assert heard.whose is Whose.self


@pytest.mark.parametrize("line", group("idioms", "none") + group("everyday", "none"))
def test_ordinary_talk_raises_nothing(screen: RuleScreen, line: str) -> None:
    assert screen.screen(line, "en").level is SafetyLevel.none


@pytest.mark.parametrize("line", group("everyday", "concern"))
def test_heavy_words_are_a_concern_and_no_more(screen: RuleScreen, line: str) -> None:
    assert screen.screen(line, "en").level is SafetyLevel.concern


@pytest.mark.parametrize("line", group("everyday", "denied"))
def test_a_denial_and_what_is_long_past_are_at_most_a_concern(screen: RuleScreen, line: str) -> None:
    assert screen.screen(line, "en").level <= SafetyLevel.concern


@pytest.mark.parametrize(("topic", "line"), [(t, line) for t, lines in table("disclosures").items() for line in lines])
def test_other_troubles_are_heard_under_their_topic(screen: RuleScreen, topic: str, line: str) -> None:
    heard = screen.screen(line, "en")
    assert heard.level >= SafetyLevel.concern
    assert any(rule.startswith(topic) for rule in heard.matched)


@pytest.mark.parametrize(("line", "limit"), LIMITS["missed"].items())
def test_a_known_miss_is_still_missed(screen: RuleScreen, line: str, limit: dict[str, str]) -> None:
    assert screen.screen(line, "en").level < SafetyLevel[limit["least"]], "Well done: move this line to its table."


@pytest.mark.parametrize(("line", "limit"), LIMITS["false_alarms"].items())
def test_a_known_false_alarm_is_still_one_and_gentle(screen: RuleScreen, line: str, limit: dict[str, str]) -> None:
    level = screen.screen(line, "en").level
    assert level > SafetyLevel[limit["most"]], "Well done: move this line to its table."
    assert level is SafetyLevel.concern


def test_the_tables_are_as_large_as_promised_and_repeat_nothing() -> None:
    least = {"self": 60, "other": 40, "practice": 30, "idioms": 40, "everyday": 120}
    for name, count in least.items():
        lines = [line for lines in table(name).values() for line in lines]
        assert len(lines) >= count
        assert len(lines) - len(set(lines)) <= (2 if name == "practice" else 0)
