"""Notices in the chat: staff write a few words for many, see them as they will be seen, and send them, or take them back."""

import json

from content.checking.one_text import text_problems
from dialogues.events import Wanted
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice, Text

FEW = 5
NOW, AT_NINE, NOT = "send_now", "send_at_nine", "not_now"
GAP = Text.of("\n\n")


async def notice(talk: Talk, kind: str, *targets: str) -> None:
    """Ask to whom and in which words; show it with how many get it, and how long that takes.

    Targets are "key=people=minutes=name".
    """
    places = {key: rest for key, _, rest in (one.partition("=") for one in targets)}
    choices = tuple(Choice(f"to-{key}", rest.split("=", 2)[2]) for key, rest in places.items())
    to = await talk.choose("to", talk.voice.phrase(f"notice.{kind}_to"), Buttons((*choices, talk.voice.choice(NOT))))
    if to.key == NOT:
        talk.say(talk.voice.phrase("notice.left"))
        return
    key = to.key.removeprefix("to-")
    people, minutes, _ = places[key].split("=", 2)
    if people == "0":
        talk.say(talk.voice.phrase("notice.nobody"))
        return
    words = {locale: said for locale in talk.voice.library.locales if (said := await _words(talk, locale))}
    if "en" not in words:
        return
    for locale, said in words.items():
        talk.say(_shown(talk, kind, to.label, said, locale))
    when = await talk.choose("when", _ready(talk, people, minutes), Buttons(_choices(talk)))
    if when.key == NOT:
        talk.say(talk.voice.phrase("notice.left"))
        return
    talk.note("notice", f"{kind} {key} {when.key}", json.dumps(words, ensure_ascii=False))
    sent = "notice.on_its_way" if when.key == NOW else "notice.tomorrow"
    talk.say(talk.voice.phrase(sent), Buttons((talk.voice.choice("/notice_stop"),)))


async def notice_came(talk: Talk, kind: str, about: str, words: str) -> None:
    """Say what staff had to say."""
    talk.say(_told(talk, kind, about, words), Buttons((talk.voice.choice("/settings"), talk.voice.choice("/stop"))))


async def announce(talk: Talk) -> None:
    """Begin news of a program: to whom it may go is looked up."""
    talk.record(Wanted("announce"))


async def correct(talk: Talk) -> None:
    """Begin a correction: what may need one, and who was shown it, is looked up."""
    talk.record(Wanted("correct"))


async def notice_stop(talk: Talk) -> None:
    """Take back what was sent last from everybody it has not reached."""
    talk.record(Wanted("notice_stop"))


async def _words(talk: Talk, locale: str) -> str:
    """The words in one language, asked again while something is wrong with them; only English is needed."""
    asked = talk.voice.phrase(
        "notice.words_en" if locale == "en" else "notice.words_other", language=_named(talk, locale)
    )
    skip = Buttons((talk.voice.choice("skip"),)) if locale != "en" else None
    for attempt in range(1, 9):
        answer = await talk.ask(f"words-{locale}-{attempt}", asked, skip)
        if skip and answer.value == "skip":
            return ""
        said = answer.value.strip()
        problems = text_problems(said, locale)
        if not problems:
            return said
        first = problems[0]
        asked = talk.voice.phrase("notice.mend", problem=f"{first.what}. {first.mend}")
    talk.say(talk.voice.phrase("notice.left"))
    return ""


def _named(talk: Talk, locale: str) -> str:
    """What a language is called."""
    return talk.voice.choice(locale, f"language_{locale}").label


def _ready(talk: Talk, people: str, minutes: str) -> Text:
    if people == "few":
        return talk.voice.phrase("notice.ready_few")
    return talk.voice.phrase("notice.ready", people=people, minutes=minutes)


def _choices(talk: Talk) -> tuple[Choice, ...]:
    return tuple(talk.voice.choice(key) for key in (NOW, AT_NINE, NOT))


def _shown(talk: Talk, kind: str, name: str, words: str, locale: str) -> Text:
    own = talk.voice
    talk.voice = own.speaking(locale)
    text = _told(talk, kind, name, words)
    talk.voice = own
    return own.phrase("notice.preview", language=_named(talk, locale)) + GAP + text


def _told(talk: Talk, kind: str, about: str, words: str) -> Text:
    lead = talk.voice.phrase(f"notice.{kind}" if about else f"notice.{kind}_bare", about=about)
    return lead + GAP + Text.of(words)
