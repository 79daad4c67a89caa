"""Settings: everything that may differ between two places where the coach runs, each with a line of help."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

HIDDEN = "********"
PREFIX = "COACH_"
MOST_PORTS = 65_535
LEAST_TOKEN = 16


class BadSettings(Exception):
    """Settings that cannot be used; the message names each one, what is wrong and what to do."""


class Settings(BaseSettings):
    """Read from the environment (COACH_...) and from a file `.env` in the current folder."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore")

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
    rest_token: SecretStr | None = Field(
        default=None, description="Turns the REST channel on: the bearer token its clients send, 16 characters or more"
    )
    rest_per_minute: int = Field(
        default=30,
        ge=1,
        le=6000,
        description="How many messages a minute one REST sender may write, after the first 10",
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

    @field_validator("home")
    @classmethod
    def _expanded(cls, home: Path) -> Path:
        return home.expanduser()

    @field_validator("listen")
    @classmethod
    def _possible(cls, listen: str) -> str:
        if int(listen.rsplit(":", 1)[1]) > MOST_PORTS:
            raise ValueError(f"a port is at most {MOST_PORTS}")
        return listen

    @field_validator("rest_token")
    @classmethod
    def _sendable(cls, token: SecretStr | None) -> SecretStr | None:
        words = token.get_secret_value() if token else ""
        if not words:
            return None
        if len(words) < LEAST_TOKEN or not words.isascii() or not words.isprintable() or " " in words:
            raise ValueError(
                f"it must have at least {LEAST_TOKEN} characters, letters and digits without spaces; "
                "`python -c 'import secrets; print(secrets.token_urlsafe(32))'` makes a good one"
            )
        return token

    @property
    def database(self) -> str:
        """The database's URL: the one that was set, or the SQLite file in the folder."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.home / 'coach.db'}"


def read_settings() -> Settings:
    """The settings of this place. Raises BadSettings with a sentence for each that cannot be used."""
    _refuse_unknown(os.environ)
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"COACH_{str(wrong['loc'][0]).upper()}: {wrong['msg']}." for wrong in error.errors()]
        raise BadSettings("Some settings cannot be used. " + " ".join(lines) + " Mend them, then try again.") from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt setting would pass in silence, and something would be open or closed that should not be."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"Did you mean {near[0]}? " if near else ""
            raise BadSettings(f"There is no setting {name}. {meant}`coach settings` shows them all.")


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    """Each setting's name, value (secrets hidden) and help line."""
    rows = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        text = HIDDEN if isinstance(value, SecretStr) else "" if value is None else str(value)
        rows.append((f"COACH_{name.upper()}", text, field.description or ""))
    return rows
