"""The list of erasures: who stands in it is found again in a restored copy, and nobody else is."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import erasures, people
from bot.store.erasures import LISTED, Erased, brought_back, forget_old, in_file, listed, put_in_file, recognised
from bot.store.merging import move
from bot.store.sealed import keys_in_force
from bot.store.work import Work
from tests.bot.store.making import NOW

Run = Callable[..., object]
DAY = timedelta(days=1)
ONE, TWO = Erased("1" * 64, NOW), Erased("2" * 64, NOW + DAY)


def erase(work: Work, learner_id: int, days: int = 1) -> None:
    """Somebody is erased, some days from now."""
    erasures.note(work, learner_id, NOW + days * DAY)
    people.forget(work, learner_id)


def come(work: Work, address: str, days: int = 0, account: str = "rest") -> int:
    """Somebody writes for the first time, some days from now."""
    return people.find_or_create(work, account, address, NOW + days * DAY)[0]


def lost_copy(work: Work) -> frozenset[Erased]:
    """Ann, here for long, is erased; the list is all that is left of it when the copy from before comes back."""
    come(work, "bo")
    ann = come(work, "ann")
    erase(work, ann)
    found = listed(work)
    come(work, "ann")
    return found


def test_what_is_listed_is_no_hash_by_which_an_address_is_found(run: Run) -> None:
    [one] = run(lost_copy)
    assert one == Erased(recognised("rest", "ann"), NOW + DAY)
    assert one.hash not in {keys_in_force().fingerprint("rest", "ann"), keys_in_force().fingerprint("rest", "bo")}
    assert recognised("rest", "ann") != recognised("telegram:main", "ann")


def test_only_who_was_erased_is_found_in_a_copy_from_before(run: Run) -> None:
    erased = run(lost_copy)
    assert run(brought_back, erased) == (run(people.find, "rest", "ann"),)
    assert run(brought_back, ()) == ()


def test_every_chat_of_theirs_counts(run: Run) -> None:
    def two_chats(work: Work) -> tuple[frozenset[Erased], tuple[int, ...]]:
        ann, again = come(work, "ann"), come(work, "7", account="telegram:main")
        move(work, ann, again)
        erase(work, ann)
        # In the copy the two were not joined yet.
        return listed(work), tuple(sorted((come(work, "ann"), come(work, "7", account="telegram:main"))))

    erased, both = run(two_chats)
    assert run(brought_back, erased) == both


def test_who_came_back_after_their_erasure_stays(run: Run) -> None:
    def came_back(work: Work) -> frozenset[Erased]:
        erase(work, come(work, "ann"))
        come(work, "ann", days=2)
        return listed(work)

    assert run(brought_back, run(came_back)) == ()


def test_who_came_back_and_joined_the_chat_to_an_older_one_of_theirs_stays(run: Run) -> None:
    def joined(work: Work) -> frozenset[Erased]:
        erase(work, come(work, "ann"))
        older = come(work, "at home")
        move(work, older, come(work, "ann", days=2))
        return listed(work)

    assert run(brought_back, run(joined)) == ()


def test_who_was_erased_twice_goes_unless_they_came_back_after_the_second_time(run: Run) -> None:
    def twice(work: Work) -> frozenset[Erased]:
        erase(work, come(work, "ann"))
        erase(work, come(work, "ann", days=2), days=3)
        come(work, "ann", days=2)
        return listed(work)

    assert len(run(brought_back, run(twice))) == 1


def test_a_copy_with_many_people_is_looked_through_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasures, "_PLACES", erasures.Prepared(erasures._PLACES.statement.limit(2)))

    def many(work: Work) -> frozenset[Erased]:
        for number in range(7):
            come(work, f"person {number}")
        return frozenset(Erased(recognised("rest", f"person {number}"), NOW) for number in (0, 3, 6))

    assert len(run(brought_back, run(many))) == 3


def test_what_is_too_old_goes_from_the_table(run: Run) -> None:
    run(lost_copy)
    assert (run(forget_old, NOW + DAY), len(run(listed))) == (0, 1)
    assert (run(forget_old, NOW + DAY + LISTED), len(run(listed))) == (1, 0)


# ---- the file


def test_the_file_gains_what_it_lacks_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "erasures"
    assert in_file(path).erased == frozenset()
    assert put_in_file(path, [TWO], NOW) == 1
    assert put_in_file(path, [ONE, TWO], NOW) == 1
    assert put_in_file(path, [], NOW) == 0
    assert in_file(path).erased == {ONE, TWO}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().splitlines()[0] == f"{TWO.at:%Y-%m-%dT%H:%M:%S.%f}Z {TWO.hash}"
    path.chmod(0o644)
    put_in_file(path, [Erased("3" * 64, NOW)], NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_lines_go_and_the_file_stays_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "erasures"
    put_in_file(path, [ONE], NOW)
    assert put_in_file(path, [ONE, TWO], NOW + DAY) == 1
    assert in_file(path).erased == {TWO}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["erasures"]


@pytest.mark.parametrize(
    "broken", ["nonsense", "2027-01-04T15:00:00.000000Z 1234", f"2027-01-04T15:00:00 {'1' * 64}", "\0ä"]
)
def test_a_line_that_cannot_be_read_is_counted_and_hides_no_other(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "erasures"
    put_in_file(path, [ONE], NOW)
    path.write_text(path.read_text() + broken, "utf-8")
    assert (in_file(path).erased, in_file(path).unreadable) == ({ONE}, 1)
    put_in_file(path, [ONE, TWO], NOW)
    assert (in_file(path).erased, in_file(path).unreadable) == ({ONE, TWO}, 0)
