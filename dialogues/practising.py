"""Practising: how a made-up person served feels after a reply, and which parts of a reply are spoken of. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.model import Ending, Line, Scenario

Feelings = Mapping[str, int]
"""How much somebody in a scenario trusts, and how distressed they are, each from 0 to 5."""

Heard = Mapping[str, str]
"""The skills that were heard in a reply, each with the words it rests on."""

HIGHEST, MOST_UP, MOST_PRAISED = 5, 2, 2
USUAL: Mapping[str, Feelings] = {
    "reflection": {"trust": 1, "distress": -1},
    "affirmation": {"trust": 1},
    "open_question": {"trust": 1},
    "asks_permission": {"trust": 1},
    "autonomy": {"trust": 1},
    "safety_question": {"distress": -1},
    "unasked_advice": {"trust": -1},
    "should": {"trust": -1, "distress": 1},
    "diagnosis": {"trust": -2, "distress": 1},
}
"""What a skill moves where a scenario says nothing else (our own rule): being heard brings people closer, being pushed away."""

NOTHING: Feelings = {"trust": -1}
WORTH_PRAISE = (
    *("reflection", "open_question", "affirmation", "asks_permission", "autonomy", "safety_question"),
    *("role_boundary", "plain_words"),
)
ONLY_HERE = ("own_story", "information")
"""Worth praise only where a scenario looks for it."""

WORTH_A_TRY = ("diagnosis", "unasked_advice", "should")
"""What is spoken of first as something to try in another way."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said of one reply: the skills that worked, and one thing to try: a skill to leave out, or one to add."""

    worked: tuple[str, ...]
    leave_out: str = ""
    add: str = ""


def moved(scenario: Scenario, feelings: Feelings, heard: Heard) -> Feelings:
    """The feelings after a reply in which this was heard."""
    steps: list[Feelings] = [{**USUAL.get(skill, {}), **scenario.moves.get(skill, {})} for skill in heard]
    effects = [one for one in steps if one] or [NOTHING]
    after = {}
    for name, level in feelings.items():
        step = min(MOST_UP, sum(effect.get(name, 0) for effect in effects))
        after[name] = max(0, min(HIGHEST, level + step))
    return after


def line_for(lines: Sequence[Line], feelings: Feelings) -> Line:
    """The first line that fits the feelings; the last always does."""
    return next((line for line in lines if _fits(line, feelings)), lines[-1])


def ending_for(scenario: Scenario, feelings: Feelings) -> Ending:
    """The first ending that fits the feelings; the last always does."""
    return next((one for one in scenario.endings if _fits(one.line, feelings)), scenario.endings[-1])


def feedback(scenario: Scenario, heard: Heard) -> Feedback:
    """What worked first, what this scenario looks for before all else; then one thing to try."""
    looked_for = [skill for skill in scenario.shows if skill in (*WORTH_PRAISE, *ONLY_HERE)]
    good = [skill for skill in (*looked_for, *WORTH_PRAISE) if skill in heard and skill not in scenario.avoids]
    worked = tuple(dict.fromkeys(good))[:MOST_PRAISED]
    wrong = next((one for one in (*WORTH_A_TRY, *scenario.avoids) if one in heard), "")
    missing = next((one for one in looked_for if one not in heard), "")
    return Feedback(worked, wrong, "" if wrong else missing)


def _fits(line: Line, feelings: Feelings) -> bool:
    return feelings["trust"] >= line.trust and feelings["distress"] >= line.distress
