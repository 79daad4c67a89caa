"""A form as a window of Slack's: every field as Slack takes it, and what comes back is what was asked."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.channels.slack import limits
from bot.channels.slack.updates import came
from bot.channels.slack.windows import errors_of, window_of
from bot.domain.page import Field, FieldKind, Form
from bot.domain.update import Filled
from dialogues.message import Choice, Text
from tests.bot.channels.slack.raw_slack import sent_in

STEPS = tuple(Choice(str(step), f"{step} of 5") for step in range(1, 6))
DAYS = (Choice("mon", "Monday"), Choice("wed", "Wednesday"), Choice("fri", "Friday"))
ENERGY = Field("checkin.energy", "How is your energy?", FieldKind.one, STEPS, value="3")
NOTE = Field("checkin.note", "Anything else?", FieldKind.words, optional=True, hint="No names, please.")
ON = Field("days", "On which days?", FieldKind.many, DAYS, value="mon,fri")
AT = Field("hour", "At what time?", FieldKind.time, value="09:30")


def window(*fields: Field, **held: object) -> dict:
    """The window of a form with these fields, which Slack's own models find right."""
    usual = {"name": "checkin", "title": "How you are", "send": "Send", "cancel": "Cancel", "fields": fields}
    view = window_of(Form(**{**usual, **held}))
    View(**view).validate_json()
    for block in Block.parse_all(view["blocks"]):
        block.validate_json()
    return view


def element(field: Field) -> dict:
    return window(field)["blocks"][0]["element"]


def keys_in(shown: dict) -> list[str]:
    return [option["value"] for option in shown["options"]]


def many(count: int, label: str = "Choice") -> tuple[Choice, ...]:
    return tuple(Choice(f"k{at}", f"{label} {at}") for at in range(count))


def test_a_window_has_its_name_its_buttons_and_the_token_of_its_message() -> None:
    view = window(ENERGY, token="1z9", lead=Text.parse("Only **you** see it."))
    assert (view["type"], view["callback_id"], view["private_metadata"]) == ("modal", "form.checkin", "1z9")
    assert [view[part]["text"] for part in ("title", "submit", "close")] == ["How you are", "Send", "Cancel"]
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "input"]


def test_a_field_has_its_key_its_label_and_its_hint() -> None:
    block = window(NOTE)["blocks"][0]
    assert (block["block_id"], block["element"]["action_id"]) == ("checkin.note", "value")
    assert (block["label"]["text"], block["hint"]["text"]) == ("Anything else?", "No names, please.")
    assert block["optional"] is True
    assert "hint" not in window(ENERGY)["blocks"][0]
    assert window(ENERGY)["blocks"][0]["optional"] is False


def test_words_have_room_for_several_lines() -> None:
    shown = element(NOTE)
    assert shown == {"type": "plain_text_input", "multiline": True, "max_length": 3000, "action_id": "value"}
    assert element(Field("k", "L", FieldKind.words, value="So far"))["initial_value"] == "So far"


def test_few_choices_of_one_are_all_seen_and_the_chosen_one_is_marked() -> None:
    shown = element(ENERGY)
    assert shown["type"] == "radio_buttons"
    assert keys_in(shown) == ["1", "2", "3", "4", "5"]
    assert shown["initial_option"] == shown["options"][2]


@pytest.mark.parametrize(
    "choices", [many(limits.FEW_OPTIONS + 1), (*STEPS, Choice("long", "long " * 20))], ids=["many", "long"]
)
def test_many_or_long_choices_of_one_are_a_list(choices: tuple[Choice, ...]) -> None:
    shown = element(Field("k", "L", FieldKind.one, choices))
    assert shown["type"] == "static_select"
    assert all(len(option["text"]["text"]) <= limits.OPTION for option in shown["options"])


def test_ten_choices_of_one_are_still_all_seen() -> None:
    assert element(Field("k", "L", FieldKind.one, many(limits.FEW_OPTIONS)))["type"] == "radio_buttons"


