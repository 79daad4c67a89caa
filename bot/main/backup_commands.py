"""Backup commands: copy the database, and bring a copy back without bringing back whoever was erased since."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.domain.access import OPERATOR
from bot.main.database import ERASURES, now, opened_store
from bot.main.policies import policy
from bot.services import erasing, programs
from bot.settings import BadSettings, Settings
from bot.store import backups, erasures, leases
from bot.store.backups import BackupRefused
from bot.store.erasures import BACKUPS_KEPT, LISTED, Erased, InFile
from bot.store.migrate import HEAD, migrate, revision
from bot.store.programs import list_programs, merged
from bot.store.work import Store, Work
from dialogues.facts import Policy

DAY = timedelta(days=1)
WITHOUT_KEY = (
    "The key is not in it. Keep a copy of the key somewhere else: without it nothing in the backup can be read."
)


def back_up(settings: Settings, where: Path, keep: int | None) -> list[str]:
    """Copy the database into a file, or into a folder that keeps its copies for `keep` days at most."""
    if keep is not None and not where.is_dir():
        raise BadSettings(f"--keep is for a folder of backups, and {where} is none: make it, or leave --keep out.")
    return asyncio.run(_back_up(settings, where, keep))


def about(settings: Settings, file: Path) -> list[str]:
    """What is about to be replaced by which file."""
    target = _target(settings)
    if not file.is_file():
        raise BackupRefused(f"there is no file {file}: name one that `coach backup` made")
    return [
        f"The database {target} goes, and {file} takes its place. It cannot be undone: back up first what is there."
    ]


def restore(settings: Settings, file: Path, *, old: bool = False) -> list[str]:
    """Bring a copy in place of the database, in one step, without anybody who was erased since; `old` takes one of any age."""
    return asyncio.run(_restore(settings, file, old))


def apply_erasures(settings: Settings) -> list[str]:
    """Erase again whoever a copy brought back that was restored by other means, such as pg_restore."""
    return asyncio.run(_apply(settings))


async def _back_up(settings: Settings, where: Path, keep: int | None) -> list[str]:
    source, at = backups.file_of(settings.database), now()
    if source is not None and not source.exists():
        raise BackupRefused(f"there is no database {source} yet: nothing was copied")
    target = where / backups.name_at(at) if where.is_dir() else where
    async with opened_store(settings) as store:
        await erasing.keep_list(store, settings.home / ERASURES, at)
        if source is None:
            raise BackupRefused(_on_postgresql(settings))
        days = await store.read(_shortest, policy(settings))
        if keep is not None and keep > days:
            raise BadSettings(f"--keep can only make it shorter: backups are kept for {days} days here.")
        if target.exists():
            raise BackupRefused(f"there is a file {target} already: name another, or a folder")
        await store.run(programs.note, OPERATOR, "backed_up", "", at)
        with backups.draft_in(target.parent) as draft:
            backups.copy(source, draft)
            backups.put(draft, target)
        said = [f"The database is copied to {target}.", WITHOUT_KEY]
        return said + (await _drop_old(store, where, days if keep is None else keep, at) if where.is_dir() else [])


async def _drop_old(store: Store, folder: Path, days: int, at: datetime) -> list[str]:
    old = backups.older_than(folder, at - days * DAY)
    for one in old:
        backups.forget(one)
    if old:
        await store.run(programs.note, OPERATOR, "backups_deleted", f"{len(old)} older than {days} days", at)
    names = ", ".join(one.name for one in old)
    return [f"Deleted as older than {days} days: {names or 'none'}. Copies elsewhere are for you to delete as early."]


def _shortest(work: Work, default: Policy) -> int:
    """For how many days a backup may be kept: as long as every program keeps check-ins and safety talks, and no longer than 30."""
    kept = [merged(one.policy, default).keep_days for one in list_programs(work)]
    return min(*kept, default.keep_days, BACKUPS_KEPT.days)


async def _restore(settings: Settings, file: Path, old: bool) -> list[str]:
    target, at, listing = _target(settings), now(), settings.home / ERASURES
    if settings.key is None and not (settings.home / "key").exists():
        raise BackupRefused(f"there is no key: put the one of this backup to {settings.home / 'key'} (chmod 600) first")
    _refuse_at_work(backups.look(target, lambda work: leases.at_work(work, at), ()))
    erased = _listed(listing).erased | backups.look(target, erasures.listed, InFile().erased)
    with backups.draft_in(target.parent) as draft:
        backups.copy(file, draft)
        url = f"sqlite:///{draft}"
        _bring_up(url, file)
        async with opened_store(settings.model_copy(update={"database_url": SecretStr(url)})) as store:
            made = await store.read(backups.as_of)
            said = _age(made, at, old)
            gone = await _erase_again(store, erased, at)
            await store.run(programs.note, OPERATOR, "restored", _subject(made, gone), at)
            await store.scrub()
            await erasing.keep_list(store, listing, at)
        if (target.exists() and not backups.alone(target)) or not backups.alone(draft):
            raise BackupRefused(_STOP.format("another program has the database open"))
        backups.put(draft, target)
    return [f"{file} is in place as {target}, brought to {HEAD}.", *said, *_told(settings, gone)]


async def _apply(settings: Settings) -> list[str]:
    at, listing = now(), settings.home / ERASURES
    async with opened_store(settings) as store:
        _refuse_at_work(await store.read(leases.at_work, at))
        erased = _listed(listing).erased | await store.read(erasures.listed)
        made = await store.read(backups.as_of)
        gone = await _erase_again(store, erased, at)
        await store.run(programs.note, OPERATOR, "restored", _subject(made, gone), at)
        await store.scrub()
        await erasing.keep_list(store, listing, at)
    return [*_age(made, at, old=True), *_told(settings, gone)]


async def _erase_again(store: Store, erased: frozenset[Erased], at: datetime) -> int:
    return await store.run(erasing.erase_again, erased, at)


def _bring_up(url: str, file: Path) -> None:
    """Bring the copy to the tables of this version."""
    found = revision(url)
    if found is None:
        raise BackupRefused(f"{file} holds no database of the coach: name one that `coach backup` made")
    if found > HEAD:
        raise BackupRefused(
            f"{file} is of a newer version ({found}; this one knows {HEAD}): install that version first"
        )
    migrate(url)


def _target(settings: Settings) -> Path:
    target = backups.file_of(settings.database)
    if target is None:
        raise BackupRefused(_on_postgresql(settings))
    return target


def _refuse_at_work(owners: tuple[str, ...]) -> None:
    if owners:
        raise BackupRefused(_STOP.format(f"`coach serve` is at work ({', '.join(owners)})"))


def _listed(listing: Path) -> InFile:
    found = erasures.in_file(listing)
    if found.unreadable:
        raise BackupRefused(
            f"{found.unreadable} lines of {listing} cannot be read, and each is somebody who was erased: put a whole copy "
            "of that file in place, or delete those lines if you have none, then try again"
        )
    return found


def _age(made: datetime | None, at: datetime, old: bool) -> list[str]:
    """What is to be said of how old the copy is. Raises BackupRefused where it is older than the list, and that was not wanted."""
    if made is None:
        return ["Nobody has written to the coach in it yet."]
    said = f"It holds everything up to {made.astimezone(UTC):%Y-%m-%d %H:%M} UTC."
    if at - made <= LISTED:
        return [said]
    older = f"The list of erasures reaches {LISTED.days} days back, and the copy is older: whoever was erased between is back"
    if not old:
        raise BackupRefused(f"{said} {older}. With --old it is restored all the same; then erase them by hand")
    return [f"{said} {older}, unless you erase them by hand with `coach erase`."]


def _subject(made: datetime | None, gone: int) -> str:
    return f"as of {made.astimezone(UTC):%Y-%m-%d %H:%M}, erased again {gone}" if made else "empty"


def _told(settings: Settings, gone: int) -> list[str]:
    people = "nobody" if gone == 0 else "one person" if gone == 1 else f"{gone} people"
    return [
        f"Erased again, because they were erased since it was made: {people}. "
        f"The list is {settings.home / ERASURES} with the table beside it: if you keep a newer copy of that file elsewhere, "
        "put it there and run `coach restore --apply-erasures`.",
        "Now start `coach serve`. What was waiting to be sent when the copy was made may be sent again.",
    ]


def _on_postgresql(settings: Settings) -> str:
    return (
        "this database is PostgreSQL, and its own tools copy it: `pg_dump --format=custom --file=FILE URL`. To bring it back, "
        "stop every `coach serve`, use pg_restore, then `coach migrate`, then `coach restore --apply-erasures`. "
        f"The list of erasures was written to {settings.home / ERASURES}: keep that file elsewhere too, and the key apart"
    )


_STOP = "{}, and would go on with what is replaced: stop it and wait 10 seconds, then try again. Nothing was changed"
