"""The small values of the queues: what leaves first, and what is done with a delivery in doubt."""

from datetime import datetime

from bot.domain.delivery import RESENT_IN_DOUBT, Fate, Priority, in_doubt
from bot.domain.schedule import DEBRIEF, FOLLOWUP, PUSH, SILENCE, Schedule
from bot.domain.update import Update, Urgency, Wrote


def test_a_crisis_leaves_before_a_reply_a_reply_before_a_prompt_and_a_broadcast_last() -> None:
    assert sorted(Priority) == [Priority.crisis, Priority.reply, Priority.prompt, Priority.digest, Priority.broadcast]
    assert sorted(Urgency) == [Urgency.crisis, Urgency.person, Urgency.clock]


def test_in_doubt_a_crisis_and_a_reply_are_sent_again_and_the_rest_is_dropped() -> None:
    again = {priority for priority in Priority if in_doubt(priority) is Fate.waiting}
    assert again == RESENT_IN_DOUBT == {Priority.crisis, Priority.reply}
    assert {in_doubt(priority) for priority in set(Priority) - again} == {Fate.dropped}


def test_an_update_is_a_person_s_until_it_is_said_to_be_urgent(now: datetime) -> None:
    assert Update("terminal", "1", "here", Wrote("hi"), now).urgency is Urgency.person


def test_the_kinds_of_schedules_are_told_apart(now: datetime) -> None:
    assert len({PUSH, SILENCE, FOLLOWUP, DEBRIEF}) == 4
    assert Schedule(PUSH, now) != Schedule(SILENCE, now)
