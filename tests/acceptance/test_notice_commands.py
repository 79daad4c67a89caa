"""News, corrections and releases, from the command line: what names nothing that is there is refused, not sent to nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.access import OPERATOR
from bot.main.parts import LIBRARY
from bot.services import releasing
from bot.services.publishing import publish_shipped
from bot.services.releasing import By
from bot.store.work import Work
from content.loading import read_files
from tests.bot.store.making import NOW

Coach = Callable[..., list[str]]
Refused = Callable[..., str]
WORDS = ("--text", "The workshop is on Tuesday.", "--by", "Ann")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_news_name_a_program_and_a_team_of_it(coach: Coach, refused: Refused) -> None:
    for name in ("North", "South"):
        coach("program", "add", name)
    coach("team", "add", "2", "Harbour")
    assert "no program 9" in refused("announce", "9", *WORDS)
    assert "no team 9" in refused("announce", "1", "--team", "9", *WORDS)
    assert "Team 1 is not one of program 1" in refused("announce", "1", "--team", "1", *WORDS)
    assert "--by NAME" in refused("announce", "1", *WORDS[:3], " ")
    assert coach("announce", "1", *WORDS) == ["Nobody would get it."]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_correction_names_what_a_release_taught(coach: Coach, refused: Refused, at: Callable[..., object]) -> None:
    at(publish_shipped, read_files(LIBRARY), NOW)
    assert "no lesson or question rights-99" in refused("content", "correct", "rights-99", "--release", "1", *WORDS)
    assert "Release 9 is not kept" in refused("content", "correct", "rights-01", "--release", "9", *WORDS)
    for subject in ("rights-01", "rights-q01"):
        assert coach("content", "correct", subject, "--release", "1", *WORDS) == ["Nobody would get it."]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_no_sheet_is_read_over_the_english(place: Path, refused: Refused) -> None:
    for command in ("export-csv", "import-csv"):
        assert "such as es" in refused("content", command, "en", "en.csv", str(LIBRARY))
    assert not (place / "en.csv").exists()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_asks_for_a_change_says_which(place: Path, refused: Refused) -> None:
    assert "what should be changed" in refused("content", "give-back", "1", "  ", "--by", "Bo")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_all_that_teams_try_is_shown_and_named_when_it_is_taken_back(coach: Coach, at: Callable[..., object]) -> None:
    coach("program", "add", "North")
    for name in ("Harbour", "Hills"):
        coach("team", "add", "1", name)
    at(three_wait)
    for number in ("2", "3"):
        coach("content", "approve", number, "--by", "Bo", "--canary", str(int(number) - 1))
    assert coach("content", "history")[-4:] == [
        "Tried by team 1: release 2.",
        "Tried by team 2: release 3.",
        "Waits for approval: release 4.",
        "Out now: release 1.",
    ]
    told = coach("content", "rollback", "--by", "Bo")
    assert told == ["Releases 2 and 3 are taken back; everybody has release 1."]


def three_wait(work: Work) -> None:
    """Three releases wait for approval on top of what we ship."""
    files, ann = read_files(LIBRARY), By(OPERATOR, "Ann")
    publish_shipped(work, files, NOW)
    for remark in ("one", "two", "three"):
        number = releasing.make(work, ann, {**files, "plan.yaml": f"{files['plan.yaml']}# {remark}\n"}, 1, NOW)
        releasing.ask(work, ann, number, NOW)
