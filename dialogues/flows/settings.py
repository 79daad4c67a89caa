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
    country = (
        voice.country.name.get(profile.language, voice.country.name["en"])
        if voice.country
        else voice.phrase("settings.unknown").words
    )
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


async def change_hour(talk: Talk) -> None:
    """Change the hour of the daily prompt."""
    if await preferences.ask_hour(talk):
        talk.say(talk.voice.phrase("settings.done"))


async def change_days(talk: Talk) -> None:
    """Change the days on which prompts may come."""
    if await preferences.ask_days(talk):
        talk.say(talk.voice.phrase("settings.done"))


async def change_zone(talk: Talk) -> None:
    """Change the time zone."""
    await preferences.ask_zone(talk)


async def change_country(talk: Talk) -> None:
    """Change the country whose crisis lines are shown."""
    await preferences.ask_country(talk)
    talk.say(talk.voice.phrase("settings.done"))


async def change_language(talk: Talk) -> None:
    """Change the language."""
    await preferences.ask_language(talk)


async def text_only(talk: Talk) -> None:
    """Spare their data: words and taps only, no pictures."""
    talk.record(SettingChanged("text_only", "yes"))
    talk.say(talk.voice.phrase("settings.text_only"), Buttons((talk.voice.choice("/pictures"),)))


async def pictures(talk: Talk) -> None:
    """Send pictures again."""
    talk.record(SettingChanged("text_only", ""))
    talk.say(talk.voice.phrase("settings.pictures"))


async def pause(talk: Talk) -> None:
    """Rest for some days; nothing is lost and nothing piles up."""
    spans = tuple(talk.voice.choice(days, f"pause_{days}") for days in ("3", "7", "14"))
    choices = Buttons((*spans, talk.voice.choice("not_now", intent="deny")))
    chosen = await talk.choose("days", talk.voice.phrase("settings.pause"), choices)
    if chosen.key == "not_now":
        talk.say(talk.voice.phrase("talk.left"))
        return
    talk.record(Paused(int(chosen.key)))
    talk.say(talk.voice.phrase("settings.paused", days=chosen.key), Buttons((talk.voice.choice("/resume"),)))


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
