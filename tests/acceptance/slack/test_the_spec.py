"""The checks of outgoing calls: each limit has a call just inside it and one just outside."""

import json

import pytest

from tests.acceptance.slack.examples import (
    actions,
    button,
    every_field,
    field,
    message,
    option,
    page,
    plain,
    rich,
    window,
)
from tests.acceptance.slack.spec import METHODS, violations

SCOPES = {method.scope for method in METHODS.values()}
HTTPS = "https://example.org/picture.png"


def said(*blocks: dict, **more: object) -> tuple:
    return "chat.postMessage", message(*blocks, **more)


def opened(*blocks: dict, **more: object) -> tuple:
    return "views.open", {"trigger_id": "1.2", "view": window(*blocks, **more)}


def published(*blocks: dict, **more: object) -> tuple:
    return "views.publish", {"user_id": "U0001", "view": page(*blocks, **more)}


def uploaded(**more: object) -> tuple:
    return "files.getUploadURLExternal", {"filename": "week.png", "length": 10, "alt_txt": "A week", **more}


def section(**more: object) -> dict:
    return {"type": "section", **more}


def mrkdwn(text: str) -> dict:
    return {"type": "mrkdwn", "text": text}


def many(count: int) -> list[dict]:
    return [option(f"Option {n}", str(n)) for n in range(count)]


def asked(kind: str, **more: object) -> tuple:
    return opened(field("Label", {"type": kind, **more}))


def picture(**more: object) -> dict:
    return {"type": "image", "image_url": HTTPS, "alt_text": "A picture", **more}


def piece(**given: object) -> dict:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [given]}]}


def no_submit() -> dict:
    return {key: one for key, one in window(*every_field()).items() if key != "submit"}


