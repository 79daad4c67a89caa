"""Judging: what a program's own CI hands in is checked, or waits for a person; nothing goes out by itself."""

import asyncio
from pathlib import Path

from bot.channels.port import Channel
from bot.services.judging import check_with, push_with
from bot.store import release_steps, releases
from bot.store.release_steps import Step
from tests.bot.services.conftest import coach

FILES = Path(__file__).parents[2] / "transcripts" / "files"


def test_what_has_problems_is_told_and_nothing_is_kept(home: Path, notebook: Channel) -> None:
    async def hand_in() -> None:
        async with coach(home, notebook) as parts:
            verdict = await push_with(parts)("rights-03.md", (FILES / "rights-03-hard.md").read_bytes())
            assert any("reading grade" in problem.what for problem in verdict.problems)
            assert verdict.release is None
            assert await parts.store.read(release_steps.of, 2) == ()

    asyncio.run(hand_in())


def test_a_check_keeps_nothing_and_a_push_makes_a_release_that_waits(home: Path, notebook: Channel) -> None:
    async def hand_in() -> None:
        async with coach(home, notebook) as parts:
            broken = await check_with(parts)("acts.yaml", b"- id: act-01\n")
            assert broken.problems[0].file.endswith("acts.yaml")
            plan, weeks = parts.shelf.newest.plan, parts.shelf.newest.weeks
            lines = [f"weeks: {list(weeks)}", "lessons:", *(f"  - {one}" for one in reversed(plan)), ""]
            body = "\n".join(lines).encode()
            assert (await check_with(parts)("plan.yaml", body)).release is None
            pushed = await push_with(parts)("plan.yaml", body)
            assert (pushed.problems, pushed.release) == ((), 2)
            assert pushed.changes
            steps = await parts.store.read(release_steps.of, 2)
            assert [(one.step, one.by) for one in steps] == [(Step.made, "operator ci"), (Step.asked, "operator ci")]
            assert await parts.store.read(releases.current) == 1

    asyncio.run(hand_in())
