"""What each update of Telegram's is to us."""

from datetime import UTC, datetime, timedelta

import pytest
import telegram
from telegram.constants import MessageType

from bot.channels.telegram.kinds import KINDS, SERVICE
from bot.channels.telegram.updates import ALLOWED, Came, Group, came
from bot.domain.update import FileRef, Left, Pressed, Raw, Sent, Update, Voted, Wrote
from tests.bot.channels.telegram.raw_updates import (
    ADMIN,
    ANN,
    BANNED,
    BOT_ID,
    CHANNEL,
    FILE,
    FORWARD,
    GAME,
    GROUP,
    ITEM,
    LIVE,
    MUTED,
    OTHER_BOT,
    OURS,
    PICTURE,
    PLACE,
    POLL,
    PRIVATE,
    SENT,
    STICKER,
    UNSEEN,
    US,
    Json,
    edited,
    member,
    message,
    post,
    tap,
    update,
    vote,
)

WHEN = datetime.fromtimestamp(SENT, UTC)
NOW = WHEN + timedelta(minutes=1)

DID: dict[str, tuple[Json, Raw]] = {
    "words": (message(text="I slept *badly*\n"), Wrote("I slept *badly*\n")),
    "a command": (message(text="/lesson"), Wrote("/lesson")),
    "an invitation": (message(text="/start K7QM29XWPT"), Wrote("/start K7QM29XWPT")),
    "a command by our name": (message(text="/start@coach_bot K7QM2"), Wrote("/start K7QM2")),
    "a command by our name alone": (message(text="/help@Coach_Bot"), Wrote("/help")),
    "an address that is no command": (message(text="/me@example.org"), Wrote("/me@example.org")),
    "a mention in words": (message(text="see /help@coach_bot"), Wrote("see /help@coach_bot")),
    "words to a message of ours": (message(text="fine", reply_to_message=OURS, quote={"text": "day"}), Wrote("fine")),
    "forwarded words": (message(text="help me", forward_origin=FORWARD), Wrote("help me")),
    "half a sign": (message(text="bad \ud83d end"), Wrote("bad ? end")),
    "a nought": (message(text="nought \0"), Wrote("nought \0")),
    "changed words": (edited(text="I want to die"), Sent("edit", "I want to die")),
    "a changed caption": (edited(photo=[PICTURE], caption="me"), Sent("edit", "me")),
    "a sticker": (message(sticker=STICKER), Sent("sticker")),
    "a voice": (message(voice={**FILE, "duration": 3}), Sent("voice")),
    "a voice with words": (message(voice={**FILE, "duration": 3}, caption="listen"), Sent("voice", "listen")),
    "a photo": (message(photo=[PICTURE]), Sent("photo")),
    "a photo with words": (message(photo=[PICTURE], caption="I give up"), Sent("photo", "I give up")),
    "a live photo": (message(live_photo={**PICTURE, "duration": 2}, photo=[PICTURE]), Sent("photo")),
    "a file": (message(document=FILE, caption="my plan"), Sent("file", "my plan", FileRef("file", "AgAD"))),
    "a file with a name and a size": (
        message(document={**FILE, "file_name": "rights-01.md", "file_size": 812}),
        Sent("file", "", FileRef("rights-01.md", "AgAD", 812)),
    ),
    "a file with a name and a size that are none": (
        message(document={**FILE, "file_name": 7, "file_size": -1}),
        Sent("file", "", FileRef("file", "AgAD")),
    ),
    "a file with an endless name": (
        message(document={**FILE, "file_name": "a" * 500 + ".md"}),
        Sent("file", "", FileRef("a" * 197 + ".md", "AgAD")),
    ),
    "a file with a name of odd signs": (
        message(document={**FILE, "file_name": "a\n\0\ud83d.md"}),
        Sent("file", "", FileRef("a???.md", "AgAD")),
    ),
    "a file that nobody can fetch": (message(document={"file_id": "no id"}, caption="look"), Sent("file", "look")),
    "a file that is none": (message(document="a file"), Sent("file")),
    "a video": (message(video={**PICTURE, "duration": 3}), Sent("video")),
    "a round video": (message(video_note={**FILE, "length": 9, "duration": 3}), Sent("video_note")),
    "an animation": (message(document=FILE, animation={**PICTURE, "duration": 3}), Sent("animation")),
    "music": (message(audio={**FILE, "duration": 3, "title": "Blue"}), Sent("audio")),
    "a place": (message(location=PLACE), Sent("location")),
    "a place that moves": (message(location=LIVE), Sent("location")),
    "a venue": (message(location=PLACE, venue={"location": PLACE, "title": "Café", "address": "1"}), Sent("venue")),
    "a contact": (message(contact={"phone_number": "1", "first_name": "Bo"}), Sent("contact")),
    "a poll": (message(poll=POLL), Sent("poll")),
    "dice": (message(dice={"emoji": "🎲", "value": 6}), Sent("dice")),
    "a story": (message(story={"id": 1, "chat": CHANNEL}), Sent("story")),
    "a game": (message(game=GAME), Sent("game")),
    "a checklist": (message(checklist={"title": "To do", "tasks": []}), Sent("checklist")),
    "paid media": (message(paid_media={"star_count": 1, "paid_media": []}, caption="look"), Sent("other", "look")),
    "an invoice": (message(invoice={"title": "Bill"}), Sent("other")),
    "a kind of tomorrow": (message(hologram={"depth": 3}, caption="look"), Sent("other", "look")),
    "something nobody can show": (message(), Sent("other")),
    "an item of an album with words": (message(**ITEM, caption="us"), Sent("photo", "us")),
    "a vote": (vote(2), Voted("poll:5008", 2)),
    "a vote from an older server": (
        update("poll_answer", {"poll_id": "5", "user": ANN, "option_ids": [0]}),
        Voted("poll:5", 0),
    ),
    "blocking": (member(PRIVATE, "kicked", **BANNED), Left()),
}

