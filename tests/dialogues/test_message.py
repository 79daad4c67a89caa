"""Text: a little markup, parsed once, into which no learner word can bring any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.message import Buttons, Choice, Message, Quiz, Scale, Span, Style, Text

TRICKY = st.text(alphabet=st.sampled_from("*_{}ab \n\\"), max_size=40) | st.text(max_size=40)
WORD = st.text(alphabet="abc xyz.,'", min_size=1, max_size=12).filter(lambda words: words.strip() == words)


def spans(markup: str) -> list[tuple[str, str]]:
    return [(span.style.value, span.words) for span in Text.parse(markup).spans]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", []),
        ("plain", [("plain", "plain")]),
        ("a **b** c", [("plain", "a "), ("bold", "b"), ("plain", " c")]),
        ("_a_ b", [("italic", "a"), ("plain", " b")]),
        ("**a**_b_", [("bold", "a"), ("italic", "b")]),
        ("**a****b**", [("bold", "a"), ("bold", "b")]),
        ("snake_case_name", [("plain", "snake_case_name")]),
        ("2 * 3 ** 4", [("plain", "2 * 3 ** 4")]),
        ("**a\nb**", [("plain", "**a\nb**")]),
        ("_a\nb_", [("plain", "_a\nb_")]),
        ("**a", [("plain", "**a")]),
        ("____", [("plain", "____")]),
        ("(_a_)", [("plain", "("), ("italic", "a"), ("plain", ")")]),
    ],
)
def test_only_whole_marks_on_one_line_are_markup(markup: str, expected: list[tuple[str, str]]) -> None:
    assert spans(markup) == expected


@given(st.lists(st.tuples(st.sampled_from(list(Style)), WORD), max_size=6))
def test_what_is_written_as_markup_is_read_as_the_same_spans(written: list[tuple[Style, str]]) -> None:
    marks = {Style.plain: "", Style.bold: "**", Style.italic: "_"}
    markup = "|".join(f"{marks[style]}{words}{marks[style]}" for style, words in written)
    text = Text.parse(markup)
    assert text.words == "|".join(words for _, words in written)
    styled = [(span.style, span.words) for span in text.spans if span.style is not Style.plain]
    assert styled == [(style, words) for style, words in written if style is not Style.plain]


@given(TRICKY)
def test_parsing_never_fails_and_leaves_no_empty_span(markup: str) -> None:
    text = Text.parse(markup)
    assert all(span.words for span in text.spans)
    marked = sum(
        len(span.words) + (4, 2)[span.style is Style.italic] for span in text.spans if span.style is not Style.plain
    )
    assert len(markup) == marked + sum(len(span.words) for span in text.spans if span.style is Style.plain)


@given(TRICKY)
def test_words_taken_literally_are_one_plain_span_however_they_look(words: str) -> None:
    text = Text.of(words)
    assert text.words == words
    assert text.spans == ((Span(words),) if words else ())


@given(value=TRICKY, other=TRICKY)
def test_a_filled_in_value_brings_no_style_and_no_further_place(value: str, other: str) -> None:
    template = Text.parse("Hi **{name}**, _{other}_ {name}{missing}")
    filled = template.fill({"name": value, "other": other})
    assert [span.style for span in filled.spans] == [span.style for span in template.spans]
    assert filled.words == f"Hi {value}, {other} {value}{{missing}}"


@given(TRICKY)
def test_filling_nothing_changes_nothing(markup: str) -> None:
    assert Text.parse(markup).fill({}) == Text.parse(markup)


@given(TRICKY, TRICKY)
def test_texts_are_joined_without_changing_either(one: str, other: str) -> None:
    joined = Text.parse(one) + Text.of(other)
    assert joined.spans == (*Text.parse(one).spans, *Text.of(other).spans)


@pytest.mark.parametrize("reply", [None, Buttons((Choice("a", "A"),)), Scale((Choice("1", "1"),))])
def test_a_message_lists_what_may_be_tapped(reply: Buttons | Scale | None) -> None:
    assert Message(Text.of("hi"), reply=reply).choices == (reply.choices if reply else ())


def test_a_quiz_may_be_tapped_too() -> None:
    choices = (Choice("a", "A"), Choice("b", "B"))
    assert Message(Text.of("hi"), reply=Quiz(choices, "a", "because")).choices == choices
