"""Texts of any length and style become parts that Slack has room for, and nothing that can be seen gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.cutting import is_visible, parts, shortened, units
from dialogues.message import Span, Style, Text

SIGNS = st.sampled_from([*"ab. \n\n!é_*&<", "🌱", "👍🏽", "👩‍👧", "🇳🇴", "e\u0301", "\u200b", "\u00a0", "。"])
WORDS = st.lists(SIGNS | st.characters(codec="utf-8"), max_size=60).map("".join)
TEXTS = st.lists(st.builds(Span, WORDS, st.sampled_from(Style)), max_size=8).map(tuple).map(Text)


def seen(*texts: Text) -> list[tuple[str, Style]]:
    return [(sign, span.style) for text in texts for span in text.spans for sign in span.words if is_visible(sign)]


@given(TEXTS, st.integers(min_value=2, max_value=80))
def test_every_part_fits_and_the_parts_say_all_that_can_be_seen_in_its_style(text: Text, limit: int) -> None:
    cut = parts(text, limit)
    assert all(1 <= units(part.words) <= limit for part in cut)
    assert all(part.words == part.words.strip() and is_visible(part.words) for part in cut)
    assert all(span.words for part in cut for span in part.spans)
    assert seen(*cut) == seen(text)


@pytest.mark.parametrize(
    ("words", "limit", "cut"),
    [
        ("One. Two.\n\nThree.\nFour.", 18, ["One. Two.", "Three.\nFour."]),
        ("One. Two.\n  \nThree.\nFour.", 18, ["One. Two.", "Three.\nFour."]),
        ("One. Two.\nThree. Four.", 18, ["One. Two.", "Three. Four."]),
        ("One. Two three. Four.", 18, ["One. Two three.", "Four."]),
        ("She said “no.” He went.", 20, ["She said “no.”", "He went."]),
        ("一二。三四五。六", 7, ["一二。三四五。", "六"]),
        ("one two three", 9, ["one two", "three"]),
        ("call 116\u00a0123 now", 10, ["call", "116\u00a0123", "now"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("abc\n\n\n\ndef", 3, ["abc", "def"]),
        ("  \n abc \n ", 3, ["abc"]),
        ("🌱🌱🌱", 3, ["🌱", "🌱", "🌱"]),
        ("abe\u0301", 3, ["ab", "e\u0301"]),
        ("ab👍🏽", 4, ["ab", "👍🏽"]),
        ("a👩‍👧b", 5, ["a", "👩‍👧", "b"]),
        ("a🇳🇴🇸🇪", 7, ["a🇳🇴", "🇸🇪"]),
        ("ab1\ufe0f\u20e3", 4, ["ab", "1\ufe0f\u20e3"]),
        ("a" + "\u0301" * 50, 40, ["a" + "\u0301" * 39, "\u0301" * 11]),
        ("🌱", 1, ["🌱"]),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(words: str, limit: int, cut: list[str]) -> None:
    assert [part.words for part in parts(Text.of(words), limit)] == cut


def test_a_short_first_paragraph_does_not_stand_alone_before_a_long_one() -> None:
    assert [part.words for part in parts(Text.of("So.\n\none two three four"), 12)] == ["So.\n\none two", "three four"]


@pytest.mark.parametrize("words", ["", " ", "\n\n", "\u200b\u200d", "\u00a0", "\u202e \u2066"])
def test_where_nothing_can_be_seen_there_is_no_part(words: str) -> None:
    assert parts(Text.parse(words) + Text((Span(words, Style.bold),)), 40) == ()


def test_a_style_goes_on_in_the_next_part() -> None:
    text = Text((Span("🌱 So "), Span("very  long", Style.bold), Span(" indeed")))
    assert parts(text, 12) == (
        Text((Span("🌱 So "), Span("very", Style.bold))),
        Text((Span("long", Style.bold), Span(" indeed"))),
    )


@given(WORDS, st.integers(min_value=1, max_value=40))
def test_what_is_shortened_fits_and_is_the_beginning(words: str, limit: int) -> None:
    def heavy(said: str) -> int:
        return units(said) + 4 * said.count("&")

    short = shortened(words, limit, heavy)
    assert heavy(short) <= limit
    assert short == words or (short.endswith("…") and short.removesuffix("…") in words)


@pytest.mark.parametrize(
    ("words", "limit", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("One. Two three four", 16, "One. Two three…"),
        ("abcdefgh", 4, "abc…"),
        ("👍🏽👍🏽", 6, "👍🏽…"),
        ("👍🏽👍🏽", 1, "…"),
        ("\u200b" * 9, 4, "…"),
    ],
)
def test_what_is_shortened_ends_with_a_whole_word_and_dots(words: str, limit: int, short: str) -> None:
    assert shortened(words, limit) == short
