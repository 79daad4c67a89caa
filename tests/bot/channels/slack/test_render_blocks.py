"""The blocks that pages and windows are made of too."""

from bot.channels.slack.blocks import escaped, plain_text, taps_of, words_of
from dialogues.message import Span, Style, Text


def test_spans_of_one_style_are_one_element_and_plain_words_have_no_style() -> None:
    text = Text((Span("a", Style.italic), Span("b", Style.italic), Span("c"), Span("d", Style.bold)))
    [block] = words_of(text)
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "ab", "style": {"italic": True}},
        {"type": "text", "text": "c"},
        {"type": "text", "text": "d", "style": {"bold": True}},
    ]


def test_a_long_text_is_several_blocks_cut_between_paragraphs() -> None:
    blocks = words_of(Text.of("a" * 2000 + "\n\n" + "b" * 2000))
    read = [block["elements"][0]["elements"][0]["text"] for block in blocks]
    assert read == ["a" * 2000, "b" * 2000]


def test_where_there_is_nothing_to_show_there_is_no_block() -> None:
    assert words_of(Text.of(" \n")) == ()
    assert taps_of(()) == ()


def test_plain_words_are_shortened_and_never_empty() -> None:
    assert plain_text("one two three", 9) == {"type": "plain_text", "text": "one two…", "emoji": True}
    assert plain_text("\u200b", 9)["text"] == "…"


def test_escaped_words_are_read_as_they_were() -> None:
    assert escaped("a & b < c > d &lt;") == "a &amp; b &lt; c &gt; d &amp;lt;"
