"""Words that hurt, blame or promise too much, in English and in Spanish, each with what to write instead."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache


@dataclass(frozen=True)
class Ban:
    """Words to avoid, in small letters, and what to write instead; `unless_denied` lets "it is not ..." pass."""

    words: str
    mend: str
    unless_denied: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words, ready to be looked for."""
        return re.compile(self.words, re.IGNORECASE)


@lru_cache
def any_of(bans: tuple[Ban, ...]) -> re.Pattern[str]:
    """Whether any of them stands in a text of small letters: many times faster than asking each, and nearly none does."""
    return re.compile("|".join(f"(?:{ban.words})" for ban in bans))


_DIED = 'Say "died by suicide", or "attempted suicide".'
_MURIO = 'Say it plainly in Spanish: "murió por suicidio", or "intentó suicidarse".'
UNSAFE = (  # suicidepreventionmessaging.org; sources differ on "completed" and "killed", so both are avoided
    Ban(r"\bcommit(?:s|ted|ting)? suicide\b", _DIED),
    Ban(r"\b(?:un)?success(?:ful(?:ly)?)? (?:suicides?|suicide attempts?|attempts? at suicide)\b", _DIED),
    Ban(r"\b(?:failed|completed?|botched) (?:suicides?|suicide attempts?|attempts? at suicide)\b", _DIED),
    Ban(r"\b(?:un)?successful attempts?\b|\bfailed attempts?\b(?! (?:to|at) (?:log|sign|call|connect|reach))", _DIED),
    Ban(r"\bkilled (?:themsel(?:f|ves)|himself|herself)\b", _DIED),
    Ban(r"\bsuicide (?:epidemic|bid|threat)s?\b|\bsuicidal gestures?\b", "Say plainly what happened, without drama."),
    Ban(r"\bcomet(?:\w+) (?:un |el )?suicidio\b", _MURIO),
    Ban(
        r"\bsuicidios?(?<!intento de suicidio)(?<!intentos de suicidio)(?<!tentativa de suicidio)"
        r" (?:consumad|exitos|fallid|frustrad|lograd|completad)os?\b",
        _MURIO,
    ),
    Ban(
        r"\b(?:intentos?|tentativas?) (?:de suicidio )?(?:fallid|frustrad|exitos|lograd|consumad)[oa]s?\b"
        r"(?! (?:de|al|para) (?:acceder|acceso|conectar|conexión|entrar|entrada|iniciar|inicio|llamar|marcar))",
        _MURIO,
    ),
    Ban(r"\bse (?:mató|mataron|ha matado|había matado) a sí mism[oa]s?\b|\bse (?:mató|mataron)\b", _MURIO),
    Ban(
        r"\b(?:epidemia|ola|oleada|plaga) de suicidios\b|\bamenazas? (?:de suicidio|suicidas?)\b|\bgestos? suicidas?\b",
        "Say plainly what happened, without drama.",
    ),
)

