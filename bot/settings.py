"""Settings: everything that may differ between two places where the coach runs, each with a line of help."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from bot.setting_rules import (
    RasaToken,
    RasaUrl,
    RestToken,
    SlackAppToken,
    SlackBotToken,
    SlackSecret,
    TelegramToken,
    WebhookSecret,
    address,
    kept_from_listeners,
)

HIDDEN = "********"
PREFIX = "COACH_"
ENV_FILE = ".env"
MOST_PORTS = 65_535
TELEGRAM = "https://api.telegram.org"
SLACK = "https://slack.com/api"
A_SERVER = "http://127.0.0.1:8081"
SUCH_AS = {"public_url": "https://coach.example.org", "slack_api_root": SLACK}

OURS = "Value error, "

# What each setting with a form or bounds must be; the rules themselves stand at the fields.
MUST = {
    "listen": "it must be host:port, such as 127.0.0.1:8080",
    "rest_per_minute": "it must be a whole number from 1 to 6000",
    "telegram_per_second": "it must be a number from 1 to 1000",
    "silence_minutes": "it must be a whole number from 1 to 240",
    "checkin_words": "it must be true or false",
    "protocol_card": "it must have 1500 characters at most",
    "on_call": "it must have 100 characters at most",
    "log_level": "it must be DEBUG, INFO, WARNING or ERROR",
}


class BadSettings(Exception):
    """Settings that cannot be used; the message names each one, what is wrong and what to do."""


class Settings(BaseSettings):
    """Read from the environment (COACH_...) and from a file `.env` in the current folder."""

    # Some editors put a mark before the first letter, and the first setting would be passed over: utf-8-sig drops it.
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8-sig", extra="ignore"
    )

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("peercoach", appauthor=False)),
        description="Folder for the database, the key and the crisis cards",
    )
    database_url: SecretStr | None = Field(
        default=None, description="Another database, such as postgresql://...; else SQLite in the folder"
    )
    key: SecretStr | None = Field(
        default=None,
        description="The key that seals learner words, as it stands in a key file; else the file `key` in the folder",
    )
    listen: str = Field(
        default="127.0.0.1:8080",
        pattern=r"^[^\s:]+:\d{1,5}$",
        description="Where the web part listens, host:port; port 0 picks one",
    )
    rest_token: RestToken = Field(
        default=None, description="Turns the REST channel on: the bearer token its clients send, 16 characters or more"
    )
    rest_per_minute: int = Field(
        default=30,
        ge=1,
        le=6000,
        description="How many messages a minute one REST sender may write, after the first 10",
    )
    content_token: RestToken = Field(
        default=None,
        description="Lets a program's own CI check and hand in content: its bearer token, 16 characters up",
    )
    public_url: str = Field(
        default="", description="Where the web part is reached from outside, such as https://coach.example.org"
    )
    telegram_token: TelegramToken = Field(
        default=None, description="Turns Telegram on: the token that BotFather gave for your bot"
    )
    telegram_bots: Path | None = Field(
        default=None, description="A YAML file with more bots, each with a name, a token and, if you like, a rate"
    )
    telegram_webhook_secret: WebhookSecret = Field(
        default=None,
        description="Lets Telegram bring updates to COACH_PUBLIC_URL with this secret; else they are fetched",
    )
    telegram_api_root: str = Field(default=TELEGRAM, description="The Bot API server, if you run one of your own")
    telegram_file_root: str = Field(
        default="", description="Where that server gives files, if not at /file under its own root"
    )
    telegram_per_second: float = Field(
        default=30,
        ge=1,
        le=1000,
        description="Messages a second for one bot; above 30 Telegram takes a fee for each in its Stars",
    )
    slack_bot_token: SlackBotToken = Field(
        default=None, description="The bot token of your Slack app, for one workspace; others install it by a link"
    )
    slack_app_token: SlackAppToken = Field(
        default=None,
        description="Turns Slack on by Socket Mode: the app-level token; nothing need reach you from outside",
    )
    slack_signing_secret: SlackSecret = Field(
        default=None, description="Turns Slack on over HTTP: the signing secret; Slack comes to /slack/events"
    )
    slack_client_id: str = Field(
        default="",
        description="With the client secret: lets workspaces install the app at COACH_PUBLIC_URL/slack/install",
    )
    slack_client_secret: SlackSecret = Field(default=None, description="The client secret of your Slack app")
    slack_api_root: str = Field(default=SLACK, description="Slack's API, if yours is another, such as GovSlack's")
    rasa_url: RasaUrl = Field(
        default="",
        description="A Rasa server that may choose intents, such as http://127.0.0.1:5005; else we read alone",
    )
    rasa_token: RasaToken = Field(
        default=None, description="The token that the Rasa server asks for (its --auth-token)"
    )
    silence_minutes: int = Field(
        default=15, ge=1, le=240, description="Minutes without an answer after which a safety talk means 'about me'"
    )
    checkin_words: bool = Field(
        default=False, description="Whether a check-in may offer a note in free text; it is not kept"
    )
    protocol_card: str = Field(
        default="", max_length=1500, description="The program's own steps for a digital crisis, shown to peers"
    )
    on_call: str = Field(
        default="", max_length=100, description="The program's on-call number, shown with the protocol card"
    )
    log_level: str = Field(
        default="INFO",
        pattern=r"^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much to log: DEBUG, INFO, WARNING or ERROR",
    )

    @field_validator("telegram_bots", mode="before")
    @classmethod
    def _no_file(cls, path: object) -> object:
        return path or None

    @field_validator("home", "telegram_bots")
    @classmethod
    def _expanded(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path else None

    @field_validator("listen")
    @classmethod
    def _possible(cls, listen: str) -> str:
        if int(listen.rsplit(":", 1)[1]) > MOST_PORTS:
            raise ValueError(f"a port is at most {MOST_PORTS}")
        return listen

    @field_validator("public_url", "telegram_api_root", "telegram_file_root", "slack_api_root")
    @classmethod
    def _address(cls, url: str, which: ValidationInfo) -> str:
        return address(url, SUCH_AS.get(which.field_name or "", A_SERVER))

    @field_validator("telegram_api_root", "slack_api_root")
    @classmethod
    def _its_own(cls, url: str, which: ValidationInfo) -> str:
        return url or (TELEGRAM if which.field_name == "telegram_api_root" else SLACK)

    @field_validator("slack_api_root")
    @classmethod
    def _an_api(cls, url: str) -> str:
        if not url.endswith("/api") or not kept_from_listeners(url):
            raise ValueError(
                f"it must begin with https:// and end with /api, such as {SLACK} or https://slack-gov.com/api"
            )
        return url

    @field_validator("slack_client_id")
    @classmethod
    def _client(cls, id: str) -> str:
        if id and not re.fullmatch(r"[0-9.]{3,60}", id):
            raise ValueError(
                "it must look like 1234567890.1234567890, as it stands under Basic Information of your app"
            )
        return id

    @model_validator(mode="after")
    def _reachable(self) -> "Settings":
        if self.telegram_webhook_secret and not self.public_url:
            raise ValueError("COACH_TELEGRAM_WEBHOOK_SECRET needs COACH_PUBLIC_URL, where Telegram finds us")
        own_server = self.telegram_api_root != TELEGRAM
        if self.telegram_webhook_secret and not own_server and not _telegram_comes_to(self.public_url):
            raise ValueError(
                "COACH_PUBLIC_URL must begin with https:// and use port 443, 80, 88 or 8443: Telegram brings updates nowhere else"
            )
        return self

    @model_validator(mode="after")
    def _guarded(self) -> "Settings":
        if self.content_token and self.content_token == self.rest_token:
            raise ValueError("COACH_CONTENT_TOKEN must not be COACH_REST_TOKEN: who may talk may not hand in content")
        if self.rasa_url and not self.rasa_token:
            raise ValueError("COACH_RASA_URL needs COACH_RASA_TOKEN: a Rasa server must not answer everybody")
        return self

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        """Slack needs a way in and a token, or a way for workspaces to give one."""
        way_in = self.slack_app_token or self.slack_signing_secret
        by_link = bool(self.slack_client_id)
        if by_link != bool(self.slack_client_secret):
            raise ValueError(
                "COACH_SLACK_CLIENT_ID and COACH_SLACK_CLIENT_SECRET belong together: set both, or neither"
            )
        if by_link and not self.public_url:
            raise ValueError("COACH_SLACK_CLIENT_ID needs COACH_PUBLIC_URL, where workspaces find the link")
        if (self.slack_bot_token or by_link) and not way_in:
            raise ValueError(
                "Slack cannot reach us yet: set COACH_SLACK_APP_TOKEN (Socket Mode) or COACH_SLACK_SIGNING_SECRET (HTTP)"
            )
        if (by_link or self.slack_signing_secret) and self.public_url and not kept_from_listeners(self.public_url):
            raise ValueError("COACH_PUBLIC_URL must begin with https://: Slack brings what people write there")
        if way_in and not (self.slack_bot_token or by_link):
            raise ValueError(
                "Slack needs COACH_SLACK_BOT_TOKEN, or COACH_SLACK_CLIENT_ID and COACH_SLACK_CLIENT_SECRET"
            )
        return self

    @property
    def database(self) -> str:
        """The database's URL: the one that was set, or the SQLite file in the folder."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.home / 'coach.db'}"


