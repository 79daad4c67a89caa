"""Render a message for Telegram: the calls that say it, and the one change that shows what was taken."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.channels.port import File
from bot.channels.telegram import limits
from bot.channels.telegram.cutting import Part, is_visible, parts, units
from bot.channels.telegram.keyboard import board, commands_alone
from bot.channels.telegram.quiz import fits_a_poll
from dialogues.message import COMMAND, Document, Image, Message, Quiz, Span, Style, Text

Entities = tuple[MessageEntity, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and what may be tapped below it."""

    text: str
    entities: Entities = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with its caption."""

    file: File
    caption: str = ""
    entities: Entities = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its caption."""

    file: File
    caption: str = ""
    entities: Entities = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """Telegram's own quiz; an option stands at the place of its choice."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str


Call = Words | Photo | Paper | Poll


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What a message that was sent looks like now; without a text only its keyboard changes."""

    text: str | None
    entities: Entities
    keyboard: InlineKeyboardMarkup | None
    is_caption: bool


def rendered(message: Message, token: str, file: File | None = None) -> tuple[Call, ...]:
    """The calls that say the message, in order; what may be tapped stands on the last. None when there is nothing to say.

    `file` is what the attachment names; without it the attachment is told in words.
    """
    poll = _poll(message)
    if poll is not None:
        return (poll,)
    shown = board(message, token)
    text = _below(message.text, Text.of("\n".join(shown.lines)))
    if file is not None and message.attachment is not None:
        return _with_file(text, message, file, shown.keyboard)
    said = parts(_below(text, _in_words(message.attachment)), limits.TEXT)
    if not said and shown.keyboard is not None:  # no phrase of ours is empty, but nobody should lose a button over one
        said = parts(Text.of(_labels(shown.keyboard)), limits.TEXT)
    return _words(said, shown.keyboard)


def redrawn(message: Message, token: str, place: int | None) -> Redrawn | None:
    """The message after choice `place` was taken, or closed with None: commands alone may still be tapped.

    What was taken stands below the text, on the last part of a long one; where it has no room there, only the keyboard
    changes. None where nothing is to be redrawn: a quiz of Telegram's own shows the vote itself, and a command takes nothing.
    """
    if all(choice.key.startswith(COMMAND) for choice in message.choices) or not _is_answer(message, place):
        return None
    # Whether the file was still there when this was sent is not known any more: as a rule it was.
    last = rendered(message, token, File("", b"") if message.attachment else None)[-1]
    keyboard = commands_alone(message, token)
    match last:
        case Poll():
            return None
        case Words(text=words, entities=entities):
            limit = limits.TEXT
        case Photo(caption=words, entities=entities) | Paper(caption=words, entities=entities):
            limit = limits.CAPTION
    is_caption = not isinstance(last, Words)
    label = message.choices[place].label.strip() if place is not None else ""
    marked = _marked(Part(words, entities), label, limit) if label else None
    if marked is None:
        return Redrawn(None, (), keyboard, is_caption)
    return Redrawn(marked.words, marked.entities, keyboard, is_caption)


def _poll(message: Message) -> Poll | None:
    """The message as a quiz of Telegram's own, where all of it fits one; else it is asked with buttons."""
    if not isinstance(message.reply, Quiz) or message.attachment is not None:
        return None
    keys = [choice.key for choice in message.choices]
    question, explanation = message.text.words.strip(), Text.parse(message.reply.explanation).words.strip()
    options = tuple(choice.label.strip() for choice in message.choices)
    if message.reply.right not in keys or any(key.startswith(COMMAND) for key in keys):
        return None
    if not fits_a_poll(question, options, explanation):
        return None
    return Poll(question, options, keys.index(message.reply.right), explanation)


def _with_file(text: Text, message: Message, file: File, keyboard: InlineKeyboardMarkup | None) -> tuple[Call, ...]:
    """The file with all the words as its caption, or with its own alt text alone, or after them all: whatever fits."""
    alt = Text()
    kind: type[Photo | Paper] = Paper
    if isinstance(message.attachment, Image):
        kind, alt = Photo, _slanted(message.attachment.alt)
    whole = _below(text, alt)
    if _fits_a_caption(whole):
        before, caption = Text(), whole
    else:
        before, caption = (text, alt) if _fits_a_caption(alt) else (whole, Text())
    end = next(iter(parts(caption, limits.CAPTION)), Part(""))
    return (*_words(parts(before, limits.TEXT), None), kind(file, end.words, end.entities, keyboard))


def _fits_a_caption(text: Text) -> bool:
    return len(parts(text, limits.CAPTION)) <= 1


def _words(said: tuple[Part, ...], keyboard: InlineKeyboardMarkup | None) -> tuple[Words, ...]:
    last = len(said) - 1
    return tuple(
        Words(part.words, part.entities, keyboard if place == last else None) for place, part in enumerate(said)
    )


def _in_words(attachment: Image | Document | None) -> Text:
    match attachment:
        case Image(alt=words) | Document(filename=words):
            return Text.of(f"[{words}]")
        case None:
            return Text()


def _slanted(words: str) -> Text:
    return Text((Span(words, Style.italic),))


def _below(text: Text, added: Text) -> Text:
    """A text with another as its last paragraph; the one alone where the other says nothing."""
    if not is_visible(added.words):
        return text
    return text + Text.of("\n\n") + added if is_visible(text.words) else added


def _labels(keyboard: InlineKeyboardMarkup) -> str:
    return "\n".join(button.text for row in keyboard.inline_keyboard for button in row)


def _is_answer(message: Message, place: int | None) -> bool:
    if place is None:
        return True
    return 0 <= place < len(message.choices) and not message.choices[place].key.startswith(COMMAND)


def _marked(shown: Part, label: str, limit: int) -> Part | None:
    """What is shown with the choice that was taken below it; None where it has no room."""
    before = f"{shown.words}\n\n✓ " if shown.words else "✓ "
    if units(before + label) > limit:
        return None
    bold = MessageEntity(MessageEntity.BOLD, units(before), units(label))
    return Part(before + label, (*shown.entities, bold)[: limits.ENTITIES])