def test_several_may_be_ticked_and_those_that_are_chosen_are() -> None:
    shown = element(ON)
    assert shown["type"] == "checkboxes"
    assert [option["value"] for option in shown["initial_options"]] == ["mon", "fri"]
    assert element(Field("k", "L", FieldKind.many, many(11), value="k3"))["type"] == "multi_static_select"


def test_a_time_is_picked_and_only_a_time_is_set_before() -> None:
    assert element(AT) == {"type": "timepicker", "initial_time": "09:30", "action_id": "value"}
    for value in ("", "9:30", "24:00", "09:60", "soon", "09:30\n", "\u0660\u0669:30"):
        assert "initial_time" not in element(Field("hour", "L", FieldKind.time, value=value))


def test_what_stands_in_a_field_and_is_no_choice_is_not_set_before() -> None:
    assert "initial_option" not in element(Field("k", "L", FieldKind.one, STEPS, value="9"))
    assert "initial_options" not in element(Field("k", "L", FieldKind.many, DAYS, value="sun,"))
    assert "initial_value" not in element(Field("k", "L", FieldKind.words, value="x" * 3001))


def test_no_more_choices_than_slack_takes_and_no_key_twice() -> None:
    assert len(keys_in(element(Field("k", "L", FieldKind.one, many(150))))) == limits.OPTIONS
    twice = (Choice("a", "A"), Choice("b", " "), Choice("a", "Again"), Choice("", "No key"), Choice("x" * 151, "Long"))
    shown = element(Field("k", "L", FieldKind.one, twice))
    assert [(option["value"], option["text"]["text"]) for option in shown["options"]] == [("a", "A"), ("b", "b")]


def test_a_field_that_offers_nothing_is_left_out() -> None:
    fields = [Field("one", "L", FieldKind.one), Field("many", "L", FieldKind.many), Field("", "L", FieldKind.words)]
    assert [block["block_id"] for block in window(*fields, NOTE, NOTE)["blocks"]] == ["checkin.note"]


def test_long_words_around_a_form_are_shortened() -> None:
    long = "word " * 1000
    view = window(
        Field("k", long, FieldKind.words, hint=long), title=long, send=long, cancel=long, lead=Text.of(long * 30)
    )
    assert max(len(view[part]["text"]) for part in ("title", "submit", "close")) <= limits.TITLE
    assert len(view["blocks"][-1]["label"]["text"]) <= limits.FIELD_LABEL
    assert len(view["blocks"][-1]["hint"]["text"]) <= limits.HINT


def test_no_more_fields_than_a_window_has_room_for() -> None:
    fields = [Field(f"f{at}", "L", FieldKind.words) for at in range(120)]
    assert len(window(*fields, lead=Text.of("hi"))["blocks"]) == limits.VIEW_BLOCKS


def test_what_is_wrong_stands_below_the_first_field_and_the_window_stays() -> None:
    told = errors_of({"checkin.energy": "3", "checkin.note": "sad"}, "I cannot save this right now.")
    assert told == {"response_action": "errors", "errors": {"checkin.energy": "I cannot save this right now."}}
    assert errors_of([], "I cannot save this right now.") == {"response_action": "errors", "errors": {}}


keys = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(keys, min_size=1, max_size=6, unique=True), keys, st.data())
def test_what_is_sent_in_is_what_stood_in_the_window(offered: list[str], field: str, drawn: st.DataObject) -> None:
    chosen = drawn.draw(st.sampled_from(offered))
    shown = element(Field(field, "L", FieldKind.one, tuple(Choice(key, key) for key in offered), value=chosen))
    body = sent_in("checkin", {field: {"type": shown["type"], "selected_option": shown["initial_option"]}})
    update = came(body, datetime(2027, 1, 15, tzinfo=UTC)).update
    assert update
    assert update.raw == Filled("checkin", {field: chosen}, "1z9")
