"""Remembering: how a simulated learner really remembers, by a model that the coach's own reckoning knows nothing of. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import Protocol

MODEL = (
    "activation with a decay of its own for each encounter, by how active the memory was then (ACT-R, spacing effect)"
)
SOURCE = (
    "Pavlik & Anderson 2005, Practice and Forgetting Effects on Vocabulary Memory, Cognitive Science 29, "
    "doi:10.1207/s15516709cog0000_14; the form is theirs, the numbers are ours near what they report and vary between learners"
)
SCALE, NOISE = 0.217, 0.255
# How hard recall is: so that a day after one reading about six in ten of what was read come to mind. The words of a foreign
# language, in their study, were harder.
EASE = -1.5
# Their time between sessions passes more slowly than time within one.
PER_DAY = 0.025 * 24 * 60 * 60
LEAST_DAYS = 1 / 24
Trace = tuple[float, float]  # the day of an encounter, and how fast what it left decays


class Dice(Protocol):
    """What draws lots: the same seed, the same lots. It is handed in, for nothing here is left to chance."""

    def random(self) -> float:
        """From 0 up to 1, all alike."""

    def gauss(self, mu: float, sigma: float) -> float:
        """Around `mu`, mostly within `sigma`."""


@dataclass(slots=True)
class Mind:
    """What one simulated learner has encountered, by subject. `decay` is how fast they forget, `threshold` how hard recall is."""

    decay: float
    threshold: float
    traces: dict[str, list[Trace]] = field(default_factory=dict)

    def recall(self, subject: str, day: float) -> float:
        """The true chance that it comes to mind on a day, from 0 to 1."""
        traces = self.traces.get(subject)
        if not traces:
            return 0.0
        return 1 / (1 + exp((self.threshold - log(_strength(traces, day))) / NOISE))

    def meet(self, subject: str, day: float) -> None:
        """They read about it, or answered about it and read why: what is still active then leaves a trace that fades sooner."""
        traces = self.traces.setdefault(subject, [])
        self.traces[subject].append((day, SCALE * _strength(traces, day) + self.decay))


def mind(dice: Dice) -> Mind:
    """A learner like no other: some forget fast, some slowly."""
    return Mind(min(max(dice.gauss(0.177, 0.03), 0.1), 0.26), dice.gauss(EASE, 0.25))


def _strength(traces: Sequence[Trace], day: float) -> float:
    strength: float = sum((max(day - at, LEAST_DAYS) * PER_DAY) ** -decay for at, decay in traces)
    return strength