TAPPED: dict[str, tuple[Json, Pressed | None]] = {
    "ours": (tap(data="1z9.3"), Pressed("1z9", 3)),
    "on a message too old to see": (tap(data="1z9.3", message=UNSEEN), Pressed("1z9", 3)),
    "on a message that is gone": (tap(data="1z9.999", message=None), Pressed("1z9", 999)),
    "another's data": (tap(data="like:3"), None),
    "a place too far": (tap(data="1z9.1000"), None),
    "a token too long": (tap(data="a" * 13 + ".1"), None),
    "digits of another script": (tap(data="1.\u0663"), None),
    "a line more": (tap(data="1.1\n"), None),
    "a game": (tap(game_short_name="chess"), None),
    "in a group": (tap(data="1z9.3", message={**OURS, "chat": GROUP}), None),
}

GROUPED: dict[str, tuple[Json, Group]] = {
    "brought to a group": (member(GROUP, "member"), Group(-1001, "es")),
    "brought as an administrator": (member(CHANNEL, "administrator", **ADMIN), Group(-1002, "es")),
    "brought and muted": (member(GROUP, "restricted", **MUTED), Group(-1001, "es")),
    "words": (message(chat=GROUP, text="/start@coach_bot"), Group(-1001, "es")),
    "words in a small group": (message(chat={"id": -5, "type": "group", "title": "T"}, text="hi"), Group(-5, "es")),
    "changed words": (edited(chat=GROUP, text="hi"), Group(-1001, "es")),
    "somebody else comes": (message(chat=GROUP, new_chat_members=[ANN]), Group(-1001, "es")),
    "somebody else goes": (message(chat=GROUP, left_chat_member=ANN), Group(-1001, "es")),
    "a post": (post("channel_post", text="news"), Group(-1002, "")),
    "a changed post": (post("edited_channel_post", text="news"), Group(-1002, "")),
    "a guest's word": (post("guest_message", chat=GROUP, **{"from": ANN}, text="hi"), Group(-1001, "es")),
}

