"""Pages: what stands beside the talk, for an adapter to show. Read only: nothing is recorded, and nobody becomes known by it.

The page says what the chat would say: its words are the dialogue's own answers to the commands, played and not kept.
"""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from functools import partial

from bot.channels.port import File, Pages
from bot.domain.page import Form, Page, Section
from bot.services.deliveries import PICTURE
from bot.services.drawing import drawn
from bot.services.forms import form_of
from bot.services.meeting import Meeting, in_a_safety_talk
from bot.services.parts import Parts
from bot.store import conversations, people
from bot.store.work import Work
from dialogues.cards import crisis_card
from dialogues.conversation import Conversation
from dialogues.facts import Profile, Skill, Standing
from dialogues.flow import Query, Question
from dialogues.flows import preferences
from dialogues.manager import respond
from dialogues.message import Choice, Message, Span, Style, Text
from dialogues.outcome import Scene
from dialogues.play import living, open_question
from dialogues.turn import Tapped, Turn
from dialogues.voice import Voice

GAP = Text.of("\n\n")
BREAK = Text.of("\n")
# The others that the settings offer stand in their form.
BESIDE_THE_FORM = ("/leave", "/pause", "/stop")
RESTING = (Standing.paused, Standing.stopped)


def pages(parts: Parts) -> Pages:
    """What an adapter may ask the house for. Each raises StoreDown while the database is away."""
    return Pages(partial(today, parts), partial(picture, parts), partial(form, parts), partial(asks, parts))


async def today(parts: Parts, account: str, address: str) -> Page:
    """The standing page of whoever is at this address; a hello for who is not known or not welcomed yet."""
    return await parts.store.read(_page, parts, account, address)


async def picture(parts: Parts, account: str, address: str) -> File | None:
    """The picture on the page; None where there is nothing to show, or they want words only."""
    shown = await parts.store.read(_shown, parts, account, address)
    if shown is None:
        return None
    return File(PICTURE, await asyncio.to_thread(drawn, parts, *shown))


async def form(parts: Parts, account: str, address: str, name: str) -> Form | None:
    """What the form of this name asks this person now; None where it must be talked through instead."""
    return await parts.store.read(_form, parts, (account, address), name)


async def asks(parts: Parts, account: str, address: str, question: str) -> str:
    """What an open question at this address is about, such as "welcome.zone-1"; "" when it is not open."""
    return await parts.store.read(_asks, parts, (account, address), question)


@dataclass(frozen=True, slots=True)
class _View:
    """One person and their page's scene: `asked` is what the talk waits for where they are, if one is open; `waits` says that it is
    more than an offer, `worried` that one is about safety.
    """

    meeting: Meeting
    scene: Scene
    voice: Voice
    asked: Question | None
    waits: bool
    worried: bool


def _page(work: Work, parts: Parts, account: str, address: str) -> Page:
    meeting = _met(work, parts, account, address)
    if meeting is None:
        newest = parts.shelf.newest
        voice = Voice(newest, newest, policy=parts.policy, release=parts.release)
        return Page((_help(voice, is_card=False), _hello(voice), _who(voice)))
    return Page(tuple(_sections(_view(meeting))))


def _sections(view: _View) -> list[Section]:
    facts, voice = view.scene.facts, view.voice
    first = [_help(voice, is_card=view.worried or facts.cooling)]
    rests = facts.standing in RESTING
    first += [_coming(view)] if rests else []
    if view.meeting.learner.welcomed_at is None:
        return [*first, _waiting(voice) if view.waits else _hello(voice), _who(voice)]
    if view.worried:  # a lesson and a picture of progress have no place in a hard moment
        first += [_waiting(voice)] if view.waits else []
        return [*first, _settings(view), _data(view), _who(voice)]
    first += [_today(view)] if facts.standing is not Standing.stopped else []
    coming = [] if rests else [_coming(view)]
    return [*first, _progress(view), *coming, _settings(view), _data(view), _who(voice)]


def _help(voice: Voice, *, is_card: bool) -> Section:
    text = crisis_card(voice, "crisis.open_asked") if is_card else voice.phrase("page.help_line")
    return _section(voice, "help", text + GAP + voice.phrase("page.tapped"), (voice.choice("/help_now"),))


def _hello(voice: Voice) -> Section:
    return _section(voice, "hello", voice.phrase("page.hello_line"), (voice.choice("/start", "page_start"),))


def _waiting(voice: Voice) -> Section:
    return _section(voice, "today", voice.phrase("page.talk_waits"))


def _today(view: _View) -> Section:
    voice, due = view.voice, view.scene.choose(Query.next_lesson)
    if due is None or view.scene.facts.cooling:
        told = _told(view, "/lesson")
        text, choices = told.text, told.choices
    else:
        text, choices = _lesson(voice, due.subjects[0]), (voice.choice("/lesson"), voice.choice("/quiz"))
    waits = voice.phrase("page.talk_waits") + GAP if view.waits else Text()
    return _section(voice, "today", waits + text, choices)


