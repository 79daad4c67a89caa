"""npm's local-slack: its process, and what its one person does and sees there.

It checks neither blocks nor tokens, refuses nothing that comes too fast and brings nothing twice: what the coach called is judged
by our own rules afterwards.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.acceptance.process import HOST, free_port
from tests.acceptance.slack.api import SCOPES
from tests.acceptance.slack.spec import violations
from tests.acceptance.slack.world import Shown
from tests.peers.npm import MODULES

BINARY = MODULES / "local-slack-linux-x64" / "bin" / "local-slack"
PATIENCE = 30.0
PERSON = {"id": "U0PERSON", "name": "alex", "real_name": "Alex", "tz": "Pacific/Honolulu"}
TEAM = {"name": "Peers of ours", "domain": "peers-of-ours", "teamId": "T0PEERS"}
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-a-token-for-a-peer", "xapp-a-token-for-a-peer", "5ec2e70fa9ee2f02ca9ee2"
APP = {"appId": "A0COACH", "botUserId": "U0COACH", "botName": "peercoach", "botToken": BOT_TOKEN}
Json = dict[str, object]


class Peer:
    """The peer, and its one person in a direct message with the coach."""

    def __init__(self, root: str, http: aiohttp.ClientSession) -> None:
        self.root = root
        self._http = http
        self._dm = ""

    async def write(self, text: str) -> str:
        """The person writes; the name of their message."""
        told = await self._do("message", channel=self._dm or PERSON["id"], text=text)
        self._dm = told["message"]["channel"]
        return told["message"]["ts"]

    async def tap(self, shown: Shown, label: str) -> None:
        """The person taps a button below a message."""
        [button] = [one for one in shown.buttons if one["text"]["text"] == label]
        await self._do("interact", channel=self._dm, messageTs=shown.ts, action=button)

    async def command(self, text: str) -> None:
        """The person gives the slash command."""
        await self._do("command", channel=self._dm, command="/coach", text=text)

    async def open_home(self) -> None:
        """The person opens the App Home."""
        await self._do("open-home")

    async def send_window(self, values: Json) -> None:
        """The person sends in the open window with these fields."""
        async with self._http.ws_connect(f"{self.root}/ui") as screen:
            await screen.receive()
            await screen.send_json({"t": "view_submit", "user": PERSON["id"], "values": values})
            while (await screen.receive_json(timeout=PATIENCE))["t"] != "view":
                pass  # it goes on to tell what happens: the window closes when the coach has it

    async def seen(self) -> list[Shown]:
        """The direct message as it stands now, changes applied."""
        return [Shown(one) for one in (await self.screen())["messages"].get(self._dm, [])]

    async def shows(self, words: str, after: str = "", at: str = "") -> Shown:
        """Wait until a message of the coach newer than `after`, or the one named `at`, has these words."""

        def look(screen: Json) -> Shown | None:
            shown = [Shown(one) for one in screen["messages"].get(self._dm, [])]
            near = (one for one in shown if one.from_bot and one.ts > after and at in ("", one.ts))
            return next((one for one in near if words in one.words), None)

        return await self._until(repr(words), look)

    async def home(self) -> Json:
        """Wait until a page stands in the App Home."""
        return await self._until("a page", lambda screen: screen["homeViews"].get(PERSON["id"], {}).get(APP["appId"]))

    async def window(self) -> Json:
        """Wait until a window is open."""
        return await self._until("a window", lambda screen: (screen["modalStack"] or [None])[-1])

    async def screen(self) -> Json:
        """All that the peer tells: what stands where, who is connected, and what was called."""
        async with self._http.ws_connect(f"{self.root}/ui", max_msg_size=0) as screen:
            return (await screen.receive_json(timeout=PATIENCE))["state"]

    async def _do(self, act: str, **told: object) -> Json:
        async with self._http.post(f"{self.root}/_control/{act}", json={"user": PERSON["id"], **told}) as answer:
            assert answer.status == 200, f"the peer does not do {act!r}"
            return await answer.json()

    async def _until(self, what: str, look: Callable[[Json], object]) -> object:
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := look(await self.screen())):
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"the peer did not show {what} within {PATIENCE:.0f} s") from None
        return found


def is_connected(screen: Json) -> bool:
    """Whether the coach listens by its socket."""
    return screen["apps"][0]["connected"]


def calls_in(screen: Json) -> list[tuple[str, Json]]:
    """The calls of the coach: each method with its parameters, as the peer wrote them down."""
    calls = (one for one in screen["log"] if one["direction"] == "from_bot" and one["kind"] == "web_api")
    return [(one["summary"], one["detail"]) for one in calls]


def flaws_of(calls: list[tuple[str, Json]]) -> list[str]:
    """What is wrong with these calls, by our own rules."""
    scopes = {*SCOPES.split(), "connections:write"}
    return [f"{method}: {flaw}" for method, given in calls for flaw in violations(method, given, scopes)]


@asynccontextmanager
async def peering(folder: Path, url: str) -> AsyncIterator[Peer]:
    """The peer at work: it brings everything to this address, or by sockets where there is none."""
    port = free_port()
    mode = {"mode": "events", "requestUrl": url} if url else {"mode": "socket"}
    app = {**APP, "appToken": APP_TOKEN, "signingSecret": SECRET, **mode}
    settings = folder / "peer.json"
    settings.write_text(json.dumps({"workspace": TEAM, "apps": [app], "users": [PERSON]}), "utf-8")
    command = [str(BINARY), "--config", str(settings), "--port", str(port), "--base-host", HOST]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet, cwd=folder)
    try:
        async with aiohttp.ClientSession() as http:
            peer = Peer(f"http://{HOST}:{port}", http)
            await _begun(http, peer.root)
            yield peer
    finally:
        process.kill()
        await process.wait()


async def _begun(http: aiohttp.ClientSession, root: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with http.get(f"{root}/_control/state"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
