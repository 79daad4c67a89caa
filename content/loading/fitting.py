"""A file fitted into its shape; every way in which it does not fit becomes a problem that says how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from content.loading.trees import Document, read_tree
from content.model import Problem

_Shape = TypeVar("_Shape")


@dataclass(frozen=True, slots=True)
class Fitted(Generic[_Shape]):
    """What a file holds, and the document it stands in."""

    document: Document
    value: _Shape


def fitted(
    file: str, text: str, shape: TypeAdapter[_Shape], problems: list[Problem], above: int = 0
) -> Fitted[_Shape] | None:
    """What this YAML holds, or None with the reasons added to the problems; `above` counts the lines before it."""
    document = read_tree(file, text, problems, above)
    if document is None:
        return None
    try:
        return Fitted(document, shape.validate_python(document.tree))
    except ValidationError as refused:
        problems.extend(_problems(document, refused))
        return None


def _problems(document: Document, refused: ValidationError) -> Iterator[Problem]:
    for error in refused.errors(include_url=False):
        place = document.place(error["loc"])
        what, mend = _sentences(error)
        yield Problem(place.file, place.line, what, mend)


def _sentences(error: ErrorDetails) -> tuple[str, str]:
    keys = [part for part in error["loc"] if isinstance(part, str) and part != "[key]"]
    key, subject = (keys[-1], f"`{keys[-1]}`") if keys else ("", "this entry")
    if error["type"] not in _WORDING:
        return f"{subject} {error['msg'].removeprefix('Value error, ')}", _SEE
    said, mend = _WORDING[error["type"]]
    expected = error.get("ctx", {}).get("expected", "")
    return f"{subject} {said}", mend.format(key=key, expected=expected)


_SEE = "docs/content.md shows what belongs here."
_LIST = "Begin each entry with `- `, or write [one, two]."
_KEYS = "Write keys below it; docs/content.md shows which."
_UNKNOWN = "Mend its spelling or remove it; docs/content.md lists the keys."
_WORDING = {
    "missing": ("is missing", "Add a line `{key}: ...`."),
    "unexpected_keyword_argument": ("is not a key that belongs here", _UNKNOWN),
    "string_too_short": ("is empty", "Write the words, or remove the key if it may be left out."),
    "string_too_long": ("is too long for an id", "Use at most 60 signs."),
    "string_type": ("should be words", 'Put the words in "double quotes".'),
    "string_pattern_mismatch": (
        "has a form that is not allowed",
        "Ids have small letters, digits, - . _; languages are like `en`, countries like `US`.",
    ),
    "tuple_type": ("should be a list", _LIST),
    "dataclass_type": ("should hold keys and values", _KEYS),
    "dict_type": ("should hold keys and values", _KEYS),
    "int_parsing": ("should be a whole number", "Write digits only."),
    "int_type": ("should be a whole number", "Write digits only."),
    "bool_parsing": ("should be true or false", "Write `true` or `false`."),
    "bool_type": ("should be true or false", "Write `true` or `false`."),
    "literal_error": ("is not one of the words allowed here", "Write {expected}."),
}
