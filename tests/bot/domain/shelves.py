"""A small library and what somebody may have studied of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain import review
from bot.domain.studied import Studied
from content.library import Library
from content.model import Item, Lesson, Option

MONDAY = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)  # nine in the morning in New York
DAY = timedelta(days=1)
RIGHT = True
WRITTEN = date(2026, 11, 22)


def item(id: str, locale: str = "en", topic: int | None = None) -> Item:
    """An item whose id begins with its competency."""
    competency, _, name = id.rpartition("-")
    options = (Option("a", "b", correct=True), Option("c", "d"), Option("e", "f"))
    topics = () if topic is None else (topic,)
    return Item(id, locale, competency, f"{competency}.{name}", "s", "q", options, ("own",), WRITTEN, topics)


def library(*items: Item, plan: tuple[str, ...] = ("rights-01", "care-01", "rights-02")) -> Library:
    """A library of these items and this plan."""
    kept = {(one.id, one.locale): one for one in items}
    taught = {(id, "en"): _planned(id) for id in plan}
    return Library(("en", "es"), (), {}, taught, kept, {}, {}, plan=plan)


def _planned(id: str) -> Lesson:
    competency = id.rpartition("-")[0]
    return Lesson(
        id, "en", competency, f"{competency}.a", "t", 2, ("c",), "do", None, ("own",), WRITTEN, date(2029, 1, 1)
    )


TOPICS = [item(f"health-literacy-{name}") for name in "pqrs"]
ITEMS = [item(f"{competency}-{name}") for competency in ("care", "rights", "words") for name in "abcd"]
LIBRARY = library(*ITEMS, *TOPICS, item("words-x", topic=8), item("rights-z", "es"))


def lesson(competency: str, at: datetime = MONDAY - DAY) -> Studied:
    """A lesson that was finished."""
    return Studied("lesson", competency, "", 1, 1, RIGHT, at, at)


def answered(id: str, at: datetime = MONDAY - 3 * DAY, *, correct: bool = True) -> Studied:
    """An item answered once, as it was kept before indicators were: right, it comes again after two days, wrong, after one."""
    memory, (competency, _, name) = review.after(None, correct, at), id.rpartition("-")
    kept = (memory.stability, memory.difficulty, memory.review_at)
    return Studied("item", competency, f"{competency}.{name}", 1, int(correct), correct, at, at, *kept)


def known_well(id: str, at: datetime) -> Studied:
    """An item that was answered rightly twice, and now stays for eleven days."""
    memory = review.after(review.after(None, RIGHT, at - 2 * DAY), RIGHT, at)
    return replace(
        answered(id, at - 2 * DAY),
        times=2,
        right_times=2,
        last_at=at,
        stability=memory.stability,
        difficulty=memory.difficulty,
        review_at=memory.review_at,
    )


RIGHTS: Mapping[str, Studied] = {"rights-01": lesson("rights")}
ALL: Mapping[str, Studied] = {id: lesson(id.partition("-")[0]) for id in LIBRARY.plan}
