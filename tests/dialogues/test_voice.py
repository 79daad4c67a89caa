"""The voice: which words for whom, from which release, and always the newest crisis lines."""

from dataclasses import replace

import pytest

from content.library import NotInLibrary
from content.model import Phrase
from dialogues.facts import Profile
from dialogues.voice import Shelf, Voice
from tests.dialogues.house import BILINGUAL, LIBRARY, SHIPPED, Chat, voice


def with_phrases(**wordings: tuple[str, ...]) -> dict[tuple[str, str], Phrase]:
    """The shipped phrases and these, named `locale__name`."""
    more = {}
    for key, said in wordings.items():
        locale, _, name = key.partition("__")
        more[(name, locale)] = Phrase(name, locale, said)
    return {**SHIPPED.phrases, **more}


OLD = replace(LIBRARY, phrases=with_phrases(en__hello=("old hello {name}",)), countries={})
NEW = replace(LIBRARY, phrases=with_phrases(en__hello=("new hello",), en__fresh=("fresh",), es__hello=("hola",)))


def test_a_phrase_comes_from_the_run_s_own_release_and_else_from_the_newest() -> None:
    both = Voice(OLD, NEW)
    assert both.phrase("hello", name="Ana").words == "old hello Ana"
    assert both.phrase("fresh").words == "fresh"
    with pytest.raises(NotInLibrary):
        both.phrase("never written")


def test_a_phrase_is_spoken_in_the_person_s_language_and_else_in_english() -> None:
    spanish = Voice(NEW, NEW, Profile(language="es"))
    assert (spanish.phrase("hello").words, spanish.phrase("fresh").words) == ("hola", "fresh")
    assert Voice(NEW, NEW).speaking("es") == spanish


def test_the_country_is_looked_up_in_the_newest_release() -> None:
    known = Voice(OLD, NEW, Profile(country="NO")).country
    assert known is not None
    assert known.code == "NO"
    assert Voice(OLD, NEW).country is None
    assert Voice(NEW, NEW).living_in("NO").country == SHIPPED.countries["NO"]
    assert Voice(NEW, NEW, Profile(country="NO")).living_in("").profile.country is None


def test_a_choice_has_the_first_wording_as_label_and_the_others_as_words() -> None:
    choice = voice().choice("danger_no", intent="deny")
    label, *words = SHIPPED.phrase("choice.danger_no", "en").wordings
    assert (choice.key, choice.label, choice.words, choice.intent) == ("danger_no", label, tuple(words), "deny")
    assert voice().choice("/help_now").label == voice().choice("help_now").label
    assert voice().choice("3", "pause_3").key == "3"


def test_a_release_that_is_no_longer_on_the_shelf_is_replaced_by_the_newest() -> None:
    shelf = Shelf(NEW, {1: OLD})
    assert shelf.at(1) is OLD
    assert shelf.at(7) is NEW


def test_an_open_talk_keeps_the_words_it_began_with() -> None:
    renamed = replace(BILINGUAL, lessons={key: replace(one, cards=("New.",)) for key, one in BILINGUAL.lessons.items()})
    chat = Chat(shelf=Shelf(renamed, {1: BILINGUAL}))
    chat.begin("lesson")
    chat.tap("next")
    assert "Third." in chat.tap("next").messages[0].text.words
    chat.facts = replace(chat.facts, release=2)
    chat.tap("not_today")
    chat.said("/lesson")
    assert (chat.conversation.runs[-1].release, chat.open) == (2, ("try",))


def test_what_is_picked_is_spread_over_talks_and_over_reasons() -> None:
    among = ("a", "b", "c", "d")
    picked = [voice(seed=f"t{number}").pick(among, why) for number in range(50) for why in ("act", "word")]
    assert set(picked) == set(among)
    assert picked[::2] != picked[1::2]
