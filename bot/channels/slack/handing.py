"""Handing over: each thing that is shown in Slack becomes calls of its Web API."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.channels.slack import limits
from bot.channels.slack.blocks import escaped, words_of
from bot.channels.slack.cutting import shortened
from bot.channels.slack.render import Post, Upload
from bot.channels.slack.wire import Wire
from dialogues.message import Text

# Nothing in a text is looked for that could call somebody or show a page.
PLAIN = {"parse": "none", "link_names": False}
NO_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}
# https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors: alt_txt_too_large
FILE_ALT = 1000
# Until the bytes are there nothing was sent, so that is given up in time to say so.
BRINGING = 4.5
# Slack looks at a file for a while before it shows it. What follows it should stand below it, but is not late for that.
SETTLING = 1.5
LOOKS = (0.2, 0.3, 0.5, 0.5)


async def say(wire: Wire, channel: str, post: Post, thread: str = "") -> str:
    """Post a message; our name for it: the direct message where it stands, and Slack's ts.

    `channel` may be a person, whose direct message with us is meant. In a thread it is shown in the talk too. Without blocks the
    text stands alone. Raises as `wire.call` does, as all here do.
    """
    there = {"thread_ts": thread, "reply_broadcast": True} if thread else {}
    shown = {"blocks": list(post.blocks)} if post.blocks else {"mrkdwn": False}
    told = await wire.call(
        "chat.postMessage", channel=channel, text=post.text, **shown, **PLAIN, **NO_PREVIEWS, **there
    )
    place, name = told.get("channel"), told.get("ts")
    if not isinstance(name, str) or not name:
        raise Unreachable("chat.postMessage: Slack gave the message no name", perhaps_sent=True)
    return f"{place if isinstance(place, str) and place else channel}:{name}"


async def rewrite(wire: Wire, channel: str, name: str, post: Post) -> None:
    """Change a message that is shown. Raises Refused where it is gone or may not be changed any more."""
    await wire.call("chat.update", channel=channel, ts=name, text=post.text, blocks=list(post.blocks), **PLAIN)


async def upload(wire: Wire, channel: str | None, upload: Upload, thread: str = "") -> str:
    """Bring a file into the chat, or with None only to Slack, where a page may show it; Slack's name for the file."""
    file, told = upload.file, {"alt_txt": shortened(upload.alt, FILE_ALT)} if upload.alt else {}
    try:
        async with asyncio.timeout(BRINGING):
            place = await wire.call("files.getUploadURLExternal", filename=file.name, length=len(file.body), **told)
            name, url = place.get("file_id"), place.get("upload_url")
            if not isinstance(name, str) or not isinstance(url, str):
                raise Unreachable("files.getUploadURLExternal: Slack named no place for the file")
            await wire.put(url, file.body)
    except TimeoutError:
        raise Unreachable("the file did not reach Slack in time") from None
    there = {"channel_id": channel, **({"thread_ts": thread} if thread else {})} if channel else {}
    await wire.call("files.completeUploadExternal", files=[{"id": name, "title": file.name}], **there)
    await _settled(wire, channel, name)
    return name


async def whisper(wire: Wire, channel: str, user: str, words: str, thread: str = "") -> None:
    """Show words to one person in a channel; nobody else sees them."""
    there = {"thread_ts": thread} if thread else {}
    blocks = list(words_of(Text.of(words)))
    text = escaped(shortened(words, limits.FALLBACK // 5))  # no character becomes more than five
    await wire.call("chat.postEphemeral", channel=channel, user=user, text=text, blocks=blocks, **PLAIN, **there)


async def open_window(wire: Wire, trigger: str, view: Mapping[str, object]) -> None:
    """Open a window for whoever tapped; a trigger lives three seconds and opens one."""
    await wire.call("views.open", trigger_id=trigger, view=view)


async def publish(wire: Wire, user: str, view: Mapping[str, object]) -> None:
    """Draw somebody's App Home."""
    await wire.call("views.publish", user_id=user, view=view)


async def _settled(wire: Wire, channel: str | None, name: str) -> None:
    """Wait a moment until Slack shows the file. It was taken, so nothing that goes wrong here matters."""
    with suppress(TimeoutError, Gone, Refused, Throttled, Unreachable):
        async with asyncio.timeout(SETTLING):
            for pause in LOOKS:
                await asyncio.sleep(pause)
                if _is_shown((await wire.call("files.info", file=name)).get("file"), channel):
                    return


def _is_shown(file: object, channel: str | None) -> bool:
    """Whether a file has been looked at, and stands in the chat: https://docs.slack.dev/reference/objects/file-object."""
    if not isinstance(file, dict) or not file.get("mimetype"):
        return False
    shares = file.get("shares")
    places = [where for where in shares.values() if isinstance(where, dict)] if isinstance(shares, dict) else []
    return channel is None or any(channel in where for where in places)
