"""The welcome: what this is, what it is not, and the few choices it needs; at most six taps to the first lesson."""

from dialogues.events import ConsentGiven, Welcomed
from dialogues.flow import Query, Talk
from dialogues.flows import preferences
from dialogues.flows.lesson import lesson
from dialogues.message import Buttons

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
    await preferences.ask_zone(talk)
    await preferences.ask_hour(talk)
    await preferences.ask_days(talk)
    talk.record(Welcomed())
    talk.say(talk.voice.phrase("welcome.done"))
    first = await talk.look_up(Query.next_lesson)
    if first.value:
        talk.say(talk.voice.phrase("welcome.first_lesson"))
        await lesson(talk, first.value)
