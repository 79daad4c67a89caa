"""The form of a role-play: enough turns and endings, a line for every state, and a rubric of skills that can be heard."""

from collections.abc import Iterator, Sequence

from content.library import Library
from content.model import Ending, Line, Problem, Scenario

SKILLS = frozenset(
    {
        *(
            "open_question",
            "closed_question",
            "reflection",
            "affirmation",
            "asks_permission",
            "information",
            "diagnosis",
        ),
        *("own_story", "autonomy", "role_boundary", "safety_question", "unasked_advice", "should", "plain_words"),
    }
)
"""What can be heard in a reply (docs/practice.md); the interpreters know the same names."""

FEELINGS = ("trust", "distress")
FEWEST_TURNS, MOST_TURNS, FEWEST_ENDINGS = 4, 8, 3
HIGHEST, FARTHEST = 5, 2
LONGEST = {"title": 60, "about": 300, "say": 300, "better": 300, "because": 200, "told": 200}

_Misfit = tuple[tuple[str | int, ...], str, str]


def scenario_forms(library: Library) -> Iterator[Problem]:
    """Role-plays that could not be played to an end, or whose rubric names what nobody can hear."""
    for one in library.scenarios.values():
        for part, what, mend in (*_whole(one), *_skills(one), *_lines(one), *_lengths(one)):
            place = library.place("scenario", one.locale, one.id, *part)
            yield Problem(place.file, place.line, what, mend)


def _whole(one: Scenario) -> Iterator[_Misfit]:
    if not FEWEST_TURNS <= len(one.turns) <= MOST_TURNS:
        yield ("turns",), f"{one.id} has {len(one.turns)} turns", f"Give {FEWEST_TURNS} to {MOST_TURNS}."
    if len(one.endings) < FEWEST_ENDINGS:
        yield ("endings",), f"{one.id} has {len(one.endings)} endings", f"Give {FEWEST_ENDINGS} or more."
    if set(one.feelings) != set(FEELINGS) or any(not 0 <= level <= HIGHEST for level in one.feelings.values()):
        yield (
            ("feelings",),
            f"{one.id} does not say where both feelings begin",
            f"Give trust and distress, 0 to {HIGHEST}.",
        )
    if not one.shows:
        yield ("shows",), f"{one.id} practises no skill", "Name two to four skills."


def _skills(one: Scenario) -> Iterator[_Misfit]:
    named = [("shows", skill) for skill in one.shows] + [("avoids", skill) for skill in one.avoids]
    for part, skill in (*named, *(("moves", skill) for skill in one.moves)):
        if skill not in SKILLS:
            yield (part,), f"there is no skill {skill!r}", f"Name one of {', '.join(sorted(SKILLS))}."
    for skill in sorted({*one.shows} & {*one.avoids}):
        yield ("avoids",), f"{skill} is both looked for and to be avoided", "Keep it in one of the two."
    for skill, steps in one.moves.items():
        if any(abs(step) > FARTHEST for step in steps.values()):
            yield (
                ("moves", skill),
                f"{skill} moves a feeling by more than {FARTHEST}",
                f"Give -{FARTHEST} to {FARTHEST}.",
            )


def _lines(one: Scenario) -> Iterator[_Misfit]:
    """The first line that fits is said: so the last has no bound, and no other may be without."""
    for at, beat in enumerate(one.turns):
        yield from _bounds(("turns", at, "lines"), beat.lines)
    yield from _bounds(("endings",), [ending.line for ending in one.endings])


def _bounds(part: tuple[str | int, ...], lines: Sequence[Line]) -> Iterator[_Misfit]:
    if not lines or lines[-1].trust or lines[-1].distress:
        yield part, "no line is left where nothing else fits", "Take the bounds from the last one."
    for at, line in enumerate(lines[:-1]):
        if not (line.trust or line.distress):
            yield (
                (*part, at),
                "a line without a bound is never passed over",
                "Give it `trust` or `distress`, or put it last.",
            )


def _lengths(one: Scenario) -> Iterator[_Misfit]:
    texts: list[tuple[tuple[str | int, ...], str]] = [(("title",), one.title), (("about",), one.about)]
    for at, beat in enumerate(one.turns):
        texts += [(("turns", at, "lines", place, "say"), line.say) for place, line in enumerate(beat.lines)]
        texts += [(("turns", at, "better"), beat.better), (("turns", at, "because"), beat.because)]
    texts += [part for at, ending in enumerate(one.endings) for part in _of_ending(at, ending)]
    for part, words in texts:
        most = LONGEST[str(part[-1])]
        if len(words) > most:
            yield part, f"this has {len(words)} characters; {most} are the most", "Shorten it."


def _of_ending(at: int, ending: Ending) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("endings", at, "say"), ending.line.say
    yield ("endings", at, "told"), ending.told
