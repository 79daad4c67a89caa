"""Slack's side of an installation: one method on a server of our own, which answers as it is told to."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.slack.manifest import SCOPES
from bot.channels.slack.oauth import Client

REDIRECT_URI = "https://coach.example/slack/oauth_redirect"
ID, SECRET, CODE = "123.456", "s3cretsecretsecret", "a-code"
TOKEN = "xoxb-1-zanahoria"


def granted(**other: object) -> dict[str, object]:
    """What Slack answers when all is well, but for what is other."""
    return {
        "ok": True,
        "access_token": TOKEN,
        "token_type": "bot",
        "scope": ",".join(SCOPES),
        "bot_user_id": "U0BOT",
        "app_id": "A0APP",
        "team": {"id": "T0NORTH", "name": "North Hope"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0ANN"},
    } | other


@dataclass
class Wire:
    """What Slack answers next: an object, words that are none, or nothing at all; and what it was asked."""

    answer: object = field(default_factory=granted)
    status: int = 200
    kind: str = "application/json"
    asked: list[dict[str, str]] = field(default_factory=list)
    root: str = ""

    @property
    def client(self) -> Client:
        """An app that asks here."""
        return Client(ID, SECRET, self.root, REDIRECT_URI)

    async def answered(self, request: web.Request) -> web.Response:
        """Answer as it is told to; None breaks the connection."""
        kind, _, who = request.headers["Authorization"].partition(" ")
        id, _, secret = b64decode(who, validate=True).decode().partition(":")
        fields = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append({"by": kind, "id": id, "secret": secret, **fields})
        if self.answer is None:
            request.transport.abort()
        body = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        return web.Response(text=body, status=self.status, content_type=self.kind)


@asynccontextmanager
async def slack() -> AsyncIterator[Wire]:
    """A Slack that takes codes."""
    wire = Wire()
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", wire.answered)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        wire.root = f"http://{host}:{port}/api"
        yield wire
    finally:
        await runner.cleanup()
