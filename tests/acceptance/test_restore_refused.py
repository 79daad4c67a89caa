"""Backup and restore, from the command line: what is refused, and then nothing is changed."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import erasures, leases
from bot.store.erasures import LISTED
from bot.store.sealed import new_keys
from tests.acceptance.keeping import POSTGRESQL, SQLITE, Coach, Verb, age, come, known, now


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
