"""The protocol page holds the code's own tables, and no page leads to one that is gone."""

import re
from pathlib import Path

import pytest

from dialogues.worry import KINDS, TOPICS
from nlu.intents import SafetyLevel, Whose
from tests.docs.protocol import BLOCK, PAGE, drawn, made

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_the_tables_of_the_protocol_are_those_of_the_code() -> None:
    page = PAGE.read_text("utf-8")
    assert page == drawn(page), "run 'make docs'"


def test_every_table_stands_on_the_page_once() -> None:
    assert sorted(block[1] for block in BLOCK.findall(PAGE.read_text("utf-8"))) == sorted(made())


def test_a_table_that_was_changed_by_hand_is_noticed() -> None:
    page = PAGE.read_text("utf-8")
    changed = page.replace("| imminent |", "| imminent, sometimes |", 1)
    assert changed != page
    assert drawn(changed) == page


def test_nothing_that_the_code_knows_is_left_out() -> None:
    tables = {name: "\n".join(lines) for name, lines in made().items()}
    assert all(f"| {level.name} |" in tables["levels"] for level in SafetyLevel)
    assert all(f"| {whose.value} |" in tables["order"] for whose in Whose)
    assert all(f"`{rule}`" in tables["topics"] for rule in TOPICS)
    assert all(f"`{rule}`" in tables["concerns"] for rule in KINDS)


def test_the_page_has_one_place_for_the_figures() -> None:
    page = PAGE.read_text("utf-8")
    assert [page.count(mark) for mark in ("<!-- figures -->", "<!-- /figures -->")] == [1, 1]
    assert page.index("<!-- figures -->") < page.index("<!-- /figures -->")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    gone = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert gone == []
