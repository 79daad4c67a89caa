"""A real `coach serve` with the REST channel: many people at once, each answered once and in order, and a clean end."""

import asyncio
from pathlib import Path

from bench.people import OPENING, left_over, talk_at_once
from bench.serving import END_PATIENCE, served
from tests.acceptance.test_commands import coach as coach_command

PEOPLE = 20
TURNS = len(OPENING) + 4
LONG = 120.0


def test_twenty_people_are_each_answered_once_and_in_order_and_serve_ends_cleanly(home: Path) -> None:
    with served(home) as coach:
        findings = asyncio.run(talk_at_once(coach, PEOPLE, LONG, TURNS))
    assert findings.wrong == []
    assert len(findings.took) == PEOPLE * TURNS
    assert left_over(home) == []
    assert coach.process.returncode == 0
    assert coach.ended_in < END_PATIENCE
    assert "serving_ended" in coach.told
    assert "event=rest_channel state=on" in coach.told


def test_what_listens_already_is_told_in_a_sentence(home: Path) -> None:
    with served(home) as coach:
        where = coach.url.removeprefix("http://").split("/")[0]
        ran = coach_command(home, "serve", COACH_LISTEN=where)
    assert ran.returncode == 1
    assert "COACH_LISTEN" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_token_that_is_too_short_is_told_in_a_sentence(home: Path) -> None:
    ran = coach_command(home, "serve", COACH_REST_TOKEN="short")
    assert ran.returncode == 1
    assert "COACH_REST_TOKEN" in ran.stderr
    assert "16" in ran.stderr
    assert "short" not in ran.stderr.replace("shorter", "")
