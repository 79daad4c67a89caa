"""Leave: nothing comes until the day somebody is back, and nothing has piled up then."""

from datetime import date

from dialogues.away import day_back
from dialogues.events import OnLeave
from dialogues.flow import Talk
from dialogues.message import Buttons
from dialogues.voice import Voice

SPANS = ("7", "14", "28")
TRIES = 3


async def leave(talk: Talk, until: str = "") -> None:
    """Ask for the first day back, unless they named it; say it again, so that a wrong one is seen."""
    back = date.fromisoformat(until) if until else await _ask(talk)
    if back is None:
        talk.say(talk.voice.phrase("leave.unknown"), Buttons((talk.voice.choice("/pause"),)))
        return
    talk.let_go()  # who goes away is not asked to finish anything
    talk.record(OnLeave(back.isoformat()))
    again = Buttons((talk.voice.choice("/leave", "leave_again"), talk.voice.choice("/resume")))
    talk.say(talk.voice.phrase("leave.set", date=day_named(talk.voice, back)), again)


def day_named(voice: Voice, day: date) -> str:
    """A day as the coach writes it: its weekday, number, month and year."""
    weekday, month = voice.phrase(f"day.{day.isoweekday()}").words, voice.phrase(f"month.{day.month}").words
    return voice.phrase("leave.date", weekday=weekday, day=str(day.day), month=month, year=str(day.year)).words


async def _ask(talk: Talk) -> date | None:
    choices = Buttons(tuple(talk.voice.choice(span, f"leave_{span}") for span in SPANS))
    for attempt in range(1, TRIES + 1):
        phrase = talk.voice.phrase("leave.until" if attempt == 1 else "leave.until_again")
        answer = await talk.ask(f"until-{attempt}", phrase, choices)
        back = day_back(answer.value, answer.at, talk.voice.profile, answer.entities.get("days", ""))
        if back:
            return back
    return None
