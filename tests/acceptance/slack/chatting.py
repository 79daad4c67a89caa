"""The methods that say something, and those that tell about people."""

from collections.abc import Callable

from tests.acceptance.slack.limits import DND_AT_ONCE
from tests.acceptance.slack.refusals import Refused, invalid
from tests.acceptance.slack.world import Account, Json, Room, Shown, Workspace, World

Method = Callable[[World, Workspace, Json], Json]


def account_of(workspace: Workspace, user: object) -> Account:
    """Somebody of this workspace who still has an account."""
    account = workspace.accounts.get(str(user))
    if account is None or account.user["team_id"] != workspace.id:
        raise Refused("user_not_found")
    return account


def room_of(workspace: Workspace, channel: object) -> Room:
    """A room that the app may speak in; a person's id stands for their direct message."""
    account = workspace.accounts.get(str(channel))
    room = workspace.rooms.get(account.room.id if account else str(channel))
    if room is None or (room.is_im and workspace.accounts[room.user].user["deleted"]):
        raise Refused("channel_not_found")
    if not room.has_bot:
        raise Refused("not_in_channel")
    return room


def watched(workspace: Workspace, room: Room, shown: Shown | None = None) -> None:
    """Whoever has this room in front of them sees that something is new."""
    for account in workspace.accounts.values():
        if room.user in ("", account.id):
            account.changed(shown)


def check_files(workspace: Workspace, blocks: object) -> None:
    """A picture by its file can be shown only when Slack has looked at the file."""
    for block in blocks if isinstance(blocks, list) else ():
        file = block.get("slack_file", {}).get("id")
        if file and not workspace.files.get(file, {}).get("mimetype"):
            raise invalid("invalid_blocks", [f"invalid slack file [{file}]"])


def by_bot(world: World, workspace: Workspace, **content: object) -> Json:
    """A message of the app's."""
    profile = {
        "id": workspace.bot_id,
        "app_id": workspace.app_id,
        "name": "Coach",
        "team_id": workspace.id,
        "deleted": False,
    }
    head = {"type": "message", "user": workspace.bot_user, "bot_id": workspace.bot_id, "app_id": workspace.app_id}
    return {**head, "team": workspace.id, "bot_profile": profile, "ts": world.ts(workspace), **content}


def show(world: World, workspace: Workspace, room: Room, message: Json) -> Shown:
    """A message of the app's stands at the end of a room; the app hears of it in a direct message, as of any other."""
    shown = Shown(message)
    room.shown.append(shown)
    watched(workspace, room, shown)
    if room.is_im:
        event = {**message, "channel": room.id, "event_ts": message["ts"], "channel_type": "im"}
        world.tell(workspace, event)
    return shown


def _auth_test(world: World, workspace: Workspace, values: Json) -> Json:
    told = {"url": f"https://{workspace.domain}.slack.com/", "team": workspace.name, "user": "coach"}
    ids = {"team_id": workspace.id, "user_id": workspace.bot_user, "bot_id": workspace.bot_id}
    return {**told, **ids, "is_enterprise_install": False}


def _post(world: World, workspace: Workspace, values: Json) -> Json:
    room = room_of(workspace, values["channel"])
    check_files(workspace, values.get("blocks"))
    content: Json = {"text": values.get("text", "")}
    if values.get("blocks"):
        content["blocks"] = world.dressed(values["blocks"])
    if values.get("thread_ts"):
        if not room.find(values["thread_ts"]):
            raise Refused("thread_not_found")
        content |= {"thread_ts": values["thread_ts"]}
        if values.get("reply_broadcast") in (True, "true", "1"):
            content["subtype"] = "thread_broadcast"
    message = by_bot(world, workspace, **content)
    show(world, workspace, room, message)
    return {"channel": room.id, "ts": message["ts"], "message": message}


def _whisper(world: World, workspace: Workspace, values: Json) -> Json:
    account, room = workspace.accounts.get(str(values["user"])), room_of(workspace, values["channel"])
    if account is None or (room.is_im and room.user != account.id):
        raise Refused("user_not_in_channel")
    content = {"text": values.get("text", ""), "blocks": world.dressed(values.get("blocks", []))}
    shown = Shown(by_bot(world, workspace, **content, channel=room.id), ephemeral=True)
    account.ephemerals.append(shown)
    account.changed(shown)
    return {"message_ts": shown.ts}


def _update(world: World, workspace: Workspace, values: Json) -> Json:
    room = workspace.rooms.get(str(values["channel"]))
    if room is None:
        raise Refused("channel_not_found")
    shown = room.find(values["ts"])
    if shown is None:
        raise Refused("message_not_found")
    if shown.message.get("bot_id") != workspace.bot_id:
        raise Refused("cant_update_message")
    check_files(workspace, values.get("blocks"))
    before = shown.message
    changed = {"text": values.get("text", ""), "edited": {"user": workspace.bot_user, "ts": world.ts(workspace)}}
    if "blocks" in values:
        changed["blocks"] = world.dressed(values["blocks"])
    elif "text" in values:
        changed["blocks"] = []  # text alone takes the blocks away
    shown.message = {**before, **changed}
    watched(workspace, room, shown)
    if room.is_im:
        world.tell(workspace, message_changed(world, workspace, room, before, shown.message))
    return {"channel": room.id, "ts": shown.ts, "text": shown.text, "message": shown.message}


def message_changed(world: World, workspace: Workspace, room: Room, before: Json, after: Json) -> Json:
    """The event that a message was changed."""
    ts = world.ts(workspace)
    head = {"type": "message", "subtype": "message_changed", "message": after, "previous_message": before}
    return {**head, "channel": room.id, "hidden": True, "ts": ts, "event_ts": ts, "channel_type": "im"}


def _open(world: World, workspace: Workspace, values: Json) -> Json:
    users = str(values.get("users", ""))
    if "," in users:
        raise Refused("missing_scope", {"needed": "mpim:write", "provided": ",".join(sorted(workspace.scopes))})
    if not users:
        return {"channel": {"id": room_of(workspace, values["channel"]).id}}
    if users in (workspace.bot_user, "USLACKBOT"):
        raise Refused("cannot_dm_bot")
    account = account_of(workspace, users)
    if account.user["deleted"]:
        raise Refused("user_disabled")
    return {"no_op": True, "already_open": True, "channel": {"id": account.room.id}}


def _user(world: World, workspace: Workspace, values: Json) -> Json:
    account = workspace.accounts.get(str(values["user"]))
    if account is None:
        raise Refused("user_not_found")
    wants = values.get("include_locale") in (True, "true", "True", "1", 1)
    if account.user["team_id"] != workspace.id:
        return {"user": {**account.user, "is_stranger": True}}
    return {"user": {**account.user, **({"locale": account.locale} if wants else {})}}


def _dnd(world: World, workspace: Workspace, values: Json) -> Json:
    names = str(values["users"]).split(",")
    if len(names) > DND_AT_ONCE:
        raise Refused("too_many_users")
    usual: Json = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {"users": {name: {**usual, **account_of(workspace, name).dnd} for name in names}}


METHODS: dict[str, Method] = {
    "auth.test": _auth_test,
    "chat.postMessage": _post,
    "chat.postEphemeral": _whisper,
    "chat.update": _update,
    "conversations.open": _open,
    "users.info": _user,
    "dnd.teamInfo": _dnd,
}
