"""Slack's markup is undone to what the person typed, and its ids and times are read with care."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.reading import key_in, moment, name_in, plain, stamp_in, token_in, whole, without_us

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
THEN = datetime(2027, 1, 15, 8, tzinfo=UTC)

TYPED = {
    "I slept *badly* and _long_ ~no~ `x`\n": "I slept *badly* and _long_ ~no~ `x`\n",
    "at 10:30, :cry: 1) 2.": "at 10:30, :cry: 1) 2.",
    "1 &lt; 2 &amp;&amp; 3 &gt; 2": "1 < 2 && 3 > 2",
    "&amp;lt; and &quot;": "&lt; and &quot;",
    "I asked <@U1>": "I asked @someone",
    "I asked <@U1|bo>": "I asked @bo",
    "I asked <@W1|@bo>": "I asked @bo",
    "in <#C1|general>": "in #general",
    "in <#C1|>": "in #channel",
    "in <#C1>": "in #channel",
    "see <https://example.org/a?b=1&amp;c=2>": "see https://example.org/a?b=1&c=2",
    "see <http://example.org|example.org>": "see example.org",
    "see <https://example.org|a &lt;b&gt;>": "see a <b>",
    "to <mailto:bo@example.org|bo@example.org>": "to bo@example.org",
    "to <mailto:bo@example.org>": "to bo@example.org",
    "call <tel:5551234|555 1234>": "call 555 1234",
    "call <tel:5551234>": "call 5551234",
    "<!here> help": "@here help",
    "<!here|here> and <!channel|@channel>": "@here and @channel",
    "<!everyone>": "@everyone",
    "<!subteam^S1|@helpers>": "@helpers",
    "<!subteam^S1>": "@someone",
    "<!date^1392734382^{date} at {time}|18 Feb 2014>": "18 Feb 2014",
    "<!date^1392734382^{date}^https://example.org|soon>": "soon",
    "&lt;@U1&gt; &lt;!here&gt;": "<@U1> <!here>",
    "<>": "<>",
    "< a": "< a",
    "a > b < c > d": "a > b < c > d",
    "bad \ud83d end": "bad ? end",
    "nought \0": "nought \0",
    "": "",
}


@pytest.mark.parametrize(("text", "words"), TYPED.items())
def test_words_are_as_the_person_typed_them(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize("text", [None, 5, True, ["a"], {"a": "b"}])
def test_what_is_no_text_has_no_words(text: object) -> None:
    assert plain(text) == whole(text) == without_us(text, "U0COACH") == ""


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_whatever_is_typed_comes_back_as_it_was(typed: str) -> None:
    assert plain(html.escape(typed, quote=False)) == typed


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_kept(text: str) -> None:
    plain(text).encode()
    whole(text).encode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0COACH> I need help", "I need help"),
        ("hello <@U0COACH|coach>, help <@U1|bo> &amp; me", "hello , help @bo & me"),
        ("<@U0COACH> <@U0COACH>", ""),
        ("&lt;@U0COACH&gt;", "<@U0COACH>"),
        (" no name in it\n", " no name in it\n"),
    ],
)
def test_our_own_name_is_taken_out_and_no_other(text: str, words: str) -> None:
    assert without_us(text, "U0COACH") == words


def test_where_we_do_not_know_who_we_are_the_first_name_is_ours() -> None:
    assert without_us("<@U0COACH> ask <@U1|bo>", "") == "ask @bo"


@pytest.mark.parametrize(
    ("stamps", "at"),
    [
        (("1800000000.000200",), THEN + timedelta(microseconds=200)),
        (("1800000000",), THEN),
        ((1_800_000_000,), THEN),
        (("1800000000.5",), THEN + timedelta(milliseconds=500)),
        (("1800000000.123456789",), THEN + timedelta(microseconds=123456)),
        ((None, "soon", True, 1.5, "1800000000"), THEN),
        (("1800086400",), NOW),
        (("99999999999",), NOW),
        (("0",), NOW),
        (("0.000000", "1800000000"), NOW),
        (("1800000000.0.0",), NOW),
        (("-1",), NOW),
        (("\u0661800000000",), NOW),
        ((), NOW),
    ],
)
def test_a_time_is_slacks_own_and_never_after_now_or_long_ago(stamps: tuple[object, ...], at: datetime) -> None:
    assert moment(stamps, NOW) == at


def test_an_id_is_an_id_and_nothing_else() -> None:
    holder: dict[str, object] = {"id": "U042ANN", "long": "U" * 33, "small": "u1", "line": "U1\n", "one": 1, "none": ""}
    assert [name for name in [*holder, "missing"] if name_in(holder, name)] == ["id"]


def test_keys_tokens_and_stamps_are_bounded() -> None:
    key, long = {"it": "1.2-x_Z"}, {"it": "x" * 101}
    assert key_in(key, "it") == "1.2-x_Z"
    assert key_in(long, "it") == key_in({"it": "a b"}, "it") == key_in({"it": None}, "it") == ""
    assert token_in({"it": "1z9"}, "it") == "1z9"
    assert token_in({"it": "1Z9"}, "it") == token_in({"it": "a" * 13}, "it") == ""
    assert stamp_in({"it": "1800000000.000200"}, "it") == "1800000000.000200"
    assert stamp_in({"it": "x"}, "it") == stamp_in({}, "it") == ""
