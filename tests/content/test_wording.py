"""Unsafe, blaming and untrue words are held back where they are said, and allowed where they are taught."""

import pytest

from content.checking.wording import guilt, promises, unsafe_words
from content.loading import parse

PHRASES, LESSON, ITEMS = "en/phrases/lesson.yaml", "en/lessons/rights/rights-01.md", "en/items/rights.yaml"


def _held_back(files: dict[str, str]) -> list[str]:
    library = parse(files)
    return [str(problem) for gate in (unsafe_words, guilt, promises) for problem in gate(library)]


def _phrase(files: dict[str, str], words: str) -> list[str]:
    files[PHRASES] = f"lesson.done: |-\n  {words}\n"
    return _held_back(files)


def _lesson(files: dict[str, str], words: str) -> list[str]:
    files[LESSON] = files[LESSON].replace("Keep it short:", f"{words}\n")
    return _held_back(files)


def _option(files: dict[str, str], words: str) -> list[str]:
    files[ITEMS] = files[ITEMS].replace("text: Ask the boss.", f"text: {words}")
    return _held_back(files)


UNSAFE = [
    "He committed suicide.",
    "She may commit **suicide**.",
    "It was a successful suicide.",
    "A failed attempt.",
    "After failed suicide attempts",
    "A completed suicide.",
    "They killed themselves.",
    "She killed herself.",
    "A suicide epidemic.",
    "Cometió suicidio.",
    "Podría cometer **suicidio**.",
    "Un suicidio consumado.",
    "Fue un suicidio exitoso.",
    "Tras dos intentos fallidos.",
    "Un intento de suicidio frustrado.",
    "Se mató ayer.",
    "Una epidemia de suicidios.",
    "Era una amenaza suicida.",
]
BLAMING = [
    "You should have called.",
    "You shouldn't have said it.",
    "You failed this one.",
    "You’ve failed.",
    "Don't break your streak!",
    "You missed two lessons.",
    "I am disappointed in you.",
    "Why didn't you answer?",
    "You let everyone down.",
    "Deberías haber llamado.",
    "Deberías haberlo dicho.",
    "Tendrías que haber llamado.",
    "Debiste llamar.",
    "Me has fallado.",
    "Hoy fallaste.",
    "¡Qué vergüenza!",
    "¿Por qué no contestaste?",
    "No rompas tu racha.",
    "Te perdiste dos lecciones.",
    "Me has decepcionado.",
    "Es tu culpa.",
]
KIND = [
    "No es tu culpa.",
    "Nada de esto es culpa tuya.",
    "No has fallado.",
    "Si te perdiste una lección, sigue hoy.",
    "Debería haber un plan.",
]
UNTRUE = [
    "This chat is anonymous.",
    "Your answers are confidential.",
    "We are HIPAA compliant.",
    "We are always here.",
    "I'm always here for you.",
    "Someone is watching this chat.",
    "Your chat stays private.",
    "It is watched by our team.",
    "Lo que escribes es confidencial.",
    "We use an online chat that is confidential.",
    "Este chat es anónimo.",
    "Tus respuestas son confidenciales.",
    "Lo que escribes queda privado.",
    "Aquí todo es muy seguro.",
    "Cumplimos con HIPAA.",
    "Siempre estamos aquí.",
    "Estoy siempre contigo.",
    "Alguien te está leyendo.",
    "Nuestro equipo está vigilando.",
    "Una persona lee este chat.",
    "Está vigilado por el equipo.",
]
HONEST = [
    "This chat is not anonymous.",
    "It isn't private or confidential.",
    "Nobody is watching this chat.",
    "Is this chat confidential?",
    "The line is free and confidential.",
    "We are not always here.",
    "Next: the limits of confidentiality.",
    "Leave out confidential details.",
    "Esto no es confidencial.",
    "Este chat no es anónimo, ni privado.",
    "Nadie te está leyendo.",
    "Nadie lee este chat.",
    "¿Es confidencial este chat?",
    "La línea es gratis y confidencial.",
    "No siempre estamos aquí.",
    "Ayuda ya siempre está aquí.",
]


@pytest.mark.parametrize("words", UNSAFE)
def test_unsafe_words_about_suicide_are_held_back_in_every_voice(files: dict[str, str], words: str) -> None:
    assert len(_phrase(dict(files), words)) == 1
    assert len(_lesson(dict(files), words)) == 1
    assert len(_option(dict(files), words)) == 1


@pytest.mark.parametrize("words", BLAMING)
def test_blame_is_held_back_in_what_the_coach_and_the_lessons_say(files: dict[str, str], words: str) -> None:
    assert len(_phrase(dict(files), words)) >= 1
    assert len(_lesson(dict(files), words)) == 1


@pytest.mark.parametrize("words", KIND)
def test_words_that_take_blame_away_pass(files: dict[str, str], words: str) -> None:
    assert _phrase(dict(files), words) == []
    assert _lesson(files, words) == []


@pytest.mark.parametrize("words", BLAMING)
def test_a_person_in_a_story_may_blame(files: dict[str, str], words: str) -> None:
    assert _option(files, words) == []


@pytest.mark.parametrize("words", UNTRUE)
def test_a_promise_this_chat_cannot_keep_is_held_back(files: dict[str, str], words: str) -> None:
    assert len(_phrase(files, words)) == 1


@pytest.mark.parametrize("words", HONEST)
def test_honest_words_about_privacy_pass(files: dict[str, str], words: str) -> None:
    assert _phrase(files, words) == []


@pytest.mark.parametrize("words", [*UNTRUE, "Say what is confidential, and what you must pass on."])
def test_lessons_may_teach_about_privacy(files: dict[str, str], words: str) -> None:
    assert _lesson(files, words) == []


@pytest.mark.parametrize(
    "words",
    [
        'Do not say "committed suicide".',
        "Do not say “committed suicide.”",
        '"You should have" can sound like blame.',
        "Say what you missed, and ask again.",
        "If you missed a word, ask again.",
        "After three failed attempts to log in, wait.",
        "Sam may feel disappointed.",
        'No digas "cometió suicidio".',
        "No digas «cometió suicidio».",
        '"Deberías haber" puede sonar a culpa.',
        '"Es tu culpa" hace daño.',
        "Tras tres intentos fallidos de iniciar sesión, espera.",
    ],
)
def test_lessons_may_teach_which_words_to_avoid(files: dict[str, str], words: str) -> None:
    assert _lesson(files, words) == []


def test_the_coach_itself_quotes_no_unsafe_words_and_is_never_disappointed(files: dict[str, str]) -> None:
    assert _phrase(dict(files), 'Do not say "committed suicide".') == [
        f'{PHRASES}:1: the phrase says "committed suicide". Say "died by suicide", or "attempted suicide".'
    ]
    assert _phrase(files, "How disappointing.") == [
        f'{PHRASES}:1: the phrase says "disappointing". The coach is never disappointed. Leave it out.'
    ]
