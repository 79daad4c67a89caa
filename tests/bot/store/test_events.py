"""Events: recorded once, and counted once."""

from collections.abc import Callable

from sqlalchemy import text

from bot.domain import review
from bot.domain.asking import Studied, memory_of
from bot.store import events
from bot.store.work import Work
from dialogues.events import CheckedIn, ItemAnswered, LessonFinished, Welcomed
from tests.bot.store.making import DAY, NOW, fetch, someone

Run = Callable[..., object]
RIGHT, WRONG = True, False


def test_an_event_is_recorded_once_and_counted_once(run: Run) -> None:
    learner_id, _ = run(someone)
    told = [ItemAnswered("i1", "c1", "c1.a", correct=False), CheckedIn(1, 2)]
    assert run(events.append, learner_id, events.entries("r1", 0, told), NOW) == 2
    again = [*told, ItemAnswered("i1", "c1", "c1.a", correct=True)]
    assert run(events.append, learner_id, events.entries("r1", 0, again), NOW + DAY) == 1
    assert run(events.append, learner_id, [], NOW) == 0
    memory = review.after(review.after(None, WRONG, NOW), RIGHT, NOW + DAY)
    kept = (memory.stability, memory.difficulty, memory.review_at)
    assert run(events.studied, learner_id) == {"i1": Studied("item", "c1", "c1.a", 2, 1, RIGHT, NOW, NOW + DAY, *kept)}


def test_lessons_are_counted_beside_items_and_for_each_person_apart(run: Run) -> None:
    (one, _), (other, _) = run(someone), run(someone, "bo")
    run(events.append, one, events.entries("r1", 0, [LessonFinished("l1", "c2", "now"), Welcomed()]), NOW)
    run(events.append, other, events.entries("r2", 0, [ItemAnswered("i1", "c1", "x", correct=True)]), NOW)
    assert run(events.studied, one) == {
        "l1": Studied("lesson", "c2", "", 1, 1, correct=True, first_at=NOW, last_at=NOW)
    }
    assert list(run(events.studied, other)) == ["i1"]


def test_every_answer_changes_how_its_item_is_remembered_and_no_other(run: Run) -> None:
    def remembered(work: Work) -> dict[str, review.Memory | None]:
        return {subject: memory_of(seen) for subject, seen in events.studied(work, learner_id).items()}

    learner_id, _ = run(someone)
    other_id, _ = run(someone, "bo")
    answers = [ItemAnswered("i1", "c1", "", RIGHT), ItemAnswered("i2", "c1", "", WRONG), LessonFinished("l1", "c1")]
    for place, one in enumerate((learner_id, other_id)):
        run(events.append, one, events.entries(f"r{place}", 0, answers), NOW)
    first = {"i1": review.after(None, RIGHT, NOW), "i2": review.after(None, WRONG, NOW), "l1": None}
    assert run(remembered) == first
    twice = [ItemAnswered("i1", "c1", "", RIGHT), ItemAnswered("i1", "c1", "", WRONG)]
    run(events.append, learner_id, events.entries("r3", 0, twice), NOW + 2 * DAY)
    again = review.after(first["i1"], RIGHT, NOW + 2 * DAY)
    assert run(remembered) == {**first, "i1": review.after(again, WRONG, NOW + 2 * DAY)}


def test_an_item_that_was_answered_before_memories_were_kept_is_remembered_from_now_on(run: Run) -> None:
    def forget(work: Work) -> None:
        work.execute(text("UPDATE studied SET stability = NULL, difficulty = NULL, review_at = NULL"))

    learner_id, _ = run(someone)
    run(events.append, learner_id, events.entries("r1", 0, [ItemAnswered("i1", "c1", "", RIGHT)]), NOW)
    run(forget)
    run(events.append, learner_id, events.entries("r2", 0, [ItemAnswered("i1", "c1", "", RIGHT)]), NOW + DAY)
    seen = run(events.studied, learner_id)
    assert memory_of(seen["i1"]) == review.after(None, RIGHT, NOW + DAY)


def test_what_is_new_since_one_looked_last_is_told(run: Run) -> None:
    learner_id, _ = run(someone)
    assert run(events.since, 0) == (0, [])
    run(events.append, learner_id, events.entries("r1", 0, [Welcomed(), CheckedIn(3, 0, "talk")]), NOW)
    last, told = run(events.since, 0)
    assert told == [Welcomed(), CheckedIn(3, 0, "talk")]
    assert run(events.since, last) == (last, [])


def test_the_record_names_the_kind_and_holds_the_rest_as_json(run: Run) -> None:
    def record(work: Work) -> list[tuple[object, ...]]:
        learner_id, _ = someone(work)
        events.append(work, learner_id, events.entries("r1", 4, [CheckedIn(1, 2)]), NOW)
        return fetch(work, "SELECT run, ordinal, kind, body FROM events")

    assert run(record) == [("r1", 4, "CheckedIn", '{"is":"CheckedIn","energy":1,"load":2}')]
