"""A file that comes alone is placed by its name and by what stands in it, and a translation never where the English stands."""

import pytest

from content.loading.placing import place_of
from content.model import Problem

LESSON = "---\nid: rights-01\ncompetency: rights\n---\nHello\n"
ITEMS = "- id: a\n  indicator: rights.choice\n  scenario: Sam writes.\n"
ACTS = "- id: act-01\n  text: Breathe.\n  fits: [steady]\n"
QUIZ = 'quiz.tick: "The answer with the tick:"\n'
NORWAY = 'code: "NO"\nemergency: "113"\n'


@pytest.mark.parametrize("name", ["rights-01.md", "rights-01-hard.md", "Copy of rights-01.md", "new/rights-01.md"])
def test_a_lesson_is_english_where_nothing_says_otherwise(name: str) -> None:
    assert place_of(name, LESSON) == "en/lessons/rights/rights-01.md"


@pytest.mark.parametrize(
    "name",
    [
        "rights-01.es.md",
        "rights-01-es.md",
        "rights-01_es.md",
        "es-rights-01.md",
        "es_rights-01.md",
        "es.rights-01.md",
        "es/rights-01.md",
        "es/new/rights-01.md",
        "en/rights-01.es.md",
        "es/lessons/rights/rights-01.md",
        "my library/es/lessons/rights/rights-01.md",
    ],
)
def test_a_name_or_a_folder_tells_the_language_of_a_lesson(name: str) -> None:
    assert place_of(name, LESSON) == "es/lessons/rights/rights-01.md"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("rights.yaml", ITEMS, "en/items/rights.yaml"),
        ("items-rights.yaml", ITEMS, "en/items/rights.yaml"),
        ("es-items-rights.yml", ITEMS, "es/items/rights.yaml"),
        ("acts.yaml", ACTS, "en/acts.yaml"),
        ("acts.es.yaml", ACTS, "es/acts.yaml"),
        ("acts.fil.yaml", ACTS, "fil/acts.yaml"),
        ("es/acts.yaml", ACTS, "es/acts.yaml"),
        ("quiz.yaml", QUIZ, "en/phrases/quiz.yaml"),
        ("es-phrases-quiz.yaml", QUIZ, "es/phrases/quiz.yaml"),
        ("no.yaml", NORWAY, "crisis_lines/no.yaml"),
        ("norway.yaml", NORWAY, "crisis_lines/no.yaml"),
        ("plan.yaml", "lessons: []\n", "plan.yaml"),
        ("content/library/framework.yaml", "competencies: []\n", "framework.yaml"),
    ],
)
def test_a_yaml_file_is_placed_by_its_name_or_its_shape(name: str, text: str, place: str) -> None:
    assert place_of(name, text) == place


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hello.md", "Hello\n"),
        ("hello.yaml", "hello: there\n"),
        ("hello.yaml", "hello\n"),
        ("hello.yaml", "[hello]\n"),
        ("hello.yaml", "{broken\n"),
        ("hello.txt", "hello\n"),
    ],
)
def test_what_nobody_can_place_is_refused_with_the_way_to_name_it(name: str, text: str) -> None:
    mend = "Send it in a folder as docs/content.md shows it, such as en/items/rights.yaml."
    assert place_of(name, text) == Problem(name, 1, "nobody can tell where in the library this belongs", mend)
