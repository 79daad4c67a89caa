"""The rulebook: one locale's safety data, checked and made ready to be matched."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.intents import Open, SafetyLevel, Whose
from nlu.safety.patterns import ANY, Lists, Machine, Words
from nlu.safety.spelling import Spelling, neighbours

IDIOM = "idiom"
MARKS = "mark."
"""Labels beginning so are not dangers but signs around them: negation, time, helpers' phrases, means ..."""

_TRAITS = ("topic", "actor", "own", "other", "impersonal", "closing")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SEPARATORS = re.compile(r"[,\n]")


class RuleError(ValueError):
    """The safety data is not as it must be; the message names the locale, the file and the rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One danger we listen for."""

    id: str
    level: SafetyLevel
    bare: Whose = Whose.self
    """Whose it is when the sentence names nobody: people leave out "I" in a chat."""
    topic: bool = False
    """It may be only spoken about ("suicide"): in a drill that is the subject matter."""
    actor: bool = False
    """The danger comes from the one who acts, not from the one it is done to."""
    own: bool = False
    """The words can only be the writer's own, whoever else is named."""
    other: bool = False
    """The words can only be about somebody else, though the writer may be named in them ("she texted me ...")."""
    impersonal: bool = False
    """Its verbs have things for subjects ("la vida no tiene sentido"), and tell of no person."""
    closing: bool = False
    """Heard only where the sentence ends with it: "i have a plan" says more than "i have a plan for the group"."""
    open: frozenset[Open] = frozenset(Open)
    """Heard only while one of these is open."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Who a word speaks of, and which words report, deny or join."""

    first: frozenset[str]
    second: frozenset[str]
    third: frozenset[str]
    kin: frozenset[str]
    supported: frozenset[str]
    third_verbs: frozenset[str]
    speech: frozenset[str]
    writing: frozenset[str]
    negators: frozenset[str]
    unnegators: frozenset[str]
    pasts: frozenset[str]
    joiners: frozenset[str]
    helping: frozenset[str]
    voices: frozenset[str]
    first_verbs: frozenset[str]
    """Verbs whose form is of the first person, and so on: languages that leave out "I" say with them who is meant."""
    second_verbs: frozenset[str]
    third_forms: frozenset[str]
    inner_third: frozenset[str]
    """Words that tell of a third person inside a hit only ("se")."""
    subject: frozenset[str]
    object: frozenset[str]
    told: frozenset[str]
    """The one who is told, before a verb of speech: "me dijo"."""
    possessive: frozenset[str]
    ours: frozenset[str]
    personal: frozenset[str]
    described: frozenset[str]
    dummy: frozenset[str]
    there: frozenset[str]
    along: frozenset[str]
    either: frozenset[str]
    would: frozenset[str]
    what: frozenset[str]
    asking: frozenset[str]
    """How questions begin: "what do i do" is no plan of what to say."""
    supposing: frozenset[str]
    """What makes a story of what follows: "if he says ..."."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All that the screen needs for one locale."""

    locale: str
    rules: Mapping[str, Rule]
    grammar: Grammar
    spelling: Spelling
    machine: Machine


def compile_rules(locale: str, files: Mapping[str, object]) -> Rulebook:
    """One locale's files (by name) as a rulebook; `words`, `grammar`, `marks` and `idioms` are special, all others rules."""
    lists = _lists(files.get("words"), f"{locale}/words")
    grammar = _lists(files.get("grammar"), f"{locale}/grammar")
    machine = Machine()
    rules: dict[str, Rule] = {}
    for name, written in files.items():
        if name in ("words", "grammar", "spelling"):
            continue
        if name in ("marks", "idioms"):
            _plant_marks(machine, _lists(written, f"{locale}/{name}"), lists)
            continue
        for entry in _entries(written, f"{locale}/{name}"):
            rule = _rule(entry, f"{locale}/{name}")
            rules[rule.id] = rule
            _plant(machine, rule.id, _strings(entry.get("patterns"), rule.id), lists)
    spelling = _spelling(_lists(files.get("spelling"), f"{locale}/spelling"), _known(machine, grammar))
    return Rulebook(locale, rules, _grammar(grammar, locale), spelling, machine)