NOTHING: dict[str, Json] = {
    "a place that moved": edited(location=LIVE),
    "another bot's words": message(text="hi", **{"from": OTHER_BOT}),
    "our own words": message(text="hi", **{"from": US}),
    "another bot in a group": message(chat=GROUP, text="hi", **{"from": OTHER_BOT}),
    "a pinned message": message(pinned_message=OURS),
    "a timer": message(message_auto_delete_timer_changed={"message_auto_delete_time": 60}),
    "leave to write": message(write_access_allowed={}),
    "a background": message(chat_background_set={"type": {"type": "chat_theme", "theme_name": "x"}}),
    "people to share": message(users_shared={"request_id": 1, "users": []}),
    "a payment": message(successful_payment={"currency": "XTR", "total_amount": 1}),
    "a gift": message(gift={"gift": {}}),
    "a giveaway": message(giveaway={"chats": []}),
    "a vote taken back": vote(),
    "a vote for two": vote(0, 1),
    "a vote by a chat": vote(1, voter_chat=CHANNEL),
    "a vote by nobody": update("poll_answer", {"poll_id": "5", "option_ids": [0]}),
    "a vote for nothing": vote(-1),
    "a poll's state": update("poll", POLL),
    "unblocking": member(PRIVATE, "member"),
    "being thrown out of a group": member(GROUP, "kicked", **BANNED),
    "leaving a group": member(GROUP, "left"),
    "muted and outside": member(GROUP, "restricted", **{**MUTED, "is_member": False}),
    "a group says that we came": message(chat=GROUP, new_chat_members=[US]),
    "a group says that we went": message(chat=GROUP, left_chat_member=US),
    "a group made with us": message(chat=GROUP, group_chat_created=True),
    "a group that is another now": message(chat=GROUP, migrate_to_chat_id=-1009),
    "words to a business": update("business_message", {"message_id": 1, "date": SENT, "chat": PRIVATE, "text": "hi"}),
    "a guest's word in a chat of two": post("guest_message", chat=PRIVATE, text="hi"),
    "a chat of a kind unknown": message(chat={"id": 3, "type": "sphere"}, text="hi"),
    "a kind unknown": update("telepathy", {"from": ANN}),
    "a message without a chat": update("message", {"message_id": 7, "date": SENT, "text": "hi"}),
    "a person whose id is words": message(chat={"id": "42", "type": "private"}, text="hi"),
    "an id past every number": message(chat={"id": 10**30, "type": "private"}, text="hi"),
    "a number missing": {"message": message(text="hi")["message"]},
    "nothing": {},
}


def read(raw: Json) -> Came:
    return came(raw, "telegram:main", BOT_ID, NOW)


@pytest.mark.parametrize(("raw", "did"), DID.values(), ids=DID.keys())
def test_what_a_person_does_in_a_private_chat_is_an_update(raw: Json, did: Raw) -> None:
    something = read(raw)
    assert something == Came(something.update, album=something.album)
    assert something.update
    assert (something.update.raw, something.update.address) == (did, "42")
    assert (something.update.account, something.update.external_id) == ("telegram:main", "700:11")


@pytest.mark.parametrize(("raw", "tapped"), TAPPED.values(), ids=TAPPED.keys())
def test_every_tap_is_told_that_it_arrived_and_only_ours_means_something(raw: Json, tapped: Pressed | None) -> None:
    expected = tapped and Update("telegram:main", "700:11", "42", tapped, NOW)
    assert read(raw) == Came(expected, callback="4382")


@pytest.mark.parametrize(("raw", "group"), GROUPED.values(), ids=GROUPED.keys())
def test_a_group_that_we_hear_from_is_a_group_to_leave(raw: Json, group: Group) -> None:
    assert read(raw) == Came(group=group)


@pytest.mark.parametrize("raw", NOTHING.values(), ids=NOTHING.keys())
def test_what_nobody_did_is_nothing(raw: Json) -> None:
    assert read(raw) == Came()


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        (message(text="hi"), WHEN),
        (edited(text="hi"), WHEN + timedelta(seconds=5)),
        (member(PRIVATE, "kicked", **BANNED), WHEN),
        (vote(1), NOW),
        (tap(data="1.1"), NOW),
        (message(text="from tomorrow", date=SENT + 86_400), NOW),
        (message(text="from never", date=0), NOW),
    ],
)
def test_it_happened_when_telegram_says_and_never_after_now(raw: Json, at: datetime) -> None:
    something = read(raw).update
    assert something
    assert something.at == at


def test_the_items_of_an_album_are_one_but_words_among_them_are_read() -> None:
    items = [
        {**message(**ITEM), "update_id": 21},
        {**message(**ITEM, caption="us"), "update_id": 22},
        {**message(**ITEM), "update_id": 23},
    ]
    names = [one.update.external_id for one in map(read, items) if one.update]
    assert names == ["700:album:139", "700:22", "700:album:139"]
    assert {one.album for one in map(read, items)} == {"139"}


def test_we_ask_for_what_we_read_and_telegram_knows_it() -> None:
    assert set(ALLOWED) == {"message", "edited_message", "callback_query", "poll_answer", "my_chat_member"}
    assert set(ALLOWED) <= set(telegram.Update.ALL_TYPES)


def test_every_kind_of_message_that_the_library_knows_is_somebodys_or_nobodys() -> None:
    about = {
        "text",
        "effect_id",
        "business_connection_id",
        "sender_boost_count",
        "sender_business_bot",
        "reply_to_story",
        "suggested_post_info",
    }
    unread = {"invoice", "paid_media"}
    assert {str(kind.value) for kind in MessageType} - KINDS.keys() - SERVICE == about | unread
    assert not KINDS.keys() & SERVICE
