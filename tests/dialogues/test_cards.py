"""The cards of every country: complete, short, and never with another country's number."""

import re
from dataclasses import replace
from datetime import date

import pytest

from content.model import CrisisLine
from dialogues.cards import crisis_card, emergency, primary, refused_card, static_card, ways
from dialogues.voice import Voice
from tests.dialogues.house import BILINGUAL, PROFILE, SHIPPED, says, voice

COUNTRIES = sorted(SHIPPED.countries)


def living(code: str | None) -> Voice:
    return voice(profile=replace(PROFILE, country=code))


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_card_has_the_emergency_number_the_primary_line_and_at_most_one_more(code: str) -> None:
    country, card = SHIPPED.countries[code], crisis_card(living(code)).words
    assert country.emergency in emergency(living(code)).words
    first = next(line for line in country.lines if line.primary)
    assert f"\n{first.name}:" in card
    assert primary(living(code)).words.startswith(first.name)
    assert len([line for line in country.lines if f"\n{line.name}:" in card]) == min(2, len(country.lines))
    assert len(ways(living(code))) <= 2


@pytest.mark.parametrize("code", COUNTRIES)
def test_where_a_country_has_a_way_without_speaking_the_card_shows_one(code: str) -> None:
    lines, card = SHIPPED.countries[code].lines, crisis_card(living(code)).words
    silent = [way for line in lines for way in (line.sms, line.chat) if way]
    assert not silent or any(way in card for way in silent)


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_way_to_reach_a_line_is_told_with_its_hours(code: str) -> None:
    country = SHIPPED.countries[code]
    for line, text in zip([next(line for line in country.lines if line.primary)], ways(living(code)), strict=False):
        assert all(way in text.words for way in (line.phone, line.sms, line.chat, line.hours) if way)


@pytest.mark.parametrize("code", [*COUNTRIES, None])
def test_the_card_is_five_short_lines_and_says_that_nobody_reads_this_live(code: str | None) -> None:
    lines = crisis_card(living(code)).words.split("\n")
    assert len(lines) <= 5
    assert says(crisis_card(living(code)), "crisis.automated")
    assert all(len(line) <= 140 for line in lines)


@pytest.mark.parametrize("code", [None, "ZZ", ""])
def test_an_unknown_country_gets_the_directory_and_no_digits(code: str | None) -> None:
    card = crisis_card(living(code))
    assert says(card, "crisis.emergency_unknown")
    assert says(card, "crisis.directory")
    assert re.search(r"\d", card.words) is None
    assert says(primary(living(code)), "crisis.directory")


@pytest.mark.parametrize("code", [*COUNTRIES, None])
def test_the_static_card_stands_alone(code: str | None) -> None:
    card = static_card(living(code))
    assert card.words.startswith(crisis_card(living(code)).words)
    assert says(card, "crisis.static_end")


@pytest.mark.parametrize("code", [*COUNTRIES, None])
def test_the_card_of_a_refusal_does_not_say_that_nothing_can_be_saved(code: str | None) -> None:
    card = refused_card(living(code))
    assert card.words.startswith(crisis_card(living(code)).words)
    assert says(card, "crisis.refused_end")
    assert not says(card, "crisis.static_end")


def line(name: str, **more: object) -> CrisisLine:
    plain = CrisisLine(
        name,
        name,
        "crisis line",
        hours="24/7",
        languages=("en",),
        source="own",
        compiled_on=date(2026, 11, 22),
        primary=False,
        phone=None,
        sms=None,
        chat=None,
    )
    return replace(plain, **more)  # fields by name, from the table


def shown(*lines: CrisisLine) -> list[str]:
    country = replace(SHIPPED.countries["US"], lines=lines)
    return [way.words for way in ways(voice(replace(BILINGUAL, countries={"US": country})))]


def test_the_second_way_is_one_for_who_cannot_speak_where_there_is_one() -> None:
    first, second = line("First", primary=True, phone="1"), line("Second", phone="2")
    assert [way.partition(":")[0] for way in shown(first, second)] == ["First", "Second"]
    texting, chatting = line("Texting", sms="text 3"), line("Chatting", chat="a.example")
    assert [way.partition(":")[0] for way in shown(second, texting, first)] == ["First", "Texting"]
    assert [way.partition(":")[0] for way in shown(second, chatting, first, texting)] == ["First", "Chatting"]
    assert [way.partition(":")[0] for way in shown(first)] == ["First"]


def test_a_line_says_when_it_was_checked_only_where_a_named_person_checked_it() -> None:
    checked = date(2026, 12, 24)
    first = line("First", primary=True, phone="1")
    assert "2026-12" in shown(replace(first, verified_on=checked, verified_by="Ana"))[0]
    assert "2026-12" not in shown(replace(first, verified_on=checked))[0]
    assert "2026-12" not in shown(replace(first, verified_by="Ana"))[0]


def test_a_number_that_looks_like_markup_stays_as_it_is() -> None:
    assert "**9** _9_ {name}" in shown(line("First", primary=True, phone="**9** _9_ {name}"))[0]
