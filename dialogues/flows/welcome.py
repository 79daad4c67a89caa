"""The welcome: what this is, what it is not, and the few choices it needs; at most six taps to the first lesson."""

from dialogues.events import ConsentGiven, Welcomed
from dialogues.flow import Query, Talk
from dialogues.flows import preferences
from dialogues.flows.lesson import lesson
from dialogues.message import Buttons, Text
from dialogues.voice import Voice

CONSENT_VERSION = 1


async def welcome(talk: Talk) -> None:
    """Say what this is, ask for what is needed, and begin with the first lesson."""
    answers = ("agree", "affirm"), ("no_thanks", "deny")
    choices = (*(talk.voice.choice(key, intent=intent) for key, intent in answers), talk.voice.choice("/help_now"))
    if (await talk.choose("agree", talk.voice.phrase("welcome.hello"), Buttons(choices))).key == "no_thanks":
        talk.say(talk.voice.phrase("welcome.declined"), Buttons((talk.voice.choice("/help_now"),)))
        return
    talk.record(ConsentGiven("lessons", CONSENT_VERSION))
    if len(talk.voice.library.locales) > 1:
        await preferences.ask_language(talk)
    await preferences.ask_country(talk)
    zone, hour, days = (
        await preferences.ask_zone(talk),
        await preferences.ask_hour(talk),
        await preferences.ask_days(talk),
    )
    talk.record(Welcomed())
    talk.say(_all_set(talk.voice, zone, hour, days))
    first = await talk.look_up(Query.next_lesson)
    if first.value:
        talk.say(talk.voice.phrase("welcome.first_lesson"))
        await lesson(talk, first.value)


def _all_set(voice: Voice, zone: str, hour: str, days: str) -> Text:
    """What was chosen, read back, so that a wrong tap is seen; what was not understood stays as it was."""
    before, country = voice.profile, voice.country
    return voice.phrase(
        "welcome.done",
        hour=hour or f"{before.hour:%H:%M}",
        days=preferences.day_names(voice, (int(day) for day in days.split(",")) if days else before.days),
        zone=preferences.zone_name(zone or before.zone),
        country=country.name.get(before.language, country.name["en"])
        if country
        else voice.phrase("settings.unknown").words,
    )
