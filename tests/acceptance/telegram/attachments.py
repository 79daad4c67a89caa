"""What people send that is not text: stickers, voice, pictures, files and albums."""

import itertools
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.world import Chat, Json, Standing

_albums = itertools.count(1)
_Result = TypeVar("_Result")


def png(width: int = 8, height: int = 8) -> bytes:
    """A grey picture of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")))


@dataclass(frozen=True, slots=True)
class Attachments:
    """`person.sends`: one method a kind, each with the number of its message."""

    api: BotApi
    chat: Chat
    user: Json
    acts: Callable[[Callable[[], object]], object]

    def sticker(self) -> int:
        """A sticker."""
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}
        return self._sent(lambda: {"sticker": self._kept(b"RIFF", "stickers", "sticker.webp") | look})

    def voice(self, seconds: int = 3) -> int:
        """A voice message."""
        look = {"duration": seconds, "mime_type": "audio/ogg"}
        return self._sent(lambda: {"voice": self._kept(b"OggS", "voice", "voice.oga") | look})

    def photo(self, caption: str = "", content: bytes | None = None) -> int:
        """A picture."""
        return self._sent(lambda: self._photo(content) | ({"caption": caption} if caption else {}))

    def document(
        self, content: bytes = b"a file\n", name: str = "notes.txt", kind: str = "text/plain", caption: str = ""
    ) -> int:
        """A file."""
        look = {"file_name": name, "mime_type": kind}
        said = {"caption": caption} if caption else {}
        return self._sent(lambda: {"document": self._kept(content, "documents", name) | look} | said)

    def album(self, many: int = 3, caption: str = "") -> list[int]:
        """Several pictures at once: as many messages, with one album's number; the caption stands on the first."""
        album = {"media_group_id": f"7{next(_albums):016}"}
        captions = [{"caption": caption} if caption else {}, *({} for _ in range(many - 1))]
        return [self._sent(lambda one=one: self._photo(None) | album | one) for one in captions]

    def _sent(self, content: Callable[[], Json]) -> int:
        def act() -> int:
            self.chat.standing = Standing.OPEN
            message = self.api.world.message(self.chat, self.user, **content())
            self.chat.show(message)
            self.api.updates.add("message", message, self.chat.id)
            return message["message_id"]

        return self.acts(act)

    def _photo(self, content: bytes | None) -> Json:
        world = self.api.world
        return {"photo": world.sizes(world.keep(content or png(), "photos", "photo.png"))}

    def _kept(self, content: bytes, folder: str, name: str) -> Json:
        return dict(self.api.world.keep(content, folder, name).described)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
