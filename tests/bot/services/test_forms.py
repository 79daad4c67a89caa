"""Forms as they are offered: what they ask, what stands in them, and to whom."""

from dataclasses import replace
from pathlib import Path

from bot.domain.page import NOTE, FieldKind, Form
from bot.domain.update import Filled
from bot.services.pages import pages
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.store import people
from dialogues.facts import Profile
from tests.bot.services.conftest import ACCOUNT, START
from tests.bot.services.filled import agreed
from tests.bot.services.living import at_once, begin, person
from tests.bot.services.paged import Wall, walled
from tests.bot.services.test_tapping import do


async def form_of(parts: Parts, name: str, address: str = "ann") -> Form | None:
    """A form, as an adapter asks for it."""
    return await pages(parts).form(ACCOUNT, address, name)


def test_the_check_in_may_be_filled_in_by_who_agreed_and_where_the_program_asks_it(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        assert await form_of(parts, "checkin") is None
        await agreed(parts)
        form = await form_of(parts, "checkin")
        assert [field.key for field in form.fields] == ["energy", "load", "help"]
        assert [choice.key for choice in form.fields[0].choices] == ["1", "2", "3", "4", "5"]
        assert not any(field.optional for field in form.fields)
        assert "for 90 days" in form.lead.words
        parts.policy = replace(parts.policy, checkin_words=True)
        note = (await form_of(parts, "checkin")).fields[-1]
        assert (note.key, note.kind, note.optional) == ("note", FieldKind.words, True)
        parts.policy = replace(parts.policy, checkins_on=("telegram",))
        assert await form_of(parts, "checkin") is None
        parts.policy = replace(parts.policy, checkins_on=(ACCOUNT,))
        assert await form_of(parts, "checkin") is not None

    walled(home, steps, database)


def test_the_settings_stand_filled_in_and_sent_back_as_they_are_they_change_nothing(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        chosen = Profile(country="US", zone="America/New_York", days=(1, 4), text_only=True)
        await parts.store.run(welcome_done, ACCOUNT, "ann", chosen, START)
        form = await form_of(parts, "settings")
        values = {field.key: field.value for field in form.fields}
        chosen_before = {"hour": "09:00", "days": "1,4", "zone": "New York", "country": "US", "pictures": "no"}
        assert values == {**chosen_before, "language": "en"}
        assert [choice.label for choice in form.fields[1].choices][::6] == ["Monday", "Sunday"]
        for field in form.fields:
            assert all(value in {one.key for one in field.choices} for value in field.value.split(",") if field.choices)
        await do(parts, Filled("settings", values), "view:1")
        assert wall.sent == []

    walled(home, steps)


def test_with_two_languages_the_settings_ask_for_one(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        both = parts.shelf
        parts.shelf = replace(both, newest=replace(both.newest, locales=("en",)))
        assert "language" not in [field.key for field in (await form_of(parts, "settings")).fields]
        parts.shelf = both
        [language] = [field for field in (await form_of(parts, "settings")).fields if field.key == "language"]
        assert ([choice.key for choice in language.choices], language.value) == (["en", "es"], "en")
        await do(parts, Filled("settings", {"language": "es"}), "view:1")
        assert (await parts.store.read(people.load, await person(parts))).profile.language == "es"
        assert parts.places[ACCOUNT, "ann"] == ("US", "es")

    walled(home, steps)


def test_every_choice_of_a_form_is_one_that_the_talk_understands(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        form = await form_of(parts, "settings")
        [country] = [field for field in form.fields if field.key == "country"]
        for number, choice in enumerate(country.choices):
            await do(parts, Filled("settings", {"country": choice.key}), f"view:{number}")
            now = (await parts.store.read(people.load, await person(parts))).profile
            assert (now.country or "elsewhere") == choice.key

    walled(home, steps)


def test_the_note_is_one_field_that_says_where_its_words_go(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        form = await form_of(parts, NOTE)
        assert [(field.key, field.kind) for field in form.fields] == [("note", FieldKind.words)]
        assert form.lead.words.startswith("What you write here does not stand in the chat.")
        assert "No names of people you support, please." in form.lead.words
        assert len(form.title) <= 24

    walled(home, steps)


def test_the_note_shows_the_question_that_it_answers(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts, words=True)
        await at_once(parts, "/checkin", "3", "3", "rest")
        asked = wall.asked[0].text.words
        assert asked.startswith("Want to add a few words?")
        assert (await form_of(parts, NOTE)).lead.words.startswith(f"{asked}\n\nWhat you write here")
        await at_once(parts, "skip", "/lesson")
        lead = (await form_of(parts, NOTE)).lead.words
        assert lead.startswith("What you write here"), "a lesson takes no words"

    walled(home, steps, database)
