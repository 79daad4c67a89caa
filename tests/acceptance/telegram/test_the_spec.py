"""The checks of outgoing calls: each limit has a call just inside it and one just outside."""

import json

import pytest

from tests.acceptance.telegram.attachments import png
from tests.acceptance.telegram.deriving import METHODS, WHERE
from tests.acceptance.telegram.markup import Unparsable, shown, units
from tests.acceptance.telegram.spec import BOT_API, judge, violations

SMILE = "🙂"  # two UTF-16 units


def bold(offset: int, length: int, kind: str = "bold") -> dict:
    return {"type": kind, "offset": offset, "length": length}


def message(text: str = "hello", **more: object) -> tuple:
    return "sendMessage", {"chat_id": 7, "text": text, **more}


def keyboard(*rows: list) -> tuple:
    return message(reply_markup={"inline_keyboard": rows})


def button(text: str = "Yes", callback_data: str = "a.0", **more: object) -> dict:
    return {"text": text, "callback_data": callback_data, **more}


def quiz(question: str = "Which?", options: int = 3, **more: object) -> tuple:
    given = {"type": "quiz", "correct_option_ids": [1], "options": [{"text": f"option {n}"} for n in range(options)]}
    return "sendPoll", {"chat_id": 7, "question": question, **given, **more}


def options(*texts: str) -> tuple:
    return "sendPoll", quiz()[1] | {"options": [{"text": text} for text in texts]}


def commands(*pairs: tuple[str, str]) -> tuple:
    return "setMyCommands", {"commands": [{"command": one, "description": said} for one, said in pairs]}


def sent(call: tuple, **files: bytes) -> list[str]:
    method, parameters = call
    wired = {name: one if isinstance(one, str) else json.dumps(one) for name, one in parameters.items()}
    return violations(method, wired, files)


