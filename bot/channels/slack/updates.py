"""Updates: what one request of Slack's is to us, whatever stands in it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.slack.messages import written
from bot.channels.slack.reading import (
    Json,
    first,
    key_in,
    moment,
    name_in,
    part,
    plain,
    stamp_in,
    thread_in,
    token_in,
    whole,
    without_us,
)
from bot.domain.page import FORMS, NOTE
from bot.domain.update import Filled, Pressed, Raw, Update, Wrote
from dialogues.message import COMMAND

# What may stand alone after the slash command; anything else there is read as words.
COMMANDS = (
    *("lesson", "quiz", "checkin", "progress", "plan", "settings", "why", "my_data", "stop", "resume", "help_now"),
    *("link", "join", "report", "pause"),
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where somebody mentioned us, to be shown the way to the direct message; `outside` is of another workspace."""

    channel: str
    user: str
    thread: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A window that somebody wants to open; `instead` is what they asked for in words, where it must be talked through.

    `trigger` lives three seconds. `token` is of the message that the button stood on, "" where it stood on none.
    """

    form: str
    token: str
    trigger: str
    user: str
    instead: Update | None


@dataclass(frozen=True, slots=True)
class Came:
    """What one request is to us; with nothing but a team it is nothing, and is acknowledged all the same.

    `team` is the workspace, "" when unknown. `dm` is the direct message with us that it came from, and `thread` the thread in
    there; both "" where it came from elsewhere. `home` is who opened their page. `says` is what is answered at once to a
    command or shortcut: "help", "answered" (where that is not `where` they are), "not_mine", or "". `removed` is when the
    workspace took us out.
    """

    team: str = ""
    update: Update | None = None
    user: str = ""
    dm: str = ""
    thread: str = ""
    pointer: Pointer | None = None
    home: str = ""
    window: Window | None = None
    says: str = ""
    where: str = ""
    removed: datetime | None = None


def came(body: Json, now: datetime) -> Came:
    """Read one request as it came over the wire; what cannot be read, or is of no kind we know, is nothing."""
    team = ""
    try:
        team = _team(body)
        return _read(body, _Arrival(team, now)) if team else Came()
    except Exception:  # one bad request must never block what comes after it, or be brought again for ever
        return Came(team)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Which workspace something came from, and when it reached us."""

    team: str
    now: datetime

    def did(self, user: str, raw: Raw | None, key: str, *stamps: object) -> Update | None:
        """What this person did, at the first of the times that is one; None where a part of it is missing."""
        if raw is None or not user or not key:
            return None
        return Update(f"slack:{self.team}", key, user, raw, moment(stamps, self.now))

    def time_of(self, body: Json) -> datetime:
        """When an event happened."""
        return moment((body.get("event_time"),), self.now)


def _read(body: Json, arrival: _Arrival) -> Came:
    match body.get("type"):
        case "event_callback":
            return _told(body, part(body, "event"), arrival)
        case "block_actions":
            return _tapped(body, first(body, "actions"), arrival)
        case "view_submission":
            return _sent_in(body, part(body, "view"), arrival)
        case "message_action":
            return _pointed_at(body, part(body, "message"), arrival)
    # Slack brings no other app's commands, and a workspace may call ours by another name.
    return _commanded(body, arrival) if isinstance(body.get("command"), str) else Came(arrival.team)


def _told(body: Json, event: Json, arrival: _Arrival) -> Came:
    """An event: https://docs.slack.dev/apis/events-api"""
    match event.get("type"):
        case "message":
            return _wrote(body, event, arrival)
        case "app_mention":
            return _mentioned(body, event, arrival)
        case "app_home_opened" if event.get("tab") == "home":
            user = name_in(event, "user")
            return Came(arrival.team, user=user, home=user)
        case "app_uninstalled":
            return Came(arrival.team, removed=arrival.time_of(body))
        case "tokens_revoked" if part(event, "tokens").get("bot"):
            return Came(arrival.team, removed=arrival.time_of(body))
    return Came(arrival.team)


def _wrote(body: Json, event: Json, arrival: _Arrival) -> Came:
    dm = _dm(name_in(event, "channel"))
    if not dm or event.get("channel_type", "im") not in _DIRECT:
        return Came(arrival.team)
    said = written(event, _us(body))
    update = arrival.did(said.user, said.raw, key_in(body, "event_id"), event.get("ts"), body.get("event_time"))
    return Came(arrival.team, update, said.user, dm, said.thread) if update else Came(arrival.team)


def _mentioned(body: Json, event: Json, arrival: _Arrival) -> Came:
    """A mention where others read along: what was asked is answered in the direct message, and the way there is shown."""
    channel, user, us = name_in(event, "channel"), name_in(event, "user"), _us(body)
    if not channel or _dm(channel) or not user or user == us or event.get("bot_id"):
        return Came(arrival.team)
    homes = {arrival.team, first(body, "authorizations").get("enterprise_id")}
    outside = any(event.get(name) not in {None, *homes} for name in ("user_team", "source_team"))
    words = "" if outside else without_us(event.get("text"), us)
    raw = Wrote(words) if words else None
    update = arrival.did(user, raw, key_in(body, "event_id"), event.get("ts"), body.get("event_time"))
    return Came(arrival.team, update, user, pointer=Pointer(channel, user, stamp_in(event, "thread_ts"), outside))


