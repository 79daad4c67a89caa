"""The privacy page holds what the code declares of every table, and one place for the figures."""

from bot.store.kept import KEPT
from tests.docs.privacy import PAGE, drawn, made
from tests.docs.protocol import BLOCK


def test_the_tables_of_the_privacy_page_are_those_of_the_code() -> None:
    page = PAGE.read_text("utf-8")
    assert page == drawn(page), "run 'make docs'"


def test_every_table_stands_on_the_page_once() -> None:
    assert sorted(block[1] for block in BLOCK.findall(PAGE.read_text("utf-8"))) == sorted(made())


def test_whatever_is_kept_stands_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for name, kept in KEPT.items():
        assert all(f"| {part.what} | {part.what_for} | {part.how_long} |" in page for part in kept.parts), name


def test_a_table_that_was_changed_by_hand_is_noticed() -> None:
    page = PAGE.read_text("utf-8")
    changed = page.replace("| 30 days |", "| for ever |", 1)
    assert changed != page
    assert drawn(changed) == page


def test_the_page_has_one_section_on_figures_for_supervisors() -> None:
    assert PAGE.read_text("utf-8").count("\n## Figures for supervisors\n") == 1