INSIDE_AND_OUTSIDE = {
    "a text": (message("a" * 4096), message("a" * 4097)),
    "a text in UTF-16 units": (message(SMILE * 2048), message(SMILE * 2048 + "a")),
    "a text that is there": (message("a"), message("")),
    "a text that is more than space": (message("a"), message(" \n ")),
    "a text after parsing": (
        message(f"<b>{'a' * 4096}</b>", parse_mode="HTML"),
        message("a" * 4097, parse_mode="HTML"),
    ),
    "an edited text": (
        ("editMessageText", {"chat_id": 7, "message_id": 1, "text": "a" * 4096}),
        ("editMessageText", {"chat_id": 7, "message_id": 1, "text": "a" * 4097}),
    ),
    "which message is edited": (
        ("editMessageText", {"chat_id": 7, "message_id": 1, "text": "a"}),
        ("editMessageText", {"message_id": 1, "text": "a"}),
    ),
    "a caption": (
        ("sendPhoto", {"chat_id": 7, "photo": "an id", "caption": "a" * 1024}),
        ("sendPhoto", {"chat_id": 7, "photo": "an id", "caption": "a" * 1025}),
    ),
    "entities within the text": (message(entities=[bold(0, 5)]), message(entities=[bold(0, 6)])),
    "entities of a length": (message(entities=[bold(4, 1)]), message(entities=[bold(4, 0)])),
    "surrogate pairs": (message(SMILE, entities=[bold(0, 2)]), message(SMILE, entities=[bold(0, 1)])),
    "nested entities": (
        message(entities=[bold(0, 4), bold(1, 3, "italic")]),
        message(entities=[bold(0, 3), bold(1, 4, "italic")]),
    ),
    "code alone": (
        message(entities=[bold(0, 2), bold(2, 3, "code")]),
        message(entities=[bold(0, 5), bold(2, 3, "code")]),
    ),
    "known entities": (message(entities=[bold(0, 1, "spoiler")]), message(entities=[bold(0, 1, "blink")])),
    "a link's address": (
        message(entities=[bold(0, 1, "text_link") | {"url": "https://example.org"}]),
        message(entities=[bold(0, 1, "text_link")]),
    ),
    "how many entities": (
        message("a" * 200, entities=[bold(n, 1) for n in range(100)]),
        message("a" * 200, entities=[bold(n, 1) for n in range(101)]),
    ),
    "one kind of markup": (message(parse_mode="HTML"), message(parse_mode="HTML", entities=[bold(0, 1)])),
    "markup that closes": (message("<b>a</b>", parse_mode="HTML"), message("<b>a", parse_mode="HTML")),
    "callback data": (keyboard([button(callback_data="a" * 64)]), keyboard([button(callback_data="a" * 65)])),
    "callback data in bytes": (keyboard([button(callback_data="é" * 32)]), keyboard([button(callback_data="é" * 33)])),
    "callback data that is there": (keyboard([button(callback_data="a")]), keyboard([button(callback_data="")])),
    "a button's words": (keyboard([button("a")]), keyboard([button(" ")])),
    "what a button does": (keyboard([button()]), keyboard([button(url="https://example.org")])),
    "a button's style": (keyboard([button(style="primary")]), keyboard([{"text": "does nothing", "style": "primary"}])),
    "buttons in a row": (keyboard([button()] * 8), keyboard([button()] * 9)),
    "buttons": (keyboard(*[[button()] * 5] * 20), keyboard(*[[button()] * 5] * 20, [button()])),
    "a question": (quiz("a" * 300), quiz("a" * 301)),
    "a question that is there": (quiz("a"), quiz("")),
    "least options": (quiz(options=2), quiz(options=1, correct_option_ids=[0])),
    "most options": (quiz(options=12), quiz(options=13)),
    "an option": (options("a" * 100, "b"), options("a" * 101, "b")),
    "an option that is there": (options("a", "b"), options("a", "")),
    "an explanation": (quiz(explanation="a" * 200), quiz(explanation="a" * 201)),
    "an explanation's lines": (quiz(explanation="a\nb\nc"), quiz(explanation="a\nb\nc\nd")),
    "the correct option": (quiz(correct_option_ids=[2]), quiz(correct_option_ids=[3])),
    "correct options rise": (
        quiz(correct_option_ids=[0, 1], allows_multiple_answers=True),
        quiz(correct_option_ids=[1, 0], allows_multiple_answers=True),
    ),
    "a quiz has an answer": (quiz(), quiz(correct_option_ids=[])),
    "only a quiz has one": (quiz(), quiz(type="regular")),
    "a poll's kind": (quiz(type="regular", correct_option_ids=[]), quiz(type="test", correct_option_ids=[])),
    "commands": (commands(*[("a", "b")] * 100), commands(*[("a", "b")] * 101)),
    "a command": (commands(("a" * 32, "b")), commands(("a" * 33, "b"))),
    "a command's letters": (commands(("help_2", "b")), commands(("Help", "b"))),
    "a command's description": (commands(("a", "b" * 256)), commands(("a", "b" * 257))),
    "a command has a description": (commands(("a", "b")), commands(("a", ""))),
    "a description": (
        ("setMyDescription", {"description": "a" * 512}),
        ("setMyDescription", {"description": "a" * 513}),
    ),
    "a short description": (
        ("setMyShortDescription", {"short_description": "a" * 120}),
        ("setMyShortDescription", {"short_description": "a" * 121}),
    ),
    "a name": (("setMyName", {"name": "a" * 64}), ("setMyName", {"name": "a" * 65})),
    "a language": (("getMyName", {"language_code": "es"}), ("getMyName", {"language_code": "es-MX"})),
    "a secret": (
        ("setWebhook", {"url": "https://example.org", "secret_token": "a-Z_0" * 51}),
        ("setWebhook", {"url": "https://example.org", "secret_token": "a" * 257}),
    ),
    "a secret's letters": (
        ("setWebhook", {"url": "https://example.org", "secret_token": "a"}),
        ("setWebhook", {"url": "https://example.org", "secret_token": "a.b"}),
    ),
    "a webhook": (("setWebhook", {"url": "https://example.org"}), ("setWebhook", {"url": "http://example.org"})),
    "connections": (
        ("setWebhook", {"url": "https://example.org", "max_connections": 100}),
        ("setWebhook", {"url": "https://example.org", "max_connections": 101}),
    ),
    "updates": (("getUpdates", {"limit": 100}), ("getUpdates", {"limit": 101})),
    "a notice": (
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 200}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}),
    ),
    "an action": (
        ("sendChatAction", {"chat_id": 7, "action": "typing"}),
        ("sendChatAction", {"chat_id": 7, "action": "thinking"}),
    ),
    "a chat": (message(chat_id="@somebody"), message(chat_id="somebody")),
}
SHAPES = {
    "unknown method": ("sendSmell", {"chat_id": 7}),
    "unknown parameter colour": message(colour="red"),
    "unknown parameter correct_option_id": quiz(correct_option_id=1),
    "unknown parameter disable_web_page_preview": message(disable_web_page_preview=True),
    "unknown parameter reply_to_message_id": message(reply_to_message_id=3),
    "missing parameter text": ("sendMessage", {"chat_id": 7}),
    "missing parameter photo": ("sendPhoto", {"chat_id": 7}),
    "message_id is no int": ("stopPoll", {"chat_id": 7, "message_id": "seven"}),
    "protect_content is no bool": message(protect_content="perhaps"),
    "entities is no list": message(entities={"type": "bold"}),
    "entities is no [MessageEntity]": message(entities="bold"),
    "entities[0].length is missing": message(entities=[{"type": "bold", "offset": 0}]),
    "entities[0].offset is no int": message(entities=[bold("0", 1)]),
    "entities[0].colour is unknown": message(entities=[bold(0, 1) | {"colour": "red"}]),
    "inline_keyboard[0][0].text is missing": keyboard([{"callback_data": "a"}]),
    "inline_keyboard[0][0].colour is unknown": keyboard([button(colour="red")]),
    "link_preview_options.disabled is unknown": message(link_preview_options={"disabled": True}),
    "reply_parameters.message is unknown": message(reply_parameters={"message": 3}),
    "options[0].words is unknown": ("sendPoll", quiz()[1] | {"options": [{"text": "a", "words": "b"}, {"text": "b"}]}),
    "commands[0].description is missing": ("setMyCommands", {"commands": [{"command": "a"}]}),
    "scope.chat_id is missing": ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
    "menu_button.type is no =": ("setChatMenuButton", {"menu_button": {"type": "sandwich"}}),
    "photo names a file that is not there": ("sendPhoto", {"chat_id": 7, "photo": "attach://picture"}),
}


