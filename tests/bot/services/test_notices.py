"""Notices: to whom they go, in whose hours, and how they are taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from bot.domain.access import OPERATOR, Actor
from bot.domain.schedule import NOTICE
from bot.services import notices as services
from bot.services.meeting import Meeting
from bot.services.people import welcome_done
from bot.services.programs import NotAllowed, add_program, add_team
from bot.store import audit, notices, people, programs, schedules, shown
from bot.store.notices import Kind, Notice, To
from bot.store.work import Work
from dialogues.facts import Profile, Role, Seat
from tests.bot.store.making import NOW

Run = Callable[..., object]
WORDS = {"en": "We close at noon."}
HOUR = timedelta(hours=1)


def learner(work: Work, name: str, program: int, team: int = 0) -> int:
    """Somebody who finished the welcome and learns in a program."""
    welcome_done(work, "terminal", name, Profile(), NOW)
    person = people.find(work, "terminal", name) or 0
    programs.give_role(work, person, Seat(Role.learner, program, "North", team, "Harbour"), NOW)
    return person


def house(work: Work) -> tuple[int, int, int, int, int]:
    """A program with a team, one learner in the team, one beside it, and one elsewhere."""
    north = add_program(work, OPERATOR, "North", {}, NOW)
    team = add_team(work, OPERATOR, north, "Harbour", NOW)
    south = add_program(work, OPERATOR, "South", {}, NOW)
    ana, ben = learner(work, "ana", north, team), learner(work, "ben", north)
    learner(work, "cleo", south)
    return north, team, ana, ben, south


def stopped(work: Work, person: int) -> None:
    """Somebody says stop."""
    people.save(work, replace(people.load(work, person), stopped_at=NOW))


def of(to: To, kind: Kind = Kind.announcement) -> Notice:
    """A notice of two words to somebody."""
    return Notice(kind, to, WORDS, "ab-cd", NOW)


def test_news_go_to_the_learners_of_a_program_or_of_one_team(run: Run) -> None:
    north, team, *_ = run(house)
    assert [run(notices.count, to) for to in (To(north), To(north, team), To())] == [2, 1, 3]


def test_who_said_stop_or_never_began_gets_nothing(run: Run) -> None:
    north, _, ana, ben, _ = run(house)
    run(stopped, ana)
    assert run(notices.count, To(north)) == 1
    number = run(notices.send, of(To(north)), NOW)
    planned = {one: [each.subject for each in run(schedules.of, one) if each.kind == NOTICE] for one in (ana, ben)}
    assert planned == {ana: [], ben: [str(number)]}


def test_a_correction_goes_only_to_who_was_shown_it_from_a_release_that_was_wrong(run: Run) -> None:
    north, _, ana, ben, _ = run(house)
    run(shown.add, ana, "rights-01", 7, NOW)
    run(shown.add, ben, "rights-01", 6, NOW)
    run(shown.add, ben, "rights-02", 7, NOW)
    to = To(north, 0, ("rights-01",), (7,))
    run(notices.send, of(to, Kind.correction), NOW)
    assert [len([one for one in run(schedules.of, who) if one.kind == NOTICE]) for who in (ana, ben)] == [1, 0]


def test_what_was_taken_back_reaches_nobody_more(run: Run) -> None:
    north, *_ = run(house)
    number = run(notices.send, of(To(north)), NOW)
    assert run(notices.cancel, number, NOW + HOUR) == 2
    assert run(notices.cancel, number, NOW + HOUR) == 0
    assert run(notices.find, number).cancelled_at == NOW + HOUR
    with pytest.raises(notices.NoSuchNotice, match="announce-list"):
        run(notices.find, 99)


def test_only_staff_of_the_program_may_send_to_it(run: Run) -> None:
    north, _, ana, *_, south = run(house)
    staff = Actor(ana, (Seat(Role.author, north, "North"),))
    assert run(services.announce, staff, of(To(north)), NOW) > 0
    for actor, to in ((staff, To(south)), (Actor(ana, (Seat(Role.supervisor, north, "North"),)), To(north))):
        with pytest.raises(NotAllowed):
            run(services.announce, actor, of(to), NOW)
    assert run(services.announce, OPERATOR, of(To()), NOW) > 0


def test_a_second_tap_does_not_take_back_the_notice_before(run: Run) -> None:
    north, _, ana, *_ = run(house)

    def tapped_twice(work: Work) -> list[object]:
        here = cast("Meeting", SimpleNamespace(work=work, now=NOW, learner=people.load(work, ana)))
        return [services.stop(here, "").arguments for _ in range(2)]

    mine = replace(of(To(north)), by=run(lambda _: audit.pseudonym(ana)))
    first, last = (run(notices.send, mine, NOW) for _ in range(2))
    assert run(tapped_twice) == [("notice.stopped",), ("notice.none_to_stop",)]
    assert [run(notices.find, one).cancelled_at for one in (first, last)] == [None, NOW]
