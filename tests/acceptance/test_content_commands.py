"""Content from the command line: a release's whole life, what learners would see, sheets, news and corrections."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.access import OPERATOR
from bot.main.parts import LIBRARY
from bot.services import programs
from bot.services.people import welcome_done
from bot.services.publishing import publish_shipped
from bot.store import people, shown
from bot.store import programs as stored
from bot.store.work import Work
from content.loading import read_files
from dialogues.facts import Profile, Role, Seat

Coach = Callable[..., list[str]]
Verb = Callable[..., object]
Refused = Callable[..., str]
LESSON = "en/lessons/rights/rights-04.md"


def north(work: Work) -> None:
    """The program North with its team Harbour, Ann who learns there, and what we ship."""
    now = SystemClock().now()
    publish_shipped(work, read_files(LIBRARY), now)
    programs.add_program(work, OPERATOR, "North", {}, now)
    programs.add_team(work, OPERATOR, 1, "Harbour", now)
    welcome_done(work, "rest", "ann", Profile(), now)
    ann = people.find(work, "rest", "ann") or 0
    stored.give_role(work, ann, Seat(Role.learner, 1, "North", 1, "Harbour"), now)
    shown.add(work, ann, "rights-04", 2, now)


@pytest.fixture
def library(place: Path) -> Path:
    """A copy of the shipped library in which one lesson has another title, in both languages."""
    folder = Path(shutil.copytree(LIBRARY, place / "library"))
    for file in (LESSON, LESSON.replace("en/", "es/", 1)):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(re.sub(r"^title: .*$", "title: Quiet walls", text, flags=re.MULTILINE), "utf-8")
    return folder


def test_a_release_is_made_approved_tried_let_out_and_taken_back(
    coach: Coach, refused: Refused, at: Verb, library: Path
) -> None:
    at(north)
    coach("content", "translated", "es", "lesson:rights-04", "--directory", str(library))
    assert coach("content", "publish", str(library), "--by", "Ana")[0].startswith("Release 2 waits.")
    assert refused("content", "approve", "2", "--by", "Ana").endswith("somebody else has to approve it.")
    assert coach("content", "give-back", "2", "Say more.", "--by", "Ben")
    assert "Say more." in "\n".join(coach("content", "history"))
    coach("content", "publish", str(library), "--by", "Ana")
    assert "Harbour" in coach("content", "approve", "2", "--by", "Ben", "--canary", "1")[0]
    assert coach("content", "history")[-1] == "Out now: release 1."
    coach("content", "approve", "2", "--by", "Ben")
    assert coach("content", "history")[-1] == "Out now: release 2."
    assert coach("content", "rollback", "--by", "Ben") == ["Release 2 is taken back; everybody has release 1."]
    assert refused("content", "rollback", "--by", "Ben") == "Release 1 is the first: there is none to go back to."


def test_before_anything_is_out_each_command_says_so(coach: Coach, refused: Refused) -> None:
    assert coach("content", "history") == [
        "Nothing was published yet: `coach serve` lets out what we ship when it starts."
    ]
    assert refused("content", "rollback", "--by", "Ben").startswith("Nothing was published yet")
    for command in (("approve", "7", "--by", "Ben"), ("preview", "7"), ("diff", "7")):
        assert refused("content", *command).startswith("Release 7 is not kept here")


def test_what_keeps_a_release_from_being_made_begins_with_its_file(refused: Refused, at: Verb, library: Path) -> None:
    at(north)
    (library / LESSON).write_text("", "utf-8")
    assert refused("content", "publish", str(library), "--by", "Ana").startswith(f"{LESSON}:1: the file is empty")


def test_what_learners_would_see_changed_is_told_in_each_language(coach: Coach, library: Path) -> None:
    told = coach("content", "diff", str(library))
    assert [line for line in told if line.startswith(("en ·", "es ·"))] == [
        "en · lesson rights-04 · changed",
        "es · lesson rights-04 · changed",
    ]
    assert told.count("+ Quiet walls") == 2
    assert coach("content", "diff", str(library), str(library)) == ["Nothing that learners see is different."]


def test_a_changed_answer_and_a_changed_scoring_are_called_out(coach: Coach, library: Path) -> None:
    file = library / "en/items/rights.yaml"
    text = file.read_text("utf-8")
    first, second = re.search(r"( +)correct: true\n", text), re.search(r"- text: .*\n", text)
    assert first
    assert second
    file.write_text(text.replace(second[0], second[0].replace("text: ", "text: Well. ", 1), 1), "utf-8")
    assert "ANSWERS CHANGED" in coach("content", "diff", str(library))


def test_stats_are_counted_for_people_and_for_programs(coach: Coach) -> None:
    told = json.loads("".join(coach("content", "stats", "--json")))
    for locale in ("en", "es"):
        assert len(told["locales"][locale]["competencies"]) == 10
        for row in told["locales"][locale]["competencies"].values():
            assert (row["lessons"], row["items"]) == (6, 15)
            assert row["health_literacy_items"] >= 5
    assert len(coach("content", "stats")) == 21


def test_a_preview_of_a_release_and_of_a_folder_is_a_talk_that_is_not_kept(
    coach: Coach, at: Verb, library: Path, place: Path
) -> None:
    at(north)
    before = sorted(place.iterdir())
    for named in ("1", str(library)):
        assert any("lesson" in line.casefold() for line in coach("content", "preview", named))
    assert [path for path in sorted(place.iterdir()) if path not in before and path.name != "cache"] == []


def test_a_sheet_goes_out_and_comes_back(coach: Coach, refused: Refused, library: Path, place: Path) -> None:
    coach("content", "export-csv", "es", "es.csv", str(library))
    sheet = (place / "es.csv").read_text("utf-8-sig")
    (place / "es.csv").write_text(sheet.replace("Quiet walls", "Paredes mudas"), "utf-8")
    assert "wrong" not in refused("content", "import-csv", "es", "es.csv", str(library))
    (place / "es.csv").write_text(re.sub(r"Quiet walls$", "Paredes mudas", sheet, flags=re.MULTILINE), "utf-8")
    assert coach("content", "import-csv", "es", "es.csv", str(library))[0].startswith("Files written: 1.")
    assert "title: Paredes mudas" in (library / LESSON.replace("en/", "es/", 1)).read_text("utf-8")


def test_news_are_shown_with_their_count_sent_listed_and_stopped(coach: Coach, refused: Refused, at: Verb) -> None:
    at(north)
    shown_first = coach("announce", "1", "--text", "The room is open.", "--by", "Ana")
    assert any("--send" in line for line in shown_first)
    assert coach("announce-list") == ["Nothing was sent yet."]
    coach("announce", "1", "--text", "The room is open.", "--text-es", "La sala está abierta.", "--by", "Ana", "--send")
    assert "1" in coach("announce-list")[-1]
    assert coach("announce-stop", "1")
    assert "line or two" in refused("announce", "1", "--text", "   ", "--by", "Ana", "--send")
    assert refused("announce-stop", "9").startswith("There is no notice 9")


def test_a_correction_goes_to_who_was_shown_it_and_to_nobody_else(coach: Coach, at: Verb) -> None:
    at(north)
    words = ("--text", "A wall may hear.", "--by", "Ana")
    assert coach("content", "correct", "rights-04", "--release", "1", *words) == ["Nobody would get it."]
    assert coach("content", "correct", "rights-04", "--release", "2", *words)[0] != "Nobody would get it."
