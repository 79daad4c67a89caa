"""Training: from examples to weights, in a second or two. Import it late: it imports scikit-learn."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes with scikit-learn, says no types

from nlu.features import normalise, pieces, words
from nlu.files import DataError, Example
from nlu.weights import Block, Weights


def train(examples: Sequence[Example]) -> Weights:
    """Weights that tell the intents of `examples` apart."""
    if len({example.intent for example in examples}) < 3:
        raise DataError(
            "There are not even three intents to tell apart; the training data is not where it was looked for."
        )
    fitted = fit(examples)
    model = fitted["model"]
    blocks = []
    at = 0
    for _, part in fitted["features"].transformer_list:
        places = {str(feature): int(place) for feature, place in part.vocabulary_.items()}
        votes = np.ascontiguousarray(model.coef_.T[at : at + len(places)], dtype=np.float64)
        blocks.append(Block(places, np.asarray(part.idf_, dtype=np.float64), votes))
        at += len(places)
    start = np.asarray(model.intercept_, dtype=np.float64)
    return Weights(tuple(str(intent) for intent in model.classes_), start, *blocks)


def fit(examples: Sequence[Example]) -> Pipeline:
    """The same, still as scikit-learn's own pipeline over normalised texts."""
    pipeline = untrained()
    # On sums as small as these, threads mostly wait for each other: one took 1.3 s where four took 6.
    with threadpool_limits(limits=1):
        pipeline.fit([normalise(example.text) for example in examples], [example.intent for example in examples])
    return pipeline


def untrained() -> Pipeline:
    """The recipe: rarity-weighted words and pieces of words, each scaled on its own, into one logistic regression."""
    seen_words = TfidfVectorizer(analyzer=words, sublinear_tf=True)
    seen_pieces = TfidfVectorizer(analyzer=pieces, sublinear_tf=True, min_df=2)
    model = LogisticRegression(C=4.0, tol=1e-3, max_iter=1_000)
    return Pipeline([("features", FeatureUnion([("words", seen_words), ("pieces", seen_pieces)])), ("model", model)])
