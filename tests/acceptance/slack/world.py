"""What the platform remembers: workspaces with their people, rooms, messages, files, pages and windows."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from secrets import token_hex

from bot.clock import Clock
from tests.acceptance.slack.looks import buttons_of, labels_of, words_of

Json = dict[str, object]


@dataclass(slots=True)
class Shown:
    """One message as it is seen now, changes applied."""

    message: Json
    change: int = 0  # which change in front of the person brought it to what it is
    ephemeral: bool = False

    @property
    def ts(self) -> str:
        """Its name in the channel."""
        return self.message["ts"]

    @property
    def thread_ts(self) -> str:
        """The thread it stands in; empty outside of any."""
        return self.message.get("thread_ts", "")

    @property
    def from_bot(self) -> bool:
        """Whether the app sent it."""
        return "bot_id" in self.message

    @property
    def text(self) -> str:
        """The text for notifications and screen readers, as it is written on the wire."""
        return self.message.get("text", "")

    @property
    def buttons(self) -> list[Json]:
        """Its buttons, in order."""
        return buttons_of(self.message.get("blocks", []))

    @property
    def files(self) -> list[Json]:
        """Its files."""
        return self.message.get("files", [])

    @property
    def words(self) -> str:
        """All words that a person reads: blocks in reading order, or the text where there are none; files; buttons."""
        blocks = self.message.get("blocks", [])
        said = [words_of(blocks) if blocks else unescaped(self.text)]
        said += [line for file in self.files for line in (str(file.get("title", "")), str(file.get("alt_txt", "")))]
        return "\n".join(line for line in (*said, *labels_of(blocks)) if line)


@dataclass(slots=True)
class View:
    """A page or a window as it stands; `errors` is what a window says at its fields."""

    view: Json
    errors: dict[str, str] = field(default_factory=dict)
    filled: dict[str, Json] = field(default_factory=dict)  # by block_id, what stands in its fields
    change: int = 0

    @property
    def id(self) -> str:
        """Its name."""
        return self.view["id"]

    @property
    def buttons(self) -> list[Json]:
        """Its buttons, in order."""
        return buttons_of(self.view["blocks"])

    @property
    def words(self) -> str:
        """All words that a person reads."""
        heads = [self.view[name]["text"] for name in ("title", "submit", "close") if self.view.get(name)]
        return "\n".join(
            [*heads, words_of(self.view["blocks"]), *labels_of(self.view["blocks"]), *self.errors.values()]
        )


@dataclass(slots=True)
class Room:
    """A direct message with the app, or a channel."""

    id: str
    name: str
    user: str = ""  # whose direct message it is
    has_bot: bool = True
    shared: bool = False
    shown: list[Shown] = field(default_factory=list)

    @property
    def is_im(self) -> bool:
        """Whether it is a direct message."""
        return bool(self.user)

    def find(self, ts: object) -> Shown | None:
        """The message of that name, looked for from the newest."""
        return next((one for one in reversed(self.shown) if one.ts == ts), None)


@dataclass(slots=True)
class Account:
    """One person in one workspace, and what stands in front of them."""

    user: Json  # as users.info tells it
    locale: str
    room: Room
    dnd: Json = field(default_factory=dict)
    home: View | None = None
    windows: list[View] = field(default_factory=list)
    ephemerals: list[Shown] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)  # what the client said went wrong
    changes: int = 0
    acted: int = 0  # the changes when they last did something themselves
    _watching: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The user id."""
        return self.user["id"]

    def changed(self, one: Shown | View | None = None) -> None:
        """Something in front of them is new: whoever watches looks again."""
        self.changes += 1
        if one is not None:
            one.change = self.changes
        watching, self._watching = self._watching, []
        for waiting in watching:
            if not waiting.done():
                waiting.set_result(None)

    async def change(self) -> None:
        """Wait until something in front of them is new."""
        waiting = asyncio.get_running_loop().create_future()
        self._watching.append(waiting)
        await waiting


@dataclass(slots=True)
class Workspace:
    """One workspace, and how our app stands in it."""

    id: str
    name: str
    token: str  # empty: the app is not installed
    scopes: set[str]
    bot_user: str
    bot_id: str
    app_id: str
    dead: str = ""  # what a token of it is refused with, once the app is gone
    old_tokens: dict[str, str] = field(default_factory=dict)  # and with what each is refused
    accounts: dict[str, Account] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    last: int = 0  # microseconds of the newest message

    @property
    def domain(self) -> str:
        """Its name in addresses."""
        return self.name.lower().replace(" ", "-")

    def channel(self, id: str = "C0001", *, has_bot: bool = True, shared: bool = False) -> Room:
        """A channel, made where there is none; our app is in it, or not."""
        return self.rooms.setdefault(id, Room(id, id.lower(), has_bot=has_bot, shared=shared))


@dataclass(slots=True)
class Trigger:
    """What lets an app open a window, once, for three seconds."""

    team: str
    user: str
    until: float
    used: bool = False


@dataclass(slots=True)
class World:
    """The platform as one app sees it."""

    clock: Clock
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    uploads: dict[str, tuple[Workspace, Json]] = field(default_factory=dict)  # by the path where the bytes go
    file_delay: float = 0.05  # seconds until a shared file is seen
    root: str = ""
    tell: Callable[[Workspace, Json], object] = lambda workspace, event: None  # an event of the app's own doing
    series: str = field(default_factory=lambda: token_hex(3).upper())  # another Slack at the same app gives no id twice
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def date(self) -> int:
        """The time in seconds, as the wire carries it."""
        return int(self.clock.now().timestamp())

    def ts(self, workspace: Workspace) -> str:
        """A message's name: the time to the microsecond, never twice and never back."""
        workspace.last = max(workspace.last + 1, int(self.clock.now().timestamp() * 1_000_000))
        return f"{workspace.last // 1_000_000}.{workspace.last % 1_000_000:06}"

    def name(self, kind: str) -> str:
        """A new id, such as V000001."""
        return f"{kind}0{self.series}{next(self.numbers):06X}"

    def dressed(self, blocks: list[Json]) -> list[Json]:
        """Blocks with a block_id each, as Slack gives them where an app does not."""
        return [block if "block_id" in block else {**block, "block_id": f"b{next(self.numbers):x}"} for block in blocks]


def escaped(text: str) -> str:
    """A text as the wire carries it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """A text as a person reads it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
