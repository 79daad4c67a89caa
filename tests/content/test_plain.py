"""One main message, short sentences, plain words, and lengths that every channel shows."""

import pytest

from content.checking.jargon import jargon
from content.checking.lengths import message_lengths
from content.checking.main_message import main_messages
from content.checking.plain_words import PLAIN_WORDS
from content.checking.sentence_length import sentence_lengths
from content.loading import parse

LESSON, PHRASES, CRISIS = "en/lessons/rights/rights-01.md", "en/phrases/lesson.yaml", "en/phrases/crisis.yaml"
ONE = "Begin the first card with the one thing to remember in **bold**, and make nothing else bold."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("**Say the limits first.** Then", "Then",
         "13: the first card does not begin with its main message in bold"),
        ("**Say the limits first.** Then", "Then **say the limits first** and",
         "13: the first card does not begin with its main message in bold"),
        ("Then ask", "Then **ask**", '13: "ask" is bold beside the main message'),
        ("- one line", "- **one** line", '18: "one" is bold beside the main message'),
        ("Write your line down.", "**Write** your line down.", '24: "Write" is bold beside the main message'),
        ("Who told you first?", "**Who** told you first?", '27: "Who" is bold beside the main message'),
    ],
)  # fmt: skip  # a table
def test_a_lesson_has_one_main_message_in_front(files: dict[str, str], old: str, new: str, told: str) -> None:
    assert list(main_messages(parse(files))) == []
    files[LESSON] = files[LESSON].replace(old, new, 1)
    assert f"{LESSON}:{told}. {ONE}" in [str(problem) for problem in main_messages(parse(files))]


def test_a_sentence_has_25_words_at_most_and_20_in_a_crisis(files: dict[str, str]) -> None:
    fits, crisis = "go " * 24 + "now.", "go " * 19 + "now."
    files[PHRASES] = f'lesson.done: "{fits} {fits} {{number}} 24/7: {fits}"\n'
    files[CRISIS] = f'crisis.call: "{crisis}\\n{crisis}"\n'
    assert list(sentence_lengths(parse(files))) == []
    files[PHRASES] = f'lesson.done: "Then {fits}"\n'
    files[CRISIS] = f'crisis.call: "Then {crisis}"\n'
    assert [str(problem) for problem in sentence_lengths(parse(files))] == [
        f'{CRISIS}:1: the phrase has a sentence of 21 words ("Then go go go ..."); 20 are the most. Make two of it.',
        f'{PHRASES}:1: the phrase has a sentence of 26 words ("Then go go go ..."); 25 are the most. Make two of it.',
    ]


def test_spanish_sentences_are_counted_too(files: dict[str, str]) -> None:
    files["es/acts.yaml"] = f"- id: act-01\n  text: ¿Vas {'a ' * 25}casa?\n  fits: [low_energy, heavy_load]\n"
    [problem] = sentence_lengths(parse(files))
    assert "the act has a sentence of 27 words" in str(problem)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Utilize the form.", 'says "utilize". Use plain words: use.'),
        ("Non-compliance happens.", 'says "non-compliance". Use plain words: agree to, follow.'),
        ("Each intervention counts.", 'says "intervention". Use plain words: step, help, what you do.'),
        ("Choose a modality.", 'says "modality". Use plain words: way, kind, channel.'),
        ("We offer psychoeducation.", 'says "psychoeducation". Use plain words: learning about it together.'),
        ("_Let us utilize this form today._", 'says "utilize". Use plain words: use.'),
    ],
)
def test_jargon_is_told_with_the_plain_word(files: dict[str, str], words: str, told: str) -> None:
    files[LESSON] = files[LESSON].replace("Keep it short:", f"{words}\n")
    assert [str(problem) for problem in jargon(parse(files))] == [f"{LESSON}:18: the card {told}"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Utiliza el formulario.", 'says "utiliza". Use plain words: usar.'),
        ("Una intervención breve.", 'says "intervención". Use plain words: ayuda, paso, lo que haces.'),
        ("Elige una modalidad.", 'says "modalidad". Use plain words: forma, canal.'),
    ],
)
def test_spanish_has_a_list_of_its_own(files: dict[str, str], words: str, told: str) -> None:
    files["es/phrases/lesson.yaml"] = f'lesson.new: "{words}"\n'
    assert [str(problem) for problem in jargon(parse(files))] == [f"es/phrases/lesson.yaml:1: the phrase {told}"]
    files["de/phrases/lesson.yaml"] = files.pop("es/phrases/lesson.yaml")
    assert list(jargon(parse(files))) == []


@pytest.mark.parametrize("words", ['Some say "modality".', "_Rapport_ means trust.", "“Best practices” is a big word."])
def test_a_term_in_quotes_or_italics_may_be_explained(files: dict[str, str], words: str) -> None:
    files[LESSON] = files[LESSON].replace("Keep it short:", f"{words}\n")
    assert list(jargon(parse(files))) == []


def test_the_published_name_of_a_competency_may_stand(files: dict[str, str]) -> None:
    files["framework.yaml"] = files["framework.yaml"].replace("{en: Number 1}", "{en: Best practices}")
    assert list(jargon(parse(files))) == []


def test_no_plain_word_is_jargon_itself(files: dict[str, str]) -> None:
    for locale, listed in PLAIN_WORDS.items():
        files[f"{locale}/phrases/lesson.yaml"] = f'lesson.done: "{"; ".join(listed.values())}"\n'
    assert list(jargon(parse(files))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (LESSON, "Say the limits first\nm", "Go " * 26 + "\nm",
         "5: the title has 77 characters; a Slack button shows 75. Shorten it."),
        (LESSON, "Write your line down.", "Go. " * 750,
         "5: a card with its step to try has 3077 characters; Slack shows 3000 in one piece. Shorten it."),
        (PHRASES, "lesson.done:", "choice.go: " + "go " * 26 + "\nlesson.done:",
         "1: `choice.go` has 77 characters; a Slack button shows 75. Shorten it."),
        (PHRASES, "lesson.done:", "progress.picture: " + "go " * 342 + "\nlesson.done:",
         "1: `progress.picture` has 1025 characters; Telegram shows 1024 below a picture. Shorten it."),
        (PHRASES, "lesson.done:", "other.words: " + "go. " * 751 + "\nlesson.done:",
         "1: `other.words` has 3003 characters; Slack shows 3000 in one piece. Shorten it."),
    ],
)  # fmt: skip  # a table
def test_what_is_longer_than_a_channel_shows_is_told(
    files: dict[str, str], file: str, old: str, new: str, told: str
) -> None:
    assert list(message_lengths(parse(files))) == []
    files[file] = files[file].replace(old, new, 1)
    assert [str(problem) for problem in message_lengths(parse(files))] == [f"{file}:{told}"]


def test_only_the_first_wording_of_a_choice_is_a_label(files: dict[str, str]) -> None:
    files[PHRASES] += f'choice.go: ["Go", "{"go " * 26}"]\n'
    assert list(message_lengths(parse(files))) == []
