"""What a person may choose: language, country, zone, hour and days. Asked at the welcome and whenever they want to change it."""

import re
from collections.abc import Iterable
from datetime import datetime, time

from dialogues.conversation import Answer
from dialogues.dates import spoken
from dialogues.events import SettingChanged
from dialogues.facts import within
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice
from dialogues.voice import Voice
from dialogues.zones import clock_time, fixed_zone, zone_of

HOURS = ("08:00", "09:00", "12:00", "15:00", "17:00")
DAYS = {"weekdays": "1,2,3,4,5", "mon_wed_fri": "1,3,5", "every_day": "1,2,3,4,5,6,7"}
TRIES = 3
UNCHANGED = ""


async def ask_language(talk: Talk, heard: str = "") -> str:
    """Ask for the language, where the library has more than one and none was heard. The language."""
    locales = talk.voice.library.locales
    if len(locales) < 2:
        talk.say(talk.voice.phrase("settings.one_language"))
        return UNCHANGED
    choices = tuple(talk.voice.choice(locale, f"language_{locale}") for locale in locales)
    if not heard:
        heard = (await talk.choose("language", talk.voice.phrase("settings.language"), Buttons(choices))).key
    talk.record(SettingChanged("language", heard))
    return heard


async def ask_country(talk: Talk) -> None:
    """Ask for the country whose crisis lines to show; it may stay unknown."""
    language = talk.voice.profile.language
    known = sorted(
        talk.voice.newest.countries.values(), key=lambda country: country.name.get(language, country.name["en"])
    )
    choices = [
        Choice(country.code, country.name.get(language, country.name["en"]), (country.code, *country.also))
        for country in known
    ]
    other = talk.voice.choice("elsewhere", intent="skip")
    chosen = await talk.choose("country", talk.voice.phrase("settings.country"), Buttons((*choices, other)))
    talk.record(SettingChanged("country", "" if chosen.key == "elsewhere" else chosen.key))
    if chosen.key == "elsewhere":
        talk.say(talk.voice.phrase("settings.country_unknown"), ahead=True)


async def ask_zone(talk: Talk, heard: str = "") -> str:
    """Ask what time it is, and tell the zone from it, unless one was heard; after three tries keep it as it is. The zone."""
    if heard:
        return _set_zone(talk, heard)
    for attempt in range(1, TRIES + 1):
        answer = await talk.ask(
            f"zone-{attempt}", talk.voice.phrase("settings.zone" if attempt == 1 else "settings.zone_again")
        )
        hour, own = answer.entities.get("hour", ""), talk.voice.country.zones if talk.voice.country else ()
        # Where the time does not fit the country they named, they may be anywhere else that we know.
        zone: str | None = "" if hour else answer.entities.get("zone", "")
        zone = zone or zone_of(answer.value, hour, answer.at, own)
        zone = (
            zone or zone_of(answer.value, hour, answer.at, _anywhere(talk)) or fixed_zone(answer.value, hour, answer.at)
        )
        if zone:
            return _set_zone(talk, zone)
    talk.say(talk.voice.phrase("settings.zone_unknown"), ahead=True)
    return UNCHANGED


async def ask_hour(talk: Talk, heard: str = "") -> str:
    """Ask for the hour of the daily prompt, as HH:MM, unless one was heard; quiet hours make room for it."""
    if hour := await hour_asked(talk, "settings.hour", heard):
        talk.record(SettingChanged("hour", hour))
    return hour


async def hour_asked(talk: Talk, first: str, heard: str = "") -> str:
    """An hour, as HH:MM, outside the program's quiet hours; `first` is the phrase that asks. After three tries none."""
    choices = Buttons(tuple(Choice(hour, hour) for hour in HOURS))
    asked = first
    for attempt in range(1, TRIES + 1):
        hour = heard or hour_meant(await talk.ask(f"hour-{attempt}", talk.voice.phrase(asked), choices))
        heard = ""
        asked = first if hour else "settings.hour_again"
        if hour and _in_the_programs_quiet(talk.voice, hour):
            talk.say(talk.voice.phrase("settings.hour_quiet", **_quiet(talk.voice)), ahead=True)
        elif hour:
            return hour
    talk.say(talk.voice.phrase("settings.hour_unknown"), ahead=True)
    return UNCHANGED


