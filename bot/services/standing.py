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
# A page that could not be drawn is tried again after these pauses, or when the platform says; then not before something happens.
PAUSES = (2.0, 10.0, 30.0)
LONGEST_PAUSE = 180.0

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


def show_anyway(parts: Parts, places: Iterable[Place]) -> None:
    """Draw the pages at these accounts and addresses anew, also where we do not know of anybody who looks.

    Who is erased must not find there what stood on their page, and they may have opened it long ago.
    """
    for account, address in places:
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
        await _show_patiently(parts, place)
        while parts.showing[place]:
            await _show_patiently(parts, place)
    finally:
        del parts.showing[place]


async def _show_patiently(parts: Parts, place: Place) -> None:
    """Draw a page, again after a pause where that may help: what is drawn then is what is true then."""
    for pause in (*PAUSES, None):
        parts.showing[place] = False
        async with parts.pages_at_once:
            failure = await _show(parts, place)
        if pause is None or failure is None:
            return
        told = (failure.until - parts.clock.now()).total_seconds() if isinstance(failure, Throttled) else pause
        await _rest(parts, min(max(told, 0.0), LONGEST_PAUSE))


async def _show(parts: Parts, place: Place) -> Exception | None:
    """Draw a page; the failure after which it may help to try again."""
    account, address = place
    channel = _paged(parts, account)
    if channel is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            await channel.show(address, await today(parts, account, address))
    except (Throttled, Unreachable, StoreDown, TimeoutError) as error:
        log.info("page_not_drawn", account=account, error=type(error).__name__)
        return error
    except (Gone, Refused) as error:
        log.info("page_not_taken", account=account, error=type(error).__name__)
    except Exception as error:  # an adapter's own fault is no reason to disturb the talk
        log.error("drawing_a_page_failed", account=account, error=type(error).__name__)
    return None


async def _rest(parts: Parts, seconds: float) -> None:
    """Pause, and let nobody wait for it meanwhile: the process may stop."""
    task = asyncio.current_task()
    if task is None:  # nothing runs outside of a task
        return
    parts.beside.discard(task)
    parts.resting.add(task)
    try:
        await asyncio.sleep(seconds)
    finally:
        parts.resting.discard(task)
        parts.beside.add(task)


def _paged(parts: Parts, account: str) -> Paged | None:
    channel: object = parts.channels.get(account)
    return channel if isinstance(channel, Paged) else None


def _beside(parts: Parts, doing: Coroutine[None, None, None]) -> None:
    task = asyncio.create_task(doing)
    parts.beside.add(task)
    task.add_done_callback(parts.beside.discard)
