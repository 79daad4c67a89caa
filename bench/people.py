"""Many people at once over REST, for minutes: is every turn answered once and in order, how fast, and does memory stay flat?

    python -m bench.people --people 200 --minutes 10

Everybody follows the same script, so everybody's n-th answer must have the same shape: how many messages, and what may be tapped
on each. Their hours differ, and come back in their settings, so that nobody gets somebody else's answer unnoticed.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import linear_regression, quantiles

import httpx

from bench.serving import TOKEN, Served, served

CLICK, HOUR = "<click>", "<hour>"
OPENING = ("hi", "Yes", "Norway", "Reykjavik", HOUR, "Every day")
ROUND = (
    *("lesson", CLICK, CLICK, CLICK, CLICK, "settings", "thanks", "quiz"),
    *(CLICK, CLICK, CLICK, CLICK, CLICK, "help", "1", "settings", "how are you", "stop that"),
)
LIKED = ("Next", "Did it", "Yes", "09:00")
LONGEST_PAUSE = 2.0
EVERY = 10.0
WARM = 60.0
FLAT = 0.5

Answer = list[dict[str, object]]
Shape = tuple[tuple[str, ...], ...]


@dataclass
class Person:
    """One person: their name, the hour they choose, their dice, their own connection, and how far they are."""

    name: str
    hour: str
    dice: random.Random
    # One pool for everybody would be slower than the coach: httpx looks through all its connections for every request.
    client: httpx.AsyncClient
    turns: int = 0


@dataclass
class Findings:
    """What was seen: the shape of each turn's answer, what was wrong, how long each took, and the memory over time."""

    shapes: dict[int, Shape] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Crowd:
    """People who talk to one coach, until the time is over or each has had so many turns."""

    coach: Served
    until: float
    most_turns: int = sys.maxsize
    findings: Findings = field(default_factory=Findings)

    async def talk(self, person: Person) -> None:
        """Say one line after the other, each as soon as the former is answered and a little pause is over."""
        answer: Answer = []
        while time.perf_counter() < self.until and person.turns < self.most_turns:
            line = _line(person, answer)
            began = time.perf_counter()
            answer = await self._say(person, line)
            self.findings.took.append(time.perf_counter() - began)
            self._compare(person, line, answer)
            person.turns += 1
            await asyncio.sleep(person.dice.uniform(0, LONGEST_PAUSE))

    async def _say(self, person: Person, line: str) -> Answer:
        try:
            answered = await person.client.post(self.coach.url, json={"sender": person.name, "message": line})
        except httpx.HTTPError as error:
            self.findings.wrong.append(f"{person.name}, turn {person.turns}: {type(error).__name__}")
            return []
        if answered.status_code != 200:
            self.findings.wrong.append(f"{person.name}, turn {person.turns}: {answered.status_code} {answered.text}")
            return []
        return list(answered.json())

    def _compare(self, person: Person, line: str, answer: Answer) -> None:
        shape = tuple(tuple(sorted(_titles(one))) for one in answer)
        wanted = self.findings.shapes.setdefault(person.turns, shape)
        words = "\n".join(str(one["text"]) for one in answer)
        strangers = {one["recipient_id"] for one in answer} - {person.name}
        somebody_elses = line == "settings" and person.turns >= len(OPENING) and person.hour not in words
        if shape != wanted or not answer or strangers or somebody_elses:
            self.findings.wrong.append(
                f"{person.name}, turn {person.turns}, {line!r}: {words[:200]!r} {shape}, not {wanted}"
            )


async def talk_at_once(coach: Served, many: int, seconds: float, most_turns: int = sys.maxsize) -> Findings:
    """Let many people talk at once, for so long or for so many turns each, and watch the memory meanwhile."""
    hours = _hours(many, datetime.now(UTC), seconds)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with AsyncExitStack() as opened:
        people = []
        for place, hour in enumerate(hours):
            client = await opened.enter_async_context(httpx.AsyncClient(headers=headers, timeout=60, verify=False))
            people.append(Person(f"person-{place}", hour, random.Random(place), client))
        began = time.perf_counter()
        crowd = Crowd(coach, began + seconds, most_turns)
        watching = asyncio.create_task(_watch(coach, crowd.findings))
        await asyncio.gather(*(crowd.talk(person) for person in people))
        watching.cancel()
        crowd.findings.seconds = time.perf_counter() - began
    crowd.findings.memory.append((crowd.findings.seconds, coach.mebibytes))
    return crowd.findings


def left_over(home: Path) -> list[str]:
    """What the database says against the run: updates that were not answered at once, messages that did not leave just once."""
    with closing(sqlite3.connect(home / "coach.db")) as connection:
        updates = connection.execute(
            "SELECT id, status, attempts, error FROM inbox WHERE status != 'done' OR attempts > 0"
        )
        messages = connection.execute(
            "SELECT id, status, attempts, error FROM outbox WHERE status != 'sent' OR attempts > 0"
        )
        return [f"update {row}" for row in updates] + [f"message {row}" for row in messages]


