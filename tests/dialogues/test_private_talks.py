"""My data, a copy of it, having it erased; and the wellness plan, which is for its owner alone."""

import json
from dataclasses import replace

import pytest

from bot.store.codec import CONVERSATIONS
from dialogues.conversation import Note
from dialogues.events import PlanChanged, Wanted
from dialogues.facts import Facts, Policy, Standing
from dialogues.flows.plan import LONGEST, MOST_CHANGES, PARTS
from dialogues.message import Document
from dialogues.outcome import Outcome
from dialogues.turn import Result
from nlu.intents import SafetyLevel
from tests.dialogues.house import FACTS, PLAN, PROFILE, Chat, told

OWNER = replace(FACTS, plan=PLAN, profile=replace(PROFILE, has_plan=True))


def keys(outcome: Outcome) -> list[str]:
    return [choice.key for choice in outcome.messages[-1].choices]


def whole(outcome: Outcome) -> str:
    return " ".join(message.text.words for message in outcome.messages)


def test_my_data_says_how_long_and_offers_a_copy_and_the_way_out() -> None:
    chat = Chat(facts=replace(FACTS, policy=Policy(keep_days=45)))
    outcome = chat.said("/my_data")
    assert "for 45 days" in whole(outcome)
    assert (keys(outcome), chat.events) == (["/export", "/erase", "/supervisor", "/consents"], ())


def test_a_copy_is_asked_for_at_once_and_handed_over_as_a_file() -> None:
    chat = Chat()
    assert told(chat.said("/export"), "data.export_coming")
    assert chat.events == (Wanted("export"),)
    outcome = chat.turn(Result("exported", ("blob-9", "copy.json", "blob-10", "copy.html")))
    files = [message.attachment for message in outcome.messages]
    assert files == [Document("blob-9", "copy.json"), Document("blob-10", "copy.html")]


def test_everything_is_erased_only_after_a_second_yes() -> None:
    chat = Chat()
    assert told(chat.said("/erase"), "data.erase_sure")
    assert chat.events == ()
    assert told(chat.tap("erase_all"), "data.erased")
    assert chat.events == (Wanted("erase"),)


@pytest.mark.parametrize("words", ["no", "No, keep it", "2"])
def test_nothing_is_erased_after_a_no(words: str) -> None:
    chat = Chat()
    chat.said("please delete all you have", "erase_my_data")
    assert told(chat.said(words), "data.kept")
    assert (chat.events, chat.flows) == ((Wanted("keep"),), ())


@pytest.mark.parametrize("words", ["hm", "erase my data", "/erase", "🦄"])
def test_nothing_but_a_clear_yes_erases_anything(words: str) -> None:
    chat = Chat()
    chat.said("/erase")
    chat.said(words, "affirm" if words == "hm" else "unsure")
    assert (chat.events, chat.flows) == ((), ("erase",))


def test_who_has_everything_erased_is_not_brought_back_to_a_quiz() -> None:
    chat = Chat()
    chat.begin("quiz")
    chat.said("/erase")
    outcome = chat.tap("erase_all")
    assert (told(outcome, "talk.where_we_were"), chat.flows) == (False, ())
    assert keys(outcome) == ["/help_now"]


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize(
    ("command", "phrase"), [("my_data", "data.what"), ("export", "data.export_coming"), ("erase", "data.erase_sure")]
)
def test_their_data_are_theirs_wherever_somebody_stands(standing: Standing, command: str, phrase: str) -> None:
    assert told(Chat(facts=replace(FACTS, standing=standing)).said(f"/{command}"), phrase)


def test_a_plan_is_written_part_by_part_and_its_words_are_in_notes_alone() -> None:
    chat = Chat()
    assert told(chat.said("/plan"), "plan.none")
    for part in PARTS:
        chat.tap(part)
        assert told(chat.said(f" my words on {part} "), "plan.kept")
    assert told(chat.tap("done"), "plan.done")
    assert chat.events == tuple(PlanChanged(part) for part in PARTS)
    assert chat.notes == [Note("plan", part, f"my words on {part}") for part in PARTS]
    assert "my words" not in repr(chat.kept) + CONVERSATIONS.dump(chat.conversation)


def test_a_plan_is_shown_to_its_owner_as_they_wrote_it() -> None:
    chat = Chat(facts=replace(OWNER, plan=json.dumps({"signs": "**no** {name}", "reasons": "Ünï"})))
    said = whole(chat.said("/plan"))
    assert all(words in said for words in ("**no** {name}", "Ünï"))
    assert not any(told(chat.said("again", "repeat"), f"plan.{part}_is") for part in ("people", "places"))


def test_a_part_may_be_emptied_left_as_it_is_or_written_anew() -> None:
    chat = Chat(facts=OWNER)
    chat.said("/plan")
    chat.tap("signs")
    assert told(chat.tap("empty_it"), "plan.emptied")
    chat.tap("people")
    assert told(chat.said("leave it"), "plan.left")
    chat.tap("people")
    chat.said("Ben now")
    assert chat.notes == [Note("plan", "signs", ""), Note("plan", "people", "Ben now")]
    assert chat.events == (PlanChanged("signs"), PlanChanged("people"))


def test_only_what_was_written_can_be_emptied() -> None:
    chat = Chat(facts=OWNER)
    chat.said("/plan")
    assert keys(chat.tap("places")) == ["leave_it"]
    chat.said("the park")
    assert keys(chat.tap("places")) == ["leave_it", "empty_it"]


