"""The screen under disguise, under load and under fire."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.files import DATA
from nlu.intents import CALM, Open, SafetyLevel, Whose
from nlu.safety import BROKEN, FOREIGN, RuleScreen, rule_screen
from nlu.safety.hearing import LONGEST, hear, plain
from nlu.safety.spelling import Speller
from tests.nlu.lines import group
from tests.nlu.test_safety_es import table as spanish

SCREEN = rule_screen(DATA)
RISKS = st.sampled_from(group("self", "risk", "imminent"))
EMOJI = st.sampled_from(["😭", "🙃", "💔", "👍🏽", "❤️", "🏳️‍🌈"])
UNSEEN = st.sampled_from(["\u200b", "\u200d", "\u00ad", "\0", "\ufeff", "\u2060"])
SPANISH = st.sampled_from(spanish("self")["risk"])
ACCENTS = str.maketrans({"a": "á", "e": "é", "i": "í", "o": "ö", "u": "ü", "n": "ñ"})


def level(text: str, opened: Open = Open.none) -> SafetyLevel:
    return SCREEN.screen(text, "en", opened).level


@settings(max_examples=40)
@given(SPANISH, EMOJI, UNSEEN, st.sampled_from(["  ", "\t", "\n", "\u00a0"]))
def test_nothing_around_spanish_letters_hides_what_they_say(line: str, sign: str, unseen: str, space: str) -> None:
    bare = unicodedata.normalize("NFD", line).encode("ascii", "ignore").decode()
    same = [line.upper(), bare, unseen.join(line), line.replace(" ", space)]
    assert [level(form) for form in same] == [level(line)] * len(same)
    assert level(f"{sign}{line.replace(' ', f' {sign} ')}{sign}") >= SafetyLevel.risk


@pytest.mark.parametrize(
    "line",
    ["kiero morirme", "qiero matarme", "me kiero suisidar", "me quiero m4tar", "quiero m*tarme", "suicidarmee ya"],
)
def test_spanish_chat_spelling_hides_nothing(line: str) -> None:
    assert level(line) >= SafetyLevel.risk


@pytest.mark.parametrize("talk", ["hablamos del tiempo y del huerto un rato ", "quiero ", "me "])
@pytest.mark.parametrize(("locale", "most"), [("es", LONGEST), ("en", FOREIGN)])
def test_a_risk_in_the_middle_of_a_long_spanish_text_is_found(talk: str, locale: str, most: int) -> None:
    half = talk * ((most // 2 - 50) // len(talk))
    assert SCREEN.screen(f"{half}. quiero matarme. {half}", locale).level >= SafetyLevel.risk


@given(RISKS)
def test_capitals_and_accents_hide_nothing(line: str) -> None:
    assert level(line.upper()) == level(line) == level(line.translate(ACCENTS))


@given(RISKS, st.sampled_from(["  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", " \u200b "]))
def test_other_spaces_hide_nothing(line: str, space: str) -> None:
    assert level(line.replace(" ", space)) == level(line)


@given(RISKS, EMOJI, EMOJI)
def test_emoji_around_and_between_words_hide_nothing(line: str, one: str, two: str) -> None:
    assert level(f"{one}{line.replace(' ', f' {two} ')}{one}") >= SafetyLevel.risk


@given(RISKS, UNSEEN)
def test_characters_nobody_sees_hide_nothing(line: str, unseen: str) -> None:
    assert level(unseen.join(line)) == level(line)


@given(RISKS)
def test_curly_quotes_hide_nothing(line: str) -> None:
    assert level(line.replace("'", "’")) == level(line)


@given(st.sampled_from(["kill", "suicide", "suicidal", "unalive", "overdose"]), st.data())
def test_a_starred_or_swapped_letter_inside_a_grave_word_hides_nothing(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    starred = word[:at] + "*" + word[at + 1 :]
    assert Speller(SCREEN._books[0].spelling).spell(starred) == (word,)
    assert Speller(SCREEN._books[0].spelling).spell(word.translate(str.maketrans("ieo", "130"))) == (word,)


@given(st.text(max_size=400), st.sampled_from(list(Open)), st.text(max_size=8))
def test_no_text_and_no_locale_raises_or_breaks_the_screen(text: str, opened: Open, locale: str) -> None:
    assert "screen-error" not in SCREEN.screen(text, locale, opened).matched


@given(st.text(alphabet="kilmyseufd ie.*1!'\"\n", max_size=200))
def test_nothing_spelled_from_dangerous_letters_breaks_the_screen(text: str) -> None:
    assert "screen-error" not in SCREEN.screen(text, "en").matched


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(sorted(SCREEN._books[0].machine.words - {"_"})), max_size=80), st.sampled_from(list(Open))
)
def test_no_sequence_of_the_rules_own_words_breaks_the_screen(words: list[str], opened: Open) -> None:
    assert "screen-error" not in SCREEN.screen(" ".join(words), "en", opened).matched


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "\0", "😀", "\u200b"])
def test_a_text_without_words_is_calm(screen: RuleScreen, text: str) -> None:
    assert screen.screen(text, "en") == CALM


def test_a_risk_in_the_middle_of_the_longest_message_is_found(screen: RuleScreen) -> None:
    talk = "we talked about the weather and the garden for a while "
    half = talk * ((LONGEST // 2 - 50) // len(talk))
    assert screen.screen(half + ". i want to kill myself. " + half, "en").level is SafetyLevel.risk


@pytest.mark.parametrize("place", ["first", "last"])
def test_of_a_longer_text_the_beginning_and_the_end_are_heard(screen: RuleScreen, place: str) -> None:
    talk, risk = "garden and weather " * LONGEST, " i want to kill myself "
    assert screen.screen(risk + talk if place == "first" else talk + risk, "en").level is SafetyLevel.risk


def test_no_text_makes_more_words_than_it_has_room_for() -> None:
    for book in SCREEN._books:
        for bomb in ("\ufdfa", "a ", "k*", "e\u0301", "i'd ", "😭", "matarme "):
            assert len(hear(plain(bomb * LONGEST), book.spelling).words) <= 3 * LONGEST


def test_guessing_at_odd_words_comes_to_an_end() -> None:
    speller = Speller(SCREEN._books[0].spelling)
    for number in range(10_000):
        speller.spell(f"k*{number}l")
    assert speller.patience < 0
    assert speller.spell("k*ll") == ("k*ll",)
    assert speller.spell("suicde") == ("suicide",)


def test_more_hits_than_can_be_weighed_are_heard_at_their_worst(screen: RuleScreen) -> None:
    heard = screen.screen("are you safe, do you want to die? " * 300, "en", Open.drill)
    assert heard.level >= SafetyLevel.risk
    assert heard.whose is Whose.unclear


def test_the_machine_keeps_no_words_of_a_text() -> None:
    SCREEN.screen("i want to zyxwvut the qwertz and kill abcdefgh", "en")
    seen = {word for place in SCREEN._books[0].machine.places.values() for word in place.onward}
    assert seen <= SCREEN._books[0].machine.words | {""}


def test_an_error_inside_the_screen_is_heard_as_risk(screen: RuleScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.safety.hear", lambda *_: 1 // 0)
    assert screen.screen("hello", "en") == BROKEN


def test_a_locale_without_rules_is_screened_by_all_rules(screen: RuleScreen) -> None:
    assert screen.screen("i want to die", "xx") == screen.screen("i want to die", "en")


@pytest.mark.parametrize(
    ("line", "level", "whose"),
    [
        ("my client died and I can't stop thinking I should follow", "risk", "self"),
        ("my client took pills and i want to die too", "imminent", "self"),
        ("she took pills and i cant cope", "imminent", "other"),
        ("he said goodbye and now i want to die", "risk", "self"),
        ("my mum died 10 years ago and i want to die", "risk", "self"),
        ("my brother killed himself ten years ago", "concern", "other"),
        ("suicide", "risk", "unclear"),
        ("kill yourself", "concern", "unclear"),
        ("do you want to die", "concern", "unclear"),
    ],
)
def test_whose_danger_it_is_follows_the_words(screen: RuleScreen, line: str, level: str, whose: str) -> None:
    heard = screen.screen(line, "en")
    assert (heard.level.name, heard.whose.value) == (level, whose)


def test_a_real_emergency_is_heard_through_an_open_drill(screen: RuleScreen) -> None:
    assert screen.screen("this is real, she took pills", "en", Open.drill).level is SafetyLevel.imminent
    assert screen.screen("my sister just took pills", "en", Open.drill).level is SafetyLevel.imminent
