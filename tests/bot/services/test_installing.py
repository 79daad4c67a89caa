"""Installing: a workspace takes the coach in and lets it go, and nobody's record goes with it."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.domain.delivery import Draft, Priority
from bot.domain.installation import Installation
from bot.services.installing import has_us, install, installed, uninstall
from bot.store import installations, outbox, people
from bot.store.work import Store, Work
from dialogues.message import Message, Text
from tests.bot.store.making import DAY, NOW, SECOND, fetch, only

Run = Callable[..., object]

NORTH, SOUTH = "slack:T1", "slack:T2"
LATER = NOW + DAY


def workspace(account: str = NORTH, token: str = "xoxb-1", at: datetime = NOW) -> Installation:
    """A workspace that has the coach since then."""
    return Installation(account, "North Hope", "A1", "UB", at, token, "chat:write")


def people_in(work: Work, account: str, *names: str) -> None:
    """These people are in a workspace, and an answer and a prompt wait for each of them."""
    for name in names:
        learner, address = people.find_or_create(work, account, name, NOW)
        for priority in (Priority.reply, Priority.prompt):
            message = Message(Text.of("hello"))
            draft = Draft(f"{account}.{name}.{priority}", learner, address, message, priority, NOW)
            outbox.enqueue(work, [draft], NOW)


def gone(run: Run) -> list[tuple[str, bool]]:
    """Every address by its account, and whether nothing may go there."""
    found = run(fetch, "SELECT account, gone_at IS NOT NULL FROM addresses ORDER BY account, id")
    return [(account, bool(closed)) for account, closed in found]


def fates(run: Run) -> list[tuple[str, str]]:
    """What became of each delivery, by its account."""
    return run(fetch, "SELECT account, status FROM outbox ORDER BY account, id")


def everything(run: Run) -> list[object]:
    """All that installing may change."""
    whole = ("SELECT * FROM addresses ORDER BY id", "SELECT * FROM outbox ORDER BY id")
    return [run(installations.all_of), *(run(fetch, query) for query in whole)]


def test_a_new_workspace_is_kept(run: Run) -> None:
    for one in (workspace(SOUTH), workspace()):
        run(install, one, NOW)
    assert run(installed) == [workspace(), workspace(SOUTH)]


def test_who_lets_it_go_has_no_token_here_and_gets_nothing_more(run: Run) -> None:
    for account in (NORTH, SOUTH):
        run(install, workspace(account), NOW)
        run(people_in, account, "ann", "bo")
    run(uninstall, NORTH, LATER)
    assert run(installed) == [workspace(SOUTH)]
    assert run(installations.find, NORTH) == replace(workspace(), token="", removed_at=LATER)
    assert gone(run) == [(NORTH, True), (NORTH, True), (SOUTH, False), (SOUTH, False)]
    assert fates(run) == [(NORTH, "gone")] * 4 + [(SOUTH, "waiting")] * 4


def test_people_of_a_workspace_that_is_gone_are_still_reached_where_else_they_are(run: Run) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann")
    ann = run(people.find, NORTH, "ann")
    run(also_at, ann, "telegram:main")
    run(uninstall, NORTH, LATER)
    [(elsewhere,)] = run(fetch, "SELECT id FROM addresses WHERE account = 'telegram:main'")
    assert run(people.last_address, ann) == elsewhere
    assert run(people.find, NORTH, "ann") == ann, "and they are known again if the workspace comes back"


def also_at(work: Work, learner: int, account: str) -> None:
    """The same person writes from another chat."""
    other, address = people.find_or_create(work, account, "ann", NOW - DAY)
    work.connection.exec_driver_sql(f"UPDATE addresses SET learner_id = {learner} WHERE id = {address}")
    people.forget(work, other)


def test_what_is_on_its_way_while_a_workspace_lets_go_is_left_to_who_sends_it(run: Run) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann")
    [claimed] = run(outbox.claim, NORTH, "host:1:1", NOW)
    run(uninstall, NORTH, NOW + SECOND)
    assert fates(run) == [(NORTH, "sending"), (NORTH, "gone")]
    run(outbox.settle, claimed, outbox.Ending(outbox.Fate.gone, NOW + SECOND))


def test_a_workspace_that_comes_back_is_open_again_and_hears_nothing_old(run: Run) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann", "bo")
    run(uninstall, NORTH, LATER)
    run(people_in, NORTH, "cy")  # the last words before it went were answered only now
    back = workspace(token="xoxb-2", at=LATER + DAY)
    run(install, back, LATER + DAY)
    assert run(installed) == [back]
    assert gone(run) == [(NORTH, False)] * 3
    assert fates(run) == [(NORTH, "gone")] * 6


def test_what_was_said_since_it_came_back_is_not_old(run: Run) -> None:
    run(install, workspace(), NOW - 2 * DAY)
    run(uninstall, NORTH, NOW - DAY)
    run(people_in, NORTH, "ann")
    run(install, workspace(token="xoxb-2", at=NOW - SECOND), NOW + SECOND)
    assert fates(run) == [(NORTH, "waiting")] * 2


def test_a_workspace_of_which_only_the_people_are_known_is_open_again(run: Run) -> None:
    run(people_in, NORTH, "ann")
    run(uninstall, NORTH, NOW)
    assert gone(run) == [(NORTH, True)]
    run(install, workspace(at=LATER), LATER)
    assert gone(run) == [(NORTH, False)]
    assert run(installed) == [workspace(at=LATER)]


def test_doing_either_twice_does_nothing(run: Run) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann")
    for verb, values in ((install, (workspace(at=LATER), LATER)), (uninstall, (NORTH, LATER))):
        if verb is uninstall:
            run(*(verb, *values))
        before = everything(run)
        run(verb, *values[:-1], LATER + DAY)
        assert everything(run) == before


def test_a_new_token_for_a_workspace_that_has_us_interrupts_nobody(run: Run) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann", "bo")
    run(people.leave, NORTH, "bo", NOW, NOW)
    run(install, workspace(token="xoxb-2", at=LATER), LATER)
    assert run(installed) == [workspace(token="xoxb-2", at=LATER)]
    assert gone(run) == [(NORTH, False), (NORTH, True)]
    assert fates(run) == [(NORTH, "waiting")] * 2 + [(NORTH, "gone")] * 2


def test_a_workspace_of_the_settings_keeps_the_token_that_came_by_the_link(run: Run) -> None:
    run(install, workspace(), NOW)
    run(install, replace(workspace(token="", at=LATER), name="North", scopes=""), LATER)
    assert run(installed) == [replace(workspace(), name="North")]


def test_a_workspace_that_is_back_with_no_token_has_none(run: Run) -> None:
    run(install, workspace(), NOW)
    run(uninstall, NORTH, NOW)
    run(install, workspace(token="", at=LATER), LATER)
    assert run(installed) == [workspace(token="", at=LATER)]


def test_who_has_the_coach_who_let_it_go_and_who_never_had_it_are_told_apart(run: Run) -> None:
    for account in (NORTH, SOUTH):
        run(install, workspace(account), NOW)
    run(uninstall, SOUTH, NOW)
    assert [run(has_us, account) for account in (NORTH, SOUTH, "slack:T3")] == [True, False, None]


@pytest.mark.parametrize(("at", "stays"), [(LATER - timedelta(hours=1), True), (LATER, False), (LATER + SECOND, False)])
def test_late_news_that_it_was_let_go_does_not_undo_that_it_is_back(at: datetime, stays: bool, run: Run) -> None:
    run(install, workspace(), NOW)
    run(install, workspace(token="xoxb-2", at=LATER), LATER)
    run(people_in, NORTH, "ann")
    run(uninstall, NORTH, LATER + DAY, at)
    assert bool(run(installed)) is stays
    assert gone(run) == [(NORTH, not stays)]


def test_who_writes_once_more_after_it_was_let_go_is_closed_when_that_is_told_again(run: Run) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann")
    run(uninstall, NORTH, NOW)
    run(people.come_back, run(fetch, "SELECT id FROM addresses")[0][0], LATER)
    run(uninstall, NORTH, LATER)
    assert gone(run) == [(NORTH, True)]


@only("postgresql")
def test_who_takes_it_in_while_it_is_being_let_go_waits_and_opens_everything(run: Run, store: Store) -> None:
    run(install, workspace(), NOW)
    run(people_in, NORTH, "ann")
    gone_already = threading.Event()

    def let_go(work: Work) -> None:
        uninstall(work, NORTH, LATER)
        gone_already.set()
        while not work.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).all():
            pass

    async def both() -> None:
        going = asyncio.create_task(store.run(let_go))
        await asyncio.to_thread(gone_already.wait)
        await store.run(install, workspace(at=LATER), LATER)
        await going

    asyncio.run(both())
    assert run(installed) == [workspace(at=LATER)]
    assert gone(run) == [(NORTH, False)]
