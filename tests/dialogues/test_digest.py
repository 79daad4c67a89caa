"""The digest, the mirror of it, and asking a supervisor to get in touch: what is said, and what goes out."""

from dataclasses import replace
from datetime import date

import pytest

from dialogues.events import DigestChanged, Wanted
from dialogues.facts import Role
from dialogues.figures import Band, Group, Learning, State, read, written
from dialogues.message import Image
from dialogues.outcome import Occasion
from dialogues.turn import Result
from tests.dialogues.house import FACTS, Chat, told
from tests.dialogues.teams import FULL, NONE, RESTING
from tests.dialogues.test_seats import NORTH, SEATS, keys

LEADS = replace(FACTS, seats=(SEATS[Role.supervisor],))
LEARNS = replace(FACTS, seats=(NORTH,))


def shown(*teams: str, picture: str = "a blob", flow: str = "digest") -> tuple[Chat, str]:
    chat = Chat(facts=LEADS)
    outcome = chat.turn(Result(flow, ("2027-01-04", picture, "8", *teams)))
    return chat, "\n\n".join(message.text.words for message in outcome.messages)


def test_the_digest_is_one_message_with_one_picture_that_words_tell_too() -> None:
    chat = Chat(facts=LEADS)
    outcome = chat.turn(Result("digest", ("2027-01-04", "a blob", "8", f"{FULL}\nNorth=East")))
    (message,) = outcome.messages
    assert message.text.words.startswith("North=East · week of 4 January")
    assert isinstance(message.attachment, Image)
    assert all(part in message.attachment.alt for part in ("8 weeks", "Rights"))
    assert keys(outcome) == ["/digest_pause", "/digest_hour", "/digest_off"]
    for name in ("digest.ran", "digest.learned", "digest.ask", "digest.carry", "digest.groups_only"):
        assert told(outcome, name)


def test_what_the_library_does_not_know_any_more_is_left_out() -> None:
    _, words = shown(f"{FULL}\nNorth")
    assert "Says limits." in words
    assert "gone" not in words


def test_each_team_has_a_message_and_only_the_first_a_picture() -> None:
    chat = Chat(facts=LEADS)
    outcome = chat.turn(Result("digest", ("2027-01-04", "a blob", "8", f"{FULL}\nNorth", f"{FULL}\nSouth")))
    assert [bool(message.attachment) for message in outcome.messages] == [True, False]
    assert [bool(message.reply) for message in outcome.messages] == [False, True]


def test_too_few_and_resting_figures_say_why() -> None:
    _, words = shown(f"{NONE}\nNorth", f"{RESTING}\nSouth", picture="")
    assert "North: I show no figures. It takes five people" in words
    assert "It takes ten people who check in" in words
    assert "South: no figures yet. The group changed" in words


def test_figures_that_rest_are_shown_as_they_were_with_the_reason() -> None:
    group = replace(read(FULL), state=State.resting)
    assert "stay as they were for a few weeks" in shown(f"{written(group)}\nNorth")[1]


def test_where_few_met_anything_it_says_so_and_the_questions_take_turns() -> None:
    group = Group(2, State.shown, Learning(date(2027, 1, 4), 5, Band.few, Band.few))
    chat = Chat(facts=LEADS)
    outcome = chat.turn(Result("digest", ("2027-01-04", "a blob", "1", f"{written(group)}\nNorth")))
    assert told(outcome, "digest.met_few")
    assert "no skill" in str(outcome.messages[0].attachment)


def test_only_the_digest_that_comes_by_itself_waits_behind_everything_else() -> None:
    for flow, occasion in (("digest", Occasion.reply), ("weekly", Occasion.digest)):
        chat = Chat(facts=LEADS)
        outcome = chat.turn(Result(flow, ("2027-01-04", "", "8", f"{FULL}\nNorth")))
        assert outcome.occasion is occasion


@pytest.mark.parametrize("flow", ["digest", "weekly"])
def test_no_digest_breaks_into_a_hard_moment(flow: str) -> None:
    chat = Chat(facts=LEADS)
    chat.said("/help_now")
    assert chat.turn(Result(flow, ("2027-01-04", "", "8", f"{FULL}\nNorth"))).messages == ()


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("/digest_pause", DigestChanged("pause", "28")),
        ("digest off", DigestChanged("off", "")),
        ("digest on", DigestChanged("on", "")),
    ],
)
def test_a_supervisor_chooses_in_one_tap_or_in_words(said: str, changed: DigestChanged) -> None:
    chat = Chat(facts=LEADS)
    chat.said(said)
    assert chat.events == (changed,)


def test_the_words_of_a_button_win_over_a_guess_at_the_answer() -> None:
    chat = Chat(facts=LEADS)
    chat.begin("lesson", ("rights-01",))
    chat.said("digest on", "next")
    assert chat.events == (DigestChanged("on", ""),)


