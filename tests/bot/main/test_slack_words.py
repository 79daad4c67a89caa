"""What the adapter for Slack says by itself: help comes first, and wherever the coach does not talk it is named."""

from bot.main.parts import LIBRARY
from bot.main.slack_words import words_of
from content.loading import load

WORDS = words_of(load(LIBRARY))["en"]


def test_the_commands_help_begins_with_help_now_and_ends_with_what_stands_before_the_list() -> None:
    assert WORDS.help.startswith("Type HELP NOW")
    assert WORDS.help.rpartition("\n\n")[2].startswith("Type /coach and one of these words")


def test_where_the_coach_does_not_talk_it_says_who_to_reach() -> None:
    for said in (WORDS.answered, WORDS.outside, WORDS.not_saved):
        assert "call your local emergency number, or look at findahelpline.com" in said.lower()


def test_the_right_answer_under_a_quiz_has_the_tick_that_its_explanation_speaks_of() -> None:
    assert WORDS.better.startswith("✓")
