"""Over ninety random days of answers, silence, leave and zone changes nobody gets too much, at a wrong time, or without a why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.asking import HEALTH_LITERACY
from bot.domain.calendar import moment
from bot.domain.coach import next_prompt
from bot.domain.needs import IMPORTANCE, RESTING
from bot.domain.studied import indicators_in
from dialogues.facts import Policy, Standing
from tests.bot.domain.life import BEGIN, DAY, DAYS, LIBRARY, Did, Life, Push, Script, live

ZONES = (
    *(
        "Pacific/Apia",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "America/Sao_Paulo",
        "Pacific/Kiritimati",
        "Pacific/Honolulu",
    ),
    *("Europe/Oslo", "Australia/Lord_Howe", "America/Nuuk", "Pacific/Chatham", "America/Santiago", "Asia/Beirut"),
    *("America/New_York", "Antarctica/Troll", "UTC"),
)
WHYS = {"lesson_day", "review_day", "quiz_day", "checkin_day", "instead", "still", "plan_over", "after_plan"}
WHYS |= {"review_due", "review_missed", "review_fortnight"}
WORDINGS = 15
OPENINGS_APART = 14 * DAY

hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 0, 15, 30, 45)))
weekdays = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))
holidays = st.lists(st.integers(-2, DAYS + 2).map(lambda days: BEGIN.date() + days * DAY), max_size=12).map(tuple)
paces = st.integers(1, 3)
policies = st.one_of(
    st.builds(Policy, lessons_a_week=paces, holidays=holidays, desired_retention=st.sampled_from((0.8, 0.9, 0.95))),
    st.builds(Policy, lessons_a_week=paces, holidays=holidays, quiet_from=hours, quiet_to=hours),
)
deeds = st.one_of(
    st.tuples(st.sampled_from(("leave", "pause")), st.integers(1, 21).map(str)),
    st.sampled_from(
        [("stop", ""), ("back", ""), ("back", ""), ("safety", ""), ("quiz", ""), ("quiz", ""), ("check in", "")]
    ),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.just("hour"), hours.map(lambda at: f"{at:%H:%M}")),
    st.tuples(st.just("days"), weekdays.map(lambda days: ",".join(map(str, days)))),
)
did = st.builds(lambda at, deed: Did(at, *deed), st.integers(0, DAYS * 24), deeds)
moods = st.tuples(st.sampled_from(("right", "wrong", "mixed", "skip", "silent", "silent")), st.integers(1, 60))
scripts = st.builds(
    Script,
    zone=st.sampled_from(ZONES),
    hour=hours,
    days=weekdays,
    policy=policies,
    begin=st.integers(0, 365 * 24).map(lambda ahead: BEGIN + timedelta(hours=ahead)),
    moods=st.lists(moods, min_size=1, max_size=5),
    did=st.lists(did, max_size=10),
    late=st.lists(st.sampled_from((0, 0, 1, 45, 300, 700)), min_size=1, max_size=3),
    stale=st.booleans(),
    declined=st.booleans(),
)
many = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MOVER = [Did(24 * day + 20, "zone", ZONES[day % len(ZONES)]) for day in range(DAYS)]
TURNER = [Did(12 * half, "hour", ("09:00", "21:00", "15:00")[half % 3]) for half in range(2 * DAYS)]


@many
@given(scripts)
@example(Script(days=(1, 2, 3, 4, 5, 6, 7), did=MOVER))
@example(Script(days=(1, 2, 3, 4, 5, 6, 7), did=TURNER, stale=True))
@example(Script(moods=[("silent", DAYS)]))
@example(Script(days=(1, 2, 3, 4, 5, 6, 7), zone="Pacific/Kiritimati", did=[Did(100, "zone", "Pacific/Honolulu")]))
@example(Script(hour=time(19, 30), zone="UTC", late=[780], policy=Policy(holidays=(date(2027, 1, 5),))))
@example(Script(did=[Did(66, "safety")], stale=True))
@example(Script(did=[Did(170, "days", "1,2,3,4,5,6,7")], moods=[("skip", DAYS)]))
def test_over_ninety_random_days_every_promise_is_kept(script: Script) -> None:
    life = live(script)
    for push in life.pushes:
        check_hour(push, script.policy)
        check_words(push)
    for before, push in pairwise(life.pushes):
        check_apart(before, push, script.policy)
    check_check_ins(life.pushes)
    check_openings(life.pushes)
    check_support(life.pushes, script.begin)
    check_lessons(life.pushes)
    check_away(life)
    check_rest(life)


def check_hour(push: Push, policy: Policy) -> None:
    """Nothing comes in quiet hours, the person's or the program's, nor on a holiday, nor to who is not there."""
    local, profile = push.at.astimezone(push.zone), push.learner.profile
    assert not inside(local.time(), profile.quiet_from, profile.quiet_to), "in their quiet hours"
    assert not inside(local.time(), policy.quiet_from, policy.quiet_to), "in the program's quiet hours"
    assert local.date() not in policy.holidays, "on a holiday"


def inside(at: time, start: time, end: time) -> bool:
    minutes = [clock.hour * 60 + clock.minute for clock in (at, start, end)]
    return (minutes[0] - minutes[1]) % 1440 < (minutes[2] - minutes[1]) % 1440


def check_words(push: Push) -> None:
    """Everything says why; a quiz always has health literacy, and three to five different items, well spread and rested."""
    due = push.due
    assert due.why in WHYS
    assert (due.what == "still") == (push.learner.unanswered == 10), "the kind question comes after ten, and only then"
    if due.what in ("review", "quiz"):
        items = [LIBRARY.item(id, "en") for id in due.subjects]
        assert len(set(due.subjects)) == len(items)
        assert len({item.indicator for item in items}) == len(items), "each about something else"
        asked = indicators_in(push.studied)
        assert all(push.at - asked[one.indicator].last_at >= RESTING for one in items if one.indicator in asked)
        check_careful(push)
    if due.what == "review":
        assert 1 <= len(due.subjects) <= 2
    if due.what == "quiz":
        assert 3 <= len(items) <= 5
        assert any(item.competency == HEALTH_LITERACY or item.health_topics for item in items)
        assert max(Counter(item.competency for item in items).values()) <= 2


def check_careful(push: Push) -> None:
    """What a fortnight must not go without is among the questions, where it was taught and not asked for so long."""
    careful = [one for one in push.studied.values() if one.competency in IMPORTANCE]
    lately = any(one.kind == "item" and push.at - one.last_at < 14 * DAY for one in careful)
    if careful and not lately:
        assert any(LIBRARY.item(id, "en").competency in IMPORTANCE for id in push.due.subjects)


def check_apart(before: Push, push: Push, policy: Policy) -> None:
    """One a day, by the zone in force now, and never close together; half as many for who leaves three unanswered."""
    assert before.at.astimezone(push.zone).date() != push.at.astimezone(push.zone).date(), "two on one day"
    assert push.at - before.at >= timedelta(hours=12)
    if push.learner.unanswered >= 3:
        profile = push.learner.profile
        span = (push.at.date() - before.at.date()).days + 3
        days = [before.at.date() + DAY * ahead for ahead in range(-1, span)]
        chosen = [day for day in days if day.isoweekday() in profile.days and day not in policy.holidays]
        slots = [moment(day, profile.hour, profile.zone) for day in chosen]
        assert any(slot and before.at < slot < push.slot for slot in slots), "no slot was left out"


def check_check_ins(pushes: Sequence[Push]) -> None:
    """At most one check-in is asked in a week of the local calendar."""
    asked = [push for push in pushes if push.due.what == "checkin"]
    for before, push in pairwise(asked):
        assert week(before.at, push) != week(push.at, push)


def week(at: datetime, push: Push) -> tuple[int, int]:
    """The ISO week of a moment, by the calendar of who gets a push."""
    return at.astimezone(push.zone).isocalendar()[:2]


def check_openings(pushes: Sequence[Push]) -> None:
    """The first words take turns, so that none come twice in fourteen days."""
    assert [push.due.opening for push in pushes] == list(range(len(pushes)))
    for place, push in enumerate(pushes):
        for later in pushes[place + 1 : place + WORDINGS + 1]:
            days = later.at.astimezone(later.zone).date() - push.at.astimezone(later.zone).date()
            stays = all(one.zone == later.zone for one in pushes[place : later.due.opening])
            same = push.due.opening % WORDINGS == later.due.opening % WORDINGS
            assert not (same and stays and days < OPENINGS_APART), "the same first words"


def check_support(pushes: Sequence[Push], welcomed_at: datetime) -> None:
    """The first prompt of a week has a supportive line, and no other; the lines take turns by the week."""
    said = [welcomed_at, *(push.at for push in pushes)]
    for before, push in zip(said, pushes, strict=False):
        first = week(before, push) != week(push.at, push)
        monday, began = (at.astimezone(push.zone).date().toordinal() - 1 for at in (push.at, welcomed_at))
        assert push.due.support == (monday // 7 - began // 7 if first else None)


def check_lessons(pushes: Sequence[Push]) -> None:
    """A lesson that is left lying does not hold up the plan."""
    brought: Counter[str] = Counter()
    for push in (push for push in pushes if push.due.what == "lesson"):
        (lesson,) = push.due.subjects
        left = [one for one in LIBRARY.plan if one not in push.studied]
        assert lesson in left, "a lesson that was read comes again"
        assert brought[lesson] < 2 or all(brought[one] >= brought[lesson] - 1 for one in left), "it stalls"
        brought[lesson] += 1


def check_rest(life: Life) -> None:
    """After the kind question there is rest; until then somebody who is there is never forgotten."""
    assert all(push.learner.unanswered <= 10 for push in life.pushes)
    learner, end = life.learner, life.script.begin + DAYS * DAY
    reachable = next_prompt(replace(learner, unanswered=0), end, life.script.policy)
    waits = learner.unanswered <= 10 and learner.standing(end) in (Standing.active, Standing.paused)
    assert bool(next_prompt(learner, end, life.script.policy)) == bool(waits and reachable)


def check_away(life: Life) -> None:
    """Nothing comes while somebody is away, has stopped, or has just been through a hard talk."""
    script, zone, holds = life.script, life.script.zone, dict[str, datetime]()
    happened = [(did.at(script.begin), 0, did) for did in script.did]
    for at, _, one in sorted([*happened, *((push.at, 1, push) for push in life.pushes)], key=lambda one: one[:2]):
        if isinstance(one, Push):
            assert not [why for why, until in holds.items() if at < until], "they were to be left in peace"
        else:
            zone = one.value if one.what == "zone" else zone
            holds = holding(one, at, zone, holds)


def holding(did: Did, at: datetime, zone: str, before: dict[str, datetime]) -> dict[str, datetime]:
    """Until when a person is to be left in peace, and for what, after something they did."""
    today = at.astimezone(ZoneInfo(zone)).date()
    match did.what:
        case "pause":
            return {**before, "away": at + DAY * int(did.value)}
        case "leave":
            return {**before, "away": first_moment(today + DAY * int(did.value), zone)}
        case "safety":
            return {**before, "cooling": first_moment(today + DAY, zone)}
        case "stop":
            return {**before, "stopped": datetime.max.replace(tzinfo=UTC)}
        case "back":
            return {why: until for why, until in before.items() if why == "cooling"}
    return before


def first_moment(day: date, zone: str) -> datetime:
    """When a day begins, or the next one where the zone leaves it out."""
    return moment(day, time(0), zone) or first_moment(day + DAY, zone)
