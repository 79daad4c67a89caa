"""What people do, as an app at a request URL is told of it; and what they see of its answers."""

import asyncio

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.acceptance.slack.admins import uninstall
from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.clients import Listener, listening, talk
from tests.acceptance.slack.examples import actions, button, every_field, field, message, page, rich, window
from tests.acceptance.slack.hands import NOT_ANSWERED
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import serving
from tests.acceptance.slack.signing import knock, signed, wrongly_signed

OTHER = "T0002BBB"


async def came(app: Listener, count: int) -> list[dict]:
    """So many things that came to the app, once they all have."""
    async with asyncio.timeout(5):
        while len(app.came) < count:
            await asyncio.sleep(0.005)
    return app.payloads


def test_what_comes_is_signed_and_what_is_forged_is_not_believed() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        ann.write("hello")
        await came(app, 1)
        headers, body, _ = app.came[0]
        verifier = SignatureVerifier(api.signing_secret)
        assert verifier.is_valid_request(body, headers)
        for what, wrong in wrongly_signed(api.signing_secret, body, api.world.date()).items():
            assert not wrong.get("X-Slack-Request-Timestamp", "0").isdigit() or not verifier.is_valid_request(
                body, wrong
            ), what
        good = signed(api.signing_secret, body, api.world.date())
        assert await asyncio.to_thread(knock, app.url, body, good) == (200, "")
        assert len(app.came) == 2

    talk(story)


def test_a_request_url_is_asked_whether_it_is_ours() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        assert not await api.events.verify(app.url)
        challenge = app.payloads[0]["challenge"]
        app.answers = [(200, {"challenge": challenge}), (200, challenge), (401, challenge)]
        assert [await api.events.verify(app.url) for _ in range(3)] == [True, True, False]

    talk(story)


def test_an_event_comes_again_until_it_is_taken() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.events.retries, api.events.patience = (0.01, 0.01, 0.01), 0.1
        app.answers, app.waits = [(503, ""), (200, ""), (200, "")], [0.0, 0.3]
        ann.write("hello")
        sending = await api.events.sent[0].over()
        assert [one.status for one in sending.attempts] == [503, 0, 200]
        told = [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _, _ in app.came]
        assert told == [(None, None), ("1", "http_error"), ("2", "http_timeout")]
        assert len({payload["event_id"] for payload in app.payloads}) == 1

    talk(story)


def test_an_event_is_given_up_after_three_retries() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.events.retries = (0.0, 0.0, 0.0)
        app.answers = [(500, "")] * 9
        ann.write("hello")
        assert not (await api.events.sent[0].over()).taken
        assert len(app.came) == 4

    talk(story)


def test_a_tap_comes_once_and_the_client_says_when_it_was_not_taken() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.echoes = False
        await bot.chat_postMessage(
            **message(rich("Ready?"), actions(button("Yes", "tap.0", "abc.0")), channel=ann.room.id)
        )
        app.answers = [(500, "")]
        assert not (await ann.tap("Yes").over()).taken
        assert ann.failures == [NOT_ANSWERED]
        assert (await ann.tap("Yes").over()).taken
        payload = app.payloads[1]
        assert len(app.came) == 2
        assert (payload["type"], payload["actions"][0]["value"], payload["actions"][0]["action_id"]) == (
            "block_actions",
            "abc.0",
            "tap.0",
        )
        assert (payload["channel"]["id"], payload["container"]["message_ts"]) == (ann.room.id, ann.seen[0].ts)
        assert payload["message"]["blocks"][1]["block_id"] == payload["actions"][0]["block_id"]
        with pytest.raises(LookupError, match="'No'"):
            ann.tap("No")

    talk(story)


def test_words_are_written_as_slack_writes_them() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        ts = ann.write("a < b & c, see https://example.org/?a=1")
        ann.write("in it", thread=ts)
        ann.edit(ts, "changed")
        ann.delete(ts)
        ann.send_file("voice", "listen")
        ann.sends.preview(ann.seen[0].ts)
        wrote, threaded, changed, deleted, voice, preview = [one["event"] for one in await came(app, 6)]
        assert wrote["text"] == "a &lt; b &amp; c, see <https://example.org/?a=1>"
        assert (wrote["channel_type"], wrote["user"], wrote["channel"]) == ("im", ann.id, ann.room.id)
        assert threaded["thread_ts"] == ts
        assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "changed")
        assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
        assert (voice["subtype"], voice["files"][0]["mimetype"][:5]) == ("file_share", "audio")
        assert preview["message"]["text"] == preview["previous_message"]["text"]

    talk(story)


def test_the_app_hears_what_it_says_itself() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        await bot.chat_postMessage(**message(channel=ann.room.id))
        (echo,) = [one["event"] for one in await came(app, 1)]
        assert (echo["user"], echo["bot_id"]) == (api.team().bot_user, api.team().bot_id)

    talk(story)


def test_a_command_is_answered_to_that_person_alone() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        app.answers = [(200, {"response_type": "ephemeral", "text": "Look at <!here>"})]
        ann.command("/coach quiz now", channel="C0001")
        assert (await ann.sees("Look at")).ephemeral
        assert ann.seen == []
        assert (app.payloads[0]["command"], app.payloads[0]["text"], app.payloads[0]["channel_id"]) == (
            "/coach",
            "quiz now",
            "C0001",
        )
        assert len(api.violations) == 1
        assert (await ann.command("/coach").over()).payload["channel_name"] == "directmessage"
        assert len(ann.ephemerals) == 1

    talk(story)


