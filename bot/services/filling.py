"""Filling: a form that was sent in, played as the turns that a person would take one by one. The dialogue never knows of forms."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from bot.domain.page import NOTE
from bot.domain.update import Filled
from bot.services.forms import CHECKIN, SETTINGS, set_now
from bot.services.meeting import Meeting
from bot.services.recording import PRIORITY, record
from bot.services.tapping import NOTHING
from bot.services.trouble import asks_for_help
from bot.store import conversations, people, posted
from dialogues.conversation import Run
from dialogues.events import SettingChanged
from dialogues.flow import Question
from dialogues.flows import preferences
from dialogues.manager import respond
from dialogues.message import Message, Text, in_front
from dialogues.outcome import Outcome, Scene
from dialogues.play import living, open_question
from dialogues.turn import Act, Said, Tapped, Turn
from dialogues.voice import Voice
from nlu.intents import Reading, SafetyLevel

ASKED_BY = {"language": "language", "country": "country", "days": "days-1", "zone": "zone-1", "hour": "hour-1"}
PICTURES = {"yes": "pictures", "no": "text_only"}
UNREAD = Reading()
UNANSWERED = {NOTE: "skip"}  # what an optional field that was left empty says to the question behind it


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form led to: the scene in which it began, and all its turns as one outcome."""

    scene: Scene
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a turn led to: the scene with the talk as it is now, and whether a setting was changed."""

    scene: Scene
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that somebody wants otherwise: the command, and what they would answer. A choice needs no reading."""

    command: str
    key: str = ""
    value: str = ""
    reading: Reading = UNREAD


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody does next. `alone` says that nothing is said of the moves before it, and `unread` which fields were no use."""

    act: Act
    alone: bool = False
    unread: tuple[str, ...] = ()


# Yields what somebody does next, is told where that led, and ends when there is nothing more to do.
Turns = Generator[Move, Seen, None]


def fill(meeting: Meeting, id: str, raw: Filled, reading: Reading) -> Filling | None:
    """Answer all of a form in the transaction of the meeting; None where it changes nothing. `id` names its first turn."""
    conversation = conversations.load(meeting.work, meeting.address)
    seen = Seen(living(meeting.scene(id, conversation, NOTHING))[0])
    turns = _turns(meeting, seen, raw, reading)
    move = next(turns, None)
    scenes: list[Scene] = []
    led: list[Outcome] = []
    while move:
        scene = meeting.scene(
            f"{id}f{len(led)}" if led else id, led[-1].conversation if led else conversation, move.act
        )
        outcome = respond(scene)
        scenes.append(scene)
        led.append(_told(scene, outcome, move))
        alone, move = move.alone, _next(turns, scene, outcome)
        # Until the last turn it is not known what is worth saying; in that one all of it is said.
        record(meeting, scene, replace(outcome, messages=()) if move else _as_one(led, alone=alone))
        meeting = meeting.of(people.load(meeting.work, meeting.learner.id))
    if not led:
        return None
    events = tuple(event for one in led for event in one.events)
    return Filling(scenes[0], replace(_as_one(led, alone=alone), events=events))


def _turns(meeting: Meeting, seen: Seen, raw: Filled, reading: Reading) -> Turns:
    """The turns of a form. Danger in it comes first, and then nothing else of it is played."""
    if danger := _danger(meeting, raw, reading):
        return _alone(danger)
    if raw.form == CHECKIN:
        return _checkin(seen, {**UNANSWERED, **raw.fields}, reading)
    if raw.form == SETTINGS:
        return _settings(seen, raw.fields, reading)
    return _alone(_noted(meeting, seen.scene, raw, reading))


def _danger(meeting: Meeting, raw: Filled, reading: Reading) -> Said | None:
    if reading.safety.level >= SafetyLevel.risk:
        return Said(raw.words, reading)
    asked = (words for words in raw.fields.values() if asks_for_help(meeting.parts, words))
    return next((Said(words, reading) for words in asked), None)


def _alone(act: Act) -> Turns:
    yield Move(act)


def _checkin(seen: Seen, left: dict[str, str], reading: Reading) -> Turns:
    if not _asking(seen, CHECKIN, left):
        seen = yield Move(Tapped("", f"/{CHECKIN}"))
    while asking := _asking(seen, CHECKIN, left):
        run, question = asking
        seen = yield Move(_answer(run, question, left.pop(question.key), reading))


def _settings(seen: Seen, fields: Mapping[str, str], reading: Reading) -> Turns:
    """One talk after the other, and at the end what is set now; a value that is no use is left out, and its field named.

    Where something else comes up than what was asked for, that is heard and nothing more is given.
    """
    changed, heavy, unread = False, reading.safety.level > SafetyLevel.none, []
    for change in list(_changes(seen.scene, fields, reading)):
        if not heavy and _is_no_use(seen.scene, change):
            unread.append(change.command)
            continue
        seen = yield Move(Tapped("", f"/{change.command}"))
        if asking := _asking(seen, change.command, [change.key]):
            seen = yield Move(_answer(*asking, change.value, change.reading))
        if not seen.changed and not _on_top(seen, change.command):
            return
        changed = changed or seen.changed
    if changed or unread:
        yield Move(Tapped("", f"/{SETTINGS}"), alone=not heavy, unread=tuple(unread))


def _is_no_use(scene: Scene, change: Change) -> bool:
    """Whether the talk would only ask for it again; nothing of this trial is kept."""
    tried = _tried(scene, "asked", Tapped("", f"/{change.command}"))
    asking = _asking(tried, change.command, [change.key])
    if asking is None:
        return False
    tried = _tried(tried.scene, "given", _answer(*asking, change.value, change.reading))
    return not tried.changed and _on_top(tried, change.command)


def _tried(scene: Scene, name: str, act: Act) -> Seen:
    tried = replace(scene, id=f"{scene.id}.{name}", turn=Turn(act, scene.now), asked={})
    return _seen(tried, respond(tried))


def _noted(meeting: Meeting, scene: Scene, raw: Filled, reading: Reading) -> Act:
    """The words of a note, where the question that they answer is still the open one; else the tap on an old question.

    Heavy words are always heard, as those beside a picture are.
    """
    words = raw.fields.get(NOTE, "")
    found = posted.by_token(meeting.work, raw.token, meeting.address) if words.strip() else None
    asked = [run for run in scene.conversation.runs[-1:] if found and run.question == found.message.question]
    counts = any(open_question(scene, run) for run in asked) or reading.safety.level > SafetyLevel.none
    return Said(words, reading) if counts else NOTHING


def _changes(scene: Scene, fields: Mapping[str, str], reading: Reading) -> Iterator[Change]:
    profile = scene.facts.profile
    for name, before in set_now(profile).items():
        value = fields.get(name, "").strip()
        if not value or value in {before, profile.zone if name == "zone" else before}:
            continue
        if name == "pictures":
            if value in PICTURES:
                yield Change(PICTURES[value])
        elif name == "days":
            yield Change(name, ASKED_BY[name], *_days(scene.voice, value))
        else:
            yield Change(name, ASKED_BY[name], value, reading if name == "zone" else UNREAD)


def _days(voice: Voice, value: str) -> tuple[str, Reading]:
    """Chosen days as they would be tapped or typed; a bare number would be the place of a choice."""
    days = sorted(set(value.split(",")))
    if not set(days) <= set("1234567"):
        return value, UNREAD
    chosen = ",".join(days)
    offered = {every: key for key, every in preferences.DAYS.items()}
    if chosen in offered:
        return offered[chosen], UNREAD
    names = ", ".join(voice.phrase(f"day.{day}").words for day in days)
    return names, Reading(entities={"days": chosen})


def _asking(seen: Seen, flow: str, keys: Collection[str]) -> tuple[Run, Question] | None:
    """The run on top and its question, where it is of this flow and asks one of these."""
    for run in seen.scene.conversation.runs[-1:]:
        question = open_question(seen.scene, run) if run.flow == flow else None
        if question and question.key in keys:
            return run, question
    return None


def _on_top(seen: Seen, flow: str) -> bool:
    return any(run.flow == flow for run in seen.scene.conversation.runs[-1:])


def _answer(run: Run, question: Question, value: str, reading: Reading) -> Act:
    offered = any(choice.key == value for choice in question.message.choices)
    return Tapped(run.question, value) if offered else Said(value, reading)


def _next(turns: Turns, scene: Scene, outcome: Outcome) -> Move | None:
    try:
        return turns.send(_seen(scene, outcome))
    except StopIteration:
        return None


def _seen(scene: Scene, outcome: Outcome) -> Seen:
    changed = any(isinstance(one.event, SettingChanged) for one in outcome.events)
    return Seen(replace(scene, conversation=outcome.conversation), changed)


def _told(scene: Scene, outcome: Outcome, move: Move) -> Outcome:
    """The outcome, with the fields that were no use named in front of it."""
    if not move.unread or not outcome.messages:
        return outcome
    first, *rest = outcome.messages
    lead = reduce(lambda said, more: said + Text.of("\n") + more, [_no_use(scene, name) for name in move.unread])
    return replace(outcome, messages=(*in_front(Message(lead), first), *rest))


def _no_use(scene: Scene, name: str) -> Text:
    voice, policy = scene.voice, scene.facts.policy
    said = voice.phrase("page.not_read", field=voice.phrase(f"page.settings_{name}").words)
    if name != "hour":
        return said
    # What a clock gives can be read, so it is an hour that the program keeps free.
    start, end = preferences.local_time(policy.quiet_from), preferences.local_time(policy.quiet_to)
    return said + Text.of(" ") + voice.phrase("settings.hour_quiet", start=start, end=end)


def _as_one(led: Sequence[Outcome], *, alone: bool) -> Outcome:
    """The last outcome with all that is worth saying, or `alone`, as urgent as the most urgent of them."""
    occasion = min((one.occasion for one in led), key=lambda one: PRIORITY[one])
    return replace(led[-1], messages=_worth_saying(led[-1:] if alone else led), occasion=occasion)


def _worth_saying(led: Sequence[Outcome]) -> tuple[Message, ...]:
    """All messages but questions that are answered by now, or asked again further on; the same sentence comes once."""
    still = {run.question for run in led[-1].conversation.runs}
    said = [message for one in led for message in one.messages]
    last = {message.question: place for place, message in enumerate(said) if message.question in still}
    kept: list[Message] = []
    for place, message in enumerate(said):
        again = any(message.text == one.text for one in kept if not one.question)
        if last.get(message.question) == place or not (message.question or again):
            kept.append(message)
    return tuple(kept)
