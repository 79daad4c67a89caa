"""Settings: what is set now, and one small talk for each thing that can be changed."""

from datetime import date

from dialogues.events import Paused, Resumed, SettingChanged
from dialogues.flow import Talk
from dialogues.flows import preferences
from dialogues.flows.leave import day_named
from dialogues.message import Buttons, Text

CHANGES = ("/hour", "/days", "/zone", "/country", "/language", "/leave", "/pause", "/text_only", "/pictures", "/stop")


async def settings(talk: Talk) -> None:
    """Show what is set and offer to change it."""
    profile, voice = talk.voice.profile, talk.voice
    country = preferences.country_name(voice) or voice.phrase("settings.unknown").words
    days = preferences.day_names(voice, profile.days)
    summary = voice.phrase(
        "settings.summary",
        hour=preferences.local_time(profile.hour),
        days=days,
        zone=preferences.zone_name(profile.zone),
        country=country,
    )
    quiet = voice.phrase("settings.quiet", start=f"{profile.quiet_from:%H:%M}", end=f"{profile.quiet_to:%H:%M}")
    hidden = {"/pictures" if not profile.text_only else "/text_only"}
    hidden |= {"/language"} if len(voice.library.locales) < 2 else set()
    changes = tuple(voice.choice(command) for command in CHANGES if command not in hidden)
    talk.say(summary + Text.of("\n") + quiet, Buttons(changes))


async def change_hour(talk: Talk, hour: str = "", days: str = "") -> None:
    """Change the hour of the daily prompt, and its days where they were named with it; what was heard is not asked for."""
    if chosen := await preferences.ask_hour(talk, hour):
        _say_when(talk, chosen, await preferences.ask_days(talk, days) if days else "")


async def change_days(talk: Talk, days: str = "", hour: str = "") -> None:
    """Change the days on which prompts may come, and the hour where it was named with them; what was heard is not asked for."""
    if chosen := await preferences.ask_days(talk, days):
        _say_when(talk, await preferences.ask_hour(talk, hour) if hour else "", chosen)


async def change_zone(talk: Talk, zone: str = "") -> None:
    """Change the time zone, to the one that was heard."""
    await preferences.ask_zone(talk, zone)


async def change_country(talk: Talk) -> None:
    """Change the country whose crisis lines are shown."""
    await preferences.ask_country(talk)
    if talk.voice.country:
        talk.say(talk.voice.phrase("settings.country_set", country=preferences.country_name(talk.voice)))


async def change_language(talk: Talk, language: str = "") -> None:
    """Change the language, to the one that was heard; it is said in that language."""
    if chosen := await preferences.ask_language(talk, language):
        name = talk.voice.choice(chosen, f"language_{chosen}").label
        talk.say(talk.voice.phrase("settings.language_set", language=name))


async def text_only(talk: Talk) -> None:
    """Spare their data: words and taps only, no pictures."""
    talk.record(SettingChanged("text_only", "yes"))
    talk.say(talk.voice.phrase("settings.text_only"), Buttons((talk.voice.choice("/pictures"),)))


async def pictures(talk: Talk) -> None:
    """Send pictures again."""
    talk.record(SettingChanged("text_only", ""))
    talk.say(talk.voice.phrase("settings.pictures"))


async def pause(talk: Talk, days: str = "", begins: str = "") -> None:
    """Rest for some days, as many as were heard; nothing is lost and nothing piles up. A rest that `begins` later is not known."""
    if not days:
        days = await _ask_how_long(talk, "settings.pause_from_now" if begins else "settings.pause")
    if days == "not_now":
        talk.say(talk.voice.phrase("talk.left"))
        return
    talk.record(Paused(int(days)))
    talk.say(talk.voice.phrase("settings.paused", days=days), Buttons((talk.voice.choice("/resume"),)))


async def resume(talk: Talk, away_until: str = "") -> None:
    """Come back after a pause or a stop, without a pile; `away_until` is the first day back of who stopped during their leave."""
    talk.record(Resumed())
    if away_until:
        back = day_named(talk.voice, date.fromisoformat(away_until))
        talk.say(talk.voice.phrase("settings.resumed_on_leave", date=back), Buttons((talk.voice.choice("/resume"),)))
        return
    talk.say(
        talk.voice.phrase("settings.resumed"), Buttons((talk.voice.choice("/lesson"), talk.voice.choice("/settings")))
    )


async def _ask_how_long(talk: Talk, phrase: str) -> str:
    spans = tuple(talk.voice.choice(days, f"pause_{days}") for days in ("3", "7", "14"))
    choices = Buttons((*spans, talk.voice.choice("not_now", intent="deny")))
    return (await talk.choose("days", talk.voice.phrase(phrase), choices)).key


def _say_when(talk: Talk, hour: str, days: str) -> None:
    """Say what is set now, so that what was misheard is seen."""
    profile = talk.voice.profile
    chosen = [int(day) for day in days.split(",")] if days else profile.days
    named = preferences.day_names(talk.voice, chosen)
    talk.say(talk.voice.phrase("settings.when_set", hour=hour or preferences.local_time(profile.hour), days=named))
