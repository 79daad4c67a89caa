"""Shelving: keep this process's shelf as it should be, whoever published, tried or took back a release."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.services.parts import Parts
from bot.services.publishing import Wanted, shelf, wanted
from bot.services.trouble import write_cards
from bot.store import release_steps, releases
from bot.store.work import Store
from content.library import Library
from content.loading import ContentBroken, parse

log = structlog.get_logger()


async def keep_shelf(parts: Parts) -> bool:
    """Take up what was published since this process looked last; whether there was anything."""
    if await parts.store.read(release_steps.mark) == parts.shelf_mark:
        return False
    asked = await parts.store.read(wanted, parts.clock.now())
    known = {**parts.shelf.older, parts.release: parts.shelf.newest}
    libraries = await libraries_of(parts.store, asked, known)
    parts.shelf, parts.release, parts.shelf_mark = shelf(asked, libraries), asked.current, asked.mark
    await asyncio.to_thread(write_cards, parts.shelf, parts.cards)
    return True


async def libraries_of(store: Store, asked: Wanted, known: Mapping[int, Library]) -> dict[int, Library]:
    """The libraries of a shelf. It takes a moment, so each that is not known yet is read beside the turns.

    One that an older version of the coach wrote and this one cannot read is left out: a talk of then goes on with today's words.
    """
    libraries = {number: known[number] for number in asked.numbers if number in known}
    for number in set(asked.numbers) - libraries.keys():
        try:
            libraries[number] = await asyncio.to_thread(parse, await store.read(releases.files, number))
        except ContentBroken as error:
            if number == asked.current:
                raise
            log.warning("release_not_readable", release=number, why=str(error.problems[0]))
    return libraries
