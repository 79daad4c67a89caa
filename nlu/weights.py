"""Weights: what training found, applied flat: a few look-ups and sums instead of a machine-learning library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from nlu.features import Sight

Numbers = NDArray[np.float64]
Votes = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One kind of feature: where each stands, how rare it is, and what it says for each label (a row a feature)."""

    places: Mapping[str, int]
    rarity: Numbers
    votes: Votes


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A trained model as plain numbers; `start` is what each label has before a word is read."""

    labels: tuple[str, ...]
    start: Numbers
    blocks: Mapping[str, Block]


def probabilities(weights: Weights, seen: Sight, normal: str) -> Numbers:
    """How likely each of `weights.labels` is for a normalised text, as they were calibrated in training with this sight."""
    return softmax(_scores(weights, seen, normal))


def each_likely(weights: Weights, seen: Sight, normal: str) -> Numbers:
    """How likely each of `weights.labels` is by itself, for a model that was taught many at once."""
    return np.asarray(1.0 / (1.0 + np.exp(-_scores(weights, seen, normal))))


def _scores(weights: Weights, seen: Sight, normal: str) -> Numbers:
    scores = weights.start
    for kind, block in weights.blocks.items():
        scores = scores + _votes(block, seen[kind](normal))
    return scores


def softmax(scores: Numbers) -> Numbers:
    """Scores as likelihoods that sum to one, row by row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _votes(block: Block, features: Sequence[str]) -> Numbers:
    """The block's sum for these features: (1 + log count) times rarity, scaled to length one, times the votes."""
    counts: dict[int, int] = {}
    for feature in features:
        place = block.places.get(feature)
        if place is not None:
            counts[place] = counts.get(place, 0) + 1
    if not counts:
        return np.zeros(block.votes.shape[1])
    at = list(counts)
    heights = np.array([1.0 if count == 1 else 1.0 + log(count) for count in counts.values()]) * block.rarity[at]
    return np.asarray(heights @ block.votes[at] / np.sqrt(heights @ heights), dtype=np.float64)
