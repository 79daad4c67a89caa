"""Checking a Rasa server: does it know our intents, all of them and no others, and how often does it read as we do?"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.settings import BadSettings, Settings
from nlu.embedded import EmbeddedInterpreter, embedded
from nlu.files import DATA, Example, locales, read_examples
from nlu.intents import INTENTS
from nlu.rasa import FALLBACK
from nlu.rasa_server import NoAnswer, RasaServer, Trouble, rasa_server

EACH = 4
"""Examples asked of each intent and language: enough to see whether it is known."""

CURES = {
    Trouble.slow: "It took longer than a second. Is it still starting, or is the machine too small?",
    Trouble.unreachable: "Nobody listens there. Start it with `make rasa`, or mend COACH_RASA_URL.",
    Trouble.refused: "It refused: COACH_RASA_TOKEN is not its token, or it has no model. Start it with `make rasa`.",
}
OTHERWISE = "What it answered is no answer of a Rasa server. Mend COACH_RASA_URL."


@dataclass(frozen=True, slots=True)
class Findings:
    """What a server said: sentences, and whether it fits us."""

    lines: Sequence[str]
    fits: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One example, the intent that Rasa read in it, the one that we read, and all that Rasa could choose from."""

    example: Example
    theirs: str
    ours: str
    ranked: frozenset[str]


async def check_rasa(settings: Settings, url: str) -> Findings:
    """Ask the server at `url`, or where the settings say, for some examples of every intent in every language."""
    where = url.rstrip("/") or settings.rasa_url
    if not where or settings.rasa_token is None:
        raise BadSettings(
            "It is not known where Rasa is: set COACH_RASA_URL and COACH_RASA_TOKEN, as `make rasa` says."
        )
    ours = embedded(DATA, settings.home / "cache")
    try:
        async with rasa_server(where, settings.rasa_token.get_secret_value()) as server:
            return compared([asked async for asked in _ask_all(server, ours)], where)
    except NoAnswer as none:
        return Findings([f"Rasa at {where} cannot be used. {CURES.get(none.why, OTHERWISE)}"], fits=False)


def compared(asked: Sequence[Asked], where: str) -> Findings:
    """The sentences about what a server answered; it fits where its intents are ours, none missing and none besides."""
    known = {name for one in asked for name in (one.theirs, *one.ranked)} - {FALLBACK}
    missing, strange = set(INTENTS) - known, known - set(INTENTS)
    as_we, right = sum(one.theirs == one.ours for one in asked), sum(one.theirs == one.example.intent for one in asked)
    lines = [
        f"Rasa at {where} answers: {len(asked)} examples of {len({one.example.intent for one in asked})} intents were asked.",
        f"It reads {as_we / len(asked):.0%} as the embedded interpreter does, and {right / len(asked):.0%} as they were meant.",
    ]
    if missing:
        lines.append(f"Our intents that it does not know: {_names(missing)}.")
    if strange:
        lines.append(f"Its intents that we do not have: {_names(strange)}.")
    lines.append(
        "Train it again on this version's examples: `make rasa`."
        if missing or strange
        else f"Its intents are ours, all {len(INTENTS)}."
    )
    return Findings(lines, fits=not missing and not strange)


async def _ask_all(server: RasaServer, ours: EmbeddedInterpreter) -> AsyncIterator[Asked]:
    for locale in locales(DATA, "intents"):
        for example in _some(read_examples(DATA, locale)):
            answer = await server.parse(example.text)
            yield Asked(example, answer.intent, ours.read(example.text, locale).intent, answer.ranked)


def _some(examples: Iterable[Example]) -> Iterator[Example]:
    """A few of each intent, the first ones."""
    taken = dict.fromkeys(INTENTS, 0)
    for example in examples:
        if taken.get(example.intent, EACH) < EACH:
            taken[example.intent] += 1
            yield example


def _names(intents: Iterable[str]) -> str:
    return ", ".join(sorted(intents))
