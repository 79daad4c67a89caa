"""Weekdays: the words of a text, and which of them name days of the week; "sat" and "mar" only where they stand as days."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

_NAMES = (
    ("1", r"mondays?|mondy|monda|munday|mon|mons|lunes|lun"),
    ("2", r"tuesdays?|teusday|tuseday|tusday|tuesay|tues?|martes|mar"),
    ("3", r"wednesdays?|wensday|wednsday|wendsday|wednesay|wedsday|weds?|miercoles|miecoles|mier|mie"),
    ("4", r"thursdays?|thurday|thursady|thrusday|thursay|thurs?|thu|jueves|juebes|jue"),
    ("5", r"fridays?|firday|fryday|fridy|fri|viernes|biernes|vie"),
    ("6", r"saturdays?|saterday|satuday|saturady|satday|sats?|sabados?|savado|sab"),
    ("7", r"sundays?|sundy|sunay|suns?|domingos?|dom"),
)
_WEEKENDS = r"(?:week ?ends?|wknds?|fin(?:es)? de semana|findes?)"
_LIMITED = r"(?= (?:but|except|excluding|without|bar|menos|excepto|salvo|sin)\b)"
_GROUPS = tuple(
    (days, re.compile(rf"\b(?:{pattern})\b{after}"))
    for days, pattern, after in (
        (
            "1234567",
            r"every ?day|each day|daily|all (?:seven )?days|seven days|7 days a week|all week|whole week"
            r"|todos los dias|cada dia|diario|diariamente|a diario|los siete dias|toda la semana",
            "",
        ),
        ("1234567", r"any ?day|all|always|cualquier dia|todos|siempre", _LIMITED),
        (
            "12345",
            r"(?:every |each )?week ?days?|during the week|work(?:ing)? ?days|business days|entre semana"
            r"|(?:dias )?(?:laborables|habiles)|dias de semana|m ?- ?f|l ?- ?v|l a v",
            "",
        ),
        ("135", r"mwf", ""),
        ("67", _WEEKENDS, ""),
    )
)
_INSTEAD = re.compile(r"\b(?:instead of|rather than|en vez del?|en lugar del?)\b")
_FINE = re.compile(
    r"\b(?:(?:no|not a) (?:problem|prob|worries|rush)|no (?:hay|me importa|importa|pasa nada)|dont mind|not sure)\b"
)
_TOKEN = re.compile(r"§\d+|[a-z]+|\d+|\S")
_NAMED = re.compile("|".join(rf"(?P<d{day}>{names})" for day, names in _NAMES))
_SHORT = frozenset(
    re.findall(
        r"\S+", "mon mons lun tue tues mar wed weds mier mie thu thur thurs jue fri vie sat sats sab sun suns dom"
    )
)
_WEAK = frozenset(re.findall(r"\S+", "mon mons mar wed weds vie sat sats sun suns dom"))
_LINKS = frozenset(re.findall(r"\S+", ", / & + - – y e i and or o to a al till til until thru through hasta el los"))
_LEADS = frozenset(
    re.findall(
        r"\S+",
        "on next every each until till til this back last only returning by from since except but excluding not no "
        "cada hasta los proximo solo menos excepto salvo sin either",
    )
)
_BEFORE = frozenset(
    re.findall(
        r"\S+", "i he she we they you it who that the an my his her their un una la mi su alta has have had got was"
    )
)
_PARTS = frozenset(re.findall(r"\S+", "morning mornings afternoon afternoons evening evenings night nights noon am pm"))
_ALONE = frozenset(re.findall(r"\S+", "please pls plz just only solo ok then maybe thanks porfa . ! ?"))
_AFTER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sat": frozenset(
            re.findall(
                r"\S+",
                "down with next by through there here together beside around outside in on nav navs an a my his her their still "
                "quietly alone up crying listening every this back",
            )
        ),
        "sun": frozenset(
            re.findall(
                r"\S+",
                "is was comes came shone shines shining cream screen light lounger bed burn bathe bathing set sets rise rises in "
                "goes went down dress hat glasses shine tan",
            )
        ),
        "wed": frozenset(re.findall(r"\S+", "her him them us me in")),
        "weds": frozenset(re.findall(r"\S+", "her him them us me in")),
        "mar": frozenset(re.findall(r"\S+", "adentro abierto muerto mediterraneo de")),
        "mon": frozenset(re.findall(r"\S+", "ami amie cher dieu petit")),
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a text, and the days that it names ("67" for a weekend), if any."""

    text: str
    days: str = ""


