"""OAuth v2: the page where somebody allows the app, and the exchange of its code for a token."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.acceptance.slack.refusals import Refused
from tests.acceptance.slack.world import Json, Workspace, World


@dataclass(frozen=True, slots=True)
class Grant:
    """What one code stands for."""

    team: str
    redirect_uri: str
    scopes: frozenset[str]
    user: str


@dataclass(slots=True)
class Oauth:
    """The app's client, and the codes that were not yet exchanged."""

    client_id: str = "1111.2222"
    client_secret: str = "0123456789abcdef0123456789abcdef"
    redirect_uri: str = ""  # the one that the app's settings name; empty: any
    team: str = ""  # the workspace in whose browser the page is opened; empty: the first without the app, or the first
    user: str = "UADMIN"
    declines: bool = False  # whoever opens the page says no
    codes: dict[str, Grant] = field(default_factory=dict)

    def authorize(self, world: World, asked: Json) -> str:
        """Where the browser is sent from the page; LookupError with Slack's words where the page shows an error instead."""
        redirect = str(asked.get("redirect_uri") or self.redirect_uri)
        if asked.get("client_id") != self.client_id:
            raise LookupError("invalid_client_id")
        if not redirect or (self.redirect_uri and not redirect.startswith(self.redirect_uri)):
            raise LookupError("redirect_uri did not match any configured URIs")
        scopes = frozenset(filter(None, str(asked.get("scope", "")).split(",")))
        if not scopes:
            raise LookupError("no scopes requested")
        state = {"state": asked["state"]} if asked.get("state") else {}
        if self.declines:
            return f"{redirect}?{urlencode({'error': 'access_denied', **state})}"
        code = f"{world.name('C')}.code"
        self.codes[code] = Grant(self._team(world), str(asked.get("redirect_uri") or ""), scopes, self.user)
        return f"{redirect}?{urlencode({'code': code, **state})}"

    def exchange(self, world: World, values: Json, client: tuple[str, str]) -> Json:
        """The token for a code; each code once."""
        if client[0] != self.client_id:
            raise Refused("invalid_client_id")
        if client[1] != self.client_secret:
            raise Refused("bad_client_secret")
        grant = self.codes.get(str(values["code"]))
        if grant is None:
            raise Refused("invalid_code")
        if grant.redirect_uri != str(values.get("redirect_uri") or ""):
            raise Refused("bad_redirect_uri")
        del self.codes[str(values["code"])]
        workspace = world.workspaces[grant.team]
        allow(world, workspace, grant.scopes)
        told = {
            "app_id": workspace.app_id,
            "authed_user": {"id": grant.user},
            "scope": ",".join(sorted(workspace.scopes)),
        }
        team = {
            "team": {"id": workspace.id, "name": workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        return {**told, "token_type": "bot", "access_token": workspace.token, "bot_user_id": workspace.bot_user, **team}

    def _team(self, world: World) -> str:
        bare = (one.id for one in world.workspaces.values() if not one.token or one.dead)
        return self.team or next(bare, next(iter(world.workspaces)))


def allow(world: World, workspace: Workspace, scopes: frozenset[str]) -> None:
    """The app is installed with these scopes, beside those it had; after it was gone, with a new token."""
    if workspace.dead or not workspace.token:
        workspace.token = f"xoxb-{workspace.id}-{world.name('K')}"
        workspace.scopes.clear()
    workspace.dead = ""
    workspace.scopes |= scopes


def forget(workspace: Workspace, error: str) -> None:
    """The app's token is dead, and refused with this."""
    workspace.dead = error
    workspace.old_tokens[workspace.token] = error
