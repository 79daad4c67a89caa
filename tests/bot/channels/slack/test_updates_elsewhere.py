"""What comes from elsewhere in Slack: mentions, the slash command, the shortcut, and a workspace that takes us out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.slack.updates import COMMANDS, Came, Pointer, Window, came
from bot.domain.page import FORMS
from bot.domain.update import Update, Wrote
from dialogues.starts import COMMANDS as KNOWN
from tests.bot.channels.slack.raw_slack import (
    ANN,
    APP,
    AUTHORIZED,
    DM,
    EVENT,
    OURS,
    ROOM,
    SENT,
    STAMP,
    TEAM,
    TRIGGER,
    US,
    WORKSPACE,
    Json,
    command,
    enveloped,
    event,
    mention,
    message,
    page_tap,
    sent_in,
    shortcut,
    tap,
)

WHEN = datetime.fromtimestamp(SENT, UTC)
NOW = WHEN + timedelta(minutes=1)
NOTHING = Came(TEAM)


def wrote(something: Came) -> str | None:
    """The words that somebody is taken to have written, if any."""
    return something.update.raw.words if something.update and isinstance(something.update.raw, Wrote) else None


def test_a_mention_is_answered_in_the_direct_message_and_points_there() -> None:
    update = Update(f"slack:{TEAM}", EVENT, ANN, Wrote("I want to die"), WHEN + timedelta(microseconds=200))
    expected = Came(TEAM, update, ANN, pointer=Pointer(ROOM, ANN, "", outside=False))
    assert came(mention(f"<@{US}> I want to die"), NOW) == expected


def test_a_bare_mention_only_points() -> None:
    something = came(mention(f"<@{US}>", thread_ts="1799999000.000100"), NOW)
    assert something == Came(TEAM, None, ANN, pointer=Pointer(ROOM, ANN, "1799999000.000100", outside=False))


@pytest.mark.parametrize("held", [{"user_team": "T9"}, {"source_team": "T9"}, {"user_team": "T9", "source_team": TEAM}])
def test_somebody_of_another_workspace_is_told_so_and_their_words_are_left(held: dict[str, object]) -> None:
    something = came(mention(f"<@{US}> hello", **held), NOW)
    assert something == Came(TEAM, None, ANN, pointer=Pointer(ROOM, ANN, "", outside=True))


def test_somebody_of_our_own_organisation_is_no_stranger() -> None:
    grid = {**AUTHORIZED, "enterprise_id": "E1"}
    body = enveloped(mention(f"<@{US}> hello", user_team="E1", source_team=TEAM)["event"], authorizations=[grid])
    assert wrote(came(body, NOW)) == "hello"


@pytest.mark.parametrize(
    "held", [{"channel": DM}, {"user": US}, {"bot_id": "B9"}, {"user": None}, {"channel": None}, {"channel": "general"}]
)
def test_a_mention_that_came_already_or_by_nobody_is_nothing(held: dict[str, object]) -> None:
    assert came(mention(f"<@{US}> hello", **held), NOW) == NOTHING


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in FORMS])
def test_a_command_alone_is_that_command(name: str) -> None:
    for typed in (name, f" {name.upper()} ", f"/{name}", name.replace("_", "-")):
        something = came(command(typed), NOW)
        assert (wrote(something), something.says, something.user) == (f"/{name}", "answered", ANN)
        assert something.update
        assert (something.update.external_id, something.update.address) == (TRIGGER, ANN)


def test_every_command_is_known_to_the_talk() -> None:
    assert set(COMMANDS) <= set(KNOWN)
    assert set(FORMS) <= set(COMMANDS)


@pytest.mark.parametrize("name", FORMS)
def test_a_command_with_a_form_opens_its_window_and_says_nothing(name: str) -> None:
    something = came(command(name), NOW)
    assert something.window
    assert something == Came(TEAM, user=ANN, window=Window(name, "", TRIGGER, ANN, something.window.instead))
    assert something.window.instead
    assert something.window.instead.raw == Wrote(f"/{name}")


@pytest.mark.parametrize("typed", ["", "  ", "help", " HELP", "/help"])
def test_a_command_without_words_says_what_there_is(typed: str) -> None:
    assert came(command(typed), NOW) == Came(TEAM, user=ANN, says="help")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("link K7QM2-9XWPT", "link K7QM2-9XWPT"),
        ("join k7qm2", "join k7qm2"),
        ("I want to die", "I want to die"),
        ("quiz me &amp; him", "quiz me & him"),
        ("help now", "help now"),
        ("help me", "help me"),
        ("lesson_anyway", "lesson_anyway"),
    ],
)
def test_any_other_words_after_the_command_are_read_as_words(typed: str, words: str) -> None:
    assert wrote(came(command(typed), NOW)) == words


def test_a_command_in_a_direct_message_does_not_tell_where_ours_is() -> None:
    something = came(command("quiz", channel_id=DM, channel_name="directmessage"), NOW)
    assert (wrote(something), something.says, something.dm, something.where) == ("/quiz", "answered", "", DM)


def test_a_command_of_nobody_or_at_no_moment_is_nothing() -> None:
    assert came(command("quiz", user_id=None), NOW) == NOTHING
    assert came(command("quiz", trigger_id=None), NOW) == NOTHING


def test_a_command_by_another_name_is_ours_too() -> None:
    assert wrote(came(command("quiz", command="/peercoach"), NOW)) == "/quiz"


def test_the_shortcut_on_a_message_of_ours_begins_a_report() -> None:
    update = Update(f"slack:{TEAM}", TRIGGER, ANN, Wrote("/report"), WHEN + timedelta(seconds=9.5))
    reported = Came(TEAM, update, ANN, says="answered", where=DM)
    assert came(shortcut(OURS), NOW) == reported
    assert came(shortcut(OURS, api_app_id=APP), NOW) == reported
    nameless = {name: value for name, value in OURS.items() if name != "app_id"}
    assert came(shortcut(nameless, api_app_id=APP), NOW) == reported


def test_the_shortcut_in_a_channel_is_answered_elsewhere() -> None:
    something = came(shortcut(OURS, channel={"id": ROOM}), NOW)
    assert (wrote(something), something.dm, something.says) == ("/report", "", "answered")


@pytest.mark.parametrize(
    "body",
    [
        shortcut({"type": "message", "user": "U9", "text": "hi"}),
        shortcut({**OURS, "app_id": "A9"}, api_app_id=APP),
        shortcut({}),
    ],
)
def test_the_shortcut_on_anything_else_is_not_ours_to_report(body: Json) -> None:
    assert came(body, NOW) == Came(TEAM, user=ANN, says="not_mine")


def test_another_shortcut_is_nothing() -> None:
    assert came(shortcut(OURS, callback_id="remind"), NOW) == NOTHING
    assert came(shortcut(OURS, user=None), NOW) == NOTHING


def test_a_workspace_that_takes_us_out_or_takes_our_token_back_is_known() -> None:
    gone = Came(TEAM, removed=WHEN)
    assert came(event("app_uninstalled"), NOW) == gone
    assert came(enveloped({"type": "app_uninstalled"}, authorizations=[]), NOW) == gone
    assert came(event("tokens_revoked", tokens={"oauth": [], "bot": [US]}), NOW) == gone
    assert came(event("tokens_revoked", tokens={"oauth": ["U1"], "bot": []}), NOW) == NOTHING
    assert came(event("tokens_revoked", tokens={"oauth": ["U1"]}), NOW) == NOTHING


def test_the_workspace_is_the_one_that_authorized_us() -> None:
    host = enveloped(message(text="hi")["event"], team_id="T0HOST")
    assert came(host, NOW).team == TEAM
    assert came({**host, "authorizations": []}, NOW).team == "T0HOST"
    assert came({**tap("tap.0", "1z9.0"), "team": {"id": "T0OTHER"}}, NOW).team == "T0OTHER"


@pytest.mark.parametrize(
    "body",
    [
        {**tap("tap.0", "1z9.0"), "team": None, "is_enterprise_install": True},
        {**command("quiz"), "team_id": None, "is_enterprise_install": "true"},
        enveloped(message(text="hi")["event"], team_id=None, authorizations=[{**AUTHORIZED, "team_id": None}]),
        {**sent_in("settings", {}), "team": {"id": "t0;drop"}},
        {},
    ],
)
def test_what_concerns_no_workspace_is_nothing(body: Json) -> None:
    assert came(body, NOW) == Came()


@pytest.mark.parametrize(
    "body",
    [
        event("telepathy", user=ANN),
        enveloped(None),
        enveloped("hi"),
        {"type": "view_closed", "team": WORKSPACE, "user": {"id": ANN}},
        {"type": "shortcut", "team": WORKSPACE, "user": {"id": ANN}},
        {"type": "url_verification", "team_id": TEAM, "challenge": "x"},
        {"ssl_check": "1", "team_id": TEAM},
        {"type": "block_actions", "team": WORKSPACE},
        {**page_tap("/lesson"), "actions": ["x"]},
        {"team_id": TEAM, "command": ["x"]},
        {"team_id": TEAM, "type": ["x"]},
        event("message", channel=DM, subtype="message_changed", message=STAMP),
    ],
)
def test_what_we_do_not_know_is_nothing_and_can_still_be_acknowledged(body: Json) -> None:
    assert came(body, NOW) == NOTHING
