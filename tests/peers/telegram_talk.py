"""A short talk of the real process with npm's telegram-test-api: start, welcome, lesson, buttons, an edited message, STOP."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from tests.acceptance.process import free_port
from tests.peers.telegram_proxy import HOST, Proxy, proxied

ROOT = Path(__file__).parent.parent.parent
SERVE = [sys.executable, "-c", "from bot.cli import run; run()", "serve"]
SCRIPT = Path(__file__).parent / "telegram.cjs"
PACKAGE = "telegram-test-api@4.2.1"
TOKEN = "666:a-token-for-a-peer-of-ours"
PERSON = 1001
PATIENCE = 30.0
END_PATIENCE = 10.0
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Peer:
    """The peer's process, where it listens, and its one person."""

    root: str
    acts: IO[str]

    def do(self, act: str, words: str, message: int = 0) -> None:
        """Let the person do something at the peer's own client."""
        self.acts.write(json.dumps({"act": act, "words": words, "message": message}) + "\n")
        self.acts.flush()

    def recorded(self) -> list[Json]:
        """What the peer recorded of the bot, the oldest first, edits applied."""
        told = httpx.post(f"{self.root}/getUpdatesHistory", json={"token": TOKEN}, trust_env=False).json()
        return [one for one in told["result"] if "chat_id" in one.get("message", {})]

    def shows(self, words: str, after: int = 0) -> Json:
        """Wait until a message of the bot newer than `after` has these words; what the peer recorded of it."""
        return self._wait(lambda one: one["messageId"] > after and words in one["message"]["text"], words)

    def edits(self, message: int, words: str) -> Json:
        """Wait until this message has these words; what the peer recorded of it."""
        return self._wait(lambda one: one["messageId"] == message and words in one["message"]["text"], words)

    def tap(self, one: Json, label: str) -> None:
        """Tap a button below a recorded message."""
        [data] = [button["callback_data"] for button in buttons(one) if button["text"] == label]
        self.do("tap", data, one["messageId"])

    def _wait(self, holds: Callable[[Json], bool], words: str) -> Json:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for one in self.recorded():
                if holds(one):
                    return one
            time.sleep(0.1)
        raise AssertionError(f"the peer recorded nothing with {words!r} within {PATIENCE:.0f} s")


def buttons(one: Json) -> list[Json]:
    """The buttons below a recorded message."""
    return [button for row in one["message"].get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def talk(installed: Path) -> Proxy:
    """Run the talk against the package in this folder; what the shim did in it. Raises AssertionError where it goes wrong."""
    with tempfile.TemporaryDirectory() as home, _peer(installed) as peer, proxied(peer.root) as proxy:
        with _coach(Path(home), proxy.root):
            _welcome(peer)
            _lesson(peer)
            _stop(peer)
        ids = [one["messageId"] for one in peer.recorded()]
        assert len(ids) == len(set(ids)), "the peer recorded a message twice"
        words = [one["message"]["text"] for one in peer.recorded()]
        assert len(words) == len(set(words)), "the coach said something twice"
        assert not proxy.refused, f"the peer cannot do: {sorted(proxy.refused)}"
        return proxy


def _welcome(peer: Peer) -> None:
    """From Start to the first lesson; the choice is shown in the message that asked."""
    peer.do("command", "/start")
    hello = peer.shows("automated bot")
    peer.tap(hello, "Yes, let us start")
    edited = peer.edits(hello["messageId"], "✓ Yes, let us start")
    assert "Help now" in [button["text"] for button in buttons(edited)], "help now must stay where it was"
    assert "No, thank you" not in [button["text"] for button in buttons(edited)], "an answered question stands open"
    country = peer.shows("Which country", hello["messageId"])
    peer.tap(country, "United States")
    place = peer.shows("What time is it", country["messageId"])
    peer.do("write", "New York")
    hour = peer.shows("should your prompt come", place["messageId"])
    peer.tap(hour, "09:00")
    peer.tap(peer.shows("On which days", hour["messageId"]), "Every day")


def _lesson(peer: Peer) -> None:
    """The first lesson to its end, and a line of their own between."""
    first = peer.shows("about 2 min", peer.shows("first lesson")["messageId"] - 1)
    labels = [button["text"] for button in buttons(first)]
    assert labels == ["Next", "Later"], f"the lesson's buttons are {labels}"
    peer.tap(first, "Next")
    second = peer.shows("", first["messageId"])
    peer.do("write", "next")
    third = peer.shows("Try it", second["messageId"])
    assert any(entity["type"] == "bold" for entity in third["message"]["entities"]), "the markup did not arrive"
    peer.tap(third, "I plan to")
    peer.tap(peer.shows("short quiz", third["messageId"]), "Not now")
    peer.edits(third["messageId"], "✓ I plan to")


def _stop(peer: Peer) -> None:
    """STOP, and nothing comes after what confirms it."""
    before = peer.recorded()[-1]["messageId"]
    peer.do("write", "STOP")
    stopped = peer.shows("I have stopped", before)
    labels = [button["text"] for button in buttons(stopped)]
    assert "Resume" in labels, f"the buttons after STOP are {labels}"
    time.sleep(2)
    assert all(one["messageId"] <= stopped["messageId"] for one in peer.recorded()), "something came after STOP"


@contextmanager
def _peer(installed: Path) -> Iterator[Peer]:
    port = free_port()  # the peer takes no port 0
    command = ["node", str(SCRIPT), str(port), TOKEN, str(PERSON)]
    node = subprocess.Popen(command, cwd=installed, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert node.stdin
    assert node.stdout
    try:
        assert node.stdout.readline() == "listening\n", "the peer did not start"
        yield Peer(f"http://{HOST}:{port}", node.stdin)
    finally:
        node.kill()
        node.wait()
        node.stdin.close()
        node.stdout.close()


@contextmanager
def _coach(home: Path, root: str) -> Iterator[None]:
    """A real `coach serve` with nothing but a token and where its Telegram is; it must end within 10 s when told to."""
    ours = {"COACH_HOME": str(home), "COACH_LISTEN": f"{HOST}:0", "COACH_TELEGRAM_TOKEN": TOKEN}
    environment = {**os.environ, **ours, "COACH_TELEGRAM_API_ROOT": root, "PYTHONPATH": str(ROOT)}
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(SERVE, env=environment, stderr=log, cwd=home)
    try:
        yield
        process.terminate()
        assert process.wait(END_PATIENCE) == 0, "coach serve did not end well"
    except AssertionError:
        print((home / "serve.log").read_text("utf-8"))
        raise
    finally:
        process.kill()
        process.wait()
