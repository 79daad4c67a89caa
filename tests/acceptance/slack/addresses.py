"""The addresses of the Slack of tests: the Web API, uploads, answers that come later, OAuth's page and the sockets."""

import asyncio
import base64
import json

from aiohttp import web

from tests.acceptance.slack.api import Asked, SlackApi
from tests.acceptance.slack.faults import UPLOAD, Ending, Fault, When
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.refusals import Refused
from tests.acceptance.slack.uploading import take
from tests.acceptance.slack.world import Shown

API = web.AppKey("api", SlackApi)
BODY = 60_000_000
JSON = "application/json"


def application(api: SlackApi) -> web.Application:
    """All addresses of one Slack."""
    app = web.Application(client_max_size=BODY)
    app[API] = api
    app.router.add_route("*", "/api/{method}", _method)
    app.router.add_post("/upload/v1/{file}", _upload)
    app.router.add_get("/files-pri/{file}/{name}", _file)
    app.router.add_post("/actions/{team}/{user}/{number}", _later)
    app.router.add_get("/oauth/v2/authorize", _authorize)
    app.router.add_get("/link/", api.sockets.serve)
    return app


async def _method(request: web.Request) -> web.StreamResponse:
    try:
        given = await _parameters(request)
    except (ValueError, TypeError):
        return web.json_response(Refused("invalid_json").body)
    token, client = str(given.pop("token", "")) or _token(request), _client(request)
    if "client_secret" in given:
        client = str(given.get("client_id", "")), str(given["client_secret"])
    as_json = request.content_type == JSON and request.body_exists
    asked = Asked(request.match_info["method"], given, token, client, as_json)
    # What was asked is done, also when the client has lost patience meanwhile.
    answer, fault = await asyncio.shield(asyncio.ensure_future(request.app[API].respond(asked)))
    return await _answered(request, answer, fault)


async def _upload(request: web.Request) -> web.StreamResponse:
    api, content = request.app[API], await _content(request)
    fault = api.faults.strike(UPLOAD)
    if fault and fault.seconds:
        await asyncio.sleep(fault.seconds)
    if fault and (fault.refusal or fault.hides) and fault.when is When.BEFORE:
        return await _answered(request, fault.refusal or {}, fault)
    taken = take(api.world, request.path, content)
    if fault and fault.hides:
        return await _answered(request, {}, fault)
    return web.Response(text=f"OK - {len(content)}") if taken else web.Response(status=400, text="wrong size")


async def _file(request: web.Request) -> web.Response:
    """A private file, for the app of its workspace; whoever else asks is shown a page to log in."""
    team, _, number = request.match_info["file"].partition("-")
    workspace = request.app[API].world.workspaces[team]
    if _token(request) != workspace.token:
        return web.Response(text="<html>Sign in to Slack</html>", content_type="text/html")
    return web.Response(body=workspace.contents[number])


async def _later(request: web.Request) -> web.Response:
    """What an app says by a response_url stands before one person alone."""
    world = request.app[API].world
    workspace = world.workspaces[request.match_info["team"]]
    account, said = workspace.accounts[request.match_info["user"]], await request.json()
    head = {"type": "message", "ts": world.ts(workspace), "bot_id": workspace.bot_id}
    account.ephemerals.append(Shown({**head, **said}, ephemeral=True))
    account.changed(account.ephemerals[-1])
    return web.Response(text="ok")


async def _authorize(request: web.Request) -> web.StreamResponse:
    """The page on which somebody allows the app: whoever opens it has already pressed the button."""
    api = request.app[API]
    try:
        where = api.oauth.authorize(api.world, dict(request.query))
    except LookupError as error:
        return web.Response(text=f"Something went wrong when authorizing this app: {error.args[0]}")
    raise web.HTTPFound(where)


async def _answered(request: web.Request, answer: Json | Refused, fault: Fault | None) -> web.StreamResponse:
    """The answer as it goes over the wire, or what a fault makes of it."""
    if fault and fault.ending is Ending.DROPPED:
        request.transport.abort()
    if fault and fault.ending in (Ending.DROPPED, Ending.SILENT):
        # Until the client has gone: an answer must never be begun.
        await asyncio.Event().wait()
    if fault and fault.body is not None:
        return web.Response(status=fault.status, body=fault.body, content_type=fault.kind)
    if isinstance(answer, Refused):
        if answer.retry_after is not None:
            return web.json_response(answer.body, status=429, headers={"Retry-After": answer.retry_after})
        return web.json_response(answer.body)
    if fault and fault.ending is Ending.CUT:
        return await _half(request, json.dumps(answer).encode())
    return web.json_response(answer)


async def _half(request: web.Request, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    request.transport.close()
    return response


async def _parameters(request: web.Request) -> Json:
    """The query and the body together, whichever way the body is written."""
    given: Json = dict(request.query)
    if request.content_type == JSON:
        body = await request.read()
        return given | (json.loads(body) if body else {})
    return given | dict(await request.post())


async def _content(request: web.Request) -> bytes:
    if request.content_type.startswith("multipart/"):
        part = next(iter((await request.post()).values()))
        return part.file.read() if isinstance(part, web.FileField) else str(part).encode()
    return await request.read()


def _token(request: web.Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else ""


def _client(request: web.Request) -> tuple[str, str]:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        login, _, password = base64.b64decode(given if kind == "Basic" else "", validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return login, password
