"""Hours, days, competencies and languages in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities import COMPETENCIES, find_entities


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("half seven", "07:30"),
        ("7:30", "07:30"),
        ("7.30", "07:30"),
        ("7pm", "19:00"),
        ("19h", "19:00"),
        ("19h30", "19:30"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("quarter past 8", "08:15"),
        ("quarter to nine pm", "20:45"),
        ("half past six in the evening", "18:30"),
        ("twenty to 5", "04:40"),
        ("9 in the morning", "09:00"),
        ("8 at night", "20:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("ten o'clock", "10:00"),
        ("can i have it at 8 instead", "08:00"),
        ("move it to 4pm please", "16:00"),
        ("quarter to 1", "00:45"),
        ("7 p.m.", "19:00"),
    ],
)
def test_an_hour_is_found(text: str, hour: str) -> None:
    assert find_entities(text)["hour"] == hour


@pytest.mark.parametrize(
    "text", ["25:00", "12:75", "in 2 weeks", "for 2 weeks", "2 questions", "1/5", "at 30", "room 12", "gmt+2", "10%"]
)
def test_other_numbers_are_no_hour(text: str) -> None:
    assert "hour" not in find_entities(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon wed fri", "1,3,5"),
        ("weekdays", "1,2,3,4,5"),
        ("every day", "1,2,3,4,5,6,7"),
        ("daily please", "1,2,3,4,5,6,7"),
        ("weekends", "6,7"),
        ("not on weekends", "1,2,3,4,5"),
        ("monday to thursday", "1,2,3,4"),
        ("fri-mon", "1,5,6,7"),
        ("tuesdays and thursdays", "2,4"),
        ("tues, thurs", "2,4"),
        ("saturday", "6"),
        ("monday, not friday", "1"),
    ],
)
def test_days_are_found(text: str, days: str) -> None:
    assert find_entities(text)["days"] == days


@pytest.mark.parametrize("text", ["monthly", "money", "sunny", "not on sundays", "satisfied", "today"])
def test_other_words_are_no_days(text: str) -> None:
    assert "days" not in find_entities(text)


@pytest.mark.parametrize(("number", "id"), list(enumerate(COMPETENCIES, 1)))
def test_a_competency_is_found_by_number(number: int, id: str) -> None:
    assert find_entities(f"tell me about competency {number}")["competency"] == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("protecting rights", "rights"),
        ("technical skills", "technical"),
        ("available technologies", "technologies"),
        ("equity of access", "equity"),
        ("digital communication skills", "communication"),
        ("performance based training", "training"),
        ("self care", "self-care"),
        ("monitoring and crisis", "crisis"),
        ("peer support competencies", "peer-support"),
        ("health literacy", "health-literacy"),
        ("competency seven", "self-care"),
    ],
)
def test_a_competency_is_found_by_name(text: str, id: str) -> None:
    assert find_entities(text)["competency"] == id


def test_a_number_beyond_the_ten_is_no_competency() -> None:
    assert find_entities("competency 11") == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [("spanish please", "es"), ("español", "es"), ("english pls", "en"), ("from english to spanish", "es")],
)
def test_a_language_is_found(text: str, code: str) -> None:
    assert find_entities(text)["language"] == code


@given(st.text(max_size=200))
def test_any_text_has_plain_values_or_none(text: str) -> None:
    found = find_entities(text)
    assert all(found.values())
    assert set(found) <= {"hour", "days", "zone", "competency", "language"}


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_of_the_clock_is_found_as_written(hour: int, minute: int) -> None:
    assert find_entities(f"send it at {hour}:{minute:02}")["hour"] == f"{hour:02}:{minute:02}"


VALUES = {
    "hour": {
        "a las 7 y media": "07:30",
        "a las siete y media": "07:30",
        "las ocho menos cuarto": "07:45",
        "siete y cuarto de la tarde": "19:15",
        "a las 9 de la noche": "21:00",
        "a las 10 de la noche": "22:00",
        "mejor a las 8": "08:00",
        "a la una de la tarde": "13:00",
        "a las 2 de la madrugada": "02:00",
        "al mediodía": "12:00",
        "a medianoche": "00:00",
        "19 hs": "19:00",
        "ponlo a las 20:30": "20:30",
        "cinco de la tarde": "17:00",
        "las seis y veinte": "06:20",
        "a las doce en punto": "12:00",
        "tipo 6 de la tarde": "18:00",
        "a las 8 pm": "20:00",
        "7ish": "07:00",
        "i work from 9 to 5": "09:00",
        "10 to 5": "04:50",
        "send it at half eight instead pls": "08:30",
    },
    "days": {
        "lunes a viernes": "1,2,3,4,5",
        "de lunes a jueves": "1,2,3,4",
        "los martes y jueves": "2,4",
        "lunes miércoles y viernes": "1,3,5",
        "lun mie vie": "1,3,5",
        "todos los días": "1,2,3,4,5,6,7",
        "entre semana": "1,2,3,4,5",
        "los findes": "6,7",
        "los fines de semana no": "1,2,3,4,5",
        "todos los días menos domingo": "1,2,3,4,5,6",
        "todos los días menos los domingos": "1,2,3,4,5,6",
        "every day but sunday": "1,2,3,4,5,6",
        "weekdays except friday": "1,2,3,4",
        "mon/wed/fri": "1,3,5",
        "monday to friday except wednesday": "1,2,4,5",
        "sábado y domingo": "6,7",
        "días laborables": "1,2,3,4,5",
    },
    "zone": {
        "estoy en bogotá": "America/Bogota",
        "vivo en la ciudad de méxico": "America/Mexico_City",
        "i've moved to lisbon, times are wrong": "Europe/Lisbon",
        "i live in leeds": "Europe/London",
        "me mudé a nueva zelanda": "Pacific/Auckland",
        "guadalajara": "America/Mexico_City",
        "en las palmas de gran canaria": "Atlantic/Canary",
        "moved from london to new york": "America/New_York",
    },
    "competency": {
        "la de autocuidado": "self-care",
        "competencia 4": "equity",
        "competencia número siete": "self-care",
        "brecha digital": "equity",
        "alfabetización en salud": "health-literacy",
        "háblame de los derechos": "rights",
    },
    "language": {"en español por favor": "es", "ponlo en inglés": "en", "castellano": "es", "es": "es"},
}


@pytest.mark.parametrize("kind", VALUES)
def test_values_are_found_in_both_languages(kind: str) -> None:
    found = {text: find_entities(text).get(kind, "") for text in VALUES[kind]}
    assert {text: value for text, value in found.items() if value != VALUES[kind][text]} == {}


@pytest.mark.parametrize(
    "text",
    [
        "quién está en mi equipo",
        "es mucho para mí",
        "tengo tres hijos",
        "una de mis usuarias",
        "la que sigue",
        "por la tarde",
        "mexico",
    ],
)
def test_other_spanish_words_are_no_values(text: str) -> None:
    assert find_entities(text) == {}
