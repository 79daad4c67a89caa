"""A case: a text before the judge, with the signs around its hits."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.intents import Open
from nlu.safety.patterns import Span
from nlu.safety.whose import Scene

NEAR = 45
"""Words between a hit and a sign that still belongs to it."""

DRILLS = (Open.drill, Open.item)


@dataclass(frozen=True, slots=True)
class Case:
    """A text before the judge: its words, the signs in it by name and in order, and what the conversation has open."""

    scene: Scene
    marks: Mapping[str, Sequence[Span]]
    opened: Open

    def marked(self, name: str, hit: Span) -> bool:
        """Whether a sign stands in the neighbourhood of a hit."""
        return any(True for _ in self.near(name, hit))

    def near(self, name: str, hit: Span) -> Iterator[Span]:
        """The signs of a name in the neighbourhood of a hit."""
        marks = self.marks.get(name, ())
        for at in range(bisect_left(marks, hit.start - NEAR, key=start), len(marks)):
            if marks[at].start >= hit.end + NEAR:
                return
            yield marks[at]

    def beside(self, name: str, hit: Span) -> bool:
        """Whether a sign stands in the sentence of a hit, or right before the quotation the hit stands in."""
        sentences, reach = self.scene.heard.sentences, int(self.scene.heard.quoted[hit.start])
        own = sentences[hit.start]
        return any(own - reach <= sentences[mark.start] <= own for mark in self.marks.get(name, ()))

    def counselled(self, hit: Span, verb: int) -> bool:
        """Whether the report tells somebody what they should do, as "she told me to ..." and "he says i should ..." do."""
        marks = self.marks.get("counsel", ())
        at = bisect_left(marks, verb, key=start)
        return at < len(marks) and marks[at].start < hit.end

    def frame(self, hit: Span) -> Span | None:
        """The helper's phrase ("I would ask") that opens the sentence of a hit, or leads to the quotation it stands in."""
        marks = self.marks.get("helper", ())
        at = bisect_left(marks, hit.end, key=start) - 1
        sentences, reach = self.scene.heard.sentences, int(self.scene.heard.quoted[hit.start])
        return marks[at] if at >= 0 and sentences[hit.start] - sentences[marks[at].start] <= reach else None


def start(span: Span) -> int:
    """Where a span begins, to sort by."""
    return span.start