def test_a_mention_is_answered_with_a_whisper_in_the_channel() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        room = api.team().channel("C0001", shared=True)
        cat = Person(api, OTHER, id="U0003", name="Cat")
        ann.mention("C0001", "what is this?")
        cat.mention("C0001", "and this?", team=api.team().id)
        first, second = await came(app, 2)
        assert first["event"]["text"] == f"<@{api.team().bot_user}> what is this?"
        assert (second["team_id"], second["event"]["user_team"], second["is_ext_shared_channel"]) == (
            api.team().id,
            OTHER,
            True,
        )
        assert "user_team" not in first["event"]
        await bot.chat_postEphemeral(channel=room.id, user=cat.id, text="Not here")
        assert (await cat.sees("Not here")).ephemeral
        assert ann.ephemerals == []
        assert (await bot.users_info(user=cat.id))["user"]["is_stranger"]
        assert api.violations == []

    talk(story)


def test_a_shortcut_carries_the_message() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.echoes = False
        await bot.chat_postMessage(**message(channel=ann.room.id))
        ann.shortcut("report", ann.seen[0])
        (payload,) = await came(app, 1)
        assert (payload["type"], payload["callback_id"]) == ("message_action", "report")
        assert payload["message"]["bot_id"] == api.team().bot_id

    talk(story)


def test_a_page_is_opened_and_tapped() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        await ann.opens_home().over()
        assert (app.payloads[0]["event"]["type"], app.payloads[0]["event"]["tab"]) == ("app_home_opened", "home")
        await bot.views_publish(user_id=ann.id, view=page(actions(button("Lesson", "page.0", "/lesson"))))
        await ann.sees_home("Lesson")
        await ann.tap("Lesson", on="home").over()
        assert app.payloads[1]["container"] == {"type": "view", "view_id": ann.home.view["id"]}
        assert "channel" not in app.payloads[1]

    talk(story)


def test_a_window_is_filled_in_and_closes_when_it_is_taken() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        trigger = (await ann.command("/coach checkin").over()).payload["trigger_id"]
        await bot.views_open(trigger_id=trigger, view=window(*every_field(), private_metadata="abc"))
        assert await ann.sees_window("Energy")
        with pytest.raises(ValueError, match="'Energy' must be filled in"):
            ann.fill({"Note": "tired"})
        with pytest.raises(LookupError, match="no option 'Medium'"):
            ann.fill({"Energy": "Medium"})
        app.answers = [(200, {"response_action": "errors", "errors": {"note": "Too long"}})]
        given = {"Note": "a < b", "Energy": "Low", "Country": "Chile", "Days": ["Tuesday", "Friday"], "Time": "18:30"}
        await ann.fill(given).over()
        assert "Too long" in ann.window.words
        await ann.fill({"Note": ""}).over()
        assert not ann.window
        first, second = (payload["view"]["state"]["values"] for payload in app.payloads[1:])
        assert (first["note"]["value"]["value"], second["note"]["value"]["value"]) == ("a < b", None)
        assert second["energy"]["value"]["selected_option"]["value"] == "1"
        assert second["country"]["value"]["selected_option"]["value"] == "CL"
        assert [one["value"] for one in second["days"]["value"]["selected_options"]] == ["2", "5"]
        assert second["hour"]["value"] == {"type": "timepicker", "selected_time": "18:30"}
        assert app.payloads[1]["view"]["private_metadata"] == "abc"
        assert api.violations == []

    talk(story)


def test_an_answer_that_is_none_leaves_the_window_open() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        trigger = (await ann.command("/coach note").over()).payload["trigger_id"]
        note = window(field("Note", {"type": "plain_text_input"}), notify_on_close=True)
        await bot.views_open(trigger_id=trigger, view=note)
        app.answers = [
            (200, "thank you"),
            (503, ""),
            (200, {"response_action": "update", "view": window(rich("Saved"))}),
        ]
        for _ in range(2):
            await ann.fill({"Note": "words"}).over()
        assert ann.failures == [NOT_ANSWERED, NOT_ANSWERED]
        assert ann.window
        await ann.fill({}).over()
        assert "Saved" in ann.window.words
        assert ann.close_window() is None

    talk(story)


def test_a_workspace_without_the_app_tells_it_nothing() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        ann.write("one")
        await came(app, 1)
        for sending in uninstall(api):
            await sending.over()
        ann.write("two")
        assert not (await ann.opens_home().over()).taken
        assert [payload["event"]["type"] for payload in app.payloads] == [
            "message",
            "tokens_revoked",
            "app_uninstalled",
        ]

    talk(story)


def test_what_is_done_while_slack_is_away_is_brought_when_it_is_back() -> None:
    async def run() -> None:
        api = SlackApi()
        ann = Person(api)
        async with serving(api), listening(api):
            port = int(api.root.split(":")[2].split("/")[0])
        ann.write("is anybody there?")
        async with listening(api) as app, serving(api, port):
            assert (await came(app, 1))[0]["event"]["text"] == "is anybody there?"

    asyncio.run(run())


def test_who_is_deactivated_does_nothing() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        ann.deactivate()
        with pytest.raises(PermissionError):
            ann.write("hello")
        ann.reactivate()
        ann.write("hello")

    talk(story)


def test_who_waits_for_what_does_not_come_is_told_what_is_there() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        await bot.chat_postMessage(**message(rich("Hello"), channel=ann.room.id))
        ann.write("again")
        with pytest.raises(TimeoutError, match="Hello"):
            await ann.sees("Hello", timeout=0.02)
        assert await ann.sees("Hello", ever=True)

    talk(story)
