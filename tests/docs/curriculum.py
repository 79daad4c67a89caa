"""Draws the tables of docs/curriculum.md from the library: indicators with their places in other lists, topics, weeks.

python -m tests.docs.curriculum            # write them into the page
python -m tests.docs.curriculum --check    # only say whether the page is up to date
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path

from content.checking.items import HEALTH_TOPICS
from content.library import Library
from content.model import Competency, Indicator
from tests.dialogues.house import SHIPPED
from tests.docs.protocol import BLOCK

PAGE = Path(__file__).parents[2] / "docs" / "curriculum.md"
TOPICS = (
    "plain words for common terms",
    "teach-back",
    "questions for an appointment",
    "letters and forms",
    "reading a medicine label",
    "numbers of risk",
    "a screening is not a diagnosis",
    "judging a website or a post",
    "answers of AI chats",
    "search terms, and when to stop",
    "an app's privacy and permissions",
    "portals, telehealth and proxies",
    "false health news, without shaming",
    "own story or medical advice",
    "interpreters and formats",
    "consent forms and rights",
    "finding urgent and crisis care",
    "side effects: asking the prescriber",
)


def main() -> int:
    """Write the tables, or compare them; 1 when the page is out of date."""
    written = PAGE.read_text("utf-8")
    if "--check" in sys.argv:
        print("docs/curriculum.md is up to date." if written == drawn(written) else "Run 'make docs'.")
        return int(written != drawn(written))
    PAGE.write_text(drawn(written), "utf-8")
    return 0


def drawn(page: str) -> str:
    """The page with every table as the library has it now."""
    tables = {name: "\n".join(lines) for name, lines in made().items()}
    return BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}\n{block[3]}", page)


def made() -> Mapping[str, Iterable[str]]:
    """Every table by its name."""
    return {"competencies": _competencies(SHIPPED), "health topics": _topics(SHIPPED), "weeks": _weeks(SHIPPED)}


def _competencies(library: Library) -> Iterator[str]:
    for one in sorted(library.competencies, key=lambda competency: competency.number):
        emerging = " (emerging)" if one.emerging else ""
        yield f"### {one.number}. {one.name['en']}{emerging}"
        yield f"{one.summary['en']}\n"
        yield from _head("what a colleague could see", "S", "T", "lessons", "questions")
        yield from (_indicator(library, one, indicator) for indicator in one.indicators)
        yield ""


def _indicator(library: Library, competency: Competency, indicator: Indicator) -> str:
    lessons = [
        id
        for (id, at), one in sorted(library.lessons.items())
        if at == "en" and one.competency == competency.id and one.indicator == indicator.id
    ]
    items = [id for (id, at), one in library.items.items() if at == "en" and one.indicator == indicator.id]
    places = (", ".join(map(str, numbers)) for numbers in (indicator.samhsa, indicator.telehealth))
    return _row(indicator.text["en"], *places, ", ".join(lessons), str(len(items)))


def _topics(library: Library) -> Iterator[str]:
    yield from _head("", "topic", "questions", "in")
    for number in range(1, HEALTH_TOPICS + 1):
        there = [one for (_, at), one in library.items.items() if at == "en" and number in one.health_topics]
        named = ", ".join(one.id for one in library.competencies if any(one.id == item.competency for item in there))
        yield _row(str(number), TOPICS[number - 1], str(len(there)), named)


def _weeks(library: Library) -> Iterator[str]:
    yield from _head("week", "lessons")
    for week, (many, end) in enumerate(zip(library.weeks, accumulate(library.weeks), strict=True), start=1):
        yield _row(str(week), ", ".join(library.plan[end - many : end]))


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*["---"] * len(cells))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
