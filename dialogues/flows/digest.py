"""The weekly digest: one screen on the three functions of supervision, with one picture. The figures come frozen."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from content.library import NotInLibrary
from dialogues.events import DigestChanged, Wanted
from dialogues.figures import Band, Carrying, Group, Learning, State, read
from dialogues.flow import Talk
from dialogues.flows import preferences
from dialogues.message import Buttons, Image, Text
from dialogues.voice import Voice

CHOICES = ("/digest_pause", "/digest_hour", "/digest_off")
A_REST = timedelta(days=28)
LINE, GAP = Text.of("\n"), Text.of("\n\n")


async def digest(talk: Talk, week: str, picture: str, columns: str, *teams: str) -> None:
    """Show the digest of a week. `teams` are figures, a line break and a name.

    `picture` is the first team's, with so many columns, or "".

    Where a team is too small to be shown, the small teams together stand in its place.
    """
    monday, parted = date.fromisoformat(week), [one.partition("\n") for one in teams]
    groups = [(name, read(figures)) for figures, _, name in parted]
    for place, (name, group) in enumerate(groups):
        last = place == len(groups) - 1
        buttons = Buttons(tuple(talk.voice.choice(one) for one in CHOICES)) if last else None
        image = Image(picture, _alt(talk.voice, group, columns)) if picture and not place else None
        talk.say(screen(talk.voice, name, monday, group, asks=not place), buttons, image)


async def show_digest(talk: Talk) -> None:
    """Have the newest digest shown now."""
    talk.record(Wanted("digest"))


async def digest_pause(talk: Talk) -> None:
    """No digest for four weeks."""
    talk.record(DigestChanged("pause", str(A_REST.days)))
    talk.say(talk.voice.phrase("digest.paused"), Buttons((talk.voice.choice("/digest_on"),)))


async def digest_off(talk: Talk) -> None:
    """No digest any more, unless they ask for it."""
    talk.record(DigestChanged("off", ""))
    talk.say(talk.voice.phrase("digest.off"), Buttons((talk.voice.choice("/digest_on"),)))


async def digest_on(talk: Talk) -> None:
    """The digest again, once a week."""
    talk.record(DigestChanged("on", ""))
    talk.say(talk.voice.phrase("digest.on"), Buttons((talk.voice.choice("/digest_hour"),)))


async def digest_hour(talk: Talk) -> None:
    """Ask at what time the digest should come."""
    chosen = await preferences.hour_asked(talk, "digest.hour_ask")
    if chosen:
        talk.record(DigestChanged("hour", chosen))
        talk.say(talk.voice.phrase("digest.hour_set", hour=preferences.local_time(time.fromisoformat(chosen))))


def screen(voice: Voice, team: str, monday: date, group: Group, *, asks: bool = True) -> Text:
    """A group's figures on one screen; without `asks` only the figures, as a learner sees them."""
    if group.learning is None:
        none = "digest.resting_new" if group.state is State.resting else "digest.too_few"
        parts = [voice.phrase(none, team=team)]
    else:
        parts = [_title(voice, team, group.learning.week), *_learning(voice, group, group.learning)]
    asked = _asks(voice, group, monday) if asks else []
    shown = group.learning or group.carrying
    scale = [voice.phrase("digest.groups_only")] if shown else []
    return _joined([*parts, *asked, _carrying(voice, group, monday, asks=asks), *scale], GAP)


def _title(voice: Voice, team: str, monday: date) -> Text:
    month = voice.phrase(f"month.{monday.month}").words
    return voice.phrase("digest.week", team=team, day=str(monday.day), month=month)


def _learning(voice: Voice, group: Group, learning: Learning) -> list[Text]:
    counted = voice.phrase("digest.counted", people=str(learning.people))
    reached = voice.phrase(f"digest.reached_{learning.reached}")
    took_part = voice.phrase(f"digest.took_part_{learning.took_part}")
    ran = [voice.phrase("digest.ran"), counted + Text.of(" ") + reached + Text.of(" ") + took_part]
    ran += [voice.phrase("digest.resting")] if group.state is State.resting else []
    learned = [voice.phrase("digest.learned"), *_met(voice, learning), *_missed(voice, group)]
    return [_joined(ran, LINE), _joined(learned, LINE)]


def _met(voice: Voice, learning: Learning) -> list[Text]:
    lines = [
        voice.phrase(f"digest.met_{share}", names=_names(voice, met))
        for share in (Band.most, Band.half)
        if (met := [one.competency for one in learning.studied if one.share is share])
    ]
    return lines or [voice.phrase("digest.met_few")]


def _missed(voice: Voice, group: Group) -> list[Text]:
    texts = [text for one in group.missed if (text := _indicator(voice, one))]
    lines = [voice.phrase("digest.missed_one", indicator=text) for text in texts]
    return [voice.phrase("digest.missed"), *lines] if lines else []


def _indicator(voice: Voice, id: str) -> str:
    try:
        found = voice.newest.competency(id.partition(".")[0])
    except NotInLibrary:
        return ""
    texts = [one.text for one in found.indicators if one.id == id]
    return texts[0].get(voice.profile.language, texts[0]["en"]) if texts else ""


def _asks(voice: Voice, group: Group, monday: date) -> list[Text]:
    """Two questions for supervision: on what is missed most, else on what most met, else on each skill in its week."""
    questions = voice.wordings(f"digest.ask_{_topic(voice, group, monday)}")[:2]
    lines = [voice.phrase("digest.ask_one", question=one) for one in questions]
    return [_joined([voice.phrase("digest.ask"), *lines], LINE)]


def _topic(voice: Voice, group: Group, monday: date) -> str:
    known = [one.id for one in voice.newest.competencies]
    met = sorted(group.learning.studied, key=lambda one: one.share is not Band.most) if group.learning else []
    named = [*(one.partition(".")[0] for one in group.missed), *(one.competency for one in met)]
    return next((one for one in named if one in known), known[_number(monday) % len(known)])


def _carrying(voice: Voice, group: Group, monday: date, *, asks: bool) -> Text:
    heavy = _heavy(voice, group.carrying) if group.carrying else voice.phrase(f"digest.heavy_{group.carrying_state}")
    lines = [voice.phrase("digest.carry"), heavy]
    if asks:
        theme = voice.in_turn("digest.theme_list", _number(monday)).words
        lines.append(voice.phrase("digest.theme", theme=theme))
    return _joined(lines, LINE)


def _heavy(voice: Voice, carrying: Carrying) -> Text:
    last = carrying.until + timedelta(days=6)
    until = voice.phrase("digest.day", day=str(last.day), month=voice.phrase(f"month.{last.month}").words).words
    return voice.phrase(f"digest.heavy_{carrying.heavy}", people=str(carrying.people), until=until)


def _alt(voice: Voice, group: Group, columns: str) -> str:
    met = [one.competency for one in group.learning.studied] if group.learning else []
    names = _names(voice, met) if met else voice.phrase("digest.alt_none").words
    return voice.phrase("digest.alt", weeks=columns, names=names).words


def _names(voice: Voice, competencies: Sequence[str]) -> str:
    known = {one.id for one in voice.newest.competencies}
    return ", ".join(voice.phrase(f"skill.{one}").words for one in competencies if one in known)


def _number(monday: date) -> int:
    return monday.toordinal() // 7


def _joined(parts: Sequence[Text], between: Text) -> Text:
    text = parts[0]
    for part in parts[1:]:
        text = text + between + part
    return text
