"""The command that simulates: JSON with the model, its source, and the figures of each policy."""

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.mark.parametrize(("policy", "shown"), [("all", ["fsrs", "fixed", "random"]), ("fixed", ["fixed"])])
def test_a_simulation_tells_what_it_rests_on_and_what_each_policy_leads_to(policy: str, shown: list[str]) -> None:
    asked = ["simulate", "--learners", "2", "--weeks", "2", "--policy", policy]
    told = json.loads(CliRunner().invoke(app, asked, catch_exceptions=False).stdout)
    assert list(told["policies"]) == shown
    assert "Pavlik" in told["source"]
    assert (told["learners"], told["weeks"], told["missed"], told["seed"]) == (2, 2, 0.3, 1)
    wanted = {"recall_30d", "recall_60d", "prompts_per_retained", "max_day_load", "daily_cap"}
    assert all(wanted <= set(one) for one in told["policies"].values())