def read_days(bare: str) -> list[Word]:
    """The words of a normalised text without accents, in order, each with the days that it truly names."""
    text = bare.replace("§", " ").replace("'", "").replace("por favor", "please")
    text = _FINE.sub(" ", _INSTEAD.sub(" not ", text))
    for days, pattern in _GROUPS:
        text = pattern.sub(f" §{days} ", text)
    words = [_word(token) for token in _TOKEN.findall(text)]
    # "mon." is one word, and no end of a sentence.
    dots = {at for at, word in enumerate(words) if word.text == "." and at and words[at - 1].text in _SHORT}
    words = [word for at, word in enumerate(words) if at not in dots]
    for start, end in _runs(words):
        if any(_is_weak(word) for word in words[start:end]) and not _stands(words, start, end):
            words[start:end] = [replace(word, days="") if _is_weak(word) else word for word in words[start:end]]
    return words


def _word(token: str) -> Word:
    if token[0] == "§":
        return Word("", token[1:])
    named = _NAMED.fullmatch(token)
    return Word(token, named.lastgroup[1:] if named and named.lastgroup else "")


def _is_weak(word: Word) -> bool:
    return word.text in _WEAK


def _runs(words: list[Word]) -> list[tuple[int, int]]:
    """Where days stand one after another, with nothing but links between them; what cannot be a day is made none first."""
    for at, word in enumerate(words):
        if _is_weak(word) and _is_other(words, at):
            words[at] = replace(word, days="")
    runs: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if not word.days:
            continue
        start, end = runs[-1] if runs else (at, -4)
        if at - end <= 3 and all(between.text in _LINKS for between in words[end:at]):
            runs[-1] = (start, at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _is_other(words: Sequence[Word], at: int) -> bool:
    """Whether the words beside it say that it is no day: "i sat", "the sun", "3 mar"."""
    text, before, after = words[at].text, _text(words, at - 1), _text(words, at + 1)
    article = before == "a" and not (at > 1 and words[at - 2].days)  # and no "lun a vie"
    if (
        article
        or before in _BEFORE
        or (text == "mar" and (before in ("el", "al", "del") or (before + after).isdigit()))
    ):
        return True
    if after == "in" and _text(words, at + 3) in _PARTS:
        return False
    if at and words[at - 1].days and before not in _SHORT and before and after.isalpha() and after not in _LINKS:
        return after not in _PARTS  # "on friday sat quietly"
    return after in _AFTER.get(text.removesuffix("s") if text != "weds" else text, ())


def _stands(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run with a doubtful word in it stands as days do: led to, in a list, before an hour, or alone."""
    after = _text(words, end)
    days = [word for word in words[start:end] if word.days]
    if any(not _is_weak(word) for word in days) or _text(words, start - 1) in _LEADS:
        return True
    if after in _PARTS or _is_hour(words, end):
        return True
    linked = len(days) > 1 and (len(days) < end - start or not after.isalpha())
    return linked or all(word.text in _ALONE for word in (*words[max(0, start - 9) : start], *words[end : end + 9]))


def _is_hour(words: Sequence[Word], at: int) -> bool:
    """Whether an hour or a day of the month stands there: "sat 9am", "sun 12th", "sat at 10"."""
    at += _text(words, at) == "at"
    return _text(words, at).isdigit()


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""
