"""Entities: the few plain values our commands take, found in English and Spanish words."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from nlu.days import find_days
from nlu.features import bare
from nlu.hours import NUMBERS, SPANISH, find_hour, number
from nlu.places import find_place

COMPETENCIES = (
    "rights",
    "technical",
    "technologies",
    "equity",
    "communication",
    "training",
    "self-care",
    "crisis",
    "peer-support",
    "health-literacy",
)

_NAMED = (
    ("health-literacy", r"health(?: |-)?literacy|teach(?: |-)?back|alfabetizacion(?: en salud)?|lenguaje claro"),
    (
        "peer-support",
        r"peer(?: |-)support competenc\w+|peer(?: |-)support skills?|lived experience|apoyo (?:entre|de) pares|experiencia vivida",
    ),
    ("crisis", r"crisis|crises|monitoring"),
    ("self-care", r"self(?: |-)?care|burn ?out|wellbeing|autocuidado"),
    (
        "training",
        r"performance(?: |-)based|training competency|(?:the )?training (?:one|area)|por desempeno|entrenamiento",
    ),
    ("communication", r"(?:digital )?communication(?: skills)?|communicating|comunicacion(?: digital)?"),
    ("equity", r"equity|access(?! request)\b|digital divide|equidad|brecha digital"),
    ("technologies", r"(?:available )?technologies|apps and tools|tecnologias(?: disponibles)?"),
    (
        "technical",
        r"technical|tech skills|tech (?:competency|one|stuff)|habilidad(?:es)? tecnicas?|competencia tecnica",
    ),
    ("rights", r"rights|privacy competency|confidentiality|consent|derechos|consentimiento|confidencialidad"),
)
_NAMES = tuple((id, re.compile(rf"\b(?:{pattern})\b")) for id, pattern in _NAMED)
_NUMBERED = re.compile(
    r"\b(?:competency|competence|skill|number|area|topic|competencia|habilidad|numero|tema|no\.?|#)\s*(?:numero )?"
    rf"(\d{{1,2}}|{'|'.join((*NUMBERS, *SPANISH))})\b"
)
_LANGUAGES = (
    ("es", re.compile(r"\b(?:spanish|espanol|castellano|castilian)\b|^es$")),
    ("en", re.compile(r"\b(?:english|ingles)\b|^en$")),
)


def find_entities(text: str) -> dict[str, str]:
    """The values found in a normalised text: "hour" 07:30, "days" 1,3,5 (Monday is 1), "zone" Europe/Madrid, "competency" rights,
    "language" es.
    """
    plain = bare(text)
    found = {kind: look(plain) for kind, look in _LOOKS.items()}
    return {kind: value for kind, value in found.items() if value}


def find_competency(plain: str) -> str:
    """The id of the competency meant by number or by name, or nothing."""
    if match := _NUMBERED.search(plain):
        meant = number(match[1])
        return COMPETENCIES[meant - 1] if 1 <= meant <= len(COMPETENCIES) else ""
    return next((id for id, pattern in _NAMES if pattern.search(plain)), "")


def find_language(plain: str) -> str:
    """ "es" or "en" when a text names the language, the one named last in "from english to spanish"; else nothing."""
    named = [(match.start(), code) for code, pattern in _LANGUAGES for match in pattern.finditer(plain)]
    return max(named)[1] if named else ""


_LOOKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"hour": find_hour, "days": find_days, "zone": find_place, "competency": find_competency, "language": find_language}
)
