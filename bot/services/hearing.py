"""Hearing: how listening to each account goes, said once whenever it changes, and kept for whoever asks."""

from datetime import datetime, timedelta

import structlog

from bot.services.parts import Hearing, Parts

# Trouble that is over by then was none: nobody is called for it.
BLIP = timedelta(seconds=60)
WELL, NOT_YET = "well", "not heard yet"

log = structlog.get_logger()


def began(parts: Parts, account: str) -> None:
    """Listening begins, and the platform has not been heard yet."""
    parts.hearing.setdefault(account, Hearing(NOT_YET, parts.clock.now()))


def heard(parts: Parts, account: str) -> None:
    """The platform has just been heard."""
    before = parts.hearing.get(account)
    if before is None or before.what != WELL:
        log.info("channel_heard", account=account)
        parts.hearing[account] = Hearing(WELL, parts.clock.now())


def not_heard(parts: Parts, account: str, what: str) -> bool:
    """The platform is not heard, for this reason; whether it was until now."""
    before = parts.hearing.get(account)
    was_well = before is not None and before.what == WELL
    if before is None or before.what != what:
        since = before.since if before and not was_well else parts.clock.now()
        log.warning("channel_not_heard", account=account, because=what)
        parts.hearing[account] = Hearing(what, since)
    return was_well


def trouble_of(hearing: Hearing, now: datetime) -> bool:
    """Whether it is no longer just a blip."""
    return hearing.what != WELL and now - hearing.since > BLIP
