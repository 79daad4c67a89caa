"""What each thing is to us that people do in their direct message with us, on their page, and in windows."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.slack.messages import SILENT
from bot.channels.slack.updates import Came, Window, came
from bot.domain.update import FileRef, Filled, Pressed, Raw, Sent, Update, Wrote
from tests.bot.channels.slack.raw_slack import (
    ANN,
    AUTHORIZED,
    DM,
    EVENT,
    LESSON,
    OUR_BOT,
    PASSED_ON,
    PREVIEW,
    ROOM,
    SENT,
    STAMP,
    TEAM,
    TRIGGER,
    US,
    Json,
    changed,
    enveloped,
    event,
    file,
    message,
    page_tap,
    sent_in,
    tap,
)

WHEN = datetime.fromtimestamp(SENT, UTC)
NOW = WHEN + timedelta(minutes=1)
NOTHING = Came(TEAM)

WROTE: dict[str, tuple[Json, Raw]] = {
    "words": (message(text="I slept *badly*\n"), Wrote("I slept *badly*\n")),
    "a word that is a command elsewhere": (message(text="coach quiz"), Wrote("coach quiz")),
    "words to all": (message(text="<!here> &amp; <@U1> help"), Wrote("@here & @someone help")),
    "words to us by our name": (message(text=f"<@{US}> stop"), Wrote("stop")),
    "our name alone": (message(text=f"<@{US}>"), Wrote("@someone")),
    "words from a legacy page": (message(text="hi", channel_type="app_home"), Wrote("hi")),
    "words where the kind of place is not told": (
        enveloped({"type": "message", "channel": DM, "user": ANN, "text": "hi", "ts": STAMP}),
        Wrote("hi"),
    ),
    "words for a thread and all": (message(text="hi", subtype="thread_broadcast"), Wrote("hi")),
    "words about oneself": (message(text="cries", subtype="me_message"), Wrote("cries")),
    "words of a kind of tomorrow": (message(text="help me", subtype="hologram"), Wrote("help me")),
    "words of a guest": (message(text="hi", user_team="T9", source_team="T9"), Wrote("hi")),
    "half a sign": (message(text="bad \ud83d end"), Wrote("bad ? end")),
    "words of the person who installed us": (
        enveloped(message(text="hi")["event"], authorizations=[{**AUTHORIZED, "user_id": ANN, "is_bot": False}]),
        Wrote("hi"),
    ),
    "a photo": (file("image/jpeg"), Sent("photo")),
    "a photo with words": (file("image/png", text="I give &lt;up&gt;"), Sent("photo", "I give <up>")),
    "a video": (file("video/mp4"), Sent("video")),
    "a voice": (file("audio/mp4"), Sent("voice")),
    "a spoken message": (
        message(
            subtype="file_share", text="", files=[{"id": "F1", "mimetype": "video/quicktime", "subtype": "slack_audio"}]
        ),
        Sent("voice"),
    ),
    "a file": (file("application/pdf", text="my plan"), Sent("file", "my plan")),
    "a file that may be fetched": (
        message(subtype="file_share", text="my plan", files=[LESSON]),
        Sent("file", "my plan", FileRef("rights-01.md", LESSON["url_private_download"], 812)),
    ),
    "several files": (
        message(subtype="file_share", text="", files=[LESSON, {**LESSON, "name": "rights-02.md"}]),
        Sent("file", "", FileRef("rights-01.md", LESSON["url_private_download"], 812)),
    ),
    "a file of odd words and sizes": (
        message(subtype="file_share", text="", files=[{**LESSON, "name": "a\n\0\ud83d.md", "size": "many"}]),
        Sent("file", "", FileRef("a???.md", LESSON["url_private_download"])),
    ),
    "a file at no address": (
        message(subtype="file_share", text="", files=[{**LESSON, "url_private_download": "https://ann@x/\\"}]),
        Sent("file"),
    ),
    "a photo that may be fetched": (
        message(subtype="file_share", text="", files=[{**LESSON, "mimetype": "image/png"}]),
        Sent("photo"),
    ),
    "a file that is not told yet": (
        message(
            subtype="file_share", text="", files=[{"id": "F1", "mode": "file_access", "file_access": "check_file_info"}]
        ),
        Sent("file"),
    ),
    "a file without a subtype": (
        message(text="look", files=[{"id": "F1", "mimetype": "image/gif"}]),
        Sent("photo", "look"),
    ),
    "a file that is gone": (message(subtype="file_share", text="look"), Sent("file", "look")),
    "somebody else's words": (message(text="", attachments=[PASSED_ON]), Sent("other", "I give up")),
    "changed words": (changed("I am fine", "I want to die"), Sent("edit", "I want to die")),
    "changed words, and nobody knows from what": (changed(None, "I want to die"), Sent("edit", "I want to die")),
}

NOBODY: dict[str, Json] = {
    "our own words": message(text="hi", user=US),
    "another bot's words": message(text="hi", bot_id="B9"),
    "another bot's words without a person": message(text="hi", subtype="bot_message", user=None),
    "Slackbot's words": message(text="hi", user="USLACKBOT"),
    "no words": message(text=""),
    "blanks": message(text=" \n"),
    "a preview": changed("see https://example.org", "see https://example.org", attachments=[PREVIEW]),
    "a change of ours": changed("Well?", "Well? ✓ Yes", user=US),
    "a change of another bot's": changed("a", "b", bot_id="B9"),
    "words taken back while their thread stays": changed("a", "This message was deleted.", subtype="tombstone"),
    "all words taken out": changed("a", ""),
    "a deletion": message(subtype="message_deleted", deleted_ts=STAMP, text="I was sad"),
    "words in a channel": message(text="hi", channel=ROOM, channel_type="channel"),
    "words in a group of several": message(text="hi", channel="G0MANY", channel_type="mpim"),
    "a direct message that is none": message(text="hi", channel_type="mpim"),
    "words without a person": message(text="hi", user=None),
    "words without a name for them": enveloped(message(text="hi")["event"], event_id=None),
    "an id of another shape": message(text="hi", user="u042;drop"),
}


@pytest.mark.parametrize(("body", "raw"), WROTE.values(), ids=WROTE.keys())
def test_what_somebody_writes_in_the_direct_message_is_an_update(body: Json, raw: Raw) -> None:
    something = came(body, NOW)
    assert something.update
    assert something == Came(TEAM, something.update, ANN, DM)
    assert (something.update.raw, something.update.address) == (raw, ANN)
    assert (something.update.account, something.update.external_id) == (f"slack:{TEAM}", EVENT)


@pytest.mark.parametrize("body", NOBODY.values(), ids=NOBODY.keys())
def test_what_nobody_wrote_is_nothing(body: Json) -> None:
    assert came(body, NOW) == NOTHING


@pytest.mark.parametrize("subtype", sorted(SILENT))
def test_what_slack_tells_in_nobodys_words_is_nothing(subtype: str) -> None:
    assert came(message(subtype=subtype, text="Ann joined"), NOW) == NOTHING


def test_a_thread_is_remembered_and_its_first_message_is_in_none() -> None:
    other = f"{SENT - 60}.000100"
    assert came(message(text="hi", thread_ts=other), NOW).thread == other
    assert came(message(text="hi", thread_ts=STAMP), NOW).thread == ""
    assert came(changed("a", "b", thread_ts=other), NOW).thread == other
    assert came(message(text="hi", thread_ts="here"), NOW).thread == ""
    assert came(tap("tap.0", "1z9.0", message={"thread_ts": other, "ts": STAMP}), NOW).thread == other
    begun = {"thread_ts": STAMP, "ts": STAMP}
    inside = {"message_ts": STAMP, "channel_id": DM, "thread_ts": STAMP}
    assert came(tap("tap.0", "1z9.0", message=begun, container=inside), NOW).thread == ""


TAPPED: dict[str, tuple[str, object, Raw]] = {
    "a choice": ("tap.3", "1z9.3", Pressed("1z9", 3)),
    "a far choice": ("tap.999", "a1b2c3d4e5f6.999", Pressed("a1b2c3d4e5f6", 999)),
    "a suggestion": ("say.0", "Europe/Oslo", Wrote("Europe/Oslo")),
    "a suggestion with signs": ("say.1", "a &amp; <b>", Wrote("a &amp; <b>")),
    "a command of the page": ("page.12", "/help_now", Wrote("/help_now")),
}

UNTAPPED: dict[str, tuple[str, object]] = {
    "another's button": ("approve", "1z9.3"),
    "another's value": ("tap.3", "like:3"),
    "a place too far": ("tap.3", "1z9.1000"),
    "a token too long": ("tap.3", "a" * 13 + ".1"),
    "a line more": ("tap.3", "1z9.3\n"),
    "digits of another script": ("tap.3", "1.\u0663"),
    "no value": ("tap.3", None),
    "an empty suggestion": ("say.0", " "),
    "a suggestion that is none": ("say.0", ["a"]),
    "no command": ("page.1", "lesson"),
    "a command and words": ("page.1", "/lesson now"),
    "a form of another": ("open.salary", ""),
    "a note on no message": ("open.note", ""),
}


@pytest.mark.parametrize(("action", "value", "raw"), TAPPED.values(), ids=TAPPED.keys())
def test_a_tap_of_ours_is_an_update_by_its_trigger(action: str, value: object, raw: Raw) -> None:
    update = Update(f"slack:{TEAM}", TRIGGER, ANN, raw, WHEN + timedelta(seconds=9.5))
    assert came(tap(action, value), NOW) == Came(TEAM, update, ANN, DM)


@pytest.mark.parametrize(("action", "value"), UNTAPPED.values(), ids=UNTAPPED.keys())
def test_any_other_tap_is_nothing(action: str, value: object) -> None:
    something = came(tap(action, value), NOW)
    assert (something.update, something.window) == (None, None)


def test_a_tap_on_the_page_comes_from_no_message() -> None:
    something = came(page_tap("/lesson"), NOW)
    assert something.update
    assert (something.update.raw, something.user, something.dm) == (Wrote("/lesson"), ANN, "")


def test_a_tap_where_others_read_along_is_nothing() -> None:
    elsewhere = {"container": {"type": "message", "channel_id": ROOM}, "channel": {"id": ROOM}}
    assert came(tap("tap.0", "1z9.0", **elsewhere), NOW) == NOTHING
    assert came(tap("tap.0", "1z9.0", container={}, channel={"id": ROOM}), NOW) == NOTHING


@pytest.mark.parametrize("missing", ["user", "trigger_id", "actions"])
def test_a_tap_of_nobody_on_nothing_or_at_no_moment_is_nothing(missing: str) -> None:
    assert came({**tap("tap.0", "1z9.0"), missing: None}, NOW) == NOTHING


@pytest.mark.parametrize("form", ["checkin", "settings"])
@pytest.mark.parametrize("body", ["on a message", "on the page"])
def test_a_form_is_a_window_and_its_command_where_there_can_be_none(form: str, body: str) -> None:
    something = came(tap(f"open.{form}", "1z9") if body == "on a message" else page_tap(f"/{form}"), NOW)
    window = something.window
    assert window
    assert window == Window(form, "1z9" if body == "on a message" else "", TRIGGER, ANN, window.instead)
    assert window.instead
    assert (window.instead.raw, window.instead.external_id) == (Wrote(f"/{form}"), TRIGGER)
    assert something.update is None


def test_a_note_is_a_window_for_its_message_and_has_no_command() -> None:
    something = came(tap("open.note", "1z9"), NOW)
    assert something == Came(TEAM, user=ANN, dm=DM, window=Window("note", "1z9", TRIGGER, ANN, None))


def test_a_window_brings_what_was_filled_in_by_the_keys_of_its_fields() -> None:
    values = {
        "checkin.note": {"type": "plain_text_input", "value": "I am <tired> & sad"},
        "energy": {"type": "radio_buttons", "selected_option": {"value": "3", "text": {"text": "So so"}}},
        "days": {"type": "checkboxes", "selected_options": [{"value": "mon"}, {"value": "fri"}]},
        "hour": {"type": "timepicker", "selected_time": "09:30"},
        "empty": {"type": "plain_text_input", "value": None},
        "blank": {"type": "plain_text_input", "value": " \n"},
        "none": {"type": "checkboxes", "selected_options": []},
        "unchosen": {"type": "static_select", "selected_option": None},
    }
    fields = {"checkin.note": "I am <tired> & sad", "energy": "3", "days": "mon,fri", "hour": "09:30"}
    update = Update(f"slack:{TEAM}", "view:V0WINDOW", ANN, Filled("checkin", fields, "1z9"), NOW)
    assert came(sent_in("checkin", values), NOW) == Came(TEAM, update, ANN)


def test_a_window_of_no_message_has_no_token_and_may_be_empty() -> None:
    something = came(sent_in("settings", {}, private_metadata=""), NOW)
    assert something.update
    assert something.update.raw == Filled("settings", {}, "")


@pytest.mark.parametrize("held", [{"callback_id": "other"}, {"callback_id": "form.salary"}, {"id": None}])
def test_a_window_that_is_none_of_ours_is_nothing(held: dict[str, object]) -> None:
    assert came(sent_in("checkin", {"a": {"value": "b"}}, **held), NOW) == NOTHING


@pytest.mark.parametrize(
    ("body", "at"),
    [
        (message(text="hi"), WHEN + timedelta(microseconds=200)),
        (changed("a", "b"), WHEN + timedelta(seconds=5, microseconds=100)),
        (message(text="hi", ts=None), WHEN),
        (message(text="from tomorrow", ts=f"{SENT + 86_400}.0"), NOW),
        (message(text="from never", ts="0.0"), NOW),
        (enveloped(message(text="at no time", ts="then")["event"], event_time="then"), NOW),
        (tap("tap.0", "1z9.0"), WHEN + timedelta(seconds=9.5)),
        (sent_in("settings", {}), NOW),
    ],
)
def test_it_happened_when_slack_says_and_never_after_now(body: Json, at: datetime) -> None:
    something = came(body, NOW).update
    assert something
    assert something.at == at


def test_who_opens_their_page_is_named_and_their_messages_are_no_page() -> None:
    opened = event("app_home_opened", user=ANN, channel=DM, tab="home", event_ts=STAMP)
    assert came(opened, NOW) == Came(TEAM, user=ANN, home=ANN)
    assert came(event("app_home_opened", user=ANN, channel=DM, tab="messages"), NOW) == NOTHING


def test_what_cannot_be_read_is_nothing_and_raises_nothing() -> None:
    assert came(event("app_mention", user=ANN, channel=ROOM, text="hi", user_team=["T9"]), NOW) == NOTHING


def test_our_bot_is_not_taken_for_somebody() -> None:
    assert came(message(text="hi", bot_id=OUR_BOT, user=US), NOW) == NOTHING
