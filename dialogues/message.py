"""Message: what we want to say, before a channel has dressed it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

COMMAND = "/"


class Style(StrEnum):
    """How a stretch of text looks."""

    plain = "plain"
    bold = "bold"
    italic = "italic"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style. Its words are never markup."""

    words: str
    style: Style = Style.plain


@dataclass(frozen=True, slots=True)
class Text:
    """Words with a little markup, parsed once. Learner words enter through `Text.of` or `fill` and can inject none."""

    spans: tuple[Span, ...] = ()

    @staticmethod
    def of(words: str) -> "Text":
        """These very words, taken literally."""
        return Text((Span(words),)) if words else Text()

    @staticmethod
    def parse(markup: str) -> "Text":
        """Content with `**bold**` and `_italic_`; anything else stands for itself."""
        return _parsed(markup)

    def fill(self, values: Mapping[str, str]) -> "Text":
        """The text with each `{name}` replaced by its value, taken literally."""
        if not values:
            return self
        return Text(tuple(replace(span, words=_filled(span.words, values)) for span in self.spans))

    @property
    def words(self) -> str:
        """The text without its styles."""
        return "".join(span.words for span in self.spans)

    def __add__(self, other: "Text") -> "Text":
        return Text(self.spans + other.spans)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be tapped. A key that starts with "/" is a command and works even on an old message.

    `words` are other things a person may type to mean it; `intent` is a reading that means it.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Choices to tap."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Quiz:
    """Choices with a right one; `explanation` is what a channel's own quiz may show when it is answered."""

    choices: tuple[Choice, ...]
    right: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Choices in order, from least to most."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its content name; `alt` says in words what it shows."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file by its blob key, under the name it should have when saved."""

    blob: str
    filename: str


Reply = Buttons | Quiz | Scale


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say: text, perhaps a picture or file, perhaps something to tap.

    `question` names the question that a tap on this message answers; empty when only commands may be tapped.
    """

    text: Text
    attachment: Image | Document | None = None
    reply: Reply | None = None
    question: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be tapped, in order; empty when it is just talk."""
        return self.reply.choices if self.reply else ()


def in_front(lead: Message, asked: Message) -> tuple[Message, ...]:
    """What is said first and the question after it, as one message where a channel has room for both.

    A channel's own quiz has room for the question alone, a scale for its steps, and a file for few words.
    """
    crowded = isinstance(asked.reply, Quiz) or (isinstance(asked.reply, Scale) and lead.reply)
    if crowded or lead.attachment or asked.attachment:
        return lead, asked
    offered = tuple(choice for choice in lead.choices if choice.key not in {known.key for known in asked.choices})
    reply = Buttons((*asked.choices, *offered)) if offered else asked.reply
    return (replace(asked, text=lead.text + _GAP + asked.text, reply=reply),)


_GAP = Text.of("\n\n")
_MARKUP = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)")
_PLACE = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=4096)  # content only: learner words enter by `of` and `fill`
def _parsed(markup: str) -> Text:
    spans, end = [], 0
    for found in _MARKUP.finditer(markup):
        spans.append(Span(markup[end : found.start()]))
        bold, italic = found.group("bold"), found.group("italic")
        spans.append(Span(bold, Style.bold) if bold else Span(italic, Style.italic))
        end = found.end()
    spans.append(Span(markup[end:]))
    return Text(tuple(span for span in spans if span.words))


def _filled(words: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place.group(1), place.group(0)), words)
