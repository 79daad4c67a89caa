"""Tapping: which choice a tap or a vote means, and how messages should look once their question is answered."""

from dataclasses import dataclass

from bot.domain.update import Pressed, Voted
from bot.services.meeting import Meeting
from bot.store import people, posted
from bot.store.posted import Posted
from dialogues.conversation import Conversation
from dialogues.message import COMMAND
from dialogues.outcome import Outcome, Scene
from dialogues.play import living, open_question
from dialogues.turn import Tapped

NOTHING = Tapped("", "")


@dataclass(frozen=True, slots=True)
class Redraw:
    """A message that should show which of its choices was taken; `place` is None where it is no longer open."""

    account: str
    address: str
    posted: Posted
    place: int | None


@dataclass(frozen=True, slots=True)
class Tap:
    """A choice that somebody took: what it means, and the message it stands on, if that is still known."""

    act: Tapped
    place: int
    posted: Posted | None = None


def tap_of(meeting: Meeting, raw: Pressed | Voted) -> Tap:
    """What was tapped, on which message; a choice that nobody was offered means nothing."""
    match raw:
        case Pressed(token=token, place=place):
            found = posted.by_token(meeting.work, token, meeting.address)
        case Voted(sent_as=sent_as, place=place):
            found = posted.by_name(meeting.work, sent_as, meeting.address)
    if found is None or not 0 <= place < len(found.message.choices):
        return Tap(NOTHING, place, found)
    return Tap(Tapped(found.message.question, found.message.choices[place].key), place, found)


def redraw_of(meeting: Meeting, tap: Tap, scene: Scene) -> Redraw | None:
    """What to redraw, where `scene` is that of the tap. A command, and what was never offered, leave the message as it is."""
    found, now_open = tap.posted, living(scene)[0]
    if found is None or not found.sent_as or not tap.act.question or tap.act.choice.startswith(COMMAND):
        return None
    asking = (run for run in now_open.conversation.runs if run.question == tap.act.question)
    counts = any(open_question(now_open, run) for run in asking)
    account, address = people.address_of(meeting.work, meeting.address)
    return Redraw(account, address, found, tap.place if counts else None)


def closed_by(meeting: Meeting, scene: Scene, outcome: Outcome, tapped: str) -> list[Redraw]:
    """The messages that ask what this turn answered in another way, ended or asked anew: nothing old is left to tap.

    `tapped` is the token of the message that was tapped, which shows the choice itself, or "".
    """
    if not meeting.redraws():
        return []
    before, now = _asked(scene.conversation), _asked(outcome.conversation)
    anew = {message.question for message in outcome.messages}
    found = [posted.newest(meeting.work, one, meeting.address) for one in sorted(before - now | before & anew)]
    old = [one for one in found if one and one.token != tapped]
    if not old:
        return []
    account, address = people.address_of(meeting.work, meeting.address)
    return [Redraw(account, address, one, None) for one in old]


def _asked(conversation: Conversation) -> set[str]:
    return {run.question for run in conversation.runs}
