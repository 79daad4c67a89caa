"""Render a message in Rasa's shape: a list of objects, each with its recipient."""

from bot.channels.rest.channel import payload
from dialogues.message import Document, Image, Message

Rendered = dict[str, object]


def rendered(message: Message, token: str, sender: str, content: str | None = None) -> list[Rendered]:
    """The message for this sender; `content` is the body of its document, where we have it.

    `buttons` stands there only when something may be tapped. A picture is told in its own words.
    """
    lines = [message.text.words]
    objects: list[Rendered] = []
    if isinstance(message.attachment, Image):
        lines.append(f"[{message.attachment.alt}]")
    if isinstance(message.attachment, Document):
        if content is None:
            lines.append(f"[{message.attachment.filename}]")
        else:
            file = {"filename": message.attachment.filename, "content": content}
            objects.append({"recipient_id": sender, "custom": file})
    first: Rendered = {"recipient_id": sender, "text": "\n\n".join(line for line in lines if line)}
    if message.choices:
        choices = enumerate(message.choices)
        first["buttons"] = [{"title": choice.label, "payload": payload(token, place)} for place, choice in choices]
    return [first, *objects]
