"""Socket Mode as Slack's own client finds it: hello, envelopes, acknowledgements, and connections that end."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.clients import client
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import serving


def talk(story: Callable) -> None:
    """Run a story with a server and somebody in the workspace; nobody listens yet."""

    async def run() -> None:
        async with serving() as api:
            await story(api, Person(api))

    asyncio.run(run())


@asynccontextmanager
async def connected(api: SlackApi) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A bare connection that has heard hello."""
    url = (await client(api, api.app_token).apps_connections_open(app_token=api.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["connection_info"]["app_id"]) == ("hello", api.app_id)
        yield socket


def test_slacks_own_client_gets_events_taps_and_commands() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        came: list[SocketModeRequest] = []

        async def take(socket: SocketModeClient, request: SocketModeRequest) -> None:
            came.append(request)
            answer = {"text": "hello"} if request.type == "slash_commands" else None
            await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

        socket = SocketModeClient(api.app_token, web_client=client(api), auto_reconnect_enabled=False)
        socket.socket_mode_request_listeners.append(take)
        await socket.connect()
        ann.write("hi")
        ann.command("/coach help")
        assert (await ann.sees("hello")).ephemeral
        async with asyncio.timeout(5):
            while len(came) < 2:
                await asyncio.sleep(0.01)
        assert [(one.type, one.accepts_response_payload) for one in came] == [
            ("events_api", False),
            ("slash_commands", True),
        ]
        assert came[0].payload["event"]["text"] == "hi"
        await socket.close()

    talk(story)


def test_a_url_connects_once() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        url = (await client(api).apps_connections_open(app_token=api.app_token))["url"]
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(url) as socket:
                assert (await socket.receive_json())["num_connections"] == 1
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)

    talk(story)


def test_only_the_apps_own_token_connects() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        for token, error in ((api.team().token, "not_allowed_token_type"), ("xapp-guessed", "invalid_auth")):
            with pytest.raises(SlackApiError, match=error):
                await client(api).apps_connections_open(app_token=token)

    talk(story)


def test_what_nobody_hears_waits_for_who_listens() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        ann.write("is anybody there?")
        await asyncio.sleep(0.02)
        async with connected(api) as socket:
            assert (await socket.receive_json())["payload"]["event"]["text"] == "is anybody there?"

    talk(story)


def test_what_is_not_acknowledged_comes_again() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        api.events.patience, api.events.retries = 0.1, (0.0, 0.0, 0.0)
        async with connected(api) as socket:
            ann.write("hi")
            first, second = await socket.receive_json(), await socket.receive_json()
            assert first["envelope_id"] != second["envelope_id"]
            assert first["payload"] == second["payload"]
            assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
            await socket.send_json({"envelope_id": second["envelope_id"]})
            assert (await api.events.sent[0].over()).taken

    talk(story)


def test_what_was_in_hand_when_a_connection_dropped_comes_again_by_the_next() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        async with connected(api) as socket:
            ann.write("hi")
            first = await socket.receive_json()
            assert api.sockets.drop() == 1
            assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        async with connected(api) as socket:
            again = await socket.receive_json()
            assert again["payload"]["event_id"] == first["payload"]["event_id"]
            await socket.send_json({"envelope_id": again["envelope_id"]})
            assert (await api.events.sent[0].over()).taken

    talk(story)


def test_who_is_asked_to_refresh_gets_no_more_and_may_still_acknowledge() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        api.sockets.linger = 3.0  # a slow machine takes longer than Slack's half second for what follows
        async with connected(api) as old:
            ann.write("one")
            envelope = await old.receive_json()
            assert await api.sockets.ask_to_leave("warning") == 1
            assert (await old.receive_json())["reason"] == "warning"
            assert await api.sockets.ask_to_leave() == 1
            assert (await old.receive_json())["reason"] == "refresh_requested"
            async with connected(api) as new:
                ann.write("two")
                assert (await new.receive_json())["payload"]["event"]["text"] == "two"
                await old.send_json({"envelope_id": envelope["envelope_id"]})
                assert (await api.events.sent[0].over()).taken
                assert (await old.receive()).type in (
                    aiohttp.WSMsgType.CLOSED,
                    aiohttp.WSMsgType.CLOSE,
                    aiohttp.WSMsgType.ERROR,
                )

    talk(story)


def test_connections_share_the_events() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        async with connected(api) as one, connected(api) as two:
            for number in range(4):
                ann.write(str(number))
            for socket in (one, two):
                for _ in range(2):
                    envelope = await socket.receive_json()
                    await socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"]}))
            for sending in api.events.sent:
                assert (await sending.over()).taken

    talk(story)


def test_a_socket_that_is_turned_off_stays_off() -> None:
    async def story(api: SlackApi, ann: Person) -> None:
        async with connected(api) as socket:
            await api.sockets.turn_off()
            assert (await socket.receive_json())["reason"] == "link_disabled"
        with pytest.raises(SlackApiError):
            await client(api).apps_connections_open(app_token=api.app_token)

    talk(story)
