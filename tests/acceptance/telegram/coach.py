"""A real `coach serve` that talks to the Bot API of ours."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.process import HOST, Coach, serving_coach
from tests.acceptance.telegram.api import BotApi

SECRET = "a-webhook-secret-of-tests"


@contextmanager
def running(home: Path, api: BotApi, log: str = "serve.log", **settings: str) -> Iterator[Coach]:
    """A coach that serves this bot by long poll meanwhile, unless `settings` say otherwise; killed at the end."""
    known = {"COACH_TELEGRAM_TOKEN": api.token, "COACH_TELEGRAM_API_ROOT": api.root}
    with serving_coach(home, log, {**known, **settings}) as coach:
        yield coach


def hooked(port: int) -> dict[str, str]:
    """The settings of a coach whose updates are brought to this port."""
    return {
        "COACH_LISTEN": f"{HOST}:{port}",
        "COACH_PUBLIC_URL": f"http://{HOST}:{port}",
        "COACH_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


def post(coach: Coach, name: str, update: Mapping[str, object], **headers: str) -> int:
    """Bring an update to the webhook of a bot, as Telegram or somebody else would; the status of the answer."""
    named = {"Content-Type": "application/json", **{key.replace("_", "-"): one for key, one in headers.items()}}
    return coach.bring(f"/telegram/{name}", json.dumps(update).encode(), named)
