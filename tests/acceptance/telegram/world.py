"""What the platform remembers about one bot: its chats, messages, files, polls and open taps."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

from bot.clock import Clock

Json = dict[str, object]


class Standing(Enum):
    """How a chat stands to the bot."""

    NEW = "the person never wrote to the bot"
    OPEN = "the bot may write"
    BLOCKED = "the person blocked the bot, or the group threw it out"
    LEFT = "the bot left the group, or was never in it"
    DELETED = "the account is gone"


@dataclass(slots=True)
class Shown:
    """One message as it is seen now, edits applied."""

    message: Json
    change: int  # which change of the chat brought it to what it is
    voted: dict[int, int] = field(default_factory=dict)  # who chose which option of its poll

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        return self.message["message_id"]

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return self.message["from"]["is_bot"]

    @property
    def poll(self) -> Json | None:
        """The poll it carries, with its votes."""
        return self.message.get("poll")

    @property
    def buttons(self) -> list[Json]:
        """The buttons under it, row by row."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def words(self) -> str:
        """All words of it that a person reads: text or caption, poll, buttons."""
        poll = self.poll or {"question": "", "options": []}
        said = [self.message.get("text", ""), self.message.get("caption", ""), poll["question"]]
        said += [option["text"] for option in poll["options"]] + [button["text"] for button in self.buttons]
        return "\n".join(line for line in said if line)


@dataclass(slots=True)
class Chat:
    """One chat as the platform keeps it, and as its people see it."""

    described: Json  # as in an update: id, type, and a name
    standing: Standing = Standing.NEW
    shown: list[Shown] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)  # what answered taps popped up
    actions: list[str] = field(default_factory=list)  # "typing" and its like
    full: Json = field(default_factory=dict)  # what else getChat tells
    menu_button: Json | None = None
    changes: int = 0
    _watching: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Its number; in a private chat, the person's."""
        return self.described["id"]

    def find(self, message_id: int) -> Shown | None:
        """The message of that number, looked for from the newest."""
        return next((one for one in reversed(self.shown) if one.message_id == message_id), None)

    def show(self, message: Json) -> Shown:
        """A new message stands at the end."""
        self.shown.append(Shown(message, self.changes))
        self.changed(self.shown[-1])
        return self.shown[-1]

    def changed(self, one: Shown | None = None) -> None:
        """Something in it is new: whoever watches looks again."""
        self.changes += 1
        if one:
            one.change = self.changes
        watching, self._watching = self._watching, []
        for waiting in watching:
            if not waiting.done():
                waiting.set_result(None)

    async def change(self) -> None:
        """Wait until something in it is new."""
        waiting = asyncio.get_running_loop().create_future()
        self._watching.append(waiting)
        await waiting


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that the platform keeps."""

    described: Json  # file_id, file_unique_id, file_size
    path: str
    content: bytes


@dataclass(slots=True)
class World:
    """One bot's part of the platform."""

    bot: Json
    clock: Clock
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, Stored] = field(default_factory=dict)
    queries: dict[str, Chat] = field(default_factory=dict)  # taps that may still be answered
    polls: dict[str, tuple[Chat, Shown]] = field(default_factory=dict)
    profile: dict[tuple[str, ...], object] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def date(self) -> int:
        """The time in seconds, as the wire carries it."""
        return int(self.clock.now().timestamp())

    def message(self, chat: Chat, sender: Json, **content: object) -> Json:
        """A message as updates and answers carry it. Its number counts over all chats of the bot, as in Telegram."""
        head = {"message_id": next(self.numbers), "from": sender, "chat": chat.described, "date": self.date()}
        return head | content

    def keep(self, content: bytes, folder: str, name: str) -> Stored:
        """Keep a file under a new id."""
        number = next(self.numbers)
        described = {
            "file_id": f"{folder}-{number}",
            "file_unique_id": sha256(content).hexdigest()[:16],
            "file_size": len(content),
        }
        stored = self.files[described["file_id"]] = Stored(described, f"{folder}/file_{number}_{name}", content)
        return stored

    def sizes(self, stored: Stored) -> list[Json]:
        """A picture as a message carries it: a small size and the whole."""
        width, height = _sides(stored.content)
        whole = stored.described | {"width": width, "height": height}
        return [whole | {"width": max(1, width // 4), "height": max(1, height // 4)}, whole]


Method = Callable[[World, Json], object]


def _sides(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    return 640, 480
