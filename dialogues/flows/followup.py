"""The one follow-up that somebody accepted after a safety talk: gentle, short, and the last of its kind."""

from dialogues.cards import BREAK, ways
from dialogues.events import FollowedUp
from dialogues.flow import Talk
from dialogues.flows.crisis import crisis
from dialogues.message import Buttons

WORSE = "worse"
HOW = ("better", "same", WORSE)
# No topic, nobody guessed, no plan offered; and outside of any drill.
WORSE_AGAIN = ("", "", "", "yes")


async def followup(talk: Talk) -> None:
    """Ask once how somebody is after their own hard day."""
    how = await _ask(talk, "followup.ask")
    talk.record(FollowedUp(how))
    if how == WORSE:
        await crisis(talk, "risk", "followup", *WORSE_AGAIN)
        return
    text = talk.voice.phrase(f"followup.{how}")
    for way in ways(talk.voice) if how == "same" else []:
        text = text + BREAK + way
    talk.say(text, Buttons((talk.voice.choice("/help_now"),)))


async def debrief(talk: Talk) -> None:
    """Ask once how somebody is after they stood by another in a crisis, and give something back."""
    how = await _ask(talk, "debrief.ask")
    talk.record(FollowedUp(how))
    if how == WORSE:
        await crisis(talk, "risk", "followup", *WORSE_AGAIN)
        return
    talk.say(talk.voice.phrase("debrief.steps"))
    acts = talk.voice.library.acts_for("heavy_load", talk.voice.profile.language)
    if acts:
        talk.say(
            talk.voice.phrase("debrief.act", act=talk.voice.pick(acts, "act").text),
            Buttons((talk.voice.choice("/help_now"),)),
        )


async def _ask(talk: Talk, phrase: str) -> str:
    choices = Buttons(tuple(talk.voice.choice(key, f"how_{key}") for key in HOW))
    return (await talk.choose("how", talk.voice.phrase(phrase), choices)).key
