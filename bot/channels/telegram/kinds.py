"""Kinds: what a message of Telegram's holds, in our words."""

import re
from collections.abc import Mapping

import telegram

from bot.channels.naming import file_name
from bot.domain.update import FileRef, Sent, Wrote

EDIT = "edit"
FILE = "file"
OTHER = "other"

# By Telegram's name. The first that fits wins: an animation is a document too, a venue a location, a live photo a photo.
KINDS = {
    "animation": "animation", "venue": "venue", "live_photo": "photo",
    "sticker": "sticker", "voice": "voice", "photo": "photo", "document": "file", "video": "video",
    "video_note": "video_note", "audio": "audio", "location": "location", "contact": "contact", "poll": "poll",
    "dice": "dice", "story": "story", "game": "game", "checklist": "checklist",
}  # fmt: skip  # so many names are read across

# What Telegram tells in a chat in nobody's words: https://core.telegram.org/bots/api#message
SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "migrate_to_chat_id",
    "migrate_from_chat_id", "chat_owner_changed", "chat_owner_left", "message_auto_delete_timer_changed",
    "pinned_message", "chat_background_set", "boost_added", "proximity_alert_triggered", "connected_website",
    "write_access_allowed", "passport_data", "web_app_data", "users_shared", "user_shared", "chat_shared",
    "successful_payment", "refunded_payment", "paid_message_price_changed", "direct_message_price_changed",
    "gift", "unique_gift", "gift_upgrade_sent", "giveaway", "giveaway_created", "giveaway_winners",
    "giveaway_completed", "checklist_tasks_done", "checklist_tasks_added", "poll_option_added",
    "poll_option_deleted", "managed_bot_created", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
    "video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
    "suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded",
})  # fmt: skip  # so many names are read across


def new(message: telegram.Message, held: Mapping[str, object]) -> Wrote | Sent | None:
    """What a new message is, by its words and all that it held as it came; None when it only tells that something happened."""
    if isinstance(message.text, str):
        return Wrote(_MENTION.sub(r"\1", plain(message.text)))
    if not SERVICE.isdisjoint(held):
        return None
    kind = next((ours for theirs, ours in KINDS.items() if theirs in held), OTHER)
    return Sent(kind, plain(message.caption), _file(held.get("document")) if kind == FILE else None)


def edited(message: telegram.Message) -> Sent | None:
    """The words of a message that was changed; None when it has none, as a place that moves."""
    words = plain(message.text) or plain(message.caption)
    return Sent(EDIT, words) if words else None


def plain(words: object) -> str:
    """Words as they were written, without half signs, which JSON can spell and nothing else can; "" when these are none."""
    return words.encode("utf-8", "replace").decode("utf-8") if isinstance(words, str) else ""


def _file(document: object) -> FileRef | None:
    """By what a document can be fetched: https://core.telegram.org/bots/api#document. Nothing is fetched here."""
    if not isinstance(document, dict):
        return None
    ref, size = document.get("file_id"), document.get("file_size")
    if not isinstance(ref, str) or not _REF.fullmatch(ref):
        return None
    return FileRef(file_name(plain(document.get("file_name"))), ref, size if type(size) is int and size > 0 else 0)


_REF = re.compile(r"[!-~]{1,500}")
# Telegram's menus write "/start@NameOfBot" where several bots might mean it.
_MENTION = re.compile(r"\A(/[a-z0-9_]{1,32})@\w+(?!\S)", re.IGNORECASE | re.ASCII)
