"""The lesson: one main message in up to three cards, then one small thing to do."""

from dialogues.events import LessonFinished
from dialogues.flow import Talk
from dialogues.flows.quiz import quiz
from dialogues.message import Buttons, Text


async def lesson(talk: Talk, id: str) -> None:
    """Show the cards one by one, then the doing step; offer the questions that belong to it."""
    taught = talk.voice.library.lesson(id, talk.voice.profile.language)
    text = talk.voice.phrase("lesson.opening", title=taught.title, minutes=str(taught.minutes)) + Text.parse("\n\n")
    for place, card in enumerate(taught.cards[:-1]):
        reply = Buttons((talk.voice.choice("next", intent="next"), talk.voice.choice("later", intent="skip")))
        if (await talk.choose(f"card-{place + 1}", text + Text.parse(card), reply)).key == "later":
            talk.say(talk.voice.phrase("lesson.later"))
            return
        text = Text()
    talk.say(text + Text.parse(taught.cards[-1]))
    await _try_it(talk, id)


async def _try_it(talk: Talk, id: str) -> None:
    taught = talk.voice.library.lesson(id, talk.voice.profile.language)
    done = Buttons(tuple(talk.voice.choice(key, f"try_{key}") for key in ("now", "plan", "not_today")))
    tried = await talk.choose("try", talk.voice.phrase("lesson.try") + Text.parse(f"\n{taught.try_it}"), done)
    talk.record(LessonFinished(taught.id, taught.competency, tried.key))
    said = talk.voice.phrase(f"lesson.tried_{tried.key}")
    if taught.reflection:
        said += Text.of("\n\n") + talk.voice.phrase("lesson.reflection") + Text.parse(f" {taught.reflection}")
    talk.say(said)
    items = talk.voice.library.items_of(frozenset({taught.indicator}))[:2]
    if items:
        ask = Buttons((talk.voice.choice("yes", intent="affirm"), talk.voice.choice("not_now", intent="deny")))
        if (await talk.offer("quiz", talk.voice.phrase("lesson.offer_quiz"), ask)).key == "yes":
            await quiz(talk, *items)
        else:
            talk.say(talk.voice.phrase("lesson.goodbye"))
