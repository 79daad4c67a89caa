"""Release: one immutable, numbered, checksummed version of all content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.library import Library
from content.loading import parse


@dataclass(frozen=True, slots=True)
class Release:
    """Everything the coach says and teaches at one time: the files as they were written, and the library they make."""

    number: int
    checksum: str
    files: Mapping[str, str]
    library: Library


def build(number: int, files: Mapping[str, str]) -> Release:
    """The release with this number made of these files; raises ContentBroken if they make no library."""
    kept = MappingProxyType(dict(files))
    return Release(number, checksum(kept), kept, parse(kept))


def brought_along(before: Mapping[str, str], own: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """New files of ours with what somebody had changed in the older ones: a file they changed, added or took out stays so."""
    together = dict(now)
    for name in before.keys() | own.keys():
        if own.get(name) == before.get(name):
            continue
        if name in own:
            together[name] = own[name]
        else:
            together.pop(name, None)
    return together


def checksum(files: Mapping[str, str]) -> str:
    """The SHA-256 of all names and contents, the same whatever order they come in."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True).encode("ascii")).hexdigest()
