"""The second layer: a small model, trained on lines of our own, that may only raise what the rules heard."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from nlu.features import ACROSS, normalise
from nlu.files import Line, intent_files, line_files, locales, read_examples, read_lines
from nlu.intents import Open, SafetyLevel, SafetySignal, Whose
from nlu.learning import Lesson, learned
from nlu.safety.hearing import ends
from nlu.weights import Weights, probabilities

RISK, RISK_OF_OTHERS, RISK_IN_A_DRILL, CONCERN = 0.67, 0.75, 0.8, 0.45
"""How likely danger must be before a level is raised: as high as the aims for danger heard allow (docs/safety-protocol.md).

People tell of others all day. So more is asked where the danger is somebody else's, and below it a concern is still heard.
"""

LEAST_WORDS, LEAST_LETTERS = 2, 17
"""Words a text must have, or letters of one word: of less the rules know more, and longer words are several run together."""

LONGEST = 3_000
"""Characters heard of a text: of a longer one its beginning and its end."""

WINDOW, STEP, MOST_PARTS = 40, 25, 20
"""Words of a long text that are heard at a time, words to the next time, and times at most: of longer texts more at a time."""

OWN_TOO = 0.6
"""How likely the writer's own danger must be for a danger that the rules heard as somebody else's to be unclear."""

SURE = 0.7
"""How much of the danger must be somebody else's before it is called theirs."""

HEAVY = "feeling_bad"

_DRILLS = (Open.drill, Open.item)
_UNMARKED = str.maketrans("", "", "*_~")  # what bold, slanted and hidden letters are made with


class SecondLayer:
    """Hears danger that no rule names. Made by `second_layer`."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def raised(self, signal: SafetySignal, text: str, open: Open) -> SafetySignal:
        """What the rules heard in `text`, or more; never less, and never a danger made somebody else's against them."""
        if signal.level >= SafetyLevel.risk:
            return self._own_too(signal, text) if signal.whose is Whose.other else signal
        # A few words among many would be outvoted, so a long text is heard in parts, and the worst of them counts.
        heard = [raised(signal, self.likely(part), open) for part in parts(text)]
        return max(heard, key=lambda one: one.level, default=signal)

    def _own_too(self, signal: SafetySignal, text: str) -> SafetySignal:
        """ "my client died and i keep thinking i should follow": the rules heard the client, and this is the writer's too."""
        own = max((self.likely(part)["self"] for part in parts(text)), default=0.0)
        return (
            replace(signal, whose=Whose.unclear, matched=(*signal.matched, "learned.own")) if own >= OWN_TOO else signal
        )

    def likely(self, text: str) -> Mapping[str, float]:
        """How likely the text is each of the groups that the model knows."""
        normal = normalise(text.translate(_UNMARKED))
        return dict(zip(self._weights.labels, probabilities(self._weights, ACROSS, normal).tolist(), strict=True))


def parts(text: str) -> list[str]:
    """A text in the parts that are heard one by one: itself, when it is short; none, when it says too little."""
    words = ends(text, LONGEST).split()
    if len(words) < LEAST_WORDS and len(text.strip()) < LEAST_LETTERS:
        return []
    if len(words) <= WINDOW + STEP:
        return [text]
    step = max(STEP, len(words) // MOST_PARTS + 1)
    window = step + WINDOW - STEP
    return [" ".join(words[at : at + window]) for at in range(0, len(words) - window + step, step)]


def raised(signal: SafetySignal, likely: Mapping[str, float], open: Open) -> SafetySignal:
    """A signal after the second layer was heard."""
    own, others = likely["self"], likely["other"]
    in_drill = open in _DRILLS
    danger = own if in_drill else own + others
    theirs = not in_drill and others >= SURE * danger
    if danger >= (RISK_IN_A_DRILL if in_drill else RISK_OF_OTHERS if theirs else RISK):
        whose = Whose.other if theirs else Whose.self
        if signal.whose in (Whose.self, Whose.other) and signal.whose is not whose:
            whose = Whose.unclear  # the layers disagree, and nobody is sure
        return SafetySignal(SafetyLevel.risk, whose, (*signal.matched, "learned.risk"))
    if signal.level is SafetyLevel.none and not in_drill and danger + likely["concern"] >= CONCERN:
        return SafetySignal(SafetyLevel.concern, Whose.unclear, (*signal.matched, "learned.concern"))
    return signal


def second_layer(directory: Path, cache: Path) -> SecondLayer:
    """The second layer for all languages of the data in `directory`; its weights come from `cache`, or are trained."""
    written = [path for locale in locales(directory, "safety") for path in line_files(directory, locale)]
    asked = [path for locale in locales(directory, "intents") for path in intent_files(directory, locale)]
    lesson = Lesson("safety", [*written, *asked, Path(__file__)], lambda: taught(directory), ACROSS)
    return SecondLayer(learned(lesson, cache))


def taught(directory: Path) -> tuple[list[str], list[str]]:
    """What the model learns from: the texts, and beside each its group.

    What people ask the coach for is the everyday talk that must raise nothing; only "feeling_bad" may.
    """
    spoken = locales(directory, "intents")
    calm = [one.text for locale in spoken for one in read_examples(directory, locale) if one.intent != HEAVY]
    written = [path for locale in locales(directory, "safety") for path in line_files(directory, locale)]
    known = read_lines(written)
    return [*(line.text for line in known), *calm], [*(label(line) for line in known), *["calm"] * len(calm)]


def label(line: Line) -> str:
    """Which of the model's groups a line teaches: "calm", "concern", "self", "other" or "practice"."""
    if line.whose is Whose.practice:
        return "practice"
    if line.level is SafetyLevel.none:
        return "calm"
    if line.level is SafetyLevel.concern:
        return "concern"
    return "other" if line.whose is Whose.other else "self"
