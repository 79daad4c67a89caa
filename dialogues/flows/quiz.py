"""The quiz: each item once, every answer explained, the missed ones offered again at the end."""

from collections.abc import Sequence

from content.model import Item, Option
from dialogues.events import ItemAnswered, QuizFinished
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice, Quiz, Text
from nlu.intents import Open

AGAIN = ".again"  # its question is another one than the first
LETTERS = "abcdef"  # an item's options keep their places: a run stays on the release it began with


async def review(talk: Talk, *ids: str) -> None:
    """A question or two that memory needs again."""
    await quiz(talk, *ids)


async def quiz(talk: Talk, *ids: str) -> None:
    """Ask each item, explain whatever was chosen, and say how it went without a grade."""
    missed = []
    for place, id in enumerate(ids, start=1):
        item = talk.voice.library.item(id, talk.voice.profile.language)
        heading = talk.voice.phrase("quiz.place", place=str(place), all=str(len(ids))) + Text.of("\n")
        chosen, option = await _ask(talk, item, heading if len(ids) > 1 else Text())
        talk.record(ItemAnswered(item.id, item.competency, item.indicator, option.correct, chosen))
        talk.say(_explanation(talk, item, option))
        missed += [] if option.correct else [item]
    right = len(ids) - len(missed)
    talk.record(QuizFinished(right, len(ids)))
    if len(ids) == 1:
        return
    talk.say(talk.voice.phrase("quiz.done" if missed else "quiz.all_right", right=str(right), all=str(len(ids))))
    if missed:
        await _once_more(talk, missed)


async def _once_more(talk: Talk, missed: Sequence[Item]) -> None:
    """Offer what was missed again: explained as before, and counted nowhere, for it is too soon to tell what stays."""
    name = "quiz.once_more" if len(missed) == 1 else "quiz.once_more_all"
    ways = tuple(talk.voice.choice(key, f"quiz_{key}") for key in ("again", "enough"))
    chosen = await talk.offer("once_more", talk.voice.phrase(name, many=str(len(missed))), Buttons(ways))
    for item in missed if chosen.key == "again" else ():
        _, option = await _ask(talk, item, Text(), AGAIN)
        talk.say(_explanation(talk, item, option))
    talk.say(talk.voice.phrase(f"quiz.{chosen.key}"))


async def _ask(talk: Talk, item: Item, heading: Text, suffix: str = "") -> tuple[str, Option]:
    choices = tuple(
        Choice(letter, option.text, (letter,)) for letter, option in zip(LETTERS, item.options, strict=False)
    )
    right = next(place for place, option in enumerate(item.options) if option.correct)
    text = heading + Text.parse(f"{item.scenario}\n\n**{item.question}**")
    # A channel's own quiz shows this under a wrong answer too: it must not sound as if that one was right.
    tick = f"{talk.voice.phrase('quiz.tick').words} {item.options[right].feedback}"
    chosen = await talk.choose(item.id + suffix, text, Quiz(choices, LETTERS[right], tick), open=Open.item)
    return chosen.key, item.options[LETTERS.index(chosen.key)]


def _explanation(talk: Talk, item: Item, option: Option) -> Text:
    if option.correct:
        return talk.voice.phrase("quiz.right") + Text.parse(f" {option.feedback}")
    right = next(other for other in item.options if other.correct)
    better = talk.voice.phrase("quiz.better", answer=right.text)
    return talk.voice.phrase("quiz.not_quite") + Text.parse(f" {option.feedback}\n\n") + better
