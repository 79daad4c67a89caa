"""The week, lived for ninety days by somebody who answers at random: through the real services, the store and a fast clock."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.domain.coach import SELDOM, STILL
from bot.domain.learner import Learner
from bot.domain.week import week_of
from bot.jobs.loops import settle
from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.store import people, schedules
from dialogues.facts import Profile
from dialogues.message import COMMAND
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import DAY, at_once, forward, person, set_clock

ZONE = ZoneInfo("America/New_York")
PROFILE = Profile(country="US", zone="America/New_York")
BUSY, SILENT, BACK = 26, 48, 20
WHYS = {"lesson_day", "review_day", "quiz_day", "checkin_day", "instead", "still"}
WHYS |= {"review_due", "review_missed", "review_fortnight"}
MOST_STEPS = 14


@dataclass(frozen=True, slots=True)
class Push:
    """One thing the clock said: when, its first words, and the person as they were before and after it."""

    at: datetime
    words: str
    before: Learner
    after: Learner

    @property
    def day(self) -> date:
        """The day, where the person is."""
        return self.at.astimezone(ZONE).date()

    @property
    def opening(self) -> str:
        """Its first paragraph."""
        return self.words.partition("\n\n")[0]


async def live(parts: Parts, notebook: Notebook, until: datetime, dice: Random, answers: float) -> list[Push]:
    """Let days go by, and answer each prompt with this probability; what the clock said."""
    pushes = []
    learner_id = await person(parts)
    while (due := await parts.store.read(schedules.next_due)) and due <= until:
        set_clock(parts, due)
        before, told = await parts.store.read(people.load, learner_id), len(notebook.taken)
        await settle(parts)
        if len(notebook.taken) > told:
            after = await parts.store.read(people.load, learner_id)
            pushes.append(Push(due, notebook.words[told], before, after))
            if dice.random() < answers:
                await answer(parts, notebook, dice)
        if due.weekday() == 6 or dice.random() < 0.2:
            await tidy(parts)
    set_clock(parts, until)
    return pushes


async def answer(parts: Parts, notebook: Notebook, dice: Random) -> None:
    """Take one choice after the other until nothing is asked any more, or until they have enough."""
    for _ in range(dice.randrange(1, MOST_STEPS)):
        choices = notebook.taken[-1][1].choices
        if not choices or all(one.key.startswith(COMMAND) for one in choices):
            return
        forward(parts, timedelta(seconds=dice.randrange(5, 90)))
        offered = [place for place, one in enumerate(choices, 1) if not one.key.startswith(COMMAND)]
        await at_once(parts, str(dice.choice(offered)))


async def ninety_days(
    home: Path, notebook: Notebook, seed: int
) -> tuple[list[Push], list[str], dict[str, tuple[str, ...]]]:
    """Days of answers, a long silence, a word, and days of answers: the pushes, what was said to the word, and the phrases."""
    dice = Random(seed)
    async with coach(home, notebook) as parts:
        await parts.store.run(welcome_done, ACCOUNT, "ann", PROFILE, START)
        pushes = await live(parts, notebook, START + BUSY * DAY, dice, 0.85)
        pushes += await live(parts, notebook, START + (BUSY + SILENT) * DAY, dice, 0.0)
        told = len(notebook.taken)
        await at_once(parts, "hello")
        back = notebook.words[told:]
        pushes += await live(parts, notebook, START + (BUSY + SILENT + BACK) * DAY, dice, 0.85)
        newest = parts.shelf.newest
        kinds = ("lesson", "review", "quiz", "checkin", "still", "support")
        return pushes, back, {kind: newest.phrase(f"prompt.{kind}", "en").wordings for kind in kinds}


@pytest.mark.parametrize("seed", [1, 2])
def test_over_ninety_days_the_week_keeps_its_promises(seed: int, home: Path, notebook: Notebook) -> None:
    pushes, back, phrases = asyncio.run(ninety_days(home, notebook, seed))
    silence, awake = START + BUSY * DAY, START + (BUSY + SILENT) * DAY
    check_caps(pushes)
    check_openings(pushes, phrases)
    check_support(pushes, phrases["support"])
    check_silence([push for push in pushes if silence < push.at <= awake])
    assert back[0].startswith("Welcome back") or "piled up" in back[0], back
    assert len(back) <= 2, "no pile"
    again = [push for push in pushes if push.at > awake]
    assert len(again) >= 8, "and prompts come again, as often as before"
    assert again[0].at - awake <= 4 * DAY
    kinds = Counter(push.after.prompted_why for push in pushes)
    assert {"lesson_day", "quiz_day", "still"} <= set(kinds)


def check_caps(pushes: list[Push]) -> None:
    """One a day, on a chosen day at the chosen hour, each with its why."""
    days = [push.day for push in pushes]
    assert len(set(days)) == len(days)
    for push in pushes:
        local = push.at.astimezone(ZONE)
        assert (local.hour, local.minute) == (9, 0)
        assert local.isoweekday() in PROFILE.days
        assert push.after.prompted_why in WHYS
        assert push.after.pushed_at == push.at
        assert push.after.prompts == push.before.prompts + 1
    asked = [push.day for push in pushes if push.after.prompted_why == "checkin_day"]
    assert len({week_of(day) for day in asked}) == len(asked), "one check-in a week"


def check_openings(pushes: list[Push], phrases: dict[str, tuple[str, ...]]) -> None:
    """Each begins with words of its kind, and with none that opened another within a fortnight."""
    known = {words for kind, wordings in phrases.items() if kind != "support" for words in wordings}
    for place, push in enumerate(pushes):
        assert push.opening in known, push.words
        lately = [other for other in pushes[:place] if push.at - other.at <= 14 * DAY]
        assert push.opening not in {other.opening for other in lately}


def check_support(pushes: list[Push], wordings: tuple[str, ...]) -> None:
    """The first prompt of each week has a supportive line, and no other one; they take turns."""
    lines = [next((words for words in wordings if words in push.words), "") for push in pushes]
    weeks = [week_of(push.day) for push in pushes]
    for place, line in enumerate(lines):
        first = place == 0 or weeks[place - 1] != weeks[place]
        assert bool(line) == first, (pushes[place].at, pushes[place].words[:80])
    places = [wordings.index(line) for line in lines if line]
    assert places == sorted(places), "they take turns"


def check_silence(pushes: list[Push]) -> None:
    """Nobody answers: after three half as often, after ten one kind question, then rest."""
    counts = [push.before.unanswered for push in pushes]
    assert counts == list(range(counts[0], STILL + 1)), "each counted, up to the kind question"
    assert pushes[-1].after.prompted_why == "still"
    assert {push.after.prompted_why for push in pushes[:-1]}.isdisjoint({"still"})
    for one, two in pairwise(pushes):
        weekdays = sum(
            (one.day + place * DAY).isoweekday() in PROFILE.days for place in range(1, (two.day - one.day).days + 1)
        )
        assert weekdays == (2 if one.after.unanswered >= SELDOM else 1)
