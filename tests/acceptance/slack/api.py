"""One app's Web API: every call is written down, checked, answered in Slack's words, and goes wrong on demand."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from bot.clock import Clock, SystemClock
from tests.acceptance.slack import chatting, uploading, viewing
from tests.acceptance.slack.events import EVENT, Events, Sending
from tests.acceptance.slack.faults import Fault, Faults, Rule, When
from tests.acceptance.slack.flaws import Flaw, Json
from tests.acceptance.slack.installing import Oauth, forget
from tests.acceptance.slack.pace import Pace
from tests.acceptance.slack.payloads import Payloads
from tests.acceptance.slack.refusals import Refused, invalid, missing_scope, throttled
from tests.acceptance.slack.socket_mode import Sockets
from tests.acceptance.slack.spec import FORMS_ONLY, METHODS, judged, wired
from tests.acceptance.slack.world import Workspace, World

TEAM = "T0001AAA"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # a signing secret as they look
SCOPES = "app_mentions:read chat:write commands dnd:read files:read files:write im:history im:write users:read"
LONG = 30.0  # seconds that another thread waits at most for the loop
_Result = TypeVar("_Result")
_DONE = chatting.METHODS | viewing.METHODS | uploading.METHODS


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as it came: its token, and the client's id and secret where it had them."""

    method: str
    parameters: Json
    token: str = ""
    client: tuple[str, str] = ("", "")
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the app, written down when it was answered."""

    at: float  # when it came, in the loop's seconds
    method: str
    team: str  # whose token it carried; empty: nobody's
    parameters: Mapping[str, object]
    answer: Json | None  # None when the app got no answer that it could read
    fault: str = ""


class SlackApi:
    """The platform as one app sees it: workspaces, the Web API, and the way back to the app."""

    def __init__(self, clock: Clock | None = None, *, app_id: str = "A0001COACH", secret: str = SECRET) -> None:
        self.app_id, self.app_token, self.signing_secret = app_id, "xapp-1-a-token-of-tests", secret
        self.root = ""  # COACH_SLACK_API_ROOT
        self.world = World(clock or SystemClock())
        self.world.tell = self._echo
        self.payloads = Payloads(self.world)
        self.sockets = Sockets()
        self.events = Events(self.world.clock, secret, self.sockets)
        self.oauth = Oauth()
        self.faults = Faults()
        self.echoes = True  # the app hears its own messages, as in Slack
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.pace: Pace | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self.team()

    def team(self, id: str = TEAM, name: str = "Peers of tests", scopes: str = SCOPES) -> Workspace:
        """A workspace, made where there is none; without scopes our app is not installed there."""
        token = f"xoxb-{id}-a-token-of-tests" if scopes else ""
        new = Workspace(id, name, token, set(scopes.split()), f"UBOT{id[1:]}", f"BBOT{id[1:]}", self.app_id)
        return self.world.workspaces.setdefault(id, new)

    def join(self, origin: str) -> None:
        """From now on this loop serves it, at this address."""
        self.world.root, self.root = origin, f"{origin}/api"
        self.loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        self.events.start()

    async def part(self) -> None:
        """Nobody serves it any more; what people do waits for the next time."""
        await self.events.stop()
        await self.sockets.close()
        self.loop = None

    def enforce(self, burst: int = 1, pause: float = 1.0, retry_after: int = 1) -> Pace:
        """Refuse from now on with 429 what is sent too fast; the count of it is in what this returns."""
        self.pace = Pace(burst, pause, retry_after)
        return self.pace

    def go_wrong(
        self, method: str, fault: Fault, times: int | None = 1, *, every: int = 1, team: str = "", channel: str = ""
    ) -> Rule:
        """Let the next `times` calls of a method (`*`: of any) go wrong, or all of them; a rule counts what it struck."""
        self.faults.rules.append(Rule(method, fault, times, every, team, channel))
        return self.faults.rules[-1]

    def go_right(self) -> None:
        """No more faults."""
        self.faults.rules.clear()

    def called(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    def in_loop(self, act: Callable[[], _Result]) -> _Result:
        """Run a function where the server runs: here, or in its thread."""
        if self.loop is None or self._thread == threading.get_ident():
            return act()
        done: Future[_Result] = Future()

        def settle() -> None:
            try:
                done.set_result(act())
            except BaseException as problem:  # it belongs to whoever asked, in the other thread
                done.set_exception(problem)

        self.loop.call_soon_threadsafe(settle)
        return done.result(LONG)

    def call(self, work: Awaitable[_Result]) -> _Result:
        """Run a coroutine in the server's loop, from another thread; its result."""

        async def run() -> _Result:
            return await work

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result()

    async def respond(self, asked: Asked) -> tuple[Json | Refused, Fault | None]:
        """Answer one call, write it down, and check it; and the fault that struck it."""
        at, values = asyncio.get_running_loop().time(), wired(asked.parameters)
        team = next((one for one in self.world.workspaces.values() if asked.token and asked.token == one.token), None)
        if team and team.dead:
            team = None
        flaws = judged(asked.method, values, self._scopes(asked.token, team))
        if asked.as_json and asked.method in FORMS_ONLY:
            flaws.append(Flaw("this method is given a form, and no JSON"))
        self.violations += [f"{asked.method}: {flaw.what}" for flaw in flaws]
        about = {
            _room_of(team, values.get("channel")),
            values.get("channel"),
            values.get("channel_id"),
            values.get("user"),
            values.get("users"),
            values.get("user_id"),
        }
        fault = self.faults.strike(asked.method, team.id if team else "", about)
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        answer = self._answer(asked, values, flaws, (team, fault))
        seen = answer.body if isinstance(answer, Refused) else answer
        lost = bool(fault and fault.hides)
        name = fault.name if fault else ""
        self.calls.append(Call(at, asked.method, team.id if team else "", values, None if lost else seen, name))
        return answer, fault

    def _answer(
        self, asked: Asked, values: Json, flaws: list[Flaw], struck: tuple[Workspace | None, Fault | None]
    ) -> Json | Refused:
        """Do what was asked, unless a fault strikes before."""
        team, fault = struck
        try:
            if fault and fault.refusal:
                raise fault.refusal
            if fault and fault.hides and fault.when is When.BEFORE:
                return {}
            return {"ok": True, **self._result(asked, values, flaws, team)}
        except Refused as refusal:
            return refusal

    def _result(self, asked: Asked, values: Json, flaws: list[Flaw], team: Workspace | None) -> Json:
        method, no = asked.method, [flaw for flaw in flaws if flaw.error]
        if method not in METHODS:
            raise Refused("unknown_method")
        if method == "oauth.v2.access":
            return self.oauth.exchange(self.world, {"code": "", **values}, asked.client)
        if method == "apps.connections.open":
            return self._connection(asked.token)
        if team is None:
            raise self._stranger(asked.token)
        self._check(method, values, no, team)
        if method == "apps.uninstall":
            leave(self, team, "account_inactive", ("tokens_revoked", "app_uninstalled"))
            return {}
        return _DONE[method](self.world, team, values)

    def _check(self, method: str, values: Json, no: list[Flaw], team: Workspace) -> None:
        """Whether a call of a workspace's may be, comes in time, and is right in itself."""
        if no and no[0].error == "missing_scope":
            raise missing_scope(METHODS[method].scope, ",".join(sorted(team.scopes)))
        about = _room_of(team, values.get("channel", values.get("channel_id")))
        if self.pace and not self.pace.allows(method, team.id, about, asyncio.get_running_loop().time()):
            raise throttled(self.pace.retry_after)
        if no:
            raise invalid(no[0].error, [flaw.what for flaw in no])

    def _connection(self, token: str) -> Json:
        """Where to connect by Socket Mode."""
        if token != self.app_token:
            raise Refused("not_allowed_token_type") if token.startswith("xoxb-") else Refused("invalid_auth")
        if not self.sockets.enabled:
            raise Refused("forbidden_team")
        origin = self.world.root.replace("http", "ws", 1)
        return {"url": f"{origin}/link/?ticket={self.sockets.ticket()}&app_id={self.app_id}"}

    def _stranger(self, token: str) -> Refused:
        """Why a token is none of ours, or no longer."""
        dead = (one.old_tokens[token] for one in self.world.workspaces.values() if token in one.old_tokens)
        if not token:
            return Refused("not_authed")
        return Refused(next(dead, "not_allowed_token_type" if token == self.app_token else "invalid_auth"))

    def _scopes(self, token: str, team: Workspace | None) -> set[str]:
        """What a token may do; one that is not known is refused for that, and for nothing else."""
        if token == self.app_token:
            return {"connections:write"}
        return team.scopes if team else {method.scope for method in METHODS.values()}

    def _echo(self, workspace: Workspace, event: Json) -> None:
        if self.echoes:
            name, payload = self.payloads.event(workspace, event)
            self.events.add(Sending(EVENT, payload, workspace.bot_user, name))


def _room_of(team: Workspace | None, place: object) -> object:
    """The channel that a call is about: where it names a person, their direct message with the app is meant."""
    account = team.accounts.get(place) if team and isinstance(place, str) else None
    return account.room.id if account else place


def leave(api: SlackApi, workspace: Workspace, error: str, events: tuple[str, ...]) -> list[Sending]:
    """The app's token is dead from now on; what the app is told about it."""
    forget(workspace, error)
    tokens = {"tokens": {"oauth": [], "bot": [workspace.bot_user]}}
    sendings = []
    for kind in events:
        event = {"type": kind, "event_ts": api.world.ts(workspace), **(tokens if kind == "tokens_revoked" else {})}
        name, payload = api.payloads.event(workspace, event)
        sendings.append(api.events.add(Sending(EVENT, payload, "", name)))
    return sendings
