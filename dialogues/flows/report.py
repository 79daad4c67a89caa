"""The report: something is wrong with a lesson, told to the people who write them."""

from dialogues.events import LessonReported
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice

WRONGS = ("hard", "wrong", "unkind", "other")


async def report(talk: Talk, *lessons: str) -> None:
    """Ask which of the last lessons, what is wrong, and for a few words; the words are kept sealed for the staff."""
    if not lessons:
        talk.say(talk.voice.phrase("report.none"), Buttons((talk.voice.choice("/lesson"),)))
        return
    lesson = lessons[0] if len(lessons) == 1 else await _which(talk, lessons)
    title = talk.voice.library.lesson(lesson, talk.voice.profile.language).title
    wrongs = Buttons(tuple(talk.voice.choice(wrong, f"report_{wrong}") for wrong in WRONGS))
    wrong = (await talk.choose("wrong", talk.voice.phrase("report.what", title=title), wrongs)).key
    skip = Buttons((talk.voice.choice("skip", intent="skip"),))
    words = (await talk.ask("words", talk.voice.phrase("report.words"), skip)).value
    talk.note("report", f"{lesson} {wrong}", "" if words == "skip" else words)
    talk.record(LessonReported(lesson, wrong))
    talk.say(talk.voice.phrase("report.thanks"))


async def _which(talk: Talk, lessons: tuple[str, ...]) -> str:
    language = talk.voice.profile.language
    choices = tuple(Choice(id, talk.voice.library.lesson(id, language).title) for id in lessons)
    return (await talk.choose("which", talk.voice.phrase("report.which"), Buttons(choices))).key
