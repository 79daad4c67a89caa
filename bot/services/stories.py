"""Stories: play the talks that a library's lessons and quizzes must lead to, as every channel would show them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.channels.slack import render as slack
from bot.channels.telegram import render as telegram
from bot.channels.terminal.render import plain
from bot.store.codec import CONVERSATIONS
from content.library import Library
from content.model import Exchange, Problem, Story
from dialogues.answering import meant
from dialogues.conversation import Answer, Conversation, Run
from dialogues.facts import Profile
from dialogues.flow import FlowBroken, FlowChanged, Setting, Step, advance
from dialogues.flows import FLOWS
from dialogues.message import Message
from dialogues.voice import Voice

ANY = "..."
THEN = datetime(2026, 1, 1, tzinfo=UTC)
SEED = "story"
_NAMED = {"lesson": "lesson", "quiz": "question"}


def story_problems(library: Library) -> list[Problem]:
    """What in the stories of a library does not come as it is told, each with its file, its line and how to mend it."""
    return [problem for story in library.stories for problem in _played(library, story)]


def _played(library: Library, story: Story) -> Iterator[Problem]:
    shelf = library.lessons if story.kind == "lesson" else library.items
    for subject in story.subjects:
        if (subject, "en") not in shelf:
            yield Problem(story.file, 1, f"there is no {_NAMED[story.kind]} {subject!r}", "Name one that is there.")
            return
    voice = Voice(library, library, Profile(story.locale), seed=SEED)
    run = Run(SEED, story.kind, story.subjects, 1, THEN)
    place = Setting(voice, lambda query: Answer(query.value, "", THEN))
    for exchange in story.exchanges:
        try:
            run = _answered(run, exchange, place) if exchange.answer else run
            step = advance(FLOWS[run.flow], run, place)
        except (_NoAnswer, FlowBroken, FlowChanged) as error:
            yield _problem(exchange, str(error).rstrip("."), "Mend the story, or what it is about.")
            return
        said = _said(step)
        _shown(said)
        yield from _compared(exchange, _lines(said))


class _NoAnswer(Exception):
    """What a story answers is no choice there."""


def _answered(run: Run, exchange: Exchange, place: Setting) -> Run:
    """The run with one more answer, after a stay in storage."""
    question = advance(FLOWS[run.flow], run, place).question
    if question is None:
        raise _NoAnswer(f"the talk is over, and nothing waits for {exchange.answer!r}")
    chosen = meant(question.message.choices, exchange.answer)
    if chosen is None:
        shown = ", ".join(choice.label for choice in question.message.choices)
        raise _NoAnswer(f"{exchange.answer!r} is none of the choices there: {shown}")
    answer = Answer(question.key, chosen.key, THEN)
    more = Run(run.id, run.flow, run.arguments, run.release, run.started_at, (*run.answers, answer))
    return CONVERSATIONS.load(CONVERSATIONS.dump(Conversation((more,)))).runs[0]


def _said(step: Step) -> Sequence[Message]:
    return (*step.said, *([step.question.message] if step.question else []))


def _shown(said: Sequence[Message]) -> None:
    """Every channel must be able to show it."""
    for message in said:
        telegram.rendered(message, SEED)
        slack.rendered(message, SEED)


def _lines(said: Sequence[Message]) -> list[str]:
    return "\n\n".join(plain(message) for message in said).split("\n")


def _compared(exchange: Exchange, lines: Sequence[str]) -> Iterator[Problem]:
    """The first line that differs, if one does; `...` skips as many as it has to."""
    left, skips = list(lines), False
    for offset, wanted in enumerate(exchange.said, start=1):
        if wanted == ANY:
            skips = True
            continue
        while skips and left and left[0] != wanted:
            left.pop(0)
        skips = False
        if not left or left[0] != wanted:
            came = f'"{left[0]}"' if left else "nothing more"
            what = f'the story has "{wanted}" where the coach says {came}'
            mend = "Mend the text, or write into the story what is said now."
            yield Problem(exchange.place.file, exchange.place.line + offset, what, mend)
            return
        left.pop(0)
    more = next(filter(None, left), "")
    if more and not skips:
        what = f'the coach says more than the story has: "{more}"'
        yield _problem(exchange, what, "Write it into the story, or `...`.")


def _problem(exchange: Exchange, what: str, mend: str) -> Problem:
    return Problem(exchange.place.file, exchange.place.line, what, mend)
