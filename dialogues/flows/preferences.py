"""What a person may choose: language, country, zone, hour and days. Asked at the welcome and whenever they want to change it."""

from datetime import datetime, time

from dialogues.conversation import Answer
from dialogues.events import SettingChanged
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice
from dialogues.zones import clock_time, fixed_zone, zone_of

HOURS = ("08:00", "09:00", "12:00", "15:00", "17:00")
DAYS = {"weekdays": "1,2,3,4,5", "mon_wed_fri": "1,3,5", "every_day": "1,2,3,4,5,6,7"}
TRIES = 3


async def ask_language(talk: Talk) -> None:
    """Ask for the language, where the library has more than one."""
    locales = talk.voice.library.locales
    if len(locales) < 2:
        talk.say(talk.voice.phrase("settings.one_language"))
        return
    choices = tuple(talk.voice.choice(locale, f"language_{locale}") for locale in locales)
    chosen = await talk.choose("language", talk.voice.phrase("settings.language"), Buttons(choices))
    talk.record(SettingChanged("language", chosen.key))


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
        talk.say(talk.voice.phrase("settings.country_unknown"))


async def ask_zone(talk: Talk) -> None:
    """Ask what time it is, and tell the zone from it; after three tries keep the zone as it is and say so."""
    for attempt in range(1, TRIES + 1):
        answer = await talk.ask(
            f"zone-{attempt}", talk.voice.phrase("settings.zone" if attempt == 1 else "settings.zone_again")
        )
        hour, own = answer.entities.get("hour", ""), talk.voice.country.zones if talk.voice.country else ()
        # Where the time does not fit the country they named, they may be anywhere else that we know.
        zone = zone_of(answer.value, hour, answer.at, own) or zone_of(answer.value, hour, answer.at, _anywhere(talk))
        zone = zone or fixed_zone(answer.value, hour, answer.at)
        if zone:
            talk.record(SettingChanged("zone", zone))
            talk.say(talk.voice.phrase("settings.zone_set", zone=zone_name(zone)))
            return
    talk.say(talk.voice.phrase("settings.zone_unknown"))


async def ask_hour(talk: Talk) -> None:
    """Ask for the hour of the daily prompt; quiet hours make room for it."""
    choices = Buttons(tuple(Choice(hour, hour) for hour in HOURS))
    for attempt in range(1, TRIES + 1):
        phrase = talk.voice.phrase("settings.hour" if attempt == 1 else "settings.hour_again")
        answer = await talk.ask(f"hour-{attempt}", phrase, choices)
        hour = clock_time(answer.value) or clock_time(answer.entities.get("hour", ""))
        if hour:
            talk.record(SettingChanged("hour", f"{hour:%H:%M}"))
            return
    talk.say(talk.voice.phrase("settings.hour_unknown"))


async def ask_days(talk: Talk) -> None:
    """Ask on which days a prompt may come."""
    choices = Buttons(tuple(talk.voice.choice(key, f"days_{key}") for key in DAYS))
    for attempt in range(1, TRIES + 1):
        phrase = talk.voice.phrase("settings.days" if attempt == 1 else "settings.days_again")
        answer = await talk.ask(f"days-{attempt}", phrase, choices)
        days = _days(answer)
        if days:
            talk.record(SettingChanged("days", days))
            return
    talk.say(talk.voice.phrase("settings.days_unknown"))


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


def _days(answer: Answer) -> str:
    return DAYS.get(answer.value, "") or answer.entities.get("days", "")


def _anywhere(talk: Talk) -> tuple[str, ...]:
    return tuple(zone for known in talk.voice.newest.countries.values() for zone in known.zones)
