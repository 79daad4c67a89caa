"""Stories: a talk that a lesson or a quiz must lead to, and what is said when it does not."""

import subprocess
import sys

import pytest

from bot.channels.slack import render as slack
from bot.services.stories import story_problems
from content.loading import ContentBroken, parse, read_files
from content.model import Problem
from dialogues.message import Message
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
        ("group.\n...\n", "group.\n...\n...\nA better answer: no.\n", "mine.txt:11: the story has"),
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


def test_remarks_and_blank_lines_around_the_parts_tell_nothing() -> None:
    assert (
        problems("# a remark\n\n" + QUIZ.replace("then\n", "then\n\n").replace("when\n", "\n# another\nwhen\n")) == []
    )


def test_dots_go_on_to_the_next_line_that_fits_where_the_first_leads_nowhere() -> None:
    name, file = "en/lessons/rights/rights-01.md", FILES["en/lessons/rights/rights-01.md"]
    cards = file.replace(
        "Three short lines are enough:", "One.\n\nTwo.\n\nOne.\n\nThree.\n\nThree short lines are enough:"
    )
    story = "given lesson rights-01\nwhen\n> next\nthen\n...\nOne.\n\nThree.\n...\n"
    assert cards != file
    library = parse({**FILES, name: cards, NAME: story})
    assert [one for one in story_problems(library) if one.file == NAME] == []
    other = parse({**FILES, name: cards, NAME: story.replace("Three.", "Four.")})
    [problem] = [one for one in story_problems(other) if one.file == NAME]
    assert str(problem).startswith(f'{NAME}:8: the story has "Four." where the coach says "Two."')


def test_what_is_said_beyond_the_last_line_is_told_whichever_way_the_dots_are_read() -> None:
    second, third = "[2] Set it for after the group, and check sound and picture now.", "[3] Close the box for good"
    [problem] = problems(f"given quiz technical-q01\nthen\n...\n{second}\n")
    assert problem.what.startswith(f'the coach says more than the story has: "{third}')


@pytest.mark.parametrize(
    "wordings", [["**Yes.**", "**So.**"], ["**Yes.**", "**So.**", "**Oh.**", "**Fine.**", "**Well.**"]]
)
def test_a_story_hears_the_first_wording_however_many_take_turns(wordings: list[str]) -> None:
    name = "en/phrases/quiz.yaml"
    file = FILES[name].replace('  - "**Yes.**"\n  - "**That works.**"\n  - "**Right.**"\n', f"  {wordings}\n")
    assert file != FILES[name]
    assert [one for one in story_problems(parse({**FILES, name: file})) if one.file.startswith("en/stories/")] == []


def test_a_text_of_many_messages_can_be_shown_everywhere() -> None:
    name = "en/items/technical.yaml"
    long = "Updates do help to keep a laptop safe. " * 250
    assert "Updates do help to keep a laptop safe." in FILES[name]
    library = parse({**FILES, name: FILES[name].replace("Updates do help to keep a laptop safe.", long.strip())})
    whats = [one.what for one in story_problems(library)]
    assert not any("cannot show" in what for what in whats)


def test_what_a_channel_cannot_show_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(message: Message, token: str) -> None:
        raise ValueError(token)

    monkeypatch.setattr(slack, "rendered", broken)
    told = [str(one) for one in problems(QUIZ)]
    assert len(told) == 2
    assert told[0].startswith(f'{NAME}:2: Slack cannot show what begins with "')
    assert told[0].endswith("(ValueError). Make it shorter and plainer.")


def test_no_chat_library_is_loaded_before_a_story_is_played() -> None:
    asked = "import sys, bot.services.stories; print({'telegram', 'slack_sdk', 'slack_bolt'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
