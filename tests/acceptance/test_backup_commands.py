"""Backup and restore, from the command line: what comes back, and what must not."""

import re
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.access import OPERATOR
from bot.main.complaints import complaint
from bot.services import programs
from bot.store import erasures
from bot.store.work import Work
from tests.acceptance.keeping import DAY, SQLITE, Coach, Verb, come, known, now, sealed_and_hash
from tests.bot.services.scanning import found_in_files

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
        newer = ("erasures", "contacts", "digests", "panels", "snapshots")
        for table in (*newer, "release_steps", "canaries", "drafts", "incoming", "shown", "notices"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("shipped", "base"):
            connection.execute(f"ALTER TABLE releases DROP COLUMN {column}")
        connection.execute("DROP TABLE IF EXISTS card_counts")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
    connection.close()
    coach("restore", "kept.db", "--yes")
    assert at(known, "ann") == [True]


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