def test_the_hour_of_the_digest_is_its_own() -> None:
    chat = Chat(facts=LEADS)
    chat.said("/digest_hour")
    chat.said("10:30")
    assert chat.events == (DigestChanged("hour", "10:30"),)
    chat.said("/digest_hour")
    for _ in range(3):
        outcome = chat.said("no idea")
    assert (told(outcome, "settings.hour_unknown"), len(chat.events)) == (True, 1)


@pytest.mark.parametrize("command", ["digest", "digest_pause", "digest_hour", "digest_off", "digest_on"])
def test_the_digest_is_for_who_supervises_a_team(command: str) -> None:
    assert told(Chat(facts=LEARNS).said(f"/{command}"), "digest.not_yours")
    chat = Chat(facts=LEADS)
    assert not told(chat.said(f"/{command}"), "digest.not_yours")
    if command == "digest":
        assert chat.events == (Wanted("digest"),)


def test_the_mirror_shows_the_same_figures_without_the_questions_for_supervision() -> None:
    chat = Chat(facts=LEARNS)
    outcome = chat.turn(Result("mirror", ("North", "counted", "2027-01-04", f"{FULL}\nNorth")))
    for name in ("mirror.intro", "digest.ran", "digest.carry", "mirror.counted", "mirror.who_can_read"):
        assert told(outcome, name)
    assert not told(outcome, "digest.ask")


def test_before_there_are_figures_the_mirror_says_so() -> None:
    outcome = Chat(facts=LEARNS).turn(Result("mirror", ("North", "not_counted")))
    assert [told(outcome, name) for name in ("mirror.nothing", "mirror.not_counted")] == [True, True]


def test_a_supervisor_is_asked_only_by_who_learns_in_a_team() -> None:
    assert told(Chat(facts=LEADS).said("/contact_supervisor"), "contact.none")
    chat = Chat(facts=LEARNS)
    chat.said("/contact_supervisor")
    assert chat.events == (Wanted("contact"),)


def test_what_goes_out_is_shown_first_and_only_after_a_yes() -> None:
    chat = Chat(facts=LEARNS)
    chat.begin("contact", ("2=North",))
    chat.tap("contact_yes")
    chat.said("  Sam\n of the  night line ")
    outcome = chat.said("Please call me.")
    assert (
        "Sam of the night line asked you to get in touch. In their words: Please call me."
        in outcome.messages[-1].text.words
    )
    assert chat.notes == []
    chat.tap("contact_send")
    assert [(note.what, note.subject, note.words) for note in chat.notes] == [
        ("contact", "2", "Sam of the night line\nPlease call me.")
    ]


def test_nothing_goes_out_without_a_yes() -> None:
    for answers in (("not_now",), ("contact_yes", "Sam", "skip", "not_now")):
        chat = Chat(facts=LEARNS)
        chat.begin("contact", ("2=North",))
        for answer in answers:
            outcome = chat.said(answer) if answer == "Sam" else chat.tap(answer)
        assert (told(outcome, "contact.not_now"), chat.notes) == (True, [])


def test_what_came_names_the_team_and_holds_their_words_only() -> None:
    outcome = Chat(facts=LEADS).turn(Result("contact_came", ("North", "Sam", "Call me")))
    assert (told(outcome, "contact.came_words"), keys(outcome)) == (True, ["/contact_seen"])
    assert told(Chat(facts=LEADS).turn(Result("contact_came", ("North", "Sam", ""))), "contact.came")
    chat = Chat(facts=LEADS)
    chat.said("/contact_seen")
    assert chat.events == (Wanted("contact_seen"),)


def test_staff_see_hard_questions_content_to_look_at_and_what_became_of_the_messages() -> None:
    lines = ("hard=q1=few=b, c", "hard=q2=half=", "stale=rights-01=2027-01-20", "report=rights-01=2", "fate=sent=120")
    outcome = Chat().turn(Result("staff_weekly", ("Ours", *lines)))
    words = outcome.messages[0].text.words
    for part in (
        "q1: few were right. Often chosen: b, c.",
        "q2: about half were right.",
        "by 2027-01-20",
        "2 open",
        "Sent: 120",
    ):
        assert part in words
    assert outcome.occasion is Occasion.digest
    assert told(Chat().turn(Result("staff_week", ("Ours",))), "staff_week.nothing")


def test_staff_may_turn_their_week_off_too() -> None:
    chat = Chat(facts=replace(FACTS, seats=(SEATS[Role.author],)))
    chat.said("/digest_off")
    assert chat.events == (DigestChanged("off", ""),)
    assert told(chat.said("/digest"), "digest.not_yours")
