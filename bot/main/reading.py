"""Reading lines: what the safety screen and the interpreter hear in each, for people who tune them."""

from collections.abc import Iterable, Iterator

from bot.main.parts import LANGUAGE_DATA
from bot.settings import Settings
from nlu.embedded import embedded
from nlu.intents import Open
from nlu.safety import safety_screen


def readings(settings: Settings, lines: Iterable[str], locale: str, open: Open) -> Iterator[dict[str, object]]:
    """One record a line, in the order of the lines."""
    interpreter = embedded(LANGUAGE_DATA, settings.home / "cache")
    screen = safety_screen(LANGUAGE_DATA, settings.home / "cache")
    for line in lines:
        text = line.rstrip("\r\n")
        signal, reading = screen.screen(text, locale, open), interpreter.read(text, locale)
        safety = {"level": signal.level.name, "whose": signal.whose.value, "matched": list(signal.matched)}
        yield {
            "text": text,
            "intent": reading.intent,
            "confidence": round(reading.confidence, 4),
            "entities": dict(reading.entities),
            "safety": safety,
        }
