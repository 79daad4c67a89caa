"""Learning: weights that were trained at set-up, or come from the cache, or are trained now and kept there."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from nlu.features import Sight
from nlu.files import TRAINED, checksum, read_weights, write_weights
from nlu.weights import Weights

_TEACHERS = tuple(Path(__file__).with_name(name) for name in ("features.py", "training.py"))

Examples = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""Reads what there is to learn: the texts, and beside each its label."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model is taught: `examples`, made from `paths`, the files of data and of code that decide about them.

    `many` is true where a text may have several labels, or none.
    """

    kind: str
    paths: Sequence[Path]
    examples: Examples
    sight: Sight
    many: bool = False


def learned(lesson: Lesson, cache: Path, ready: Path = TRAINED) -> Weights:
    """The weights that come of a lesson: made at set-up in `ready`, or earlier in `cache`, or now."""
    name = checksum((*lesson.paths, *_TEACHERS), version("scikit-learn"))
    weights = _from_set_up(ready, lesson.kind, name) or read_weights(cache, lesson.kind, name)
    if weights is None:
        weights = _trained(lesson)
        # A full or read-only disk costs some seconds at the next start, and nothing now.
        with suppress(OSError):
            write_weights(cache, lesson.kind, name, weights)
    return weights


@lru_cache(maxsize=4)
def _from_set_up(ready: Path, kind: str, name: str) -> Weights | None:
    return read_weights(ready, kind, name)


def _trained(lesson: Lesson) -> Weights:
    # scikit-learn takes longer to import than everything else together, and is needed only when examples changed.
    from nlu.training import train, train_many  # noqa: PLC0415  # late, as said above

    return (train_many if lesson.many else train)(*lesson.examples(), lesson.sight)
