"""The Slack of tests as an independent client, slack_sdk's own, finds it: messages, people, windows, files, OAuth, refusals."""

import asyncio
from collections.abc import Awaitable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.acceptance.slack.admins import install, revoke, uninstall
from tests.acceptance.slack.api import SCOPES, SlackApi
from tests.acceptance.slack.clients import Listener, client, talk
from tests.acceptance.slack.examples import actions, button, message, page, rich, window
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import served

OTHER = "T0002BBB"


async def refusal(call: Awaitable) -> str:
    """What a call is refused with."""
    with pytest.raises(SlackApiError) as told:
        await call
    return told.value.response["error"]


def test_the_app_learns_who_it_is() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        me = await bot.auth_test()
        assert (me["team_id"], me["user_id"]) == (api.team().id, api.team().bot_user)
        assert api.calls[0].method == "auth.test"
        assert api.violations == []

    talk(story)


def test_what_the_app_says_is_seen_and_changed() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        opened = await bot.conversations_open(users=ann.id)
        said = await bot.chat_postMessage(
            **message(rich("Hello"), actions(button("Yes")), channel=opened["channel"]["id"])
        )
        seen = await ann.sees("Hello")
        assert (seen.ts, seen.words, seen.text) == (said["ts"], "Hello\nYes", "words")
        await bot.chat_update(channel=said["channel"], ts=said["ts"], text="Done", blocks=[rich("You said yes")])
        assert (await ann.sees("You said yes")).ts == said["ts"]
        assert seen.buttons == []
        assert [one["event"].get("subtype") for one in app.payloads] == [None, "message_changed"]
        assert api.violations == []

    talk(story)


def test_every_message_has_a_name_of_its_own_and_they_rise() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        names = [(await bot.chat_postMessage(**message(channel=ann.id)))["ts"] for _ in range(20)]
        assert names == sorted(set(names), key=float)
        assert [one.ts for one in ann.seen] == names

    talk(story)


def test_refusals_are_in_slacks_words() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        theirs = ann.write("mine")
        api.team().channel("C0009", has_bot=False)
        gone = Person(api, id="U0002")
        gone.deactivate()
        changed = {"channel": ann.room.id, "text": "words"}
        assert await refusal(bot.chat_postMessage(**message(channel="D9"))) == "channel_not_found"
        assert await refusal(bot.chat_postMessage(**message(channel="C0009"))) == "not_in_channel"
        assert await refusal(bot.chat_postMessage(**message(channel=gone.room.id))) == "channel_not_found"
        assert await refusal(bot.conversations_open(users="U9")) == "user_not_found"
        assert await refusal(bot.conversations_open(users=gone.id)) == "user_disabled"
        assert await refusal(bot.users_info(user="U9")) == "user_not_found"
        assert await refusal(bot.chat_update(**changed, ts="1.1")) == "message_not_found"
        assert await refusal(bot.chat_update(**changed, ts=theirs)) == "cant_update_message"
        assert (
            await refusal(bot.chat_postMessage(**message({"type": "section"}, channel=ann.room.id))) == "invalid_blocks"
        )
        assert await refusal(bot.api_call("chat.say")) == "unknown_method"
        assert await refusal(bot.files_completeUploadExternal(files=[{"id": "F9"}])) == "file_not_found"

    talk(story)


def test_a_token_that_is_wrong_or_dead_is_refused() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        assert await refusal(client(api, "xoxb-of-nobody").auth_test()) == "invalid_auth"
        assert await refusal(client(api, api.app_token).auth_test()) == "not_allowed_token_type"
        assert await refusal(AsyncWebClient(base_url=api.root + "/").auth_test()) == "not_authed"
        api.team(OTHER, "Others")
        revoke(api)
        assert await refusal(bot.auth_test()) == "token_revoked"
        assert (await client(api, api.team(OTHER).token).auth_test())["team"] == "Others"
        for sending in uninstall(api, OTHER):
            await sending.over()
        assert await refusal(client(api, api.team(OTHER).token).auth_test()) == "account_inactive"
        assert [one["event"]["type"] for one in app.payloads] == ["tokens_revoked", "tokens_revoked", "app_uninstalled"]
        token = install(api, OTHER, SCOPES)
        assert (await client(api, token).auth_test())["ok"]

    talk(story)


