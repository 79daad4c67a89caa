"""Addresses: whether a text holds a postal address."""

import re
from collections.abc import Sequence

from nlu.identifiers.lexicon import Places
from nlu.identifiers.words import Word, plain_at

REACH = 5
"""Words between the name of a street and the number of the house."""

_BOX = re.compile(r"\bp\.?\s?o\.?\s?box\s?\d|\bapartado (?:de correos |postal )?(?:no?\.? ?)?\d")
_CODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s\d[abd-hjlnp-uw-z]{2}\b")
_STATE = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b")
_CODED = re.compile(
    r"\b(?:postcode|zip(?: ?code)?|codigo postal|c\.?p\.?)\s?(?:is|es|:|de ella es|de el es)?,?\s?\d{4,6}\b"
)
_JOINED = re.compile(
    r"\b[a-z]{2,20}(?:gata|gaten|gate|veien|vei|strasse|straat) \d{1,4}\b|\b(?:mz|manzana)\.? \w{1,3},? (?:lote|lt)\.? \d"
)
_OWN = re.compile(r"\b(?:my|our|mi|nuestra)\s(?:home |postal )?(?:address|direccion|casa|office|oficina)\b")
_NUMBER = re.compile(r"\d{1,5}[a-z]?")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")


def tells_address(bare: str, words: Sequence[Word], places: Places) -> bool:
    """Whether a text without accents, given with its words, holds a postal address that is not the writer's own."""
    lower = bare.lower()
    told = (
        _BOX.search(lower)
        or _CODED.search(lower)
        or _CODE.search(lower)
        or _JOINED.search(lower)
        or _STATE.search(bare)
        or any(_is_address(words, at, places) for at in range(len(words)))
    )
    return bool(told) and not _OWN.search(lower)


def _is_address(words: Sequence[Word], at: int, places: Places) -> bool:
    word = words[at].plain
    street = word in places.firm or word in places.soft
    return (
        (street and (_numbered_before(words, at, places) or _ordinal(words, at, places)))
        or (word in places.leading and _numbered_after(words, at, places))
        or (word in places.flats and _is_number(plain_at(words, at + 1)))
    )


def _numbered_before(words: Sequence[Word], at: int, places: Places) -> bool:
    """ "42 Maple Street": up to three names between the number and the street."""
    for back in range(at - 1, max(-1, at - REACH), -1):
        word = words[back]
        if _is_number(word.plain):
            return at - back > 1 and "." not in words[back + 1].mark
        if not _is_street_name(word, places) or (word.opens and word.mark.strip() not in ("", ".")):
            return False
    return False


def _ordinal(words: Sequence[Word], at: int, places: Places) -> bool:
    """ "5th avenue, number 612"."""
    if not _ORDINAL.fullmatch(plain_at(words, at - 1)):
        return False
    return plain_at(words, at + 1) in places.numbering and _is_number(plain_at(words, at + 2))


def _numbered_after(words: Sequence[Word], at: int, places: Places) -> bool:
    """ "calle Mayor 12", "carrera 7 # 45-12"."""
    for ahead in range(at + 1, min(len(words), at + REACH + 2)):
        word = words[ahead]
        if _is_number(word.plain):
            return plain_at(words, ahead + 1) not in places.units
        if word.plain not in places.joining and not _is_street_name(word, places):
            return False
    return False


def _is_street_name(word: Word, places: Places) -> bool:
    if _ORDINAL.fullmatch(word.plain):
        return True
    return word.plain.isalpha() and word.plain not in places.units and word.plain not in places.plain


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None
