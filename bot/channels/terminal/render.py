"""Render a message for the terminal: plainly when piped, with bubbles for eyes."""

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text as RichText

from dialogues.message import Message, Quiz, Scale, Style, Text

WIDTH = 88
STYLES = {Style.plain: "", Style.bold: "bold", Style.italic: "italic"}


def plain(message: Message) -> str:
    """The message as plain lines; what may be tapped stands below it, numbered."""
    lines = [message.text.words]
    if message.attachment is not None:
        lines.append(f"[{getattr(message.attachment, 'alt', '') or getattr(message.attachment, 'filename', '')}]")
    if isinstance(message.reply, Scale):
        steps = enumerate(message.choices, start=1)
        lines.append("  ".join(f"[{place}] {_step(place, choice.label)}" for place, choice in steps))
    else:
        lines += [f"[{place}] {choice.label}" for place, choice in enumerate(message.choices, start=1)]
    return "\n".join(lines)


def bubble(message: Message) -> RenderableType:
    """The message as a bubble, with its numbered choices inside."""
    parts: list[RenderableType] = [_styled(message.text)]
    if message.choices:
        parts += [RichText(""), _choices(message)]
    colour = "magenta" if isinstance(message.reply, Quiz) else "cyan"
    return Padding(Panel(Group(*parts), border_style=colour, width=WIDTH, padding=(0, 2)), (0, 0, 0, 1))


def show(console: Console, message: Message, *, pretty: bool) -> None:
    """Write a message to the console."""
    if pretty:
        console.print(bubble(message))
    else:
        console.out(plain(message), highlight=False)


def _choices(message: Message) -> RichText:
    between = "   " if isinstance(message.reply, Scale) else "\n"
    text = RichText()
    for place, choice in enumerate(message.choices, start=1):
        text.append(f"{place}\u00a0", style="bold yellow")
        label = choice.label if between == "\n" else _step(place, choice.label).replace(" ", "\u00a0")
        text.append(label + (between if place < len(message.choices) else ""))
    return text


def _step(place: int, label: str) -> str:
    """A step of a scale without its own number, which stands before it already."""
    return label.removeprefix(f"{place} · ")


def _styled(text: Text) -> RichText:
    styled = RichText()
    for span in text.spans:
        styled.append(span.words, style=STYLES[span.style])
    return styled
