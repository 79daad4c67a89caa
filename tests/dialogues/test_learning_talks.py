"""Progress, questions answered from lessons, and a lesson that is reported."""

from dataclasses import replace

import pytest

from bot.store.codec import CONVERSATIONS
from content.search import search
from dialogues.events import Event, LessonFinished, LessonReported, Wanted
from dialogues.facts import Role, Seat, Skill, Standing
from dialogues.flow import Query
from dialogues.flows.report import WRONGS
from dialogues.manager import respond
from dialogues.message import Image
from dialogues.turn import Due, Result, Said
from dialogues.voice import Shelf
from nlu.intents import SafetyLevel
from tests.dialogues.house import BILINGUAL, FACTS, SHIPPED, Chat, last_question, reading, told

SKILLS = (Skill("rights", 2, 4, 3), Skill("communication", 1))
LEARNT = replace(FACTS, skills=SKILLS, recent_lessons=("rights-01", "rights-02"))
WHOLE = Shelf(SHIPPED)
ASKED = "What is informed consent?"


def words_of(chat: Chat, command: str) -> str:
    return chat.said(command).messages[0].text.words


def test_progress_is_told_in_words_for_every_skill_that_was_begun_and_for_no_other() -> None:
    chat = Chat(facts=LEARNT, shelf=WHOLE)
    said = words_of(chat, "/progress").split("\n")
    names = [SHIPPED.competency(one.competency).name["en"] for one in SKILLS]
    assert said[1:3] == [f"• {names[0]}: lessons read 2, questions right 3 of 4", f"• {names[1]}: lessons read 1"]
    assert ("begun 2 of 10" in said[0], len(said)) == (True, 4)


def test_progress_is_followed_by_a_picture() -> None:
    chat = Chat(facts=LEARNT, shelf=WHOLE)
    chat.said("/progress")
    assert chat.events == (Wanted("picture"),)


def test_no_picture_is_asked_for_where_words_only_are_wanted() -> None:
    chat = Chat(facts=replace(LEARNT, profile=replace(FACTS.profile, text_only=True)), shelf=WHOLE)
    assert "lessons read 2" in words_of(chat, "/progress")
    assert chat.events == ()


def test_who_has_begun_nothing_hears_so_and_sees_no_empty_picture() -> None:
    chat = Chat(shelf=WHOLE)
    assert "begun 0 of 10" in words_of(chat, "/progress")
    assert chat.events == ()


def test_the_picture_says_in_words_what_it_shows() -> None:
    shown = Chat().turn(Result("picture", ("blob-1", "2", "3", "5"))).messages[0].attachment
    assert shown == Image("blob-1", shown.alt if isinstance(shown, Image) else "")
    assert all(part in shown.alt for part in ("begun: 2", "read: 3", "answers: 5"))


@pytest.mark.parametrize("intent", ["unsure", "out_of_scope", "ask_competency", "practice", "help"])
def test_a_question_is_answered_by_a_card_of_a_lesson_that_is_named(intent: str) -> None:
    found = search(SHIPPED, ASKED, "en")
    assert found is not None
    lesson = SHIPPED.lesson(found.lesson, "en")
    chat = Chat(shelf=WHOLE)
    said = chat.said(ASKED, intent).messages[0].text.words
    assert lesson.title in said
    assert all(line.strip("*_ -") in said for line in lesson.cards[found.card].replace("**", "").split("\n"))
    assert (chat.flows, chat.open, chat.events) == (("ask",), ("more",), ())


def test_after_the_answer_the_whole_lesson_may_be_read_and_counts() -> None:
    chat = Chat()
    chat.begin("ask", ("rights-01", "1"))
    assert "First card." in chat.said("yes", "affirm").messages[0].text.words
    for key in ("next", "next", "now", "not_now"):
        chat.tap(key)
    assert chat.events == (LessonFinished("rights-01", "rights", "now"),)


def test_after_the_answer_it_may_be_enough_and_the_talk_goes_on_where_it_was() -> None:
    chat = Chat()
    chat.begin("quiz")
    chat.begin("ask", ("rights-01", "1"))
    outcome = chat.said("no", "deny")
    assert [told(outcome, name) for name in ("ask.done", "talk.where_we_were")] == [True, True]
    assert (chat.open, chat.events) == (("rights-q01",), ())


@pytest.mark.parametrize("words", ["What's the capital of France?", "who won the game?", "what is the weather today?"])
@pytest.mark.parametrize("intent", ["unsure", "out_of_scope"])
def test_what_no_lesson_speaks_of_is_not_answered(words: str, intent: str) -> None:
    chat = Chat(shelf=WHOLE)
    outcome = chat.said(words, intent)
    assert chat.flows == ()
    assert told(outcome, "talk.out_of_scope" if intent == "out_of_scope" else "talk.not_understood_1")


@pytest.mark.parametrize("intent", ["unsure", "out_of_scope", "ask_competency", "help", "feeling_bad"])
def test_words_of_worry_are_never_answered_with_a_lesson(intent: str) -> None:
    chat = Chat(shelf=WHOLE)
    outcome = chat.said(ASKED, intent, SafetyLevel.concern)
    assert told(outcome, "concern.line")
    assert "ask" not in chat.flows


def test_on_a_quiet_day_no_lesson_answers() -> None:
    chat = Chat(facts=replace(FACTS, cooling=True), shelf=WHOLE)
    chat.said(ASKED)
    assert chat.flows == ()


