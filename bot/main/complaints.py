"""Complaints: which failures a person can meet, each told in one sentence instead of a traceback."""

from bot.domain.forward import NotATime
from bot.jobs.watching import LoopEnded
from bot.main.policies import PolicyRefused
from bot.services.erasing import NotAnsweredYet
from bot.services.inviting import OfferRefused
from bot.services.programs import NameRefused, NoSuchPerson, NoSuchRole, NotAllowed, TeamClosed
from bot.services.releasing import ReleaseRefused
from bot.settings import BadSettings
from bot.store.backups import BackupRefused
from bot.store.failures import StoreDown
from bot.store.invites import NoSuchInvite
from bot.store.migrate import MigrationMissing
from bot.store.notices import NoSuchNotice
from bot.store.programs import NoSuchProgram, NoSuchTeam
from bot.store.releases import NoSuchRelease
from bot.store.reports import NoSuchReport
from bot.store.sealed import CannotUnseal, KeyRefused
from content.loading import ContentBroken

WHO_IS_WHO = (
    *(NameRefused, NoSuchInvite, NoSuchPerson, NoSuchProgram, NoSuchReport, NoSuchRole, NoSuchTeam),
    *(NoSuchNotice, NoSuchRelease, NotAllowed, NotAnsweredYet, OfferRefused, PolicyRefused, ReleaseRefused, TeamClosed),
)
OURS = (
    BackupRefused,
    BadSettings,
    CannotUnseal,
    ContentBroken,
    KeyRefused,
    LoopEnded,
    MigrationMissing,
    NotATime,
    StoreDown,
)
EXPECTED = (*OURS, *WHO_IS_WHO)


def complaint(error: BaseException) -> str | None:
    """What to tell the person, or None when it is our own fault and the traceback is wanted."""
    if isinstance(error, ContentBroken):
        return str(error)  # each line begins with the name of a file
    if isinstance(error, EXPECTED):
        return _sentence(str(error))
    if isinstance(error, FileNotFoundError | IsADirectoryError):
        return f"There is no such file: {error.filename}. Mend the path, then try again."
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        return f"The disk or a file refused: {error.strerror or error}{place}. Free some space or mend its rights, then try again."
    return None


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!")) else ".")
