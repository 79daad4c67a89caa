"""`make bench-nlu`: what the interpreters make of lines they were never shown, each on the same training data in one run.

The lines of `bench/held_out/<locale>/intents` were written apart from the training data. Short ones ("yes", "thanks") stand in
both all the same: those are set aside, and what is judged is only what no interpreter was taught. Rasa's column is there where
`make rasa` has been run.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.page import printed
from bench.rasa import running_rasa
from bench.weight import Cost, resident
from nlu.embedded import embedded
from nlu.evaluation import Share, calibration_error, macro_f1, reliability, share
from nlu.features import normalise
from nlu.files import DATA, Example, locales, read_examples
from nlu.intents import INTENTS, UNSURE, Reading

HELD_OUT = Path(__file__).parent / "held_out"
REFUSED = (UNSURE, "out_of_scope")
AIMS = {"en": 0.90, "es": 0.87}
OUT_OF_SCOPE, MOST_REFUSED, LEAST_LINES = 0.70, 0.05, 20
ReadAll = Callable[[list[str]], tuple[list[Reading], list[float]]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one interpreter made of the held-out lines of one language."""

    lines: Sequence[Example]
    readings: Sequence[Reading]
    milliseconds: float

    @property
    def asked(self) -> list[tuple[str, Reading]]:
        """The lines that ask for something the coach can do, by intent."""
        pairs = zip(self.lines, self.readings, strict=True)
        return [(line.intent, reading) for line, reading in pairs if line.intent not in REFUSED]

    @property
    def strange(self) -> list[Reading]:
        """What the others were read as."""
        pairs = zip(self.lines, self.readings, strict=True)
        return [reading for line, reading in pairs if line.intent in REFUSED]


def main() -> int:
    """Print the tables; how many of the aims of the embedded interpreter were missed."""
    with tempfile.TemporaryDirectory() as folder, running_rasa() as rasa:
        ours, cost = started(Path(folder))
        readers: dict[str, ReadAll] = {"embedded": ours} | ({"Rasa DIET": rasa.read_all} if rasa else {})
        missed = sum(told(locale, readers) for locale in AIMS)
        costs = {"embedded": cost} | ({"Rasa DIET": rasa.cost} if rasa else {})
        print("\n| cost | " + " | ".join(costs) + " |\n" + "|---" * (len(costs) + 1) + "|")
        for name, unit in (("training", "s"), ("start", "s"), ("memory", "MB")):
            print(f"| {name} | " + " | ".join(cost_of(name, getattr(one, name), unit) for one in costs.values()) + " |")
        print("" if rasa else "\nRasa was not asked: `make rasa` has not been run here.")
    return missed


def cost_of(name: str, figure: float, unit: str) -> str:
    """A cost as it stands in the table; what was not trained in this run says so."""
    return "trained before" if name == "training" and figure < 1 else f"{figure:.2f} {unit}"


def started(cache: Path) -> tuple[ReadAll, Cost]:
    """The embedded interpreter, trained here and now and then started again from what was kept."""
    nowhere = cache / "nothing made at set-up"
    began = perf_counter()
    interpreter = embedded(DATA, cache, nowhere)
    trained = perf_counter()
    embedded(DATA, cache, cache)
    ready = perf_counter()

    def read_all(texts: list[str]) -> tuple[list[Reading], list[float]]:
        readings, took = [], []
        for text in texts:
            began = perf_counter()
            readings.append(interpreter.read(text, "en"))
            took.append((perf_counter() - began) * 1_000)
        return readings, took

    return read_all, Cost(trained - began, ready - trained, resident(cache))


def unseen(locale: str) -> list[Example]:
    """The held-out lines of a language that stand in no training data."""
    known = {normalise(one.text) for spoken in locales(DATA, "intents") for one in read_examples(DATA, spoken)}
    return [line for line in read_examples(HELD_OUT, locale) if normalise(line.text) not in known]


def told(locale: str, readers: Mapping[str, ReadAll]) -> int:
    """Print a language's table; how many aims were missed."""
    lines, whole = unseen(locale), len(read_examples(HELD_OUT, locale))
    results = {}
    for name, read_all in readers.items():
        readings, took = read_all([line.text for line in lines])
        results[name] = Result(lines, readings, median(took))
    ours = results["embedded"]
    print(f"\n### {locale}: {len(ours.asked)} lines of {len(INTENTS) - 1} intents, {len(ours.strange)} out of scope")
    print(f"\n{whole - len(lines)} of {whole} held-out lines stand in the training data and are set aside.\n")
    rows = {name: figures(one) for name, one in results.items()}
    aims = {
        "accuracy": f"at least {AIMS[locale]}",
        "out-of-scope recall": "at least 0.7",
        "in-scope refused": "at most 0.05",
    }
    print("| figure | " + " | ".join(rows) + " | aim |\n" + "|---" * (len(rows) + 2) + "|")
    for figure in rows["embedded"]:
        print(
            f"| {figure} | "
            + " | ".join(f"{row[figure]:.3f}" for row in rows.values())
            + f" | {aims.get(figure, '')} |"
        )
    print("\nReliability of the embedded reading (confidence: share right): " + ", ".join(curve(ours)))
    found = rows["embedded"]
    counts = {intent: sum(line.intent == intent for line in lines) for intent in INTENTS}
    few = [f"{intent} {count}" for intent, count in counts.items() if count < LEAST_LINES]
    print(f"\nIntents with fewer than {LEAST_LINES} lines: " + (", ".join(few) or "none"))
    refused, strange = found["in-scope refused"], found["out-of-scope recall"]
    return sum([found["accuracy"] < AIMS[locale], strange < OUT_OF_SCOPE, refused > MOST_REFUSED, bool(few)])


def figures(one: Result) -> Mapping[str, float]:
    """The figures of one result by name. A message refused is a message not understood: it counts against accuracy."""
    right, said = [intent for intent, _ in one.asked], [reading.intent for _, reading in one.asked]
    return {
        "accuracy": share(r == s for r, s in zip(right, said, strict=True)).point,
        "macro-F1": macro_f1(right, said),
        "out-of-scope recall": share(reading.intent in REFUSED for reading in one.strange).point,
        "in-scope refused": share(intent in REFUSED for intent in said).point,
        "calibration error": calibration_error(_curve(one)),
        "ms a text, median": one.milliseconds,
    }


def curve(one: Result) -> Iterator[str]:
    """The reliability curve, a bin at a time."""
    for confidence, found in _curve(one):
        yield f"{confidence:.2f}: {found.point:.2f} of {found.of}"


def _curve(one: Result) -> list[tuple[float, Share]]:
    sure = [(reading.confidence, intent == reading.intent) for intent, reading in one.asked if reading.intent != UNSURE]
    return reliability([confidence for confidence, _ in sure], [right for _, right in sure])


if __name__ == "__main__":
    sys.exit(min(printed(main, Path(__file__).parents[1] / "docs" / "understanding.md"), 1))
