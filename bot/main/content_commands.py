"""Content commands: look at a library or a release, and compare two, from the command line."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.main.chat import Choices, talk_here
from bot.main.parts import LIBRARY
from bot.main.people_commands import table
from bot.main.release_commands import release_files
from bot.services.telling import bubble
from bot.settings import BadSettings, Settings
from content.archives import LARGEST, PackRefused, unpacked
from content.checking.translations import ENGLISH
from content.differences import differences
from content.library import Library, NotInLibrary
from content.loading import ContentBroken, load, parse, read_files
from content.model import Problem
from content.sheets import exported, imported, rows
from content.statistics import Row, statistics
from content.translating import translated
from dialogues.facts import Profile

COLUMNS = ("lessons", "items", "health_literacy_items", "words", "grade", "ease")


def library_at(settings: Settings, named: str | None) -> Library:
    """The library in a folder, a zip, or a release by its number; the shipped one where none is named."""
    if named is None:
        return load(LIBRARY)
    if named.isascii() and named.isdigit():
        return parse(release_files(settings, int(named)))
    return parse(files_at(Path(named)))


def files_at(path: Path) -> dict[str, str]:
    """The files in a folder or a zip. Raises ContentBroken with everything that is wrong in them."""
    if path.is_file():
        try:
            with path.open("rb") as opened:
                return dict(unpacked(path.name, opened.read(LARGEST + 1)).files)
        except PackRefused as refused:
            raise ContentBroken(refused.problems) from None
    return read_files(path)


def preview(settings: Settings, named: str, profile: Profile) -> None:
    """Talk to a demo learner who is taught from a folder, a zip or a release; nothing of it is kept."""
    content = release_files(settings, int(named)) if named.isdigit() else files_at(Path(named))
    parse(content)
    with TemporaryDirectory() as home:
        own = settings.model_copy(update={"home": Path(home), "database_url": None})
        asyncio.run(talk_here(own, Choices(profile, fresh=True, welcome_done=True, content=content)))


def diff(settings: Settings, old: str | None, new: str | None) -> list[str]:
    """What learners would see changed from one library to another."""
    before, after = library_at(settings, old), library_at(settings, new)
    changes = differences(before, after)
    lines = [line for change in changes for line in (*bubble(change).splitlines(), "")]
    return [*lines, f"{len(changes)} changed." if changes else "Nothing that learners see is different."]


def sign_translated(language: str, names: Sequence[str] | None, directory: Path | None) -> list[str]:
    """Note in a folder that translations were made from the English as it is now."""
    folder = directory or LIBRARY
    try:
        text = translated(load(folder), language, names)
    except NotInLibrary as error:
        raise BadSettings(str(error)) from None
    file = folder / language / "translated.yaml"
    file.write_text(text, encoding="utf-8")
    return [f"{file.relative_to(folder)} notes {len(text.splitlines()) - 1} translations."]


def export_sheet(settings: Settings, language: str, file: Path, named: str | None) -> list[str]:
    """Write the sheet of a language."""
    _no_english(language, file)
    library = library_at(settings, named)
    file.write_text(exported(library, language), encoding="utf-8")
    many = sum(1 for _ in rows(library))
    return [f"{file} has {many} sentences. Fill in the last column, and read it back with import-csv."]


def import_sheet(language: str, file: Path, directory: Path) -> list[str]:
    """Read a sheet into a folder. Raises ContentBroken where the sheet or the folder cannot be taken, and writes nothing then."""
    _no_english(language, file)
    try:
        files = imported(load(directory), language, file.read_text(encoding="utf-8-sig"))
    except PackRefused as refused:
        raise ContentBroken(refused.problems) from None
    except UnicodeDecodeError:
        raise ContentBroken([Problem(file.name, 1, "the sheet is not UTF-8 text", "Save it as CSV, UTF-8.")]) from None
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")
    return [f"Files written: {len(files)}. Look at them with `coach content check {directory}`."]


def _no_english(language: str, file: Path) -> None:
    """A sheet read back as English would put a translation in the place of what all translations are made from."""
    if language == ENGLISH:
        mend = "Name the other language, such as es"
        raise ContentBroken([Problem(file.name, 1, "a sheet is for a language that English is put into", mend + ".")])


def numbers(settings: Settings, named: str | None) -> dict[str, dict[str, dict[str, dict[str, Row]]]]:
    """How much a library teaches, as `content.statistics` has it."""
    return statistics(library_at(settings, named))


def numbers_table(settings: Settings, named: str | None) -> list[str]:
    """The same as a table, one row for each language and competency."""
    rows: list[Sequence[object]] = []
    for locale, found in numbers(settings, named)["locales"].items():
        rows += [
            (locale, id, *(row.get(column, "") for column in COLUMNS)) for id, row in found["competencies"].items()
        ]
    return table(("Language", "Competency", "Lessons", "Items", "Health literacy", "Words", "Grade", "Ease"), rows)
