"""Simulate: how the policies do with learners whose memory is of another kind than the one we reckon with."""

import json
from random import Random

from bot.domain.remembering import MODEL, SOURCE
from bot.domain.simulating import LATER, POLICIES, RETAINED, Trial, simulate
from bot.main.parts import LIBRARY
from content.loading import load


def simulated(trial: Trial, policy: str) -> str:
    """What each policy leads to, as JSON; all are lived by the same learners, also where only one is shown."""
    found = simulate(load(LIBRARY), trial, Random)
    shown = POLICIES if policy == "all" else (policy,)
    body = {
        "model": MODEL,
        "source": SOURCE,
        "learners": trial.learners,
        "weeks": trial.weeks,
        "missed": trial.missed,
        "seed": trial.seed,
        "retained": f"true recall of {RETAINED} or more, {LATER[0]} days after the last day, no prompts between",
        "policies": {name: found[name] for name in shown},
    }
    return json.dumps(body, indent=2)
