"""Releasing: who may do what with a release, and what everybody has then."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from bot.domain.access import OPERATOR, Actor
from bot.services import releasing
from bot.services.meeting import Meeting
from bot.services.programs import NotAllowed, actor_of, add_program, add_team
from bot.services.publishing import publish_shipped, wanted
from bot.services.release_tasks import RELEASE_TASKS, give_back
from bot.services.releasing import By, ReleaseRefused
from bot.store import audit, people, programs, release_steps, releases, schedules
from bot.store.programs import NoSuchTeam
from bot.store.release_steps import Step
from bot.store.work import Work
from content.loading import parse, read_files
from dialogues.facts import Role, Seat
from tests.bot.store.making import DAY, NOW, someone
from tests.content.test_shipped_library import SHIPPED

Run = Callable[..., object]
FILES = read_files(SHIPPED)
SECOND = timedelta(seconds=1)


def changed(*words: str) -> dict[str, str]:
    """The shipped files, with another remark in the plan for each release."""
    return {**FILES, "plan.yaml": FILES["plan.yaml"] + "".join(f"# {one}\n" for one in words)}


def one(id: int, role: Role, program: int = 1) -> By:
    """Somebody with a role in a whole program."""
    return By(Actor(id, (Seat(role, program, "North"),)))


ANA, BEN = one(1, Role.author), one(2, Role.approver)
BOTH = By(Actor(3, (Seat(Role.author, 1, "North"), Seat(Role.approver, 1, "North"))))


def out(work: Work, by: By, *words: str) -> int:
    """A release of these words that is out to everybody."""
    number = releasing.make(work, by, changed(*words), releases.current(work) or 0, NOW)
    releasing.ask(work, by, number, NOW)
    releasing.approve(work, BEN, number, 0, NOW)
    return number


def test_what_somebody_wrote_another_approves_and_then_everybody_has_it(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    with pytest.raises(ReleaseRefused, match="ask for it first"):
        run(releasing.approve, BEN, number, 0, NOW)
    run(releasing.ask, ANA, number, NOW)
    assert run(releases.current) == 1
    run(releasing.approve, BEN, number, 0, NOW)
    assert run(releases.current) == number == 2
    assert [taken.step for taken in run(release_steps.of, 2)] == [Step.made, Step.asked, Step.approved, Step.published]


def test_nobody_approves_what_they_wrote_themselves(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, BOTH, changed("one"), 1, NOW)
    run(releasing.ask, BOTH, number, NOW)
    with pytest.raises(ReleaseRefused, match="your own"):
        run(releasing.approve, BOTH, number, 0, NOW)


def test_the_operator_signs_by_a_name_and_needs_a_second_one(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    mia, noor = By(OPERATOR, "Mia"), By(OPERATOR, "noor")
    number = run(releasing.make, mia, changed("one"), 1, NOW)
    run(releasing.ask, mia, number, NOW)
    with pytest.raises(ReleaseRefused, match="your own"):
        run(releasing.approve, mia, number, 0, NOW)
    with pytest.raises(ReleaseRefused, match="your own"):
        run(releasing.approve, By(OPERATOR, "MIA"), number, 0, NOW)
    run(releasing.approve, noor, number, 0, NOW)
    assert run(releases.current) == number


def test_roles_hold(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    for by in (one(4, Role.learner), one(5, Role.supervisor), By(Actor(6, ())), BEN):
        with pytest.raises(NotAllowed):
            run(releasing.make, by, changed("one"), 1, NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    for by in (ANA, one(5, Role.supervisor)):
        with pytest.raises(NotAllowed):
            run(releasing.approve, by, number, 0, NOW)


def test_a_team_has_it_first_and_only_a_team_of_ones_own_program(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    north, south = run(add_program, OPERATOR, "North", {}, NOW), run(add_program, OPERATOR, "South", {}, NOW)
    mine, theirs = run(add_team, OPERATOR, north, "Early", NOW), run(add_team, OPERATOR, south, "Late", NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    with pytest.raises(NotAllowed):
        run(releasing.approve, BEN, number, theirs, NOW)
    run(releasing.approve, BEN, number, mine, NOW)
    assert (run(releases.current), run(releases.trials)) == (1, {mine: number})
    run(releasing.approve, BEN, number, 0, NOW)
    assert (run(releases.current), run(releases.trials)) == (number, {})


def test_rolling_back_ends_a_trial_first_and_then_brings_what_was_before(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    program = run(add_program, OPERATOR, "North", {}, NOW)
    team = run(add_team, OPERATOR, program, "Early", NOW)
    two = run(out, ANA, "two")
    three = run(releasing.make, ANA, changed("three"), two, NOW)
    run(releasing.ask, ANA, three, NOW)
    run(releasing.approve, BEN, three, team, NOW)
    assert run(releasing.roll_back, BEN, NOW) == (three, two)
    assert (run(releases.current), run(releases.trials)) == (two, {})
    assert run(releasing.roll_back, BEN, NOW) == (two, 1)
    four = run(out, ANA, "four")
    assert run(releasing.roll_back, BEN, NOW) == (four, 1), "not to what was taken back before"
    with pytest.raises(ReleaseRefused, match="the first"):
        run(releasing.roll_back, BEN, NOW)


def test_what_was_overtaken_has_to_be_put_on_top_of_what_is_out_now(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    late = run(releasing.make, ANA, changed("late"), 1, NOW)
    run(releasing.ask, ANA, late, NOW)
    run(out, ANA, "sooner")
    with pytest.raises(ReleaseRefused, match="send the files again"):
        run(releasing.approve, BEN, late, 0, NOW)


def test_who_asks_for_a_change_says_which_and_then_it_does_not_wait_any_more(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    assert run(releasing.give_back, BEN, number, "Shorter, please.", NOW) == ANA.known_as
    assert run(release_steps.of, number)[-1].words == "Shorter, please."
    assert run(releasing.waits, number) is False
    with pytest.raises(ReleaseRefused, match="ask for it first"):
        run(releasing.approve, BEN, number, 0, NOW)


def test_what_we_ship_later_comes_along_under_what_a_program_changed(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    run(out, ANA, "mine")
    assert run(publish_shipped, FILES, NOW) == 2, "a start changes nothing"
    newer = {**FILES, "sources.yaml": FILES["sources.yaml"] + "# newer\n"}
    number = run(publish_shipped, newer, NOW)
    files = run(releases.files, number)
    assert files["plan.yaml"].endswith("# mine\n")
    assert files["sources.yaml"].endswith("# newer\n")
    assert run(releases.kept, number).ours is False
    assert run(publish_shipped, newer, NOW) == number


def test_what_we_ship_later_is_out_at_once_where_nobody_changed_anything(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    assert run(publish_shipped, changed("newer"), NOW) == 2


def test_content_of_ones_own_that_a_newer_coach_cannot_read_gives_way_to_ours(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    broken = {**FILES, "plan.yaml": "weeks: []\n"}
    number = run(releasing.make, ANA, broken, 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    run(releasing.approve, BEN, number, 0, NOW)
    newer = {**FILES, "sources.yaml": FILES["sources.yaml"] + "# newer\n"}
    assert run(releases.kept, run(publish_shipped, newer, NOW)).ours


def test_the_shelf_holds_what_is_out_what_is_tried_and_what_was_looked_at(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    two = run(out, ANA, "two")
    draft = run(releasing.make, ANA, changed("three"), two, NOW)
    assert run(wanted, NOW + SECOND).numbers == (1, two, draft)
    later = run(wanted, NOW + timedelta(days=3))
    assert (later.current, later.numbers, later.floor) == (two, (1, two), 1)


def test_a_start_does_not_bring_out_again_what_was_taken_back(run: Run) -> None:
    later = {**FILES, "sources.yaml": FILES["sources.yaml"] + "# later\n"}
    run(publish_shipped, FILES, NOW)
    run(publish_shipped, later, NOW)
    run(releasing.roll_back, BEN, NOW)
    assert run(publish_shipped, later, NOW) == run(releases.current) == 1
    own = run(out, ANA, "own")
    assert run(publish_shipped, later, NOW) == own
    newest = {**FILES, "sources.yaml": FILES["sources.yaml"] + "# newest\n"}
    joined = run(publish_shipped, newest, NOW)
    assert run(releasing.roll_back, BEN, NOW) == (joined, own)
    assert run(publish_shipped, newest, NOW) == run(releases.current) == own


def test_nobody_approves_what_they_wrote_in_a_chat_that_was_joined_to_theirs(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    writes, approves, last = one(1, Role.author), one(2, Role.approver), one(3, Role.approver)
    number = run(releasing.make, writes, changed("one"), 1, NOW)
    run(releasing.ask, writes, number, NOW)
    run(audit.note, approves.known_as, audit.MERGED, writes.known_as, NOW)
    run(audit.note, last.known_as, audit.MERGED, approves.known_as, NOW)
    for same in (approves, last):
        with pytest.raises(ReleaseRefused, match="your own"):
            run(releasing.approve, same, number, 0, NOW)
    run(releasing.approve, one(4, Role.approver), number, 0, NOW)


def test_what_a_team_tried_and_gave_back_is_let_out_by_no_old_button(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    north = run(add_program, OPERATOR, "North", {}, NOW)
    team = run(add_team, OPERATOR, north, "Harbour", NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    run(releasing.approve, one(2, Role.approver, north), number, team, NOW)
    assert run(releasing.waits, number)
    run(releasing.roll_back, BEN, NOW)
    assert not run(releasing.waits, number)
    with pytest.raises(ReleaseRefused, match="ask for it first"):
        run(releasing.approve, one(4, Role.approver), number, 0, NOW)


def test_what_a_team_may_not_get_is_not_noted_as_approved(run: Run) -> None:
    def refused(work: Work) -> None:
        with pytest.raises(NoSuchTeam):
            releasing.approve(work, BEN, 2, 77, NOW)

    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    run(refused)
    assert [taken.step for taken in run(release_steps.of, number)] == [Step.made, Step.asked]


def test_the_same_words_sent_again_stand_on_top_of_what_came_out_meanwhile(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    current = run(out, ANA, "two")
    assert run(releasing.make, ANA, changed("one"), current, NOW) == number
    assert run(releases.kept, number).base == current
    run(releasing.approve, BEN, number, 0, NOW)
    assert run(releases.current) == number


def test_what_waits_for_approval_stays_on_the_shelf_for_whoever_reads_it_days_later(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, ANA, changed("one"), 1, NOW)
    run(releasing.ask, ANA, number, NOW)
    assert number in run(wanted, NOW + 3 * DAY).numbers
    run(releasing.give_back, BEN, number, "Shorter, please.", NOW)
    assert number not in run(wanted, NOW + 3 * DAY).numbers


def test_with_two_trials_nobody_lets_out_the_one_they_did_not_mean(run: Run) -> None:
    def tapped(work: Work) -> str:
        empty = SimpleNamespace(at=lambda number: parse(FILES))
        learner = SimpleNamespace(id=approver)
        here = SimpleNamespace(work=work, now=NOW, learner=learner, parts=SimpleNamespace(shelf=empty))
        result = RELEASE_TASKS["release_everybody"](cast("Meeting", here), "")
        return f"{result.flow} {result.arguments[0]}" if result else ""

    run(publish_shipped, FILES, NOW)
    approver, _ = run(someone)
    for name, words in (("North", "one"), ("South", "two")):
        program = run(add_program, OPERATOR, name, {}, NOW)
        team = run(add_team, OPERATOR, program, "Harbour", NOW)
        run(programs.give_role, approver, Seat(Role.approver, program, name), NOW)
        number = run(releasing.make, one(50, Role.author, program), changed(words), 1, NOW)
        run(releasing.ask, one(50, Role.author, program), number, NOW)
        run(releasing.approve, one(60, Role.approver, program), number, team, NOW)
    assert run(tapped) == "approval 3"
    assert run(releases.current) == 1
    run(releasing.roll_back, BEN, NOW)
    assert run(tapped) == "tell release.not_waiting"


def test_an_author_who_works_on_something_else_by_now_is_told_of_a_change_all_the_same(run: Run) -> None:
    def talk(work: Work) -> list[str]:
        publish_shipped(work, FILES, NOW)
        north = add_program(work, OPERATOR, "North", {}, NOW)
        (ana, _), (ben, _) = someone(work, "ana"), someone(work, "ben")
        for who, role in ((ana, Role.author), (ben, Role.approver)):
            programs.give_role(work, who, Seat(role, north, "North"), NOW)
        number = releasing.make(work, By(actor_of(work, ana)), changed("one"), 1, NOW)
        releasing.ask(work, By(actor_of(work, ana)), number, NOW)
        here = SimpleNamespace(work=work, now=NOW, learner=people.load(work, ben))
        give_back(cast("Meeting", here), number, "Shorter, please.")
        return [one.subject for one in schedules.of(work, ana)]

    assert run(talk) == ["returned:2"]