_KIND = "Say what can be done next, without blame."
GUILT = (
    Ban(r"\byou (?:really )?(?:should(?:n't| not)? have|ought to have|could at least have)\b", _KIND),
    Ban(r"\byou(?:'ve| have)? failed\b|\bshame on you\b|\bwhy didn't you\b", _KIND),
    Ban(r"\b(?:break|broke|broken|lose|lost|keep|kept) (?:your|the|a) streak\b|\byour streak\b", "Leave streaks out."),
    Ban(
        r"\byou(?<!\bif you)(?<!\bwhat you)(?:'ve| have)? missed\b", "Offer the next step; a missed one needs no word."
    ),
    Ban(r"\bdisappoint(?:s|ed|ing)? (?:in you|me|us)\b|\b(?:we|i)(?:'re|'m| are| am) disappointed\b", _KIND),
    Ban(r"\b(?:you|you've|you have) let (?:us|me|them|him|her|everyone|people) down\b", _KIND),
    Ban(r"\bdeber[ií]as (?:no )?haber\w*|\bdebiste\b|\bten(?:dr)?[ií]as que haber\w*|\bhubieras debido\b", _KIND),
    Ban(r"\b(?:has fallado|fallaste)\b", _KIND, unless_denied=True),
    Ban(r"\bqué vergüenza\b|\b(?:debería|tendría que) darte vergüenza\b|\bte debería dar vergüenza\b", _KIND),
    Ban(r"\bpor qué no (?:has |me has |nos has |\w+(?:aste|iste)\b)", _KIND),
    Ban(r"\b(?:romp|perd|pierd|manten|mantien)\w* (?:tu|la|una) racha\b|\btu racha\b", "Leave streaks out."),
    Ban(
        r"\bte(?<!\bsi te)(?<!\blo que te) (?:has (?:perdido|saltado)|perdiste|saltaste)\b",
        "Offer the next step; a missed one needs no word.",
    ),
    Ban(r"\b(?:me|nos) (?:has )?decepcion\w*|\bdecepcionad[oa]s? (?:contigo|de ti)\b", _KIND),
    Ban(r"\b(?:es|fue|ha sido) (?:por )?(?:tu culpa|culpa tuya)\b", _KIND, unless_denied=True),
)
GUILT_OF_THE_COACH = (
    Ban(r"\bdisappoint\w*", "The coach is never disappointed. Leave it out."),
    Ban(r"\bdecepci\w*", "The coach is never disappointed. Leave it out."),
)

_HONEST = "This chat can promise no such thing. Say who can read it, or leave it out."
_ALONE = "Nobody reads along. Say so."
PROMISES = (
    Ban(r"\banonymous(?:ly)?\b|\ban[oó]nim(?:[oa]s?|amente)\b", _HONEST),
    Ban(
        r"\bconfidential(?:ly)?\b(?! (?:details|facts|things|information|notes|names))|\bconfidencial(?:es|mente)?\b",
        _HONEST,
    ),
    Ban(r"\bhipaa\b", "Nothing typed here is covered by HIPAA. Leave it out."),
    Ban(
        r"\b(?:chat|conversation|answers?|messages?|words|everything|here) (?:is|are|stays?|remains?) "
        r"(?:\w+ )?(?:private|secret|secure)\b",
        _HONEST,
    ),
    Ban(r"\b(?:we|i)(?:'re|'m| are| am) always here\b|\balways here for you\b", "Say when people can be reached."),
    Ban(
        r"\b(?:someone|somebody|a person|our team|staff) (?:is|are) (?:always )?"
        r"(?:watching|reading|looking|listening|monitoring)\b",
        _ALONE,
    ),
    Ban(r"\b(?:is|are) (?:being )?(?:monitored|watched) (?:by|live|day|24)", _ALONE),
    Ban(
        r"\b(?:chat|conversación|charla|respuestas?|mensajes?|palabras|todo|aquí|escribes|dices|digas|escribas)"
        r" (?:es|son|está|están|queda|quedan|quedará|quedarán|permanece|permanecen|sigue|siguen) "
        r"(?:\w+ )?(?:privad|secret|segur)[oa]s?\b",
        _HONEST,
    ),
    Ban(
        r"\bsiempre (?:estamos|estoy|estaré|estaremos) (?:aquí|contigo|ahí|para ti)\b"
        r"|\b(?:estamos|estoy|estaré|estaremos) siempre (?:aquí|contigo|ahí|para ti)\b|\bsiempre aquí para ti\b",
        "Say when people can be reached.",
    ),
    Ban(
        r"\b(?:alguien|una persona|(?:nuestro|el) equipo|el personal)(?: siempre)?(?: te| lo| los| nos)? est[áa]n?"
        r"(?: siempre)? (?:leyendo|vigilando|mirando|escuchando|viendo|observando|supervisando)",
        _ALONE,
    ),
    Ban(
        r"\b(?:alguien|una persona|(?:nuestro|el) equipo)(?: siempre)?(?: te| lo)? (?:lee|vigila|observa|supervisa) "
        r"(?:este|el) chat\b|\bvigilad[oa]s? (?:por|en vivo|en directo|las 24|día y noche)\b",
        _ALONE,
    ),
)
