"""Policies: the deployment's own from its settings, and a program's from a YAML file that people write."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from bot.settings import Settings
from content.loading.trees import Document, read_tree
from content.model import Problem
from dialogues.facts import Policy

LEAST_OPEN_HOURS = 4


class PolicyRefused(Exception):
    """A policy file cannot be used. The message holds every problem: its line, its field, what is wrong and how to mend it."""


def policy(settings: Settings) -> Policy:
    """What this deployment decided, from the settings."""
    return Policy(settings.silence_minutes, settings.checkin_words, settings.protocol_card, settings.on_call)


def read_policy(path: Path) -> Mapping[str, object]:
    """The fields that a policy file decides. Raises PolicyRefused with all its problems at once."""
    if not path.is_file():
        raise PolicyRefused(f"there is no file {path}: `coach program show` prints one to begin with")
    text = path.read_text("utf-8", "replace")
    if all(line.lstrip()[:1] in {"", "#"} for line in text.splitlines()):
        return {}  # only remarks: the program decides nothing
    problems: list[Problem] = []
    document = read_tree(path.name, text, problems)
    if document is not None and not problems:
        decided = _decided(document, problems)
        if not problems:
            return decided
    lines = [str(one) for one in sorted(problems, key=lambda one: one.line)]
    raise PolicyRefused("\n".join(["the policy cannot be used, and nothing was changed.", *lines]))


def policy_lines(decided: Mapping[str, object], default: Policy) -> list[str]:
    """A policy as a YAML file, every field in it: what the program did not decide stands there as a remark."""
    lines = []
    for name in (field.name for field in fields(Policy)):
        value = decided.get(name, getattr(default, name))
        lines += [line if name in decided else f"# {line}" for line in _written(name, value)]
    return lines


def _hour(written: object) -> time:
    if not isinstance(written, str) or not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", written, re.ASCII):
        raise ValueError("is not an hour")
    return datetime.strptime(written, "%H:%M").time()  # noqa: DTZ007  # an hour of any day, anywhere


def _day(written: object) -> date:
    if not isinstance(written, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        raise ValueError("is not a day")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError("is not a day that the calendar has") from None


def _zone(written: object) -> str:
    if not isinstance(written, str) or written not in available_timezones():
        raise ValueError("is not a time zone" + _nearest(str(written), available_timezones()))
    return ZoneInfo(written).key


def _kind(written: object) -> str:
    if written not in KINDS:
        raise ValueError("is not a kind of channel" + _nearest(str(written), KINDS))
    return str(written)


def _nearest(written: str, known: "set[str] | tuple[str, ...]") -> str:
    """The known name most like this one, as the rest of a sentence."""
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(written.casefold(), folded, n=1, cutoff=0.6)
    return f", but {folded[close[0]]} is" if close else ""


KINDS = ("rest", "slack", "telegram", "terminal")
Hour = Annotated[time, BeforeValidator(_hour)]
Day = Annotated[date, BeforeValidator(_day)]
Zone = Annotated[str, BeforeValidator(_zone)]
Kind = Annotated[str, BeforeValidator(_kind)]


class _File(BaseModel):
    """What a policy file may hold; each description says how to mend a value that cannot be used."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    silence_minutes: int = Field(0, ge=1, le=240, description="Write whole minutes, 1 to 240.")
    checkin_words: bool = Field(default=False, description="Write yes or no.")
    protocol_card: str = Field("", max_length=1500, description="Write at most 1500 characters.")
    on_call: str = Field("", max_length=100, description="Write at most 100 characters.")
    lessons_a_week: int = Field(0, ge=0, le=3, description="Write 1, 2 or 3, or 0 for the pace of the plan.")
    first_lessons: tuple[str, ...] = Field(
        (), max_length=100, description="Write lessons such as rights-01, each on its own line after a dash."
    )
    start_week: int = Field(1, ge=1, le=52, description="Write the week of the plan to begin with, 1 or more.")
    quiet_from: Hour = Field(time(0, 0), description="Write an hour such as 20:00.")
    quiet_to: Hour = Field(time(0, 0), description="Write an hour such as 08:00.")
    holidays: tuple[Day, ...] = Field(
        (), max_length=400, description="Write days such as 2026-12-25, each on its own line after a dash."
    )
    zone: Zone = Field("", description="Write a zone such as Europe/Oslo.")
    keep_days: int = Field(0, ge=1, le=365, description="Write whole days, 1 to 365.")
    checkins_on: tuple[Kind, ...] = Field(
        (), description=f"Write kinds of channel ({', '.join(KINDS)}), each on its own line after a dash."
    )
    digest_day: int = Field(1, ge=1, le=7, description="Write a day of the week as 1 (Monday) to 7 (Sunday).")
    desired_retention: float = Field(0.9, ge=0.8, le=0.95, description="Write a number from 0.8 to 0.95, such as 0.9.")


