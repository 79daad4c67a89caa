"""Cards: the resources, ready to be read in a few seconds. Deterministic, and needing nothing but the library."""

from content.model import Country, CrisisLine
from dialogues.message import Text
from dialogues.voice import Voice

BREAK = Text.of("\n")
URGENT = ("overdose",)


def crisis_card(voice: Voice, opening: str = "crisis.open_risk", topic: str = "") -> Text:
    """The card: a kind line, that nobody reads this live, the emergency number, and at most two ways to reach a person."""
    own = [voice.phrase(f"crisis.topic_{topic}")] if topic else []
    known = [voice.phrase("crisis.automated")]
    # Where minutes count, the number to call stands before every other word of advice.
    called = [emergency(voice), *own, *known] if topic in URGENT else [*own, *known, emergency(voice)]
    return _joined([voice.phrase(opening), *called, *ways(voice)])


def emergency(voice: Voice) -> Text:
    """Whom to call when it cannot wait; never another country's number."""
    if voice.country is None:
        return voice.phrase("crisis.emergency_unknown")
    return voice.phrase("crisis.emergency", number=_number(voice, voice.country))


def ways(voice: Voice) -> list[Text]:
    """The primary line, and a second way that can be used without speaking where there is one."""
    if voice.country is None:
        return [voice.phrase("crisis.directory")]
    return [_line(voice, line) for line in _two(voice.country)]


def can_write(voice: Voice) -> bool:
    """Whether one of the ways shown can be used without speaking."""
    return voice.country is None or any(line.sms or line.chat for line in _two(voice.country))


def primary(voice: Voice) -> Text:
    """The one contact that a line of concern carries."""
    return ways(voice)[0]


def static_card(voice: Voice) -> Text:
    """The whole card as a text of its own, for when nothing but this can be said."""
    return _joined([crisis_card(voice), voice.phrase("crisis.static_end")])


def refused_card(voice: Voice) -> Text:
    """The card for a message that was not taken in, though nothing is broken."""
    return _joined([crisis_card(voice), voice.phrase("crisis.refused_end")])


def _number(voice: Voice, country: Country) -> str:
    return country.emergency_said.get(voice.profile.language, country.emergency)


def _two(country: Country) -> list[CrisisLine]:
    first = next(line for line in country.lines if line.primary)
    others = [line for line in country.lines if not line.primary]
    others.sort(key=lambda line: line.sms is None and line.chat is None)
    return [first, *others[:1]]


def _line(voice: Voice, line: CrisisLine) -> Text:
    contacts = [voice.phrase("crisis.call", number=line.phone).words] if line.phone else []
    said = line.said.get(voice.profile.language, {})
    contacts += [way for way in (said.get("sms", line.sms), line.chat) if way]
    name, hours = said.get("name", line.name), said.get("hours", line.hours)
    text = voice.phrase("crisis.line", name=name, ways=", ".join(contacts), hours=hours)
    if line.verified_on and line.verified_by:
        text += Text.of(" ") + voice.phrase("crisis.checked", month=f"{line.verified_on:%Y-%m}")
    return text


def _joined(lines: list[Text]) -> Text:
    text = lines[0]
    for line in lines[1:]:
        text = text + BREAK + line
    return text
