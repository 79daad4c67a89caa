"""Key commands: a new key to seal with, and what is sealed brought to it."""

import asyncio

from bot.domain.access import OPERATOR
from bot.main.database import now, opened_store
from bot.services import programs
from bot.settings import BadSettings, Settings
from bot.store import backups, leases, resealing
from bot.store.sealed import KeyRefused, add_key, keys_in_force

OWN = (
    "the key stands in COACH_KEY, which only you can change: write ` NUMBER:KEY` behind what is there, with a number from 1 to "
    "255 that is not there yet and a key from `openssl rand -base64 32 | tr '+/' '-_'`; then run `coach rotate-key`"
)


def add(settings: Settings) -> list[str]:
    """Add a key to the key file, which seals from now on."""
    if settings.key is not None:
        raise BadSettings(f"{OWN[:1].upper()}{OWN[1:]}.")
    number = asyncio.run(_added(settings))
    return [
        f"Key {number} is added to {settings.home / 'key'}, and seals from now on; the older ones still open what they sealed.",
        "Copy the key file to where you keep it, then run `coach rotate-key`, then start `coach serve`.",
    ]


def rotate(settings: Settings) -> list[str]:
    """Seal everything with the newest key."""
    return asyncio.run(_rotate(settings))


async def _added(settings: Settings) -> int:
    _refuse_open(settings)
    async with opened_store(settings) as store:
        _refuse_at_work(await store.read(leases.at_work, now()))
        if older := await store.read(resealing.older):
            raise KeyRefused(f"{older} values lie sealed with an older key still: run `coach rotate-key` first")
        number = add_key(settings.home / "key")
        await store.run(programs.note, OPERATOR, "key_added", f"key {number}", now())
    return number


async def _rotate(settings: Settings) -> list[str]:
    _refuse_open(settings)
    async with opened_store(settings) as store:
        _refuse_at_work(await store.read(leases.at_work, now()))
        done = 0
        while passed := await store.run(resealing.reseal):
            done += passed
        await store.scrub()
        newest = keys_in_force().newest
        await store.run(programs.note, OPERATOR, "key_rotated", f"key {newest}, {done} values", now())
    return [
        f"{done} values are sealed anew; everything lies sealed with key {newest}.",
        "The older keys open nothing here any more, but they open backups made until now: keep them as long as those, then "
        "take their lines out of the key. Never take out the line `hash:`, by which people are found.",
    ]


def _refuse_open(settings: Settings) -> None:
    """On SQLite it can be seen that somebody is there also when they hold no lease."""
    file = backups.file_of(settings.database)
    if file is not None and file.exists() and not backups.alone(file):
        raise KeyRefused(_STOP.format("another program has the database open"))


def _refuse_at_work(owners: tuple[str, ...]) -> None:
    if owners:
        raise KeyRefused(_STOP.format(f"`coach serve` is at work ({', '.join(owners)})"))


_STOP = (
    "{}, and could not read what is sealed with a key that it does not know: stop every one and wait 10 seconds, then try "
    "again. Nothing was changed"
)
