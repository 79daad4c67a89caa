"""A folder of content as a mapping from file name to text, and as a library."""

from collections.abc import Iterator
from pathlib import Path

from content.library import Library
from content.loading.assembling import ContentBroken, assemble
from content.loading.texts import LARGEST_FILE, too_large
from content.model import Problem

_PICTURES = "images"


def load(directory: Path) -> Library:
    """The library in this folder; raises ContentBroken with everything that is wrong in it."""
    files, unreadable = _gather(directory)
    return assemble(files, unreadable)


def read_files(directory: Path) -> dict[str, str]:
    """The text files of this folder by their path inside it, as a Release keeps them."""
    files, unreadable = _gather(directory)
    if unreadable:
        raise ContentBroken(unreadable)
    return files


def _gather(directory: Path) -> tuple[dict[str, str], list[Problem]]:
    if not directory.is_dir():
        missing = Problem(str(directory), 1, "there is no such folder", "Name the folder that holds framework.yaml.")
        raise ContentBroken([missing])
    files: dict[str, str] = {}
    unreadable = []
    for path in sorted(_written_by_people(directory)):
        name = path.relative_to(directory).as_posix()
        read = _read(path, name)
        if isinstance(read, Problem):
            unreadable.append(read)
        else:
            files[name] = read
    return files, unreadable


def _written_by_people(directory: Path) -> Iterator[Path]:
    for path in directory.rglob("*"):
        parts = path.relative_to(directory).parts
        if path.is_file() and parts[0] != _PICTURES and not any(part.startswith(".") for part in parts):
            yield path


def _read(path: Path, name: str) -> str | Problem:
    try:
        with path.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        return Problem(name, 1, f"the file cannot be opened ({error.strerror})", "Let this account read it.")
    if len(raw) > LARGEST_FILE:
        return too_large(name)
    try:
        text = raw.decode("utf-8-sig")  # Windows editors put a mark in front
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "the file is not UTF-8 text", 'Save it again with the encoding "UTF-8".')
    return text.replace("\r\n", "\n").replace("\r", "\n")
