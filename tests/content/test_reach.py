"""Nothing in a library is out of reach, and nothing that is promised leads nowhere."""

import pytest

from content.checking import check
from content.loading import parse

LESSON, ITEMS, ACTS, PLAN = "en/lessons/rights/rights-02.md", "en/items/rights.yaml", "en/acts.yaml", "plan.yaml"
UNTAUGHT = (
    "asks about rights.sign-b, which no lesson of the plan teaches. Write that lesson, or ask about what is taught."
)
FRAMEWORK = "Write one {} about it, or take it out of the framework."


def found(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(parse(files))]


def test_a_lesson_outside_the_plan_reaches_nobody_and_its_items_ask_about_what_was_never_taught(
    files: dict[str, str],
) -> None:
    files[PLAN] = files[PLAN].replace("  - rights-02\n", "")
    assert found(files) == [
        f"{ITEMS}:16: item rights-q02 {UNTAUGHT}",
        f"{LESSON}:2: lesson rights-02 does not stand in the plan, so nobody gets it. Add it to plan.yaml.",
    ]


def test_an_indicator_without_a_lesson_is_a_dead_end(files: dict[str, str]) -> None:
    files[PLAN] = files[PLAN].replace("  - rights-02\n", "")
    del files[LESSON]
    assert found(files) == [
        f"{ITEMS}:16: item rights-q02 {UNTAUGHT}",
        f"framework.yaml:10: indicator rights.sign-b has no lesson. {FRAMEWORK.format('lesson')}",
    ]


def test_an_indicator_without_an_item_is_a_dead_end(files: dict[str, str]) -> None:
    files[ITEMS] = files[ITEMS].replace("rights.sign-b", "rights.sign-c")
    assert found(files) == [f"framework.yaml:10: indicator rights.sign-b has no item. {FRAMEWORK.format('item')}"]


def test_a_competency_without_any_item_is_told_once(files: dict[str, str]) -> None:
    del files["en/items/equity.yaml"]
    assert [told for told in found(files) if "equity" in told] == [
        f"framework.yaml:53: competency equity has no item. {FRAMEWORK.format('item')}"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[steady, good]", "[]", "4: act act-02 fits no need, so nobody gets it. "
         "Name one or more of low_energy, heavy_load, steady, good."),
        ("[steady, good]", "[good]", "1: no act fits steady, so a check-in that ends there has nothing to offer. "
         "Write one, or let another fit it too."),
    ],
)  # fmt: skip  # a table
def test_every_need_has_an_act_and_every_act_a_need(files: dict[str, str], old: str, new: str, told: str) -> None:
    files[ACTS] = files[ACTS].replace(old, new)
    assert f"{ACTS}:{told}" in found(files)
