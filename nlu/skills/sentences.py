"""Sentences: a reply is heard sentence by sentence, so that each judgement can name the words it rests on."""

import re

MOST, LONGEST = 12, 400
"""Sentences of a reply that are heard, and characters of one."""

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_NUMBERED = re.compile(r"(?:\b(?:mr|mrs|ms|dr|sr|sra|st|etc|e\.g|i\.e|vs|ud|uds)|\b\w)\.$", re.IGNORECASE)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, as they were written; a short form ("Dr.") ends none."""
    found: list[str] = []
    for part in _END.split(text):
        piece = part.strip()
        if not piece:
            continue
        if found and _NUMBERED.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return tuple(one[:LONGEST] for one in found[:MOST])