def read_settings() -> Settings:
    """The settings of this place. Raises BadSettings with a sentence for each that cannot be used."""
    try:
        _refuse_unknown(os.environ)
        _refuse_unknown(DotEnvSettingsSource(Settings).env_vars, f"{ENV_FILE}: ")
        return Settings()
    except UnicodeDecodeError:
        raise BadSettings(f"The file {ENV_FILE} in this folder is no UTF-8 text. Save it as UTF-8.") from None
    except ValidationError as error:
        lines = [_line(wrong["loc"], wrong["msg"]) for wrong in error.errors()]
        raise BadSettings("Some settings cannot be used. " + " ".join(lines) + " Mend them, then try again.") from None


def _telegram_comes_to(url: str) -> bool:
    """Whether Telegram brings updates there (https://core.telegram.org/bots/api#setwebhook)."""
    where = urlsplit(url)
    return where.scheme == "https" and where.netloc.rpartition(":")[2] in {where.netloc, "443", "80", "88", "8443"}


def _line(where: tuple[int | str, ...], what: str) -> str:
    """What is wrong, behind the setting's name, where it is about a single one."""
    said = what.removeprefix(OURS)
    if not where:
        return f"{said}."
    name = str(where[0])
    return f"{PREFIX}{name.upper()}: {said if what.startswith(OURS) else MUST.get(name, said)}."


def _refuse_unknown(names: Iterable[str], place: str = "") -> None:
    """A misspelt setting would pass in silence, and something would be open or closed that should not be."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in sorted(one.upper() for one in names):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(re.split(r"[^A-Z_]", name)[0], known, 1)
            meant = f"Did you mean {near[0]}? " if near else ""
            # In a line that lacks its = a parser takes all for the name, and a token would be told.
            wrong = (
                f"There is no setting {name}"
                if re.fullmatch(r"[A-Z_]{1,40}", name)
                else f"A name that begins with {PREFIX} is none of ours"
            )
            raise BadSettings(f"{place}{wrong}. {meant}Change or remove it; `coach settings` then shows all there are.")


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    """Each setting's name, value (secrets hidden) and help line."""
    rows = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        text = HIDDEN if isinstance(value, SecretStr) else "" if value is None else str(value)
        rows.append((f"COACH_{name.upper()}", text, field.description or ""))
    return rows
