"""What the admins of a workspace do with the app."""

from tests.acceptance.slack.api import TEAM, SlackApi, leave
from tests.acceptance.slack.events import Sending
from tests.acceptance.slack.installing import allow


def uninstall(api: SlackApi, team: str = TEAM) -> list[Sending]:
    """Take the app out of a workspace: its token is dead, and it is told twice, as by Slack."""
    return api.in_loop(lambda: leave(api, api.team(team), "account_inactive", ("tokens_revoked", "app_uninstalled")))


def revoke(api: SlackApi, team: str = TEAM) -> list[Sending]:
    """Take the app's token for a workspace back."""
    return api.in_loop(lambda: leave(api, api.team(team), "token_revoked", ("tokens_revoked",)))


def install(api: SlackApi, team: str, scopes: str) -> str:
    """Install the app without the pages of OAuth; its token."""
    api.in_loop(lambda: allow(api.world, api.team(team), frozenset(scopes.split())))
    return api.team(team).token
