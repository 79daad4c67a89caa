"""Answering: the one transaction in which a turn is answered, recorded and put into the outbox."""

from dataclasses import dataclass

from bot.domain.delivery import Draft, Priority
from bot.domain.learner import heard
from bot.domain.schedule import DEBRIEF, FOLLOWUP, TASK
from bot.domain.update import Filled, Fired, Left, Pressed, Raw, Sent, Voted, Wrote
from bot.services.erasing import erase
from bot.services.filling import fill
from bot.services.firing import due_act, ensure_planned, fire_later, held_act, plan_push
from bot.services.incoming import came_in
from bot.services.linking import join_chats
from bot.services.meeting import Meeting, in_a_safety_talk
from bot.services.parts import Parts
from bot.services.recording import record
from bot.services.tapping import Redraw, closed_by, redraw_of, tap_of
from bot.services.tasks import ERASE, ask_for, result_of
from bot.services.trouble import calls_for_help
from bot.store import conversations, inbox, outbox, people
from bot.store.inbox import Claimed
from bot.store.work import Work
from dialogues.cards import crisis_card
from dialogues.conversation import Conversation
from dialogues.events import SettingChanged, Wanted
from dialogues.manager import is_settled, respond
from dialogues.message import Message
from dialogues.outcome import Occasion, Outcome, Scene
from dialogues.starts import SELDOM
from dialogues.turn import Act, Said, Showed, Tapped
from dialogues.worry import is_worried
from nlu.intents import Reading, SafetyLevel, SafetySignal

Moved = tuple[tuple[str, str], tuple[str | None, str]]
MERGE = "merge:"
PROMISED = (FOLLOWUP, DEBRIEF)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is left to do once an update is answered: where the person lives and speaks, if they changed it; what to redraw.

    `erased` are the accounts and addresses at which nobody is known any more.
    """

    moved: Moved | None = None
    redraws: tuple[Redraw, ...] = ()
    erased: tuple[tuple[str, str], ...] = ()


def answer_update(work: Work, parts: Parts, claimed: Claimed, reading: Reading) -> Answered:
    """Answer one claimed update, all of it or none of it. Raises LeaseLost when somebody else has it by now."""
    answered = Answered()
    meeting = _meet(work, parts, claimed)
    raw = claimed.waiting.raw
    if meeting and is_erasure(raw):
        places = tuple(people.places(work, meeting.learner.id))
        if _erased(meeting, claimed):
            return Answered(erased=places)  # this update is gone with everything else
    elif meeting:
        answered = _answer(meeting, claimed, reading)
        if meeting.away:
            people.end_waiting(work, meeting.address, parts.clock.now())
    inbox.finish(work, claimed.waiting, parts.clock.now())
    return answered


def stays_here(work: Work, parts: Parts, claimed: Claimed, signal: SafetySignal) -> bool:
    """Whether the words of an update are nothing to ask another server about; it only reads."""
    raw, address = claimed.waiting.raw, claimed.waiting.address_id
    heard = signal.level > SafetyLevel.none or signal.matched  # heard as practice is heard all the same
    if not isinstance(raw, Wrote) or address is None or heard or parts.identifies(raw.words):
        return True  # forms hold what people told of themselves, and captions and changed messages are read for danger alone
    learner, (account, left) = people.load(work, claimed.waiting.learner), people.account_of(work, address)
    meeting = Meeting(work, parts, learner, address, account, parts.clock.now(), returned=left)
    said = Said(raw.words, Reading(safety=signal))
    return is_settled(meeting.scene(f"u{claimed.waiting.id}", conversations.load(work, address), said))


def _answer(meeting: Meeting, claimed: Claimed, reading: Reading) -> Answered:
    raw = claimed.waiting.raw
    if isinstance(raw, Filled):
        return _filled(meeting, claimed, raw, reading)
    tap = tap_of(meeting, raw) if isinstance(raw, Pressed | Voted) else None
    meeting, act = (meeting, tap.act) if tap else _understood(meeting, raw, reading)
    if act is None:
        return Answered()
    scene = meeting.scene(f"u{claimed.waiting.id}", conversations.load(meeting.work, meeting.address), act)
    shown = redraw_of(meeting, tap, scene) if tap else None  # by what was open before the tap
    outcome = _respond(meeting, scene)
    closed = closed_by(meeting, scene, outcome, shown.posted.token if shown else "")
    return Answered(_moved(meeting, outcome), (*([shown] if shown else ()), *closed))


def _filled(meeting: Meeting, claimed: Claimed, raw: Filled, reading: Reading) -> Answered:
    filling = fill(meeting, f"u{claimed.waiting.id}", raw, reading)
    if filling is None:
        return Answered()
    _hear(meeting, filling.scene)
    closed = closed_by(meeting, filling.scene, filling.outcome, "")
    return Answered(_moved(meeting, filling.outcome), tuple(closed))


def is_erasure(raw: Raw) -> bool:
    """Whether this is the moment in which somebody is erased."""
    return isinstance(raw, Fired) and (raw.kind, raw.subject) == (TASK, f"{ERASE}:")


def _erased(meeting: Meeting, claimed: Claimed) -> bool:
    """Erase the person, unless they wrote something just now, or speak of somebody's safety: that is answered first."""
    people.lock_door(meeting.work, meeting.learner.id)
    if inbox.more_waits(meeting.work, claimed.waiting) or in_a_safety_talk(meeting):
        ask_for(meeting, ERASE, "")
        return False
    erase(meeting)
    return True


