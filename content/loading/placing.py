"""Placing: where in a library a file belongs that was sent alone, or in a folder of any name."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from content.loading.filing import READERS
from content.loading.trees import Tree, read_tree
from content.model import Problem

ENGLISH = "en"
# Without it a translation would take the place of the English text.
_SPOKEN = re.compile(r"(?P<first>[a-z]{2})[-_.](?P<after>.+)|(?P<before>.+)(?:[-_](?=..$)|\.)(?P<last>[a-z]{2,3})")


def place_of(path: str, text: str) -> str | Problem:
    """The path inside a library of a file: its own where it has one, else by what stands in it; or why none is found.

    The language is told by the name or a folder: `rights-01.es.md`, `es-rights-01.md` and `es/rights-01.md` are Spanish, and what
    tells none is English.
    """
    parts = PurePosixPath(path).parts
    for start in range(len(parts)):
        inside = "/".join(parts[start:])
        if any(re.fullmatch(pattern, inside) for pattern, _ in READERS):
            return inside
    stem, locale = _named(parts)
    placed = _lesson(text, locale) if path.endswith(".md") else _yaml(path, text, stem, locale)
    if placed:
        return placed
    mend = "Send it in a folder as docs/content.md shows it, such as en/items/rights.yaml."
    return Problem(path, 1, "nobody can tell where in the library this belongs", mend)


def _named(parts: Sequence[str]) -> tuple[str, str]:
    """The name without its ending and its language, and the language that it or a folder above it tells."""
    stem = parts[-1].rsplit(".", 1)[0]
    if found := _SPOKEN.fullmatch(stem):
        return found["after"] or found["before"], found["first"] or found["last"]
    folders = [part for part in parts[:-1] if re.fullmatch(r"[a-z]{2}", part)]
    return stem, folders[-1] if folders else ENGLISH


def _lesson(text: str, locale: str) -> str:
    id, competency = (re.search(rf"^{key}: *([a-z0-9._-]+) *$", text, re.MULTILINE) for key in ("id", "competency"))
    return f"{locale}/lessons/{competency[1]}/{id[1]}.md" if id and competency else ""


def _yaml(path: str, text: str, stem: str, locale: str) -> str:
    document = read_tree(path, text, [])
    tree: Tree = document.tree if document else ""
    first = tree[0] if isinstance(tree, list) and tree else {}
    if isinstance(first, dict) and "turns" in first:
        return f"{locale}/practice/{_competency(first)}.yaml"
    if isinstance(first, dict) and "scenario" in first:
        return f"{locale}/items/{_competency(first)}.yaml"
    if isinstance(first, dict) and "fits" in first:
        return f"{locale}/acts.yaml"
    if isinstance(tree, dict) and "emergency" in tree:
        return f"crisis_lines/{str(tree.get('code', stem)).lower()}.yaml"
    if isinstance(tree, dict) and tree and all("." in key for key in tree):
        return f"{locale}/phrases/{re.sub('^phrases[-_.]', '', stem)}.yaml"
    return ""


def _competency(item: Mapping[str, Tree]) -> str:
    """The competency by the indicator, which begins with it."""
    return str(item.get("indicator", "")).partition(".")[0]
