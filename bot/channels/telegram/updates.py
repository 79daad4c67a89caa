"""Updates: what one raw update of Telegram's is to us, whatever stands in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import telegram
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.kinds import edited, new, plain
from bot.domain.update import Left, Pressed, Raw, Sent, Update, Voted

ALLOWED = ("message", "edited_message", "callback_query", "poll_answer", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Group:
    """A group or channel that we were brought to, or hear from; `language` is of who brought us, "" when unknown."""

    chat: int
    language: str


@dataclass(frozen=True, slots=True)
class Came:
    """What one raw update is to us: something a person did, a group to leave, or nothing.

    `callback` is the id of the callback query that waits to be told that its tap arrived; `album` is of which album it is an item.
    """

    update: Update | None = None
    callback: str = ""
    group: Group | None = None
    album: str = ""


def came(raw: Mapping[str, object], account: str, bot_id: int, now: datetime) -> Came:
    """Read one update as it came over the wire; what cannot be read, or is of no kind we know, is nothing."""
    try:
        update = telegram.Update.de_json({kind: _needed(kind, raw[kind]) for kind in _KNOWN if kind in raw}, None)
        return _read(update, raw, _Arrival(account, bot_id, _number(update.update_id), now))
    except Exception:  # one bad update must never block the queue, and the library raises whatever comes to hand
        return Came()


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Whose an update is, which and when it reached us."""

    account: str
    bot_id: int
    number: int
    now: datetime

    def did(self, address: object, raw: Raw, at: datetime | None = None, name: str = "") -> Update:
        """What the person at this address did; `name` where it is not the update's number that makes it unique."""
        # Where Telegram knows no time it says 1970; and nothing reaches us from tomorrow, whatever its clock says.
        when = min(at, self.now) if at and at > _NEVER else self.now
        return Update(self.account, f"{self.bot_id}:{name or self.number}", str(_number(address)), raw, when)


def _read(update: telegram.Update, raw: Mapping[str, object], arrival: _Arrival) -> Came:
    match update:
        case telegram.Update(message=telegram.Message() as message):
            held = _held(raw["message"])
            return _heard(message, held, new(message, held), arrival)
        case telegram.Update(edited_message=telegram.Message() as message):
            return _heard(message, _held(raw["edited_message"]), edited(message), arrival)
        case telegram.Update(callback_query=telegram.CallbackQuery() as query):
            return _tapped(query, arrival)
        case telegram.Update(poll_answer=telegram.PollAnswer() as answer):
            return _voted(answer, arrival)
        case telegram.Update(my_chat_member=telegram.ChatMemberUpdated() as change):
            return _changed(change, arrival)
    post = update.channel_post or update.edited_channel_post or update.guest_message
    return _heard(post, {}, None, arrival) if post else Came()


def _heard(message: telegram.Message, held: Mapping[str, object], raw: Raw | None, arrival: _Arrival) -> Came:
    if message.from_user and message.from_user.is_bot:
        return Came()
    if message.chat.type in _GROUPS:
        return Came() if _tells_of_us(message, held, arrival) else _grouped(message.chat, message.from_user)
    if message.chat.type != ChatType.PRIVATE or raw is None:
        return Came()
    # A file of an album is one for itself: the others may be lessons too, and none of them is lost.
    together = isinstance(raw, Sent) and raw.file is None and _is_id(message.media_group_id)
    album = message.media_group_id if together else None
    # What has words of its own is never taken for one of many.
    name = f"album:{album}" if album and not (isinstance(raw, Sent) and raw.words) else ""
    update = arrival.did(message.chat.id, raw, message.edit_date or message.date, name)
    return Came(replace(update, language=_language(message.from_user)), album=album or "")


def _tapped(query: telegram.CallbackQuery, arrival: _Arrival) -> Came:
    callback = query.id if _is_id(query.id) else ""
    tap = _TAP.fullmatch(query.data or "")
    if tap is None or (query.message and query.message.chat.type != ChatType.PRIVATE):
        return Came(callback=callback)
    return Came(arrival.did(query.from_user.id, Pressed(tap[1], int(tap[2]))), callback)


def _voted(answer: telegram.PollAnswer, arrival: _Arrival) -> Came:
    if answer.voter_chat or answer.user is None or len(answer.option_ids) != 1 or not _is_id(answer.poll_id):
        return Came()
    place = _number(answer.option_ids[0])
    return Came(arrival.did(answer.user.id, Voted(f"poll:{answer.poll_id}", place))) if place >= 0 else Came()


def _changed(change: telegram.ChatMemberUpdated, arrival: _Arrival) -> Came:
    """We were blocked, or brought somewhere. Who unblocks us is welcomed when they say something."""
    member = change.new_chat_member
    if change.chat.type == ChatType.PRIVATE and member.status == ChatMemberStatus.BANNED:
        return Came(arrival.did(change.chat.id, Left(), change.date))
    here = member.status in _HERE or (isinstance(member, telegram.ChatMemberRestricted) and member.is_member)
    return _grouped(change.chat, change.from_user) if change.chat.type in _GROUPS and here else Came()


def _language(person: telegram.User | None) -> str:
    """The language that somebody has Telegram in, without the country behind it; "" when it is not told."""
    return plain(person.language_code if person else "").partition("-")[0]


def _grouped(chat: telegram.Chat, person: telegram.User | None) -> Came:
    return Came(group=Group(_number(chat.id), plain(person.language_code if person else "")))


def _tells_of_us(message: telegram.Message, held: Mapping[str, object], arrival: _Arrival) -> bool:
    """Whether a group tells with it that we came or went, or that it is another group now: `my_chat_member` tells it too."""
    people = (*message.new_chat_members, *filter(None, [message.left_chat_member]))
    return not _OF_US.isdisjoint(held) or arrival.bot_id in [one.id for one in people]


def _is_id(name: object) -> bool:
    return isinstance(name, str) and _ID.fullmatch(name) is not None


def _number(value: object) -> int:
    """A number that a database can hold; what Telegram never sends raises ValueError."""
    if type(value) is not int or abs(value) >= _MOST:
        raise ValueError("not a number of Telegram's")
    return value


def _held(message: object) -> Mapping[str, object]:
    return message if isinstance(message, dict) else {}


def _needed(kind: str, part: object) -> object:
    """The part of an update that we read: what else a message holds may be of a newer Telegram, and must not hide its words."""
    if not isinstance(part, dict):
        return part
    if kind == "callback_query":
        return {name: _needed("message", value) if name == "message" else value for name, value in part.items()}
    if kind == "poll_answer":
        return {"option_persistent_ids": [], **part}  # the library insists on it, and older servers do not know it
    return part if kind == "my_chat_member" else {name: part[name] for name in _READ if name in part}


_KNOWN = ("update_id", *ALLOWED, "channel_post", "edited_channel_post", "guest_message")
_READ = (
    *("message_id", "date", "edit_date", "chat", "from", "text", "caption", "media_group_id"),
    *("new_chat_members", "left_chat_member"),
)
_OF_US = frozenset({"group_chat_created", "migrate_to_chat_id"})
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL)
_HERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
_TAP = re.compile(r"([0-9a-z]{1,12})\.([0-9]{1,3})", re.ASCII)
_ID = re.compile(r"[!-~]{1,64}")
_NEVER = datetime(1970, 1, 2, tzinfo=UTC)
_MOST = 2**53
