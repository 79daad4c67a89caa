"""Joining by a code, the welcome with an invitation, two chats of one person, and the desks of those who run a program."""

from dataclasses import replace

import pytest

from dialogues.events import ConsentGiven, ConsentWithdrawn, Joined, SeatLeft, Wanted
from dialogues.facts import Facts, Invitation, LinkCode, Role, Seat, Standing
from dialogues.message import Message
from dialogues.outcome import Occasion, Outcome
from dialogues.turn import Result
from nlu.intents import SafetyLevel
from tests.dialogues.house import FACTS, Chat, told

NORTH = Seat(Role.learner, 1, "Ours", 2, "North")
SEATS = {role: replace(NORTH, role=role) for role in (Role.learner, Role.supervisor)} | {
    role: Seat(role, 1, "Ours") for role in (Role.author, Role.approver, Role.admin)
}
PROBLEMS = ("unknown", "over", "used_up", "revoked")
CODE = "join K7QM2-9XWPT"
NEW = replace(FACTS, standing=Standing.new)


def invited(role: Role = Role.learner, facts: Facts = FACTS) -> Chat:
    return Chat(facts=replace(facts, invitation=Invitation(7, SEATS[role])))


def last(outcome: Outcome) -> Message:
    return outcome.messages[-1]


def keys(outcome: Outcome) -> list[str]:
    return [choice.key for choice in last(outcome).choices]


@pytest.mark.parametrize("role", list(Role))
def test_a_code_says_where_it_leads_and_is_taken_up_by_a_yes(role: Role) -> None:
    chat = invited(role)
    outcome = chat.said(CODE)
    assert told(outcome, f"join.ask_{role}")
    assert ("North, Ours" if SEATS[role].team else "Ours") in last(outcome).text.words
    assert chat.events == ()
    chat.facts = FACTS
    assert chat.said("yes", "affirm").messages == ()  # the last place may be gone: a task tells what came of it
    assert (chat.events, chat.flows) == ((Joined(7),), ())
    for phrase in (f"join.done_{role}", "join.full"):
        assert told(chat.turn(Result("tell", (phrase,))), phrase)


def test_a_code_is_not_taken_up_by_a_no() -> None:
    chat = invited()
    chat.said(CODE)
    chat.facts = FACTS
    assert told(chat.said("not now"), "join.not_now")
    assert chat.events == ()


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_code_that_cannot_be_used_says_why(problem: str, standing: Standing) -> None:
    seat = NORTH if problem != "unknown" else None
    chat = Chat(facts=replace(FACTS, standing=standing, invitation=Invitation(7, seat, problem)))
    assert told(chat.said(CODE), f"join.{problem}")
    assert (chat.events, chat.flows) == ((), ())


def test_a_code_for_where_somebody_is_already_says_so() -> None:
    chat = invited(facts=replace(FACTS, seats=(NORTH,)))
    assert told(chat.said(CODE), "join.there")
    assert chat.events == ()


@pytest.mark.parametrize("standing", list(Standing))
def test_to_join_without_a_code_tells_how(standing: Standing) -> None:
    assert told(Chat(facts=replace(FACTS, standing=standing)).said("/join"), "join.how")


def test_danger_wins_over_a_code() -> None:
    assert invited().said(CODE, level=SafetyLevel.risk).occasion is Occasion.crisis


@pytest.mark.parametrize("role", list(Role))
def test_an_invited_person_hears_in_the_welcome_where_to_and_joins_by_agreeing(role: Role) -> None:
    chat = invited(role, NEW)
    outcome = chat.said(CODE)
    assert all(told(outcome, name) for name in ("welcome.hello", f"welcome.invited_{role}"))
    assert (chat.flows, chat.events) == (("welcome",), ())
    chat.facts = NEW
    chat.tap("agree")
    assert chat.events == (ConsentGiven("lessons", 1), Joined(7))


def test_an_invited_person_who_does_not_agree_joins_nothing() -> None:
    chat = invited(facts=NEW)
    chat.said(CODE)
    chat.tap("no_thanks")
    assert (chat.events, chat.flows) == ((), ())


