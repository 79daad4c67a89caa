"""What fits into one message of every channel, so that nothing is cut or parted where nobody meant it."""

from collections.abc import Iterator

from content.library import Library
from content.model import Lesson, Phrase, Problem

TELEGRAM_TEXT = 4096  # https://core.telegram.org/bots/api#sendmessage
TELEGRAM_CAPTION = 1024  # https://core.telegram.org/bots/api#sendphoto
SLACK_TEXT = 3000  # https://docs.slack.dev/reference/block-kit/blocks/section-block
SLACK_BUTTON = 75  # https://docs.slack.dev/reference/block-kit/block-elements/button-element
CHOICE = "choice."
CAPTIONS = frozenset({"progress.picture", "data.exported", "data.exported_page"})
"""Phrases that go out below a picture or with a file."""


def message_lengths(library: Library) -> Iterator[Problem]:
    """Lessons, titles, phrases and labels that are longer than a channel shows."""
    for lesson in library.lessons.values():
        for part, what in _of_lesson(lesson):
            place = library.place("lesson", lesson.locale, lesson.id, part)
            yield Problem(place.file, place.line, what, "Shorten it.")
    for phrase in library.phrases.values():
        for at, what in _of_phrase(phrase):
            place = library.place("phrase", phrase.locale, phrase.name, at)
            yield Problem(place.file, place.line, f"`{phrase.name}` {what}", "Shorten it.")


def _of_lesson(lesson: Lesson) -> Iterator[tuple[str, str]]:
    if len(lesson.title) > SLACK_BUTTON:
        yield "title", f"the title has {len(lesson.title)} characters; a Slack button shows {SLACK_BUTTON}"
    last = max(map(len, lesson.cards), default=0)
    whole = last + len(lesson.try_it) + len(lesson.reflection or "")
    if whole > min(SLACK_TEXT, TELEGRAM_TEXT):
        yield "title", f"a card with its step to try has {whole} characters; Slack shows {SLACK_TEXT} in one piece"


def _of_phrase(phrase: Phrase) -> Iterator[tuple[int, str]]:
    label = phrase.name.startswith(CHOICE)
    for at, wording in enumerate(phrase.wordings):
        if label and at == 0 and len(wording) > SLACK_BUTTON:
            yield at, f"has {len(wording)} characters; a Slack button shows {SLACK_BUTTON}"
        elif phrase.name in CAPTIONS and len(wording) > TELEGRAM_CAPTION:
            yield at, f"has {len(wording)} characters; Telegram shows {TELEGRAM_CAPTION} below a picture"
        elif len(wording) > min(SLACK_TEXT, TELEGRAM_TEXT):
            yield at, f"has {len(wording)} characters; Slack shows {SLACK_TEXT} in one piece"
