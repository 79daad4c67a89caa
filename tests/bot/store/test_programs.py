"""Programs: teams, roles and policies as they are kept."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.store import programs
from bot.store.codec import POLICIES, Unreadable
from bot.store.prepared import Prepared
from bot.store.programs import NoSuchProgram, NoSuchTeam, merged
from bot.store.work import Work
from dialogues.facts import Policy, Role, Seat
from tests.bot.store.making import DAY, NOW, fetch, someone

Run = Callable[..., object]

NORTH = Seat(Role.learner, 1, "Harbour", 1, "North")
SOUTH = Seat(Role.learner, 1, "Harbour", 2, "South")
ABROAD = Seat(Role.learner, 2, "Fjord", 3, "East")
OVER_NORTH = Seat(Role.supervisor, 1, "Harbour", 1, "North")
ADMIN = Seat(Role.admin, 1, "Harbour")


def found(work: Work) -> None:
    """Two programs, three teams, and three people without a role."""
    for name in ("Harbour", "Fjord"):
        programs.add_program(work, name, NOW)
    for program, name in ((1, "North"), (1, "South"), (2, "East")):
        programs.add_team(work, program, name, NOW)
    for name in ("ana", "bo", "cy"):
        someone(work, name)


def test_programs_and_teams_are_found_by_number_and_listed_in_order(run: Run) -> None:
    run(found)
    assert [(one.id, one.name, one.policy) for one in run(programs.list_programs)] == [
        (1, "Harbour", "{}"),
        (2, "Fjord", "{}"),
    ]
    assert [one.name for one in run(programs.list_teams)] == ["North", "South", "East"]
    assert [one.name for one in run(programs.list_teams, 1)] == ["North", "South"]
    run(programs.rename_team, 2, "Sound")
    assert run(programs.find_team, 2).name == "Sound"
    assert run(programs.find_program, 2).created_at == NOW
    with pytest.raises(NoSuchProgram, match="no program 9"):
        run(programs.find_program, 9)
    with pytest.raises(NoSuchTeam, match="no team 9"):
        run(programs.find_team, 9)


def test_a_person_has_several_roles_each_once_and_with_their_names(run: Run) -> None:
    run(found)
    for seat in (NORTH, ADMIN, OVER_NORTH):
        assert run(programs.give_role, 1, seat, NOW) is True
    assert run(programs.give_role, 1, ADMIN, NOW + DAY) is False
    assert run(programs.seats_of, 1) == (NORTH, ADMIN, OVER_NORTH)
    assert run(programs.seats_of, 2) == ()
    assert run(programs.take_role, 1, ADMIN) is True
    assert run(programs.take_role, 1, ADMIN) is False
    assert run(programs.seats_of, 1) == (NORTH, OVER_NORTH)


def test_the_roles_of_a_turn_are_one_prepared_statement() -> None:
    assert isinstance(programs._SEATS, Prepared)


def test_a_learner_is_in_one_team_at_most_and_their_other_roles_stay(run: Run) -> None:
    run(found)
    for seat in (OVER_NORTH, NORTH, SOUTH):
        run(programs.give_role, 1, seat, NOW)
    assert run(programs.seats_of, 1) == (OVER_NORTH, SOUTH)
    run(programs.give_role, 1, ABROAD, NOW)
    assert run(programs.seats_of, 1) == (OVER_NORTH, ABROAD)
    assert run(programs.give_role, 1, ABROAD, NOW) is False


def test_after_a_merge_only_the_team_joined_last_stays(run: Run) -> None:
    def merge(work: Work) -> None:
        for seat, since in ((SOUTH, NOW + DAY), (OVER_NORTH, NOW)):
            programs.give_role(work, 1, seat, since)
        programs.give_role(work, 2, NORTH, NOW)
        work.execute(text("UPDATE roles SET learner_id = 1"))

    run(found)
    run(merge)
    assert run(programs.seats_of, 1) == (OVER_NORTH, NORTH, SOUTH)
    for _ in range(2):
        run(programs.keep_one_team, 1)
        assert run(programs.seats_of, 1) == (OVER_NORTH, SOUTH)


def test_the_learners_of_a_closed_team_stay_in_the_program_and_its_supervisor_goes(run: Run) -> None:
    run(found)
    for learner, seat in ((1, NORTH), (2, SOUTH), (3, OVER_NORTH), (3, ADMIN)):
        run(programs.give_role, learner, seat, NOW)
    run(programs.close_team, 1, NOW + DAY)
    assert run(programs.find_team, 1).closed_at == NOW + DAY
    run(programs.close_team, 1, NOW + 2 * DAY)
    assert run(programs.find_team, 1).closed_at == NOW + DAY, "the day it was closed stays"
    assert run(programs.seats_of, 1) == (Seat(Role.learner, 1, "Harbour"),)
    assert run(programs.seats_of, 2) == (SOUTH,)
    assert run(programs.seats_of, 3) == (ADMIN,)
    run(programs.give_role, 1, SOUTH, NOW)
    assert run(programs.seats_of, 1) == (SOUTH,)


def test_people_are_counted_by_team_and_listed_with_the_day_they_came(run: Run) -> None:
    run(found)
    for learner, seat in ((1, NORTH), (2, NORTH), (3, OVER_NORTH), (3, ADMIN)):
        run(programs.give_role, learner, seat, NOW)
    assert run(programs.count_people, 1) == {(1, Role.learner): 2, (1, Role.supervisor): 1, (0, Role.admin): 1}
    assert run(programs.count_people, 2) == {}
    listed = [(one.learner_id, one.seat, one.since) for one in run(programs.held, 1)]
    assert listed == [(1, NORTH, NOW), (2, NORTH, NOW), (3, OVER_NORTH, NOW), (3, ADMIN, NOW)]


def test_who_is_erased_has_no_role_any_more(run: Run) -> None:
    run(found)
    run(programs.give_role, 1, NORTH, NOW)
    run(lambda work: work.execute(text("DELETE FROM learners")))
    assert run(fetch, "SELECT count(*) FROM roles") == [(0,)]


# ---- policies


def test_a_program_that_decided_nothing_has_the_deployments_policy(run: Run) -> None:
    run(found)
    default = Policy(silence_minutes=20, on_call="555 0100")
    assert run(programs.program_policy, 1) == "{}"
    assert run(programs.program_policy, 9) == "{}"
    assert merged("{}", default) == default


def test_what_a_program_decides_stands_over_the_deployments_field_by_field(run: Run) -> None:
    run(found)
    decided = {"lessons_a_week": 2, "quiet_from": time(19, 30), "holidays": (date(2026, 12, 25),), "on_call": ""}
    run(programs.write_policy, 1, POLICIES.dump_some(decided))
    default = Policy(silence_minutes=20, on_call="555 0100", lessons_a_week=3)
    now = merged(run(programs.program_policy, 1), default)
    assert (now.lessons_a_week, now.quiet_from, now.holidays, now.on_call) == tuple(decided.values())
    assert (now.silence_minutes, now.keep_days) == (20, 90)
    assert run(programs.program_policy, 2) == "{}"


def test_what_equals_a_default_is_kept_when_it_was_decided() -> None:
    assert POLICIES.dump_some({"lessons_a_week": 2}) == '{"lessons_a_week":2}'
    assert POLICIES.load_some(POLICIES.dump_some({"lessons_a_week": 2})) == {"lessons_a_week": 2}


@given(st.builds(Policy, holidays=st.lists(st.dates()).map(tuple), checkins_on=st.lists(st.text()).map(tuple)))
def test_a_policy_survives(policy: Policy) -> None:
    assert POLICIES.load(POLICIES.dump(policy)) == policy
    every = {field.name: getattr(policy, field.name) for field in fields(Policy)}
    assert POLICIES.load_some(POLICIES.dump_some(every)) == every


@pytest.mark.parametrize("written", ["", "7", "[]", '{"quiet_from":"late"}', '{"holidays":["soon"]}', '{"holidays":3}'])
def test_a_policy_nobody_can_read_is_named_and_decides_nothing(written: str) -> None:
    with pytest.raises(Unreadable, match="a stored Policy"):
        POLICIES.load_some(written)
    assert merged(written, Policy(keep_days=30)) == Policy(keep_days=30)


def test_a_field_that_left_the_policy_is_passed_over() -> None:
    assert merged('{"mood":"x","keep_days":30}', Policy()) == Policy(keep_days=30)
