"""Short answers that need no question: one phrase, perhaps a button or two."""

from dialogues.events import OptedOut
from dialogues.flow import Talk
from dialogues.message import Buttons, Text

COMMANDS = ("/lesson", "/quiz", "/checkin", "/settings", "/help_now", "/stop")


async def tell(talk: Talk, phrase: str, *rest: str) -> None:
    """Say one phrase; `rest` are values as "name=value" and commands to offer, such as "/help_now"."""
    values = dict(part.split("=", 1) for part in rest if not part.startswith("/"))
    offered = tuple(talk.voice.choice(part) for part in rest if part.startswith("/"))
    talk.say(talk.voice.phrase(phrase, **values), Buttons(offered) if offered else None)


async def help_(talk: Talk) -> None:
    """Say what the coach can do, and what it is not."""
    talk.say(talk.voice.phrase("help.what"), Buttons(tuple(talk.voice.choice(command) for command in COMMANDS)))


async def stop(talk: Talk) -> None:
    """Stop all messages at once; help and the way back stay open."""
    talk.record(OptedOut())
    talk.say(talk.voice.phrase("stop.done"), Buttons((talk.voice.choice("/resume"), talk.voice.choice("/help_now"))))


async def competency(talk: Talk, id: str) -> None:
    """Say what one competency is about, by its indicators."""
    asked, language = talk.voice.library.competency(id), talk.voice.profile.language
    name, summary = asked.name.get(language, asked.name["en"]), asked.summary.get(language, asked.summary["en"])
    lines = "".join(f"\n• {part.text.get(language, part.text['en'])}" for part in asked.indicators)
    heading = talk.voice.phrase("competency.is", number=str(asked.number), name=name)
    talk.say(heading + Text.parse(f"\n{summary}{lines}"), Buttons((talk.voice.choice("/lesson"),)))
