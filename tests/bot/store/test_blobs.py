"""Blobs: a file is one person's, lies sealed, and goes in time."""

from collections.abc import Callable

from sqlalchemy import LargeBinary, select, type_coerce

from bot.store import blobs, people
from bot.store.program_tables import blobs as table
from bot.store.work import Work
from tests.bot.store.making import DAY, NOW, SECOND, someone

Run = Callable[..., object]
BODY = bytes(range(256)) * 40


def raw(work: Work) -> list[bytes]:
    """What lies in the table."""
    return [bytes(row[0]) for row in work.execute(select(type_coerce(table.c.body, LargeBinary)))]


def test_a_file_comes_back_byte_for_byte_to_its_owner_only(run: Run) -> None:
    (ana, _), (bo, _) = run(someone), run(someone, "bo")
    run(blobs.put, ana, "export 1", BODY, NOW)
    run(blobs.put, ana, "empty", b"", NOW)
    assert run(blobs.get, ana, "export 1") == BODY
    assert run(blobs.get, ana, "empty") == b""
    assert run(blobs.get, bo, "export 1") is None
    assert run(blobs.get, ana, "export 2") is None


def test_the_first_file_under_a_key_stands(run: Run) -> None:
    ana, _ = run(someone)
    for body in (b"first", b"second"):
        run(blobs.put, ana, "export 1", body, NOW)
    assert run(blobs.get, ana, "export 1") == b"first"


def test_nobody_reads_a_file_in_the_table(run: Run) -> None:
    ana, _ = run(someone)
    run(blobs.put, ana, "export 1", b"Zimtstern owls", NOW)
    [sealed] = run(raw)
    assert b"Zimtstern" not in sealed
    assert b"WmltdHN0ZXJu" not in sealed, "nor in base 64"


def test_what_is_older_goes_and_what_is_not_stays(run: Run) -> None:
    ana, _ = run(someone)
    run(blobs.put, ana, "old", b"x", NOW - DAY - SECOND)
    run(blobs.put, ana, "young", b"x", NOW - DAY)
    assert run(blobs.forget_old, NOW - DAY) == 1
    assert run(blobs.get, ana, "old") is None
    assert run(blobs.get, ana, "young") == b"x"


def test_files_go_with_their_owner(run: Run) -> None:
    ana, _ = run(someone)
    run(blobs.put, ana, "export 1", b"x", NOW)
    run(people.forget, ana)
    assert run(raw) == []
