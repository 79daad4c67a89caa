"""The welcome: what this is, what it is not, and the few choices it needs; at most six taps to the first lesson."""

from dialogues.events import ConsentGiven, Joined, Welcomed
from dialogues.flow import Query, Talk
from dialogues.flows import preferences
from dialogues.flows.consents import VERSION, agree
from dialogues.flows.lesson import lesson
from dialogues.message import Buttons, Text
from dialogues.voice import Voice


async def welcome(talk: Talk, invitation: str = "", role: str = "", place: str = "", figures: str = "") -> None:
    """Say what this is, ask for what is needed, and begin with the first lesson.

    `invitation` is the number of the one that brought them here, and `role` and `place` what it leads to; `figures` is "ask" where
    it leads into a team and they were not asked yet whether they want to be counted in its figures.
    """
    hello = _hello(talk.voice, role, place)
    answers = ("agree", "affirm"), ("no_thanks", "deny")
    choices = (*(talk.voice.choice(key, intent=intent) for key, intent in answers), talk.voice.choice("/help_now"))
    if (await talk.choose("agree", hello, Buttons(choices))).key == "no_thanks":
        talk.say(talk.voice.phrase("welcome.declined"), Buttons((talk.voice.choice("/help_now"),)))
        return
    talk.record(ConsentGiven("lessons", VERSION["lessons"]))
    if invitation:
        talk.record(Joined(int(invitation)))
    if len(talk.voice.library.locales) > 1:
        await preferences.ask_language(talk)
    await preferences.ask_country(talk)
    zone, hour, days = (
        await preferences.ask_zone(talk),
        await preferences.ask_hour(talk),
        await preferences.ask_days(talk),
    )
    if figures:
        await agree(talk, "figures")
    talk.record(Welcomed())
    talk.say(_all_set(talk.voice, zone, hour, days))
    first = await talk.look_up(Query.next_lesson)
    if first.value:
        talk.say(talk.voice.phrase("welcome.first_lesson"), ahead=True)
        await lesson(talk, first.value)


def _hello(voice: Voice, role: str, place: str) -> Text:
    """The first words; who was invited hears where to, and what the people there can see."""
    hello = voice.phrase("welcome.hello")
    return hello + Text.of("\n\n") + voice.phrase(f"welcome.invited_{role}", place=place) if role else hello


def _all_set(voice: Voice, zone: str, hour: str, days: str) -> Text:
    """What was chosen, read back, so that a wrong tap is seen; what was not understood stays as it was."""
    before, country = voice.profile, voice.country
    chosen = {
        "hour": hour or f"{before.hour:%H:%M}",
        "days": preferences.day_names(voice, (int(day) for day in days.split(",")) if days else before.days),
        "zone": preferences.zone_name(zone or before.zone),
    }
    if country is None:
        return voice.phrase("welcome.done_anywhere", **chosen)
    return voice.phrase("welcome.done", **chosen, country=country.name.get(before.language, country.name["en"]))
