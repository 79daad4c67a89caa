"""Backup and restore, from the command line: what comes back, what must not, and what is refused."""

import asyncio
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SystemClock
from bot.domain.access import OPERATOR
from bot.main.complaints import complaint
from bot.services import programs
from bot.store import erasures, leases, people
from bot.store.erasures import LISTED
from bot.store.sealed import load_keys, new_keys
from bot.store.work import Store, Work
from tests.bot.services.scanning import found_in_files

Coach = Callable[..., list[str]]
Verb = Callable[..., object]
DAY = timedelta(days=1)
SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture
def at(place: Path, url: str) -> Verb:
    """Runs a verb on the database of the commands."""

    def run(verb: Verb, *args: object) -> object:
        async def once() -> object:
            store = Store.open(url, load_keys(place))
            try:
                return await store.run(verb, *args)
            finally:
                await store.close()

        return asyncio.run(once())

    return run


def now() -> datetime:
    """The time it is."""
    return SystemClock().now()


def come(work: Work, *names: str, when: datetime | None = None) -> None:
    """People write over REST."""
    for name in names:
        people.find_or_create(work, "rest", name, when or now())


def known(work: Work, *names: str) -> list[bool]:
    """Who of these is there."""
    return [people.find(work, "rest", name) is not None for name in names]


def sealed_and_hash(work: Work) -> list[bytes]:
    """How Ann's address lies in the file."""
    row = work.execute(text("SELECT address, hash FROM addresses ORDER BY id LIMIT 1")).one()
    return [bytes(row.address), row.hash.encode()]


def age(path: Path, days: int) -> None:
    """Let everything in a backup be older."""
    with sqlite3.connect(path) as connection:
        for table, column in (("audit", "at"), ("addresses", "used_at")):
            [(newest,)] = connection.execute(f"SELECT max({column}) FROM {table}").fetchall()
            then = (datetime.fromisoformat(newest) - days * DAY).isoformat(timespec="microseconds")
            connection.execute(f"UPDATE {table} SET {column} = ?", (then.replace("+00:00", "Z"),))
    connection.close()


# ---- SQLite


@SQLITE
def test_a_backup_brings_everybody_back_but_who_was_erased_since(coach: Coach, at: Verb, tmp_path: Path) -> None:
    at(come, "ann", "bo")
    needles = at(sealed_and_hash)
    said = coach("backup", "kept.db")
    assert "copied to kept.db" in said[0]
    assert "The key is not in it" in said[1]
    assert stat.S_IMODE((tmp_path / "kept.db").stat().st_mode) == 0o600
    coach("erase", "--chat", "rest", "ann", "--yes")
    at(come, "cy")
    said = coach("restore", "kept.db", "--yes")
    assert any("because they were erased since it was made: one person." in line for line in said)
    assert at(known, "ann", "bo", "cy") == [False, True, False]
    (tmp_path / "kept.db").unlink()
    assert found_in_files(tmp_path, needles) == set()
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".coach-")]
    lines = [re.split(r" {2,}", line)[1:] for line in coach("audit")[1:]]
    assert [line[1] for line in lines] == ["backed up", "erased", "restored"]
    assert lines[-1][2].endswith("erased again 1")


@SQLITE
def test_who_was_erased_stays_erased_when_the_database_is_lost_with_its_table(
    coach: Coach, at: Verb, tmp_path: Path
) -> None:
    at(come, "ann", "bo")
    coach("backup", "kept.db")
    coach("erase", "--chat", "rest", "ann", "--yes")
    (tmp_path / "coach.db").write_bytes(b"this is no database" * 1000)
    coach("restore", "kept.db", "--yes")
    assert at(known, "ann", "bo") == [False, True]
    (tmp_path / "coach.db").unlink()
    coach("restore", "kept.db", "--yes")
    assert at(known, "ann", "bo") == [False, True]


@SQLITE
def test_who_came_back_after_their_erasure_is_in_a_newer_backup_whatever_was_restored_before(
    coach: Coach, at: Verb
) -> None:
    at(come, "ann")
    coach("backup", "first.db")
    coach("erase", "--chat", "rest", "ann", "--yes")
    at(come, "ann")
    coach("backup", "second.db")
    coach("restore", "first.db", "--yes")
    assert at(known, "ann") == [False]
    coach("restore", "second.db", "--yes")
    assert at(known, "ann") == [True]


