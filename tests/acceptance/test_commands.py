"""The commands as a person meets them: real processes, clear sentences, honest exit codes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from bot.store.engine import writer
from bot.store.migrate import MIGRATIONS

COACH = [sys.executable, "-c", "from bot.cli import run; run()"]
ROOT = Path(__file__).parent.parent.parent


def coach(home: Path, *arguments: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a data folder, with something on standard input."""
    environment = {**os.environ, "COACH_HOME": str(home), "PYTHONPATH": str(ROOT), **settings}
    command = [*COACH, *arguments]
    return subprocess.run(
        command, input=said, capture_output=True, text=True, check=False, env=environment, cwd=home, timeout=120
    )


def refused(ran: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that ended badly, as it should."""
    assert ran.returncode not in (0, -9), ran.stdout
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_chat_takes_lines_taps_the_clock_and_comments_and_ends_well(home: Path) -> None:
    said = "# a comment\nlesson\n1\n@ +1d 09:00\n/tomorrow\n"
    ran = coach(
        home, "chat", "--fresh", "--welcome-done", "--at", "2027-01-04T10:00", "--zone", "Europe/Oslo", said=said
    )
    assert ran.returncode == 0, ran.stderr
    assert "Say the limits first" in ran.stdout
    assert "· Tue 5 Jan 2027, 09:00" in ran.stdout
    assert "a comment" not in ran.stdout
    assert "\x1b[" not in ran.stdout, "plain text when piped"


def test_chat_remembers_the_demo_learner_and_its_time_until_a_fresh_start(home: Path) -> None:
    begun = ("chat", "--fresh", "--welcome-done", "--at", "2027-01-04T10:00")
    coach(home, *begun, said="lesson\nnext\n@ +2d\nhi\n")
    assert (
        "Wednesday" in coach(home, "chat", said="why\n").stdout
        or "Thursday" in coach(home, "chat", said="why\n").stdout
    )
    assert "I am Peercoach" in coach(home, "chat", "--fresh", said="# nothing\n").stdout


def test_with_no_input_the_demo_week_plays(home: Path) -> None:
    ran = coach(home, "chat")
    assert ran.returncode == 0, ran.stderr
    for shown in (
        "I am Peercoach",
        "Here is your first lesson",
        "Question 1 of",
        "how you are carrying work",
        "Skill 10 of 10",
    ):
        assert shown in ran.stdout
    assert "I did not get that" not in ran.stdout
    assert "closed by now" not in ran.stdout


def test_keep_writes_a_transcript(home: Path) -> None:
    coach(home, "chat", "--fresh", "--welcome-done", "--keep", "talk.txt", said="lesson\nlater\n")
    assert (home / "talk.txt").read_text("utf-8").startswith("> lesson\n")


def test_read_says_what_lines_mean(home: Path) -> None:
    ran = coach(home, "read", said="give me a lesson\n\ni want to die\n")
    lesson, nothing, danger = (json.loads(line) for line in ran.stdout.splitlines())
    assert (lesson["intent"], lesson["safety"]["level"]) == ("start_lesson", "none")
    assert nothing["intent"] == "unsure"
    assert danger["safety"]["level"] == "risk"
    assert danger["safety"]["whose"] == "self"
    assert set(lesson) == {"text", "intent", "confidence", "entities", "safety"}


def test_read_takes_what_is_open_as_evidence(home: Path) -> None:
    said = "I'd ask: are you thinking of killing yourself?\n"
    closed, drill = (json.loads(coach(home, "read", "--open", kind, said=said).stdout) for kind in ("none", "drill"))
    assert drill["safety"]["level"] == "none"
    assert closed["text"] == drill["text"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COACH_LISTEN", "nowhere"),
        ("COACH_SILENCE_MINUTES", "soon"),
        ("COACH_KEY", "short"),
        ("COACH_DATABASE_URL", "mystery://x"),
    ],
)
def test_a_bad_setting_is_named_in_a_sentence(home: Path, name: str, value: str) -> None:
    assert name in refused(coach(home, "serve", **{name: value}))


def test_a_missing_migration_is_named_with_the_command_that_mends_it(home: Path) -> None:
    with sqlite3.connect(home / "coach.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    assert "coach migrate" in refused(coach(home, "serve"))


def test_a_database_of_another_key_is_refused_and_not_touched(home: Path) -> None:
    database = f"sqlite:///{home}/kept.db"
    coach(home, "chat", "--welcome-done", said="lesson\n", COACH_DATABASE_URL=database)
    (home / "key").unlink()
    assert "key" in refused(coach(home, "chat", said="hi\n", COACH_DATABASE_URL=database))


def test_a_broken_content_file_is_named_with_file_line_and_mend(home: Path) -> None:
    library = home / "library"
    subprocess.run(["cp", "-r", str(ROOT / "content" / "library"), str(library)], check=True)
    lesson = library / "en" / "lessons" / "rights" / "rights-01.md"
    lesson.write_text(lesson.read_text("utf-8").replace("minutes: 2", "minutes: many"), "utf-8")
    ran = coach(home, "content", "check", str(library))
    assert ran.returncode == 1
    assert ran.stdout.startswith("en/lessons/rights/rights-01.md:")


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(home: Path) -> None:
    blocked = home / "file"
    blocked.write_text("not a folder")
    ran = subprocess.run(
        [*COACH, "chat"],
        input="hi\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "COACH_HOME": str(blocked / "below"), "PYTHONPATH": str(ROOT)},
    )
    assert "disk or a file refused" in refused(ran)


def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(home: Path) -> None:
    begun = ("chat", "--fresh", "--welcome-done", "--at", "2027-01-04T10:00")
    coach(home, *begun, said="lesson\nnext\n")
    limited = ["sh", "-c", 'ulimit -f 600; exec "$@"', "sh", *COACH, "chat"]
    environment = {**os.environ, "COACH_HOME": str(home), "PYTHONPATH": str(ROOT)}
    lines = "settings\nhelp\n" * 400
    ran = subprocess.run(
        limited, input=lines, capture_output=True, text=True, check=False, env=environment, timeout=120
    )
    assert "Traceback" not in ran.stderr
    assert "cannot save this right now" in ran.stdout or ran.returncode != 0
    after = coach(home, "chat", said="next\n")
    assert after.returncode == 0, after.stderr
    assert "Rules differ" in after.stdout, "the lesson goes on where it was"


def test_serve_tells_the_truth_about_its_health_and_stops_cleanly(home: Path) -> None:
    environment = {**os.environ, "COACH_HOME": str(home), "PYTHONPATH": str(ROOT), "COACH_LISTEN": "127.0.0.1:18734"}
    serving = subprocess.Popen([*COACH, "serve"], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        health = until_well("http://127.0.0.1:18734/healthz")
        assert health["database"] == "well"
        assert health["stale_loops"] == {}
    finally:
        serving.send_signal(signal.SIGTERM)
        _, told = serving.communicate(timeout=30)
    assert serving.returncode == 0
    assert "serving_ended" in told


def until_well(url: str) -> dict[str, object]:
    """What the health page says once it answers well."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the health page never said that all is well")


def test_a_misspelt_setting_is_refused_with_the_name_that_was_meant(home: Path) -> None:
    said = refused(coach(home, "settings", COACH_SLIENCE_MINUTES="3"))
    assert "There is no setting COACH_SLIENCE_MINUTES. Did you mean COACH_SILENCE_MINUTES?" in said


def test_a_demo_talk_of_an_older_version_goes_on(home: Path) -> None:
    demo = home / "demo.db"
    engine = writer(f"sqlite:///{demo}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    ran = coach(home, "chat", said="hello\n")
    assert "I am Peercoach" in ran.stdout
    assert ran.returncode == 0