async def ask_days(talk: Talk, heard: str = "") -> str:
    """Ask on which days a prompt may come, as "1,3,5", unless they were heard."""
    if heard:
        talk.record(SettingChanged("days", heard))
        return heard
    choices = Buttons(tuple(talk.voice.choice(key, f"days_{key}") for key in DAYS))
    for attempt in range(1, TRIES + 1):
        phrase = talk.voice.phrase("settings.days" if attempt == 1 else "settings.days_again")
        days = _days(await talk.ask(f"days-{attempt}", phrase, choices))
        if days:
            talk.record(SettingChanged("days", days))
            return days
    talk.say(talk.voice.phrase("settings.days_unknown"))
    return UNCHANGED


def hour_meant(answer: Answer) -> str:
    """The hour that was meant; one before six is the afternoon's, unless they said that it is not."""
    said = clock_time(answer.value) or clock_time(answer.entities.get("hour", ""))
    if said is None:
        return ""
    exact = re.search(r"[ap]\.?m|night|morning|madrugada|manana|noche|^0\d", spoken(answer.value))
    return f"{said.replace(hour=said.hour + 12) if 0 < said.hour < 6 and not exact else said:%H:%M}"


def day_names(voice: Voice, days: Iterable[int]) -> str:
    """On which days, as the coach writes it: "every day", "from Monday to Friday", or each by its name."""
    chosen = tuple(days)
    spans = {DAYS["every_day"]: "day.every", DAYS["weekdays"]: "day.weekdays"}
    if span := spans.get(",".join(map(str, chosen))):
        return voice.phrase(span).words
    *first, last = (voice.phrase(f"day.{day}").words for day in chosen)
    listed = voice.phrase("day.and", days=", ".join(first), last=last).words if first else last
    return voice.phrase("day.named", days=listed).words


def country_name(voice: Voice) -> str:
    """The country whose lines are shown, in their language; "" where it is unknown."""
    return voice.country.name.get(voice.profile.language, voice.country.name["en"]) if voice.country else ""


def zone_name(zone: str) -> str:
    """A zone as people say it: the name of its city, or how far it is from UTC."""
    if zone.startswith("Etc/GMT"):
        # The tz database counts these hours the other way round.
        hours = zone.removeprefix("Etc/GMT")
        return "UTC" + hours.translate(str.maketrans("+-", "-+"))
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def local_time(at: datetime | time) -> str:
    """A time of day as the coach writes it."""
    return f"{at:%H:%M}"


def _set_zone(talk: Talk, zone: str) -> str:
    talk.record(SettingChanged("zone", zone))
    talk.say(talk.voice.phrase("settings.zone_set", zone=zone_name(zone)), ahead=True)
    return zone


def _in_the_programs_quiet(voice: Voice, hour: str) -> bool:
    return within(time.fromisoformat(hour), voice.policy.quiet_from, voice.policy.quiet_to)


def _quiet(voice: Voice) -> dict[str, str]:
    return {"start": local_time(voice.policy.quiet_from), "end": local_time(voice.policy.quiet_to)}


def _days(answer: Answer) -> str:
    # "Every day but Friday" names Friday, and means the others: better to ask again than to take it at its word.
    if re.search(r"\b(but|except|not|without|no|menos|excepto|salvo|sin|pero)\b", answer.value.casefold()):
        return ""
    return DAYS.get(answer.value, "") or answer.entities.get("days", "")


def _anywhere(talk: Talk) -> tuple[str, ...]:
    return tuple(zone for known in talk.voice.newest.countries.values() for zone in known.zones)
