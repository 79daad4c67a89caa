"""The mirror: what my supervisor sees. The real figures of now, and which of them somebody is part of."""

from datetime import date

from dialogues.events import Wanted
from dialogues.figures import read
from dialogues.flow import Talk
from dialogues.flows.digest import screen
from dialogues.message import Buttons, Text

GAP = Text.of("\n\n")


async def supervisor(talk: Talk) -> None:
    """Look up what the supervisor sees now."""
    talk.record(Wanted("mirror"))


async def mirror(talk: Talk, team: str, part: str, week: str = "", *shown: str) -> None:
    """Show what a supervisor sees of somebody's team, and their part in it. `shown` are figures, a line break and a name.

    `part` is "counted", "counted_both", "agreed" or "not_counted"; without figures there are none yet.
    """
    text = talk.voice.phrase("mirror.intro", team=team)
    for figures, _, name in (one.partition("\n") for one in shown):
        text = text + GAP + screen(talk.voice, name, date.fromisoformat(week), read(figures), asks=False)
    if not shown:
        text = text + GAP + talk.voice.phrase("mirror.nothing")
    text = text + GAP + talk.voice.phrase(f"mirror.{part}") + GAP + talk.voice.phrase("mirror.who_can_read")
    changes = "/agree_figures" if part == "not_counted" else "/withdraw_figures"
    talk.say(text, Buttons(tuple(talk.voice.choice(one) for one in ("/leave_seat", changes, "/consents"))))
