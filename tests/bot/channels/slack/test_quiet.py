"""Who does not want to be disturbed is asked for many at once, so that a whole workspace's prompts respect it."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.slack import quiet as module
from bot.channels.slack.people import People
from bot.channels.slack.tiers import MINUTE, TIER_2
from bot.channels.slack.wire import Wire
from tests.bot.channels.slack.small_slack import ANN, NOW, Said, SmallSlack, error, too_fast, within
from tests.bot.channels.slack.test_people import FAILURES, HOUR, Time, epoch, meeting

BO = "U0BOBOBO"
METHOD = "dnd.teamInfo"
SOON, LATE = epoch(NOW + HOUR), epoch(NOW + 9 * HOUR)
EARLIER = epoch(NOW - HOUR)
HOURS = {"dnd_enabled": True, "next_dnd_start_ts": EARLIER, "next_dnd_end_ts": LATE}
PAUSE = {"snooze_enabled": True, "snooze_endtime": SOON}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long here."""
    monkeypatch.setattr(module, "GATHERING", timedelta(milliseconds=20))
    monkeypatch.setattr(module, "BETWEEN", timedelta(milliseconds=40))


def told(**people: object) -> dict[str, object]:
    """What Slack says of these."""
    return {"ok": True, "users": people}


@pytest.mark.parametrize(
    ("said", "until"),
    [
        (PAUSE, NOW + HOUR),
        (HOURS, NOW + 9 * HOUR),
        ({**HOURS, **PAUSE}, NOW + 9 * HOUR),
        ({**PAUSE, "snooze_endtime": epoch(NOW + timedelta(days=9))}, NOW + timedelta(days=1)),
        ({**PAUSE, "snooze_enabled": False}, None),
        ({**PAUSE, "snooze_endtime": EARLIER}, None),
        ({**HOURS, "dnd_enabled": False}, None),
        ({**HOURS, "next_dnd_start_ts": SOON}, None),
        ({**HOURS, "next_dnd_start_ts": epoch(NOW)}, NOW + 9 * HOUR),
        ({**HOURS, "next_dnd_end_ts": epoch(NOW)}, None),
        ({}, None),
        ([], None),
        ({"snooze_enabled": True, "snooze_endtime": "soon"}, None),
        ({"snooze_enabled": True, "snooze_endtime": 10**30}, None),
        ({"snooze_enabled": True, "snooze_endtime": True, "dnd_enabled": 1, "next_dnd_start_ts": []}, None),
    ],
)
def test_quiet_is_as_long_as_somebody_set_it(said: object, until: object) -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> object:
        slack.says(METHOD, told(**{ANN: said}))
        return await people.quiet_until(ANN)

    assert meeting(run) == until


def test_what_was_told_holds_for_a_minute_or_until_the_end_that_was_told() -> None:
    async def run(slack: SmallSlack, people: People, time: Time) -> None:
        end = {**HOURS, "next_dnd_end_ts": epoch(NOW + timedelta(seconds=90))}
        slack.says(METHOD, told(**{ANN: end, BO: {}}), told(**{BO: HOURS}), told(**{ANN: HOURS}))
        assert await asyncio.gather(people.quiet_until(ANN), people.quiet_until(BO)) == [
            NOW + timedelta(seconds=90),
            None,
        ]
        time.now += timedelta(seconds=59)
        assert await people.quiet_until(BO) is None
        time.now += timedelta(seconds=1)
        assert await people.quiet_until(ANN) == NOW + timedelta(seconds=90)
        assert len(slack.asked) == 1
        assert await people.quiet_until(BO) == NOW + 9 * HOUR
        time.now += timedelta(seconds=30)
        assert await people.quiet_until(ANN) == NOW + 9 * HOUR
        assert [one["users"] for one in slack.asks(METHOD)] == [f"{ANN},{BO}", BO, ANN]

    meeting(run)


def test_a_crowd_is_asked_about_in_few_calls_and_everybody_is_left_alone() -> None:
    crowd = [f"U{number:04}" for number in range(120)]

    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        slack.says(METHOD, told(**dict.fromkeys(crowd, HOURS)))
        assert await asyncio.gather(*map(people.quiet_until, crowd)) == [NOW + 9 * HOUR] * 120
        asked = [str(one["users"]).split(",") for one in slack.asks(METHOD)]
        assert [len(one) for one in asked] == [50, 50, 20]
        assert sorted(user for one in asked for user in one) == crowd

    meeting(run)


def test_who_comes_one_by_one_goes_together_with_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BETWEEN", timedelta(seconds=0.5))
    crowd = [f"U{number:04}" for number in range(20)]

    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        slack.says(METHOD, told(**dict.fromkeys(crowd, HOURS)))
        asking = []
        for user in crowd:
            asking.append(asyncio.create_task(people.quiet_until(user)))
            await asyncio.sleep(0.01)
        assert await asyncio.gather(*asking) == [NOW + 9 * HOUR] * 20
        assert len(slack.asked) == 2

    meeting(run)


def test_who_does_not_wait_for_the_answer_spoils_it_for_nobody() -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        slack.says(METHOD, told(**{ANN: HOURS, BO: HOURS}))
        first, second = (asyncio.create_task(people.quiet_until(user)) for user in (ANN, BO))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == NOW + 9 * HOUR
        assert await people.quiet_until(ANN) == NOW + 9 * HOUR
        assert len(slack.asked) == 1

    meeting(run)


def test_somebody_of_whom_slack_tells_nothing_spoils_it_for_nobody() -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        hidden = error("user_not_visible")
        slack.says(METHOD, hidden, hidden, told(**{BO: HOURS}))
        assert await asyncio.gather(people.quiet_until(ANN), people.quiet_until(BO)) == [None, NOW + 9 * HOUR]
        assert await people.quiet_until(ANN) is None
        assert len(slack.asked) == 3, "and they are not asked about again for a while"

    meeting(run)


@pytest.mark.parametrize("said", [one for one in FAILURES if one != error("ratelimited")], ids=str)
def test_when_nobody_knows_nothing_is_held_back(said: Said | dict[str, object]) -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> object:
        slack.says(METHOD, said)
        return await people.quiet_until(ANN)

    assert meeting(run) is None


def test_where_slack_lets_us_ask_only_later_nothing_comes_before_that() -> None:
    async def run(slack: SmallSlack, people: People, time: Time) -> None:
        slack.says(METHOD, too_fast("30"), told(**{ANN: {}}))
        assert await people.quiet_until(ANN) == NOW + timedelta(seconds=30)
        time.now += timedelta(seconds=30)
        assert await people.quiet_until(ANN) is None
        slack.says(METHOD, too_fast("500"))
        assert await people.quiet_until(BO) == time.now + timedelta(minutes=2)

    meeting(run)


def test_a_tier_that_is_used_up_holds_prompts_back_and_disturbs_nobody() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        people = People(wire, lambda: NOW)
        for _ in range(TIER_2):
            await wire.call(METHOD, users=BO)
        assert await people.quiet_until(ANN) == NOW + MINUTE

    asyncio.run(within(run))
