"""Who people are, as users.info tells it, and what may become of their accounts."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.hands import Hands
from tests.acceptance.slack.world import Account, Room, Workspace, World


def account(world: World, workspace: Workspace, id: str, described: Mapping[str, object]) -> Account:
    """Somebody's account in a workspace, made where there is none, and their direct message with the app."""
    if id not in workspace.accounts:
        room = workspace.rooms[f"D{id[1:]}"] = Room(f"D{id[1:]}", "", user=id)
        user = _user(world, workspace, id, described)
        workspace.accounts[id] = Account(user, str(described["locale"]), room)
    return workspace.accounts[id]


class Profile:
    """What an admin, or the person, changes about their account; the app is told nothing of it."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def deactivate(self) -> None:
        """The account is deactivated."""
        self._set(deleted=True)

    def reactivate(self) -> None:
        """The account is back."""
        self._set(deleted=False)

    def moves(self, tz: str) -> None:
        """They live in another zone now."""
        self._set(tz=tz)

    def disturb_not(self, start: int, end: int, *, snoozing: bool = False) -> None:
        """Do not disturb from one moment to another, in seconds; or, where they are snoozing, until then."""
        told: Json = {"dnd_enabled": True, "next_dnd_start_ts": start, "next_dnd_end_ts": end}
        if snoozing:
            told |= {"snooze_enabled": True, "snooze_endtime": end, "snooze_remaining": max(0, end - start)}
        self._hands.api.in_loop(lambda: setattr(self._hands.account, "dnd", told))

    def disturb(self) -> None:
        """They may be disturbed again."""
        self._hands.api.in_loop(lambda: setattr(self._hands.account, "dnd", {}))

    def _set(self, **changed: object) -> None:
        self._hands.api.in_loop(lambda: self._hands.account.user.update(changed))


def _user(world: World, workspace: Workspace, id: str, described: Mapping[str, object]) -> Json:
    name, zone = str(described["name"]), str(described["tz"])
    offset = int(world.clock.now().astimezone(ZoneInfo(zone)).utcoffset().total_seconds()) if zone else 0
    profile = {"real_name": name, "display_name": name, "real_name_normalized": name, "team": workspace.id}
    head = {
        "id": id,
        "team_id": workspace.id,
        "name": name.lower(),
        "real_name": name,
        "deleted": False,
        "profile": profile,
    }
    where = {"tz": zone, "tz_label": zone, "tz_offset": offset} if zone else {}
    may = {"is_admin": False, "is_owner": False, "is_primary_owner": False, "is_bot": False, "is_app_user": False}
    guest = {"is_restricted": bool(described["is_guest"]), "is_ultra_restricted": False, "updated": world.date()}
    return {**head, **where, **may, **guest}
