"""Texts of any length and style become parts that Telegram takes, and nothing that can be seen gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.channels.telegram import limits
from bot.channels.telegram.cutting import Part, is_visible, parts, units
from dialogues.message import Span, Style, Text

SIGNS = st.sampled_from([*"ab. \n\n!é_*", "🌱", "👍🏽", "👩‍👧", "🇳🇴", "e\u0301", "\u200b", "\u00a0", "。"])
WORDS = st.lists(SIGNS | st.characters(codec="utf-8"), max_size=60).map("".join)
TEXTS = st.lists(st.builds(Span, WORDS, st.sampled_from(Style)), max_size=8).map(tuple).map(Text)
STYLES = {MessageEntity.BOLD: Style.bold, MessageEntity.ITALIC: Style.italic}


@given(TEXTS, st.integers(min_value=2, max_value=80))
def test_every_part_fits_and_the_parts_say_all_that_can_be_seen_in_its_style(text: Text, limit: int) -> None:
    cut = parts(text, limit)
    assert all(1 <= units(part.words) <= limit for part in cut)
    assert all(part.words == part.words.strip() and is_visible(part.words) for part in cut)
    told = [(sign, style) for span in text.spans for sign in span.words for style in [span.style] if is_visible(sign)]
    assert [one for part in cut for one in seen(part)] == told


@given(TEXTS, st.integers(min_value=2, max_value=80))
def test_an_entity_lies_within_its_part_and_never_begins_or_ends_inside_a_pair(text: Text, limit: int) -> None:
    for part in parts(text, limit):
        for entity in part.entities:
            encoded = part.words.encode("utf-16-le")
            stretch = encoded[2 * entity.offset : 2 * (entity.offset + entity.length)]
            assert len(stretch) == 2 * entity.length > 0
            assert stretch.decode("utf-16-le").strip() == stretch.decode("utf-16-le")  # half a pair does not decode


@pytest.mark.parametrize(
    ("words", "limit", "cut"),
    [
        ("One. Two.\n\nThree.\nFour.", 20, ["One. Two.", "Three.\nFour."]),
        ("One. Two.\n  \nThree.\nFour.", 20, ["One. Two.", "Three.\nFour."]),
        ("One. Two.\nThree. Four.", 20, ["One. Two.", "Three. Four."]),
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
        ("a" + "\u0301" * 50, 40, ["a" + "\u0301" * 39, "\u0301" * 11]),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(words: str, limit: int, cut: list[str]) -> None:
    assert [part.words for part in parts(Text.of(words), limit)] == cut


@pytest.mark.parametrize("words", ["", " ", "\n\n", "\u200b\u200d", "\u00a0", "\u202e \u2066"])
def test_where_nothing_can_be_seen_there_is_no_part(words: str) -> None:
    assert parts(Text.parse(words) + Text((Span(words, Style.bold),)), 40) == ()


def test_a_style_goes_on_in_the_next_part() -> None:
    text = Text((Span("🌱 So "), Span("very  long", Style.bold), Span(" indeed")))
    assert [(part.words, counted(part)) for part in parts(text, 12)] == [
        ("🌱 So very", [("bold", 6, 4)]),
        ("long indeed", [("bold", 0, 4)]),
    ]


def test_spans_of_one_style_are_one_entity() -> None:
    text = Text((Span("a", Style.italic), Span("b", Style.italic), Span("c"), Span(" ", Style.bold), Span("d")))
    assert counted(parts(text, 40)[0]) == [("italic", 0, 2)]


def test_of_more_styles_than_telegram_shows_the_words_stay() -> None:
    [part] = parts(Text((Span("b", Style.bold), Span("-")) * 101), limits.TEXT)
    assert part.words == "b-" * 101
    assert len(part.entities) == limits.ENTITIES == 100


@pytest.mark.parametrize(("words", "count"), [("a" * 4096, 1), ("a" * 4097, 2), ("🌱" * 2048, 1), ("🌱" * 2049, 2)])
def test_a_text_is_counted_as_telegram_counts_it(words: str, count: int) -> None:
    assert len(parts(Text.of(words), limits.TEXT)) == count


def seen(part: Part) -> list[tuple[str, Style]]:
    """What can be seen of a part, each sign with the style in which Telegram would show it."""
    shown, at = [], 0
    for sign in part.words:
        inside = [one for one in part.entities if one.offset <= at < one.offset + one.length]
        if is_visible(sign):
            shown.append((sign, STYLES[inside[0].type] if inside else Style.plain))
        at += units(sign)
    return shown


def counted(part: Part) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in part.entities]
