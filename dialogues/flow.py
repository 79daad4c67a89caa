"""Flow: a coroutine that talks, replayed from its answers.

Stored is only a flow's name, its arguments and the answers so far. `advance` runs the coroutine from the top, feeds it the
stored answers, forgets what it said before the last of them, and stops at the next question. There is no event loop.
"""

from collections.abc import Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dialogues.conversation import Answer, Note, Run
from dialogues.events import Event, SettingChanged
from dialogues.message import Choice, Document, Image, Message, Reply, Text
from dialogues.voice import Voice
from nlu.intents import Open

SILENCE = "silence"
MOST_ANSWERS = 50
MOST_MESSAGES = 12
NOTHING = Text()


class FlowChanged(Exception):
    """The stored answers no longer fit what the flow asks: it was changed while the talk was open."""


class FlowBroken(Exception):
    """A flow did what no flow may: it waited for something else than its talk, or did not come to an end."""


class Query(StrEnum):
    """What a flow may look up; the result is journalled like an answer."""

    next_lesson = "next_lesson"
    next_quiz = "next_quiz"
    plan = "plan"


@dataclass(frozen=True, slots=True)
class Question:
    """What the talk waits for. `free` takes any words; `within` makes silence an answer; `open` is evidence for safety.

    An `offer` is not returned to when something else comes between: whoever went on has answered it.
    """

    key: str
    message: Message
    free: bool = False
    within: timedelta | None = None
    open: Open = Open.none
    offer: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What one advance led to: the words and events since the last answer, the next question, and the whole journal.

    `first_event` is the ordinal of the first of `events` within the run; `returns` is false when the flow, once over, lets the
    talk go that it interrupted. `lead` stands in front of the question, for as long as the question has not been asked before.
    """

    said: tuple[Message, ...]
    events: tuple[Event, ...]
    first_event: int
    question: Question | None
    answers: tuple[Answer, ...]
    returns: bool = True
    notes: tuple[Note, ...] = ()
    lead: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a flow plays: its voice, and who answers its look-ups."""

    voice: Voice
    look_up: Callable[[Query], Answer]


class Talk:
    """A flow's one way to speak, to ask and to record. While it `rehearses`, nothing is recorded."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self._said: list[Message] = []
        self._events: list[Event] = []
        self._notes: list[Note] = []
        self._lead = NOTHING
        self._forgotten = 0
        self._returns = True
        self.rehearses = False

    def say(
        self, text: Text, reply: Reply | None = None, attachment: Image | Document | None = None, *, ahead: bool = False
    ) -> None:
        """Say something; what can be tapped on it are commands.

        Words that go `ahead` stand in one message with what is asked next; where nothing more is asked they stand alone.
        """
        self._say_lead()
        if ahead:
            self._lead = text
        else:
            self._add(Message(text, attachment, reply))

    def record(self, event: Event) -> None:
        """Record a fact; it is applied when the turn is stored."""
        if not self.rehearses:
            self._events.append(event)
        if isinstance(event, SettingChanged) and event.name == "language":
            self.voice = self.voice.speaking(event.value)
        if isinstance(event, SettingChanged) and event.name == "country":
            self.voice = self.voice.living_in(event.value)

    def note(self, what: str, subject: str, words: str) -> None:
        """Hand over a person's own words, to be kept sealed; they are never part of an event."""
        self._notes.append(Note(what, subject, words))

    async def choose(
        self, key: str, text: Text, reply: Reply, *, within: timedelta | None = None, open: Open = Open.none
    ) -> Choice:
        """Ask, and wait for one of the reply's choices; with `within`, also for silence."""
        answer = await _Wait(Question(key, Message(text, reply=reply), within=within, open=open))
        if answer.value == SILENCE and within is not None:
            return Choice(SILENCE, "")
        return _chosen(reply, key, answer.value)

    async def offer(self, key: str, text: Text, reply: Reply) -> Choice:
        """Offer something that may be left: it is not asked again when something else comes between."""
        answer = await _Wait(Question(key, Message(text, reply=reply), offer=True))
        return _chosen(reply, key, answer.value)

    async def ask(self, key: str, text: Text, reply: Reply | None = None, *, open: Open = Open.none) -> Answer:
        """Ask, and wait for the person's own words, or for the key of a suggested choice."""
        return await _Wait(Question(key, Message(text, reply=reply), free=True, open=open))

    async def look_up(self, query: Query) -> Answer:
        """Look something up; the result stays the same whenever the flow is replayed."""
        return await _Wait(query)

    def let_go(self) -> None:
        """When this flow ends, do not return to the talk it interrupted."""
        self._returns = False

    def forget(self) -> None:
        """Drop what was said and recorded so far: it went out with an earlier turn."""
        self._forgotten += len(self._events)
        self._said.clear()
        self._events.clear()
        self._notes.clear()
        self._lead = NOTHING

    def step(self, question: Question | None, answers: Sequence[Answer]) -> Step:
        """What the talk has come to."""
        if question is None:
            self._say_lead()
        said, events, notes = tuple(self._said), tuple(self._events), tuple(self._notes)
        return Step(said, events, self._forgotten, question, tuple(answers), self._returns, notes, self._lead)

    def _say_lead(self) -> None:
        if self._lead.spans:
            self._add(Message(self._lead))
            self._lead = NOTHING

    def _add(self, message: Message) -> None:
        if len(self._said) >= MOST_MESSAGES:
            raise FlowBroken(f"A flow said more than {MOST_MESSAGES} messages in one turn; it was stopped.")
        self._said.append(message)


