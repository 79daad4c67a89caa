"""Forms: what somebody may fill in at once, with what stands there now. A form asks what the talk of the same name asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.page import FORMS, NOTE, Field, FieldKind, Form
from bot.services.meeting import Meeting, in_a_safety_talk
from dialogues.facts import Facts, Profile, Standing
from dialogues.flow import Question
from dialogues.flows import preferences
from dialogues.flows.checkin import HELPS, STEPS
from dialogues.message import Choice, Text
from dialogues.voice import Voice

CHECKIN, SETTINGS = FORMS
WEEK = range(1, 8)
ELSEWHERE = "elsewhere"
GAP = Text.of("\n\n")


def form_of(meeting: Meeting, facts: Facts, name: str, asked: Question | None = None) -> Form | None:
    """The form of this name for somebody as they are now; None where it must be talked through instead.

    `asked` is what the chat waits for: the words of a note answer it.
    """
    voice = meeting.voice()
    if name == NOTE:
        words = Field(NOTE, _words(voice, "page.note_label"), FieldKind.words)
        form = _form(voice, NOTE, (words,), lead="page.note_lead")
        return replace(form, lead=asked.message.text + GAP + form.lead) if asked and asked.free else form
    if meeting.learner.welcomed_at is None:
        return None
    if name == SETTINGS:
        return _form(voice, SETTINGS, _settings(voice))
    if name == CHECKIN and _may_check_in(meeting, facts):
        return _form(voice, CHECKIN, _checkin(voice), lead="page.checkin_lead")
    return None


def set_now(profile: Profile) -> Mapping[str, str]:
    """What is set, as it stands in the fields of the settings; in the order in which a change takes effect."""
    return {
        "pictures": "no" if profile.text_only else "yes",
        "language": profile.language,
        "country": profile.country or ELSEWHERE,
        "days": ",".join(str(day) for day in sorted(profile.days)),
        "zone": preferences.zone_name(profile.zone),
        "hour": f"{profile.hour:%H:%M}",
    }


def _may_check_in(meeting: Meeting, facts: Facts) -> bool:
    """Whether a check-in may be filled in: for who agreed to it, where the program asks it, and never in a hard moment."""
    here = not facts.policy.checkins_on or facts.channel in facts.policy.checkins_on
    agreed = facts.agrees("checkins") and facts.standing is not Standing.stopped
    return here and agreed and not in_a_safety_talk(meeting)


def _checkin(voice: Voice) -> tuple[Field, ...]:
    fields = [
        Field(what, _words(voice, f"checkin.{what}"), FieldKind.one, _choices(voice, STEPS, what))
        for what in ("energy", "load")
    ]
    fields.append(Field("help", _words(voice, "checkin.help"), FieldKind.one, _choices(voice, HELPS, "help")))
    if voice.policy.checkin_words:
        fields.append(Field(NOTE, _words(voice, "page.checkin_note"), FieldKind.words, optional=True))
    return tuple(fields)


def _settings(voice: Voice) -> tuple[Field, ...]:
    now, language = set_now(voice.profile), voice.profile.language
    named = {one.code: one.name.get(language, one.name["en"]) for one in voice.newest.countries.values()}
    countries = [Choice(code, name) for code, name in sorted(named.items(), key=lambda known: known[1])]
    days = tuple(Choice(str(day), voice.phrase(f"day.{day}").words) for day in WEEK)
    fields = [
        ("hour", FieldKind.time, ()),
        ("days", FieldKind.many, days),
        ("zone", FieldKind.words, ()),
        ("country", FieldKind.one, (*countries, voice.choice(ELSEWHERE))),
        ("pictures", FieldKind.one, _choices(voice, ("yes", "no"), "page_pictures")),
    ]
    if len(voice.library.locales) > 1:
        fields.insert(4, ("language", FieldKind.one, _choices(voice, voice.library.locales, "language")))
    return tuple(
        Field(
            key,
            _words(voice, f"page.settings_{key}"),
            kind,
            choices,
            value=now[key],
            hint=_words(voice, "page.settings_zone_hint") if key == "zone" else "",
        )
        for key, kind, choices in fields
    )


def _form(voice: Voice, name: str, fields: tuple[Field, ...], *, lead: str = "") -> Form:
    form = Form(
        name, _words(voice, f"page.{name}_title"), _words(voice, "page.send"), _words(voice, "page.cancel"), fields
    )
    if not lead:
        return form
    days = {"days": str(voice.policy.keep_days)} if name == CHECKIN else {}
    return Form(form.name, form.title, form.send, form.cancel, fields, voice.phrase(lead, **days))


def _choices(voice: Voice, keys: Sequence[str], what: str) -> tuple[Choice, ...]:
    return tuple(voice.choice(key, f"{what}_{key}") for key in keys)


def _words(voice: Voice, name: str) -> str:
    return voice.phrase(name).words
