"""Progress: how far somebody is, in words first; a small picture follows when it is drawn."""

from dialogues.events import Wanted
from dialogues.flow import Talk
from dialogues.message import Buttons, Image, Text

NEXT = ("/lesson", "/quiz")


async def progress(talk: Talk, *skills: str) -> None:
    """Say how far somebody is in each skill they have begun. `skills` are "rights=2,4,3": lessons, questions, right ones."""
    begun = [skill.split("=") for skill in skills]
    lines = [talk.voice.phrase("progress.begun", begun=str(len(begun)), all=str(len(talk.voice.library.competencies)))]
    for id, counted in begun:
        lines.append(_line(talk, id, *counted.split(",")))
    lines.append(talk.voice.phrase("progress.yours"))
    talk.say(joined(lines), Buttons(tuple(talk.voice.choice(command) for command in NEXT)))
    if begun and not talk.voice.profile.text_only:
        talk.record(Wanted("picture"))


async def picture(talk: Talk, blob: str, begun: str, read: str, right: str) -> None:
    """Show the picture that was drawn; its alt text says what it shows."""
    alt = talk.voice.phrase("progress.alt", begun=begun, read=read, right=right).words
    talk.say(talk.voice.phrase("progress.picture"), attachment=Image(blob, alt))


def joined(lines: list[Text]) -> Text:
    """Lines below each other."""
    text = lines[0]
    for line in lines[1:]:
        text = text + Text.of("\n") + line
    return text


def _line(talk: Talk, id: str, lessons: str, items: str, right: str) -> Text:
    competency, language = talk.voice.library.competency(id), talk.voice.profile.language
    name = competency.name.get(language, competency.name["en"])
    phrase = "progress.skill" if items != "0" else "progress.skill_read"
    return talk.voice.phrase(phrase, name=name, lessons=lessons, items=items, right=right)
