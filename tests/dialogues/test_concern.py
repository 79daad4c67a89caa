"""Words of worry: kind words, one question and one way to a person; and the answer to that question is met, not guessed at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogues.cards import primary
from dialogues.facts import Standing
from dialogues.message import Message
from dialogues.outcome import Outcome
from dialogues.turn import Said
from dialogues.worry import BESIDE, KINDS, LISTENS, listens_until
from nlu.intents import CALM, INTENTS, Reading, SafetyLevel, SafetySignal, Whose
from tests.dialogues.house import FACTS, PROFILE, SHIPPED, Chat, says, stored, told, voice
from tests.dialogues.walks import raised

CONCERN = SafetyLevel.concern
COUNTRIES = (*sorted(SHIPPED.countries), None)


def worried(*rules: str, open: str = "", intent: str = "feeling_bad") -> tuple[Chat, Outcome]:
    """Somebody in whose words these rules heard worry, with this flow open."""
    chat = Chat()
    if open:
        chat.begin(open)
    signal = SafetySignal(CONCERN, Whose.self, rules or ("concern.enough",))
    return chat, chat.turn(Said("i am so tired of it all", Reading(intent, 0.9, {}, signal)))


def only(outcome: Outcome) -> Message:
    [message] = outcome.messages
    return message


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("rule", ["concern.enough", *sorted(KINDS)])
def test_one_message_of_at_most_four_lines_has_kind_words_one_question_and_one_way(rule: str, code: str | None) -> None:
    chat = Chat(facts=replace(FACTS, profile=replace(PROFILE, country=code)))
    signal = SafetySignal(CONCERN, Whose.self, (rule if "." in rule else f"{rule}.own",))
    message = only(chat.turn(Said("words", Reading("unsure", 0.1, {}, signal))))
    lines = message.text.words.split("\n")
    assert len(lines) <= 4
    assert message.text.words.count("?") == 1
    assert says(message.text, "concern.ask")
    assert says(message.text, f"concern.{KINDS.get(rule, 'line')}")
    assert primary(voice(profile=chat.facts.profile)).words in lines[-1]
    assert [choice.key for choice in message.choices] == ["/help_now"]
    assert raised(chat.events) == []


@pytest.mark.parametrize("open", ["quiz", "lesson", "checkin", "pause"])
def test_what_was_open_stays_open_and_nothing_is_repeated_behind_the_kind_words(open: str) -> None:
    chat, outcome = worried(open=open)
    before = chat.conversation.runs
    assert only(outcome).question == ""
    chat.said("i dont know, just tired", "feeling_bad")
    assert (chat.conversation.runs, chat.kept) == (before, [])


def test_a_second_worry_soon_after_hears_other_words_and_so_do_the_next() -> None:
    chat, outcome = worried()
    heard = [only(outcome).text.words]
    heard += [only(chat.said(f"worry {words}", level=CONCERN)).text.words for words in range(3)]
    assert len(set(heard)) == 4
    questions = {words.split("\n")[1] for words in heard}
    assert len(questions) == 4


@pytest.mark.parametrize("rule", ["relapse.own", "eating.disorder"])
def test_the_same_worry_soon_after_is_not_met_with_the_same_words(rule: str) -> None:
    chat, outcome = worried(rule)
    signal = SafetySignal(CONCERN, Whose.self, (rule,))
    second = only(chat.turn(Said("again", Reading("unsure", 0.1, {}, signal))))
    assert not set(second.text.words.split("\n")[:-1]) & set(only(outcome).text.words.split("\n"))


def test_worry_about_somebody_else_is_not_met_as_if_it_were_their_own() -> None:
    chat = Chat()
    signal = SafetySignal(CONCERN, Whose.other, ("eating.disorder",))
    assert told(chat.turn(Said("she eats so little", Reading("unsure", 0.1, {}, signal))), "concern.other")


def test_a_second_worry_hears_other_words_after_something_else_was_done_in_between_too() -> None:
    chat, outcome = worried()
    chat.said("/lesson")
    chat.tap("next")
    assert only(chat.said("so tired", level=CONCERN)).text != only(outcome).text


@pytest.mark.parametrize("open", ["", "quiz", "lesson", "welcome"])
@pytest.mark.parametrize("intent", ["unsure", *INTENTS])
def test_the_answer_is_met_kindly_and_no_guess_begins_or_answers_anything(intent: str, open: str) -> None:
    chat, _ = worried(open=open)
    before = chat.conversation.runs
    outcome = chat.turn(Said("i dont know, just tired", Reading(intent, 1.0)))
    message = only(outcome)
    assert says(message.text, "concern.heard")
    beside = [BESIDE[intent]] if intent in BESIDE and intent != "check_in" else []
    assert [choice.key for choice in message.choices] == ["/help_now", "/checkin", *beside]
    assert (message.question, chat.conversation.runs, chat.conversation.misses) == ("", before, 0)


def test_an_answer_in_several_messages_is_met_in_words_that_take_turns() -> None:
    chat, _ = worried()
    assert len({only(chat.said(words)).text.words for words in ("work", "and home", "all of it")}) == 3


def test_an_answer_is_met_after_a_stop_too_and_begins_nothing() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.stopped))
    chat.said("so tired", "feeling_bad", CONCERN)
    assert told(chat.said("just everything"), "concern.heard")


@pytest.mark.parametrize(
    ("words", "flow"),
    [
        ("/lesson", "lesson"),
        ("a lesson", "lesson"),
        ("lesson", "lesson"),
        ("Quiz!", "quiz"),
        ("pause", "pause"),
        ("check in", "checkin"),
    ],
)
def test_what_is_asked_for_by_its_name_is_still_begun(words: str, flow: str) -> None:
    chat, _ = worried()
    chat.said(words, "unsure")
    assert chat.flows == (flow,)


def test_whoever_truly_wants_something_else_says_it_again_and_gets_it() -> None:
    chat, _ = worried()
    assert told(chat.said("give me a quiz please", "take_quiz"), "concern.heard")
    chat.said("give me a quiz please", "take_quiz")
    assert chat.flows == ("quiz",)


@pytest.mark.parametrize("words", ["stop", "STOP", "unsubscribe"])
def test_stop_is_stop_while_we_listen(words: str) -> None:
    chat, _ = worried()
    assert told(chat.said(words, "stop"), "stop.done")


@pytest.mark.parametrize("words", ["help", "menu"])
def test_help_is_help_while_we_listen(words: str) -> None:
    chat, _ = worried()
    assert told(chat.said(words), "help.what")


@pytest.mark.parametrize(
    ("words", "meant"), [("what does my boss see", "supervisor_sees"), ("are you real?", "bot_identity")]
)
def test_whoever_asks_what_becomes_of_their_words_is_told(words: str, meant: str) -> None:
    chat, _ = worried()
    assert not told(chat.said(words, meant), "concern.heard")
    assert chat.conversation.listening_since is None


def test_the_open_question_can_still_be_answered_by_its_own_words() -> None:
    chat, _ = worried(open="quiz")
    chat.said("2")
    assert len(chat.conversation.runs[0].answers) == 1


def test_once_something_else_is_said_or_a_while_has_passed_nobody_listens_for_an_answer_any_more() -> None:
    chat, _ = worried()
    chat.said("/help")
    assert chat.conversation.listening_since is None
    assert not told(chat.said("xqzzt"), "concern.heard")
    chat, _ = worried()
    chat.now += LISTENS
    assert not told(chat.said("xqzzt"), "concern.heard")


def test_words_of_danger_as_the_answer_open_the_card() -> None:
    chat, _ = worried()
    assert told(chat.said("i want to die", level=SafetyLevel.risk), "crisis.whose")
    assert chat.conversation.listening_since is None


def test_where_something_is_asked_anyway_there_is_no_second_question() -> None:
    chat = Chat()
    outcome = chat.said("so tired, i need my supervisor", "contact_supervisor", CONCERN)
    assert told(outcome, "contact.none")
    assert told(outcome, "concern.line")
    assert not told(outcome, "concern.ask")
    assert chat.conversation.listening_since is None


def test_only_which_words_come_next_is_kept_and_no_count_and_no_words() -> None:
    chat, _ = worried()
    for _ in range(9):
        chat.said("so tired", level=CONCERN)
        assert chat.conversation.wording < len(SHIPPED.phrase("concern.line", "en").wordings)
    assert stored(chat.conversation) == replace(chat.conversation, runs=())
    assert chat.kept == []


def test_a_relapse_or_trouble_with_food_that_is_a_worry_is_no_crisis_and_hears_no_other_line() -> None:
    for rule in ("relapse.own", "eating.disorder"):
        chat, outcome = worried(rule)
        assert not told(outcome, "concern.line")
        assert (raised(chat.events), chat.flows) == ([], ())


def test_the_time_to_answer_is_a_matter_of_minutes() -> None:
    assert timedelta(minutes=5) <= LISTENS <= timedelta(hours=1)
    assert CALM.level is SafetyLevel.none


@pytest.mark.parametrize(("meant", "command"), sorted(BESIDE.items()))
def test_what_heavy_words_may_ask_for_stands_beside_the_kind_question_and_is_not_begun(
    meant: str, command: str
) -> None:
    chat = Chat()
    outcome = chat.said("cant do this any more", meant, SafetyLevel.concern)
    assert (chat.flows, told(outcome, "concern.ask")) == ((), True)
    assert [choice.key for choice in only(outcome).choices] == ["/help_now", command]


@pytest.mark.parametrize("words", ["no", "No.", "NO"])
def test_a_bare_no_is_no_answer_to_whose_it_is(words: str) -> None:
    chat = Chat()
    chat.said("i want to die", level=SafetyLevel.risk)
    chat.said(words, "deny")
    assert (chat.flows, chat.open) == (("crisis",), ("whose",))


@pytest.mark.parametrize("words", ["soy yo", "es sobre mí"])
def test_whose_it_is_may_be_said_in_spanish(words: str) -> None:
    chat = Chat()
    chat.said("me quiero morir", level=SafetyLevel.risk)
    chat.said(words)
    assert chat.open == ("danger",)


@pytest.mark.parametrize(
    ("words", "guess"),
    [
        ("the quiz", "take_quiz"),
        ("my boss", "supervisor_sees"),
        ("my supervisor", "contact_supervisor"),
        ("work", "unsure"),
        ("leave me alone", "stop"),
        ("everything", "pause"),
        ("i need a break from it all", "pause"),
        ("our team", "my_team"),
        ("too many messages and calls", "fewer"),
        ("el trabajo", "pause"),
    ],
)
def test_what_weighs_on_people_is_no_wish_however_much_it_sounds_like_one(words: str, guess: str) -> None:
    chat, _ = worried()
    assert told(chat.said(words, guess), "concern.heard")
    assert chat.flows == ()


def test_for_as_long_as_we_listen_it_is_known_until_when() -> None:
    chat, _ = worried()
    since = chat.conversation.listening_since
    assert listens_until(chat.conversation, since + timedelta(minutes=5)) == since + LISTENS
    assert listens_until(chat.conversation, since + LISTENS) is None
    chat.said("/lesson")
    assert listens_until(chat.conversation, chat.now) is None
