"""The form of a quiz item: it fits into a channel's own quiz, has one right answer, and answers everybody."""

from collections.abc import Iterator

from content.library import Library
from content.model import Item, Problem

# https://core.telegram.org/bots/api#sendpoll
POLL_QUESTION = 300
POLL_OPTION = 100
POLL_EXPLANATION = 200
# https://docs.slack.dev/reference/block-kit/block-elements/button-element
SLACK_BUTTON = 75
HEALTH_TOPICS = 18
TICK = "quiz.tick"


def item_forms(library: Library) -> Iterator[Problem]:
    """Items with the wrong number of answers, or longer than a native quiz shows."""
    for item in library.items.values():
        for part, what, mend in (*_answers(item), *_lengths(item), *_feedback(library, item)):
            place = library.place("item", item.locale, item.id, *part)
            yield Problem(place.file, place.line, what, mend)


def wide_options(library: Library) -> Iterator[Problem]:
    """Options that a Slack button cannot hold, so that Slack shows them as a numbered list."""
    for item in library.items.values():
        for at, option in enumerate(item.options):
            if SLACK_BUTTON < len(option.text) <= POLL_OPTION:
                place = library.place("item", item.locale, item.id, "options", at, "text")
                what = f"the option has {len(option.text)} characters; a Slack button shows {SLACK_BUTTON}"
                yield Problem(place.file, place.line, what, "Shorten it, or accept that Slack numbers the options.")


_Misfit = tuple[tuple[str | int, ...], str, str]


def _answers(item: Item) -> Iterator[_Misfit]:
    right = sum(option.correct for option in item.options)
    if len(item.options) not in {3, 4}:
        yield ("options",), f"{item.id} has {len(item.options)} options", "Give three or four."
    if right != 1:
        yield ("options",), f"{item.id} has {right} correct options", "Mark exactly one with `correct: true`."
    if len({option.text for option in item.options}) < len(item.options):
        yield ("options",), f"two options of {item.id} are the same", "Change or remove one."
    for topic in item.health_topics:
        if not 1 <= topic <= HEALTH_TOPICS:
            yield ("health_topics",), f"there is no health topic {topic}", f"Give 1 to {HEALTH_TOPICS}, or none."
    if (item.verified_on is None) != (item.verified_by is None):
        yield ("verified_on",), "a day of checking needs a person, and a person a day", "Give both, or neither."


def _lengths(item: Item) -> Iterator[_Misfit]:
    asked = len(f"{item.scenario}\n\n{item.question}")
    if asked > POLL_QUESTION:
        what = (
            f"scenario and question have {asked} characters with the blank line between; Telegram shows {POLL_QUESTION}"
        )
        yield ("scenario",), what, "Shorten the scenario."
    for at, option in enumerate(item.options):
        if len(option.text) > POLL_OPTION:
            what = f"the option has {len(option.text)} characters; Telegram shows {POLL_OPTION}"
            yield ("options", at, "text"), what, "Shorten it."


def _feedback(library: Library, item: Item) -> Iterator[_Misfit]:
    tick = _in_front(library, item.locale)
    for at, option in enumerate(item.options):
        shown = POLL_EXPLANATION - tick if option.correct else POLL_EXPLANATION
        if len(option.feedback) > shown:
            beside = f" beside `{TICK}`" if option.correct and tick else ""
            what = f"the feedback has {len(option.feedback)} characters; Telegram shows {shown}{beside}"
            yield ("options", at, "feedback"), what, "Shorten it or drop the last sentence."


def _in_front(library: Library, locale: str) -> int:
    """How much room the words take that stand in front of the right answer's feedback, with the space after them."""
    phrase = library.phrases.get((TICK, locale)) or library.phrases.get((TICK, "en"))
    return max(map(len, phrase.wordings)) + 1 if phrase else 0
