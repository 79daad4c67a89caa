"""The in-process interpreter: trained from our own examples in seconds, kept by checksum, read in microseconds."""

from pathlib import Path

from nlu.entities import find_entities
from nlu.features import Sight, has_words, normalise, sight
from nlu.files import IDEAS, TRAINED, intent_files, locales, read_examples, read_ideas
from nlu.intents import UNSURE, Reading, Stays
from nlu.learning import Lesson, learned
from nlu.weights import Weights, probabilities

THRESHOLD = 0.3
"""Below it we ask instead of guessing: see docs/understanding.md for what it costs and what it spares."""

FLOORS = {"stop": 0.4, "erase_my_data": 0.4}
"""Where more is asked: what would cost people most if it were guessed from a small word ("me")."""


class EmbeddedInterpreter:
    """Tells intent and entities from words without a network. Made by `embedded`."""

    def __init__(self, weights: Weights, seen: Sight) -> None:
        self._weights = weights
        self._sight = seen

    def read(self, text: str, locale: str) -> Reading:
        """What `text` means, in whichever of our languages it is; `unsure` when nothing is likely enough."""
        normal = normalise(text)
        entities = find_entities(normal)
        if not has_words(normal):
            return Reading(entities=entities)
        likely = probabilities(self._weights, self._sight, normal)
        best = int(likely.argmax())
        confidence = float(likely[best])
        intent = self._weights.labels[best]
        return Reading(intent if confidence >= FLOORS.get(intent, THRESHOLD) else UNSURE, confidence, entities)

    async def interpret(self, text: str, locale: str, stays: Stays) -> Reading:
        """The same, at once, for whoever does not know whether an interpreter asks over the network."""
        return self.read(text, locale)


def embedded(directory: Path, cache: Path, ready: Path = TRAINED) -> EmbeddedInterpreter:
    """The interpreter for all languages of the data in `directory`; its weights come from `cache`, or are trained."""
    spoken = locales(directory, "intents")
    paths = [path for locale in spoken for path in intent_files(directory, locale)]

    def examples() -> tuple[list[str], list[str]]:
        known = [example for locale in spoken for example in read_examples(directory, locale)]
        return [example.text for example in known], [example.intent for example in known]

    seen = sight(read_ideas(directory))
    lesson = Lesson("intents", [*paths, directory / IDEAS], examples, seen)
    return EmbeddedInterpreter(learned(lesson, cache, ready), seen)
