"""Links: a code opens one person's record, once, for a quarter of an hour, to somebody else's chat."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.store import links
from bot.store.work import Store
from dialogues.facts import LinkCode
from tests.bot.store.making import DAY, NOW, SECOND, fetch, someone

Run = Callable[..., object]
OVER = NOW + timedelta(minutes=links.MINUTES)


def test_a_code_leads_to_its_maker_until_it_is_over(run: Run) -> None:
    (ana, _), (bo, _) = run(someone), run(someone, "bo")
    code = run(links.make, ana, NOW)
    for now, problem in ((OVER - SECOND, ""), (OVER, "over")):
        assert run(links.look_at, f"link {code}", bo, now).problem == problem
    assert run(links.look_at, f"link {code}", ana, NOW) == LinkCode(problem="same")
    link = run(links.look_at, f"link {code}", bo, NOW)
    assert run(links.take, link.id, OVER) is None
    assert run(links.take, link.id, OVER - SECOND) == ana
    assert run(links.take, link.id, NOW) is None, "once"
    assert run(links.look_at, f"link {code}", bo, NOW) == LinkCode(problem="unknown")


@pytest.mark.parametrize("shape", ["link {}", "LINK {}", "/link {}", "link: {}", "  link   {}  "])
def test_a_code_is_read_as_people_write_it(shape: str, run: Run) -> None:
    (ana, _), (bo, _) = run(someone), run(someone, "bo")
    code = run(links.make, ana, NOW)
    for written in (code, code.lower(), code.replace("-", "")):
        found = run(links.look_at, shape.format(written), bo, NOW)
        assert found is not None
        assert found.problem == ""


@pytest.mark.parametrize("words", ["link", "link my two chats", "I link arms", "join K7QM2-9XWPT", "", "link \x00"])
def test_words_without_a_code_are_no_code(words: str, run: Run) -> None:
    ana, _ = run(someone)
    assert run(links.look_at, words, ana, NOW) is None


def test_a_newer_code_ends_the_older_one_of_that_person_alone(run: Run) -> None:
    (ana, _), (bo, _), (cy, _) = run(someone), run(someone, "bo"), run(someone, "cy")
    first, other, second = run(links.make, ana, NOW), run(links.make, bo, NOW), run(links.make, ana, NOW)
    found = [run(links.look_at, f"link {code}", cy, NOW).problem for code in (first, other, second)]
    assert found == ["unknown", "", ""]


def test_of_many_who_take_a_code_at_once_one_has_it(store: Store) -> None:
    async def take() -> list[object]:
        ana, _ = await store.run(someone)
        bo, _ = await store.run(someone, "bo")
        code = await store.run(links.make, ana, NOW)
        link = await store.run(links.look_at, f"link {code}", bo, NOW)
        assert link is not None
        return await asyncio.gather(*(store.run(links.take, link.id, NOW) for _ in range(12)))

    assert sorted(asyncio.run(take()), key=str) == [1, *[None] * 11]


def test_the_table_holds_no_code_and_old_ones_go(run: Run) -> None:
    ana, _ = run(someone)
    code = run(links.make, ana, NOW)
    rows = str(run(fetch, "SELECT * FROM links"))
    assert code not in rows
    assert code.replace("-", "") not in rows
    assert run(links.forget_old, OVER) == 0
    assert run(links.forget_old, OVER + DAY) == 1