@pytest.mark.parametrize("what", INSIDE_AND_OUTSIDE)
def test_the_last_that_is_allowed_passes_and_the_first_that_is_not_is_told(what: str) -> None:
    inside, outside = INSIDE_AND_OUTSIDE[what]
    assert sent(inside) == []
    assert len(sent(outside)) == 1, sent(outside)  # that limit, and no other


@pytest.mark.parametrize("told", SHAPES)
def test_a_call_of_a_wrong_shape_is_told_with_its_place(told: str) -> None:
    assert told in " | ".join(sent(SHAPES[told]))


def test_a_file_goes_by_its_parameter_or_by_a_name_that_a_parameter_tells() -> None:
    picture = png()
    assert sent(("sendPhoto", {"chat_id": 7}), photo=picture) == []
    assert sent(("sendPhoto", {"chat_id": 7, "photo": "attach://one"}), one=picture) == []
    assert sent(("sendPhoto", {"chat_id": 7, "photo": "an id"}), one=picture) != []


def test_a_picture_is_a_picture_of_sane_sides() -> None:
    call = ("sendPhoto", {"chat_id": 7})
    assert sent(call, photo=png(20, 1)) == []
    assert sent(call, photo=png(21, 1)) == ["PHOTO_INVALID_DIMENSIONS"]
    assert sent(call, photo=b"no picture at all")[0].startswith("IMAGE_PROCESS_FAILED")
    assert sent(call, photo=b"") == ["file must be non-empty"]
    assert sent(call, photo=png() + bytes(10_000_000 - len(png()))) == []
    assert len(sent(call, photo=png() + bytes(10_000_001 - len(png())))) == 1


def test_a_bot_api_server_of_ones_own_posts_to_plain_http() -> None:
    hook = {"url": "http://127.0.0.1:8080/telegram"}
    assert violations("setWebhook", hook, {}, local=True) == []
    assert violations("setWebhook", hook, {}) == ["bad webhook: An HTTPS URL must be provided for webhook"]


def test_a_judged_call_has_its_values_as_the_platform_reads_them() -> None:
    values = judge(
        "sendMessage", {"chat_id": "-7", "text": "3", "protect_content": "True", "entities": "[]"}, {}
    ).values
    assert values == {"chat_id": -7, "text": "3", "protect_content": True, "entities": []}


def test_the_description_is_of_the_bot_api_that_wire_md_names() -> None:
    assert BOT_API == "10.3"


def test_the_description_has_every_method_that_a_private_chat_needs_and_stays_small() -> None:
    described = WHERE.read_text("utf-8")
    assert tuple(json.loads(described)["methods"]) == METHODS
    assert len(described) < 100_000


def test_html_becomes_text_and_entities_counted_in_utf_16() -> None:
    text, entities = shown(
        f'{SMILE}<b>a <i>b</i></b> &lt;3 <a href="https://example.org?a=1&amp;b=2">c</a>', "HTML", ()
    )
    assert text == f"{SMILE}a b <3 c"
    assert units(text) == 10
    assert entities == [
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "italic", "offset": 4, "length": 1},
        {"type": "text_link", "offset": 9, "url": "https://example.org?a=1&b=2", "length": 1},
    ]


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>a</i>", "Unmatched end tag at byte offset 6"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
def test_html_that_telegram_refuses_is_refused_in_its_words(html: str, told: str) -> None:
    with pytest.raises(Unparsable) as problem:
        shown(html, "HTML", ())
    assert told in str(problem.value)
