"""Readable: everything that is kept about somebody as one page to read. It stands alone: no scripts, nothing from elsewhere."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from html import escape
from typing import cast
from zoneinfo import ZoneInfo

from bot.store.kept import KEPT
from content.library import Library, NotInLibrary
from dialogues.flows.leave import day_named
from dialogues.voice import Voice

Rows = Sequence[Mapping[str, object]]

# Numbers of rows, and what stands beside it in plainer words: the other file has them.
LEFT_OUT = frozenset({"id", "learner_id", "address_id", "run", "ordinal", "is"})
NAMED = frozenset({"lesson", "subject", "subjects", "item", "competency", "indicator", "arguments", "asks"})
OPEN = 3  # a part with more entries is folded up
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?\+00:00")
JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; }
summary { cursor: pointer; padding: .5rem 0; }
dl { border: 1px solid #8888; border-radius: .5rem; margin: .6rem 0; padding: .6rem .8rem; }
dl dl { border: 0; margin: 0; padding: 0 0 0 .8rem; }
dt { font-weight: 600; }
dd { margin: 0 0 .4rem; white-space: pre-wrap; }
@media (min-width: 34rem) { body > section > * > dl, section > dl { display: grid; grid-template-columns: 11rem 1fr; } }
"""
SAFE = "default-src 'none'; style-src 'unsafe-inline'"


def page_of(voice: Voice, parts: Mapping[str, Rows], now: datetime) -> str:
    """The page, in the person's language as far as there are words in it; times in their zone, what they learned by its titles."""
    language = voice.profile.language if voice.profile.language in voice.newest.locales else "en"
    title, lead = _words(voice, "copy.title"), ("copy.lead", "copy.care")
    told = [f"<p>{_words(voice, name)}</p>" for name in lead]
    made = voice.phrase("copy.made", date=_moment(voice, now.isoformat()), zone=voice.profile.zone).words
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{SAFE}">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
        *told,
        f"<p>{escape(made)}</p>",
        *(_section(voice, name, rows) for name, rows in parts.items()),
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip


def _section(voice: Voice, name: str, rows: Rows) -> str:
    entries = "\n".join(_entry(voice, row) for row in rows)
    if len(rows) > OPEN:
        many = escape(voice.phrase("copy.entries", many=str(len(rows))).words)
        entries = f"<details>\n<summary>{many}</summary>\n{entries}\n</details>"
    told = escape(KEPT[name].told)
    return f'<section id="{name}">\n<h2>{_words(voice, f"copy.{name}")}</h2>\n<p>{told}</p>\n{entries}\n</section>'


def _entry(voice: Voice, row: Mapping[str, object]) -> str:
    shown = [
        (name, value)
        for name, value in row.items()
        if name not in LEFT_OUT and value not in ({}, {"is": row.get("kind")})
    ]
    lines = (f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{_value(voice, name, value)}</dd>" for name, value in shown)
    return f"<dl>{''.join(lines)}</dl>"


def _value(voice: Voice, name: str, value: object) -> str:
    """One value as it is read: words, a time, a title, yes or no, or what is inside it."""
    if isinstance(value, bool):
        return _words(voice, "copy.yes" if value else "copy.no")
    if isinstance(value, list):
        return "<br>".join(_value(voice, name, one) for one in value)
    if isinstance(value, dict):
        inside = cast("Mapping[str, object]", value)
        spoken = _spoken(inside)
        return escape(spoken) if spoken else _entry(voice, inside)
    words = str(value)
    if MOMENT.fullmatch(words):
        return escape(_moment(voice, words))
    if name in NAMED:
        titles = [_title(voice, one) for one in words.split(" ")]
        return escape(", ".join(titles) if all(titles) else words)
    return escape(JOINED.sub(" ", words).capitalize() if name == "kind" else words)


def _spoken(value: Mapping[str, object]) -> str:
    """The words of a message's text, without their markup, or of a button; "" for anything else."""
    spans = value.get("spans")
    if not isinstance(spans, list):
        return str(value.get("label", ""))
    return "".join(str(span.get("words", "")) for span in spans if isinstance(span, dict))


def _moment(voice: Voice, written: str) -> str:
    """A day and time in the person's zone; where only the day was kept, that day."""
    at = datetime.fromisoformat(written)
    if at.astimezone(UTC).time() == time(0, 0):
        return day_named(voice, at.date())
    local = at.astimezone(ZoneInfo(voice.profile.zone))
    return f"{day_named(voice, local.date())}, {local:%H:%M}"


def _title(voice: Voice, id: str) -> str:
    """What the newest release calls this; "" where it does not know it, or knows it no more."""
    for look_up in (_lesson, _item, _competency):
        try:
            return look_up(voice.newest, id, voice.profile.language)
        except NotInLibrary:
            continue
    return ""


def _lesson(library: Library, id: str, language: str) -> str:
    return library.lesson(id, language).title


def _item(library: Library, id: str, language: str) -> str:
    item = library.item(id, language)
    return f"{_competency(library, item.competency, language)}: {item.question}"


def _competency(library: Library, id: str, language: str) -> str:
    """The name of a competency, or what one of its indicators says."""
    competency = library.competency(id.partition(".")[0])
    told = {one.id: one.text for one in competency.indicators} | {competency.id: competency.name}
    if id not in told:
        raise NotInLibrary(id)
    return told[id].get(language, told[id]["en"])


def _words(voice: Voice, name: str) -> str:
    return escape(voice.phrase(name).words)