_WRONG = {
    "float_parsing": "is not a number",
    "float_type": "is not a number",
    "int_parsing": "is not a whole number",
    "int_type": "is not a whole number",
    "bool_parsing": "is neither yes nor no",
    "bool_type": "is neither yes nor no",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "string_too_long": "is too long",
    "string_type": "is not a text",
    "too_long": "has too many entries",
    "tuple_type": "is not a list",
}


def _decided(document: Document, problems: list[Problem]) -> Mapping[str, object]:
    if not isinstance(document.tree, dict):
        what, mend = "this is not a policy", "Write one field a line, such as `lessons_a_week: 2`."
        problems.append(Problem(document.file, 1, what, mend))
        return {}
    try:
        decided = _File.model_validate(document.tree).model_dump(exclude_unset=True)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            place = document.place(error["loc"])
            problems.append(Problem(place.file, place.line, *_sentences(error)))
        return {}
    problems.extend(_floor(document, decided))
    if "holidays" in decided:
        decided["holidays"] = tuple(sorted(set(decided["holidays"])))
    return decided


def _sentences(error: ErrorDetails) -> tuple[str, str]:
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        what = f"`{name}` is not a field of a policy" + _nearest(name, tuple(_File.model_fields))
        return what, "Mend its name or remove it; `coach program show` lists every field."
    given = f" ({_given(error['input'])})" if _given(error["input"]) else ""
    wrong = _WRONG.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"`{name}`{given} {wrong}", str(_File.model_fields[name].description)


def _given(value: object) -> str:
    return value if isinstance(value, str) and 0 < len(value) <= 40 else ""


def _floor(document: Document, decided: Mapping[str, object]) -> Iterator[Problem]:
    """A floor of quiet hours needs both its ends, and must leave some hours in which a prompt may come."""
    start, end = decided.get("quiet_from"), decided.get("quiet_to")
    for one, other in (("quiet_from", "quiet_to"), ("quiet_to", "quiet_from")):
        if one in decided and other not in decided:
            place = document.place((one,))
            yield Problem(place.file, place.line, f"`{one}` stands here without `{other}`", "Write both, or neither.")
    if isinstance(start, time) and isinstance(end, time) and start != end:
        minutes = (start.hour * 60 + start.minute - end.hour * 60 - end.minute) % (24 * 60)
        if minutes < LEAST_OPEN_HOURS * 60:
            place = document.place(("quiet_from",))
            mend = f"Leave at least {LEAST_OPEN_HOURS} hours between `quiet_to` and `quiet_from`."
            yield Problem(
                place.file, place.line, "`quiet_from` and `quiet_to` leave hardly any hour for a prompt", mend
            )


def _written(name: str, value: object) -> list[str]:
    if isinstance(value, tuple):
        return [f"{name}:", *(f"  - {one}" for one in value)] if value else [f"{name}: []"]
    if isinstance(value, bool):
        return [f"{name}: {'yes' if value else 'no'}"]
    if isinstance(value, time):
        return [f"{name}: {value:%H:%M}"]
    if isinstance(value, str) and "\n" in value:
        return [f"{name}: |-", *(f"  {line}".rstrip() for line in value.split("\n"))]
    return [f"{name}: {_quoted(value) if isinstance(value, str) else value}"]


def _quoted(words: str) -> str:
    return words if re.fullmatch(r"[A-Za-z][\w/+-]*", words) else f'"{_escaped(words)}"'


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')
