"""The welcome: what this is, what it is not, and the few choices it needs; at most six taps to the first lesson."""

from dialogues.events import ConsentGiven, Joined, SettingChanged, Welcomed
from dialogues.flow import Query, Talk
from dialogues.flows import preferences
from dialogues.flows.consents import VERSION, agree
from dialogues.flows.lesson import lesson
from dialogues.message import Buttons, Text
from dialogues.voice import Voice

GAP = Text.of("\n\n")
HELLOS = ("agree", "agree2", "agree3", "agree4")  # it is said again in another language, but not for ever


async def welcome(talk: Talk, invitation: str = "", role: str = "", place: str = "", *rest: str) -> None:
    """Say what this is, ask for what is needed, and begin with the first lesson.

    `invitation` is the number of the one that brought them here, and `role` and `place` what it leads to. The rest are `figures`,
    "ask" where it leads into a team and they were not asked yet whether they want to be counted in its figures, and `language`,
    the one that they asked for before anything was said.
    """
    figures, language = (*rest, "", "")[:2]
    if language:
        talk.record(SettingChanged("language", language))
    said = await _hear(talk, role, place)
    if said == "no_thanks":
        talk.say(talk.voice.phrase("welcome.declined"), Buttons((talk.voice.choice("/help_now"),)))
        return
    talk.record(ConsentGiven("lessons", VERSION["lessons"]))
    if invitation:
        talk.record(Joined(int(invitation)))
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


async def _hear(talk: Talk, role: str, place: str) -> str:
    """Say hello and ask; who would rather have another language hears it again in that one. The answer to the last of them."""
    said = ""
    for key in HELLOS:
        voice = talk.voice
        answers = ("agree", "affirm"), ("no_thanks", "deny")
        choices = [voice.choice(key, intent=intent) for key, intent in answers]
        # All of them, also the one that is spoken: what was chosen must be among the choices in every replay.
        locales = voice.library.locales if len(voice.library.locales) > 1 and key != HELLOS[-1] else ()
        choices.append(voice.choice("/help_now"))
        choices += [voice.choice(locale, f"language_{locale}") for locale in locales]
        said = (await talk.choose(key, _hello(voice, role, place), Buttons(tuple(choices)))).key
        if said not in locales:
            break
        talk.record(SettingChanged("language", said))
    return said


def _hello(voice: Voice, role: str, place: str) -> Text:
    """The first words; who was invited hears where to, and what the people there can see. Other languages offer themselves."""
    hello = voice.phrase("welcome.hello")
    if role:
        hello = hello + GAP + voice.phrase(f"welcome.invited_{role}", place=place)
    for locale in voice.library.locales:
        if locale == voice.profile.language:
            continue
        hello = hello + GAP + voice.speaking(locale).phrase("welcome.other_language")
    return hello


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