@SQLITE
def test_restoring_is_confirmed(coach: Coach, at: Verb) -> None:
    at(come, "ann")
    coach("backup", "kept.db")
    at(come, "bo")
    ran = CliRunner().invoke(app, ["restore", "kept.db"], input="yes\n")
    assert (ran.exit_code, complaint(ran.exception)) == (1, "That is not restore: nothing was changed.")
    assert at(known, "bo") == [True]
    assert CliRunner().invoke(app, ["restore", "kept.db"], input="restore\n").exit_code == 0
    assert at(known, "bo") == [False]


@SQLITE
def test_an_older_backup_is_brought_to_the_newest_tables(coach: Coach, at: Verb, tmp_path: Path) -> None:
    at(come, "ann")
    coach("backup", "kept.db")
    with sqlite3.connect(tmp_path / "kept.db") as connection:
        for table in ("erasures", "contacts", "digests", "panels", "snapshots"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP TABLE IF EXISTS card_counts")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
    connection.close()
    coach("restore", "kept.db", "--yes")
    assert at(known, "ann") == [True]


@SQLITE
def test_nothing_is_restored_while_the_coach_is_at_work(
    coach: Coach, refused: Callable[..., str], at: Verb, tmp_path: Path
) -> None:
    at(come, "ann")
    coach("backup", "kept.db")
    at(come, "bo")
    at(leases.take, "telegram:main", f"{leases.this_process()}", now())
    assert "is at work" in refused("restore", "kept.db", "--yes")
    assert "is at work" in refused("restore", "--apply-erasures")
    at(leases.release, "telegram:main", 1)
    script = (
        "import sqlite3, sys; c = sqlite3.connect('coach.db'); c.execute('SELECT * FROM addresses'); "
        "print(1, flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, **pipes) as other:
        assert other.stdout.readline() == b"1\n"
        assert "another program has the database open" in refused("restore", "kept.db", "--yes").lower()
        other.stdin.close()
    assert at(known, "ann", "bo") == [True, True]
    coach("restore", "kept.db", "--yes")
    assert at(known, "ann", "bo") == [True, False]


@SQLITE
def test_another_key_and_no_key_are_refused(
    coach: Coach, refused: Callable[..., str], at: Verb, tmp_path: Path
) -> None:
    at(come, "ann")
    coach("backup", "kept.db")
    (tmp_path / "key").rename(tmp_path / "right")
    assert "there is no key" in refused("restore", "kept.db", "--yes").lower()
    (tmp_path / "key").write_text(new_keys())
    (tmp_path / "key").chmod(0o600)
    assert "written with another key" in refused("restore", "kept.db", "--yes")
    shutil.copy(tmp_path / "right", tmp_path / "key")
    assert at(known, "ann") == [True]
    coach("restore", "kept.db", "--yes")


@SQLITE
def test_a_backup_older_than_the_list_is_restored_only_when_that_is_wanted(
    coach: Coach, refused: Callable[..., str], at: Verb, tmp_path: Path
) -> None:
    at(come, "ann")
    coach("backup", "kept.db")
    age(tmp_path / "kept.db", LISTED.days + 1)
    assert "With --old it is restored" in refused("restore", "kept.db", "--yes")
    assert any("erase them by hand" in line for line in coach("restore", "kept.db", "--yes", "--old"))


@SQLITE
def test_a_list_that_cannot_be_read_whole_is_refused(
    coach: Coach, refused: Callable[..., str], at: Verb, tmp_path: Path
) -> None:
    at(come, "ann")
    coach("backup", "kept.db")
    (tmp_path / "erasures").write_text("half a li")
    assert "1 lines of" in refused("restore", "kept.db", "--yes")


@SQLITE
def test_a_folder_keeps_its_backups_as_long_as_the_shortest_promise(
    coach: Coach, refused: Callable[..., str], at: Verb, tmp_path: Path
) -> None:
    at(programs.add_program, OPERATOR, "Harbour", {"keep_days": 14}, now())
    at(programs.add_program, OPERATOR, "Quay", {"keep_days": 60}, now())
    folder = tmp_path / "backups"
    folder.mkdir()
    names = {days: f"coach-backup-{now() - days * DAY:%Y%m%dT%H%M%SZ}.db" for days in (3, 13, 15, 40)}
    others = ("notes.txt", "coach-backup-2001.db", "coach-backup-20019999T999999Z.db", "coach-20010101T000000Z.db")
    for name in (*names.values(), *others):
        (folder / name).touch()
    said = coach("backup", "backups")[-1]
    assert "older than 14 days" in said
    assert {name for name in names.values() if name in said} == {names[15], names[40]}
    left = {path.name for path in folder.iterdir()} - set(others)
    assert len(left) == 3
    assert {names[3], names[13]} < left
    assert set(others) < {path.name for path in folder.iterdir()}
    assert "for 14 days here" in refused("backup", "backups", "--keep", "15")
    assert "--keep is for a folder" in refused("backup", "one.db", "--keep", "3")
    [new] = left - {names[3], names[13]}
    (folder / new).rename(folder / "elsewhere.db")
    later = coach("backup", "backups", "--keep", "2")[-1]
    assert names[3] in later
    assert names[13] in later


@SQLITE
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("backup", "key"), "there is a file key already"),
        (("backup", "nowhere/at all/key/x.db"), "key/x.db"),
        (("restore",), "Name a file to restore"),
        (("restore", "kept.db", "--apply-erasures"), "Name a file to restore"),
        (("restore", "missing.db", "--yes"), "there is no file missing.db"),
        (("restore", "key", "--yes"), "look whether it is a SQLite file"),
        (("restore", "empty.db", "--yes"), "no database of the coach"),
        (("restore", "newer.db", "--yes"), "is of a newer version"),
    ],
)
def test_what_goes_wrong_is_told_and_changes_nothing(
    refused: Callable[..., str], at: Verb, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    at(come, "ann")
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "nowhere" / "at all").touch()
    sqlite3.connect(tmp_path / "empty.db").execute("CREATE TABLE x (y)")
    newer = sqlite3.connect(tmp_path / "newer.db")
    newer.execute("CREATE TABLE alembic_version (version_num TEXT)")
    newer.execute("INSERT INTO alembic_version VALUES ('9999')")
    newer.commit()
    newer.close()
    if "x.db" in says:
        assert "disk or a file refused" in refused(*arguments)
    else:
        assert says.lower() in refused(*arguments).lower()
    assert at(known, "ann") == [True]
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".coach-")]


