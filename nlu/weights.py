"""Weights: what training found, applied flat: a few look-ups and sums instead of a machine-learning library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from nlu.features import pieces, words

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One kind of feature: where each stands, how rare it is, and what it says for each intent (a row a feature)."""

    places: Mapping[str, int]
    rarity: Numbers
    votes: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A trained interpreter as plain numbers; `start` is what each intent has before a word is read."""

    intents: tuple[str, ...]
    start: Numbers
    words: Block
    pieces: Block


def probabilities(weights: Weights, normal: str) -> Numbers:
    """How likely each of `weights.intents` is for a normalised text, as scikit-learn's `predict_proba` says it."""
    scores = weights.start + _votes(weights.words, words(normal)) + _votes(weights.pieces, pieces(normal))
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


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
    return np.asarray(heights @ block.votes[at] / np.sqrt(heights @ heights))
