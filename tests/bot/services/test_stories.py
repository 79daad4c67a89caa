"""Stories: a talk that a lesson or a quiz must lead to, and what is said when it does not."""

import pytest

from bot.services.stories import story_problems
from content.loading import ContentBroken, parse, read_files
from content.model import Problem
from tests.content.test_shipped_library import SHIPPED

FILES = read_files(SHIPPED)
NAME = "en/stories/mine.txt"
FEEDBACK = (
    "Not quite. Updates do help to keep a laptop safe. But this one may not be done in time. "
    "Check sound and picture now, and let it run after the group."
)
QUIZ = f"""\
given quiz technical-q01
then
...
[3] Close the box for good, as updates tend to move things around.
when
> a
then
{FEEDBACK}
...
"""


def problems(text: str) -> list[Problem]:
    """What is wrong with this story in the shipped library."""
    library = parse({**FILES, NAME: text})
    return [one for one in story_problems(library) if one.file == NAME]


def test_a_story_that_comes_as_it_is_told_is_no_problem() -> None:
    assert problems(QUIZ) == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("Not quite. Updates", "Right. Updates", "mine.txt:8: the story has \"Right. Updates"),
        ("> a", "> f", "mine.txt:7: 'f' is none of the choices there"),
        ("technical-q01", "technical-q99", "mine.txt:1: there is no question 'technical-q99'"),
        ("group.\n...\n", "group.\n", "mine.txt:7: the coach says more than the story has: \"A better"),
        ("group.\n...\n", "group.\n...\nAnd this.\n", "the story has \"And this.\" where the coach says nothing more"),
    ],
)  # fmt: skip
def test_what_comes_otherwise_is_told_with_its_line(was: str, now: str, told: str) -> None:
    assert was in QUIZ
    [problem] = problems(QUIZ.replace(was, now))
    assert told in str(problem)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("when\n> a\n", "mine.txt:1: a story begins with what is given"),
        ("given poem rights-01\nthen\n...\n", "mine.txt:1: a story begins with what is given"),
        ("given lesson rights-01\nhello\n", "mine.txt:2: this line belongs to no part of the story"),
    ],
)
def test_a_story_without_its_form_is_refused(text: str, told: str) -> None:
    with pytest.raises(ContentBroken) as refused:
        parse({**FILES, NAME: text})
    assert told in str(refused.value)


def test_every_competency_has_a_story_and_all_of_them_come_true() -> None:
    library = parse(FILES)
    told = {one.subjects[0].rsplit("-", 1)[0] for one in library.stories if one.locale == "en"}
    assert told == {one.id for one in library.competencies}
    assert story_problems(library) == []
