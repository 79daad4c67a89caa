"""Names: whether a text names a person served, and not the writer, a colleague, somebody public or a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.identifiers.lexicon import Lexicon
from nlu.identifiers.words import Word, plain_at

LONGEST_NAME = 4
"""Words of a whole name looked at together."""

_JOINED = (".", "_", "-", "+")

PHRASE = 5
"""Words of the longest phrase of the lexicon that leads to a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words in a row that may be one name, where it starts and where the words after it begin."""

    words: Sequence[Word]
    start: int
    end: int
    known: Lexicon

    @property
    def first(self) -> Word:
        """Its first word."""
        return self.words[self.start]

    def before(self, steps: int = 1) -> str:
        """The word so many steps before it."""
        return plain_at(self.words, self.start - steps)

    def after(self, steps: int = 0) -> str:
        """The word so many steps after the one that follows it."""
        return plain_at(self.words, self.end + steps)

    def led(self, phrases: frozenset[str]) -> bool:
        """Whether one of these phrases stands right before it."""
        lead = ""
        for step in range(1, PHRASE + 1):
            lead = f"{self.before(step)} {lead}".strip()
            if lead in phrases:
                return True
        return False


_ENDED = re.compile(r"(?:ly|mente|tion|sion|cion|ing|ment|miento|ness|ity|dad|ship|ers?|ist|ed|ando|iendo|ado|ada)$")
"""How words end that are hardly names: "therapist", "suddenly", "supervision"."""


_THING = re.compile(r"(?:tion|sion|cion|ing|ment|miento|ness|ity|dad|ship)$")


def tells_name(words: Sequence[Word], known: Lexicon) -> bool:
    """Whether the words name a person served."""
    at = 0
    while at < len(words):
        name = _name(words, at, known)
        other = _may_be_name(name) and _is_other(name)
        if not other and _may_be_name(name) and _is_person(name):
            return True
        # The surname of somebody who does not count must not be taken for a person of its own.
        at = name.end if other else at + 1
    return False


def _name(words: Sequence[Word], start: int, known: Lexicon) -> Name:
    end = start + 1
    while end < min(len(words), start + LONGEST_NAME) and words[end].mark == " " and _goes_on(words[end], known):
        end += 1
    return Name(words, start, end, known)


def _goes_on(word: Word, known: Lexicon) -> bool:
    return word.plain in known.given.plain or (word.capital and word.plain not in known.known.common)


def _may_be_name(name: Name) -> bool:
    word, known = name.first, name.known
    if word.plain in known.known.products and word.plain not in known.given.doubtful:
        return False
    if not word.plain.isalpha() or len(word.plain) < 2:
        return False
    given = word.plain in known.given.plain or word.plain in known.given.doubtful
    return (given or word.plain not in known.known.common) and not _is_in_mail(name)


def _is_in_mail(name: Name) -> bool:
    """Whether it is a part of a mail address or a handle, which are found by themselves."""
    ahead = [word.mark for word in name.words[name.start + 1 : name.start + 4]]
    behind = [word.mark for word in reversed(name.words[max(0, name.start - 2) : name.start + 1])]
    return any(next((mark for mark in marks if mark not in _JOINED), "") in ("@", " @") for marks in (ahead, behind))


def _is_other(name: Name) -> bool:
    """Whether it is the writer's own, a colleague's, somebody greeted, somebody public, or of a place."""
    return _is_own(name) or _is_staff(name) or _is_public(name) or _is_place(name)


def _is_own(name: Name) -> bool:
    people = name.known.people
    if name.after() in people.present:
        return True
    greeted = name.before() in people.greetings and "," not in name.first.mark
    kin = name.before() in people.kin and name.before(2) in people.mine
    return greeted or kin or name.led(people.own)


def _is_staff(name: Name) -> bool:
    people = name.known.people
    around = {name.before(step) for step in range(1, 4)} | {name.after(step) for step in range(5)}
    if not around.isdisjoint(people.office):
        return True
    for step in range(1, 5):
        if name.before(step) in people.staff:
            return True
        if name.before(step) not in people.between:
            break
    for step in range(3):
        if name.after(step) in people.staff:
            return True
        if name.after(step) not in people.between:
            break
    return False


def _is_public(name: Name) -> bool:
    known = name.known.known
    whole = " ".join(word.plain for word in name.words[name.start : name.end])
    pair = f"{name.first.plain} {name.after(name.start + 1 - name.end)}"
    made = any(name.before(step) in known.works for step in range(1, 4))
    return whole in known.figures or pair in known.figures or made


def _is_place(name: Name) -> bool:
    known = name.known.known
    joined = name.before() in ("de", "la", "of", "los", "las", "del") and (
        name.before(2) in known.sites or name.before(3) in known.sites
    )
    return name.before() in known.sites or joined or name.after() in known.after


def _is_person(name: Name) -> bool:
    """Whether the name, or else the words around it, speak of a person."""
    word, given = name.first, name.known.given
    if word.plain in given.plain:
        return True
    if word.plain in given.doubtful:
        return _is_introduced(name) or _is_spoken_with(name) or _acts(name)
    return _is_introduced(name) or (
        word.capital and (_is_spoken_with(name) or (_acts(name) and not _THING.search(word.plain)))
    )


def _is_introduced(name: Name) -> bool:
    """Whether a title, a role, or "her name is" leads to it."""
    word, people, given = name.first, name.known.people, name.known.given
    certain = word.capital or word.plain in given.doubtful
    if name.before() in people.titles:
        return "\n" not in word.mark and len(word.plain) > 2
    if certain and (name.before() in people.courtesies or (":" in word.mark and name.led(people.form))):
        return True
    if name.led(people.naming):
        return not _is_thing(name)
    if name.before() in people.served and not _ENDED.search(word.plain) and "," not in word.mark and _has_verb(name):
        return True
    linked = 2 if name.before() in ("is", "es") or name.before() in name.known.people.naming else 1
    return word.capital and name.before(linked) in people.served and not word.opens


def _has_verb(name: Name) -> bool:
    """Whether a verb of people follows it at once: "my client zuri stopped coming"."""
    people = name.known.people
    verbs = (people.speaks, people.acts, people.being)
    among = (people.served, people.persons, people.fillers, people.staff, people.articles, *verbs)
    if any(name.first.plain in words for words in among) or name.words[name.start - 1].owns:
        return False
    return any(name.after() in words for words in verbs)


def _is_thing(name: Name) -> bool:
    """Whether what is called so is a thing: "cómo se llama esa canción", "it is called grounding"."""
    people = name.known.people
    lead = {name.before(step) for step in range(1, PHRASE + 1)}
    participle = name.before() in ("called", "named", "llamada", "llamado")
    return bool(lead & people.things) or (participle and name.before(2) not in people.persons | people.served)


def _is_spoken_with(name: Name) -> bool:
    """Whether somebody talks with whom the name belongs to: "I told Hope", "hablé con rosa"."""
    people, word = name.known.people, name.first
    if name.before() == "a" and not word.capital:  # an article in English; in Spanish it leads to whom one speaks with
        return name.before(2) in people.dative
    if name.before() in people.articles - {"a"} or "," in word.mark:
        return False
    if name.before() in people.told:
        return word.capital or name.before() in ("told", "met", "asked", "texted")
    if name.before() not in people.toward:
        return False
    if name.before() in ("of", "about", "de", "for", "from", "por") and not word.capital:
        return False
    spoken = any(name.before(step) in people.talked for step in (2, 3))
    return spoken or (word.capital and name.before() in ("with", "con") and word.plain in name.known.given.doubtful)


def _acts(name: Name) -> bool:
    """Whether the name does what people do: "Wilmer told me", "angel is using again"."""
    people, word = name.known.people, name.first
    if name.before() in people.articles | {"in", "en", "from"} or word.owns:
        return False
    if plain_at(name.words, name.end) and name.words[name.end].mark != " ":
        return False
    step = 0
    while step < 4 and name.after(step) in people.fillers:
        step += 1
    verb = name.after(step)
    if verb in people.speaks:
        return True
    telling = word.capital and not word.opens
    if verb in people.being:
        state = next((name.after(step + more) for more in (1, 2) if name.after(step + more) not in people.fillers), "")
        return state in people.states and (word.plain in name.known.given.doubtful or telling)
    return telling and verb in people.acts
