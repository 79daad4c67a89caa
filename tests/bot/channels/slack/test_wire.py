"""The wire: what each answer of Slack's, and none, means to whoever calls."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.channels.slack.wire import Wire, wire_to
from tests.bot.channels.slack.small_slack import DM, NOW, TOKEN, WORDS, Said, SmallSlack, error, too_fast, within

POST, READ = "chat.postMessage", "users.info"
PAGE = b"<html>blocked by a proxy</html>"


def met(said: Said | dict[str, object], method: str = POST) -> object:
    """What becomes of a call that meets this: the answer, or the failure."""

    async def call(slack: SmallSlack, wire: Wire) -> object:
        slack.says(method, said)
        try:
            return await wire.call(method, channel=DM, text=WORDS)
        except Exception as failure:
            return failure

    return asyncio.run(within(call))


def test_what_slack_answers_is_handed_back() -> None:
    assert met({"ok": True, "ts": "1.2"}) == {"ok": True, "ts": "1.2"}


def test_a_call_carries_the_token_our_name_and_what_was_given() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        await wire.call(POST, channel=DM, blocks=[{"type": "divider"}], link_names=False)
        await wire.call("files.completeUploadExternal", files=[{"id": "F1"}], channel_id=DM)
        posted, finished = slack.asked
        assert posted.values == {"channel": DM, "blocks": [{"type": "divider"}], "link_names": False}
        assert finished.values == {"files": '[{"id": "F1"}]', "channel_id": DM}
        for one in slack.asked:
            assert one.headers["authorization"] == f"Bearer {TOKEN}"
            assert one.headers["user-agent"] == "peercoach"

    asyncio.run(within(call))


@pytest.mark.parametrize(
    "code", ["user_disabled", "user_not_found", "channel_not_found", "cannot_dm_bot", "is_archived"]
)
def test_who_is_not_there_is_gone_and_the_workspace_is_not(code: str) -> None:
    assert type(met(error(code))) is Gone


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "token_expired", "invalid_auth", "not_authed"])
def test_a_token_that_works_no_more_is_a_workspace_gone(code: str) -> None:
    failure = met(error(code))
    assert type(failure) is Gone
    assert failure.everybody
    assert str(failure) == f"{POST}: {code}"


@pytest.mark.parametrize("code", ["org_login_required", "team_added_to_org"])
def test_a_workspace_that_is_being_moved_comes_back(code: str) -> None:
    failure = met(error(code))
    assert type(failure) is Unreachable
    assert not failure.perhaps_sent


@pytest.mark.parametrize(
    "code", ["invalid_blocks", "msg_too_long", "no_permission", "messages_tab_disabled", "brand_new"]
)
def test_what_is_our_own_fault_is_refused_with_slacks_code_alone(code: str) -> None:
    failure = met(error(code, detail=WORDS, channel=DM))
    assert type(failure) is Refused
    assert str(failure) == f"{POST}: {code}"


def test_what_is_wrong_in_our_blocks_is_told_by_its_place() -> None:
    told = [f"[ERROR] {WORDS} [json-pointer:/blocks/2/elements/0/text]", f"[ERROR] {WORDS} [json-pointer:/{WORDS}]", 7]
    failure = met(error("invalid_blocks", response_metadata={"messages": told}))
    assert str(failure) == f"{POST}: invalid_blocks at /blocks/2/elements/0/text"


def test_a_missing_scope_is_named_and_so_is_the_cure() -> None:
    failure = met(error("missing_scope", needed="chat:write", provided="commands"))
    assert type(failure) is Refused
    assert "the app needs chat:write" in str(failure)
    assert "install the app in the workspace again" in str(failure)


@pytest.mark.parametrize("odd", [WORDS, 7, None, "x" * 300, "Not A Code"])
def test_no_words_of_a_server_get_into_a_failure(odd: object) -> None:
    for failure in (met(error("missing_scope", needed=odd)), met({"ok": False, "error": odd})):
        assert isinstance(failure, Refused | Unreachable)
        assert WORDS not in str(failure)
        assert len(str(failure)) < 200


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        *(("3", 3), (" 30 ", 30), ("1.2", 2), ("0", 1), ("99999999", 600)),
        *((None, 5), ("", 5), ("soon", 5), ("-3", 5), ("nan", 5), ("1e9", 5), ("Wed, 21 Oct 2026 07:28:00 GMT", 5)),
    ],
)
def test_too_fast_waits_as_long_as_slack_says_within_reason(retry_after: str | None, seconds: int) -> None:
    failure = met(too_fast(retry_after))
    assert isinstance(failure, Throttled)
    assert failure.until == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "said",
    [error("ratelimited"), error("rate_limited"), too_fast("5", b"[]"), Said(PAGE, 429, "text/html"), Said(PAGE, 429)],
)
def test_too_fast_is_too_fast_however_it_is_said(said: Said | dict[str, object]) -> None:
    failure = met(said)
    assert isinstance(failure, Throttled)
    assert failure.until == NOW + timedelta(seconds=5)


AT_FAULT = [error(code) for code in ("fatal_error", "internal_error", "service_unavailable", "request_timeout")]
PAGES = [
    Said(PAGE, status, kind) for status in (500, 502, 503) for kind in ("text/html", "text/plain", "application/json")
]
BODIES = (
    b"",
    PAGE,
    b"[]",
    b"7",
    b"null",
    b'"x"',
    b"{}",
    b'{"ok":1}',
    b'{"ok":false}',
    b'{"ok":tr',
    b"\xff\xfe",
    b"[" * 100_000,
)
UNREADABLE = [
    Said(body, kind=kind) for body in BODIES for kind in ("application/json", "text/plain", "application/gzip")
]
IN_DOUBT = [*AT_FAULT, *PAGES, *UNREADABLE, Said(error("channel_not_found"), 500), Said(ends="drop")]


@pytest.mark.parametrize("said", IN_DOUBT, ids=str)
def test_what_was_perhaps_taken_is_in_doubt_where_it_says_something(said: Said | dict[str, object]) -> None:
    for method, perhaps in (
        (POST, True),
        ("files.completeUploadExternal", True),
        (READ, False),
        ("chat.update", False),
    ):
        failure = met(said, method)
        assert type(failure) is Unreachable
        assert failure.perhaps_sent is perhaps
        assert "proxy" not in str(failure)
        assert "html" not in str(failure)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_page_of_some_server_on_the_way_is_nobodys_departure_and_took_nothing(status: int) -> None:
    failure = met(Said(PAGE, status, "text/html"))
    assert type(failure) is Unreachable
    assert not failure.perhaps_sent


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_goes_to_where_somebody_on_the_way_points(status: int) -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        slack.says(POST, Said(b"", status, headers={"Location": f"{slack.root}/api/elsewhere"}))
        with pytest.raises(Unreachable) as caught:
            await wire.call(POST, channel=DM, text=WORDS)
        assert not caught.value.perhaps_sent
        assert [one.method for one in slack.asked] == [POST]

    asyncio.run(within(call))


def test_what_never_left_is_not_in_doubt() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        for root in (
            "http://127.0.0.1:1",
            "http://nowhere.invalid",
            slack.root.replace("http:", "https:"),
            "ftp://x",
            "http://",
        ):
            lost = wire_to(TOKEN, root, lambda: NOW)
            with pytest.raises(Unreachable) as caught:
                await lost.call(POST, channel=DM, text=WORDS)
            assert not caught.value.perhaps_sent, root
            await lost.close()
        await wire.close()
        with pytest.raises(Unreachable) as caught:
            await wire.call(POST, channel=DM, text=WORDS)
        assert not caught.value.perhaps_sent
        assert slack.asked == []

    asyncio.run(within(call))


@pytest.mark.parametrize("odd", [object(), {1, 2}, "\ud800"], ids=["object", "set", "half an emoji"])
def test_what_cannot_be_written_is_refused_and_not_sent(odd: object) -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        with pytest.raises(Refused):
            await wire.call(POST, channel=DM, text=odd)
        assert slack.asked == []

    asyncio.run(within(call))


def test_an_answer_that_never_comes_is_given_up_and_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.slack.wire.PATIENCE", aiohttp.ClientTimeout(total=0.1))
    failure = met(Said(ends="hang"))
    assert type(failure) is Unreachable
    assert failure.perhaps_sent


def test_who_gives_up_from_outside_is_not_told_a_failure_of_ours() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        slack.says(POST, Said(ends="hang"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await wire.call(POST, channel=DM, text=WORDS)
        task = asyncio.create_task(wire.call(POST, channel=DM, text=WORDS))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(within(call))


def test_a_failure_carries_nothing_of_the_call_behind_it() -> None:
    for said in (Said(error("invalid_blocks")), Said(PAGE), Said(ends="drop"), Said(b"[]")):
        failure = met(said)
        assert isinstance(failure, Exception)
        assert failure.__cause__ is None
        assert failure.__context__ is None