def _lesson(voice: Voice, id: str) -> Text:
    language = voice.profile.language
    lesson = voice.newest.lesson(id, language)
    name = voice.newest.competency(lesson.competency).name
    opening = voice.phrase("lesson.opening", title=lesson.title, minutes=str(lesson.minutes))
    about = Text.of(name.get(language, name["en"]))
    return voice.phrase("page.lesson_next") + BREAK + opening + BREAK + about


def _progress(view: _View) -> Section:
    voice, skills = view.voice, view.scene.facts.skills
    section = _section(voice, "progress", _told(view, "/progress").text)
    if not skills or voice.profile.text_only:
        return section
    counted = {
        "begun": len(skills),
        "read": sum(one.lessons for one in skills),
        "right": sum(one.right for one in skills),
    }
    alt = voice.phrase("progress.alt", **{name: str(many) for name, many in counted.items()}).words
    return replace(section, picture=_picture_of(voice.profile, skills), alt=alt)


def _coming(view: _View) -> Section:
    told = _told(view, "/why")
    return _section(view.voice, "coming", told.text, tuple(one for one in told.choices if one.key != "/settings"))


def _settings(view: _View) -> Section:
    told, standing = _told(view, "/settings"), view.scene.facts.standing
    text = _resting(view.voice) if standing in RESTING else _untitled(told.text)
    stopped = standing is Standing.stopped
    offered = tuple(one for one in told.choices if one.key in BESIDE_THE_FORM and not stopped)
    return _section(view.voice, "settings", text, (view.voice.choice("/settings"), *offered))


def _resting(voice: Voice) -> Text:
    """What is set, for who gets no prompts now."""
    profile, country = voice.profile, voice.country
    unknown = voice.phrase("settings.unknown").words
    return voice.phrase(
        "page.settings_resting",
        hour=preferences.local_time(profile.hour),
        days=preferences.day_names(voice, profile.days),
        zone=preferences.zone_name(profile.zone),
        country=country.name.get(profile.language, country.name["en"]) if country else unknown,
    )


def _data(view: _View) -> Section:
    told = _told(view, "/my_data")
    return _section(view.voice, "data", _untitled(told.text), told.choices)


def _who(voice: Voice) -> Section:
    return _section(voice, "who", voice.phrase("page.who_can_read"))


def _untitled(text: Text) -> Text:
    """The text without a bold line that it begins with: the heading above it says the same."""
    match text.spans:
        case (Span(style=Style.bold), Span(words=words) as then, *rest) if words.startswith("\n"):
            return Text((replace(then, words=words.lstrip("\n")), *rest))
    return text


def _section(voice: Voice, name: str, text: Text, choices: tuple[Choice, ...] = ()) -> Section:
    return Section(voice.phrase(f"page.{name}").words, text, choices)


def _told(view: _View, command: str) -> Message:
    """What the chat says to this command where nothing is open; it is not recorded."""
    return respond(replace(view.scene, turn=Turn(Tapped("", command), view.scene.now))).messages[-1]


def _view(meeting: Meeting) -> _View:
    conversation = conversations.load(meeting.work, meeting.address)
    scene = living(meeting.scene("page", conversation, Tapped("", "")))[0]
    asked = [open_question(scene, run) for run in scene.conversation.runs]
    waits = any(question and not question.offer for question in asked)
    empty = replace(scene, conversation=Conversation())
    return _View(meeting, empty, meeting.voice(), asked[-1] if asked else None, waits, in_a_safety_talk(meeting))


def _met(work: Work, parts: Parts, account: str, address: str) -> Meeting | None:
    learner = people.find(work, account, address)
    if learner is None:
        return None
    here = (account, address)
    place = next(id for id in people.address_ids(work, learner) if people.address_of(work, id) == here)
    return Meeting(work, parts, people.load(work, learner), place, account, parts.clock.now())


def _form(work: Work, parts: Parts, place: tuple[str, str], name: str) -> Form | None:
    meeting = _met(work, parts, *place)
    view = _view(meeting) if meeting else None
    return form_of(view.meeting, view.scene.facts, name, view.asked) if view else None


def _asks(work: Work, parts: Parts, place: tuple[str, str], question: str) -> str:
    meeting = _met(work, parts, *place)
    runs = conversations.load(work, meeting.address).runs if meeting else ()
    return next((f"{run.flow}.{run.asks}" for run in runs if run.question == question), "")


def _shown(work: Work, parts: Parts, account: str, address: str) -> tuple[Profile, tuple[Skill, ...]] | None:
    meeting = _met(work, parts, account, address)
    if meeting is None or meeting.learner.profile.text_only:
        return None
    skills = meeting.skills()
    return (meeting.learner.profile, skills) if skills else None


def _picture_of(profile: Profile, skills: tuple[Skill, ...]) -> str:
    """The name of a picture: another one whenever it would show something else."""
    return f"progress-{hashlib.sha256(repr((profile.language, skills)).encode()).hexdigest()[:16]}"