def test_a_plan_that_is_written_survives_that_it_changed_underneath() -> None:
    chat = Chat(facts=OWNER)
    chat.said("/plan")
    chat.tap("signs")
    chat.facts = FACTS  # another chat of theirs emptied it: the talk goes on with what it looked up
    assert keys(chat.said("again")) == [*PARTS, "empty_all", "done", "/help_now"]
    assert chat.notes == [Note("plan", "signs", "again")]


@pytest.mark.parametrize("facts", [FACTS, OWNER], ids=["none yet", "one of theirs"])
def test_words_longer_than_a_part_holds_are_refused_and_change_nothing(facts: Facts) -> None:
    chat = Chat(facts=facts)
    chat.said("/plan")
    chat.tap("signs")
    outcome = chat.said("x" * (LONGEST + 1))
    assert (told(outcome, "plan.too_long"), str(LONGEST) in whole(outcome)) == (True, True)
    assert (chat.notes, chat.events, chat.open) == ([], (), ("which-2",))
    chat.tap("signs")
    assert told(chat.said(f"  {'x' * LONGEST}  "), "plan.kept")
    assert [note.words for note in chat.notes] == ["x" * LONGEST]


def test_the_present_words_of_a_part_are_shown_before_new_ones_are_asked_for() -> None:
    chat = Chat(facts=OWNER)
    chat.said("/plan")
    outcome = chat.tap("signs")
    assert (told(outcome, "plan.now"), told(outcome, "plan.signs")) == (True, True)
    assert whole(outcome).index("I sleep badly.") < whole(outcome).index("Write it in your own words")
    chat.said("I go **quiet** {now}")
    assert "I go **quiet** {now}" in whole(chat.tap("signs"))
    chat.tap("empty_it")
    for part in ("signs", "places"):
        assert not told(chat.tap(part), "plan.now")
        chat.tap("leave_it")


@pytest.mark.parametrize("words", ["Empty the whole plan", "delete my plan", "5"])
def test_the_whole_plan_may_be_emptied_at_once(words: str) -> None:
    chat = Chat(facts=OWNER)
    chat.said("/plan")
    outcome = chat.said(words)
    assert told(outcome, "plan.all_emptied")
    assert chat.notes == [Note("plan", "signs", ""), Note("plan", "people", "")]
    assert chat.events == (PlanChanged("signs"), PlanChanged("people"))
    assert keys(outcome) == [*PARTS, "done", "/help_now"]


def test_a_plan_that_is_not_written_cannot_be_emptied() -> None:
    chat = Chat()
    assert "empty_all" not in keys(chat.said("/plan"))
    chat.tap("empty_all")
    assert (chat.notes, chat.events, chat.open) == ([], (), ("which-1",))


@pytest.mark.parametrize("words", ["cancel", "Never mind.", "no", "not now", "back", "done", "undo"])
def test_a_word_that_lets_go_leaves_the_part_as_it_was_and_is_never_written_into_it(words: str) -> None:
    chat = Chat(facts=OWNER)
    chat.said("/plan")
    chat.tap("people")
    assert told(chat.said(words), "plan.left")
    assert (chat.notes, chat.events, chat.open) == ([], (), ("which-2",))


def test_a_plan_that_is_changed_again_and_again_comes_to_an_end() -> None:
    chat = Chat()
    chat.said("/plan")
    for number in range(MOST_CHANGES):
        chat.tap("signs")
        outcome = chat.said(f"this is number {number}")
    assert (told(outcome, "plan.done"), chat.flows) == (True, ())
    assert len(chat.notes) == MOST_CHANGES


def test_danger_in_the_words_of_a_plan_wins_and_they_are_not_kept() -> None:
    chat = Chat()
    chat.said("/plan")
    chat.tap("signs")
    chat.said("i want to die", level=SafetyLevel.risk)
    assert (chat.flows, chat.notes) == (("plan", "crisis"), [])


@pytest.mark.parametrize("words", ["help now", "stop", "help"])
def test_words_that_work_everywhere_work_while_a_plan_is_written(words: str) -> None:
    chat = Chat()
    chat.said("/plan")
    chat.tap("people")
    assert not told(chat.said(words), "plan.kept")
    assert chat.notes == []


def test_a_plan_is_offered_in_a_crisis_only_to_who_has_one() -> None:
    for facts in (FACTS, OWNER):
        chat = Chat(facts=facts)
        chat.said("help now")
        chat.tap("about_me")
        assert ("my_plan" in keys(chat.tap("danger_no"))) is bool(facts.plan)


def test_a_plan_that_is_first_written_while_the_card_is_open_changes_no_question_of_it() -> None:
    chat = Chat()
    chat.said("help now")
    chat.facts = OWNER
    chat.tap("about_me")
    outcome = chat.tap("danger_no")
    assert keys(outcome) == ["draft", "rest_week", "enough"]
    assert not told(outcome, "talk.changed")


def test_words_of_danger_remember_whether_there_is_a_plan_as_the_button_does() -> None:
    for facts, pinned in ((FACTS, ""), (OWNER, "yes")):
        chat = Chat(facts=facts)
        chat.said("i want to die", level=SafetyLevel.risk)
        assert chat.conversation.runs[-1].arguments == ("risk", "screen", "", "none", pinned, "yes")


def test_in_a_crisis_the_plan_is_shown_and_the_talk_goes_on() -> None:
    chat = Chat(facts=OWNER)
    chat.said("help now")
    for key in ("about_me", "danger_unsure"):
        chat.tap(key)
    outcome = chat.said("my plan")
    assert all(words in whole(outcome) for words in json.loads(PLAN).values())
    assert (chat.flows, chat.open) == (("crisis",), ("follow",))
    assert not any("Mia" in repr(one) for one in chat.kept)
