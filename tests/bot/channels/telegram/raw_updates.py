"""Updates as they come over Telegram's wire, in the shapes of https://core.telegram.org/bots/api."""

from collections.abc import Mapping

BOT_ID = 700
SENT = 1_800_000_000  # 2027-01-15 08:00:00 UTC
ANN = {"id": 42, "is_bot": False, "first_name": "Ann", "language_code": "es"}
OTHER_BOT = {"id": 9, "is_bot": True, "first_name": "Other"}
US = {"id": BOT_ID, "is_bot": True, "first_name": "Coach", "username": "coach_bot"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Ann"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Team"}
CHANNEL = {"id": -1002, "type": "channel", "title": "News"}

FILE = {"file_id": "AgAD", "file_unique_id": "AQAD"}
PICTURE = {**FILE, "width": 90, "height": 60}
PLACE = {"latitude": 1.5, "longitude": 2.5}
OPTIONS = [{"text": "Sad", "voter_count": 0, "persistent_id": "a"}, {"text": "Sadder", "voter_count": 1}]
POLL = {"id": "5", "question": "How am I?", "options": OPTIONS, "total_voter_count": 1, "is_closed": False}
GAME = {"title": "Chess", "description": "A game", "photo": [PICTURE]}
LIVE = {**PLACE, "live_period": 900}
STICKER = {**PICTURE, "type": "regular", "emoji": "😢", "is_animated": False, "is_video": False}
FORWARD = {"type": "hidden_user", "sender_user_name": "Bo", "date": SENT - 60}
OURS = {"message_id": 6, "date": SENT - 90, "chat": PRIVATE, "from": US, "text": "How was your day?"}
UNSEEN = {"message_id": 2, "date": 0, "chat": PRIVATE}
ITEM = {"media_group_id": "139", "photo": [PICTURE]}

Json = Mapping[str, object]


def update(kind: str, part: object) -> Json:
    """One update, number 11."""
    return {"update_id": 11, kind: part}


def message(**held: object) -> Json:
    """What Ann sent us in her private chat; what is named replaces it."""
    return update("message", {"message_id": 7, "date": SENT, "chat": PRIVATE, "from": ANN, **held})


def edited(**held: object) -> Json:
    """What Ann changed five seconds after she had sent it."""
    return update(
        "edited_message",
        {"message_id": 7, "date": SENT, "edit_date": SENT + 5, "chat": PRIVATE, "from": ANN, **held},
    )


def post(kind: str, **held: object) -> Json:
    """Something said in a channel, by nobody in particular."""
    return update(kind, {"message_id": 7, "date": SENT, "chat": CHANNEL, "sender_chat": CHANNEL, **held})


def tap(**held: object) -> Json:
    """Ann's tap on a button of a message of ours."""
    return update("callback_query", {"id": "4382", "from": ANN, "chat_instance": "-31", "message": OURS, **held})


def vote(*places: int, **held: object) -> Json:
    """Ann's answer in the poll 5008, as a server of today tells it."""
    chosen = {"option_ids": list(places), "option_persistent_ids": [str(place) for place in places]}
    return update("poll_answer", {"poll_id": "5008", "user": ANN, **chosen, **held})


def member(chat: Json, status: str, **more: object) -> Json:
    """Ann changed what we are in a chat."""
    before = {"user": US, "status": "left"}
    return update(
        "my_chat_member",
        {
            "chat": chat,
            "from": ANN,
            "date": SENT,
            "old_chat_member": before,
            "new_chat_member": {"user": US, "status": status, **more},
        },
    )


RIGHTS = [
    "be_edited",
    "manage_chat",
    "delete_messages",
    "manage_video_chats",
    "restrict_members",
    "promote_members",
    "change_info",
    "invite_users",
    "post_stories",
    "edit_stories",
    "delete_stories",
]
ADMIN = {"is_anonymous": False, **{f"can_{right}": False for right in RIGHTS}}
BANNED = {"until_date": 0}
FREEDOMS = [
    "change_info",
    "invite_users",
    "pin_messages",
    "send_messages",
    "send_polls",
    "send_other_messages",
    "add_web_page_previews",
    "manage_topics",
    "send_audios",
    "send_documents",
    "send_photos",
    "send_videos",
    "send_video_notes",
    "send_voice_notes",
    "edit_tag",
    "react_to_messages",
]
MUTED = {"is_member": True, "until_date": 0, **{f"can_{one}": False for one in FREEDOMS}}
