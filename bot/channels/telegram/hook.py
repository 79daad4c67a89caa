"""The webhook: where Telegram should bring updates, set, and looked after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from telegram import Bot, WebhookInfo

from bot.channels.port import Unreachable
from bot.channels.telegram.updates import ALLOWED

# Telegram tells what last went wrong for ever. An error older than this is over, or it would have tried again since.
FRESH = timedelta(minutes=2)
MOST_SAID = 200

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates are brought, and the secret that Telegram shows there each time."""

    url: str
    secret: str


async def begin_hook(bot: Bot, hook: Hook, now: datetime) -> int:
    """Let Telegram bring updates to us; how many waited. Raises Unreachable where it could not reach us until now.

    It is set each time, and once each time: that the secret is still the same cannot be asked.
    """
    found = await bot.get_webhook_info()
    await _set(bot, hook)
    return _waiting(found, hook, now)


async def check_hook(bot: Bot, hook: Hook, now: datetime) -> int:
    """Look after the webhook; how many updates wait there. Raises Unreachable where Telegram does not reach us.

    It is set again if somebody took it away, or may have changed its secret.
    """
    found = await bot.get_webhook_info()
    if found.url != hook.url:
        log.warning("webhook_was_changed", by="somebody else with this token")
    if found.url != hook.url or _is_in_trouble(found, now):
        await _set(bot, hook)
    return _waiting(found, hook, now)


async def drop_hook(bot: Bot) -> None:
    """Take a webhook away where one is set: while it stands nothing can be fetched. What waits there stays."""
    if (await bot.get_webhook_info()).url:
        await bot.delete_webhook()
        log.info("webhook_removed", because="updates are fetched now")


async def _set(bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=ALLOWED)


def _waiting(found: WebhookInfo, hook: Hook, now: datetime) -> int:
    if found.url == hook.url and _is_in_trouble(found, now):
        raise Unreachable(f"Telegram does not reach our webhook: {(found.last_error_message or '')[:MOST_SAID]}")
    return found.pending_update_count


def _is_in_trouble(found: WebhookInfo, now: datetime) -> bool:
    last = found.last_error_date
    return found.pending_update_count > 0 and last is not None and now - last < FRESH
