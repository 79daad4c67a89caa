"""Asking: which items are worth asking one person now, by what they studied and how well they remember each indicator. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.needs import Need, careful_wanted, needs_of, topics_between
from bot.domain.studied import Met
from content.library import Library
from content.model import Item

QUIZ = 4
FEWEST = 3
REVIEWS = 2
OF_ONE = 2
SOON = timedelta(hours=12)
A_DAY = timedelta(days=1)
HEALTH_LITERACY = "health-literacy"
DUE, MISSED, FORTNIGHT, NEW = "due", "missed", "fortnight", "new"

Rank = tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """Items to ask, and why the first of them: it is `due`, it was `missed`, a `fortnight` has one like it, or it is `new`."""

    items: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One item in line for a quiz: the need it serves, and where it stands."""

    rank: Rank
    need: Need
    item: Item

    @property
    def indicator(self) -> str:
        """The indicator that it is about."""
        return self.need.indicator


def review_items(library: Library, met: Met, now: datetime, until: datetime) -> Picked | None:
    """One or two items for a review day: of what is due until a moment, by how likely and how badly it is forgotten.

    The longest overdue and the weakest come first of equals. The topic is not yesterday's where another is due. Where nothing of
    crisis or rights was asked lately, one of them comes first. Where nothing is due it is one never asked about, of a competency
    whose lesson was finished. What was asked about in the last 20 hours waits. None where there is nothing.
    """
    needs = [need for need in needs_of(library, met, now) if not need.resting(now)]
    due = sorted((need for need in needs if need.due(until)), key=lambda need: need.due_rank)
    yesterday = topics_between(met, until - 2 * A_DAY, until - A_DAY)
    fresh = sorted((need for need in needs if need.fresh), key=lambda need: need.fresh_rank)
    chosen = [need for need in due if need.competency not in yesterday] or due
    first = (chosen or fresh)[:1]
    careful = _careful(needs, until) if careful_wanted(met, now) else None
    if careful and not any(need.careful for need in first):
        return _picked([careful, *(need for need in chosen if need is not careful)], FORTNIGHT)
    return _picked(chosen or first, _why(first[0])) if first else None


def quiz_items(library: Library, met: Met, now: datetime) -> tuple[str, ...]:
    """The items of a quiz, four where there are so many, each about another indicator, and health literacy always among them.

    First, where nothing of crisis or rights was asked lately, one of them; then what is due, most forgotten first; then what was
    read about and never asked; then what was not asked for longest; and where that is not enough, health literacy of which no
    lesson was read yet. No more than two are of one competency while others have any; what was asked about in the last 20 hours
    comes only where fewer than three would be left.
    """
    needs = needs_of(library, met, now)
    careful = _careful([need for need in needs if not need.resting(now)], now + SOON)
    first = careful.indicator if careful and careful_wanted(met, now) else ""
    ranked = sorted((place for need in needs for place in _places(need, now, first)), key=lambda place: place.rank)
    rested = [place for place in ranked if not place.need.resting(now)]
    about_health = [place for place in (*rested, *ranked) if _about_health(place.item)][:1]
    leading = [place for place in rested if place.indicator == first][:1]
    # One place is for something new, or what is due would keep it out for months.
    fresh = [place for place in rested if place.need.fresh and place not in leading]
    chosen = _spread(rested, _begun([*about_health, *leading], fresh))
    if len(chosen) < FEWEST:
        chosen += [place for place in ranked if place not in chosen][: FEWEST - len(chosen)]
    return tuple(place.item.id for place in ranked if place in chosen)


def _places(need: Need, now: datetime, first: str) -> list[_Place]:
    """Where the items of an indicator stand in line for a quiz; nowhere where it has no place in one yet."""
    if need.indicator == first:
        rank: Rank = (-1,)
    elif need.due(now + SOON):
        rank = (0, *need.due_rank)
    elif need.fresh and need.read_at and not need.prompted:
        rank = (1, *need.fresh_rank)
    elif need.seen or need.fresh:
        at = need.seen.last_at if need.seen else now
        rank = (2, at.timestamp(), need.prompted, need.indicator)
    else:
        rank = (3, need.prompted, need.competency != HEALTH_LITERACY)
    allowed = [item for item in need.items if rank[0] != 3 or _about_health(item)]
    return [_Place((*rank, place, item.id), need, item) for place, item in enumerate(allowed)]


def _begun(wanted: Sequence[_Place], fresh: Sequence[_Place]) -> list[_Place]:
    """Those that must be in a quiz, each about another indicator, and one that is new."""
    found = list(wanted[:1])
    for some in (wanted[1:], fresh):
        found += [place for place in some if _fits(place, found, 1, OF_ONE)][:1]
    return found


def _spread(ranked: Sequence[_Place], chosen: Sequence[_Place]) -> list[_Place]:
    """What was chosen and the first of the rest, as many as a quiz has.

    Two of an indicator, and more than two of a competency, are there only for want of others.
    """
    found = list(chosen)
    for of_indicator, of_competency in ((1, OF_ONE), (QUIZ, OF_ONE), (QUIZ, QUIZ)):
        for place in ranked:
            if len(found) < QUIZ and place not in found and _fits(place, found, of_indicator, of_competency):
                found.append(place)
    return found


def _fits(place: _Place, found: Sequence[_Place], of_indicator: int, of_competency: int) -> bool:
    """Whether fewer of its indicator, and of its competency, are there."""
    alike = sum(one.indicator == place.indicator for one in found)
    return alike < of_indicator and sum(one.need.competency == place.need.competency for one in found) < of_competency


def _careful(needs: Sequence[Need], until: datetime) -> Need | None:
    """Of what a fortnight must not go without, what is due before a moment, else what is new, else the least remembered."""
    careful = [need for need in needs if need.careful and (need.seen or need.fresh)]
    due = [need for need in careful if need.due(until)]
    if not due and any(need.fresh for need in careful):
        return min((need for need in careful if need.fresh), key=lambda need: need.fresh_rank)
    return min(due or careful, key=lambda need: need.due_rank, default=None)


def _why(need: Need) -> str:
    if need.seen is None:
        return NEW
    return DUE if need.seen.correct else MISSED


def _picked(needs: Sequence[Need], why: str) -> Picked:
    return Picked(tuple(need.items[0].id for need in needs[:REVIEWS]), why)


def _about_health(item: Item) -> bool:
    return item.competency == HEALTH_LITERACY or bool(item.health_topics)
