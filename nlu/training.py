"""Training: from examples to weights, in seconds. Import it late: it imports scikit-learn."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes with scikit-learn, says no types

from nlu.features import Sight, normalise
from nlu.files import DataError
from nlu.weights import Block, Numbers, Weights, softmax

FOLDS = 3
SHARPNESS = np.geomspace(0.5, 16.0, 41)
"""How far apart scores may be drawn before they are called likelihoods; the one that fits unseen lines best is taken."""


def train(texts: Sequence[str], labels: Sequence[str], seen: Sight, weight: float = 0.5) -> Weights:
    """Calibrated weights that tell `labels` apart: what they call 0.8 likely is right about eight times in ten.

    `weight` is how much a wrong training line costs beside large weights (the C of a support vector machine).
    """
    if len(set(labels)) < 3:
        raise DataError(
            "There are not even three labels to tell apart; the training data is not where it was looked for."
        )
    normal = [normalise(text) for text in texts]
    # On sums as small as these, threads mostly wait for each other.
    with threadpool_limits(limits=1):
        fitted = untrained(seen, weight).fit(normal, labels)
        sharpness = _sharpness(normal, labels, untrained(seen, weight))
    model = fitted["model"]
    blocks = {}
    at = 0
    for kind, part in fitted["features"].transformer_list:
        places = {str(feature): int(place) for feature, place in part.vocabulary_.items()}
        votes = np.ascontiguousarray(sharpness * model.coef_.T[at : at + len(places)], dtype=np.float32)
        blocks[kind] = Block(places, np.asarray(part.idf_, dtype=np.float64), votes)
        at += len(places)
    start = np.asarray(sharpness * model.intercept_, dtype=np.float64)
    return Weights(tuple(str(label) for label in model.classes_), start, blocks)


def train_many(texts: Sequence[str], labels: Sequence[str], seen: Sight, weight: float = 4.0) -> Weights:
    """Weights that tell for each label by itself whether a text has it; `labels` has a text's labels, parted by blanks.

    `weight` is how much a wrong training line costs beside large weights (the C of a logistic regression, whose likelihoods are
    what it says without further calibration).
    """
    sets = [frozenset(one.split()) for one in labels]
    known = sorted(frozenset().union(*sets))
    if not known:
        raise DataError("There is nothing to tell apart; the training data is not where it was looked for.")
    normal = [normalise(text) for text in texts]
    with threadpool_limits(limits=1):
        features = untrained(seen, weight)["features"]
        rows = features.fit_transform(normal)
        models = [_binary(rows, [name in one for one in sets], weight) for name in known]
    blocks, at = {}, 0
    votes = np.vstack([model.coef_[0] for model in models]).T
    for kind, part in features.transformer_list:
        places = {str(feature): int(place) for feature, place in part.vocabulary_.items()}
        own = np.ascontiguousarray(votes[at : at + len(places)], dtype=np.float32)
        blocks[kind] = Block(places, np.asarray(part.idf_, dtype=np.float64), own)
        at += len(places)
    start = np.asarray([model.intercept_[0] for model in models], dtype=np.float64)
    return Weights(tuple(known), start, blocks)


def _binary(rows: object, has: Sequence[bool], weight: float) -> LogisticRegression:
    return LogisticRegression(C=weight, class_weight="balanced", solver="liblinear", random_state=0).fit(rows, has)


def untrained(seen: Sight, weight: float) -> Pipeline:
    """The recipe: rarity-weighted features, each kind scaled on its own, into one linear machine."""
    least = {"pieces": 2, "runs": 2, "companions": 2}
    kinds = [
        (kind, TfidfVectorizer(analyzer=find, sublinear_tf=True, min_df=least.get(kind, 1)))
        for kind, find in seen.items()
    ]
    return Pipeline([("features", FeatureUnion(kinds)), ("model", LinearSVC(C=weight))])


def _sharpness(normal: Sequence[str], labels: Sequence[str], model: Pipeline) -> float:
    """By what the scores are multiplied to become likelihoods (temperature scaling, Guo and others 2017), chosen on lines
    that the model had not been shown.
    """
    folds = StratifiedKFold(min(FOLDS, *Counter(labels).values()), shuffle=True, random_state=0)
    scores: Numbers = cross_val_predict(model, normal, labels, cv=folds, method="decision_function")
    right = np.searchsorted(np.unique(labels), labels)
    rows = np.arange(len(right))
    losses = [-np.log(softmax(sharp * scores)[rows, right] + 1e-12).mean() for sharp in SHARPNESS]
    return float(SHARPNESS[int(np.argmin(losses))])
