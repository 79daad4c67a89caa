"""Walks: what may be answered to a question, and every way through a flow."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from content.model import Country
from dialogues.conversation import Answer, Conversation, Run
from dialogues.events import Event, SafetyRaised
from dialogues.flow import SILENCE, Query, Question, Setting, Step, advance
from dialogues.flows import FLOWS
from dialogues.voice import Voice
from tests.dialogues.house import NOW, stored


@dataclass(frozen=True)
class Path:
    """One way through a flow: what was answered, and every step on the way."""

    answers: tuple[str, ...]
    steps: tuple[Step, ...]


def keys_of(question: Question) -> tuple[str, ...]:
    """The keys that answer a question, silence among them where it counts. Commands on it answer nothing."""
    keys = tuple(choice.key for choice in question.message.choices if not choice.key.startswith("/"))
    return (*keys, SILENCE) if question.within else keys


def setting(voice: Voice, found: str = "", plan: str = "") -> Setting:
    """A place to play in, where every look-up finds the same, but for the one of somebody's own plan."""
    return Setting(voice, lambda query: Answer(query.value, plan if query is Query.plan else found, NOW))


def through_storage(run: Run) -> Run:
    """The run as it comes back from the database."""
    return stored(Conversation((run,))).runs[0]


def answered(run: Run, step: Step, value: str) -> Run:
    """The run with one more answer, after a stay in the database."""
    assert step.question is not None
    return through_storage(replace(run, answers=(*step.answers, Answer(step.question.key, value, NOW))))


def every_path(
    flow: str, arguments: tuple[str, ...], place: Setting, choose: Callable[[Question], tuple[str, ...]] = keys_of
) -> Iterator[Path]:
    """Every way through a flow, all answers to all questions."""
    waiting = [(Run("r", flow, arguments, 1, NOW), Path((), ()))]
    while waiting:
        run, path = waiting.pop()
        step = advance(FLOWS[flow], run, place)
        path = Path(path.answers, (*path.steps, step))
        if step.question is None:
            yield path
            continue
        waiting.extend(
            (answered(run, step, key), replace(path, answers=(*path.answers, key))) for key in choose(step.question)
        )


def raised(events: Iterable[Event]) -> list[tuple[str, str]]:
    """At which level, and by what, safety was raised."""
    return [(event.level, event.by) for event in events if isinstance(event, SafetyRaised)]


def holds_the_resources(words: str, country: Country | None) -> bool:
    """Whether words carry what somebody in this country needs at once."""
    if country is None:
        return "your local emergency number" in words and "findahelpline.com" in words
    first = next(line for line in country.lines if line.primary)
    return (
        country.emergency in words and first.name in words and (first.phone or first.sms or first.chat or "") in words
    )
