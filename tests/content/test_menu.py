"""What the messenger shows around the chat: its lengths, its bare words, and a line for each command that it offers."""

from pathlib import Path

import pytest

from content.checking import check
from content.loading import load, parse
from dialogues.starts import COMMANDS

SHIPPED = load(Path(__file__).parents[2] / "content" / "library")
FILE = "en/phrases/menu.yaml"
OFFERED = ["lesson", "quiz", "checkin", "progress", "settings", "why", "plan", "my_data", "help", "help_now", "stop"]
LINES = {
    "menu.about": 512,
    "menu.short": 120,
    "menu.command_lesson": 256,
}


def found(files: dict[str, str], words: str) -> list[str]:
    files[FILE] = words
    return [str(problem) for problem in check(parse(files))]


@pytest.mark.parametrize(("name", "most"), LINES.items())
def test_words_of_the_menu_keep_to_what_telegram_shows(files: dict[str, str], name: str, most: int) -> None:
    fits = ("Go on. " * 100)[: most - 1] + "."
    assert found(files, f'{name}: "{fits}"\n') == []
    told = f"`{name}` has {most + 1} characters; Telegram shows {most}. Shorten it."
    assert found(files, f'menu.private_only: "Hello."\n{name}: "{fits}."\n') == [f"{FILE}:2: {told}"]


@pytest.mark.parametrize("words", ["A **short** quiz", "A _short_ quiz", "A quiz for {name}"])
def test_a_menu_shows_bare_words(files: dict[str, str], words: str) -> None:
    told = "`menu.command_quiz` has bold, italic or places; a menu shows bare words. Take the signs out."
    assert found(files, f'menu.command_quiz: "{words}"\n') == [f"{FILE}:1: {told}"]


def test_the_name_of_a_command_may_stand_in_a_menu(files: dict[str, str]) -> None:
    assert found(files, 'menu.short: "Type /help_now or /my_data."\n') == []


def test_a_menu_has_one_wording_each(files: dict[str, str]) -> None:
    told = "`menu.short` has 2 wordings; a menu has no turns. Keep the best."
    assert found(files, 'menu.short: ["One.", "Two."]\n') == [f"{FILE}:1: {told}"]


def test_every_command_of_the_menu_is_one_and_has_a_short_line() -> None:
    named = {name.removeprefix("menu.command_") for name, _ in SHIPPED.phrases if name.startswith("menu.command_")}
    assert named == set(OFFERED)
    assert named <= set(COMMANDS)
    assert all(1 <= len(SHIPPED.phrase(f"menu.command_{name}", "en").wordings[0]) <= 40 for name in named)


def test_the_empty_chat_says_what_this_is_before_anybody_begins() -> None:
    about = SHIPPED.phrase("menu.about", "en").wordings[0]
    for said in ("automated bot", "not a crisis service", "HELP NOW", "STOP", "emergency number", "findahelpline.com"):
        assert said in about
    short = SHIPPED.phrase("menu.short", "en").wordings[0]
    assert all(said in short for said in ("automated bot", "not a crisis service", "STOP"))
    assert "private chats" in SHIPPED.phrase("menu.private_only", "en").wordings[0]
