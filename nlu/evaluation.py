"""Evaluation: the figures by which understanding and the safety screen are judged, as plain functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from nlu.features import normalise

Z = 1.959964
"""The normal deviate of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with its 95 % interval."""

    count: int
    of: int

    @property
    def point(self) -> float:
        """The share itself; 0 of nothing."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (Wilson 1927), which holds for few cases and for shares near 0 and 1."""
        if not self.of:
            return 0.0, 1.0
        middle = (self.point + Z * Z / (2 * self.of)) / (1 + Z * Z / self.of)
        half = Z / (1 + Z * Z / self.of) * sqrt(self.point * (1 - self.point) / self.of + Z * Z / (4 * self.of**2))
        return max(0.0, middle - half), min(1.0, middle + half)


def share(told: Iterable[bool]) -> Share:
    """How many of them are true."""
    answers = list(told)
    return Share(sum(answers), len(answers))


def macro_f1(right: Sequence[str], said: Sequence[str]) -> float:
    """The mean over the labels of `right` of the harmonic mean of precision and recall."""
    scores = []
    for label in sorted(set(right)):
        hits = sum(r == s == label for r, s in zip(right, said, strict=True))
        scores.append(2 * hits / (right.count(label) + said.count(label)))
    return sum(scores) / len(scores)


def reliability(confidences: Sequence[float], correct: Sequence[bool], bins: int = 10) -> list[tuple[float, Share]]:
    """For each bin of confidence that is not empty: the mean confidence in it, and how many were right."""
    ordered = sorted(zip(confidences, correct, strict=True))
    curve = []
    for _, members in groupby(ordered, key=lambda one: min(int(one[0] * bins), bins - 1)):
        inside = list(members)
        curve.append((sum(confidence for confidence, _ in inside) / len(inside), share(ok for _, ok in inside)))
    return curve


def calibration_error(curve: Sequence[tuple[float, Share]]) -> float:
    """The expected calibration error: how far confidence and being right lie apart, weighted by how often."""
    count = sum(found.of for _, found in curve)
    return sum(abs(confidence - found.point) * found.of for confidence, found in curve) / count


def confusion(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Mapping[str, int]]:
    """How often each right label was said to be which."""
    table: dict[str, dict[str, int]] = {}
    for right, said in pairs:
        row = table.setdefault(right, {})
        row[said] = row.get(said, 0) + 1
    return table


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index of two sets of pieces: what they share of what either has."""
    return len(one & other) / len(one | other)


def pieces_of(text: str, size: int = 5) -> frozenset[str]:
    """The runs of five characters in a normalised text; a shorter text is one piece."""
    normal = normalise(text)
    return frozenset(normal[at : at + size] for at in range(max(1, len(normal) - size + 1)))


def too_like(held_out: Iterable[str], known: Iterable[str], most: float = 0.5) -> list[tuple[str, str, float]]:
    """The held-out texts that are more like a known one than allowed, each with the known one and how like they are."""
    texts = list(dict.fromkeys(known))
    sets = [pieces_of(text) for text in texts]
    having: dict[str, list[int]] = {}
    for at, pieces in enumerate(sets):
        for piece in pieces:
            having.setdefault(piece, []).append(at)
    found = []
    for text in held_out:
        own = pieces_of(text)
        near = {at for piece in own for at in having.get(piece, ())}
        best = max(((likeness(own, sets[at]), texts[at]) for at in near), default=(0.0, ""))
        if best[0] > most:
            found.append((text, best[1], best[0]))
    return found
