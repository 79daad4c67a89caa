"""Whatever Telegram sends, reading it ends well: in something that can be kept, or in nothing."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.updates import Came, came
from bot.domain.update import Sent, Wrote
from bot.store.codec import RAWS
from tests.bot.channels.telegram.raw_updates import (
    ANN,
    BANNED,
    BOT_ID,
    GROUP,
    ITEM,
    OURS,
    POLL,
    PRIVATE,
    Json,
    edited,
    member,
    message,
    post,
    tap,
    vote,
)

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
REAL = [
    message(text="hi", reply_to_message=OURS),
    message(**ITEM),
    message(poll=POLL),
    edited(text="hi"),
    tap(data="1.1"),
    vote(1),
    member(PRIVATE, "kicked", **BANNED),
    member(GROUP, "member"),
    message(chat=GROUP, left_chat_member=ANN),
    post("channel_post", text="news"),
]
# Beside these stands what says who, where and when; without that there is nothing to answer.
FIELDS = [
    "reply_to_message",
    "entities",
    "quote",
    "forward_origin",
    "link_preview_options",
    "via_bot",
    "reply_markup",
    "external_reply",
    "sender_chat",
    "checklist",
    "photo",
    "sticker",
    "media_group_id",
    "future",
]

characters = st.characters(exclude_categories=())
texts = st.text(characters, max_size=20) | st.sampled_from(["private", "kicked", "member", "1.1", "message", "/a@b"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12
)
KINDS = ["update_id", *{kind for raw in REAL for kind in raw if kind != "update_id"}, "poll", "inline_query", "odd"]


def read(raw: Json) -> Came:
    """What it is to us, which must be something that can be kept."""
    something = came(raw, "telegram:main", BOT_ID, NOW)
    if something.update:
        one = something.update
        assert RAWS.load(RAWS.dump(one.raw)) == one.raw
        assert one.at <= NOW
        assert one.address.lstrip("-").isdigit()
        assert one.external_id.isascii()
        assert one.external_id.isprintable()
        if isinstance(one.raw, Wrote | Sent):
            one.raw.words.encode()  # half a sign would raise
    if something.group:
        assert isinstance(something.group.chat, int)
        something.group.language.encode()
    assert something.callback.isascii()
    return something


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KINDS) | texts, anything, max_size=4))
def test_any_json_is_something_or_nothing(raw: Json) -> None:
    read(raw)


@settings(deadline=None)
@given(st.data())
def test_a_real_update_with_a_strange_part_is_something_or_nothing(drawn: st.DataObject) -> None:
    raw = copy.deepcopy(drawn.draw(st.sampled_from(REAL)))
    for _ in range(drawn.draw(st.integers(1, 3))):
        where, name = drawn.draw(st.sampled_from(list(places(raw))))
        where[name] = drawn.draw(anything)
        if where is not raw and drawn.draw(st.booleans()):
            del where[name]
    read(raw)


@settings(deadline=None)
@given(st.text(characters, min_size=1), st.dictionaries(st.sampled_from(FIELDS), anything))
def test_words_are_read_whatever_else_stands_beside_them(words: str, beside: Json) -> None:
    something = read(message(**beside, text=f"I {words}")).update
    assert something
    assert something.raw == Wrote(f"I {words}".encode("utf-8", "replace").decode())


@settings(deadline=None)
@given(st.sampled_from(["photo", "voice", "odd"]), anything, st.dictionaries(st.sampled_from(FIELDS), anything))
def test_words_beside_a_picture_are_read_whatever_the_picture_is(kind: str, held: object, beside: Json) -> None:
    something = read(message(**{**beside, kind: held}, caption="I give up")).update
    assert something
    assert isinstance(something.raw, Sent)
    assert something.raw.words == "I give up"


def test_a_pit_without_end_is_nothing() -> None:
    pit: object = {}
    for _ in range(5_000):
        pit = {"chat": pit, "message": pit}
    assert read({"update_id": 11, "callback_query": pit}) == Came()


def places(part: object) -> Iterator[tuple[dict[str, object], str]]:
    """Every place in an update where something stands under a name."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield part, name
            yield from places(value)
    elif isinstance(part, list):
        for value in part:
            yield from places(value)
