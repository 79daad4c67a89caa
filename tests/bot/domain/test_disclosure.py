"""Disclosure control, rule by rule."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.disclosure import EMPTY, OTHERS, RULES, Kind, Panel, Rule, at_least, band, carried, leaves_few, parted
from dialogues.figures import Band, State

RULE = Rule(fewest=5, rest=4)
SIX = frozenset(range(6))


def test_fewer_than_the_fewest_are_not_shown() -> None:
    assert carried(EMPTY, frozenset(range(4)), RULE) == (EMPTY, State.too_few)
    assert carried(EMPTY, SIX, RULE) == (Panel(SIX, 6), State.shown)


def test_newcomers_wait_until_they_are_enough() -> None:
    panel = Panel(SIX, 6)
    assert carried(panel, SIX | {10, 11, 12, 13}, RULE) == (panel, State.shown)
    more = SIX | set(range(10, 15))
    assert carried(panel, more, RULE) == (Panel(more, 11), State.shown)


def test_after_somebody_left_the_figures_rest_and_begin_anew() -> None:
    panel, there, states = Panel(SIX, 6), SIX - {0} | {9}, []
    for _ in range(5):
        panel, state = carried(panel, there, RULE)
        states.append(state)
    assert states == [State.resting] * 4 + [State.shown]
    assert panel == Panel(there, 6)


def test_a_group_that_became_too_small_says_so_and_is_forgotten_only_after_the_rest() -> None:
    panel, states = Panel(SIX, 6), []
    for _ in range(5):
        panel, state = carried(panel, frozenset({0, 1, 2}), RULE)
        states.append(state)
    assert states == [State.too_few] * 5
    assert panel == EMPTY


def test_who_was_erased_is_missed_although_nobody_knows_who_they_were() -> None:
    assert carried(Panel(SIX - {0}, 6), SIX - {0}, RULE)[1] is State.resting


def test_many_who_leave_at_once_have_the_figures_rest_too() -> None:
    stay = frozenset(range(20, 26))
    assert carried(Panel(SIX | stay, 12), stay, RULE)[1] is State.resting


@given(st.sets(st.integers(0, 12)), st.lists(st.sets(st.integers(0, 12)), max_size=30))
def test_figures_that_are_shown_one_after_the_other_never_differ_by_a_few(
    first: set[int], later: list[set[int]]
) -> None:
    panel, shown = EMPTY, []
    for window, present in enumerate([first, *later]):
        panel, state = carried(panel, frozenset(present), RULE)
        if state is State.shown:
            shown.append((window, panel.people))
            assert len(panel.people) >= RULE.fewest
            assert panel.people <= present, "nobody is counted who may not be"
    for (window, people), (after, others) in pairwise(shown):
        if after - window == 1:
            assert all(not change or len(change) >= RULE.fewest for change in (people - others, others - people))


@given(st.dictionaries(st.integers(1, 4), st.sets(st.integers(0, 40))), st.sets(st.integers(0, 60)))
def test_groups_never_overlap_and_nobody_is_left_out(teams: dict[int, set[int]], loose: set[int]) -> None:
    taken: set[int] = set()
    parts = {}
    for team, people in teams.items():
        parts[team], taken = frozenset(people - taken), taken | people
    everybody = frozenset(taken | loose)
    groups = parted(everybody, parts, {}, 5)
    assert set(groups) == {OTHERS, *teams}
    assert sum(len(people) for people in groups.values()) == len(everybody)
    assert frozenset[int]().union(*groups.values()) == everybody
    assert all(not people or len(people) >= 5 for team, people in groups.items() if team != OTHERS)


def test_who_is_in_one_panel_enters_no_other_before_it_is_over() -> None:
    five, four = frozenset({1, 2, 3, 4, 5}), frozenset({1, 2, 3, 4})
    everybody = four | {9, 10, 11, 12, 13}
    groups = parted(everybody, {1: four}, {1: Panel(five, 5)}, 5)
    assert groups == {1: frozenset(), OTHERS: frozenset({9, 10, 11, 12, 13})}
    grown = parted(everybody | {5}, {1: five}, {OTHERS: Panel(everybody, 9)}, 5)
    assert grown[1] == {5}


def test_a_team_that_is_no_more_has_nobody_in_it() -> None:
    assert parted(SIX, {}, {7: Panel(SIX, 6)}, 5) == {7: frozenset(), OTHERS: frozenset()}


def test_a_whole_that_leaves_a_few_beside_its_parts_is_told_apart() -> None:
    assert leaves_few(SIX, [SIX - {0}], 5)
    assert leaves_few(SIX | {7, 8, 9, 10, 11}, [SIX, frozenset({7, 8, 9, 10})], 5)
    assert not leaves_few(SIX, [SIX, frozenset(range(20, 26))], 6)


@given(st.integers(5, 60), st.data())
def test_one_who_knows_their_own_answer_never_knows_the_others(of: int, data: st.DataObject) -> None:
    many = data.draw(st.integers(0, of))
    same = [other for other in range(of + 1) if band(other, of) is band(many, of)]
    for own in (0, 1):
        possible = {other - own for other in same if 0 <= other - own <= of - 1}
        assert possible - {0}
        assert possible - {of - 1}


def test_bands_are_a_third_each_and_the_same_from_both_ends() -> None:
    assert [band(many, 6) for many in range(7)] == [Band.few] * 3 + [Band.half] + [Band.most] * 3
    assert [band(many, 12) for many in (0, 4, 5, 7, 8, 12)] == [
        *(Band.few, Band.few, Band.half),
        *(Band.half, Band.most, Band.most),
    ]


def test_numbers_are_rounded_down_to_fives() -> None:
    assert [at_least(many) for many in (5, 9, 10, 14)] == [5, 5, 10, 10]


def test_wellbeing_is_shown_of_more_people_than_learning() -> None:
    assert RULES[Kind.wellbeing].fewest == 2 * RULES[Kind.learning].fewest == 10
