"""Quiz: whether a question fits the quiz poll that Telegram has of its own."""

from collections.abc import Sequence

from bot.channels.telegram import limits
from bot.channels.telegram.cutting import is_visible, units


def fits_a_poll(question: str, options: Sequence[str], explanation: str) -> bool:
    """Whether Telegram takes all of it as it is; nothing may be cut or dropped to make it fit."""
    return (
        is_visible(question)
        and units(question) <= limits.POLL_QUESTION
        and _are_options(options)
        and units(explanation) <= limits.POLL_EXPLANATION
        and explanation.count("\n") <= limits.POLL_EXPLANATION_LINE_FEEDS
    )


def _are_options(options: Sequence[str]) -> bool:
    return (
        len(options) in limits.POLL_OPTIONS
        and len(set(options)) == len(options)  # Telegram refuses two that are alike
        and all(is_visible(option) and units(option) <= limits.POLL_OPTION for option in options)
    )
