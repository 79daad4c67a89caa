"""Short answers that need no question: one phrase, perhaps a button or two."""

from dialogues.events import OptedOut
from dialogues.flow import Talk
from dialogues.message import Buttons

COMMANDS = ("/lesson", "/quiz", "/checkin", "/progress", "/plan", "/settings", "/my_data", "/help_now", "/stop")


async def tell(talk: Talk, phrase: str, *rest: str) -> None:
    """Say one phrase; `rest` are values as "name=value" and commands to offer, such as "/help_now"."""
    values = dict(part.split("=", 1) for part in rest if not part.startswith("/"))
    offered = tuple(talk.voice.choice(part) for part in rest if part.startswith("/"))
    talk.say(talk.voice.phrase(phrase, **values), Buttons(offered) if offered else None)


async def help_(talk: Talk) -> None:
    """Say what the coach can do, and what it is not."""
    talk.say(talk.voice.phrase("help.what"), Buttons(tuple(talk.voice.choice(command) for command in COMMANDS)))


async def stop(talk: Talk, chats: str = "1") -> None:
    """Stop all messages at once, in every chat of this person, and say so; help and the way back stay open."""
    talk.record(OptedOut())
    said = talk.voice.phrase("stop.done" if chats == "1" else "stop.done_everywhere")
    talk.say(said, Buttons((talk.voice.choice("/resume"), talk.voice.choice("/help_now"))))
