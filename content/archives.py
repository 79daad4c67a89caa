"""Archives: what somebody sends in, a file or a zip of several, as files of the library. Nothing of it ever touches a disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import normalize

from content.loading.placing import place_of
from content.loading.texts import largest, too_large, unfit
from content.model import Problem

LARGEST = 5_000_000
MOST_FILES = 2_000
LARGEST_UNPACKED = 20_000_000
SHEET = ".csv"


class PackRefused(Exception):
    """What was sent in cannot be taken. `problems` names every reason; nothing of it was taken over."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class Pack:
    """What was sent in: files by their path inside the library, and sheets of translations by their name."""

    files: Mapping[str, str]
    sheets: Mapping[str, str]


def unpacked(name: str, body: bytes) -> Pack:
    """The files in what was sent in under a name: one lesson, one YAML, one sheet, or a zip of a folder. Raises PackRefused."""
    if len(body) > LARGEST:
        raise PackRefused(_problem(name, f"it has more than {LARGEST:,} bytes", "Send a smaller part of the library."))
    if name.lower().endswith(".zip") or body[:4] == b"PK\x03\x04":
        return _sorted(name, dict(_of_zip(name, body)))
    if not name.isprintable():
        raise PackRefused(_problem(shown(name), *_UNSEEN))
    return _sorted(name, {name.replace("\\", "/"): body})


def merged(files: Mapping[str, str], pack: Pack) -> dict[str, str]:
    """The files with those of a pack in their place; what the pack does not name stays. Sheets are for `content.sheets`."""
    return {**files, **pack.files}


def _sorted(name: str, found: Mapping[str, bytes]) -> Pack:
    problems: list[Problem] = []
    files: dict[str, str] = {}
    sheets: dict[str, str] = {}
    for path, body in found.items():
        read = _text(path, body)
        if isinstance(read, Problem):
            problems.append(read)
        elif path.lower().endswith(SHEET):
            sheets[path] = read
        elif isinstance(placed := place_of(path, read), Problem):
            problems.append(placed)
        elif placed in files:
            problems.append(_problem(path, f"two files are meant for {placed}", "Send only one of them."))
        else:
            files[placed] = read
    if not found:
        problems.append(_problem(name, "there is no file in it", "Put the lesson or the folder into it."))
    if problems:
        raise PackRefused(*problems)
    return Pack(files, sheets)


def _text(path: str, body: bytes) -> str | Problem:
    if not path.lower().endswith((".md", ".yaml", ".yml", ".txt", SHEET)):
        mend = "Send lessons as .md, all else as .yaml, translations as .csv, several as a .zip."
        return _problem(path, "this kind of file is no content", mend)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "the file is not UTF-8 text", 'Save it again with the encoding "UTF-8".')
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unfit(path, text) or text


def _of_zip(name: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = [one for one in archive.infolist() if not _is_no_file(one.orig_filename)]
            _refuse_unsafe(name, entries)
            left = LARGEST_UNPACKED
            for entry in entries:
                unpacked_body = _bounded(archive, entry, min(largest(entry.filename), left))
                left -= len(unpacked_body)
                yield entry.filename, unpacked_body
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, OSError, ValueError) as error:
        what = f"the archive cannot be read ({type(error).__name__})"
        raise PackRefused(_problem(name, what, "Make it anew, as a plain .zip.")) from None


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What an entry really holds, whatever its header says."""
    with archive.open(entry) as opened:
        body = opened.read(most + 1)
    if len(body) > largest(entry.filename):
        raise PackRefused(too_large(entry.filename, largest(entry.filename)))
    if len(body) > most:
        what = f"all files together are larger than {LARGEST_UNPACKED:,} bytes"
        raise PackRefused(_problem(entry.filename, what, "Send a part of the library."))
    return body


def _refuse_unsafe(name: str, entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        what = f"it holds {len(entries):,} files; {MOST_FILES:,} are the most"
        raise PackRefused(_problem(name, what, "Send a part of the library."))
    problems = [problem for entry in entries if (problem := _unsafe(entry))]
    seen: dict[str, str] = {}
    for entry in entries:
        other = seen.setdefault(normalize("NFC", entry.filename).casefold(), entry.filename)
        if other is not entry.filename:
            mend = "Keep one of them: many computers cannot tell them apart."
            problems.append(_problem(shown(entry.filename), f"it stands there twice, also as {shown(other)}", mend))
    if problems:
        raise PackRefused(*problems)


def _unsafe(entry: zipfile.ZipInfo) -> Problem | None:
    name, parts = entry.orig_filename, PurePosixPath(entry.orig_filename).parts  # `filename` ends at a zero byte
    if name.startswith("/") or ".." in parts or "\\" in name or name[1:2] == ":":
        return _problem(shown(name), "its name leads out of the archive", "Zip the folder itself, from inside it.")
    if not (name and name.isprintable()):
        return _problem(shown(name), *_UNSEEN)
    if entry.flag_bits & _ENCRYPTED:
        return _problem(name, "it is locked with a password", "Make the archive without one.")
    if (entry.external_attr >> 16) & _KIND == _LINK:
        return _problem(name, "it is a link to another file", "Put the file itself into the archive.")
    if entry.compress_type not in _BOUNDED:
        return _problem(name, "it is packed in a rare way", "Make the archive anew, as a plain .zip.")
    return None


def shown(name: str) -> str:
    """A file's name as it can be shown in one line."""
    return "".join(sign if sign.isprintable() else "?" for sign in name or "?")[:_LONGEST_NAME]


def _is_no_file(name: str) -> bool:
    """Whether it is a folder, or something that a system left."""
    parts = PurePosixPath(name).parts
    return (
        name.endswith("/")
        or "__MACOSX" in parts
        or any(part.startswith(".") and part not in ("..", ".") for part in parts)
    )


def _problem(file: str, what: str, mend: str) -> Problem:
    return Problem(file, 1, what, mend)


_UNSEEN = ("its name has signs that nobody can see", "Give it a plain name.")
_BOUNDED = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # the others are unpacked whole, however little of them is asked for
_ENCRYPTED = 0x1
_KIND, _LINK = 0o170000, 0o120000
_LONGEST_NAME = 120