def _tapped(body: Json, action: Json, arrival: _Arrival) -> Came:
    """A tap on a button of a message or of the page: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    user, trigger, container = name_in(part(body, "user"), "id"), key_in(body, "trigger_id"), part(body, "container")
    channel = name_in(container, "channel_id") or name_in(part(body, "channel"), "id")
    found = _ACTION.fullmatch(str(action.get("action_id")))
    if found is None or not user or not trigger or (channel and not _dm(channel)):
        return Came(arrival.team)
    thread = thread_in(container, "message_ts") or thread_in(part(body, "message"), "ts")
    at = Came(arrival.team, user=user, dm=_dm(channel), thread=thread)
    if found["form"]:
        return replace(at, window=_window(found["form"], token_in(action, "value"), trigger, user, arrival))
    raw = _meant(found["kind"], action.get("value"))
    if isinstance(raw, Wrote) and found["kind"] == "page" and raw.words.removeprefix(COMMAND) in FORMS:
        return replace(at, window=_window(raw.words.removeprefix(COMMAND), "", trigger, user, arrival))
    return replace(at, update=arrival.did(user, raw, trigger, action.get("action_ts")))


def _meant(kind: str, value: object) -> Raw | None:
    """What a button means that opens no window, by the kind of its name."""
    if kind == "tap":
        tap = _TAP.fullmatch(str(value))
        return Pressed(tap[1], int(tap[2])) if tap else None
    words = whole(value)
    fits = bool(_COMMAND.fullmatch(words)) if kind == "page" else bool(words.strip())
    return Wrote(words) if fits else None


def _window(form: str, token: str, trigger: str, user: str, arrival: _Arrival) -> Window | None:
    """The window of this name; None where it is no form, or a note that belongs to no message."""
    if form in FORMS:
        return Window(form, token, trigger, user, arrival.did(user, Wrote(COMMAND + form), trigger))
    return Window(form, token, trigger, user, None) if form == NOTE and token else None


def _sent_in(body: Json, view: Json, arrival: _Arrival) -> Came:
    """A window that was sent in: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    user, view_id, form = name_in(part(body, "user"), "id"), name_in(view, "id"), str(view.get("callback_id"))
    name = form.removeprefix("form.")
    if name == form or name not in (*FORMS, NOTE) or not user or not view_id:
        return Came(arrival.team)
    blocks = part(part(view, "state"), "values")
    fields = {key: _value(part(part(blocks, key), "value")) for key in list(blocks)[:_MOST_FIELDS]}
    filled = {whole(key): value for key, value in fields.items() if value.strip()}
    raw = Filled(name, filled, token_in(view, "private_metadata"))
    return Came(arrival.team, arrival.did(user, raw, f"view:{view_id}"), user)


def _value(element: Json) -> str:
    """What stands in one field, whatever it is filled in by: words, a key, keys with commas between, or HH:MM; "" when empty."""
    several = element.get("selected_options")
    if isinstance(several, list):
        return ",".join(filter(None, (whole(option.get("value")) for option in several if isinstance(option, dict))))
    one = part(element, "selected_option").get("value")
    return whole(one) or whole(element.get("selected_time")) or whole(element.get("value"))


def _commanded(body: Json, arrival: _Arrival) -> Came:
    """The slash command: https://docs.slack.dev/interactivity/implementing-slash-commands

    A direct message that it was typed in may be with somebody else, so it tells nothing of where ours is.
    """
    user, trigger, words = name_in(body, "user_id"), key_in(body, "trigger_id"), plain(body.get("text")).strip()
    if not user or not trigger:
        return Came(arrival.team)
    name = words.casefold().removeprefix(COMMAND).replace("-", "_")
    if name in ("", "help"):
        return Came(arrival.team, user=user, says="help")
    if name in FORMS:
        return Came(arrival.team, user=user, window=_window(name, "", trigger, user, arrival))
    update = arrival.did(user, Wrote(COMMAND + name if name in COMMANDS else words), trigger)
    return Came(arrival.team, update, user, says="answered", where=name_in(body, "channel_id"))


def _pointed_at(body: Json, message: Json, arrival: _Arrival) -> Came:
    """The shortcut on a message: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    user, trigger = name_in(part(body, "user"), "id"), key_in(body, "trigger_id")
    if body.get("callback_id") != REPORT or not user or not trigger:
        return Came(arrival.team)
    # Not every request names our app: a report about another's message harms less than none about ours. But for that reason, too,
    # the place of the message is not remembered as our direct message.
    apps = {message.get("app_id"), body.get("api_app_id")} - {None}
    ours = message.get("bot_id") and len(apps) <= 1
    if not ours:
        return Came(arrival.team, user=user, says="not_mine")
    update = arrival.did(user, Wrote(f"{COMMAND}{REPORT}"), trigger, body.get("action_ts"))
    return Came(arrival.team, update, user, says="answered", where=name_in(part(body, "channel"), "id"))


def _team(body: Json) -> str:
    """The workspace that this is about; "" for an organisation as a whole."""
    authorized = first(body, "authorizations")
    return name_in(authorized, "team_id") or name_in(body, "team_id") or name_in(part(body, "team"), "id")


def _us(body: Json) -> str:
    """Our own user in that workspace; "" when the request does not say."""
    authorized = first(body, "authorizations")
    return "" if authorized.get("is_bot") is False else name_in(authorized, "user_id")


def _dm(channel: str) -> str:
    return channel if channel.startswith("D") else ""


REPORT = "report"  # the name of the shortcut, and of the command that it gives
_DIRECT = ("im", "app_home")
_ACTION = re.compile(r"(?P<kind>tap|say|page)\.[0-9]{1,3}|open\.(?P<form>[a-z]{1,30})", re.ASCII)
_TAP = re.compile(r"([0-9a-z]{1,12})\.([0-9]{1,3})", re.ASCII)
_COMMAND = re.compile(r"/[a-z_]{1,30}", re.ASCII)
_MOST_FIELDS = 100
