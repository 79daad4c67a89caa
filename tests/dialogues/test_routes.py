"""The manager's routes, in their order: what wins in every state, and that nothing said is ever too much for it."""

from dataclasses import replace

import pytest

from dialogues import manager
from dialogues.commands import BY_INTENT
from dialogues.conversation import Conversation
from dialogues.events import Joined, OptedOut, SafetyRaised, Wanted
from dialogues.facts import Standing
from dialogues.flows import CRISIS, FOLLOW_UPS
from dialogues.manager import ALWAYS_THEIRS
from dialogues.outcome import Occasion, Outcome
from dialogues.play import PRIVATE
from dialogues.starts import COMMANDS
from dialogues.turn import Act, Due, Showed, Silent, Tapped
from nlu.intents import INTENTS, UNSURE, SafetyLevel
from tests.dialogues.house import ASKING, FACTS, FREE, OFFERS, SHIPPED, Chat, last_question, told

STANDINGS = tuple(Standing)
OPEN = (None, *sorted(ASKING))
WORDS = {name: SHIPPED.phrase(f"words.{name}", "en").wordings for name in ("help_now", "stop", "help", "resume")}

everywhere = pytest.mark.parametrize("standing", STANDINGS)
whatever_is_open = pytest.mark.parametrize("open", OPEN, ids=str)


def somebody(standing: Standing, open: str | None, below: str | None = None) -> Chat:
    """A person of this standing, with these talks open."""
    chat = Chat(facts=replace(FACTS, standing=standing))
    for flow in (below, open):
        if flow:
            chat.begin(flow)
    return chat


def test_the_order_of_the_routes_is_the_policy() -> None:
    names = [route.__name__ for route in manager.ROUTES]
    assert names == ["crisis", "opt_out", "help_", "command", "answer", "intent", "not_understood"]


@pytest.mark.parametrize("level", [SafetyLevel.risk, SafetyLevel.imminent])
@everywhere
@whatever_is_open
def test_words_of_danger_win_everywhere(standing: Standing, open: str | None, level: SafetyLevel) -> None:
    chat = somebody(standing, open)
    outcome = chat.said("stop help lesson", "stop", level)
    assert (outcome.occasion, chat.flows[-1], chat.open[-1]) == (Occasion.crisis, CRISIS, "whose")
    assert "911" in outcome.messages[0].text.words
    assert [event.by for event in chat.events if isinstance(event, SafetyRaised)] == ["screen"]


@everywhere
@whatever_is_open
def test_help_now_works_everywhere(standing: Standing, open: str | None) -> None:
    for words in (*WORDS["help_now"], "HELP NOW!!", "/help_now", "/HELP_NOW@PeerBot please"):
        chat = somebody(standing, open)
        outcome = chat.said(words)
        assert (outcome.occasion, chat.flows[-1]) == (Occasion.crisis, CRISIS), words
        assert told(outcome, "crisis.open_asked")


@everywhere
@whatever_is_open
def test_the_button_help_now_works_everywhere_even_on_an_old_message(standing: Standing, open: str | None) -> None:
    chat = somebody(standing, open)
    assert chat.turn(Tapped("long ago.3", "/help_now")).occasion is Occasion.crisis
    assert chat.flows[-1] == CRISIS


@everywhere
@whatever_is_open
def test_stop_works_everywhere_and_ends_whatever_is_open(standing: Standing, open: str | None) -> None:
    for words in (*WORDS["stop"], "Stop.", "/stop", "/stop@PeerBot"):
        chat = somebody(standing, open, below="pause")
        outcome = chat.said(words, "start_lesson")
        assert told(outcome, "stop.done"), words
        assert (chat.events, chat.conversation.runs) == ((OptedOut(),), ())
        assert [choice.key for choice in outcome.messages[0].choices] == ["/resume", "/help_now"]
        # That a talk about safety or a check-in was left is recorded nowhere.
        assert len(chat.ends) == (2 if open and open not in PRIVATE else 1)


