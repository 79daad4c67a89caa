"""Days: the weekdays that somebody means, in English or Spanish words."""

import re
from types import MappingProxyType

_DAY = MappingProxyType({
    "mon": "1", "tue": "2", "wed": "3", "thu": "4", "fri": "5", "sat": "6", "sun": "7",
    "lun": "1", "mar": "2", "mie": "3", "jue": "4", "vie": "5", "sab": "6", "dom": "7",
})  # fmt: skip  # two weeks, a language a line
_DAYS = re.compile(
    r"\b(?:(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|r|ur|urs)?(?:days?)?"
    r"|(lun|mar|mie|jue|vie)(?:es|tes|rcoles|ves|rnes)?|(sab|dom)(?:ados?|ingos?)?)\b"
)
_RANGE = re.compile(rf"{_DAYS.pattern}\s*(?:-|to|till|until|through|a|al|hasta)\s*(?:el )?{_DAYS.pattern}")
_NOT = re.compile(r"\b(?:not|no|without|except|drop|skip|never|but|menos|excepto|salvo|sin|quita|quitame)\b[^,;.]*$")
_WEEKENDS = r"(?:weekends?|fin(?:es)? de semana|findes?)"
_OUT = r"(?:no(?:t on|t at|t)?|without|except|but|sin|menos|excepto|salvo)"
_GROUPS = (
    (re.compile(rf"\b(?:weekends? off|{_OUT}(?: on| at)?(?: the| los| el)? {_WEEKENDS}|{_WEEKENDS} no)\b"), "12345"),
    (
        re.compile(
            r"\b(?:every ?day|each day|daily|all (?:seven )?days|seven days|7 days a week"
            r"|todos los dias|cada dia|diario|diariamente|a diario|los siete dias)\b"
        ),
        "1234567",
    ),
    (
        re.compile(
            r"\b(?:weekdays?|work(?:ing)? ?days|workdays?|business days|entre semana|dias (?:laborables|habiles|de semana))\b"
        ),
        "12345",
    ),
    (re.compile(rf"\b{_WEEKENDS}\b"), "67"),
)


def find_days(bare: str) -> str:
    """The weekdays meant in a normalised text without accents, in order ("1" is Monday); a day that is ruled out is not one."""
    found = [(_number(match), match.start()) for match in _DAYS.finditer(bare)]
    out = {day for day, at in found if _NOT.search(bare[:at])}
    for pattern, days in _GROUPS:
        if pattern.search(bare):
            return ",".join(day for day in days if day not in out)
    if span := _RANGE.search(bare):
        first, last = (int(_DAY[name]) for name in span.groups() if name)
        spanned = {str((first + step - 1) % 7 + 1) for step in range((last - first) % 7 + 1)}
        return ",".join(sorted(spanned - out))
    return ",".join(sorted({day for day, _ in found} - out))


def _number(match: re.Match[str]) -> str:
    return _DAY[match[1] or match[2] or match[3]]
