"""Prompts due at once in one workspace and in several, from a real `coach serve` to a Slack that enforces its limits; who writes
meanwhile; and how soon Slack is told that we have what it brings.

    python -m bench.slack --rounds 3 --prompted 150

The Slack is the one of the acceptance tests, in a process of its own. It refuses the second message within a second in a channel,
and of each other method what its tier does not allow. Two of these methods are asked once for each prompt, and their tier is 50 a
minute: `--prompted` with more than that shows what it costs.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles

from bench.serving import Served, served
from bench.telegram import lesson_today, unsent
from bench.workspaces import Door, Seen, Town, drained, knocked
from bot.channels.slack.channel import A_SECOND
from bot.channels.slack.manifest import SCOPES
from bot.clock import SystemClock
from bot.domain.installation import Installation
from bot.domain.schedule import PUSH, Schedule
from bot.main.database import opened_store
from bot.services.installing import install
from bot.services.people import welcome_done
from bot.settings import Settings
from bot.store import people, schedules
from bot.store.work import Work
from bot.web.slack import PATH
from tests.acceptance.process import HOST, free_port
from tests.acceptance.slack.limits import ACKNOWLEDGED_WITHIN

PROMPTED, WRITING = 45, 20
TEAMS = (1, 2, 4)
AIM, SOON = 0.9, 1.0
KNOCKING, KNOCKS_A_SECOND, KNOCKS_FOR = 200, 40, 10.0
WAYS = ("HTTP", "Socket Mode")


@dataclass(frozen=True, slots=True)
class Drained:
    """One run: what the platform saw, and how many messages the database holds as not sent."""

    seen: Seen
    unsent: int

    @property
    def wrong(self) -> str:
        """What went wrong, and how often; nothing where nothing did."""
        seen = self.seen
        counted = {"not sent": self.unsent, "lost": seen.lost, "double": seen.double, "unanswered": seen.unanswered}
        counted |= {"calls against Slack's rules": len(seen.violations)}
        counted |= {f"429s of {method}": many for method, many in seen.refused_at.items()}
        return ", ".join(f"{what} {many}" for what, many in counted.items() if many)


def main() -> int:
    """Run it, and print the tables; how many aims were missed."""
    read = argparse.ArgumentParser(description="Prompts due at once, drained within Slack's limits.")
    read.add_argument("--rounds", type=int, default=1)
    read.add_argument("--prompted", type=int, default=PROMPTED, help="people with a prompt due in each workspace")
    given = read.parse_args()
    missed = drains(given.rounds, given.prompted)
    print()
    return missed + acknowledgements(given.rounds)


def drains(rounds: int, prompted: int = PROMPTED) -> int:
    """Print how the prompts leave, in one workspace and in several, and with people who write; how many aims were missed."""
    head = (
        "messages/s",
        "our limit",
        "ours ÷ limit",
        "busiest second in one",
        "429s",
        "lost",
        "double",
        "reply p50/p95/max",
    )
    print(f"| {prompted} prompts due at once in each workspace of Slack's | {' | '.join(head)} |")
    print(f"|{'---|' * (len(head) + 1)}")
    missed = 0
    for teams, writing in (*((teams, 0) for teams in TEAMS), (1, WRITING)):
        runs = [_drained(Town(teams, prompted, writing)) for _ in range(rounds)]
        many = f"{teams} workspace{'s' if teams > 1 else ''}"
        print(
            f"| {many}, {f'{writing} others write' if writing else 'nobody else writes'} | {' | '.join(_figures(runs))} |"
        )
        missed += sum(bool(run.wrong) for run in runs) + _missed(runs, teams * A_SECOND, writing)
        for wrong in filter(None, (run.wrong for run in runs)):
            print(f"| wrong: {wrong} |")
    verdict = "missed" if missed else "met"
    print(f"\naims: {AIM:.0%} of the limit while nobody writes, every reply within {SOON:.0f} s,")
    print(f"nothing lost, double, too fast or against Slack's rules: {verdict}.")
    print(f"Slack allows several hundred messages a minute in a workspace; we allow ourselves {A_SECOND} a second.")
    return missed


def acknowledgements(rounds: int) -> int:
    """Print how soon Slack is told that we have what it brings, by either way; how many limits were broken."""
    head = ("p50", "p99", "longest", "limit", "p99 ÷ limit", "not acknowledged at once")
    print(f"| {KNOCKS_A_SECOND} messages a second from people | {' | '.join(head)} |")
    print("|---|---|---|---|---|---|---|")
    missed = 0
    for way in WAYS:
        runs = [_knocked(way) for _ in range(rounds)]
        taken = [sorted(one for one in run if one < float("inf")) for run in runs]
        p50, p99 = (median(quantiles(run, n=100)[place] for run in taken) for place in (49, 98))
        longest, failed = max(run[-1] for run in taken), sum(len(run) for run in runs) - sum(len(run) for run in taken)
        figures = " | ".join(f"{one * 1000:.0f} ms" for one in (p50, p99, longest))
        limit = ACKNOWLEDGED_WITHIN
        print(f"| {way} | {figures} | {limit:.0f} s | {p99 / limit:.3f} | {failed} |")
        missed += failed + (longest > limit)
    return missed


def _figures(runs: list[Drained]) -> tuple[str, ...]:
    seen = [run.seen for run in runs]
    rate, limit = median(one.messages_a_second for one in seen), A_SECOND * len(seen[0].said)
    took = [one for run in seen for one in run.replies]
    cuts = quantiles(took, n=20, method="inclusive") if len(took) > 1 else []
    replies = " / ".join(f"{one:.2f} s" for one in (cuts[9], cuts[18], max(took))) + f" of {len(took)}" if cuts else ""
    counts = (
        max(one.busiest for one in seen),
        sum(one.refused for one in seen),
        sum(run.unsent + run.seen.lost for run in runs),
        sum(one.double for one in seen),
    )
    return (f"{rate:.2f}", str(limit), f"{rate / limit:.2f}", *map(str, counts), replies)


def _missed(runs: list[Drained], limit: int, writing: int) -> bool:
    if not writing:
        return median(run.seen.messages_a_second for run in runs) < AIM * limit
    return any(took > SOON for run in runs for took in run.seen.replies)


def _drained(town: Town) -> Drained:
    with _serving(town, drained, WAYS[0]) as (pipe, settings, _):
        asyncio.run(_make_due(settings, town))
        pipe.send("due")
        seen: Seen = pipe.recv()
        return Drained(seen, unsent(settings))


def _knocked(way: str) -> list[float]:
    with _serving(Town(1, 0, KNOCKING), knocked, way) as (pipe, _, _):
        pipe.send((KNOCKS_A_SECOND, KNOCKS_FOR))
        took, violations = pipe.recv()
        assert not violations, violations[:3]
        return list(took)


@contextmanager
def _serving(
    town: Town, platform: Callable[[Connection, Town], None], way: str
) -> Iterator[tuple[Connection, Settings, Served]]:
    """A coach that listens to a platform in a process of its own, with everybody welcomed, in a folder of its own."""
    apart = get_context("spawn")
    ours, theirs = apart.Pipe()
    process = apart.Process(target=platform, args=(theirs, town), daemon=True)
    process.start()
    theirs.close()
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(home=Path(folder), database_url=None, key=None, _env_file=None)
            door: Door = ours.recv()
            place = f"{HOST}:{free_port()}"
            asyncio.run(_seed(settings, town, door))
            ours.send(f"http://{place}{PATH}" if way == "HTTP" else "")
            with served(settings.home, **_open(door, place, way)) as coach:
                ours.recv()
                yield ours, settings, coach
    finally:
        process.kill()
        process.join()


def _open(door: Door, place: str, way: str) -> Mapping[str, str]:
    """The coach's settings: an app that workspaces install by a link, brought to it by either way."""
    way_in = {"COACH_SLACK_SIGNING_SECRET": door.signing_secret}
    if way != "HTTP":
        way_in = {"COACH_SLACK_APP_TOKEN": door.app_token}
    client = {"COACH_SLACK_CLIENT_ID": door.client[0], "COACH_SLACK_CLIENT_SECRET": door.client[1]}
    there = {"COACH_LISTEN": place, "COACH_PUBLIC_URL": f"http://{place}", "COACH_SLACK_API_ROOT": door.root}
    return {**there, **client, **way_in}


async def _seed(settings: Settings, town: Town, door: Door) -> None:
    now = SystemClock().now()
    profile = lesson_today(now)

    def verb(work: Work) -> None:
        for team in town.ids:
            account = f"slack:{team}"
            token = door.tokens[team]
            install(
                work, Installation(account, team, "A0001COACH", f"UBOT{team[1:]}", now, token, ",".join(SCOPES)), now
            )
            for one in (*town.waiting, *town.writers):
                welcome_done(work, account, one, profile, now)

    async with opened_store(settings) as store:
        await store.run(verb)


async def _make_due(settings: Settings, town: Town) -> None:
    now = SystemClock().now()

    def verb(work: Work) -> None:
        for account in (f"slack:{team}" for team in town.ids):
            for one in town.waiting:
                learner = people.find(work, account, one)
                assert learner is not None
                schedules.put(work, learner, Schedule(PUSH, now))

    async with opened_store(settings) as store:
        await store.run(verb)


if __name__ == "__main__":
    sys.exit(main())
