"""Messages: what a message event of a direct message is, in our words."""

from dataclasses import dataclass

from bot.channels.slack.files import ref_of
from bot.channels.slack.reading import Json, first, name_in, part, plain, thread_in, without_us
from bot.domain.update import Raw, Sent, Wrote

EDIT = "edit"
FILE = "file"
OTHER = "other"

# What Slack tells in a conversation in nobody's words: https://docs.slack.dev/reference/events/message#subtypes
SILENT = frozenset({
    "app_conversation_join", "app_conversation_leave", "assistant_app_thread", "bot_add", "bot_disable", "bot_enable",
    "bot_message", "bot_remove", "channel_archive", "channel_canvas_updated", "channel_convert_to_private",
    "channel_convert_to_public", "channel_join", "channel_leave", "channel_name", "channel_posting_permissions",
    "channel_purpose", "channel_topic", "channel_unarchive", "conversation_archived", "document_mention",
    "ekm_access_denied", "file_comment", "file_mention", "group_archive", "group_join", "group_leave", "group_name",
    "group_purpose", "group_topic", "group_unarchive", "huddle_thread", "joiner_notification",
    "joiner_notification_for_inviter", "message_deleted", "message_replied", "pinned_item", "reminder_add",
    "reminder_delete", "sh_room_created", "sh_room_shared", "slackbot_response", "tabbed_canvas_updated", "tombstone",
    "unpinned_item",
})  # fmt: skip  # so many names are read across


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a message, in which thread, and what it is; nothing where `raw` is None."""

    user: str = ""
    thread: str = ""
    raw: Raw | None = None


def written(event: Json, us: str) -> Written:
    """What somebody did with a message; nothing, when nobody did, or a bot or we ourselves (`us`)."""
    changed = event.get("subtype") == "message_changed"
    message = part(event, "message") if changed else event
    user = name_in(message, "user")
    if not user or user in (us, _SLACKBOT) or message.get("bot_id") or message.get("subtype") in SILENT:
        return Written()
    raw = _changed(message, event) if changed else _new(message, us)
    return Written(user, thread_in(message, "ts"), raw)


def _new(message: Json, us: str) -> Raw | None:
    text = message.get("text")
    # Somebody who calls us by name here says "stop" all the same; and our name alone is a word too.
    words = (without_us(text, us) if us else "") or plain(text)
    file = first(message, "files")
    if file or message.get("subtype") == "file_share":
        kind = _kind(file)
        return Sent(kind, words, ref_of(file) if kind == FILE else None)
    if words.strip():
        return Wrote(words)
    passed_on = _passed_on(message)
    return Sent(OTHER, passed_on) if passed_on else None


def _changed(message: Json, event: Json) -> Raw | None:
    """The words of a message that was changed; None when they did not change, as where Slack adds the preview of a link."""
    words = plain(message.get("text"))
    same = words == plain(part(event, "previous_message").get("text"))
    return Sent(EDIT, words) if words.strip() and not same else None


def _kind(file: Json) -> str:
    """What a file is, by what Slack says of it; a spoken message may come as a video without a picture."""
    sort = str(file.get("mimetype")).partition("/")[0]
    return "voice" if file.get("subtype") == "slack_audio" else _KINDS.get(sort, FILE)


def _passed_on(message: Json) -> str:
    """The words of a message that somebody passed on to us without a word of their own; "" where there is none."""
    attached = message.get("attachments")
    shared = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    return "\n".join(plain(one.get("text")) or plain(one.get("fallback")) for one in shared).strip()


_SLACKBOT = "USLACKBOT"
_KINDS = {"image": "photo", "video": "video", "audio": "voice"}
