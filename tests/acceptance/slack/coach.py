"""A real `coach serve` that talks to the Slack of ours: by Socket Mode, or over HTTP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.process import HOST, Coach, eventually, serving_coach
from tests.acceptance.slack.api import TEAM, SlackApi

EVENTS_PATH = "/slack/events"


@contextmanager
def running(home: Path, api: SlackApi, log: str = "serve.log", **settings: str) -> Iterator[Coach]:
    """A coach that serves the first workspace by Socket Mode meanwhile, unless `settings` say otherwise; killed at the end.

    An empty setting is none. Nothing waits until Slack was reached: see `is_ready`.
    """
    token = {"COACH_SLACK_API_ROOT": api.root, "COACH_SLACK_BOT_TOKEN": api.team().token}
    way_in = {} if "COACH_SLACK_SIGNING_SECRET" in settings else {"COACH_SLACK_APP_TOKEN": api.app_token}
    with serving_coach(home, log, {**token, **way_in, **settings}) as coach:
        yield coach


def hooked(api: SlackApi, port: int) -> dict[str, str]:
    """The settings of a coach to whom Slack brings everything at this port; from now on Slack does."""
    api.events.request_url = f"http://{HOST}:{port}{EVENTS_PATH}"
    return {
        "COACH_LISTEN": f"{HOST}:{port}",
        "COACH_PUBLIC_URL": f"http://{HOST}:{port}",
        "COACH_SLACK_SIGNING_SECRET": api.signing_secret,
    }


def installable(api: SlackApi, port: int) -> dict[str, str]:
    """What a coach needs besides, for workspaces to install the app by a link at this port; it then has no token of its own."""
    secret = {"COACH_SLACK_CLIENT_ID": api.oauth.client_id, "COACH_SLACK_CLIENT_SECRET": api.oauth.client_secret}
    place = {"COACH_LISTEN": f"{HOST}:{port}", "COACH_PUBLIC_URL": f"http://{HOST}:{port}"}
    return {"COACH_SLACK_BOT_TOKEN": "", **secret, **place}


def is_ready(coach: Coach, api: SlackApi, teams: Sequence[str] = (TEAM,)) -> None:
    """Wait until this coach serves these workspaces, and in Socket Mode until it is connected."""
    for team in teams:
        coach.tells(f"event=workspace_begun account=slack:{team}")
    if not api.events.request_url:
        eventually(lambda: bool(api.sockets.connections), lambda: f"it does not connect: {coach.told}")
