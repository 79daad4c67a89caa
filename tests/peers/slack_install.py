"""A workspace takes the coach in at npm's emulate, by OAuth v2, and is then talked with under its strict scopes.

The peer brings no taps and no commands, so what the person says is signed and brought here. It runs in a network of its own, as
`make peers` does it.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx

from bot.clock import SystemClock
from tests.acceptance.process import HOST, Coach, eventually, free_port, serving_coach
from tests.acceptance.slack.coach import EVENTS_PATH
from tests.acceptance.slack.signing import signed, written
from tests.peers.npm import MODULES

PACKAGE = "emulate@0.12.2"
SCRIPT = MODULES / "emulate" / "dist" / "index.js"
PATIENCE = 30.0
CLIENT, SECRET, SIGNING = "1111.2222", "5ec2e70fac11e4770fa9ee2", "5ec2e70fa9ee2f02ca9ee2"
PERSON, TEAM = "U000000001", "T000000001"  # the peer's own
COACH = "U0COACH"
EYE = "a-token-that-looks-at-the-talk"
Json = dict[str, object]


def main() -> int:
    """Install and talk; 1 when something went wrong."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            _live(Path(folder))
    except AssertionError as wrong:
        print(f"{PACKAGE}: {wrong}")
        return 1
    print(f"{PACKAGE}: the link, the page, a wrong and a used way back, and a talk with strict scopes went well.")
    return 0


def _live(folder: Path) -> None:
    own = f"http://{HOST}:{free_port()}"
    with _peer(folder, f"{own}/slack/oauth_redirect") as root, _coach(folder, root, own) as coach:
        with httpx.Client(timeout=PATIENCE, trust_env=False) as browser:
            stranger = httpx.get(
                f"{own}/slack/oauth_redirect", params={"code": "none", "state": "none"}, trust_env=False
            )
            assert stranger.status_code == 400, "a way back that nobody began was taken"
            back = _allowed(browser, browser.get(f"{own}/slack/install").headers["location"])
            page = browser.get(back)
            assert page.status_code == 200, f"the installation was not taken: {page.text}"
            assert "Peercoach is installed" in page.text
            assert browser.get(back).status_code == 400, "a used way back was taken again"
        coach.tells(f"event=workspace_begun account=slack:{TEAM}")
        _talk(coach, root)


def _allowed(browser: httpx.Client, link: str) -> str:
    """Where the peer's page sends the browser once somebody has allowed it."""
    shown = browser.get(link)
    assert shown.status_code == 200, f"the peer does not take our link: {shown.text}"
    fields = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', shown.text))
    given = {name: unescape(value) for name, value in fields.items()}
    callback = re.search(r'action="([^"]+)"', shown.text)
    assert callback, "the peer shows no button"
    return browser.post(httpx.URL(link).join(callback[1]), data=given).headers["location"]


def _talk(coach: Coach, root: str) -> None:
    """Hello, and the page: the token that came of it may do what that takes."""
    room = _asked(root, "conversations.open", users=COACH)["channel"]["id"]
    said = {"type": "message", "user": PERSON, "text": "hi", "channel": room, "channel_type": "im", "ts": "1.000001"}
    _brought(coach, said)
    _brought(coach, {"type": "app_home_opened", "user": PERSON, "channel": room, "tab": "home"})

    def told() -> list[str]:
        return [str(one["text"]) for one in _asked(root, "conversations.history", channel=room)["messages"]]

    eventually(lambda: any("automated bot" in one for one in told()), lambda: f"the coach did not say hello: {told()}")
    time.sleep(1)
    assert "missing_scope" not in coach.told
    assert len(told()) == len(set(told())), "the coach said something twice"


def _brought(coach: Coach, event: Json) -> None:
    now = int(SystemClock().now().timestamp())
    body, kind = written(
        "events_api",
        {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{event['type']}",
            "event_time": now,
            "event": event,
        },
    )
    assert coach.bring(EVENTS_PATH, body, {"Content-Type": kind, **signed(SIGNING, body, now)}) == 200


def _asked(root: str, method: str, **given: str) -> Json:
    headers = {"Authorization": f"Bearer {EYE}"}
    answer = httpx.post(f"{root}/api/{method}", data=given, headers=headers, trust_env=False).json()
    assert answer["ok"], f"the peer does not answer {method}: {answer}"
    return dict(answer)


@contextmanager
def _peer(folder: Path, back: str) -> Iterator[str]:
    """The peer at work; its address."""
    port = free_port()
    app = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "name": "Peercoach",
        "redirect_uris": [back],
        "bot_user_id": COACH,
    }
    eye = {"token": EYE, "user_id": PERSON, "scopes": ["im:write", "im:history"]}
    seed = folder / "seed.json"
    seed.write_text(json.dumps({"slack": {"strict_scopes": True, "oauth_apps": [app], "tokens": [eye]}}), "utf-8")
    command = ["node", str(SCRIPT), "start", "--service", "slack", "--port", str(port), "--seed", str(seed)]
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    root = f"http://{HOST}:{port}"
    try:
        eventually(lambda: _answers(root), lambda: (folder / "peer.log").read_text("utf-8"), PATIENCE)
        yield root
    finally:
        process.kill()
        process.wait()


def _answers(root: str) -> bool:
    try:
        return httpx.get(root, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False


@contextmanager
def _coach(home: Path, root: str, own: str) -> Iterator[Coach]:
    """A real `coach serve` that workspaces install by a link; it must end well, and within 10 s, when told to."""
    place = {"COACH_LISTEN": own.removeprefix("http://"), "COACH_PUBLIC_URL": own}
    secrets = {
        "COACH_SLACK_CLIENT_ID": CLIENT,
        "COACH_SLACK_CLIENT_SECRET": SECRET,
        "COACH_SLACK_SIGNING_SECRET": SIGNING,
    }
    with serving_coach(home, "serve.log", {**place, **secrets, "COACH_SLACK_API_ROOT": f"{root}/api"}) as coach:
        try:
            yield coach
            assert coach.stop() == 0, "coach serve did not end well"
        except AssertionError:
            print(coach.told)
            raise


if __name__ == "__main__":
    sys.exit(main())