def test_a_missing_scope_is_named() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.team().scopes.remove("dnd:read")
        with pytest.raises(SlackApiError) as told:
            await bot.dnd_teamInfo(users=ann.id)
        assert told.value.response["needed"] == "dnd:read"
        assert "chat:write" in told.value.response["provided"]
        assert api.violations == ["dnd.teamInfo: the token has no dnd:read"]

    talk(story)


def test_what_reads_is_asked_by_a_form() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        assert (await bot.users_info(user=ann.id))["ok"]
        assert (await bot.api_call("users.info", data={"user": ann.id}))["ok"]
        assert api.violations == []
        await bot.api_call("users.info", json={"user": ann.id})
        assert api.violations == ["users.info: this method is given a form, and no JSON"]

    talk(story)


def test_people_have_a_zone_a_locale_and_quiet_hours() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        bo = Person(api, id="U0002", name="Bo", tz="America/Santiago", locale="es-ES", is_guest=True)
        told = (await bot.users_info(user=bo.id, include_locale=True))["user"]
        assert (told["tz"], told["locale"], told["is_restricted"]) == ("America/Santiago", "es-ES", True)
        assert "locale" not in (await bot.users_info(user=bo.id))["user"]
        assert (await bot.dnd_teamInfo(users=bo.id))["users"][bo.id]["dnd_enabled"] is False
        bo.profile.disturb_not(100, 200)
        assert (await bot.dnd_teamInfo(users=f"{ann.id},{bo.id}"))["users"][bo.id]["next_dnd_end_ts"] == 200

    talk(story)


def test_a_trigger_opens_one_window_and_not_after_it_is_too_old() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        first = (await ann.command("/coach settings").over()).payload["trigger_id"]
        assert (await bot.views_open(trigger_id=first, view=window()))["view"]["id"].startswith("V")
        assert await refusal(bot.views_open(trigger_id=first, view=window())) == "exchanged_trigger_id"
        assert await refusal(bot.views_open(trigger_id="1.2.3", view=window())) == "invalid_trigger_id"
        api.payloads.trigger_seconds = -1.0
        late = (await ann.command("/coach settings").over()).payload["trigger_id"]
        assert await refusal(bot.views_open(trigger_id=late, view=window())) == "expired_trigger_id"

    talk(story)


def test_a_page_is_published_over_the_one_that_was_seen() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        assert not ann.home
        first = await bot.views_publish(
            user_id=ann.id, view=page(rich("Today"), actions(button("Lesson", "page.0", "/lesson")))
        )
        assert (ann.home.words, ann.home.labels) == ("Today\nLesson", ["Lesson"])
        await bot.views_publish(user_id=ann.id, view=page(rich("Tomorrow")), hash=first["view"]["hash"])
        assert ann.home.words == "Tomorrow"
        again = bot.views_publish(user_id=ann.id, view=page(), hash=first["view"]["hash"])
        assert await refusal(again) == "hash_conflict"
        assert api.violations == []

    talk(story)


def test_a_file_arrives_byte_for_byte_and_is_seen_a_moment_later() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        awkward = bytes(range(256)) + b"\r\n--\r\n\n\r"
        shared = await bot.files_upload_v2(
            content=awkward, filename="week.png", title="My week", alt_txt="Five days", channel=ann.room.id
        )
        seen = await ann.sees("Five days")
        assert seen.files[0]["title"] == "My week"
        assert api.team().contents[shared["file"]["id"]] == awkward
        told = (await bot.files_info(file=shared["file"]["id"]))["file"]
        assert told["shares"]["private"][ann.room.id][0]["ts"] == seen.ts
        assert api.violations == []

    talk(story)


