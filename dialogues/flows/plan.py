"""The wellness plan: what somebody wrote for their own hard days. It is kept sealed and shown to nobody else."""

import json
from typing import cast

from dialogues.events import PlanChanged
from dialogues.flow import Query, Talk
from dialogues.message import Buttons, Text
from dialogues.voice import Voice

PARTS = ("signs", "people", "places", "reasons")
LONGEST = 600
MOST_CHANGES = 20


async def plan(talk: Talk) -> None:
    """Show the plan, and let its owner write or change one part after the other."""
    parts = parts_of((await talk.look_up(Query.plan)).value)
    text = plan_text(talk.voice, parts) if parts else talk.voice.phrase("plan.none")
    for change in range(1, MOST_CHANGES + 1):
        part = await _which(talk, change, text)
        if part == "done":
            break
        text = await _write(talk, change, part, parts)
    talk.say(talk.voice.phrase("plan.done"))


def parts_of(stored: str) -> dict[str, str]:
    """The parts of a plan by name, from the JSON it is kept as."""
    return cast("dict[str, str]", json.loads(stored)) if stored else {}


def plan_text(voice: Voice, parts: dict[str, str]) -> Text:
    """The plan as its owner wrote it, part by part."""
    text = voice.phrase("plan.yours")
    for part in PARTS:
        if part in parts:
            text = text + Text.of("\n\n") + voice.phrase(f"plan.{part}_is") + Text.of(f"\n{parts[part]}")
    return text


async def _which(talk: Talk, change: int, text: Text) -> str:
    choices = [talk.voice.choice(part, f"plan_{part}") for part in PARTS]
    done = (talk.voice.choice("done", "plan_done", intent="skip"), talk.voice.choice("/help_now"))
    ask = text + Text.of("\n\n") + talk.voice.phrase("plan.which")
    return (await talk.choose(f"which-{change}", ask, Buttons((*choices, *done)))).key


async def _write(talk: Talk, change: int, part: str, parts: dict[str, str]) -> Text:
    choices = [talk.voice.choice("leave_it", "plan_leave_it", intent="skip")]
    if part in parts:
        choices.append(talk.voice.choice("empty_it", "plan_empty_it"))
    answer = await talk.ask(f"{part}-{change}", talk.voice.phrase(f"plan.{part}"), Buttons(tuple(choices)))
    if answer.value == "leave_it":
        return talk.voice.phrase("plan.left")
    words = "" if answer.value == "empty_it" else answer.value.strip()[:LONGEST]
    talk.note("plan", part, words)
    talk.record(PlanChanged(part))
    parts.pop(part, None)
    if not words:
        return talk.voice.phrase("plan.emptied")
    parts[part] = words
    return talk.voice.phrase("plan.kept")
