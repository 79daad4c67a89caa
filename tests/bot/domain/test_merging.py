"""Two learners become one: what protects a person more is what stays, and nothing that they wrote is lost."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.learner import Learner
from bot.domain.merging import merged
from dialogues.facts import Profile, Standing

NOW = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)
EARLY, LATE = NOW - timedelta(days=9), NOW + timedelta(days=2)
ONE = Learner(1, EARLY, Profile(country="US"), welcomed_at=EARLY)
OTHER = Learner(2, NOW, Profile(country="NO", zone="Europe/Oslo", hour=time(17, 0)), welcomed_at=NOW)

moments = st.none() | st.integers(0, 400).map(lambda hours: EARLY + timedelta(hours=hours))
plans = st.sampled_from(("", '{"signs": "I sleep badly."}', '{"signs": "No food.", "people": "Mia"}'))


@st.composite
def learners(draw: st.DrawFn, id: int) -> Learner:
    profile = Profile(draw(st.sampled_from(("en", "es"))), draw(st.sampled_from((None, "US", "NO"))))
    counts = {"prompts": draw(st.integers(0, 50)), "unanswered": draw(st.integers(0, 12))}
    plan = draw(plans)
    at = {name: draw(moments) for name in ("welcomed_at", "stopped_at", "paused_until", "cooling_until", "pushed_at")}
    at |= {name: draw(moments) for name in ("checked_in_at", "checkin_asked_at", "heard_on")}
    whole = Learner(id, draw(moments) or EARLY, replace(profile, has_plan=bool(plan)), **at)
    return replace(whole, **counts, plan=plan, prompted_why=draw(st.sampled_from(("", "lesson_day", "still"))))


pairs = st.tuples(learners(1), learners(2))


@pytest.mark.parametrize("pair", [(ONE, replace(OTHER, stopped_at=LATE)), (replace(ONE, stopped_at=NOW), OTHER)])
def test_who_said_stop_in_one_chat_has_stopped_in_both(pair: tuple[Learner, Learner]) -> None:
    assert merged(*pair).standing(NOW) is Standing.stopped


@pytest.mark.parametrize("rests", ["kept", "gone"])
def test_a_rest_and_a_quiet_day_in_one_chat_hold_in_both(rests: str) -> None:
    quiet = {"paused_until": LATE, "cooling_until": LATE}
    kept, gone = (replace(ONE, **quiet), OTHER) if rests == "kept" else (ONE, replace(OTHER, **quiet))
    both = merged(kept, gone)
    assert (both.standing(NOW), both.cooling(NOW)) == (Standing.paused, True)


def test_the_settings_are_those_of_who_stays() -> None:
    assert merged(ONE, OTHER).profile == ONE.profile


def test_the_settings_are_the_other_s_where_who_stays_was_never_welcomed() -> None:
    both = merged(replace(ONE, welcomed_at=None), OTHER)
    assert (both.id, both.profile, both.welcomed_at) == (1, OTHER.profile, NOW)


@pytest.mark.parametrize(("kept", "gone", "expected"), [("US", "NO", "US"), (None, "NO", "NO"), (None, None, None)])
def test_a_country_that_was_told_once_is_known(kept: str | None, gone: str | None, expected: str | None) -> None:
    one, other = (replace(who, profile=Profile(country=country)) for who, country in ((ONE, kept), (OTHER, gone)))
    assert merged(one, other).profile.country == expected


def test_the_last_prompt_of_either_is_the_last_prompt_of_both_with_its_why() -> None:
    sent = replace(OTHER, pushed_at=NOW, prompted_why="quiz_day")
    before = replace(ONE, pushed_at=EARLY, prompted_why="lesson_day")
    for both in (merged(before, sent), merged(sent, before), merged(ONE, sent)):
        assert (both.pushed_at, both.prompted_why) == (NOW, "quiz_day")


def test_the_words_of_both_plans_stay_and_nothing_twice() -> None:
    one = replace(ONE, plan='{"signs": "I sleep badly.", "people": "Mia"}')
    other = replace(OTHER, plan='{"signs": "No food.", "people": "Mia", "places": "Ø"}')
    both = merged(one, other)
    assert json.loads(both.plan) == {"signs": "I sleep badly.\nNo food.", "people": "Mia", "places": "Ø"}
    assert both.profile.has_plan


@settings(max_examples=200, deadline=None)
@given(pair=pairs, hours=st.integers(-10, 410))
def test_the_one_is_protected_wherever_either_was(pair: tuple[Learner, Learner], hours: int) -> None:
    now, both = EARLY + timedelta(hours=hours), merged(*pair)
    assert both.cooling(now) is any(one.cooling(now) for one in pair)
    assert (both.stopped_at is None) is all(one.stopped_at is None for one in pair)
    assert not any(one.paused_until and now < one.paused_until for one in pair) or (
        both.standing(now) in (Standing.paused, Standing.stopped, Standing.new)
    )
    for caps in ("pushed_at", "checked_in_at", "checkin_asked_at", "heard_on"):
        at = [getattr(one, caps) for one in pair if getattr(one, caps)]
        assert getattr(both, caps) == max(at, default=None)
    assert both.prompts == sum(one.prompts for one in pair)


@settings(max_examples=200, deadline=None)
@given(pair=pairs)
def test_no_word_of_a_plan_is_lost_and_its_owner_is_known_to_have_one(pair: tuple[Learner, Learner]) -> None:
    both = merged(*pair)
    for written in (one.plan for one in pair if one.plan):
        for part, words in json.loads(written).items():
            assert words in json.loads(both.plan)[part]
    assert both.profile.has_plan is bool(both.plan) is any(one.plan for one in pair)


@settings(max_examples=100, deadline=None)
@given(one=learners(1))
def test_who_is_joined_with_somebody_of_whom_nothing_is_known_stays_the_same(one: Learner) -> None:
    blank = Learner(2, one.created_at, unanswered=one.unanswered)
    assert merged(one, blank) == one