@SQLITE
def test_where_nothing_is_nothing_is_copied(refused: Callable[..., str], place: Path) -> None:
    (place / "coach.db").unlink()
    assert "nothing was copied" in refused("backup", "kept.db")
    assert not (place / "coach.db").exists()


# ---- both


def test_erasures_are_applied_to_what_other_tools_brought_back(coach: Coach, at: Verb, tmp_path: Path) -> None:
    at(come, "ann", "bo")
    coach("erase", "--chat", "rest", "ann", "--yes")
    at(come_before, "ann")
    at(forget_list)
    said = coach("restore", "--apply-erasures")
    assert any("since it was made: one person." in line for line in said)
    assert at(known, "ann", "bo") == [False, True]
    assert len(at(erasures.listed)) == 1
    assert any("since it was made: nobody." in line for line in coach("restore", "--apply-erasures"))


def come_before(work: Work, name: str) -> None:
    """Somebody is there as they were a day ago."""
    come(work, name, when=now() - DAY)


def forget_list(work: Work) -> None:
    """The copy's own table knows nothing yet."""
    work.execute(text("DELETE FROM erasures"))


@POSTGRESQL
def test_on_postgresql_its_own_tools_are_named_and_the_list_is_written(
    coach: Coach, refused: Callable[..., str], at: Verb, tmp_path: Path
) -> None:
    at(come, "ann")
    coach("erase", "--chat", "rest", "ann", "--yes")
    (tmp_path / "erasures").unlink()
    said = refused("backup", "kept.dump")
    assert "pg_dump" in said
    assert "coach restore --apply-erasures" in said
    assert len(erasures.in_file(tmp_path / "erasures").erased) == 1
    (tmp_path / "kept.dump").touch()
    assert "pg_restore" in refused("restore", "kept.dump", "--yes")
