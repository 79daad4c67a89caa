"""Reading a library from its files; the only part of `content` that touches the disk."""

from content.loading.assembling import ContentBroken, parse
from content.loading.folders import load, read_files

__all__ = ["ContentBroken", "load", "parse", "read_files"]
