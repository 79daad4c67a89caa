"""The in-process interpreter: trained from our own examples in a second or two, kept by checksum, read in microseconds."""

from contextlib import suppress
from pathlib import Path

from nlu.entities import find_entities
from nlu.features import has_words, normalise
from nlu.files import checksum, read_examples, read_weights, write_weights
from nlu.intents import UNSURE, Reading
from nlu.weights import Weights, probabilities

RECIPE = "words 1-2, pieces 2-4, C 4, tol 1e-3: 3"
"""Names how weights are made (`nlu.features`, `nlu.training`): change it with them, and no kept file fits any more."""

THRESHOLD = 0.3
"""Below it we ask instead of guessing. Chosen on tenfold cross-validation and on 220 lines worded apart from the training
data (tests/nlu/unseen.yaml): at 0.3 these keep 51 % and 92 % of the answers, of which 75 % and 97 % are right; at 0.2
there are half as many wrong answers again and more, at 0.4 a tenth more is not answered."""

FLOORS = {"stop": 0.36, "erase_my_data": 0.36}
"""Where more is asked: what would cost people most if it were guessed from a small word ("me")."""


class EmbeddedInterpreter:
    """Tells intent and entities from words without a network. Made by `embedded`."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def read(self, text: str, locale: str) -> Reading:
        """What `text` means; `unsure` when nothing is likely enough. A locale without data is read as the one it was trained in."""
        normal = normalise(text)
        entities = find_entities(normal)
        if not has_words(normal):
            return Reading(entities=entities)
        likely = probabilities(self._weights, normal)
        best = int(likely.argmax())
        confidence = float(likely[best])
        intent = self._weights.intents[best]
        return Reading(intent if confidence >= FLOORS.get(intent, THRESHOLD) else UNSURE, confidence, entities)


def embedded(directory: Path, cache: Path, locale: str = "en") -> EmbeddedInterpreter:
    """The interpreter for a locale of the data in `directory`; its weights come from `cache`, or are trained and kept there."""
    name = checksum(directory, locale, RECIPE)
    weights = read_weights(cache, locale, name)
    if weights is None:
        weights = _trained(directory, locale)
        # A full or read-only disk costs a second at the next start, and nothing now.
        with suppress(OSError):
            write_weights(cache, locale, name, weights)
    return EmbeddedInterpreter(weights)


def _trained(directory: Path, locale: str) -> Weights:
    # scikit-learn takes longer to import than everything else together, and is needed only when examples changed.
    from nlu.training import train  # noqa: PLC0415  # late, as said above

    return train(read_examples(directory, locale))
