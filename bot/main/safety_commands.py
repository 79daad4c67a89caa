"""The safety report: how many resource cards were shown in a year, in figures that name and find nobody."""

import json
from datetime import datetime
from importlib.metadata import version

from bot.main.database import now, run_once
from bot.main.people_commands import table
from bot.main.policies import policy
from bot.settings import BadSettings, Settings
from bot.store import card_counts, programs, releases
from bot.store.card_counts import Cards
from bot.store.work import Work
from dialogues.facts import Policy

FEWEST = 5
FEW = f"fewer than {FEWEST}"
PROTOCOL = "docs/safety-protocol.md"
BY = {"screen": "words that were heard", "asked": "a call for help", "followup": "a follow-up"}


def safety_report(settings: Settings, year: int, *, as_json: bool) -> list[str]:
    """The yearly count, as lines for people or as one JSON object."""
    at = now()
    if year > at.year:
        raise BadSettings(f"The year {year} has not begun: name one that has, such as {at.year}.")
    found = run_once(settings, _report, year, at, policy(settings))
    return [json.dumps(found)] if as_json else _lines(found)


def _report(work: Work, year: int, at: datetime, default: Policy) -> dict[str, object]:
    decided = [programs.merged(one.policy, default) for one in programs.list_programs(work)]
    return {
        "year": year,
        "so_far": year == at.year,
        "counted_since": card_counts.first_month(work),
        "cards": [{"level": one.level, "by": one.by, "count": _shown(one)} for one in card_counts.of_year(work, year)],
        "protocol": {
            "page": PROTOCOL,
            "software": version("peercoach"),
            "release": releases.current(work),
            "silence_minutes": sorted({one.silence_minutes for one in (*decided, default)}),
            "programs": len(decided),
            "programs_with_own_card": sum(bool(one.protocol_card) for one in decided),
        },
    }


def _shown(one: Cards) -> int | str:
    return one.count if one.count >= FEWEST else FEW


def _lines(found: dict[str, object]) -> list[str]:
    cards, protocol = found["cards"], found["protocol"]
    assert isinstance(cards, list)
    assert isinstance(protocol, dict)
    until = " so far" if found["so_far"] else ""
    rows = [(one["level"], BY.get(one["by"], one["by"]), one["count"]) for one in cards]
    counted = table(("Level", "Shown after", "Cards"), rows) if rows else ["No card was counted in it."]
    since = found["counted_since"]
    minutes = ", ".join(str(one) for one in protocol["silence_minutes"])
    return [
        f"Resource cards shown in {found['year']}{until}, in every program together; months are those of UTC.",
        *counted,
        f"The first card that was counted is of {since}." if since else "No card was ever counted here.",
        "Counted is every card that the database took down, also of people who practised or were erased since. Not counted are",
        "cards shown while the database was down, and those before this was counted (version 0.6). It is no count of people.",
        f"In force now: {protocol['page']} of version {protocol['software']}, release {protocol['release']} of the content,",
        f"silence after {minutes} minutes; {protocol['programs_with_own_card']} of {protocol['programs']} programs have a "
        "protocol card of their own.",
    ]