def in_the_welcome(*keys: str) -> Chat:
    """A new person, in the welcome, after these taps."""
    chat = Chat(facts=NEW)
    chat.said("hi")
    for key in keys:
        chat.tap(key)
    return chat


def test_a_code_right_after_the_first_words_begins_them_again_with_the_invitation() -> None:
    chat = in_the_welcome()
    chat.facts = replace(NEW, invitation=Invitation(7, NORTH))
    outcome = chat.said(CODE)
    assert told(outcome, "welcome.invited_learner")
    assert (chat.open, len(outcome.messages), chat.events) == (("agree",), 1, ())
    chat.facts = NEW
    chat.tap("agree")
    assert chat.events == (ConsentGiven("lessons", 1), Joined(7))


def test_a_code_later_in_the_welcome_is_asked_about_over_it_and_loses_nothing() -> None:
    for words, joined in (("yes", (Joined(7), ConsentWithdrawn("figures"))), ("no", ())):
        chat = in_the_welcome("agree")
        chat.facts = replace(NEW, invitation=Invitation(7, NORTH))
        assert told(chat.said(CODE), "join.ask_learner")
        assert chat.open == ("country", "join")
        chat.facts = NEW
        chat.said(words)
        if joined:
            assert chat.open == ("country", "agree-figures")
            assert told(chat.said("no"), "consents.declined_figures")
        assert chat.open == ("country",)
        assert chat.events[1:] == joined


@pytest.mark.parametrize("keys", [(), ("agree",)], ids=str)
@pytest.mark.parametrize("invitation", [None, *(Invitation(7, NORTH, one) for one in PROBLEMS)], ids=str)
def test_a_code_that_cannot_be_used_says_why_in_the_welcome_and_the_welcome_comes_back(
    invitation: Invitation | None, keys: tuple[str, ...]
) -> None:
    chat = in_the_welcome(*keys)
    before = chat.open
    chat.facts = replace(NEW, invitation=invitation)
    assert told(chat.said("/join"), f"join.{invitation.problem}" if invitation else "join.how")
    chat.facts = NEW
    chat.said("oh well")
    assert (chat.flows, chat.open) == (("welcome",), before)
    assert Joined not in map(type, chat.events)


def test_what_a_supervisor_sees_may_be_asked_before_the_welcome_is_done() -> None:
    assert told(Chat(facts=NEW).said("/supervisor"), "supervisor.none")
    chat = in_the_welcome("agree")
    outcome = chat.said("does my boss see this", "supervisor_sees")
    assert [told(outcome, name) for name in ("supervisor.none", "talk.where_we_were")] == [True, True]
    assert chat.open == ("country",)


def test_a_welcome_without_an_invitation_speaks_of_no_program() -> None:
    chat = Chat(facts=NEW)
    outcome = chat.said("hi")
    assert not any(told(outcome, f"welcome.invited_{role}") for role in Role)
    chat.tap("agree")
    assert Joined not in map(type, chat.events)


def test_a_seat_is_given_up_only_where_it_was_chosen() -> None:
    facts = replace(FACTS, seats=(NORTH, SEATS[Role.author]))
    for key, expected in (
        ("seat-0", (SeatLeft("learner", 1, 2),)),
        ("seat-1", (SeatLeft("author", 1, 0),)),
        ("keep_seats", ()),
    ):
        chat = Chat(facts=facts)
        outcome = chat.said("/leave_seat")
        assert [choice.label for choice in last(outcome).choices][1:] == ["Being in North, Ours", "Writing for Ours"]
        assert told(chat.tap(key), "seat.left" if expected else "seat.kept")
        assert chat.events == expected


def test_who_has_no_seat_has_none_to_give_up() -> None:
    assert told(Chat().said("/leave_seat"), "seat.none")


