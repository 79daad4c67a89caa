"""Every file that cannot be read is refused with its line, the reason and the way to mend it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loading import ContentBroken, parse

LESSON, ITEMS, ACTS = "en/lessons/rights/rights-01.md", "en/items/rights.yaml", "en/acts.yaml"
PHRASES, NORWAY = "en/phrases/lesson.yaml", "crisis_lines/no.yaml"
ONLY = "Use paragraphs, **bold**, _italic_ and simple lists, nothing else."
PLAIN = "Write it out in full; content uses only lists, `key: value` and words."
QUOTE = 'Mind the indentation, and put words that hold ": " or begin with a sign such as { [ * & ! in "double quotes".'
SEE = "docs/content.md shows what belongs here."
FORM = "Ids have small letters, digits, - . _; languages are like `en`, countries like `US`."
KEYS = "Write keys below it; docs/content.md shows which."
UNKNOWN = "Mend its spelling or remove it; docs/content.md lists the keys."
SHELF = "Give one of the two another name, or remove it."
LOST = "Put it where docs/content.md says, or take it out of the library."
LIST = "Begin each entry with `- `, or write [one, two]."
EMPTY = "Write the words, or remove the key if it may be left out."
MOVE = "Move it to lessons/rights/rights-02.md, or mend `id` and `competency`."
HEADINGS = "Use only `## Try it` and `## Think about it`; make a line **bold** instead."
QUOTED = 'Put the words in "double quotes".'

CHANGED = [
    # keys and types
    (ITEMS, "  question: What do you say first?\n", "", "1: `question` is missing. Add a line `question: ...`."),
    (ITEMS, "      feedback: Yes. Now Sam can choose.\n", "", "7: `feedback` is missing. Add a line `feedback: ...`."),
    (ITEMS, "  question:", "  qestion: a\n  question:", f"5: `qestion` is not a key that belongs here. {UNKNOWN}"),
    (ITEMS, "question: What do you say first?", "question:", f"5: `question` is empty. {EMPTY}"),
    (ITEMS, "question: What do you say first?", "question: [a]", f"5: `question` should be words. {QUOTED}"),
    (ITEMS, "sources: [own]", "sources: own", f"14: `sources` should be a list. {LIST}"),
    (ITEMS, "2026-11-22", "22.11.2026", f"15: `written_on` should be a day such as 2026-11-22. {SEE}"),
    (ITEMS, "2026-11-22", "2026-13-22", f"15: `written_on` month must be in 1..12. {SEE}"),
    (ITEMS, "2026-11-22", "[2026]", f"15: `written_on` should be a day such as 2026-11-22. {SEE}"),
    (ITEMS, "2026-11-22", "2026-11-22\n  verified_on: [2026]", f"16: `verified_on` should be a day such as 2026-11-22. {SEE}"),
    (ITEMS, "  question:", "  '{x}': a\n  question:", f"5: `{{x}}` is not a key that belongs here. {UNKNOWN}"),
    (ITEMS, "correct: true", "correct: perhaps", "8: `correct` should be true or false. Write `true` or `false`."),
    (ITEMS, "health_topics: [16]", "health_topics: [many]", "3: `health_topics` should be a whole number. Write digits only."),
    (ITEMS, "id: rights-q01", "id: Rights Q1", f"1: `id` has a form that is not allowed. {FORM}"),
    (ITEMS, "id: rights-q01", "id: " + "a" * 61, "1: `id` is too long for an id. Use at most 60 signs."),
    ("sources.yaml", "mark: V", "mark: X", "8: `mark` is not one of the words allowed here. Write 'V', 'M' or 'I'."),
    ("framework.yaml", "competencies:", "competences:", "1: `competencies` is missing. Add a line `competencies: ...`."),
    ("plan.yaml", "lessons:\n", "", f"1: this entry should hold keys and values. {KEYS}"),
    (NORWAY, "{en: Norway}", "Norway", f"2: `name` should hold keys and values. {KEYS}"),
    (NORWAY, "{en: Norway}", "{en: Kingdom, Norway}", f"2: `Norway` has a form that is not allowed. {FORM}"),
    (ACTS, "[low_energy, heavy_load]", "[sleepy]",
     "3: `fits` is not one of the words allowed here. Write 'low_energy', 'heavy_load', 'steady' or 'good'."),
    (NORWAY, 'code: "NO"', "code: SE", "1: the code is SE, but the file is named no.yaml. Name the file se.yaml."),
    # names that stand twice
    (ITEMS, "  question:", "  question: Why?\n  question:", "6: `question` stands here twice. Keep one of the two."),
    ("sources.yaml", "id: aps", "id: own", f"5: `own` stands already in sources.yaml:1. {SHELF}"),
    ("framework.yaml", "id: technical\n", "id: rights\n", f"19: `rights` stands already in framework.yaml:2. {SHELF}"),
    (PHRASES, "lesson.done", "crisis.call", f"1: `crisis.call` stands already in en/phrases/crisis.yaml:1. {SHELF}"),
    # YAML
    (PHRASES, '"That was', "That: was", f"1: this is not good YAML (mapping values are not allowed in this context). {QUOTE}"),
    (PHRASES, '"Two minutes for {name}?"', "{name}, now",
     f"3: this is not good YAML (did not find expected '-' indicator). {QUOTE}"),
    (PHRASES, "lesson.openings:", "lesson.openings: &all", f"2: `&` and `*` make copies, which content must not. {PLAIN}"),
    (PHRASES, "lesson.openings:", "lesson.other: *all\nlesson.openings:",
     f"2: `&` and `*` make copies, which content must not. {PLAIN}"),
    (PHRASES, "lesson.done: ", "lesson.done: !!python/name:os.system ",
     f"1: `tag:yaml.org,2002:python/name:os.system` asks for a type by name, which content must not. {PLAIN}"),
    (PHRASES, "lesson.done: ", "lesson.deep: " + "[" * 14 + "]" * 14 + "\nlesson.done: ",
     f"1: lists and keys are nested more than 12 deep. {PLAIN}"),
    (PHRASES, "lesson.done: ", "? [a]\n: b\nlesson.done: ", f"1: a key must be one word. {QUOTE}"),
    (PHRASES, "lesson.openings:", "---\nlesson.openings:", "2: a second document begins here. Remove the line `---`."),
    # Markdown
    (LESSON, "---\nid", "id", "1: the lesson has no head. Begin with `---`, the keys, and `---` again."),
    (LESSON, "minutes: 2\n", "", "2: `minutes` is missing. Add a line `minutes: ...`."),
    (LESSON, "id: rights-01", "id: rights-02",
     f"2: this is lesson rights-02 of rights, which the file's name does not say. {MOVE}"),
    (LESSON, "Then ask", "[Then](http://a.b) ask", f"13: a link cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Then ask", "![](map.png) ask", f"13: a picture without alt text cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Then ask", "![A map](map.png) ask", f"13: a picture cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Then ask", "`Then` ask", f"13: code cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Then ask", "<b>Then</b>", f"13: HTML cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Then ask", r"Then\* ask",
     f"13: a sign written with a backslash or an ampersand cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Then ask\n", "Then ask\\\n", f"13: a line break made with a backslash cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "Keep it short:", "> Keep it short:", f"18: a quotation cannot be shown in a chat lesson. {ONLY}"),
    (LESSON, "_one_", "*one*", "20: italic is written with `*`. Write **bold** and _italic_."),
    (LESSON, "_one_", "**_one_**", "20: italic stands inside another. Keep it simple: one level only."),
    (LESSON, "- _one_", "  - _one_", "20: a list stands inside another. Keep it simple: one level only."),
    (LESSON, "## Try it", "## Do it", f"23: a lesson has no heading 'Do it'. {HEADINGS}"),
    (LESSON, "## Think about it", "## Try it", "26: `## Try it` stands here twice. Keep one of the two."),
    (LESSON, "## Think about it", "---", "26: `---` stands below a heading. Put all cards above `## Try it`."),
    (LESSON, "Keep it short:", "short " * 10_000, "1: the file is larger than 50,000 bytes. Part it into smaller files."),
    # signs and sizes
    (PHRASES, "Well done", "Well\u202e done",
     "1: a sign that nobody can see stands here (U+202E). Delete it or type the line anew."),
    (PHRASES, "A small", "A \ud800 small", "4: a sign that nobody can see stands here (U+D800). Delete it or type the line anew."),
    (PHRASES, "Well", "W" * 900, "1: a word of 900 letters stands here; 500 are the most. Part it, or take it out."),
    (PHRASES, "Well done", "Well done " * 1_100, "1: one text has 11,023 characters. Part it into several, or shorten it."),
    (PHRASES, "Well done", "Well done" * 120_000, "1: the file is larger than 1,000,000 bytes. Part it into smaller files."),
]  # fmt: skip  # a table: what is broken, and what is said of it

WRITTEN = [
    ("plan.yaml", "", "the file is empty. Write its content, or delete it."),
    ("plan.yaml", "# nothing yet\n", "nothing is written here. Write its content, or delete the file."),
    ("readme.yaml", "a: b", f"the library has no place for this file. {LOST}"),
    ("en/item/rights.yaml", "a: b", f"the library has no place for this file. {LOST}"),
]  # fmt: skip  # a table: what is broken, and what is said of it


@pytest.mark.parametrize(("file", "old", "new", "told"), CHANGED, ids=[case[3][:50] for case in CHANGED])
def test_a_broken_file_is_refused_with_its_line_the_reason_and_the_way_to_mend_it(
    files: dict[str, str], file: str, old: str, new: str, told: str
) -> None:
    assert files[file].count(old) >= 1
    files[file] = files[file].replace(old, new, 1)
    with pytest.raises(ContentBroken) as broken:
        parse(files)
    assert f"{file}:{told}" in str(broken.value).splitlines()


@pytest.mark.parametrize(("file", "text", "told"), WRITTEN)
def test_a_file_that_says_nothing_or_stands_nowhere_is_refused(
    files: dict[str, str], file: str, text: str, told: str
) -> None:
    files[file] = text
    with pytest.raises(ContentBroken) as broken:
        parse(files)
    assert str(broken.value) == f"{file}:1: {told}"


def test_the_three_files_every_library_needs_are_asked_for() -> None:
    with pytest.raises(ContentBroken) as broken:
        parse({})
    assert [str(problem) for problem in broken.value.problems] == [
        f"{name}:1: the file is missing. Add it; docs/content.md shows what it holds."
        for name in ("framework.yaml", "plan.yaml", "sources.yaml")
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_files(files: dict[str, str]) -> None:
    files["plan.yaml"] = "lesson: []\n"
    files[ITEMS] = (
        files[ITEMS].replace("correct: true", "correct: perhaps", 1).replace("  written_on: 2026-11-22\n", "", 1)
    )
    files[ACTS] = "nothing"
    with pytest.raises(ContentBroken) as broken:
        parse(files)
    assert [(problem.file, problem.line) for problem in broken.value.problems] == [
        (ACTS, 1),
        (ITEMS, 1),
        (ITEMS, 8),
        ("plan.yaml", 1),
        ("plan.yaml", 1),
    ]


@given(
    text=st.text(st.characters() | st.sampled_from("-:[]{}&*!|>'\"#\n ?,%@`")),
    file=st.sampled_from(["plan.yaml", ITEMS, PHRASES, NORWAY]),
)
def test_no_text_at_all_ends_in_anything_but_a_library_or_a_problem(text: str, file: str) -> None:
    _read_or_refused({file: text})


@given(body=st.text(st.sampled_from("-#*_[]()!<>`\\&;1. \nTry it\n\n---\n")))
def test_no_markdown_at_all_ends_in_anything_but_a_lesson_or_a_problem(body: str) -> None:
    head = "id: a\ncompetency: a\nindicator: a.b\ntitle: A\nminutes: 1\nsources: []\n"
    days = "written_on: 2026-11-22\nreview_by: 2027-11-22\n"
    _read_or_refused({"en/lessons/a/a.md": f"---\n{head}{days}---\n{body}"})


def _read_or_refused(files: dict[str, str]) -> None:
    try:
        parse({"framework.yaml": "competencies: []", "sources.yaml": "[]", "plan.yaml": "lessons: []"} | files)
    except ContentBroken as broken:
        assert all(problem.line >= 1 and problem.what and problem.mend for problem in broken.problems)