@everywhere
@whatever_is_open
def test_help_works_everywhere_and_returns_to_where_we_were(standing: Standing, open: str | None) -> None:
    for words in (*WORDS["help"], "HELP!", "/help"):
        chat = somebody(standing, open)
        before = chat.conversation.runs
        outcome = chat.said(words, "goodbye")
        assert told(outcome, "help.what"), words
        assert told(outcome, "talk.where_we_were") is bool(open and open not in OFFERS)
        assert (chat.conversation.runs, chat.events) == (() if open in OFFERS else before, ())


@everywhere
@whatever_is_open
def test_words_of_concern_get_kind_words_and_lose_nothing(standing: Standing, open: str | None) -> None:
    plain, worried = somebody(standing, open), somebody(standing, open)
    plain.said("i feel so tired of it")
    outcome = worried.said("i feel so tired of it", "feeling_bad", SafetyLevel.concern)
    assert (worried.flows, worried.open, worried.kept) == (plain.flows, plain.open, plain.kept)
    assert told(outcome, "concern.line") is (open != CRISIS)  # a safety talk says more already
    assert told(outcome, "concern.ask") is (len(outcome.messages) == 1 and open != CRISIS)
    assert "988" in outcome.messages[0].text.words
    assert [choice.key for choice in outcome.messages[0].choices][-1:] == ["/help_now"]


ACTS = (Showed("photo"), Showed("voice"), Tapped("old.1", "agree"), Tapped("old.1", "/lesson"), Tapped("", ""))


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_before_the_welcome_whatever_they_do_begins_the_welcome(act: Act) -> None:
    chat = somebody(Standing.new, None)
    chat.turn(act)
    assert (chat.flows, chat.open) == (("welcome",), ("agree",))


@pytest.mark.parametrize(
    "words", ["hello", "/start", "start", "/lesson", "/nonsense", "resume", "🦄", "", "settings", "2"]
)
@pytest.mark.parametrize("intent", [UNSURE, "greet", "start_lesson", "stop"])
def test_before_the_welcome_whatever_they_say_begins_the_welcome(words: str, intent: str) -> None:
    chat = somebody(Standing.new, None)
    chat.said(words, intent)
    assert (chat.flows, chat.open) == (("welcome",), ("agree",))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_in_the_middle_of_the_welcome_other_commands_wait_for_its_end(command: str) -> None:
    chat = somebody(Standing.new, "welcome")
    outcome = chat.said(f"/{command}")
    first = {"help_now", "help", "stop", "confirm_stop", "who", "my_data", "export", "erase", "join", "link_accept"}
    first |= {"supervisor", "consents", "language", "speak_en", "speak_es"}
    first |= {f"withdraw_{one}" for one in ("lessons", "checkins", "figures")}
    assert told(outcome, "welcome.first") is (command not in first)
    assert ("welcome" in chat.flows) is (command != "stop")


def test_who_asks_to_be_left_alone_in_the_middle_of_the_welcome_is_offered_to_stop() -> None:
    outcome = somebody(Standing.new, "welcome").said("please do not write to me", "stop")
    assert [choice.key for choice in outcome.messages[0].choices] == ["/stop", "/pause", "/days", "/help_now"]


@pytest.mark.parametrize("open", [flow for flow in OPEN if flow not in ("welcome", CRISIS)], ids=str)
def test_not_understood_says_so_then_offers_help_then_a_person_and_never_loops(open: str | None) -> None:
    chat = somebody(Standing.active, "quiz" if open in FREE else open)
    before = chat.conversation.runs
    offers = []
    for number in (1, 2, 3, 3, 3):
        outcome = chat.said("xqzzt blorp")
        assert told(outcome, f"talk.not_understood_{number}")
        # Beside the answers of the question, if a channel has room for both; a native quiz has not.
        assert len(outcome.messages) == (2 if chat.flows in (("quiz",), ("review",)) else 1)
        offers.append({choice.key for choice in outcome.messages[0].choices} & {"/help", "/help_now"})
    assert offers == [{"/help", *(["/help_now"] if open == "plan" else [])}, *[{"/help", "/help_now"}] * 4]
    assert (chat.conversation.runs, chat.conversation.misses, chat.events) == (before, 5, ())


