"""What people send beside words: files, and what Slack itself changes about a message."""

from tests.acceptance.slack.chatting import message_changed, watched
from tests.acceptance.slack.events import Sending
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.hands import Hands
from tests.acceptance.slack.uploading import file_of
from tests.acceptance.slack.world import Shown, escaped, unescaped

NAMES = {
    "photo": "photo.png",
    "video": "clip.mp4",
    "voice": "audio_message.m4a",
    "document": "notes.pdf",
    "text": "notes.txt",
}
BYTES = b"\x89PNG\r\n\x1a\n and so on"


def rich(wired: str) -> list[Json]:
    """The blocks that Slack's client makes of what somebody types."""
    piece = {"type": "text", "text": unescaped(wired)}
    return [
        {"type": "rich_text", "block_id": "typed", "elements": [{"type": "rich_text_section", "elements": [piece]}]}
    ]


class Attachments:
    """Sends what is not only words, in the direct message."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def file(self, kind: str = "photo", text: str = "", name: str = "", content: bytes = BYTES) -> str:
        """Send a photo, video, voice message, document or text file, perhaps with words; the message's ts."""

        def act() -> str:
            hands, world = self._hands, self._hands.api.world
            file = file_of(world, hands.workspace, name or NAMES[kind], len(content), hands.account.id)
            hands.workspace.files[file["id"]], hands.workspace.contents[file["id"]] = file, content
            head = {"type": "message", "subtype": "file_share", "text": escaped(text), "files": [file], "upload": False}
            own = {"user": hands.account.id, "ts": world.ts(hands.workspace), "display_as_bot": False}
            message = {**head, **own, "blocks": rich(escaped(text)) if text else []}
            hands.account.room.shown.append(Shown(message))
            watched(hands.workspace, hands.account.room, hands.account.room.shown[-1])
            place = {"channel": hands.account.room.id, "event_ts": message["ts"], "channel_type": "im"}
            hands.tell({**message, **place})
            return message["ts"]

        return self._hands.do(act)

    def preview(self, ts: str) -> Sending:
        """Slack draws a link's preview under a message: it changes, and nobody changed it."""

        def act() -> Sending:
            hands = self._hands
            shown = hands.account.room.find(ts)
            before = shown.message
            shown.message = {**before, "attachments": [{"id": 1, "fallback": "A page", "title": "A page"}]}
            return hands.tell(
                message_changed(hands.api.world, hands.workspace, hands.account.room, before, shown.message)
            )

        return self._hands.do(act)

    def unknown_event(self, kind: str = "reaction_added") -> Sending:
        """Something happens that the app knows nothing of."""
        ts = self._hands.api.world.ts(self._hands.workspace)
        return self._hands.do(lambda: self._hands.tell({"type": kind, "user": self._hands.account.id, "event_ts": ts}))
