"""Whatever Slack sends, reading it ends well: in something that can be kept, or in nothing."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.slack.updates import Came, came
from bot.domain.update import Filled, Sent, Update, Wrote
from bot.store.codec import RAWS
from tests.bot.channels.slack.raw_slack import (
    ANN,
    OURS,
    PREVIEW,
    TEAM,
    Json,
    changed,
    command,
    event,
    file,
    mention,
    message,
    page_tap,
    sent_in,
    shortcut,
    tap,
)

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
FIELDS = {
    "words": {"type": "plain_text_input", "value": "hi"},
    "one": {"selected_option": {"value": "1"}},
    "many": {"selected_options": [{"value": "1"}, {"value": "2"}]},
}
REAL = [
    message(text="hi"),
    message(text="hi", attachments=[PREVIEW]),
    file("image/png"),
    changed("a", "b"),
    mention("<@U0COACH> hi"),
    tap("tap.1", "1z9.1"),
    tap("open.note", "1z9"),
    page_tap("/settings"),
    sent_in("checkin", FIELDS),
    command("quiz"),
    shortcut(OURS),
    event("app_home_opened", user=ANN, tab="home"),
    event("tokens_revoked", tokens={"bot": ["U1"]}),
]
BESIDE = ["blocks", "client_msg_id", "edited", "reactions", "parent_user_id", "attachments", "metadata", "future"]

characters = st.characters(exclude_categories=())
texts = st.text(characters, max_size=20) | st.sampled_from(
    [TEAM, ANN, "message", "im", "1z9.1", "/lesson", "1.0", "D0"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12
)
NAMES = sorted({name for body in REAL for name in body})


def read(body: Json) -> Came:
    """What it is to us, which must be something that can be kept."""
    something = came(body, NOW)
    for one in (something.update, something.window and something.window.instead):
        if one:
            kept(one)
    for name in (something.team, something.user, something.dm, something.thread, something.home):
        assert name.isascii()
    assert something.says in ("", "help", "answered", "not_mine")
    return something


def kept(one: Update) -> None:
    assert RAWS.load(RAWS.dump(one.raw)) == one.raw
    assert one.at <= NOW
    assert one.address.isalnum()
    assert one.external_id.isascii()
    assert one.external_id.isprintable()
    if isinstance(one.raw, Wrote | Sent | Filled):
        one.raw.words.encode()  # half a sign would raise
    if isinstance(one.raw, Filled):
        assert all(value.strip() for value in one.raw.fields.values())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES) | texts, anything, max_size=6))
def test_any_json_is_something_or_nothing(body: Json) -> None:
    read(body)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_real_request_with_a_strange_part_is_something_or_nothing(drawn: st.DataObject) -> None:
    body = copy.deepcopy(dict(drawn.draw(st.sampled_from(REAL))))
    for _ in range(drawn.draw(st.integers(1, 3))):
        where, name = drawn.draw(st.sampled_from(list(places(body))))
        where[name] = drawn.draw(anything)
        if where is not body and drawn.draw(st.booleans()):
            del where[name]
    read(body)


@settings(deadline=None)
@given(st.text(characters, min_size=1), st.dictionaries(st.sampled_from(BESIDE), anything))
def test_words_are_read_whatever_else_stands_beside_them(words: str, beside: Json) -> None:
    typed = f"I {words}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    something = read(message(**beside, text=typed)).update
    assert something
    assert something.raw == Wrote(f"I {words}".encode("utf-8", "replace").decode())


@settings(deadline=None)
@given(st.text(characters, min_size=1, max_size=300))
def test_what_was_filled_in_is_read_as_it_was_typed(words: str) -> None:
    something = read(sent_in("note", {"words": {"type": "plain_text_input", "value": f"I {words}"}})).update
    assert something
    assert something.raw == Filled("note", {"words": f"I {words}".encode("utf-8", "replace").decode()}, "1z9")


def test_a_pit_without_end_is_nothing_or_what_stands_before_it() -> None:
    pit: object = {}
    for _ in range(5_000):
        pit = {"message": pit, "value": pit}
    assert read({**message(text="hi"), "event": pit}) == Came(TEAM)
    assert read(sent_in("note", {"words": pit})).update is not None


def places(part: object) -> Iterator[tuple[dict[str, object], str]]:
    """Every place in a request where something stands under a name."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield part, name
            yield from places(value)
    elif isinstance(part, list):
        for value in part:
            yield from places(value)
