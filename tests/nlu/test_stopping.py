"""Words of stopping, leaving and erasing that mean something else: worded apart from the training data."""

import pytest

from nlu.embedded import EmbeddedInterpreter
from nlu.features import normalise
from nlu.files import DATA, read_examples

COSTLY = ("stop", "erase_my_data", "leave")
ELSEWHERE = {
    "en": (
        *("don't stop", "don't stop now", "don't stop believing", "the rain won't stop", "he quit drinking"),
        *("we quit the pub quiz", "my sister quit uni", "don't quit on your dreams", "quitting caffeine is hard"),
        *("cancel that thought", "cancel the pizza", "erase that last bit", "erase the last sentence"),
        *("delete the first line", "wipe the screen", "keep the engine running"),
        *("leave my brother out of it", "leave that for later", "leave the door open", "don't leave yet"),
        *("she left the meeting early", "he won't leave me alone", "i can't stop thinking about it", "bus stop"),
        *("stop at the red light", "the lift stopped working", "maple leaves", "my client is on leave"),
    ),
    "es": (
        *(
            "deja eso para luego",
            "dejé de fumar",
            "no pares la música",
            "no paran los coches",
            "el bebé no para de llorar",
        ),
        *("dejé el gimnasio", "dejó la universidad", "mi padre dejó la bebida", "déjalo para otro día"),
        *("cómo dejar el café", "no dejo de pensar en la canción", "no dejes la puerta abierta", "no dejes de soñar"),
        *("borra eso último", "borra esa palabra", "borra el dibujo", "elimina ese punto", "elimina esa foto"),
        *("mi primo renunció al puesto", "nos salimos del cine", "salí a cenar", "cancela la reunión", "no te vayas"),
        *("ya paró de llover", "ya no quiero postre", "para mañana", "de vacaciones fuimos a la playa"),
    ),
}
SURE = 0.7
DOUBTFUL = ("quit smoking", "i quit my job", "how to quit gambling", "no quiero parar", "quiero salir al parque")
"""Too near to what people say who do want to stop, for a model without grammar."""

WANTED = {
    "stop": "stop it|i quit|quit now|i want to quit|stop the lessons|stop sending lessons|please stop writing to me|quiero parar"
    "|no me escribas más|deja de mandarme lecciones|dejen de mandarme mensajes|darme de baja",
    "erase_my_data": "erase it all|delete everything|borra mis cosas|bórralo todo",
    "leave": "im on hols until friday|me voy de vacaciones mañana",
    "leave_team": "get me out of the team|quiero dejar el equipo",
}


@pytest.mark.parametrize("locale", ELSEWHERE)
def test_borrowed_words_neither_stop_nor_erase_nor_leave(interpreter: EmbeddedInterpreter, locale: str) -> None:
    read = [(text, interpreter.read(text, locale)) for text in ELSEWHERE[locale]]
    assert [(text, got.intent, got.confidence) for text, got in read if got.intent in COSTLY] == []


def test_doubtful_words_are_never_read_with_confidence(interpreter: EmbeddedInterpreter) -> None:
    read = [(text, interpreter.read(text, "en")) for text in DOUBTFUL]
    assert [(text, got.confidence) for text, got in read if got.intent in COSTLY and got.confidence >= SURE] == []


@pytest.mark.parametrize("intent", WANTED)
def test_who_wants_to_stop_or_leave_or_be_forgotten_is_still_heard(
    interpreter: EmbeddedInterpreter, intent: str
) -> None:
    read = {text: interpreter.read(text, "en").intent for text in WANTED[intent].split("|")}
    assert {text: got for text, got in read.items() if got != intent} == {}


def test_none_of_these_lines_was_learnt() -> None:
    learnt = {normalise(example.text) for locale in ELSEWHERE for example in read_examples(DATA, locale)}
    lines = [*DOUBTFUL, *(text for texts in ELSEWHERE.values() for text in texts)]
    assert [text for text in lines if normalise(text) in learnt] == []
