"""Draws the tables of docs/safety-protocol.md from the code's own: levels, cards, topics, answers, rules, and what is kept.

python -m tests.docs.protocol            # write them into the page
python -m tests.docs.protocol --check    # only say whether the page is up to date
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from bot.services import housekeeping, turns
from bot.store import inbox, outbox
from dialogues.cards import primary
from dialogues.conversation import Run
from dialogues.events import FollowedUp, FollowUpWanted, SafetyAnswered, SafetyRaised
from dialogues.facts import Policy
from dialogues.flow import Question, advance
from dialogues.flows import CRISIS
from dialogues.flows.crisis import OTHER_FIRST, WHOSE, crisis
from dialogues.worry import KINDS, LISTENS, TOPICS
from nlu.files import DATA, locales, read_rules
from nlu.intents import SafetyLevel, Whose
from nlu.safety.rulebook import compile_rules
from nlu.safety.second import CONCERN, OWN_TOO, RISK, RISK_IN_A_DRILL, RISK_OF_OTHERS, SURE
from tests.dialogues.house import NOW, SHIPPED, voice
from tests.dialogues.walks import every_path, setting

PAGE = Path(__file__).parents[2] / "docs" / "safety-protocol.md"
BLOCK = re.compile(r"(<!-- table: ([a-z ]+) -->\n).*?(<!-- /table -->)", re.DOTALL)
SILENT = "silence"


def main() -> int:
    """Write the tables, or compare them; 1 when the page is out of date."""
    written = PAGE.read_text("utf-8")
    if "--check" in sys.argv:
        print("docs/safety-protocol.md is up to date." if written == drawn(written) else "Run 'make docs'.")
        return int(written != drawn(written))
    PAGE.write_text(drawn(written), "utf-8")
    return 0


def drawn(page: str) -> str:
    """The page with every table as the code has it now."""
    tables = {name: "\n".join(lines) for name, lines in made().items()}
    return BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}\n{block[3]}", page)


def made() -> Mapping[str, Iterable[str]]:
    """Every table by its name."""
    return {
        "levels": _levels(),
        "card": _card(),
        "order": _order(),
        "topics": _topics(),
        "concerns": _concerns(),
        "questions": _questions(),
        "rules": _rules(),
        "second layer": _second_layer(),
        "kept": _kept(),
        "times": _times(),
    }


def _levels() -> list[str]:
    return _table(
        ("level", "what is shown", "where it is said"),
        (
            (SafetyLevel.none.name, "nothing", ""),
            (
                SafetyLevel.concern.name,
                "kind words, one question, the primary line, **Help now**",
                "`concern.line`, `concern.ask`, `concern.way`",
            ),
            *(
                (
                    level.name,
                    f"the card. It begins: {_words(f'crisis.open_{level.name}')}",
                    f"`crisis.open_{level.name}`",
                )
                for level in (SafetyLevel.risk, SafetyLevel.imminent)
            ),
            ("asked for", f"the card. It begins: {_words('crisis.open_asked')}", "`crisis.open_asked`"),
        ),
    )


def _card() -> list[str]:
    """A card as somebody sees it whose country is the United States, with a topic's line and with none."""
    shown = [_first(("risk", "screen", topic, "self")).message for topic in ("", "overdose")]
    return ["```", *("\n".join([card.text.words, *_buttons(card.choices), ""]) for card in shown), "```"]


def _order() -> list[str]:
    rows = []
    for whose in Whose:
        keys = [choice.key for choice in _first(("risk", "screen", "", whose.value)).message.choices]
        assert keys in (list(WHOSE), list(OTHER_FIRST))
        opening = "crisis.open_other" if keys == list(OTHER_FIRST) else "crisis.open_risk"
        rows.append((whose.value, " · ".join(_label(key) for key in keys), _words(opening)))
    return _table(("it sounds like", "the answers, in this order", "first line of a risk"), rows)


def _topics() -> list[str]:
    rules: dict[str, list[str]] = defaultdict(list)
    for rule, topic in TOPICS.items():
        rules[topic].append(f"`{rule}`")
    rows = ((topic, ", ".join(heard), _words(f"crisis.topic_{topic}")) for topic, heard in rules.items())
    return _table(("topic", "rules or families", "its line on the card"), rows)


def _concerns() -> list[str]:
    lines = [("any other", " / ".join(SHIPPED.phrase("concern.line", "en").wordings))]
    lines += [(f"`{rule}`", _words(f"concern.{kind}")) for rule, kind in KINDS.items()]
    lines.append(("somebody else", _words("concern.other")))
    asked = " / ".join(SHIPPED.phrase("concern.ask", "en").wordings)
    way = voice().phrase("concern.way", way=primary(voice()).words).words
    return [
        *_table(("a concern about", "its kind words"), lines),
        "",
        f"The question, in turn: {asked}",
        "",
        f"The way to a person, in the United States: {way}",
        "",
        f"For {_minutes(LISTENS.total_seconds())}, no guess at the next words begins anything or answers a quiz.",
    ]


