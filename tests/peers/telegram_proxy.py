"""Between the coach and npm's telegram-test-api: what that peer lacks is supplied here, all else passes through unchanged.

The peer is of 2022 and knows nine methods. It leaves out fields that Telegram always sends, tells in milliseconds when a bot sent
something, has no long poll, gives each update once whatever the offset says, and shows no pictures, polls and files: a call for one
of those fails here, too.
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from bot.clock import SystemClock
from tests.acceptance.telegram.wire import Request, Response, converse

HOST = "127.0.0.1"
PATIENCE = 10.0
LOOK_AGAIN = 0.05
Json = dict[str, object]

SUPPLIED: Mapping[str, object] = {
    "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    "getMyCommands": [],
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
    "getChatMenuButton": {"type": "commands"},
} | dict.fromkeys(
    ("setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton", "sendChatAction"), True
)


@dataclass(slots=True)
class Proxy:
    """The shim, and which methods it passed on, which it answered itself, and which the peer refused."""

    peer: str
    root: str = ""
    passed: set[str] = field(default_factory=set)
    supplied: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    async def respond(self, client: httpx.AsyncClient, request: Request) -> Response:
        """Answer one call of the bot."""
        method = request.path.rpartition("/")[2]
        if method in SUPPLIED:
            self.supplied.add(method)
            return _told(200, {"ok": True, "result": SUPPLIED[method]})
        self.passed.add(method)
        until = time.monotonic() + float(request.fields.get("timeout", 0))
        while True:
            answered = await client.post(f"{self.peer}{request.path}", data=dict(request.fields))
            answer = answered.json()
            if method != "getUpdates" or answer.get("result") or time.monotonic() >= until:
                break
            await asyncio.sleep(LOOK_AGAIN)
        if not answer.get("ok"):
            self.refused.add(method)
            return _told(400, {"ok": False, "error_code": 400, "description": "Bad Request: the peer cannot do that"})
        return _told(answered.status_code, answer | {"result": mended(method, request.fields, answer["result"])})


def mended(method: str, asked: Mapping[str, str], result: object) -> object:
    """The peer's result with what Telegram would have told besides."""
    match method, result:
        case "getMe", dict():
            return {"is_bot": True} | result
        case "getUpdates", list():
            return [_told_whole(update) for update in result]
        case "sendMessage", dict():
            return result | {name: json.loads(one) for name, one in result.items() if name in _AS_TEXT} | _dated(result)
        case "editMessageText" | "editMessageReplyMarkup", None:
            return _edited(asked)
        case "answerCallbackQuery", None:
            return True
    return result


@contextmanager
def proxied(peer: str) -> Iterator[Proxy]:
    """The shim in front of a peer, in a thread of its own."""
    proxy, ready = Proxy(peer), threading.Event()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        over, conversations = asyncio.Event(), set()

        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            conversations.add(asyncio.current_task())
            with suppress(asyncio.CancelledError):  # the talk is over
                await converse(reader, writer, lambda request: proxy.respond(client, request))

        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            server = await asyncio.start_server(meet, HOST, 0)
            proxy.root = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
            running.append((asyncio.get_running_loop(), over))
            ready.set()
            await over.wait()
            server.close()
            for conversation in conversations:
                conversation.cancel()
            await asyncio.gather(*conversations)

    thread = threading.Thread(target=asyncio.run, args=(run(),), name="proxy", daemon=True)
    thread.start()
    if not ready.wait(PATIENCE):
        raise TimeoutError("the shim did not begin to listen")
    try:
        yield proxy
    finally:
        [(loop, over)] = running
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)


# The peer sends these back as the text that came over the wire.
_AS_TEXT = ("link_preview_options",)


def _dated(message: Json) -> Json:
    return {"date": int(message["date"]) // 1000}


def _edited(asked: Mapping[str, str]) -> Json:
    chat = int(asked["chat_id"])
    head = {"message_id": int(asked["message_id"]), "chat": {"id": chat, "type": "private", "first_name": "TestName"}}
    return head | {"date": _now(), "edit_date": _now(), "text": asked.get("text", "")}


def _told_whole(update: Json) -> Json:
    """A tap with the time of its message and with the chat's own sign."""
    query = update.get("callback_query")
    if not isinstance(query, dict):
        return update
    message = {"date": _now()} | query["message"]
    return update | {"callback_query": {"chat_instance": "1"} | query | {"message": message}}


def _now() -> int:
    """The platform's own clock, in whole seconds."""
    return int(SystemClock().now().timestamp())


def _told(status: int, answer: Json) -> Response:
    return Response(status, json.dumps(answer).encode())
