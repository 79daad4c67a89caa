"""The webhook: where Telegram should bring updates, set, and looked after."""

from dataclasses import dataclass

import structlog
from telegram import Bot, WebhookInfo

from bot.channels.telegram.updates import ALLOWED

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates are brought, and the secret that Telegram shows there each time."""

    url: str
    secret: str


async def set_hook(bot: Bot, hook: Hook) -> None:
    """Let Telegram bring updates to us. It is set each time: that the secret is still the same cannot be asked."""
    await bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=ALLOWED)


async def check_hook(bot: Bot, hook: Hook) -> None:
    """Set the webhook again if somebody took it away, and tell what Telegram has to say about it."""
    found = await bot.get_webhook_info()
    if found.url != hook.url:
        log.warning("webhook_was_changed", by="somebody else with this token")
        await set_hook(bot, hook)
    if found.pending_update_count and found.last_error_message:
        log.warning("webhook_not_reached", pending=found.pending_update_count, error=_said(found))


async def drop_hook(bot: Bot) -> None:
    """Take a webhook away where one is set: while it stands nothing can be fetched. What waits there stays."""
    if (await bot.get_webhook_info()).url:
        await bot.delete_webhook()
        log.info("webhook_removed", because="updates are fetched now")


def _said(found: WebhookInfo) -> str:
    return (found.last_error_message or "")[:200]
