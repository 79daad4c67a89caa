"""The bodies that Slack brings to an app, as its documentation shapes them."""

import asyncio
from collections.abc import Mapping

from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.limits import TRIGGER_SECONDS
from tests.acceptance.slack.world import Account, Room, Shown, Trigger, View, Workspace, World

VERIFICATION = "verification-token"


class Payloads:
    """Makes bodies for one app; `trigger_seconds` is how long a trigger lives."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.trigger_seconds = TRIGGER_SECONDS

    def event(self, workspace: Workspace, event: Json, *, shared: bool = False) -> tuple[str, Json]:
        """The wrapper of an event, and its event_id: https://docs.slack.dev/apis/events-api/#callback-field"""
        name = self._world.name("Ev")
        authorized = {"enterprise_id": None, "team_id": workspace.id, "user_id": workspace.bot_user, "is_bot": True}
        head = {
            "token": VERIFICATION,
            "team_id": workspace.id,
            "context_team_id": workspace.id,
            "context_enterprise_id": None,
        }
        told = {"api_app_id": workspace.app_id, "event": event, "type": "event_callback", "event_id": name}
        more = {"event_time": self._world.date(), "authorizations": [{**authorized, "is_enterprise_install": False}]}
        return name, {**head, **told, **more, "is_ext_shared_channel": shared, "event_context": f"4-{name}"}

    def tap(
        self, workspace: Workspace, account: Account, button: Json, where: Room | View, shown: Shown | None = None
    ) -> Json:
        """block_actions: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
        acted = {
            "type": "button",
            "action_id": button["action_id"],
            "block_id": button["block_id"],
            "text": button["text"],
        }
        given = {key: button[key] for key in ("value", "style") if key in button}
        head = {**self._head("block_actions", workspace, account), "api_app_id": workspace.app_id}
        action = [{**acted, **given, "action_ts": self._world.ts(workspace)}]
        if isinstance(where, View):
            view = {"container": {"type": "view", "view_id": where.id}, "view": where.view}
            return {**head, **view, "actions": action}
        container = {"type": "message", "message_ts": shown.ts, "channel_id": where.id, "is_ephemeral": shown.ephemeral}
        message = {
            "container": container,
            "channel": self._channel(where),
            "message": shown.message,
            "state": {"values": {}},
        }
        return {**head, **message, "response_url": self._response_url(workspace, account), "actions": action}

    def filled(self, workspace: Workspace, account: Account, window: View, values: Mapping[str, Json]) -> Json:
        """view_submission: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
        head = {**self._head("view_submission", workspace, account), "api_app_id": workspace.app_id}
        return {**head, "view": {**window.view, "state": {"values": dict(values)}}, "response_urls": []}

    def closed(self, workspace: Workspace, account: Account, window: View, *, all_of_them: bool) -> Json:
        """view_closed; it has no trigger."""
        head = {**self._head("view_closed", workspace, account), "api_app_id": workspace.app_id}
        del head["trigger_id"]
        return {**head, "view": window.view, "is_cleared": all_of_them}

    def shortcut(self, workspace: Workspace, account: Account, name: str, where: Room, message: Json) -> Json:
        """message_action: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
        head = {**self._head("message_action", workspace, account), "callback_id": name}
        about = {"channel": self._channel(where), "message_ts": message["ts"], "message": message}
        ts = self._world.ts(workspace)
        return {**head, **about, "action_ts": ts, "response_url": self._response_url(workspace, account)}

    def command(self, workspace: Workspace, account: Account, command: str, text: str, where: Room) -> Json:
        """A slash command: https://docs.slack.dev/interactivity/implementing-slash-commands"""
        channel = self._channel(where)
        place = {"channel_id": channel["id"], "channel_name": channel["name"]}
        who = {"user_id": account.id, "user_name": account.user["name"], "command": command, "text": text}
        head = {"token": VERIFICATION, "team_id": workspace.id, "team_domain": workspace.domain}
        told = {"api_app_id": workspace.app_id, "is_enterprise_install": "false"}
        later = {
            "response_url": self._response_url(workspace, account),
            "trigger_id": self._trigger(workspace, account),
        }
        return {**head, **place, **who, **told, **later}

    def _head(self, kind: str, workspace: Workspace, account: Account) -> Json:
        name = account.user["name"]
        user = {"id": account.id, "username": name, "name": name, "team_id": account.user["team_id"]}
        team = {"id": workspace.id, "domain": workspace.domain}
        own = {"enterprise": None, "is_enterprise_install": False, "trigger_id": self._trigger(workspace, account)}
        return {"type": kind, "user": user, "token": VERIFICATION, "team": team, **own}

    def _trigger(self, workspace: Workspace, account: Account) -> str:
        name = f"{next(self._world.numbers)}.{self._world.date()}.{self._world.series.lower()}0123456789abcdef"
        until = asyncio.get_running_loop().time() + self.trigger_seconds
        self._world.triggers[name] = Trigger(workspace.id, account.id, until)
        return name

    def _response_url(self, workspace: Workspace, account: Account) -> str:
        return f"{self._world.root}/actions/{workspace.id}/{account.id}/{next(self._world.numbers)}"

    def _channel(self, room: Room) -> Json:
        return {"id": room.id, "name": "directmessage" if room.is_im else room.name}