TEXTS = {
    "a fallback text": (said(text="words"), said(text="")),
    "a fallback text beside blocks": (said(rich()), said(rich(), text=" ")),
    "its length": (said(text="a" * 4000), said(text="a" * 4001)),
    "an ampersand": (said(text="&amp; &lt; &gt;"), said(text="this & that")),
    "a mention of somebody": (said(text="@U0001"), said(text="<@U0001>")),
    "a mention of all": (said(text="!here"), said(text="<!here>")),
    "a channel": (said(text="#C0001"), said(text="<#C0001>")),
    "a closing bracket": (said(text="a &gt; b"), said(text="a > b")),
    "a mention in mrkdwn": (said(section(text=mrkdwn("U1"))), said(section(text=mrkdwn("<@U1>")))),
    "what looks like one in plain text": (said(section(text=plain("<@U1>"))), said(section(text=mrkdwn("<!channel>")))),
    "parse": (said(parse="none"), said(parse="full")),
    "link_names": (said(link_names=False), said(link_names=True)),
    "unfurling of links": (said(unfurl_links=False), said(unfurl_links=True)),
    "unfurling of media": (said(unfurl_media="false"), said(unfurl_media="true")),
    "a broadcast reply": (said(reply_broadcast=True, thread_ts="1.1"), said(reply_broadcast=True)),
    "a changed message": (
        ("chat.update", {"channel": "D1", "ts": "1.1", "text": "words"}),
        ("chat.update", {"channel": "D1", "ts": "1.1", "blocks": [rich()]}),
    ),
    "a whisper": (
        ("chat.postEphemeral", {"channel": "C1", "user": "U1", "text": "words"}),
        ("chat.postEphemeral", {"channel": "C1", "user": "U1", "text": "<!here>"}),
    ),
}
BLOCKS = {
    "blocks": (said(*[rich()] * 50), said(*[rich()] * 51)),
    "blocks of a page": (published(*[rich()] * 100), published(*[rich()] * 101)),
    "all words of the blocks": (said(*[rich("a" * 3000)] * 4), said(*[rich("a" * 3000)] * 5)),
    "a kind of block": (said({"type": "divider"}), said({"type": "dividers"})),
    "a key of a block": (said({"type": "divider", "block_id": "x"}), said({"type": "divider", "blockid": "x"})),
    "a block_id": (said({"type": "divider", "block_id": "x" * 255}), said({"type": "divider", "block_id": "x" * 256})),
    "block_ids that differ": (
        said({"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "b"}),
        said({"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}),
    ),
    "a section": (said(section(text=plain("a" * 3000))), said(section(text=plain("a" * 3001)))),
    "a section of something": (said(section(text=plain())), said(section())),
    "a section's field": (said(section(fields=[plain("a" * 2000)])), said(section(fields=[plain("a" * 2001)]))),
    "a section's fields": (said(section(fields=[plain()] * 10)), said(section(fields=[plain()] * 11))),
    "a header": (
        said({"type": "header", "text": plain("a" * 150)}),
        said({"type": "header", "text": plain("a" * 151)}),
    ),
    "a header's text": (said({"type": "header", "text": plain()}), said({"type": "header", "text": mrkdwn("a")})),
    "a context": (
        said({"type": "context", "elements": [plain()] * 10}),
        said({"type": "context", "elements": [plain()] * 11}),
    ),
    "a picture's words": (said(picture(alt_text="a" * 2000)), said(picture(alt_text="a" * 2001))),
    "a picture's words at all": (said(picture()), said({"type": "image", "image_url": HTTPS})),
    "a picture's source": (said(picture()), said(picture(slack_file={"id": "F1"}))),
    "a picture's address": (said(picture()), said(picture(image_url="file:///etc/passwd"))),
    "a picture's file": (
        said({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"}),
        said({"type": "image", "slack_file": "F1", "alt_text": "a"}),
    ),
    "a style": (said(rich(bold=True, italic=True)), said(rich(loud=True))),
    "a style that is true": (said(rich(bold=True)), said(piece(type="text", text="a", style={"bold": "yes"}))),
    "a piece of rich text": (said(piece(type="text", text="a")), said(piece(type="text", text=""))),
    "a mention in rich text": (said(piece(type="text", text="@here")), said(piece(type="broadcast", range="here"))),
    "somebody in rich text": (said(piece(type="text", text="<@U1>")), said(piece(type="user", user_id="U1"))),
    "a link in rich text": (said(piece(type="link", url=HTTPS)), said(piece(type="link", url="javascript:alert(1)"))),
    "a rich text with something in it": (said(rich()), said({"type": "rich_text", "elements": []})),
    "a part of rich text": (said(rich()), said({"type": "rich_text", "elements": [{"type": "text", "text": "a"}]})),
}
BUTTONS = {
    "buttons in a row": (
        said(actions(*[button(action_id=f"a{n}") for n in range(25)])),
        said(actions(*[button(action_id=f"a{n}") for n in range(26)])),
    ),
    "a row of buttons": (said(actions(button())), said(actions())),
    "a label": (said(actions(button("a" * 75))), said(actions(button("a" * 76)))),
    "a label that is there": (said(actions(button("a"))), said(actions(button(" ")))),
    "a label without markup": (said(actions(button())), said(actions(button() | {"text": mrkdwn("a")}))),
    "a label read aloud": (
        said(actions(button(accessibility_label="a" * 75))),
        said(actions(button(accessibility_label="a" * 76))),
    ),
    "a value": (said(actions(button(value="a" * 2000))), said(actions(button(value="a" * 2001)))),
    "an action_id": (said(actions(button(action_id="a" * 255))), said(actions(button(action_id="a" * 256)))),
    "a button's action_id": (said(actions(button())), said(actions({"type": "button", "text": plain()}))),
    "action_ids that differ": (
        said(actions(button(action_id="a")), actions(button(action_id="b"))),
        said(actions(button(action_id="a")), actions(button(action_id="a"))),
    ),
    "a button's style": (said(actions(button(style="danger"))), said(actions(button(style="warning")))),
    "a button's address": (said(actions(button(url=HTTPS))), said(actions(button(url="slack")))),
}
WINDOWS = {
    "a title": (opened(title=plain("a" * 24)), opened(title=plain("a" * 25))),
    "a submit": (opened(submit=plain("a" * 24)), opened(submit=plain("a" * 25))),
    "a close": (opened(close=plain("a" * 24)), opened(close=plain("a" * 25))),
    "a window's metadata": (opened(private_metadata="a" * 3000), opened(private_metadata="a" * 3001)),
    "a window's callback_id": (opened(callback_id="a" * 255), opened(callback_id="a" * 256)),
    "a view's key": (opened(notify_on_close=True), opened(on_close=True)),
    "a page has no title": (published(), published(title=plain())),
    "which view is opened": (opened(), ("views.open", {"trigger_id": "1.2", "view": page()})),
    "which view is published": (published(), ("views.publish", {"user_id": "U1", "view": window()})),
    "a trigger": (opened(), ("views.open", {"view": window()})),
    "a way to send it in": (opened(*every_field()), ("views.open", {"trigger_id": "1", "view": no_submit()})),
    "the size of a view": (published(*[rich("a" * 2000)] * 100), published(*[rich("a" * 2600)] * 100)),
}
FIELDS = {
    "a field's label": (
        opened(field("a" * 2000, {"type": "timepicker"})),
        opened(field("a" * 2001, {"type": "timepicker"})),
    ),
    "a hint": (
        opened(field("a", {"type": "timepicker"}, hint=plain("a" * 2000))),
        opened(field("a", {"type": "timepicker"}, hint=plain("a" * 2001))),
    ),
    "optional": (
        opened(field("a", {"type": "timepicker"}, optional=True)),
        opened(field("a", {"type": "timepicker"}, optional="yes")),
    ),
    "a placeholder": (
        asked("plain_text_input", placeholder=plain("a" * 150)),
        asked("plain_text_input", placeholder=plain("a" * 151)),
    ),
    "how long words may be": (asked("plain_text_input", max_length=3000), asked("plain_text_input", max_length=3001)),
    "words that stand there": (
        asked("plain_text_input", max_length=5, initial_value="a" * 5),
        asked("plain_text_input", max_length=5, initial_value="a" * 6),
    ),
    "a time": (asked("timepicker", initial_time="23:59"), asked("timepicker", initial_time="24:00")),
    "a time of two digits": (asked("timepicker", initial_time="09:00"), asked("timepicker", initial_time="9:00")),
    "an option's text": (
        asked("static_select", options=[option("a" * 75)]),
        asked("static_select", options=[option("a" * 76)]),
    ),
    "an option's value": (
        asked("static_select", options=[option(value="a" * 150)]),
        asked("static_select", options=[option(value="a" * 151)]),
    ),
    "options": (asked("static_select", options=many(100)), asked("static_select", options=many(101))),
    "options at all": (asked("static_select", options=many(1)), asked("static_select", options=[])),
    "options that differ": (
        asked("radio_buttons", options=many(2)),
        asked("radio_buttons", options=[option("a", "1"), option("b", "1")]),
    ),
    "radio buttons": (asked("radio_buttons", options=many(10)), asked("radio_buttons", options=many(11))),
    "checkboxes": (asked("checkboxes", options=many(10)), asked("checkboxes", options=many(11))),
    "what is chosen at first": (
        asked("radio_buttons", options=many(2), initial_option=many(2)[1]),
        asked("radio_buttons", options=many(2), initial_option=option("Option 1", "7")),
    ),
    "what is ticked at first": (
        asked("checkboxes", options=many(3), initial_options=many(2)),
        asked("checkboxes", options=many(3), initial_options=many(4)[3:]),
    ),
    "nothing ticked at first": (
        asked("checkboxes", options=many(3)),
        asked("checkboxes", options=many(3), initial_options=[]),
    ),
    "a kind of field": (asked("timepicker"), asked("button", text=plain())),
}
METHODS_OF_OURS = {
    "a method": (("auth.test", {}), ("auth.tests", {})),
    "a parameter": (said(thread_ts="1.1"), said(thread="1.1")),
    "a parameter that is needed": (("users.info", {"user": "U1"}), ("users.info", {"include_locale": True})),
    "whom to talk to": (("conversations.open", {"users": "U1"}), ("conversations.open", {})),
    "a file's words": (uploaded(alt_txt="a" * 1000), uploaded(alt_txt="a" * 1001)),
    "a picture's alt_txt": (uploaded(), ("files.getUploadURLExternal", {"filename": "week.png", "length": 10})),
    "a document's": (uploaded(filename="week.pdf"), uploaded(filename="week.pdf", length=0)),
    "what is shared": (
        ("files.completeUploadExternal", {"files": json.dumps([{"id": "F1"}]), "channel_id": "D1"}),
        ("files.completeUploadExternal", {"files": "F1", "channel_id": "D1"}),
    ),
}
ALL = TEXTS | BLOCKS | BUTTONS | WINDOWS | FIELDS | METHODS_OF_OURS


@pytest.mark.parametrize("what", ALL)
def test_what_is_just_inside_a_limit_is_right(what: str) -> None:
    method, parameters = ALL[what][0]
    assert violations(method, parameters, SCOPES) == []


@pytest.mark.parametrize("what", ALL)
def test_what_is_just_outside_a_limit_is_told(what: str) -> None:
    method, parameters = ALL[what][1]
    assert violations(method, parameters, SCOPES)


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.scope])
def test_a_token_without_the_scope_is_told(method: str) -> None:
    told = [one for one in violations(method, {}, SCOPES - {METHODS[method].scope}) if "the token has no" in one]
    assert told == [f"the token has no {METHODS[method].scope}"]
    assert not [one for one in violations(method, {}, SCOPES) if "the token has no" in one]


def test_blocks_of_a_form_are_checked_like_blocks_of_json() -> None:
    assert violations("chat.postMessage", message() | {"blocks": json.dumps([rich()])}, SCOPES) == []
    assert violations("chat.postMessage", message() | {"blocks": json.dumps([{"type": "dividers"}])}, SCOPES)
    assert violations("chat.postMessage", message() | {"blocks": "no json"}, SCOPES)


def test_every_method_is_one_of_the_librarys() -> None:
    for method, known in METHODS.items():
        needed = dict.fromkeys(known.needed.split(), "1")
        assert not [one for one in violations(method, needed, SCOPES) if "unknown parameter" in one]
