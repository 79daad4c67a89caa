"""What each flow records and gives back."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from dialogues.events import (
    ConsentGiven,
    Event,
    ItemAnswered,
    LessonFinished,
    Paused,
    QuizFinished,
    SettingChanged,
    Welcomed,
)
from dialogues.facts import Profile, Standing
from dialogues.flows.preferences import day_names
from dialogues.message import Quiz
from dialogues.turn import Said
from dialogues.voice import Shelf
from tests.dialogues.house import FACTS, LIBRARY, NOW, SHIPPED, Chat, last_question, reading, says, told, voice


def open_at(flow: str, *arguments: str, chat: Chat | None = None) -> Chat:
    chat = chat or Chat()
    chat.begin(flow, arguments)
    return chat


def right(item: str) -> Event:
    return ItemAnswered(item, "rights", "rights.a", correct=True, chosen="b")


def test_the_welcome_takes_six_taps_at_most_to_the_first_lesson() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new, profile=Profile()), shelf=Shelf(LIBRARY))
    chat.said("hi")
    for answer in ("agree", "NO"):
        chat.tap(answer)
    chat.said("3:02 pm", hour="15:02")
    chat.tap("09:00")
    outcome = chat.tap("weekdays")
    assert [told(outcome, name) for name in ("welcome.done", "welcome.first_lesson", "lesson.opening")] == [True] * 3
    assert chat.events == (
        ConsentGiven("lessons", 1),
        SettingChanged("country", "NO"),
        SettingChanged("zone", "Europe/Oslo"),
        SettingChanged("hour", "09:00"),
        SettingChanged("days", "1,2,3,4,5"),
        Welcomed(),
    )


def test_the_welcome_offers_its_languages_with_the_first_words_and_only_where_there_is_a_choice() -> None:
    chat = open_at("welcome")
    chat.tap("es")
    assert (chat.open, chat.events[-1]) == (("agree2",), SettingChanged("language", "es"))
    chat.tap("agree")
    assert chat.open == ("country",)
    new = replace(FACTS, standing=Standing.new, profile=Profile())
    for shelf, offered in ((Shelf(SHIPPED), True), (Shelf(LIBRARY), False)):
        hello = last_question(Chat(facts=new, shelf=shelf).said("hi"))
        assert ("es" in [choice.key for choice in hello.choices]) is offered


def test_a_welcome_that_finds_no_lesson_ends_there() -> None:
    chat = open_at("welcome", chat=Chat(facts=replace(FACTS, lesson=None), shelf=Shelf(LIBRARY)))
    for answer in ("agree", "elsewhere"):
        chat.tap(answer)
    for words in ("oslo", "07:30"):
        chat.said(words)
    outcome = chat.tap("every_day")
    assert told(outcome, "welcome.done_anywhere")
    assert (told(outcome, "welcome.first_lesson"), chat.conversation.runs) == (False, ())


@pytest.mark.parametrize(
    ("days", "told_as"),
    [
        ((1, 2, 3, 4, 5, 6, 7), "every day"),
        ((1, 2, 3, 4, 5), "from Monday to Friday"),
        ((1, 3, 5), "on Monday, Wednesday and Friday"),
        ((6,), "on Saturday"),
    ],
)
def test_days_are_told_as_people_say_them(days: tuple[int, ...], told_as: str) -> None:
    assert day_names(voice(), days) == told_as


@pytest.mark.parametrize("tried", ["now", "plan", "not_today"])
def test_a_lesson_is_finished_by_its_doing_step_and_offers_its_questions(tried: str) -> None:
    chat = open_at("lesson", "rights-01")
    chat.tap("next")
    assert "Third." in chat.tap("next").messages[0].text.words
    outcome = chat.tap(tried)
    assert [told(outcome, name) for name in (f"lesson.tried_{tried}", "lesson.reflection", "lesson.offer_quiz")] == [
        True
    ] * 3
    assert chat.events == (LessonFinished("rights-01", "rights", tried),)
    chat.tap("yes")
    assert chat.open == ("rights-q01",)
    chat.tap("b")
    chat.tap("b")
    assert chat.events[1:] == (right("rights-q01"), right("rights-q02"), QuizFinished(2, 2))


def test_a_lesson_without_a_quiz_after_it_says_goodbye() -> None:
    chat = open_at("lesson", "rights-01")
    for key in ("next", "next", "now"):
        chat.tap(key)
    assert told(chat.tap("not_now"), "lesson.goodbye")
    assert len(chat.events) == 1


def test_a_lesson_of_one_card_without_reflection_and_items_ends_with_its_doing_step() -> None:
    chat = open_at("lesson", "rights-02")
    outcome = chat.tap("now")
    assert (told(outcome, "lesson.reflection"), chat.conversation.runs) == (False, ())
    assert chat.events == (LessonFinished("rights-02", "rights", "now"),)


@pytest.mark.parametrize("cards", [0, 1])
def test_a_lesson_put_off_is_not_finished(cards: int) -> None:
    chat = open_at("lesson", "rights-01")
    for _ in range(cards):
        chat.tap("next")
    assert told(chat.tap("later"), "lesson.later")
    assert (chat.events, chat.conversation.runs) == ((), ())


def test_every_answer_of_a_quiz_is_explained_and_the_right_one_is_told() -> None:
    chat = open_at("quiz", "rights-q01", "rights-q02", "rights-q03")
    wrong = chat.tap("a")
    assert says(wrong.messages[0].text, "quiz.not_quite")
    assert says(wrong.messages[0].text, "quiz.better")
    assert all(part in wrong.messages[0].text.words for part in ("Not always.", "Say the limits."))
    correct = chat.tap("b")
    assert says(correct.messages[0].text, "quiz.right")
    assert "Yes, that is honest." in correct.messages[0].text.words
    assert told(chat.said("3"), "quiz.done")
    assert chat.events[-1] == QuizFinished(1, 3)


def test_a_quiz_is_asked_as_one_with_its_place_and_its_right_answer() -> None:
    chat = open_at("quiz", "rights-q01", "rights-q02")
    question = last_question(chat.said("again", "repeat"))
    assert isinstance(question.reply, Quiz)
    assert (question.reply.right, question.reply.explanation) == (
        "b",
        "The answer with the tick: Yes, that is honest.",
    )
    assert says(question.text, "quiz.place")
    assert [choice.key for choice in question.choices] == ["a", "b", "c"]


def test_a_quiz_without_a_mistake_says_so() -> None:
    chat = open_at("quiz", "rights-q01", "rights-q02")
    chat.said("B")
    assert told(chat.said("B"), "quiz.all_right")


def test_a_single_question_needs_no_summary() -> None:
    chat = open_at("quiz", "rights-q01")
    outcome = chat.said("B")
    assert len(outcome.messages) == 1
    assert chat.events[-1] == QuizFinished(1, 1)


@pytest.mark.parametrize(
    ("flow", "words", "entities", "expected"),
    [
        ("hour", "12:00", {}, ("hour", "12:00")),
        ("hour", "7.15", {}, ("hour", "07:15")),
        ("hour", "half past four in the afternoon", {"hour": "16:30"}, ("hour", "16:30")),
        ("hour", "2", {}, ("hour", "09:00")),
        ("days", "weekdays", {}, ("days", "1,2,3,4,5")),
        ("days", "Mon, Wed, Fri", {}, ("days", "1,3,5")),
        ("days", "3", {}, ("days", "1,2,3,4,5,6,7")),
        ("days", "tuesdays only", {"days": "2"}, ("days", "2")),
        ("days", "Fri", {"days": "5"}, ("days", "5")),
        ("zone", "9:00", {}, ("zone", "America/New_York")),
        ("zone", "oslo", {}, ("zone", "Europe/Oslo")),
        ("country", "norway", {}, ("country", "NO")),
        ("country", "us", {}, ("country", "US")),
        ("country", "elsewhere", {}, ("country", "")),
        ("language", "español", {}, ("language", "es")),
    ],
)
def test_a_setting_is_changed_as_it_was_said(
    flow: str, words: str, entities: dict[str, str], expected: tuple[str, str]
) -> None:
    chat = open_at(flow)
    chat.turn(Said(words, reading("unsure", **entities)))
    assert (chat.events, chat.conversation.runs) == ((SettingChanged(*expected),), ())


def test_a_time_that_does_not_fit_the_country_is_looked_for_elsewhere() -> None:
    chat = open_at("zone")
    chat.said("it is 3 pm", hour="15:02")
    changed = chat.events[0]
    assert isinstance(changed, SettingChanged)
    assert f"{NOW.astimezone(ZoneInfo(changed.value)):%H:%M}" == "15:00"


@pytest.mark.parametrize("flow", ["hour", "days", "zone"])
def test_what_cannot_be_read_is_asked_three_times_and_then_left_as_it_was(flow: str) -> None:
    chat = open_at(flow)
    assert told(chat.said("hm"), f"settings.{flow}_again")
    assert told(chat.said("well"), f"settings.{flow}_again")
    assert told(chat.said("dunno"), f"settings.{flow}_unknown")
    assert (chat.events, chat.conversation.runs) == ((), ())


def test_a_time_that_no_known_zone_has_becomes_a_fixed_offset() -> None:
    chat = open_at("zone", chat=Chat(shelf=Shelf(replace(LIBRARY, countries={}))))
    outcome = chat.said("18:05")
    assert chat.events == (SettingChanged("zone", "Etc/GMT-4"),)
    assert "UTC+4" in outcome.messages[0].text.words


def test_where_there_is_one_language_there_is_nothing_to_choose() -> None:
    outcome = Chat(shelf=Shelf(LIBRARY)).said("/language")
    assert told(outcome, "settings.one_language")


def test_an_unknown_country_is_told_what_it_will_see() -> None:
    assert told(open_at("country").tap("elsewhere"), "settings.country_unknown")


@pytest.mark.parametrize("days", [3, 7, 14])
def test_a_pause_lasts_as_long_as_was_chosen(days: int) -> None:
    chat = open_at("pause")
    outcome = chat.tap(str(days))
    assert (chat.events, [choice.key for choice in outcome.messages[0].choices]) == ((Paused(days),), ["/resume"])


@pytest.mark.parametrize(("country", "shown"), [("US", "United States"), (None, ""), ("ZZ", "")])
def test_the_settings_show_what_is_set(country: str | None, shown: str) -> None:
    profile = replace(FACTS.profile, country=country, days=(1, 4), zone="America/Argentina/Buenos_Aires")
    said = Chat(facts=replace(FACTS, profile=profile)).said("/settings").messages[0].text.words
    unknown = SHIPPED.phrase("settings.unknown", "en").wordings[0]
    assert all(
        part in said for part in ("09:00", "Monday and Thursday", "Buenos Aires", "20:00", "08:00", shown or unknown)
    )


def test_a_competency_is_told_with_its_number_and_its_signs() -> None:
    chat = Chat()
    said = chat.said("what is that", "ask_competency", competency="rights").messages[0].text.words
    assert all(part in said for part in ("1", "Rights", "One line.", "• Says limits."))


@pytest.mark.parametrize("words", ["every day but friday", "not on friday", "no fridays"])
def test_days_named_to_be_left_out_are_asked_for_again(words: str) -> None:
    chat = open_at("days")
    assert told(chat.said(words, days="5"), "settings.days_again")
    assert chat.events == ()