def _respond(meeting: Meeting, scene: Scene) -> Outcome:
    outcome = respond(scene)
    record(meeting, scene, outcome)
    _hear(meeting, scene)
    _say_what_was_held(meeting, scene, outcome)
    return outcome


def _hear(meeting: Meeting, scene: Scene) -> None:
    """Remember that the person was here, once a day; prompts that had become seldom come as often as before."""
    said, before = isinstance(scene.turn.act, Said | Tapped | Showed), meeting.learner
    fresh = before.heard_on is None or before.heard_on.date() != meeting.now.date()
    if said and (before.unanswered or fresh):
        learner = heard(people.load(meeting.work, before.id), meeting.now)
        people.save(meeting.work, learner)
        if before.unanswered >= SELDOM:
            plan_push(meeting.work, learner, meeting.policy(), meeting.now, "heard again")
    if scene.facts.next_push is None:
        ensure_planned(meeting.work, people.load(meeting.work, before.id), meeting.policy(), meeting.now)


def _say_what_was_held(meeting: Meeting, scene: Scene, outcome: Outcome) -> None:
    """Behind its answer a request gets what came due while nobody was there, unless it is about something that comes first."""
    if not meeting.is_fetched() or not isinstance(scene.turn.act, Said | Tapped | Showed):
        return
    waits = any(isinstance(one.event, Wanted) for one in outcome.events)
    if waits or is_worried(scene) or outcome.occasion is Occasion.crisis:
        return
    meeting = meeting.of(people.load(meeting.work, meeting.learner.id))
    due = held_act(meeting, outcome.conversation)
    if due:
        _respond(meeting, meeting.scene(f"{scene.id}h", outcome.conversation, due))


def apologise(work: Work, parts: Parts, claimed: Claimed, error: str) -> None:
    """Say politely that an update was given up, and let the schedule behind it move on.

    Somebody who called for help gets the card instead of an apology.
    """
    meeting = _meet(work, parts, claimed)
    if meeting is None:
        return
    if isinstance(claimed.waiting.raw, Fired):
        fire_later(meeting, claimed.waiting.raw)
        return
    voice = meeting.scene(f"u{claimed.waiting.id}", Conversation(), Showed("")).voice
    danger = calls_for_help(parts, claimed.waiting.raw)
    message = Message(crisis_card(voice) if danger else voice.phrase("talk.failed"))
    priority = Priority.crisis if danger else Priority.reply
    key = f"u{claimed.waiting.id}.sorry"
    draft = Draft(key, meeting.learner.id, meeting.address, message, priority, meeting.now)
    outbox.enqueue(work, [draft], meeting.now)


def _moved(meeting: Meeting, outcome: Outcome) -> Moved | None:
    changed = (one.event.name for one in outcome.events if isinstance(one.event, SettingChanged))
    if not {"country", "language"} & set(changed):
        return None
    account, address = people.address_of(meeting.work, meeting.address)
    return (account, address), people.place_of(meeting.work, account, address)


def _meet(work: Work, parts: Parts, claimed: Claimed) -> Meeting | None:
    learner, now = people.lock(work, claimed.waiting.learner), parts.clock.now()
    address = _place(work, claimed)
    if address is None:
        return None
    account, left = people.account_of(work, address)
    fired = isinstance(claimed.waiting.raw, Fired)
    if left and not fired:
        people.come_back(work, address, now)
    return Meeting(work, parts, learner, address, account, now, returned=left and not fired, away=left and fired)


def _place(work: Work, claimed: Claimed) -> int | None:
    """Where somebody is met. What was promised to them in a chat that they left reaches them in another, if there is one."""
    here, raw = claimed.waiting.address_id, claimed.waiting.raw
    if here is None:
        return people.last_address(work, claimed.waiting.learner)
    if isinstance(raw, Fired) and raw.kind in PROMISED and people.account_of(work, here)[1]:
        return people.last_address(work, claimed.waiting.learner) or here
    return here


def _understood(meeting: Meeting, raw: Raw, reading: Reading) -> tuple[Meeting, Act | None]:
    """What somebody did, or what is due; where two chats become one person's, the meeting goes on with whoever stays."""
    match raw:
        case Wrote(words=words):
            return meeting, Said(words, reading)
        case Sent(kind=kind, words=words):
            return meeting, _shown(meeting, raw, Said(words, reading), kind)
        case Fired(kind=kind, subject=subject) if kind == TASK and subject.startswith(MERGE):
            return join_chats(meeting, subject.removeprefix(MERGE))
        case Fired(kind=kind, subject=subject) if kind == TASK:
            return meeting, result_of(meeting, subject)
        case Fired():
            return meeting, due_act(meeting, conversations.load(meeting.work, meeting.address), raw)
        case Pressed() | Voted() | Left() | Filled():
            return meeting, None  # taps and forms are answered above; who left is noted when it is taken in


def _shown(meeting: Meeting, raw: Sent, said: Said, kind: str) -> Act:
    """A picture's caption and a changed message are read for danger alone: they answer nothing, and ask for nothing else.

    A file is content, where it comes from somebody who writes it.
    """
    worrying = said.reading.safety.level > SafetyLevel.none or calls_for_help(meeting.parts, raw)
    if worrying:
        return said
    return came_in(meeting, raw.file) or Showed(kind) if raw.file else Showed(kind)
