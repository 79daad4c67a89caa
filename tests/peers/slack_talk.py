"""A short talk of the real process with npm's local-slack, by Socket Mode and over HTTP.

The peer listens on every interface, so this runs in a network of its own: `unshare -rn`, as `make peers` does it.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.process import HOST, Coach, free_port, serving_coach
from tests.acceptance.slack.world import View
from tests.peers.slack_peer import APP_TOKEN, BOT_TOKEN, SECRET, TEAM, Peer, calls_in, flaws_of, is_connected, peering

PACKAGE = "local-slack-linux-x64@0.1.8"
WAYS = ("Socket Mode", "HTTP")
QUIET = 2.0  # seconds in which something would come that must not


def main() -> int:
    """Talk both ways; 1 when something went wrong."""
    for way in WAYS:
        try:
            methods = asyncio.run(_talk(way))
        except AssertionError as wrong:
            print(f"{PACKAGE}, {way}: {wrong}")
            return 1
        print(f"{PACKAGE}, {way}: welcome, lesson, changed messages, App Home, /coach, a window and STOP went well.")
        print(f"It answered {', '.join(sorted(methods))}; none of these calls was against Slack's rules.")
    return 0


async def _talk(way: str) -> set[str]:
    """Talk one way; what the coach called. Raises AssertionError where it goes wrong."""
    port = free_port()
    url = f"http://{HOST}:{port}/slack/events" if way == "HTTP" else ""
    with tempfile.TemporaryDirectory() as folder:
        async with peering(Path(folder), url) as peer:
            with _coach(Path(folder), peer.root, port, url) as coach:
                await asyncio.to_thread(coach.tells, f"event=workspace_begun account=slack:{TEAM['teamId']}")
                while not url and not is_connected(await peer.screen()):
                    await asyncio.sleep(0.1)
                await _live(peer)
                await _commands(peer)
                await _stop(peer)
            return await _judged(peer)


async def _live(peer: Peer) -> None:
    """From hello to the end of the first lesson, and choices shown in the messages that asked."""
    await peer.write("hi")
    hello = await peer.shows("automated bot")
    await peer.tap(hello, "Yes, let us start")
    changed = await peer.shows("✓ Yes, let us start", at=hello.ts)
    labels = [one["text"]["text"] for one in changed.buttons]
    assert "Help now" in labels, "help now must stay where it was"
    assert "No, thank you" not in labels, "an answered question stands open"
    await peer.tap(await peer.shows("Which country", hello.ts), "United States")
    zone = await peer.shows("What time is it for you")
    offered = zone.buttons[0]["text"]["text"]
    assert "Honolulu" in offered, f"the zone that Slack knows was not offered, but {offered!r}"
    await peer.tap(zone, offered)
    await peer.tap(await peer.shows("At what time should your prompt come?"), "15:00")
    await peer.tap(await peer.shows("On which days?"), "Every day")
    first = await peer.shows("about 2 min")
    await peer.tap(first, "Next")
    second = await peer.shows("", first.ts)
    await peer.write("next")
    third = await peer.shows("Try it", second.ts)
    await peer.tap(third, "I plan to")
    await peer.tap(await peer.shows("short quiz", third.ts), "Not now")
    await peer.shows("✓ I plan to", at=third.ts)


async def _commands(peer: Peer) -> None:
    """The App Home, the slash command, and a check-in by a window."""
    await peer.open_home()
    page = View(await peer.home()).words
    assert "Help now" in page, f"the page has no help now: {page}"
    await peer.command("help")
    told = await peer.shows("Type /coach and one of these words")
    assert told.message.get("subtype") == "ephemeral", "the help stands before others, too"
    await peer.command("checkin")
    await peer.tap(await peer.shows("Is a check-in okay?"), "Yes")
    await peer.tap(await peer.shows("How is your energy"), "Fill it in all at once")
    window = await peer.window()
    fields = [block for block in window["blocks"] if block["type"] == "input"]
    assert fields, "the window has no fields"
    before = (await peer.seen())[-1].ts
    await peer.send_window({block["block_id"]: {"value": _middle(block["element"])} for block in fields})
    await peer.shows("Thank you", before)


async def _stop(peer: Peer) -> None:
    """STOP, and nothing comes after what confirms it."""
    before = await peer.write("STOP")
    stopped = await peer.shows("I have stopped", before)
    assert "Resume" in [one["text"]["text"] for one in stopped.buttons]
    await asyncio.sleep(QUIET)
    assert (await peer.seen())[-1].ts == stopped.ts, "something came after STOP"


async def _judged(peer: Peer) -> set[str]:
    said = [one.words for one in await peer.seen() if one.from_bot]
    assert len(said) == len(set(said)), "the coach said something twice"
    calls = calls_in(await peer.screen())
    flaws = flaws_of(calls)
    assert not flaws, f"against Slack's rules: {flaws[:5]}"
    return {method for method, _ in calls}


def _middle(element: dict[str, object]) -> dict[str, object]:
    """The middle of what a field offers, or nothing where it takes words."""
    options = element.get("options")
    if options:
        return {"type": element["type"], "selected_option": options[len(options) // 2]}
    return {"type": element["type"], "value": None}


@contextmanager
def _coach(home: Path, root: str, port: int, url: str) -> Iterator[Coach]:
    """A real `coach serve`; it must end well, and within 10 s, when told to."""
    over_http = {"COACH_LISTEN": f"{HOST}:{port}", "COACH_SLACK_SIGNING_SECRET": SECRET}
    ours = {"COACH_SLACK_API_ROOT": f"{root}/api", "COACH_SLACK_BOT_TOKEN": BOT_TOKEN}
    way_in = over_http if url else {"COACH_SLACK_APP_TOKEN": APP_TOKEN}
    with serving_coach(home, "serve.log", {**ours, **way_in}) as coach:
        try:
            yield coach
            assert coach.stop() == 0, "coach serve did not end well"
        except AssertionError:
            print(coach.told)
            raise


if __name__ == "__main__":
    sys.exit(main())
