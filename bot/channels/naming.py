"""Naming: what a file that came in is called, whatever the platform says."""

from pathlib import PurePosixPath

LONGEST = 200
UNNAMED = "file"


def file_name(told: object) -> str:
    """A name that can be kept and shown: one printable line of at most 200 signs, its ending kept; "file" where there is none."""
    words = told.strip() if isinstance(told, str) else ""
    name = "".join(sign if sign.isprintable() else "?" for sign in words) or UNNAMED
    ending = PurePosixPath(name).suffix
    if len(name) <= LONGEST or len(ending) >= LONGEST:
        return name[:LONGEST]
    return name[: LONGEST - len(ending)] + ending