def _questions() -> list[str]:
    found: dict[str, tuple[Question, list[str]]] = {}
    for arguments in (("risk", "screen", "", "", "yes", "yes"), ("risk", "screen", "", "", "", "yes")):
        for path in every_path(CRISIS, arguments, setting(voice(), plan="{}")):
            for place, step in enumerate(path.steps):
                if step.question:
                    question, ways = found.setdefault(step.question.key, (step.question, []))
                    ways += [] if (way := _way(path.answers[:place])) in ways else [way]
    rows = []
    for key, (question, ways) in found.items():
        answers = " · ".join(choice.label for choice in question.message.choices)
        silent = _minutes(question.within.total_seconds()) if question.within else "may be left"
        rows.append((f"`{key}`", answers, silent, "; ".join(ways) or "first"))
    return _table(("question", "answers", "silence counts after", "asked after"), rows)


def _way(answers: tuple[str, ...]) -> str:
    return " → ".join(SILENT if answer == SILENT else _label(answer) for answer in answers[-1:]) or "the card"


def _rules() -> list[str]:
    heard: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for locale in locales(DATA, "safety"):
        for rule in compile_rules(locale, read_rules(DATA, locale)).rules.values():
            family, _, name = rule.id.partition(".")
            heard[family, rule.level.name][name].append(locale)
    everywhere = len(locales(DATA, "safety"))
    rows = []
    for (family, level), names in sorted(heard.items(), key=lambda one: (one[0][0], SafetyLevel[one[0][1]])):
        listed = (
            name if len(where) == everywhere else f"{name} ({', '.join(where)})"
            for name, where in sorted(names.items())
        )
        rows.append((family, level, ", ".join(listed)))
    return _table(("family", "level", f"rules, in {' and '.join(locales(DATA, 'safety'))} unless one is named"), rows)


def _second_layer() -> list[str]:
    return _table(
        ("it raises to", "when danger is at least this likely"),
        (
            ("risk (`learned.risk`)", f"{RISK}"),
            ("risk, of a danger that is somebody else's", f"{RISK_OF_OTHERS}"),
            ("risk, while a drill or a quiz question is open, by the writer's own danger alone", f"{RISK_IN_A_DRILL}"),
            ("concern (`learned.concern`), with worry counted too, not in a drill", f"{CONCERN}"),
            ("*somebody else's*, of a danger that it raised itself", f"{SURE} of the danger is theirs"),
            (
                "*unclear*, of a danger that the rules heard as somebody else's (`learned.own`)",
                f"{OWN_TOO}, the writer's own",
            ),
        ),
    )


def _kept() -> list[str]:
    events = (SafetyRaised, SafetyAnswered, FollowUpWanted, FollowedUp)
    rows = (
        (f"`{event.__name__}`", ", ".join(one.name for one in fields(event)), event.__doc__ or "") for event in events
    )
    return _table(("event", "fields", "what it says"), rows)


def _times() -> list[str]:
    return _table(
        ("what", "how long"),
        (
            ("no answer means *about me* after", f"{Policy().silence_minutes} minutes, unless the program decides"),
            ("events of a safety talk", f"{Policy().keep_days} days, unless the program decides"),
            ("a talk that nobody touched", f"{housekeeping.ABANDONED.days} days"),
            ("when a concern was last asked about", f"until more is said, else {housekeeping.ABANDONED.days} days"),
            ("the words of a message that was sent", f"{outbox.READABLE.days} days"),
            ("that a message came or went, without its words", f"{inbox.KEPT.days} and {outbox.KEPT.days} days"),
            ("taking in words of danger may take", f"{turns.PATIENCE_IN_DANGER} seconds, then the static card is sent"),
            ("taking in anything else may take", f"{turns.PATIENCE} seconds"),
        ),
    )  # fmt: skip


def _first(arguments: tuple[str, ...]) -> Question:
    asked = advance(crisis, Run("r", CRISIS, arguments, 1, NOW), setting(voice())).question
    assert asked is not None
    return asked


def _buttons(choices: Iterable[object]) -> list[str]:
    return [f"[{place}] {choice.label}" for place, choice in enumerate(choices, 1)]


def _label(key: str) -> str:
    return SHIPPED.phrase(f"choice.{key}", "en").wordings[0]


def _words(name: str) -> str:
    return SHIPPED.phrase(name, "en").wordings[0]


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]


if __name__ == "__main__":
    sys.exit(main())
