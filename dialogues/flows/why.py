"""Why: why the last message came, and when and why the next one will or will not."""

from dialogues.events import Paused, SettingChanged
from dialogues.flow import Talk
from dialogues.flows.progress import joined
from dialogues.message import Buttons

REST = 30  # days


async def why(talk: Talk, sent: str, coming: str, *rest: str) -> None:
    """Say both. `sent` and `coming` name phrases (`sent` may be empty); `rest` are values and commands, as for `tell`."""
    values = dict(part.split("=", 1) for part in rest if not part.startswith("/"))
    offered = tuple(talk.voice.choice(part) for part in rest if part.startswith("/"))
    said = [talk.voice.phrase(name, **values) for name in (sent, coming) if name]
    talk.say(joined(said), Buttons(offered))


async def still(talk: Talk) -> None:
    """The one kind question after a long silence: shall prompts go on, come less often, or rest?"""
    from_now_on = tuple(talk.voice.choice(key, f"still_{key}") for key in ("go_on", "weekly", "rest"))
    stop = talk.voice.choice("/stop")
    chosen = await talk.choose("still", talk.voice.phrase("still.ask"), Buttons((*from_now_on, stop)))
    if chosen.key == "weekly":
        talk.record(SettingChanged("days", str(talk.voice.profile.days[0])))
    elif chosen.key == "rest":
        talk.record(Paused(REST))
    talk.say(talk.voice.phrase(f"still.{chosen.key}"))