@pytest.mark.parametrize("standing", [Standing.new, Standing.stopped])
def test_who_has_not_begun_or_has_stopped_gets_no_lesson_for_a_question(standing: Standing) -> None:
    chat = Chat(facts=replace(FACTS, standing=standing), shelf=WHOLE)
    chat.said(ASKED)
    assert "ask" not in chat.flows


@pytest.mark.parametrize("words", ["informed consent", "my informed consent", "of informed consent."])
def test_what_is_no_question_is_not_answered_as_one(words: str) -> None:
    assert search(SHIPPED, f"{words}?", "en") is not None
    chat = Chat(shelf=WHOLE)
    chat.said(words)
    assert chat.flows == ()


def test_a_question_needs_no_question_mark_and_a_long_one_is_heard_by_its_beginning() -> None:
    for words in (ASKED.rstrip("?"), f"{ASKED}{' ' * 300}{'elephants in Paris ' * 100}"):
        chat = Chat(shelf=WHOLE)
        chat.said(words)
        assert chat.flows == ("ask",)


def test_what_is_asked_in_the_middle_of_a_quiz_comes_back_to_it() -> None:
    chat = Chat(shelf=Shelf(replace(SHIPPED, items=BILINGUAL.items)))
    chat.begin("quiz")
    chat.said(ASKED)
    outcome = chat.tap("enough_read")
    assert (chat.open, last_question(outcome).question) == (("rights-q01",), chat.conversation.runs[-1].question)


SECRET = "card two names Kim, please change it"


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_lesson_is_reported_with_words_that_go_to_the_staff_and_into_no_event(wrong: str) -> None:
    chat = Chat(facts=LEARNT)
    chat.said("/report")
    chat.tap("rights-02")
    chat.tap(wrong)
    assert told(chat.said(SECRET), "report.thanks")
    events: tuple[Event, ...] = (LessonReported("rights-02", wrong),)
    assert chat.events == events
    assert [(note.what, note.subject, note.words) for note in chat.notes] == [("report", f"rights-02 {wrong}", SECRET)]
    assert SECRET not in repr(chat.kept) + CONVERSATIONS.dump(chat.conversation)


@pytest.mark.parametrize("words", ["skip", "Skip", "1"])
def test_the_words_of_a_report_may_be_skipped(words: str) -> None:
    chat = Chat(facts=replace(LEARNT, recent_lessons=("rights-01",)))
    assert "Title of rights-01" in words_of(chat, "/report")
    chat.tap("hard")
    chat.said(words)
    assert [note.words for note in chat.notes] == [""]


def test_only_the_four_newest_lessons_are_offered_and_none_that_is_gone() -> None:
    ids = ("gone-01", "rights-02", "rights-01", "gone-02")
    chat = Chat(facts=replace(LEARNT, recent_lessons=ids))
    assert [choice.key for choice in chat.said("/report").messages[0].choices] == ["rights-02", "rights-01"]
    many = tuple(id for id, at in sorted(SHIPPED.lessons) if at == "en")[:6]
    whole = Chat(facts=replace(FACTS, recent_lessons=many), shelf=WHOLE)
    assert [choice.key for choice in whole.said("/report").messages[0].choices] == list(many[:4])


def test_who_has_read_nothing_has_nothing_to_report() -> None:
    chat = Chat()
    assert told(chat.said("/report"), "report.none")
    assert chat.flows == ()


def test_a_competency_names_its_lessons() -> None:
    said = Chat(shelf=WHOLE).said("skill 1", "ask_competency", competency="rights").messages[0].text.words
    titles = [SHIPPED.lesson(id, "en") for id in SHIPPED.plan]
    assert all((one.title in said) is (one.competency == "rights") for one in titles)


def test_a_staff_desk_shows_teams_first_and_of_reports_their_number_and_kind_alone() -> None:
    lines = ("report=rights-01=hard", "team=14=East=West", "report=rights-02=other")
    outcome = Chat().turn(Result("staff_desk", ("Ours", "4", "30", "7", *lines)))
    said = outcome.messages[0].text.words
    assert all(part in said for part in ("Ours", "release 4", "Open reports: 7"))
    shown = said.split("\n")[-3:]
    assert shown[0] == "• Team East=West: people 14"
    assert [line.split(":")[0] for line in shown[1:]] == ["• rights-01", "• rights-02"]


def test_only_staff_come_to_the_staff_desk() -> None:
    for role in Role:
        chat = Chat(facts=replace(FACTS, seats=(Seat(role, 1, "Ours"),)))
        outcome = chat.said("/staff")
        works = role in (Role.author, Role.approver, Role.admin)
        assert chat.events == ((Wanted("staff"),) if works else ())
        assert told(outcome, "staff.none") is not works


def test_a_competency_without_a_lesson_speaks_of_none() -> None:
    chat = Chat(shelf=Shelf(replace(SHIPPED, plan=())))
    assert not told(chat.said("skill 1", "ask_competency", competency="rights"), "competency.lessons")


def test_what_comes_next_is_chosen_only_when_it_is_asked_for() -> None:
    asked: list[Query] = []

    def choose(query: Query) -> Due | None:
        asked.append(query)
        return Due("lesson", ("rights-02",)) if query is Query.next_lesson else None

    for words, expected in (("thanks", "talk.thanks"), ("/lesson", "lesson.opening"), ("/quiz", "quiz.none")):
        scene = replace(Chat().scene(Said(words, reading(words))), chooser=choose)
        assert told(respond(scene), expected)
    assert asked == [Query.next_lesson, Query.next_quiz]
