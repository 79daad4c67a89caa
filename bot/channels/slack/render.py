"""Render a message for Slack: the posts and uploads that say it, and how it looks once it was answered."""

from dataclasses import dataclass

from bot.channels.port import File
from bot.channels.slack import limits
from bot.channels.slack.blocks import Block, Button, taps_of, words_of
from bot.channels.slack.board import Board, board, is_command, label_of
from bot.channels.slack.cutting import DOTS, is_visible, parts, units
from bot.channels.slack.fallback import aloud
from dialogues.message import Document, Image, Message, Quiz, Span, Style, Text


@dataclass(frozen=True, slots=True)
class Post:
    """One message in Slack: its blocks, and a text for wherever blocks are not shown, escaped and never empty."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes before the words, and what it shows."""

    file: File
    alt: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What the adapter adds to a message: `offers` are (label, words), and a tap says the words as if they were written;
    `window` is (label, form name), and a tap opens that form.
    """

    offers: tuple[tuple[str, str], ...] = ()
    window: tuple[str, str] | None = None


NO_EXTRAS = Extras()
_BLOCKS = 8  # around words and buttons, and for what an adapter adds


def rendered(
    message: Message, token: str, file: File | None = None, extras: Extras = NO_EXTRAS
) -> tuple[Post | Upload, ...]:
    """The parts that say the message, in order, at least one; what may be tapped stands on the last post.

    `file` is what the attachment names; without it the attachment is told in words.
    """
    shown, more = board(message, token), _more(extras, token)
    buttons = (*taps_of(shown.answers), *taps_of(more), *taps_of(shown.commands))
    spoken = (*shown.spoken, *(button.label for button in more), *shown.spoken_commands)
    said = parts(_words(message, shown, is_told=file is None), _room(shown))
    last = len(said) - 1
    posts: tuple[Post | Upload, ...] = tuple(
        Post(aloud(part.words, spoken), (*words_of(part), *buttons)) if place == last else _plain(part)
        for place, part in enumerate(said)
    )
    if not said and buttons:
        posts = (Post(aloud("", spoken), buttons),)
    if file is not None and message.attachment is not None:
        return (Upload(file, _shows(message.attachment) or file.name), *posts)
    return posts or (_plain(Text.of(DOTS)),)  # no message of ours says nothing; were there one, Slack would refuse it


def redrawn(message: Message, token: str, place: int | None, better: str) -> Post | None:
    """The last post of the message after choice `place` was taken, or closed with None: commands alone may still be tapped.

    Under a quiz stands also why, and, where it was missed, `better` with the right answer as its {answer}. None where nothing
    is to be redrawn: a command takes nothing, and what asks nothing closes nothing. A question in words closes too: what was
    suggested under it is then no longer there to be tapped.
    """
    asks = message.question or not all(is_command(choice) for choice in message.choices)
    if not asks or not _is_answer(message, place):
        return None
    shown = board(message, token)
    # Whether the file was still there when this was sent is not known any more: as a rule it was.
    said = parts(_words(message, shown, is_told=False), _room(shown))[-1:]
    taken = parts(_taken(message, place, better), limits.RICH_TEXT)[:1] if place is not None else ()
    text = _joined(*said, *taken)
    if not is_visible(text.words):  # it had nothing but its buttons
        text = Text.of("\n".join(shown.spoken))
    return Post(aloud(text.words, shown.spoken_commands), (*words_of(text), *taps_of(shown.commands)))


def _more(extras: Extras, token: str) -> list[Button]:
    offers = [
        Button(label if is_visible(label) else words, f"say.{place}", words)
        for place, (label, words) in enumerate(extras.offers)
        if 0 < units(words) <= limits.VALUE
    ]
    if extras.window is None:
        return offers
    label, form = extras.window
    return [*offers, Button(label, f"open.{form}", token)]


def _words(message: Message, shown: Board, *, is_told: bool) -> Text:
    """All that is to be read; `is_told` when the attachment must be told in words."""
    told = f"[{_shows(message.attachment)}]" if message.attachment is not None and is_told else ""
    return _joined(message.text, Text.of(told), Text.of("\n".join(shown.lines)))


def _room(shown: Board) -> int:
    """How long the words of one post may be beside these buttons. It is reckoned from the message alone, so that what is redrawn
    ends as what was sent did.
    """
    labels = sum(min(units(button.label), limits.LABEL) for button in (*shown.answers, *shown.commands))
    held = len(shown.answers) + len(shown.commands) + _BLOCKS
    return min(limits.WORDS, limits.MESSAGE - labels - held * limits.CONTAINER)


def _shows(attachment: Image | Document) -> str:
    match attachment:
        case Image(alt=words) | Document(filename=words):
            return words


def _plain(text: Text) -> Post:
    return Post(aloud(text.words, ()), words_of(text))


def _joined(*texts: Text) -> Text:
    """The texts as paragraphs of one, without those that say nothing."""
    joined = Text()
    for text in texts:
        if is_visible(text.words):
            joined = joined + Text.of("\n\n") + text if joined.spans else text
    return joined


def _is_answer(message: Message, place: int | None) -> bool:
    return place is None or (0 <= place < len(message.choices) and not is_command(message.choices[place]))


def _taken(message: Message, place: int, better: str) -> Text:
    """What was taken, and under a quiz whether it fits and why; a tick beside what does not fit would mislead."""
    chosen, label = message.choices[place], label_of(message, place)
    if not isinstance(message.reply, Quiz):
        return _bold(f"✓ {label}")
    answer = next((choice.label for choice in message.choices if choice.key == message.reply.right), "")
    why = Text.parse(message.reply.explanation)
    if chosen.key == message.reply.right or not answer:
        return _joined(_bold(f"✓ {label}"), why)
    return _joined(_bold(f"→ {label}"), Text.parse(better).fill({"answer": answer}), why)


def _bold(words: str) -> Text:
    return Text((Span(words, Style.bold),))
