"""Telling: what learners would see changed between two releases, as lines for the talk with staff."""

from collections.abc import Iterator, Sequence

from content.checking.reading import Measure
from content.differences import Change, differences
from content.library import Library

MOST_BUBBLES, MOST_UNITS = 9, 5
LONGEST_BUBBLE = 900
PLAYED = ("lesson", "item")


def lines_between(old: Library, new: Library) -> tuple[str, ...]:
    """What changed, as "say=..." for each bubble and "unit=es item rights-q01" for what can be tried."""
    changes = differences(old, new)
    playable = [one for one in changes if one.kind in PLAYED and one.after]
    units = [f"unit={one.locale} {one.kind} {one.id}" for one in playable[:MOST_UNITS]]
    return (*(f"say={one}" for one in bubbles(changes)), *units)


def bubbles(changes: Sequence[Change]) -> Iterator[str]:
    """Each change as one bubble, and how many more there are."""
    yield from (bubble(one) for one in changes[:MOST_BUBBLES])
    if len(changes) > MOST_BUBBLES:
        yield f"... + {len(changes) - MOST_BUBBLES}"


def bubble(change: Change) -> str:
    """One change as a person sees it: what it is, what stood there, what stands there now, and what that does."""
    head = f"{change.locale} · {change.kind} {change.id} · {change.what}"
    before = [f"− {text}" for text in change.before if change.what != "new"]
    after = [f"+ {text}" for text in change.after if text]
    return "\n".join((head, *_cut(before), *_cut(after), *_facts(change)))


def _facts(change: Change) -> Iterator[str]:
    if change.scoring:
        yield f"SCORING CHANGED: {change.scoring}"
    if change.answers:
        yield "ANSWERS CHANGED"
    words, longest = change.words, max(map(len, change.after), default=0)
    yield f"{words[1]} words (was {words[0]}) · longest text {longest} signs" + _measured(*change.measures)


def _measured(before: Measure | None, after: Measure | None) -> str:
    """How hard it is to read now, and was: the school grade, or of Spanish the ease."""
    if after is None:
        return ""
    was = f" (was {_shown(before)})" if before else ""
    return f" · {'grade' if after.ease is None else 'ease'} {_shown(after)}{was}"


def _shown(found: Measure) -> float:
    return found.grade if found.ease is None else found.ease


def _cut(texts: Sequence[str]) -> Iterator[str]:
    left = LONGEST_BUBBLE
    for text in texts:
        yield text if len(text) <= left else f"{text[: max(left, 40)]}…"
        left = max(0, left - len(text))
