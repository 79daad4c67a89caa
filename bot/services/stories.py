"""Stories: play the talks that a library's lessons and quizzes must lead to, as every channel would show them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

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
_SHOWN = 60
_NAMED = {"lesson": "lesson", "quiz": "question"}
_Renderer = tuple[str, Callable[[Message, str], object]]


def story_problems(library: Library) -> list[Problem]:
    """What in the stories of a library does not come as it is told, each with its file, its line and how to mend it.

    Where wordings take turns, a story hears the first: which one comes in a real talk is chance.
    """
    if not library.stories:
        return []
    first, renderers = _first_wordings(library), _renderers()
    return [problem for story in library.stories for problem in _played(first, story, renderers)]


def _first_wordings(library: Library) -> Library:
    """The library without turns: of a choice the further wordings are what may be typed for it, and stay."""
    phrases = {
        key: phrase if phrase.name.startswith("choice.") else replace(phrase, wordings=phrase.wordings[:1])
        for key, phrase in library.phrases.items()
    }
    return replace(library, phrases=phrases)


def _renderers() -> Sequence[_Renderer]:
    """Every channel that cuts what it shows."""
    # Their libraries take a quarter of a second to load, and most commands play no story.
    from bot.channels.slack import render as slack  # noqa: PLC0415  # late, as said above
    from bot.channels.telegram import render as telegram  # noqa: PLC0415  # late, as said above

    return (("Telegram", telegram.rendered), ("Slack", slack.rendered))


def _played(library: Library, story: Story, renderers: Sequence[_Renderer]) -> Iterator[Problem]:
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
        yield from _unshown(exchange, said, renderers)
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


def _unshown(exchange: Exchange, said: Sequence[Message], renderers: Sequence[_Renderer]) -> Iterator[Problem]:
    """What a channel cannot show. Telegram and Slack cut a long text into several messages, so length alone never is."""
    for message in said:
        for name, rendered in renderers:
            try:
                rendered(message, SEED)
            except Exception as error:  # whatever it is, learners there would wait for a message that never comes
                began = message.text.words[:_SHOWN]
                what = f'{name} cannot show what begins with "{began}" ({type(error).__name__})'
                yield _problem(exchange, what, "Make it shorter and plainer.")


def _lines(said: Sequence[Message]) -> list[str]:
    return "\n\n".join(plain(message) for message in said).split("\n")


def _compared(exchange: Exchange, lines: Sequence[str]) -> Iterator[Problem]:
    """The first line that differs, if one does; `...` skips as many as it has to, so that what follows fits."""
    differs = _difference(exchange.said, lines)
    if differs is None:
        return
    at, came = differs
    left = next(filter(None, lines[came:]), "")
    if at == len(exchange.said):
        what = f'the coach says more than the story has: "{left}"'
        yield _problem(exchange, what, "Write it into the story, or `...`.")
        return
    told = "nothing more" if came == len(lines) else f'"{lines[came]}"'
    what = f'the story has "{exchange.said[at]}" where the coach says {told}'
    mend = "Mend the text, or write into the story what is said now."
    yield Problem(exchange.place.file, exchange.place.line + at + 1, what, mend)


def _difference(wanted: Sequence[str], lines: Sequence[str]) -> tuple[int, int] | None:
    """The place in the story and in the talk where they part, of all ways to read `...` the one that comes furthest."""
    at = came = 0
    skipped: tuple[int, int] | None = None
    best: tuple[int, int] = (-1, 0)
    while at < len(wanted) or any(lines[came:]):
        if at < len(wanted) and wanted[at] == ANY:
            skipped, at = (at, came), at + 1
        elif at < len(wanted) and came < len(lines) and wanted[at] == lines[came]:
            at, came = at + 1, came + 1
        else:
            unfound = skipped is not None and skipped[0] + 1 == at < len(wanted)  # it comes nowhere, not here
            best = max(best, (at, len(lines) if unfound else came), key=lambda one: one[0])
            if skipped is None or skipped[1] >= len(lines):
                return best
            skipped = (skipped[0], skipped[1] + 1)
            at, came = skipped[0] + 1, skipped[1]
    return None


def _problem(exchange: Exchange, what: str, mend: str) -> Problem:
    return Problem(exchange.place.file, exchange.place.line, what, mend)
