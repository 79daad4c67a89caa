"""Standing: keep the pages true that people have open beside the talk. Where it fails, nothing is lost."""

import asyncio
from collections.abc import Coroutine, Iterable

import structlog

from bot.channels.port import Gone, Paged, Refused, Throttled, Unreachable
from bot.services.pages import today
from bot.services.parts import Parts
from bot.store import people
from bot.store.failures import StoreDown

PATIENCE = 20.0  # a picture may have to be drawn and sent up first

Place = tuple[str, str]

log = structlog.get_logger()


def show_soon(parts: Parts, learner_id: int) -> None:
    """Draw the pages that a person has open anew, without anybody waiting for it."""
    if any(_paged(parts, account) for account in parts.channels):
        _beside(parts, _show_all(parts, learner_id))


def show_open(parts: Parts, places: Iterable[Place]) -> None:
    """Draw the pages at these accounts and addresses anew, where somebody looks at them."""
    for account, address in places:
        channel = _paged(parts, account)
        if channel and channel.is_shown(address):
            show_page(parts, account, address)


def show_page(parts: Parts, account: str, address: str) -> None:
    """Draw the page of somebody who has just opened it, without anybody waiting for it.

    While it is being drawn, whatever else happens has it drawn once more, and not more often.
    """
    place = (account, address)
    if _paged(parts, account) is None:
        return
    if place in parts.showing:
        parts.showing[place] = True
        return
    parts.showing[place] = False
    _beside(parts, _show_until_true(parts, place))


async def _show_all(parts: Parts, learner_id: int) -> None:
    try:
        show_open(parts, await parts.store.read(people.places, learner_id))
    except StoreDown as error:
        log.info("pages_not_found", error=type(error).__name__)


async def _show_until_true(parts: Parts, place: Place) -> None:
    try:
        await _show(parts, place)
        while parts.showing[place]:
            parts.showing[place] = False
            await _show(parts, place)
    finally:
        del parts.showing[place]


async def _show(parts: Parts, place: Place) -> None:
    account, address = place
    channel = _paged(parts, account)
    if channel is None:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await channel.show(address, await today(parts, account, address))
    except (Gone, Refused, Throttled, Unreachable, StoreDown, TimeoutError) as error:
        log.info("page_not_drawn", account=account, error=type(error).__name__)
    except Exception as error:  # an adapter's own fault is no reason to disturb the talk
        log.error("drawing_a_page_failed", account=account, error=type(error).__name__)


def _paged(parts: Parts, account: str) -> Paged | None:
    channel: object = parts.channels.get(account)
    return channel if isinstance(channel, Paged) else None


def _beside(parts: Parts, doing: Coroutine[None, None, None]) -> None:
    task = asyncio.create_task(doing)
    parts.beside.add(task)
    task.add_done_callback(parts.beside.discard)
