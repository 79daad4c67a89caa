"""Telegram, plugged in: which bots this deployment has, and a channel for each."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError

from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.hook import Hook
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.wire import wire_to
from bot.services.hearing import heard
from bot.services.parts import Parts
from bot.setting_rules import BOT_TOKEN
from bot.settings import BadSettings, Settings
from bot.web.telegram import PATH
from content.library import Library

MAIN = "main"
NAME = re.compile(r"[a-z0-9_-]{1,32}")
MENU = (
    *("help_now", "lesson", "quiz", "checkin", "progress", "plan"),
    *("settings", "why", "my_data", "help", "stop"),
)


@dataclass(frozen=True, slots=True)
class BotOf:
    """One bot: its name in our tables, its token and its rate a second."""

    name: str
    token: SecretStr
    per_second: float

    @property
    def id(self) -> str:
        """The bot's own number at Telegram, which stays when its token is made anew."""
        return self.token.get_secret_value().partition(":")[0]


def bots_of(settings: Settings) -> tuple[BotOf, ...]:
    """Every bot of this deployment. Raises BadSettings where the file of bots cannot be used."""
    bots = [BotOf(MAIN, settings.telegram_token, settings.telegram_per_second)] if settings.telegram_token else []
    if settings.telegram_bots:
        bots += _listed(settings.telegram_bots, settings.telegram_per_second)
    for value, what in (("name", "are called"), ("id", "have the token of bot")):
        seen = [str(getattr(bot, value)) for bot in bots]
        twice = next((one for one in seen if seen.count(one) > 1), "")
        if twice:
            raise BadSettings(f"COACH_TELEGRAM_BOTS: two bots {what} {twice}. Change or remove one of them.")
    return tuple(bots)


@asynccontextmanager
async def telegram_channels(
    settings: Settings, parts: Parts, bots: tuple[BotOf, ...]
) -> AsyncIterator[dict[str, TelegramChannel]]:
    """A channel for each bot, by its name; closed again at the end."""
    profiles = {locale: _profile(parts.shelf.newest, locale) for locale in parts.shelf.newest.locales}
    channels = {}
    for bot in bots:
        account = f"telegram:{bot.name}"
        wire = wire_to(bot.token.get_secret_value(), settings.telegram_api_root, settings.telegram_file_root)
        bearings = Bearings(
            account=account,
            a_second=bot.per_second,
            hook=_hook(settings, bot.name),
            profiles=profiles,
            now=parts.clock.now,
            heard=partial(heard, parts, account),
        )
        channels[bot.name] = TelegramChannel(wire, bearings)
    try:
        yield channels
    finally:
        for channel in channels.values():
            await channel.close()


def _hook(settings: Settings, name: str) -> Hook | None:
    if settings.telegram_webhook_secret is None:
        return None
    return Hook(f"{settings.public_url}{PATH}/{name}", settings.telegram_webhook_secret.get_secret_value())


def _profile(library: Library, locale: str) -> Profile:
    def words(name: str) -> str:
        return library.phrase(f"menu.{name}", locale).wordings[0]

    commands = tuple((name, words(f"command_{name}")) for name in MENU)
    return Profile(words("about"), words("short"), commands, words("private_only"))


class _Entry(BaseModel):
    """One bot in the file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    token: SecretStr
    per_second: float | None = Field(None, ge=1, le=1000)


_ENTRIES = TypeAdapter(dict[str, _Entry])


def _listed(file: Path, per_second: float) -> list[BotOf]:
    try:
        text = file.read_text("utf-8")
        _refuse_names(file, _names(text))
        entries = _ENTRIES.validate_python(yaml.safe_load(text) or {})
    except OSError as error:
        raise _bad(file, f"it cannot be read ({error.strerror})") from None
    except ValidationError as error:
        raise _bad(file, f"{_where(error)} cannot be used") from None
    except (yaml.YAMLError, ValueError):
        raise _bad(file, "it is no YAML") from None
    if not entries:
        raise _bad(file, "it names no bot")
    for name, entry in entries.items():
        if not BOT_TOKEN.fullmatch(entry.token.get_secret_value()):
            raise _bad(file, f"the token of {name} does not look like 123456789:AAH...")
    return [BotOf(name, entry.token, entry.per_second or per_second) for name, entry in entries.items()]


def _names(text: str) -> list[str]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return [str(key.value) for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []


def _refuse_names(file: Path, names: list[str]) -> None:
    """What stands in the place of a name may be a token, and is not repeated."""
    for place, name in enumerate(names, start=1):
        if not NAME.fullmatch(name):
            raise _bad(file, f"the name of bot {place} cannot be used; make it of small letters, digits, - and _")
        if name in names[: place - 1]:
            raise _bad(file, f"two bots are called {name}")


def _where(error: ValidationError) -> str:
    """Which entry is wrong; of what is no field of ours nothing is repeated."""
    name, *fields = [str(part) for part in error.errors()[0]["loc"]] or ["the file"]
    if not fields:
        return name
    return f"`{fields[0]}` of {name}" if fields[0] in _Entry.model_fields else f"what stands below {name}"


def _bad(file: Path, what: str) -> BadSettings:
    form = "Write for each bot its name, and below it `token:` and, if you like, `per_second:` (1 to 1000)"
    return BadSettings(f"COACH_TELEGRAM_BOTS: {file}: {what}. {form}.")
