"""Identifiers: what could tell who a person served is, in a text that a learner typed to the coach, English and Spanish at once.

Words and their neighbours decide, by lists kept as data; nothing is learnt or kept, and a text costs no more than its length.
"""

from enum import StrEnum
from functools import lru_cache

from nlu.features import bare
from nlu.files import DATA, read_identifiers
from nlu.identifiers.addresses import tells_address
from nlu.identifiers.lexicon import Lexicon, compile_lexicon
from nlu.identifiers.mails import tells_mail
from nlu.identifiers.names import tells_name
from nlu.identifiers.phones import tells_phone
from nlu.identifiers.words import read_words

LONGEST = 32_000
"""Characters read of a text without accents; one sign can stand for eighteen letters, and no chat sends so many."""


class Kind(StrEnum):
    """What identifies somebody."""

    name = "name"
    phone = "phone"
    address = "address"
    mail = "mail"
    """Also a handle, and the link to a profile."""


def found(text: str) -> frozenset[Kind]:
    """The kinds of what could identify a person served in `text`; the writer's own, colleagues' and public ones do not count."""
    plain, known = bare(text)[:LONGEST], _lexicon()
    words = read_words(plain)
    told = {
        Kind.name: tells_name(words, known),
        Kind.phone: tells_phone(plain, known.numbers),
        Kind.address: tells_address(plain, words, known.places),
        Kind.mail: tells_mail(plain, known.mails),
    }
    return frozenset(kind for kind, is_told in told.items() if is_told)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return compile_lexicon(read_identifiers(DATA))
