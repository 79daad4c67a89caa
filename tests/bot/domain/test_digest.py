"""A week's figures: what is shown, what stays as it was, and what is never there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.digest import BLOCK, Did, Panels, Pooled, Present, Week, ends_block, freeze, last_week, span_of
from bot.domain.disclosure import OTHERS, Kind, People
from dialogues.figures import Asked, Band, Carrying, Chosen, Learning, Met, Snapshot, State

TEAM, OTHER = 1, 2
MONDAY = next(day for n in range(BLOCK) if ends_block(day := date(2027, 1, 4) + timedelta(weeks=n)))
SEVEN, TWELVE = frozenset(range(7)), frozenset(range(12))


def week(people: People, did: dict[int, Did] | None = None, pooled: Pooled | None = None, after: int = 0) -> Week:
    return Week(MONDAY + timedelta(weeks=after), there(people), did or {}, pooled)


def there(people: People, *, loose: People = frozenset()) -> dict[Kind, Present]:
    return dict.fromkeys(Kind, Present(people | loose, {TEAM: people}))


def frozen(*weeks: Week) -> tuple[Snapshot, Panels]:
    before: Snapshot | None = None
    panels: Panels = {}
    for one in weeks:
        before, panels = freeze(one, panels, before)
    assert before
    return before, panels


def test_a_team_is_told_in_bands_what_it_learned() -> None:
    did = {person: Did(reached=True, studied=frozenset({"rights"} if person < 5 else ())) for person in range(7)}
    did[6] = Did(studied=frozenset({"equity"}))
    learned = frozen(week(SEVEN, did))[0].of(TEAM).learning
    assert learned == Learning(MONDAY, 5, Band.most, Band.most, (Met("rights", Band.most),))


def test_too_few_people_show_nothing_of_their_week() -> None:
    shown = frozen(week(frozenset(range(4)), {0: Did(reached=True)}))[0].of(TEAM)
    assert (shown.state, shown.learning, shown.missed) == (State.too_few, None, ())


def test_a_team_that_changed_keeps_the_figures_it_had() -> None:
    first, panels = frozen(week(SEVEN, dict.fromkeys(SEVEN, Did(reached=True))))
    then, _ = freeze(week(SEVEN - {0}, after=1), panels, first)
    assert then.of(TEAM).state is State.resting
    assert then.of(TEAM).learning == first.of(TEAM).learning


def test_those_in_small_teams_or_in_none_are_one_group_beside_the_teams() -> None:
    did = dict.fromkeys(range(20, 26), Did(reached=True))
    shown = freeze(Week(MONDAY, there(SEVEN, loose=frozenset(range(20, 26))), did), {}, None)[0]
    assert [(one.team, one.state, one.learning and one.learning.reached) for one in shown.groups] == [
        (OTHERS, State.shown, Band.most),
        (TEAM, State.shown, Band.few),
    ]
    small = freeze(Week(MONDAY, there(frozenset({1, 2, 3}), loose=frozenset({20, 21})), did), {}, None)[0]
    assert [(one.team, one.state) for one in small.groups] == [(OTHERS, State.shown), (TEAM, State.too_few)]


def test_how_people_carry_work_is_pooled_over_four_weeks_and_stays_until_the_next_four_are_over() -> None:
    pooled = Pooled(loads=dict.fromkeys(range(11), 4.0))
    first, panels = frozen(week(TWELVE, pooled=pooled))
    assert first.of(TEAM).carrying == Carrying(MONDAY, 10, Band.most)
    then, _ = freeze(week(TWELVE - {0}, after=1), panels, first)
    assert then.of(TEAM).carrying == first.of(TEAM).carrying


def test_it_needs_ten_who_answered_and_rests_when_somebody_left() -> None:
    nine = frozen(week(TWELVE, pooled=Pooled(loads=dict.fromkeys(range(9), 4.0))))[0].of(TEAM)
    assert (nine.carrying_state, nine.carrying) == (State.too_few, None)
    first, panels = frozen(week(TWELVE, pooled=Pooled(loads=dict.fromkeys(TWELVE, 1.0))))
    then, _ = freeze(week(TWELVE - {0}, pooled=Pooled(loads=dict.fromkeys(TWELVE, 5.0)), after=BLOCK), panels, first)
    assert then.of(TEAM).carrying_state is State.resting
    assert then.of(TEAM).carrying is None, "what was shown last is of other weeks"


def test_a_team_of_whom_nobody_is_counted_any_more_shows_nothing_old() -> None:
    first, panels = frozen(week(TWELVE, pooled=Pooled(loads=dict.fromkeys(TWELVE, 4.0))))
    empty = {Kind.learning: Present(TWELVE, {TEAM: TWELVE}), Kind.wellbeing: Present(frozenset(), {})}
    then, _ = freeze(Week(MONDAY + timedelta(weeks=BLOCK), empty, {}, Pooled()), panels, first)
    assert then.of(TEAM).carrying is None


def test_a_question_that_would_tell_of_a_few_beside_a_team_is_left_out() -> None:
    first = {"q1": dict.fromkeys(range(8), (False, "b"))}
    groups = dict.fromkeys(Kind, Present(frozenset(range(8)), {TEAM: frozenset(range(6))}))
    assert freeze(Week(MONDAY, groups, {}, Pooled(first=first)), {}, None)[0].asked == ()


def test_what_is_often_missed_needs_five_who_were_asked() -> None:
    answered = {"rights.consent": SEVEN, "equity.adapts": SEVEN, "crisis.stay": frozenset(range(4))}
    missed = {
        "rights.consent": frozenset(range(4)),
        "equity.adapts": frozenset({1}),
        "crisis.stay": frozenset(range(4)),
    }
    first, panels = frozen(week(SEVEN, pooled=Pooled(answered, missed)))
    assert first.of(TEAM).missed == ("rights.consent",)
    then, _ = freeze(replace(week(SEVEN, after=1)), panels, first)
    assert then.of(TEAM).missed == ("rights.consent",), "until the next four weeks are over"


def test_a_team_that_was_not_there_yet_is_too_few() -> None:
    assert frozen(week(SEVEN))[0].of(OTHER).state is State.too_few


def test_a_week_begins_on_monday_at_midnight_where_the_program_is() -> None:
    sunday = datetime(2027, 1, 18, 4, 59, tzinfo=UTC)
    assert last_week("America/New_York", sunday) == date(2027, 1, 4)
    assert last_week("America/New_York", sunday + timedelta(minutes=1)) == date(2027, 1, 11)
    start, end = span_of("America/New_York", date(2027, 3, 8))
    assert end - start == timedelta(days=7, hours=-1), "the clocks go forward in it"
    assert span_of("UTC", date(2027, 3, 8), BLOCK)[0] == datetime(2027, 2, 15, tzinfo=UTC)


def test_a_question_that_five_people_met_tells_how_hard_it_was_and_what_was_chosen_instead() -> None:
    hard = {person: (person == 0, "" if person == 0 else "c") for person in range(6)}
    pooled = Pooled(first={"q-hard": hard, "q-easy": dict.fromkeys(range(5), (True, "a")), "q-rare": {1: (False, "b")}})
    first, panels = frozen(week(SEVEN, pooled=pooled))
    assert first.asked == (
        Asked("q-hard", 5, Band.few, (Chosen("c", Band.most),)),
        Asked("q-easy", 5, Band.most),
    )
    assert freeze(week(SEVEN, after=1), panels, first)[0].asked == first.asked, "until the next four weeks are over"