def _plant_marks(machine: Machine, written: Lists, lists: Lists) -> None:
    for label, patterns in written.items():
        _plant(machine, label if label == IDIOM else MARKS + label, patterns, lists)


def _plant(machine: Machine, label: str, patterns: Sequence[str], lists: Lists) -> None:
    for pattern in patterns:
        machine.plant(pattern, label, lists)


def _rule(entry: Mapping[object, object], where: str) -> Rule:
    match entry:
        case {"id": str(id), "level": str(level)} if level in SafetyLevel.__members__ and "patterns" in entry:
            bare = Whose(str(entry.get("bare", "self")))
            opened = frozenset(Open(name) for name in _strings(entry.get("open", list(Open)), id))
            traits = {trait: entry.get(trait) is True for trait in _TRAITS}
            return Rule(id, SafetyLevel[level], bare, open=opened, **traits)
    raise RuleError(f"{where}: a rule needs id, level and patterns; this one has not: {entry!r}")


def _entries(written: object, where: str) -> list[Mapping[object, object]]:
    if isinstance(written, list) and all(isinstance(entry, dict) for entry in written):
        return list(written)
    raise RuleError(f"{where}: this file must be a list of rules.")


def _lists(written: object, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(written, dict):
        raise RuleError(f"{where}: this file must hold named lists.")
    return {str(name): _strings(entries, f"{where}: {name}") for name, entries in written.items()}


def _strings(written: object, where: str) -> tuple[str, ...]:
    if isinstance(written, str):
        return tuple(part.strip() for part in _SEPARATORS.split(_bare(written)) if part.strip())
    if isinstance(written, list) and all(isinstance(entry, str) for entry in written):
        return tuple(_bare(entry) for entry in written)
    raise RuleError(
        f"{where}: this must be a list of texts; YAML reads yes, no, on and off as something else: quote them."
    )


def _bare(written: str) -> str:
    """Data without accents, for texts are heard without; signs and emoji stay."""
    return written if written.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", written))


def _grammar(written: Lists, locale: str) -> Grammar:
    missing = [name for name in Grammar.__dataclass_fields__ if name not in written]
    if missing:
        raise RuleError(f"{locale}/grammar: {missing[0]} is missing.")
    return Grammar(**{name: frozenset(written[name]) for name in Grammar.__dataclass_fields__})


def _known(machine: Machine, grammar: Lists) -> frozenset[str]:
    return frozenset(machine.words).union(*grammar.values()) - {ANY}


def _spelling(written: Lists, known: frozenset[str]) -> Spelling:
    fillers, grave = frozenset(written["fillers"]), frozenset(written["grave"])
    fixed: dict[str, Words] = {}
    for word in written["mistyped"]:
        for form in neighbours(word) - known - frozenset(written["real"]) - frozenset(written["mistyped"]):
            fixed[form] = (word,)
    hosts = written.get("hosts", ())
    # "matarme" is "matar me": with its pronoun apart a verb says whose it is.
    fixed |= {host + tail: (host, *tails) for host in hosts for tail, tails in _tails(written)}
    known |= frozenset(hosts)
    fixed |= {form: tuple(plain.split()) for plain, form in _forms(written["forms"])}
    signs = {ord(sign): f" {plain} " for plain, sign in _forms(written["signs"])}
    tails = frozenset(word[at:] for word in grave for at in range(1, len(word)))
    suspect = re.compile("|".join(sorted(grave)))
    alone = frozenset(written.get("letters", ()))
    return Spelling(fixed, known | fillers, grave, tails, suspect, fillers, signs, alone)


def _tails(written: Lists) -> Iterator[tuple[str, Words]]:
    yield from ((tail.replace(" ", ""), tuple(tail.split())) for tail in written.get("enclitics", ()))


def _forms(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        plain, _, typed = line.partition(":")
        yield from ((plain, form) for form in typed.split())