def main() -> int:
    """Run it, and print what was found; 1 when a turn went wrong or memory grew."""
    read = argparse.ArgumentParser(description="Many people at once over REST, each answered once and in order.")
    read.add_argument("--people", type=int, default=200)
    read.add_argument("--minutes", type=float, default=1.0)
    given = read.parse_args()
    findings, wrong = run(given.people, given.minutes * 60)
    print(table(given.people, findings, wrong))
    for line in wrong[:20]:
        print(line)
    return int(bool(wrong) or grows(findings) is True)


def run(many: int, seconds: float) -> tuple[Findings, list[str]]:
    """Serve, talk, stop; what was found, and all that was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with served(home) as coach:
            findings = asyncio.run(talk_at_once(coach, many, seconds))
        ended = [] if coach.process.returncode == 0 else [f"coach serve ended with {coach.process.returncode}"]
        return findings, [*findings.wrong, *left_over(home), *ended]


def table(many: int, findings: Findings, wrong: list[str]) -> str:
    """The figures as a table."""
    cuts = quantiles(findings.took, n=100)
    slope = growth(findings)
    verdict = {True: "GROWS", False: "flat", None: "too short to say"}[grows(findings)]
    rows = (
        (f"{many} people at once over REST, {findings.seconds:.0f} s", f"{len(findings.took)} turns"),
        ("turns a second", f"{len(findings.took) / findings.seconds:.0f}"),
        ("answer, p50 / p95 / p99", " / ".join(f"{cuts[place] * 1000:.0f} ms" for place in (49, 94, 98))),
        ("memory after a minute, at the end", " / ".join(f"{held:.0f} MiB" for held in _held(findings))),
        ("memory after warm-up", "" if slope is None else f"{slope:+.2f} MiB a minute", verdict),
        ("turns not answered once and in order", str(len(wrong))),
    )
    lines = [f"| {row[0]} | {', '.join(part for part in row[1:] if part)} |" for row in rows]
    return "\n".join(["| what | figure |", "|---|---|", *lines])


def growth(findings: Findings) -> float | None:
    """Mebibytes a minute after the warm-up; None when there is too little of it to say."""
    after = [(at, held) for at, held in findings.memory if at >= WARM]
    if len(after) < 6:
        return None
    return linear_regression([at for at, _ in after], [held for _, held in after]).slope * 60


def grows(findings: Findings) -> bool | None:
    """Whether memory grows after the warm-up; None when the run was too short to say."""
    slope = growth(findings)
    return None if slope is None else slope > FLAT


def _held(findings: Findings) -> tuple[float, float]:
    first = next((held for at, held in findings.memory if at >= WARM), findings.memory[-1][1])
    return first, findings.memory[-1][1]


async def _watch(coach: Served, findings: Findings) -> None:
    began = time.perf_counter()
    while True:
        findings.memory.append((time.perf_counter() - began, coach.mebibytes))
        await asyncio.sleep(EVERY)


def _line(person: Person, answer: Answer) -> str:
    line = OPENING[person.turns] if person.turns < len(OPENING) else ROUND[(person.turns - len(OPENING)) % len(ROUND)]
    if line == HOUR:
        return person.hour
    titles = [title for one in answer for title in _titles(one)]
    if line == CLICK:
        # Nobody clicks what opens a safety talk or ends the lessons: then the rest of the script would say little.
        wanted = next(
            (liked for liked in LIKED if liked in titles), min(set(titles) - {"Help now", "Later"}, default="next")
        )
    else:
        wanted = next((title for title in titles if title.startswith(line)), line)
    return _payloads(answer).get(wanted, wanted)


def _titles(one: dict[str, object]) -> list[str]:
    return [button["title"] for button in _buttons(one)]


def _payloads(answer: Answer) -> dict[str, str]:
    return {button["title"]: button["payload"] for one in answer for button in _buttons(one)}


def _buttons(one: dict[str, object]) -> list[dict[str, str]]:
    buttons = one.get("buttons", [])
    return buttons if isinstance(buttons, list) else []


def _hours(many: int, now: datetime, seconds: float) -> list[str]:
    """An hour for each person, in the day and far enough away that no prompt comes while we measure."""
    minutes, ahead = range(8 * 60 + 1, 20 * 60), int(seconds // 60) + 15
    free = [one for one in minutes if ahead < (one - now.hour * 60 - now.minute) % 1440 < 1440 - 15]
    return [f"{one // 60:02d}:{one % 60:02d}" for one in (free[place * len(free) // many] for place in range(many))]


if __name__ == "__main__":
    sys.exit(main())
