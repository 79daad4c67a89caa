"""The methods for windows and for the page."""

import asyncio

from tests.acceptance.slack.chatting import Method, account_of, check_files
from tests.acceptance.slack.refusals import Refused
from tests.acceptance.slack.world import Account, Json, Trigger, View, Workspace, World


def dressed(world: World, workspace: Workspace, view: Json, was: Json | None = None) -> Json:
    """A view as Slack tells about it: what the app gave, with ids and a hash."""
    given = {"private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None, "close": None}
    number = (was or {}).get("id") or world.name("V")
    ids = {"id": number, "team_id": workspace.id, "app_id": workspace.app_id, "bot_id": workspace.bot_id}
    own = {**ids, "app_installed_team_id": workspace.id, "root_view_id": (was or {}).get("root_view_id") or number}
    told = {"hash": world.ts(workspace), "previous_view_id": None, "clear_on_close": False, "notify_on_close": False}
    return {**given, **told, **view, **own, "blocks": world.dressed(view["blocks"]), "state": {"values": {}}}


def opened(world: World, workspace: Workspace, account: Account, view: Json) -> Json:
    """A window stands in front of somebody."""
    shown = View(dressed(world, workspace, view))
    account.windows.append(shown)
    account.changed(shown)
    return shown.view


def _open(world: World, workspace: Workspace, values: Json) -> Json:
    trigger = _pulled(world, workspace, str(values["trigger_id"]))
    account = account_of(workspace, trigger.user)
    check_files(workspace, values["view"]["blocks"])
    trigger.used = True
    account.windows.clear()  # another window of the app takes the place
    return {"view": opened(world, workspace, account, values["view"])}


def _pulled(world: World, workspace: Workspace, name: str) -> Trigger:
    trigger = world.triggers.get(name)
    if trigger is None or trigger.team != workspace.id:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if asyncio.get_running_loop().time() > trigger.until:
        raise Refused("expired_trigger_id")
    return trigger


def _update(world: World, workspace: Workspace, values: Json) -> Json:
    for account in workspace.accounts.values():
        for shown in account.windows:
            if values.get("view_id") == shown.id or values.get("external_id", 0) == shown.view["external_id"]:
                if values.get("hash", shown.view["hash"]) != shown.view["hash"]:
                    raise Refused("hash_conflict")
                shown.view, shown.errors = dressed(world, workspace, values["view"], shown.view), {}
                account.changed(shown)
                return {"view": shown.view}
    raise Refused("not_found")


def _publish(world: World, workspace: Workspace, values: Json) -> Json:
    account = account_of(workspace, values["user_id"])
    before = account.home.view if account.home else None
    if before and values.get("hash", before["hash"]) != before["hash"]:
        raise Refused("hash_conflict")
    check_files(workspace, values["view"]["blocks"])
    account.home = View(dressed(world, workspace, values["view"], before))
    account.changed(account.home)
    return {"view": account.home.view}


METHODS: dict[str, Method] = {"views.open": _open, "views.update": _update, "views.publish": _publish}