def test_being_understood_once_makes_the_coach_patient_again() -> None:
    chat = somebody(Standing.active, None)
    for _ in range(2):
        chat.said("xqzzt")
    chat.said("hi", "greet")
    assert told(chat.said("xqzzt"), "talk.not_understood_1")


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", ""])
@pytest.mark.parametrize("open", [None, "quiz"], ids=str)
def test_what_is_not_text_is_answered_and_the_question_stays(kind: str, open: str | None) -> None:
    chat = somebody(Standing.active, open)
    outcome = chat.turn(Showed(kind))
    assert told(outcome, "talk.not_text")
    assert chat.open == (("rights-q01",) if open else ())
    assert bool(outcome.messages[-1].question) is bool(open)


def sensible(chat: Chat, outcome: Outcome) -> bool:
    """Whether something was said and the last message asks what is open, unless that waits: for what comes, or a lighter moment."""
    if [type(event) for event in chat.events] in ([Wanted], [Joined]) or told(outcome, "talk.feeling_bad"):
        return not any(message.question for message in outcome.messages)
    question = last_question(outcome).question if chat.conversation.runs else ""
    return not chat.conversation.runs or question == chat.conversation.runs[-1].question


@everywhere
@whatever_is_open
def test_every_intent_leads_somewhere_sensible(standing: Standing, open: str | None) -> None:
    for intent in (*INTENTS, UNSURE, "an intent of tomorrow"):
        chat = somebody(standing, open)
        outcome = chat.said("some words of theirs", intent)
        assert sensible(chat, outcome), intent
        assert all(message.text.words.strip() for message in outcome.messages), intent
        assert outcome.occasion is (Occasion.crisis if chat.flows[-1:] == (CRISIS,) else Occasion.reply), intent


def test_who_has_stopped_may_still_ask_for_what_is_theirs_in_their_own_words() -> None:
    assert told(somebody(Standing.stopped, None).said("please delete my data", "erase_my_data"), "data.erase_sure")
    assert told(somebody(Standing.stopped, None).said("what do you keep about me", "my_data"), "data.what")
    assert told(somebody(Standing.stopped, None).said("show my plan", "wellness_plan"), "plan.none")


@pytest.mark.parametrize("intent", [one for one in (*INTENTS, UNSURE) if one not in ALWAYS_THEIRS])
def test_who_has_stopped_hears_one_line_and_the_way_back(intent: str) -> None:
    chat = somebody(Standing.stopped, None)
    outcome = chat.said("some words of theirs", intent)
    assert told(outcome, "stop.still")
    assert ([choice.key for choice in outcome.messages[0].choices], chat.events) == (["/resume", "/help_now"], ())


ALONE = {
    "greet": "talk.greet", "help": "help.what", "start_lesson": "lesson.opening", "next": "lesson.opening",
    "take_quiz": "quiz.place", "check_in": "checkin.consent", "practice": "practice.opening", "my_progress": "progress.begun",
    "ask_competency": "competency.which", "change_time": "settings.hour", "change_days": "settings.days",
    "change_zone": "settings.zone", "change_language": "settings.language", "pause": "settings.pause",
    "resume": "settings.not_paused", "stop": "stop.confirm", "my_data": "data.what", "erase_my_data": "data.erase_sure",
    "supervisor_sees": "supervisor.none", "contact_supervisor": "contact.none", "why_message": "why.none",
    "thanks": "talk.thanks", "goodbye": "talk.goodbye", "feeling_good": "talk.feeling_good",
    "feeling_bad": "talk.feeling_bad", "report_content": "report.none", "bot_identity": "who.i_am",
    "out_of_scope": "talk.out_of_scope", "text_only": "settings.text_only", "leave": "leave.until",
    "my_team": "team.none", "wellness_plan": "plan.none", "affirm": "talk.okay", "deny": "talk.okay",
    "fewer": "settings.fewer", "pictures_on": "settings.pictures", "leave_team": "seat.none", "join_team": "join.how",
}  # fmt: skip
ELSEWHERE = {"skip", "repeat"}
SILENT = {"link_chats": "link"}


