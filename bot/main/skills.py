"""Skills, line by line: what the ear hears in each reply, for people who tune it."""

import json
from collections.abc import Iterable, Iterator

from bot.main.parts import LANGUAGE_DATA
from bot.settings import BadSettings, Settings
from nlu.skills import skill_ear


def skills_heard(settings: Settings, lines: Iterable[str], *, context: bool) -> Iterator[dict[str, object]]:
    """One record a line. With `context` a line is an object with what was "said" and the "reply" to it.

    Raises BadSettings for a line that is no such object.
    """
    ear = skill_ear(LANGUAGE_DATA, settings.home / "cache")
    for number, line in enumerate(lines, start=1):
        said, reply = _both(line, number) if context else ("", line.rstrip("\r\n"))
        heard = ear.hear(reply, said)
        yield {
            "text": reply,
            "skills": {name: one.likely for name, one in heard.items()},
            "evidence": {name: one.words for name, one in heard.items()},
        }


def _both(line: str, number: int) -> tuple[str, str]:
    try:
        match json.loads(line):
            case {"said": str(said), "reply": str(reply)}:
                return said, reply
    except json.JSONDecodeError:
        pass
    raise BadSettings(f'Line {number} is no {{"said": "...", "reply": "..."}}. Write one such object a line.')