Flow = Callable[..., Coroutine[object, Answer, None]]


def advance(flow: Flow, run: Run, setting: Setting) -> Step:
    """Play a run from its answers up to its next question, or to its end.

    Raises FlowChanged when the answers no longer fit, FlowBroken when the flow itself is at fault.
    """
    talk = Talk(setting.voice)
    try:
        coroutine = flow(talk, *run.arguments)
    except TypeError as error:
        raise FlowBroken(f"The flow {run.flow!r} does not take the arguments of this run: {error}.") from error
    try:
        return _drive(coroutine, talk, list(run.answers), setting)
    finally:
        coroutine.close()


def _drive(coroutine: Coroutine[object, Answer, None], talk: Talk, journal: list[Answer], setting: Setting) -> Step:
    given = 0
    request = _send(coroutine, None)
    while request is not None:
        if isinstance(request, Query) and given == len(journal):
            journal.append(setting.look_up(request))
        elif given == len(journal):
            return talk.step(request if isinstance(request, Question) else None, journal)
        else:
            talk.forget()
        request = _send(coroutine, _fitting(journal[given], request))
        given += 1
        if given > MOST_ANSWERS:
            raise FlowBroken(f"A flow took more than {MOST_ANSWERS} answers; it was stopped.")
    if given < len(journal):
        raise FlowChanged(f"The flow ended, but the answer to {journal[given].key!r} was still to come.")
    return talk.step(None, journal)


def _send(coroutine: Coroutine[object, Answer, None], answer: Answer | None) -> Question | Query | None:
    try:
        request = coroutine.send(answer)  # type: ignore[arg-type]  # the first send of any coroutine is None
    except StopIteration:
        return None
    except (FlowChanged, FlowBroken):
        raise
    except Exception as error:
        raise FlowBroken(f"A flow failed: {error!r}. Mend the flow; the person was told politely.") from error
    if not isinstance(request, Question | Query):
        raise FlowBroken(f"A flow may await only its talk; this one awaited {type(request).__name__}.")
    return request


def _chosen(reply: Reply, key: str, value: str) -> Choice:
    for choice in reply.choices:
        if choice.key == value:
            return choice
    raise FlowChanged(f"The answer {value!r} to {key!r} is no longer among the choices.")


def _fitting(answer: Answer, request: Question | Query) -> Answer:
    asked = request.key if isinstance(request, Question) else request.value
    if answer.key != asked:
        raise FlowChanged(f"The flow now asks {asked!r} where {answer.key!r} was answered.")
    return answer


class _Wait:
    def __init__(self, request: Question | Query) -> None:
        self._request = request

    def __await__(self) -> Generator[Question | Query, Answer, Answer]:
        return (yield self._request)
