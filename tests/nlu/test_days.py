"""Days: which words are days, which days are meant, and how much work that is."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.days import find_days
from nlu.entities import find_entities
from nlu.features import normalise

MEANT = {
    "lists": {
        "mon, wed & fri": "1,3,5",
        "mon wed and sat": "1,3,6",
        "Mon. Wed. Fri.": "1,3,5",
        "mon+wed": "1,3",
        "tue thu sat": "2,4,6",
        "sat and sun": "6,7",
        "sat/sun": "6,7",
        "sat & sun only": "6,7",
        "lun, mar y mie": "1,2,3",
        "los mar y jue": "2,4",
        "sab y dom": "6,7",
        "lunes, miercoles i viernes": "1,3,5",
    },
    "spans": {
        "mon thru fri": "1,2,3,4,5",
        "monday til thursday": "1,2,3,4",
        "m-f": "1,2,3,4,5",
        "sat-sun": "6,7",
        "fri to sun": "5,6,7",
        "mon-wed, fri": "1,2,3,5",
        "monday to wednesday and saturday": "1,2,3,6",
        "lun a vie": "1,2,3,4,5",
        "de lun. a vie.": "1,2,3,4,5",
        "L a V": "1,2,3,4,5",
        "de viernes a domingo": "5,6,7",
        "change it to monday to friday": "1,2,3,4,5",
    },
    "groups": {
        "weekdays at 9": "1,2,3,4,5",
        "week days": "1,2,3,4,5",
        "during the week": "1,2,3,4,5",
        "weekdays and saturday": "1,2,3,4,5,6",
        "weekends and friday": "5,6,7",
        "all week": "1,2,3,4,5,6,7",
        "wknd": "6,7",
        "laborables": "1,2,3,4,5",
        "entre semana y sábado": "1,2,3,4,5,6",
        "toda la semana": "1,2,3,4,5,6,7",
        "fin de semana": "6,7",
    },
    "all but": {
        "everyday but sunday": "1,2,3,4,5,6",
        "every day except sat, sun": "1,2,3,4,5",
        "any day but monday": "2,3,4,5,6,7",
        "mon to fri but not wed": "1,2,4,5",
        "all week except sat and sun": "1,2,3,4,5",
        "cualquier día menos lunes": "2,3,4,5,6,7",
        "todos menos el domingo": "1,2,3,4,5,6",
        "todos los días excepto sábados y domingos": "1,2,3,4,5",
        "a diario menos viernes": "1,2,3,4,6,7",
    },
    "yes and no": {
        "lunes no, martes si": "2",
        "lunes no martes sí": "2",
        "lunes sí, martes no": "1",
        "el lunes no puedo, mejor el martes": "2",
        "no me va bien el martes, mejor jueves": "4",
        "lunes y no martes": "1",
        "not monday, tuesday is fine": "2",
        "monday not tuesday": "1",
        "monday doesn't work but tuesday does": "2",
        "monday and not tuesday but wednesday": "1,3",
        "friday instead of monday": "5",
        "instead of monday, friday": "5",
        "en vez del lunes, el viernes": "5",
        "weekends off": "1,2,3,4,5",
        "monday, no problem": "1",
    },
    "typing errors": {
        "wensday": "3",
        "teusday": "2",
        "saterday": "6",
        "thursady": "4",
        "miécoles": "3",
        "juebes": "4",
        "biernes y savado": "5,6",
    },
    "short words that stand as days": {
        "sat": "6",
        "mar": "2",
        "sun please": "7",
        "on sat": "6",
        "every sun": "7",
        "until sat": "6",
        "next wed": "3",
        "back on sun": "7",
        "sat at 10": "6",
        "sun mornings": "7",
        "cada mar": "2",
        "everyday but sun": "1,2,3,4,5,6",
    },
}


@pytest.mark.parametrize("kind", MEANT)
def test_days_are_found_as_people_say_them(kind: str) -> None:
    found = {text: find_days_in(text) for text in MEANT[kind]}
    assert {text: days for text, days in found.items() if days != MEANT[kind][text]} == {}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "i sat with her",
            "she sat on the sofa",
            "she sat next to me",
            "he sat this one out",
            "we sat down and talked",
        ),
        *("the kids sat and ate", "they sat every exam", "we cried, sat there for hours"),
        *("the sun is out", "rain and sun", "sun and rain", "sun in my eyes, sat in traffic", "until the sun comes up"),
        *("sun cream", "on sun cream", "sat nav", "next sat nav", "i may sun bathe", "may", "in march", "march on"),
        *("mar adentro", "el mar", "hasta el mar", "sol y mar", "mar y montaña", "un mar de dudas", "3 mar", "mar 10"),
        *("mon ami", "we wed in june", "wed her", "dom perignon", "vie la vie", "dominar", "mares", "monk", "frisbee"),
    ],
)
def test_ordinary_words_are_no_days(text: str) -> None:
    assert find_days_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "not on sundays",
        "i cant do tuesdays or thursdays",
        "tuesday and thursday dont work",
        "los lunes no",
        "sundays off",
        "move it from monday to friday",
        "change monday to friday",
        "every other day",
    ],
)
def test_what_says_too_little_is_asked_again(text: str) -> None:
    assert find_days_in(text) == ""


def test_a_day_beside_a_sat_or_a_sun_is_still_found() -> None:
    assert find_days_in("on friday i sat with her in the sun") == "5"
    assert find_days_in("el viernes vamos al mar") == "5"


LONG = (
    "monday ",
    "not monday ",
    "no lunes, ",
    "sat ",
    "sun and ",
    "mon to ",
    "on mar. ",
    "except ",
    "a ",
    ", ",
    "§",
    "el ",
)


@pytest.mark.parametrize("piece", LONG)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    once, twice = (steps(piece * count) for count in (400, 800))
    assert twice <= 2.1 * once


@given(st.text(max_size=300) | st.lists(st.sampled_from([*LONG, "fri ", "weekdays ", "no ", "- "])).map("".join))
def test_any_text_names_days_in_order_or_none(text: str) -> None:
    days = find_days_in(text)
    assert days == ",".join(sorted(set(days.replace(",", "")) & set("1234567")))


def find_days_in(text: str) -> str:
    return find_entities(normalise(text)).get("days", "")


def steps(text: str) -> int:
    """How many functions, ours and Python's own, are called to find the days in a text."""
    counted = 0

    def count(frame, event, arg):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        find_days(text)
    finally:
        sys.setprofile(None)
    return counted
