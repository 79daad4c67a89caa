"""The wellness plan: what somebody wrote for their own hard days. It is kept sealed and shown to nobody else."""

import json
from typing import cast

from dialogues.events import PlanChanged
from dialogues.flow import Query, Talk
from dialogues.message import Buttons, Text
from dialogues.voice import Voice

PARTS = ("signs", "people", "places", "reasons")
LONGEST = 1000
MOST_CHANGES = 20


async def plan(talk: Talk) -> None:
    """Show the plan, and let its owner write or change one part after the other."""
    parts = parts_of((await talk.look_up(Query.plan)).value)
    text = plan_text(talk.voice, parts) if parts else talk.voice.phrase("plan.none")
    for change in range(1, MOST_CHANGES + 1):
        part = await _which(talk, change, text, parts)
        if part == "done":
            break
        text = _empty(talk, parts) if part == "empty_all" else await _write(talk, change, part, parts)
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


async def _which(talk: Talk, change: int, text: Text, parts: dict[str, str]) -> str:
    choices = [talk.voice.choice(part, f"plan_{part}") for part in PARTS]
    choices += [talk.voice.choice("empty_all", "plan_empty_all")] if parts else []
    done = (talk.voice.choice("done", "plan_done", intent="skip"), talk.voice.choice("/help_now"))
    ask = text + Text.of("\n\n") + talk.voice.phrase("plan.which")
    return (await talk.choose(f"which-{change}", ask, Buttons((*choices, *done)))).key


def _empty(talk: Talk, parts: dict[str, str]) -> Text:
    for part in tuple(parts):
        talk.note("plan", part, "")
        talk.record(PlanChanged(part))
    parts.clear()
    return talk.voice.phrase("plan.all_emptied")


async def _write(talk: Talk, change: int, part: str, parts: dict[str, str]) -> Text:
    choices = [talk.voice.choice("leave_it", "plan_leave_it", intent="skip")]
    if part in parts:
        choices.append(talk.voice.choice("empty_it", "plan_empty_it"))
    now = talk.voice.phrase("plan.now", words=parts[part]) + Text.of("\n\n") if part in parts else Text()
    ask = now + talk.voice.phrase(f"plan.{part}")
    answer = await talk.ask(f"{part}-{change}", ask, Buttons(tuple(choices)))
    if answer.value == "leave_it":
        return talk.voice.phrase("plan.left")
    words = "" if answer.value == "empty_it" else answer.value.strip()
    if len(words) > LONGEST:
        return talk.voice.phrase("plan.too_long", most=str(LONGEST))
    talk.note("plan", part, words)
    talk.record(PlanChanged(part))
    parts.pop(part, None)
    if not words:
        return talk.voice.phrase("plan.emptied")
    parts[part] = words
    return talk.voice.phrase("plan.kept")
