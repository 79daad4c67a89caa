"""Answering: the one transaction in which a turn is answered, recorded and put into the outbox."""

from bot.domain.delivery import Draft, Priority
from bot.domain.update import Fired, Pressed, Raw, Sent, Wrote
from bot.services.firing import due_act, ensure_planned, fire_later
from bot.services.meeting import Meeting
from bot.services.parts import Parts
from bot.services.recording import record
from bot.services.trouble import calls_for_help
from bot.store import conversations, inbox, outbox, people
from bot.store.inbox import Claimed
from bot.store.work import Work
from dialogues.cards import crisis_card
from dialogues.conversation import Conversation
from dialogues.events import SettingChanged
from dialogues.manager import respond
from dialogues.message import Message
from dialogues.outcome import Outcome
from dialogues.turn import Act, Said, Showed, Tapped
from nlu.intents import Reading

Moved = tuple[tuple[str, str], tuple[str | None, str]]


def answer_update(work: Work, parts: Parts, claimed: Claimed, reading: Reading) -> Moved | None:
    """Answer one claimed update, all of it or none of it; where the person lives and speaks, if they changed it.

    Raises LeaseLost when somebody else has it by now.
    """
    moved = None
    meeting = _meet(work, parts, claimed)
    if meeting:
        conversation = conversations.load(work, meeting.address)
        act = _act(meeting, conversation, claimed.waiting.raw, reading)
        if act:
            scene = meeting.scene(f"u{claimed.waiting.id}", conversation, act)
            outcome = respond(scene)
            record(meeting, scene, outcome)
            moved = _moved(meeting, outcome)
            if scene.facts.next_push is None:
                ensure_planned(work, people.load(work, meeting.learner.id), meeting.now)
    inbox.finish(work, claimed.waiting, parts.clock.now())
    return moved


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
    learner = people.lock(work, claimed.waiting.learner)
    address = claimed.waiting.address_id or people.last_address(work, learner.id)
    return Meeting(work, parts, learner, address, parts.clock.now()) if address else None


def _act(meeting: Meeting, conversation: Conversation, raw: Raw, reading: Reading) -> Act | None:
    match raw:
        case Wrote(words=words):
            return Said(words, reading)
        case Pressed(token=token, place=place):
            return _tapped(meeting, token, place)
        case Sent(kind=kind):
            return Showed(kind)
        case Fired():
            return due_act(meeting, conversation, raw)


def _tapped(meeting: Meeting, token: str, place: int) -> Tapped:
    message = outbox.find_token(meeting.work, token, meeting.address)
    if message is None or not 0 <= place < len(message.choices):
        return Tapped("", "")
    return Tapped(message.question, message.choices[place].key)