def test_a_code_for_another_chat_is_asked_for_without_a_word() -> None:
    chat = Chat()
    assert (chat.said("/link").messages, chat.events) == ((), (Wanted("link"),))
    said = last(chat.turn(Result("tell", ("link.code", "code=AB", "minutes=15")))).text.words
    assert all(part in said for part in ("link AB", "15 minutes"))


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize(("key", "expected"), [("link_yes", (Wanted("merge", "5"),)), ("not_now", ())])
def test_two_chats_become_one_only_after_a_yes(key: str, expected: tuple[Wanted, ...], standing: Standing) -> None:
    chat = Chat(facts=replace(FACTS, standing=standing, link=LinkCode(5)))
    assert told(chat.said("link AB"), "link.ask")
    assert chat.events == ()
    outcome = chat.tap(key)
    assert (chat.events, told(outcome, "link.not_now")) == (expected, not expected)


@pytest.mark.parametrize("problem", ["unknown", "over", "same"])
def test_a_link_code_that_cannot_be_used_says_why(problem: str) -> None:
    chat = Chat(facts=replace(FACTS, link=LinkCode(0, problem)))
    assert told(chat.said("link AB"), f"link.{problem}")
    assert chat.events == ()


def test_a_link_without_a_code_tells_how() -> None:
    assert told(Chat().said("/link_accept"), "link.how")


def test_what_a_supervisor_sees_is_looked_up_for_who_learns_in_a_team() -> None:
    assert told(Chat().said("/supervisor"), "supervisor.none")
    chat = Chat(facts=replace(FACTS, seats=(SEATS[Role.admin], NORTH)))
    chat.said("/supervisor")
    assert chat.events == (Wanted("mirror"),)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("words", ["/team", "my team"])
def test_only_a_supervisor_comes_to_the_desk_of_a_team_and_who_learns_in_one_hears_what_is_seen(
    words: str, role: Role
) -> None:
    chat = Chat(facts=replace(FACTS, seats=(SEATS[role],)))
    outcome = chat.said(words)
    leads, learns = role is Role.supervisor, role is Role.learner
    wanted = (Wanted("team", "2"),) if leads else (Wanted("mirror"),)
    assert chat.events == (wanted if leads or learns else ())
    assert told(outcome, "team.none") is not (leads or learns)


def test_who_leads_a_team_and_learns_in_another_comes_to_the_desk() -> None:
    chat = Chat(facts=replace(FACTS, seats=(NORTH, replace(SEATS[Role.supervisor], team=3))))
    chat.said("my team")
    assert chat.events == (Wanted("team", "3"),)


def test_who_leads_two_teams_is_asked_which() -> None:
    south = replace(SEATS[Role.supervisor], team=3, team_name="South=East")
    chat = Chat(facts=replace(FACTS, seats=(SEATS[Role.supervisor], south)))
    assert [choice.label for choice in last(chat.said("/team")).choices] == ["North", "South=East"]
    chat.tap("team-3")
    assert chat.events == (Wanted("team", "3"),)


def desk() -> tuple[Chat, Outcome]:
    chat = Chat()
    return chat, chat.turn(Result("team_desk", ("2", "North", "14", "1")))


def test_the_desk_of_a_team_says_how_many_and_never_who() -> None:
    _, outcome = desk()
    assert all(part in last(outcome).text.words for part in ("North", "People in the team: 14", "still work: 1"))
    assert told(outcome, "team.is")
    assert keys(outcome) == ["invite", "revoke", "hand_over", "nothing_now"]


@pytest.mark.parametrize(
    ("taps", "expected"),
    [
        (("invite",), (Wanted("invite", "2"),)),
        (("revoke",), (Wanted("revoke", "2"),)),
        (("hand_over", "hand_over_yes"), (Wanted("hand_over", "2"),)),
        (("hand_over", "not_now"), ()),
        (("nothing_now",), ()),
    ],
)
def test_what_is_done_with_a_team_is_what_was_chosen(taps: tuple[str, ...], expected: tuple[Wanted, ...]) -> None:
    chat, _ = desk()
    outcomes = [chat.tap(key) for key in taps]
    assert (chat.events, chat.flows, told(outcomes[-1], "team.nothing")) == (expected, (), not expected)


def test_a_team_is_handed_over_only_after_a_second_yes() -> None:
    chat, _ = desk()
    assert told(chat.tap("hand_over"), "team.hand_over")
    assert chat.events == ()