@pytest.mark.parametrize("intent", sorted(set(INTENTS) - set(SILENT)))
def test_every_intent_has_its_answer_where_nothing_is_open(intent: str) -> None:
    outcome = somebody(Standing.active, None).said("some words of theirs", intent)
    assert told(outcome, ALONE.get(intent, "talk.not_understood_1"))
    assert (intent in ALONE) is (intent not in ELSEWHERE)


@pytest.mark.parametrize("intent", sorted(SILENT))
def test_what_takes_a_moment_is_asked_for_and_says_nothing_yet(intent: str) -> None:
    chat = somebody(Standing.active, None)
    outcome = chat.said("some words of theirs", intent)
    assert (outcome.messages, chat.events) == ((), (Wanted(SILENT[intent]),))


def test_what_the_coach_cannot_help_with_still_ends_in_a_way_to_a_person() -> None:
    outcome = somebody(Standing.active, None).said("my landlord threw me out", "out_of_scope")
    assert [choice.key for choice in outcome.messages[0].choices] == ["/lesson", "/help", "/help_now"]


def test_who_wants_fewer_is_offered_fewer_days_a_rest_or_none_at_all() -> None:
    assert set(BY_INTENT) >= {"fewer", "pictures_on", "leave_team", "join_team"}
    outcome = somebody(Standing.active, None).tap("/fewer")
    assert told(outcome, "settings.fewer")
    assert [choice.key for choice in outcome.messages[0].choices] == ["/days", "/pause", "/stop"]


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_yes_or_no_that_an_open_question_does_not_take_is_no_small_talk(intent: str) -> None:
    chat = somebody(Standing.active, "quiz")
    outcome = chat.said("yes or no", intent)
    assert [told(outcome, name) for name in ("talk.okay", "talk.not_understood_1")] == [False, True]


def test_repeat_says_the_open_question_again_and_nothing_else() -> None:
    chat = somebody(Standing.active, "quiz")
    outcome = chat.said("say that again", "repeat")
    assert [message.question for message in outcome.messages] == [chat.conversation.runs[-1].question]


@pytest.mark.parametrize(
    "act", [Silent("x.0"), Due("lesson", ("rights-01",)), Due("followup"), Due("debrief")], ids=str
)
@everywhere
@whatever_is_open
def test_the_clock_is_never_misunderstood(act: Act, standing: Standing, open: str | None) -> None:
    chat = somebody(standing, open)
    before = chat.conversation
    outcome = chat.turn(act)
    assert not told(outcome, "talk.not_understood_1")
    if isinstance(act, Silent):
        assert (outcome.messages, chat.conversation) == ((), before)
    else:
        assert isinstance(act, Due)
        promised = act.what in FOLLOW_UPS
        assert outcome.occasion is (Occasion.reply if promised else Occasion.prompt)
        assert chat.flows[-1] == act.what


@pytest.mark.parametrize("what", ["lesson", "quiz"])
def test_a_prompt_says_hello_before_it_begins(what: str) -> None:
    chat = somebody(Standing.active, None)
    subjects = {"lesson": ("rights-01",), "quiz": ("rights-q01",)}[what]
    outcome = chat.turn(Due(what, subjects))
    assert told(outcome, f"prompt.{what}")
    assert not told(chat.said("again", "repeat"), f"prompt.{what}")


def test_the_same_scene_always_leads_to_the_same_outcome() -> None:
    chat = somebody(Standing.active, "lesson")
    scene = chat.scene(Tapped(chat.conversation.runs[-1].question, "next"))
    assert manager.respond(scene) == manager.respond(scene)
    assert scene.conversation == chat.conversation != Conversation()
