"""Settings that are sent in as a form: what differs is changed and shown, and what was not understood is named."""

from dataclasses import replace
from datetime import time
from pathlib import Path

from bot.services.parts import Parts
from dialogues.events import SettingChanged
from tests.bot.services.conftest import ACCOUNT
from tests.bot.services.filled import agreed, happened, profile, send_in
from tests.bot.services.living import at_once
from tests.bot.services.paged import Wall, walled

SET = {"hour": "09:00", "days": "1,2,3,4,5", "zone": "New York", "country": "US", "pictures": "yes"}


def test_a_call_for_help_in_any_field_opens_the_card(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", {**SET, "zone": "help now", "hour": "10:00"})
        assert "988" in wall.words[0]
        assert (await profile(parts)).hour == time(9, 0)

    walled(home, steps)


def test_settings_change_all_at_once_and_are_read_back(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        wanted = {"hour": "10:30", "days": "1,4", "zone": "Chicago", "country": "GB", "pictures": "no"}
        await send_in(parts, "settings", wanted)
        now = await profile(parts)
        assert (now.hour, now.days, now.country, now.text_only) == (time(10, 30), (1, 4), "GB", True)
        assert now.zone == "America/Chicago"
        [said] = wall.messages
        assert said.text.words.startswith("Your settings\nA prompt at 10:30 on Monday and Thursday"), (
            "and nothing of each change"
        )
        assert not said.question
        assert parts.places[ACCOUNT, "ann"] == ("GB", "en"), (
            "so that the card is the right one when nothing can be saved"
        )

    walled(home, steps, database)


def test_a_zone_that_nobody_knows_is_named_and_left_and_the_rest_is_changed(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", {**SET, "hour": "10:00", "zone": "my kitchen", "days": "3"})
        now = await profile(parts)
        assert (now.hour, now.days, now.zone) == (time(10, 0), (3,), "America/New_York")
        [said] = wall.messages
        assert not said.question
        assert said.text.words.startswith(
            "I could not use what you gave for “Your time”. That stays as it was.\n\nYour settings\nA prompt at 10:00"
        )

    walled(home, steps, database)


def test_where_nothing_could_be_used_it_is_said_with_what_is_set(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", {**SET, "zone": "my kitchen"})
        [said] = wall.words
        assert "“Your time”" in said
        assert "Your time: New York" in said
        assert await happened(parts) == []

    walled(home, steps)


def test_an_hour_that_the_program_keeps_free_is_named_with_the_reason(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        parts.policy = replace(parts.policy, quiet_from=time(20, 0), quiet_to=time(8, 0))
        await send_in(parts, "settings", {**SET, "hour": "22:00", "days": "3"})
        [said] = wall.messages
        assert not said.question
        assert "“When should your prompt come?”" in said.text.words
        assert "Your program keeps 20:00 to 08:00 free of prompts." in said.text.words
        assert ((await profile(parts)).hour, (await profile(parts)).days) == (time(9, 0), (3,))

    walled(home, steps, database)


def test_heavy_words_where_a_zone_belongs_are_heard(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", {**SET, "zone": "i feel worthless", "hour": "10:00"})
        assert "988" in "\n".join(wall.words)

    walled(home, steps)


def test_settings_as_they_were_change_nothing_and_nothing_is_said(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", SET)
        await send_in(parts, "settings", {**SET, "zone": "America/New_York"}, "view:2")
        assert wall.sent == []
        assert await happened(parts) == []

    walled(home, steps)


def test_preset_and_single_days_mean_what_was_ticked(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        for number, (ticked, days) in enumerate(
            (("5,3,1", (1, 3, 5)), ("2", (2,)), ("6,7", (6, 7)), ("1,2,3,4,5,6,7", (1, 2, 3, 4, 5, 6, 7)))
        ):
            await send_in(parts, "settings", {"days": ticked}, f"view:{number}")
            assert (await profile(parts)).days == days

    walled(home, steps)


def test_days_and_countries_that_were_never_offered_change_nothing(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        before = await profile(parts)
        await send_in(parts, "settings", {"days": "8,nine", "country": "atlantis"})
        assert await profile(parts) == before
        assert not any(isinstance(one, SettingChanged) for one in await happened(parts))
        [said] = wall.messages
        assert not said.question
        assert "“Your country, for the right help lines”" in said.text.words
        assert "“On which days?”" in said.text.words

    walled(home, steps)


def test_the_time_it_is_there_tells_the_zone_as_in_the_chat(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", {"zone": "9 am"})  # it is 15:00 UTC
        assert (await profile(parts)).zone == "America/Chicago"

    walled(home, steps)


def test_an_open_lesson_is_asked_again_once_behind_all_the_settings(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await at_once(parts, "/lesson")
        before, token = wall.asked
        wall.sent.clear()
        await send_in(parts, "settings", {"hour": "10:00", "country": "GB", "days": "1"})
        asked = [message for message in wall.messages if message.question]
        assert [message.question for message in asked] == [before.question]
        assert wall.messages[-1] is asked[0]
        assert asked[0].text.words.startswith("Where we were:")
        assert ("ann", f"message-{token}", token, None) in wall.redrawn, "only its last copy is open"

    walled(home, steps)


def test_a_stop_in_a_field_ends_the_form(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "settings", {"zone": "stop", "hour": "10:00"})
        [said] = wall.words
        assert said.startswith("Okay, I have stopped.")
        assert (await profile(parts)).hour == time(9, 0)

    walled(home, steps)


def test_who_stopped_may_still_change_their_settings(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await at_once(parts, "STOP")
        await send_in(parts, "settings", {"hour": "10:00"})
        assert (await profile(parts)).hour == time(10, 0)

    walled(home, steps)


def test_only_a_no_turns_pictures_off(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        for value in ("nonsense", "No, thanks", "Yes"):
            await send_in(parts, "settings", {**SET, "pictures": value}, value)
            assert not (await profile(parts)).text_only
        await send_in(parts, "settings", {**SET, "pictures": "no"}, "no")
        assert (await profile(parts)).text_only

    walled(home, steps)
