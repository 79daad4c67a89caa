"""Rasa plugged in: what it is never asked, what is counted and logged of it, and what it must be set up with."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from structlog.testing import capture_logs

from bot.clock import MovableClock
from bot.domain.page import NOTE
from bot.domain.update import Filled, Raw, Sent, Wrote
from bot.jobs.loops import settle
from bot.main.parts import opened
from bot.main.rasa import Told
from bot.services.forms import CHECKIN
from bot.services.health import look
from bot.services.people import welcome_done
from bot.services.turns import receive
from bot.setting_rules import stays_inside
from bot.settings import Settings
from dialogues.facts import Profile
from dialogues.turn import EDIT
from nlu.rasa_server import Trouble
from tests.bot.services.conftest import ACCOUNT, START, Notebook, update
from tests.nlu.rasa_wire import TOKEN, FakeRasa, fake_rasa, saying

IN_DANGER = ("i want to kill myself", "quiero morirme, i want to die", "my friend says she will kill herself tonight")


async def talk(home: Path, rasa: FakeRasa, *lines: str | Raw) -> tuple[list[str], dict]:
    """What is said to these lines, and what /healthz says at the end."""
    notebook = Notebook()
    async with fake_rasa(rasa):
        settings = Settings(home=home, rasa_url=rasa.url, rasa_token=SecretStr(TOKEN), _env_file=None)
        async with opened(settings, MovableClock(START, still=True), [notebook]) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            for place, line in enumerate(lines):
                await receive(parts, update(Wrote(line) if isinstance(line, str) else line, str(place)))
                await settle(parts)
            return notebook.words, (await look(parts)).as_json()


def test_the_intent_that_rasa_chose_is_followed(home: Path) -> None:
    words, health = asyncio.run(talk(home, FakeRasa("take_quiz"), "hm, what about a few of those then"))
    others, _ = asyncio.run(talk(home, FakeRasa("thanks"), "hm, what about a few of those then"))
    assert words != others
    assert "interpreter_fallbacks" not in health
    assert health["safety_screen"] == "well"


@pytest.mark.parametrize("words", IN_DANGER)
def test_words_of_danger_never_go_to_rasa_and_it_cannot_lower_them(words: str, home: Path) -> None:
    rasa = FakeRasa("feeling_good", 1.0)
    said, _ = asyncio.run(talk(home, rasa, words))
    assert rasa.asked == []
    assert "988" in said[0]


SETTLED: dict[str, tuple[str, ...]] = {
    "help and stop words": ("help now", "stop all messages", "i need help"),
    "commands": ("/pause 2 weeks", "/settings please"),
    "words of a button": ("my progress", "change the hour"),
    "an exact choice of what is open": ("/lesson", "help now", "not now"),
    "a safety talk": ("i want to die", "i do not know what to tell you", "it is all so much today"),
    "heavy words, and the answer to them": ("i feel so alone and hopeless today", "my boss shouted at me again today"),
    "a plan for hard days": ("/plan", "1", "i walk along the river with the dog"),
    "a free question": ("/zone", "somewhere near the big lake"),
}


@pytest.mark.parametrize("what", SETTLED)
def test_words_that_settle_it_and_words_of_a_hard_moment_never_go_to_rasa(what: str, home: Path) -> None:
    rasa = FakeRasa("thanks", 1.0)
    asyncio.run(talk(home, rasa, *SETTLED[what]))
    assert rasa.asked == []


def test_a_form_a_caption_and_a_changed_message_never_go_to_rasa(home: Path) -> None:
    rasa = FakeRasa("thanks", 1.0)
    form = Filled(CHECKIN, {"energy": "3", "load": "3", NOTE: "a long day but a good one"})
    asyncio.run(talk(home, rasa, form, Sent("photo", "look at this sky"), Sent(EDIT, "look at that sky")))
    assert rasa.asked == []


def test_what_stays_open_to_a_guess_does_go_there(home: Path) -> None:
    rasa = FakeRasa("thanks", 1.0)
    asyncio.run(talk(home, rasa, "/lesson", "what would you do next"))
    assert rasa.asked == ["what would you do next"]


def test_what_was_read_without_rasa_is_counted_by_why_and_logged_once_without_words(home: Path) -> None:
    lines = [f"thanks {word}" for word in ("a", "b", "c", "d", "e")]
    with capture_logs() as logs:
        words, health = asyncio.run(talk(home, FakeRasa(answer=saying(500, b"")), *lines))
    assert len(words) == len(lines)
    assert health["interpreter_fallbacks"] == {"refused": 1, "resting": 4}
    told = [entry for entry in logs if entry["event"].startswith("rasa")]
    assert [entry["event"] for entry in told] == ["rasa_failed"]
    assert "thanks" not in str(logs)
    assert TOKEN not in str(logs)


def test_an_intent_that_we_do_not_have_is_told_once_and_that_it_works_again_too() -> None:
    told = Told()
    with capture_logs() as logs:
        for _ in range(3):
            told.fell_back(Trouble.unknown_intent)
        told.recovered()
    assert [entry["event"] for entry in logs] == ["rasa_knows_another_intent", "rasa_recovered"]
    assert told.fallbacks == {"unknown_intent": 3}


def test_a_rasa_server_without_a_token_is_refused() -> None:
    with pytest.raises(ValidationError, match="COACH_RASA_URL needs COACH_RASA_TOKEN"):
        Settings(rasa_url="http://127.0.0.1:5005", _env_file=None)


@pytest.mark.parametrize(
    "url", ["http://rasa.example.org:5005", "http://8.8.8.8", "ftp://127.0.0.1", "http://u:p@localhost"]
)
def test_words_do_not_go_over_an_open_wire(url: str) -> None:
    with pytest.raises(ValidationError, match="it must"):
        Settings(rasa_url=url, rasa_token=SecretStr(TOKEN), _env_file=None)


@pytest.mark.parametrize(
    "url", ["http://rasa:5005", "http://10.0.0.7:5005", "https://rasa.example.org", "http://[::1]:5005"]
)
def test_they_may_go_inside_or_sealed(url: str) -> None:
    assert stays_inside(url)
    assert Settings(rasa_url=f"{url}/", rasa_token=SecretStr(TOKEN), _env_file=None).rasa_url == url
