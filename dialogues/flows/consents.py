"""Consents: what somebody agreed to, purpose by purpose. Each is given and taken back alone, and nothing is lost by it."""

from collections.abc import Mapping
from datetime import date

from dialogues.events import ConsentGiven, ConsentWithdrawn, OptedOut, Resumed
from dialogues.flow import Talk
from dialogues.flows.leave import day_named
from dialogues.message import Buttons, Text

VERSION: Mapping[str, int] = {"lessons": 1, "checkins": 1, "figures": 1}
"""The wording in which each purpose is asked for now. Whoever changes what is counted or kept writes the next one."""

PURPOSES = tuple(VERSION)
ASK = {"lessons": "consents.ask_lessons", "checkins": "checkin.consent", "figures": "consents.ask_figures"}
# A yes that was given, and what can be done with it at once.
NEXT = {"lessons": ("/lesson", "/quiz"), "checkins": ("/checkin",), "figures": ()}


async def consents(talk: Talk, *said: str) -> None:
    """Show what was said to each purpose, and offer to change it.

    `said` are "purpose,yes,version,day", "purpose,no,version,day", or "purpose" where nobody asked; and the commands to offer.
    """
    lines = [_line(talk, *one.split(",")) for one in said if not one.startswith("/")]
    text = talk.voice.phrase("consents.title")
    for line in lines:
        text += Text.of("\n• ") + line
    changes = tuple(talk.voice.choice(one) for one in said if one.startswith("/"))
    talk.say(text + Text.of("\n\n") + talk.voice.phrase("consents.how"), Buttons(changes) if changes else None)


async def agree(talk: Talk, purpose: str, stopped: str = "") -> None:
    """Ask for the yes to one purpose, in its full wording; `stopped` is "yes" for who gets no prompts until they agree."""
    ask = Buttons((talk.voice.choice("yes", intent="affirm"), talk.voice.choice("no_thanks", intent="deny")))
    wording = talk.voice.phrase(ASK[purpose], days=str(talk.voice.policy.keep_days))
    if (await talk.choose(f"agree-{purpose}", wording, ask)).key != "yes":
        talk.record(ConsentWithdrawn(purpose))
        talk.say(talk.voice.phrase(f"consents.declined_{purpose}"))
        return
    talk.record(ConsentGiven(purpose, VERSION[purpose]))
    if stopped:
        talk.record(Resumed())
    offered = tuple(talk.voice.choice(command) for command in NEXT[purpose])
    talk.say(talk.voice.phrase(f"consents.given_{purpose}"), Buttons(offered) if offered else None)


async def withdraw(talk: Talk, purpose: str) -> None:
    """Take a yes back, in one tap, and say what happens now; without lessons nothing comes unasked any more."""
    talk.record(ConsentWithdrawn(purpose))
    if purpose == "lessons":
        talk.record(OptedOut())
    back = tuple(talk.voice.choice(command) for command in (f"/agree_{purpose}", "/help_now"))
    said = talk.voice.phrase(f"consents.withdrawn_{purpose}", days=str(talk.voice.policy.keep_days))
    talk.say(said, Buttons(back if purpose == "lessons" else back[:1]))


def _line(talk: Talk, purpose: str, answer: str = "never", version: str = "", day: str = "") -> Text:
    named = talk.voice.phrase(f"consents.{purpose}").words
    date_named = day_named(talk.voice, date.fromisoformat(day)) if day else ""
    return talk.voice.phrase(f"consents.{answer}", purpose=named, version=version, date=date_named)
