"""Privacy: what is kept and why, a copy of it all, and how to have it erased."""

from dialogues.events import Wanted
from dialogues.flow import Talk
from dialogues.message import Buttons, Document

CHANGES = ("/export", "/erase", "/supervisor", "/consents")


async def my_data(talk: Talk) -> None:
    """Say what is kept, what for and how long, and offer a copy and the way out."""
    days = str(talk.voice.policy.keep_days)
    talk.say(talk.voice.phrase("data.what", days=days), Buttons(tuple(talk.voice.choice(one) for one in CHANGES)))


async def export(talk: Talk) -> None:
    """Have a copy made of everything that is kept."""
    talk.record(Wanted("export"))
    talk.say(talk.voice.phrase("data.export_coming"))


async def exported(talk: Talk, blob: str, filename: str, *page: str) -> None:
    """Hand the copy over; `page` is the key and the name of the same as a page to read."""
    talk.say(talk.voice.phrase("data.exported"), attachment=Document(blob, filename))
    if page:
        talk.say(talk.voice.phrase("data.exported_page"), attachment=Document(*page))


async def erase(talk: Talk) -> None:
    """Have everything erased, once they say so twice."""
    choices = tuple(talk.voice.choice(key) for key in ("erase_all", "keep_all"))
    if (await talk.choose("sure", talk.voice.phrase("data.erase_sure"), Buttons(choices))).key == "keep_all":
        talk.record(Wanted("keep"))
        talk.say(talk.voice.phrase("data.kept"))
        return
    talk.let_go()
    talk.record(Wanted("erase"))
    talk.say(talk.voice.phrase("data.erased"), Buttons((talk.voice.choice("/help_now"),)))
