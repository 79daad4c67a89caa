"""One bot's Bot API: every call is written down, checked, answered in Telegram's words, and goes wrong on demand."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from bot.clock import Clock, SystemClock
from tests.acceptance.telegram import profile, sending
from tests.acceptance.telegram.delivery import Updates, Webhook
from tests.acceptance.telegram.faults import Fault, Rule, When
from tests.acceptance.telegram.pace import Pace
from tests.acceptance.telegram.refusals import NO_METHOD, Refused, bad, throttled
from tests.acceptance.telegram.spec import Judged, judge
from tests.acceptance.telegram.wire import Request, Response
from tests.acceptance.telegram.world import Json, World

TOKEN = "4242:fake-token-of-a-test"
LONG = 30.0  # seconds that another thread waits at most for the loop
_Result = TypeVar("_Result")
_METHODS = sending.METHODS | profile.METHODS


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, written down when it was answered."""

    at: float  # when it came, in the loop's seconds
    method: str
    parameters: Mapping[str, str]
    files: Mapping[str, bytes]
    answer: Json | None  # None when the bot got no answer that it could read
    fault: str = ""

    @property
    def chat(self) -> int | None:
        """The chat it is about."""
        return _chat(self.parameters)


class BotApi:
    """The platform as one bot sees it. With `local`, webhooks may be plain http, as with a Bot API server of one's own."""

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "coach_of_tests_bot",
        *,
        local: bool = True,
        clock: Clock | None = None,
    ) -> None:
        self.token = token
        self.root = ""  # where it is served: base_url is root + "/bot", base_file_url root + "/file/bot"
        me = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Coach of tests",
            "username": username,
        }
        self.world = World(me, clock or SystemClock())
        self.updates = Updates(self.world.date)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.pace: Pace | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._rules: list[Rule] = []
        self._local = local
        self._thread = 0

    def join(self, root: str) -> None:
        """From now on this loop serves it, at this address."""
        self.root, self.loop, self._thread = root, asyncio.get_running_loop(), threading.get_ident()
        self.updates.start()

    def part(self) -> None:
        """Nobody serves it any more; what people do waits for the next time."""
        self.updates.stop()
        self.loop = None

    def enforce(self, per_second: int = 30, per_chat_pause: float = 1.0, retry_after: int = 1) -> Pace:
        """Refuse from now on with 429 what is sent too fast; the count of it is in what this returns."""
        self.pace = Pace(per_second, per_chat_pause, retry_after)
        return self.pace

    def go_wrong(
        self, method: str, fault: Fault, times: int | None = 1, *, every: int = 1, chat: int | None = None
    ) -> Rule:
        """Let the next `times` calls of a method (`*`: of any) go wrong, or all of them; a rule counts what it struck."""
        self._rules.append(Rule(method, fault, times, every, chat))
        return self._rules[-1]

    def go_right(self) -> None:
        """No more faults."""
        self._rules.clear()

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

    async def respond(self, method: str, request: Request) -> Response:
        """Answer one call, write it down, and check it."""
        at = asyncio.get_running_loop().time()
        judged = judge(method, request.fields, request.files, local=self._local)
        self.violations += [f"{method}: {what}" for what in (*judged.unknown, *judged.wrong)]
        rule = next((rule for rule in self._rules if rule.strikes(method, _chat(request.fields))), None)
        fault = rule.fault if rule else None
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        status, answer = await self._worked(method, judged, request, fault)
        response = (fault and fault.response) or Response(status, json.dumps(answer).encode())
        lost = bool(fault and fault.response)
        self.calls.append(
            Call(at, method, request.fields, request.files, None if lost else answer, fault.name if fault else "")
        )
        return response

    async def _worked(self, method: str, judged: Judged, request: Request, fault: Fault | None) -> tuple[int, Json]:
        """Do what was asked, unless the fault strikes before."""
        try:
            if fault and fault.refusal:
                raise fault.refusal
            if fault and fault.response and fault.when is When.BEFORE:
                return 0, {}
            return 200, {"ok": True, "result": await self._result(method, judged, request)}
        except Refused as refusal:
            return refusal.code, refusal.body

    async def _result(self, method: str, judged: Judged, request: Request) -> object:
        values = judged.values | _uploaded(judged.values, request)
        if method in ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo") and not judged.wrong:
            return await self._about_updates(method, values)
        if method not in _METHODS:
            raise (
                Refused(*NO_METHOD)
                if not judged.wrong or judged.wrong[0].startswith("unknown")
                else bad(judged.wrong[0])
            )
        if (
            method in sending.SENDS
            and self.pace
            and not self.pace.allows(values.get("chat_id"), asyncio.get_running_loop().time())
        ):
            raise throttled(self.pace.retry_after)
        if judged.wrong:
            raise bad(judged.wrong[0])
        result = _METHODS[method](self.world, values)
        if method == "leaveChat":
            self._left(values["chat_id"])
        return result

    async def _about_updates(self, method: str, values: Json) -> object:
        if "allowed_updates" in values:
            self.updates.allowed = values["allowed_updates"]
        if method == "getUpdates":
            return await self.updates.poll(values.get("offset", 0), values.get("limit", 100), values.get("timeout", 0))
        if method == "getWebhookInfo":
            return self._hook_told()
        url = values.get("url", "")
        hook = Webhook(url, values.get("secret_token", ""), values.get("max_connections", 40)) if url else None
        self.updates.set_hook(hook, drop=values.get("drop_pending_updates", False))
        return True

    def _hook_told(self) -> Json:
        hook = self.updates.hook or Webhook("")
        told: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": self.updates.waiting()}
        if hook.url:
            told["max_connections"] = hook.connections
        if self.updates.allowed:
            told["allowed_updates"] = self.updates.allowed
        if hook.error:
            told |= {"last_error_date": hook.error_date, "last_error_message": hook.error}
        return told

    def _left(self, chat_id: int) -> None:
        """That the bot left is told to it, too."""
        chat = self.world.chats[chat_id]
        was, now = ({"user": self.world.bot, "status": status} for status in ("member", "left"))
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.described,
                "from": self.world.bot,
                "date": self.world.date(),
                "old_chat_member": was,
                "new_chat_member": now,
            },
            chat_id,
        )


def _uploaded(values: Json, request: Request) -> Json:
    """The bytes that stand behind attach://, and what the file is called."""
    found: Json = {}
    for name in ("photo", "document"):
        given = values.get(name)
        part = given.removeprefix("attach://") if isinstance(given, str) else name
        if part in request.files:
            found |= {name: request.files[part], "file_name": request.names.get(part)}
    return found


def _chat(parameters: Mapping[str, str]) -> int | None:
    given = parameters.get("chat_id", "")
    return int(given) if given.lstrip("-").isdigit() else None
