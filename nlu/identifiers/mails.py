"""Mails: whether a text holds a mail address, a handle or the link to a profile that could be a person's."""

import re

from nlu.identifiers.lexicon import Mails

_AT = re.compile(r"\s?[(\[{<]\s?(?:at|arroba)\s?[)\]}>]\s?|\sarroba\s")
_DOT = re.compile(r"\s?[(\[{<]\s?(?:dot|punto)\s?[)\]}>]\s?|\s(?:dot|punto)\s")
_SPOKEN = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}) at ([\w-]{1,40})\.(?=[a-z]{2})")
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_UNENDED = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([a-z]{2,12})\b")
_HANDLE = re.compile(r"(?<![\w.+@/<-])@([a-z][\w.]{2,29})")
_LINK = re.compile(r"(?<![\w-])([a-z]{1,12}\.(?:com|net|me))/(?:in/|u/|@)?([\w.@-]{3,60})")
_ACCOUNT = re.compile(r"(?<![\w@.#-])[a-z][\w.]{3,40}(?![\w-])")
_MARKED = re.compile(r"_|\d\d")
_TAG = re.compile(r"(?<![\w/])u/[\w-]{3,40}|(?<!\w)[a-z]\w{1,31}#\d{4}\b")
_WORD = re.compile(r"[a-z]+")
_OWN = 4
"""Words before an address among which "my" makes it the writer's own."""


def tells_mail(bare: str, mails: Mails) -> bool:
    """Whether a text without accents holds a mail address, handle or profile that could be a person's."""
    text = bare.lower()
    spelled = _DOT.sub(".", _AT.sub("@", text))
    served = (match for look in (_SPOKEN, _UNENDED) for match in look.finditer(spelled) if match[2] in mails.providers)
    addresses = [*_MAIL.finditer(spelled), *served]
    return (
        any(match[1] not in mails.boxes and not _is_own(spelled, match.start(), mails) for match in addresses)
        or any(
            _is_handle(match[1], mails) and not _is_own(text, match.start(), mails) for match in _HANDLE.finditer(text)
        )
        or any(_is_profile(match, mails) for match in _LINK.finditer(text))
        or _TAG.search(text) is not None
        or _tells_account(text, mails)
    )


def _is_handle(handle: str, mails: Mails) -> bool:
    return handle.strip(".") not in mails.mentions and not handle.endswith("bot")


def _is_profile(match: re.Match[str], mails: Mails) -> bool:
    return match[1] in mails.sites and match[2] not in mails.public and not match[2].endswith("bot")


def _tells_account(text: str, mails: Mails) -> bool:
    """ "On snap, user dee_dee03"."""
    words = set(_WORD.findall(text))
    if words.isdisjoint(mails.platforms | mails.providers) or words.isdisjoint(mails.accounts):
        return False
    accounts = [match for match in _ACCOUNT.finditer(text) if _MARKED.search(match[0])]
    return any(not _is_own(text, match.start(), mails) for match in accounts)


def _is_own(text: str, start: int, mails: Mails) -> bool:
    """ "My mail is ...": the writer's own; "my client's mail is ..." is not."""
    lead = _WORD.findall(text[max(0, start - 40) : start])[-_OWN:]
    return len(lead) > 1 and lead[-1] in ("is", "es", "mail", "email", "correo") and lead[-3:][0] in mails.own