def test_a_picture_of_the_page_must_be_uploaded_before_it_is_shown() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        place = await bot.files_getUploadURLExternal(filename="week.png", length=3, alt_txt="Five days")
        drawn = page({"type": "image", "slack_file": {"id": place["file_id"]}, "alt_text": "Five days"})
        assert await refusal(bot.views_publish(user_id=ann.id, view=drawn)) == "invalid_blocks"
        async with aiohttp.ClientSession() as session:
            assert (await session.post(place["upload_url"], data=b"too long")).status == 400
            assert (await session.post(place["upload_url"], data=b"png")).status == 200
        await bot.files_completeUploadExternal(files=[{"id": place["file_id"]}])
        assert await refusal(bot.views_publish(user_id=ann.id, view=drawn)) == "invalid_blocks"
        async with asyncio.timeout(5):
            while not (await bot.files_info(file=place["file_id"]))["file"]["mimetype"]:
                await asyncio.sleep(0.01)
        await bot.views_publish(user_id=ann.id, view=drawn)
        assert ann.home.words == "Five days"
        assert ann.seen == []

    talk(story)


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk 3.47 with aiohttp 3.14
def test_a_code_is_exchanged_once_by_the_client_that_asked() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.team(OTHER, "Others & <friends>", scopes="")
        good = {"client_id": api.oauth.client_id, "client_secret": api.oauth.client_secret}
        back = "https://coach.example/slack/oauth_redirect"
        query = {
            "client_id": api.oauth.client_id,
            "scope": "chat:write,im:write",
            "redirect_uri": back,
            "state": "a state",
        }

        async def code() -> str:
            address = api.root.removesuffix("/api") + "/oauth/v2/authorize"
            async with (
                aiohttp.ClientSession() as session,
                session.get(address, params=query, allow_redirects=False) as page,
            ):
                assert page.headers["Location"].startswith(back + "?code=")
                assert page.headers["Location"].endswith("&state=a+state")
                return page.headers["Location"].split("code=")[1].split("&")[0]

        one = await code()
        nobody = AsyncWebClient(base_url=api.root + "/")
        wrong = nobody.oauth_v2_access(
            client_id=good["client_id"], client_secret="guessed", code=one, redirect_uri=back
        )
        assert await refusal(wrong) == "bad_client_secret"
        assert await refusal(nobody.oauth_v2_access(**good, code=one)) == "bad_redirect_uri"
        told = await nobody.oauth_v2_access(**good, code=one, redirect_uri=back)
        assert (told["team"]["id"], told["scope"], told["token_type"]) == (OTHER, "chat:write,im:write", "bot")
        assert (await client(api, told["access_token"]).auth_test())["team_id"] == OTHER
        assert await refusal(nobody.oauth_v2_access(**good, code=one, redirect_uri=back)) == "invalid_code"
        assert api.violations == []

    talk(story)


def test_too_fast_is_refused_when_a_test_wants_it() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        bo, pace = Person(api, id="U0002"), api.enforce(burst=3)
        pace.tiers["users.info"] = 2
        for person in (ann, ann, ann, bo):
            await bot.chat_postMessage(**message(channel=person.room.id))
        with pytest.raises(SlackApiError) as told:
            await bot.chat_postMessage(**message(channel=ann.room.id))
        assert (told.value.response.status_code, told.value.response.headers["Retry-After"]) == (429, "1")
        assert await refusal(asyncio.ensure_future(_thrice(bot, ann.id))) == "ratelimited"
        assert pace.refused == 2

    talk(story)


def test_a_thread_can_do_all_that_the_loop_can() -> None:
    with served() as api:
        ann = Person(api)
        ann.write("hello")
        api.call(client(api).chat_postMessage(**message(rich("Hello Ann"), channel=ann.room.id)))
        assert api.call(ann.sees("Hello Ann")).words == "Hello Ann"


async def _thrice(bot: AsyncWebClient, user: str) -> None:
    for _ in range(3):
        await bot.users_info(user=user)
