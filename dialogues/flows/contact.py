"""Contact: ask the supervisor to get in touch. It is sent once, in the words that the person chose, and nothing else of them."""

from dialogues.events import Wanted
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice, Text

HELP = "/help_now"
GAP = Text.of("\n\n")
LONGEST_NAME, LONGEST_WORDS = 80, 1000  # what is sent is shown first, so that nobody is cut short unseen


async def ask_contact(talk: Talk) -> None:
    """Look up whether there is a supervisor to ask, and whether one was asked already."""
    talk.record(Wanted("contact"))


async def contact(talk: Talk, *teams: str) -> None:
    """Ask whether, under which name and with which words. `teams` are "id=name"; one is asked about by its name."""
    named = dict(one.split("=", 1) for one in teams)
    id = next(iter(named)) if len(named) == 1 else await _which(talk, named)
    choices = (talk.voice.choice("contact_yes", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
    asked = await talk.choose("ask", talk.voice.phrase("contact.ask", team=named[id]), Buttons(choices))
    if asked.key != "contact_yes":
        _leave(talk)
        return
    called = (await talk.ask("called", talk.voice.phrase("contact.called"))).value
    called = " ".join(called.split())[:LONGEST_NAME]
    skip = Buttons((talk.voice.choice("skip", intent="skip"),))
    words = (await talk.ask("words", talk.voice.phrase("contact.words"), skip)).value.strip()
    words = "" if words == "skip" else words[:LONGEST_WORDS]
    if not await _is_sure(talk, called, words):
        _leave(talk)
        return
    talk.note("contact", id, f"{called}\n{words}")
    talk.say(talk.voice.phrase("contact.sent"), Buttons((talk.voice.choice(HELP),)))


async def contact_came(talk: Talk, team: str, called: str, words: str = "") -> None:
    """Tell a supervisor that somebody asked them to get in touch, and let them say that they have read it."""
    if words:
        came = talk.voice.phrase("contact.came_words", name=called, team=team, words=words)
        came = came + GAP + talk.voice.phrase("contact.came_then")
    else:
        came = talk.voice.phrase("contact.came", name=called, team=team)
    talk.say(came, Buttons((talk.voice.choice("/contact_seen"),)))


async def contact_seen(talk: Talk) -> None:
    """A supervisor has read what reached them; whoever asked is told."""
    talk.record(Wanted("contact_seen"))


def _leave(talk: Talk) -> None:
    talk.say(talk.voice.phrase("contact.not_now"), Buttons((talk.voice.choice(HELP),)))


async def _which(talk: Talk, named: dict[str, str]) -> str:
    choices = tuple(Choice(f"team-{id}", name) for id, name in named.items())
    return (await talk.choose("team", talk.voice.phrase("contact.which"), Buttons(choices))).key.removeprefix("team-")


async def _is_sure(talk: Talk, called: str, words: str) -> bool:
    """Show what would be sent, as it would be sent."""
    shown = "contact.shown_words" if words else "contact.shown"
    sent = talk.voice.phrase("contact.sure") + GAP + talk.voice.phrase(shown, name=called, words=words)
    choices = (talk.voice.choice("contact_send", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
    return (await talk.choose("sure", sent, Buttons(choices))).key == "contact_send"
