"""The week for those who write and run the content: hard questions, what is due for a look, and what became of the messages."""

from collections.abc import Iterator, Sequence

from dialogues.figures import Band
from dialogues.flow import Talk
from dialogues.message import Buttons, Text
from dialogues.voice import Voice

CHOICES = ("/staff", "/digest_pause", "/digest_off")
GAP, LINE = Text.of("\n\n"), Text.of("\n")
PARTS = ("hard", "stale", "report", "fate")


async def staff_week(talk: Talk, program: str, *lines: str) -> None:
    """Show the week. `lines` are "hard=item=share=letters", "stale=lesson=day", "report=lesson=many" and "fate=sent=120"."""
    parts = [talk.voice.phrase("staff_week.is", program=program)]
    for kind in PARTS:
        found = list(_lines(talk.voice, kind, lines))
        if found:
            parts.append(_joined([talk.voice.phrase(f"staff_week.{kind}"), *found], LINE))
    if len(parts) == 1:
        parts.append(talk.voice.phrase("staff_week.nothing"))
    talk.say(_joined(parts, GAP), Buttons(tuple(talk.voice.choice(one) for one in CHOICES)))


def _lines(voice: Voice, kind: str, lines: Sequence[str]) -> Iterator[Text]:
    for line in lines:
        named, one, *rest = line.split("=")
        if named != kind:
            continue
        if kind == "hard":
            share = voice.phrase(f"staff_week.right_{Band(rest[0])}").words
            phrase = "staff_week.hard_instead" if rest[1] else "staff_week.hard_one"
            yield voice.phrase(phrase, item=one, share=share, options=rest[1])
        elif kind == "fate":
            yield voice.phrase(f"staff_week.fate_{one}", many=rest[0])
        else:
            yield voice.phrase(f"staff_week.{kind}_one", lesson=one, value=rest[0])


def _joined(parts: Sequence[Text], between: Text) -> Text:
    text = parts[0]
    for part in parts[1:]:
        text = text + between + part
    return text
