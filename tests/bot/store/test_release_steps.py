"""Release steps, drafts and what was shown: what becomes of content on its way to people."""

from collections.abc import Callable

from bot.domain.update import FileRef
from bot.store import drafts, release_steps, shown
from bot.store.drafts import Draft
from bot.store.release_steps import Step, Taken
from tests.bot.store.making import DAY, NOW, SECOND, someone

Run = Callable[..., object]


def test_steps_are_told_in_order_and_every_one_moves_the_mark(run: Run) -> None:
    assert run(release_steps.mark) == 0
    for later, step in enumerate((Step.made, Step.asked, Step.returned)):
        words = "Shorter, please." if step is Step.returned else ""
        run(release_steps.take, Taken(4, step, "ab-cd", NOW + later * SECOND, words=words))
    assert [one.step for one in run(release_steps.of, 4)] == [Step.made, Step.asked, Step.returned]
    assert run(release_steps.newest, 1)[0].words == "Shorter, please."
    assert run(release_steps.mark) == 3
    assert run(release_steps.of, 5) == ()


def test_only_what_came_out_to_everybody_is_out(run: Run) -> None:
    for number, step, team in ((2, Step.tried, 7), (2, Step.published, 0), (1, Step.rolled_back, 0)):
        run(release_steps.take, Taken(number, step, "ab-cd", NOW, team))
    assert [(one.number, one.step) for one in run(release_steps.outs)] == [(2, Step.published), (1, Step.rolled_back)]
    assert set(run(release_steps.since, NOW)) == {1, 2}
    assert run(release_steps.since, NOW + SECOND) == ()


def test_a_draft_is_kept_until_it_is_dropped_or_nobody_touched_it_for_a_while(run: Run) -> None:
    writer, _ = run(someone)
    draft = Draft({"plan.yaml": "lessons: []\n"}, 3, 5, ("one", "two"))
    run(drafts.keep, writer, draft, NOW)
    assert run(drafts.of, writer) == draft
    assert run(drafts.forget_old, NOW) == 0
    assert run(drafts.forget_old, NOW + DAY) == 1
    assert run(drafts.of, writer) is None
    assert run(drafts.drop, writer) is False


def test_files_wait_in_the_order_they_came_until_they_are_fetched(run: Run) -> None:
    writer, _ = run(someone)
    for name in ("a.md", "b.md"):
        run(drafts.put_incoming, writer, "telegram:main", FileRef(name, f"ref {name}"), NOW)
    waiting = run(drafts.incoming_of, writer)
    assert [(one.name, one.ref, one.account) for one in waiting] == [
        ("a.md", "ref a.md", "telegram:main"),
        ("b.md", "ref b.md", "telegram:main"),
    ]
    run(drafts.fetched, [waiting[0].id])
    assert [one.name for one in run(drafts.incoming_of, writer)] == ["b.md"]


def test_what_was_shown_twice_is_kept_once_and_forgotten_in_time(run: Run) -> None:
    (one, _), (other, _) = run(someone), run(someone, "ben")
    run(shown.add, one, "rights-01", 2, NOW)
    run(shown.add, one, "rights-01", 2, NOW)
    run(shown.add, other, "rights-01", 1, NOW)
    assert run(shown.forget_old, NOW + SECOND) == 2


def test_who_is_erased_leaves_that_they_asked_for_a_change_and_none_of_their_words(run: Run) -> None:
    for by in ("ab-cd", "ef-gh"):
        run(release_steps.take, Taken(4, Step.returned, by, NOW, words="Shorter, please."))
    assert run(release_steps.forget_words, {"ab-cd"}) == 1
    assert [(one.by, one.words) for one in run(release_steps.of, 4)] == [("ab-cd", ""), ("ef-gh", "Shorter, please.")]
    assert run(release_steps.forget_words, {"ab-cd"}) == 0
