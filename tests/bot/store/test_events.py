"""Events: recorded once, and counted once."""

from collections.abc import Callable

from sqlalchemy import text, update

from bot.domain import review
from bot.domain.studied import Studied, memory_of
from bot.store import events
from bot.store.tables import studied
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
    assert run(events.studied, learner_id) == {
        "i1": Studied("item", "c1", "c1.a", 2, 1, RIGHT, NOW, NOW + DAY),
        "c1.a": Studied("indicator", "c1", "c1.a", 2, 1, RIGHT, NOW, NOW + DAY, *kept),
    }


def test_lessons_are_counted_beside_items_and_for_each_person_apart(run: Run) -> None:
    (one, _), (other, _) = run(someone), run(someone, "bo")
    run(events.append, one, events.entries("r1", 0, [LessonFinished("l1", "c2", "now"), Welcomed()]), NOW)
    run(events.append, other, events.entries("r2", 0, [ItemAnswered("i1", "c1", "c1.a", correct=True)]), NOW)
    assert run(events.studied, one) == {
        "l1": Studied("lesson", "c2", "", 1, 1, correct=True, first_at=NOW, last_at=NOW)
    }
    assert sorted(run(events.studied, other)) == ["c1.a", "i1"]


def test_every_answer_changes_how_its_indicator_is_remembered_and_no_other(run: Run) -> None:
    def remembered(work: Work) -> dict[str, review.Memory | None]:
        return {subject: memory_of(seen) for subject, seen in events.studied(work, learner_id).items()}

    learner_id, _ = run(someone)
    other_id, _ = run(someone, "bo")
    answers = [
        ItemAnswered("i1", "c1", "c1.a", RIGHT),
        ItemAnswered("i3", "c1", "c1.b", WRONG),
        LessonFinished("l1", "c1"),
    ]
    for place, one in enumerate((learner_id, other_id)):
        run(events.append, one, events.entries(f"r{place}", 0, answers), NOW)
    first = {
        "i1": None,
        "i3": None,
        "l1": None,
        "c1.a": review.after(None, RIGHT, NOW),
        "c1.b": review.after(None, WRONG, NOW),
    }
    assert run(remembered) == first
    twice = [ItemAnswered("i2", "c1", "c1.a", RIGHT), ItemAnswered("i1", "c1", "c1.a", WRONG)]
    run(events.append, learner_id, events.entries("r3", 0, twice), NOW + 2 * DAY)
    again = review.after(first["c1.a"], RIGHT, NOW + 2 * DAY)
    assert run(remembered) == {**first, "i2": None, "c1.a": review.after(again, WRONG, NOW + 2 * DAY)}


def test_an_indicator_goes_on_from_the_memory_that_its_latest_item_had(run: Run) -> None:
    """Before indicators had memories, each item had its own."""

    def as_it_was(work: Work) -> None:
        work.execute(text("DELETE FROM studied WHERE kind = 'indicator'"))
        for subject, seen in (("i1", old), ("i2", latest)):
            values = {name: getattr(seen, name) for name in ("stability", "difficulty", "review_at")}
            work.execute(update(studied).where(studied.c.subject == subject).values(**values))

    learner_id, _ = run(someone)
    for place, (id, at) in enumerate((("i1", NOW), ("i2", NOW + DAY))):
        run(events.append, learner_id, events.entries(f"r{place}", 0, [ItemAnswered(id, "c1", "c1.a", RIGHT)]), at)
    old, latest = review.after(None, WRONG, NOW), review.after(None, RIGHT, NOW + DAY)
    run(as_it_was)
    run(events.append, learner_id, events.entries("r3", 0, [ItemAnswered("i3", "c1", "c1.a", WRONG)]), NOW + 5 * DAY)
    known = run(events.studied, learner_id)["c1.a"]
    assert memory_of(known) == review.after(latest, WRONG, NOW + 5 * DAY)
    assert (known.times, known.right_times, known.first_at) == (3, 2, NOW), "what was counted before counts"


def test_an_indicator_that_was_asked_about_before_memories_were_kept_is_remembered_from_now_on(run: Run) -> None:
    def forget(work: Work) -> None:
        work.execute(text("UPDATE studied SET stability = NULL, difficulty = NULL, review_at = NULL"))

    learner_id, _ = run(someone)
    run(events.append, learner_id, events.entries("r1", 0, [ItemAnswered("i1", "c1", "c1.a", RIGHT)]), NOW)
    run(forget)
    run(events.append, learner_id, events.entries("r2", 0, [ItemAnswered("i1", "c1", "c1.a", RIGHT)]), NOW + DAY)
    seen = run(events.studied, learner_id)
    assert memory_of(seen["c1.a"]) == review.after(None, RIGHT, NOW + DAY)


def test_what_falls_due_while_somebody_is_away_waits_and_nobody_else_s(run: Run) -> None:
    def due(learner_id: int) -> dict[str, object]:
        return {subject: seen.review_at for subject, seen in run(events.studied, learner_id).items() if seen.review_at}

    (one, _), (other, _) = run(someone), run(someone, "bo")
    answers = [
        ItemAnswered("i1", "c1", "c1.a", RIGHT),
        ItemAnswered("i2", "c1", "c1.b", WRONG),
        LessonFinished("l1", "c1"),
    ]
    for place, who in enumerate((one, other)):
        run(events.append, who, events.entries(f"r{place}", 0, answers), NOW)
    before = due(one)
    assert run(events.move_due, one, review.Shift(NOW + DAY, 14 * DAY)) == 1
    assert due(one) == {**before, "c1.a": NOW + 16 * DAY}
    assert due(other) == before
    assert run(events.move_due, one, review.Shift(NOW + 15 * DAY, -4 * DAY)) == 1
    assert due(one) == {**before, "c1.a": NOW + 12 * DAY}


def test_the_less_somebody_may_forget_the_sooner_is_a_question_worth_asking_again(run: Run) -> None:
    due = []
    for name, retention in (("ann", 0.95), ("bo", 0.9), ("cy", 0.8)):
        learner_id, _ = run(someone, name)
        answer = events.entries(name, 0, [ItemAnswered("i1", "c1", "c1.a", RIGHT)])
        run(events.append, learner_id, answer, NOW, retention)
        due.append(run(events.studied, learner_id)["c1.a"].review_at - NOW)
    assert due == [DAY, 2 * DAY, 8 * DAY]


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
