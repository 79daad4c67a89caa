"""Ask: answers to questions, from approved lessons only, with the lesson named."""

from content.model import Competency
from dialogues.flow import Talk
from dialogues.flows.lesson import lesson
from dialogues.flows.progress import joined
from dialogues.message import Buttons, Text


async def ask(talk: Talk, id: str, card: str) -> None:
    """Answer with the card of a lesson that says most about it, and offer the whole lesson."""
    taught = talk.voice.library.lesson(id, talk.voice.profile.language)
    found = talk.voice.phrase("ask.found", title=taught.title) + Text.parse(f"\n\n{taught.cards[int(card)]}\n\n")
    choices = (talk.voice.choice("read_it", intent="affirm"), talk.voice.choice("enough_read", intent="deny"))
    if (await talk.offer("more", found + talk.voice.phrase("ask.more"), Buttons(choices))).key == "read_it":
        await lesson(talk, id)
    else:
        talk.say(talk.voice.phrase("ask.done"))


async def competency(talk: Talk, id: str) -> None:
    """Say what one competency is about, by its indicators, and which lessons teach it."""
    asked, language = talk.voice.library.competency(id), talk.voice.profile.language
    name, summary = asked.name.get(language, asked.name["en"]), asked.summary.get(language, asked.summary["en"])
    lines = "".join(f"\n• {part.text.get(language, part.text['en'])}" for part in asked.indicators)
    heading = talk.voice.phrase("competency.is", number=str(asked.number), name=name)
    text = heading + Text.parse(f"\n{summary}{lines}")
    titles = _lessons(talk, asked)
    if titles:
        text = joined([text, talk.voice.phrase("competency.lessons"), *(Text.of(f"• {title}") for title in titles)])
    talk.say(text, Buttons((talk.voice.choice("/lesson"),)))


def _lessons(talk: Talk, asked: Competency) -> list[str]:
    library, language = talk.voice.library, talk.voice.profile.language
    planned = [library.lesson(id, language) for id in library.plan]
    return [taught.title for taught in planned if taught.competency == asked.id]
