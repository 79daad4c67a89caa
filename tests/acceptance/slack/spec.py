"""The checks of outgoing calls: what Slack's documentation and its library's models say about each method of the Web API."""

import inspect
import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from tests.acceptance.slack import limits
from tests.acceptance.slack.blocks import checked, words_in
from tests.acceptance.slack.flaws import Flaw, Json, escaped, known_keys, long, text_object

# A key that a model does not know is a flaw of ours to tell, not a line in a log.
logging.getLogger("slack_sdk.models").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Method:
    """What one method needs: a scope of the token (empty: none), and parameters; `also` is what the library names otherwise."""

    scope: str
    needed: str = ""
    also: str = ""


METHODS = {
    "auth.test": Method(""),
    "chat.postMessage": Method("chat:write", "channel"),
    "chat.postEphemeral": Method("chat:write", "channel user"),
    "chat.update": Method("chat:write", "channel ts"),
    "conversations.open": Method("im:write", also="prevent_creation"),
    "users.info": Method("users:read", "user"),
    "dnd.teamInfo": Method("dnd:read", "users"),
    "views.open": Method("", "view"),
    "views.update": Method("", "view"),
    "views.publish": Method("", "user_id view"),
    "files.getUploadURLExternal": Method("files:write", "filename length"),
    "files.completeUploadExternal": Method("files:write", "files", "blocks"),
    "files.info": Method("files:read", "file"),
    "apps.connections.open": Method("connections:write"),
    "oauth.v2.access": Method("", "code", "redirect_uri"),
    "apps.uninstall": Method("", "client_id client_secret"),
}
# https://docs.slack.dev/apis/web-api/#methods_supporting_json: those that write take JSON, those that read do not all
FORMS_ONLY = {
    "users.info",
    "dnd.teamInfo",
    "files.info",
    "files.getUploadURLExternal",
    "oauth.v2.access",
    "apps.connections.open",
}
_STRUCTURED = {"blocks", "view", "files", "attachments", "metadata"}
_TRUE, _FALSE = (True, "true", "1", 1), (False, "false", "0", 0)


def violations(method: str, parameters: Mapping[str, object], token_scopes: Collection[str]) -> list[str]:
    """All that is wrong with one call, as sentences."""
    return [flaw.what for flaw in judged(method, wired(parameters), token_scopes)]


def wired(parameters: Mapping[str, object]) -> Json:
    """The parameters as objects, whether they came as JSON or, in a form, as text."""
    return {
        name: _read(one) if name in _STRUCTURED and isinstance(one, str) else one
        for name, one in parameters.items()
        if one is not None
    }


def judged(method: str, values: Json, scopes: Collection[str]) -> list[Flaw]:
    """The same as flaws, with what Slack refuses each with; the worst first."""
    known = METHODS.get(method)
    if known is None:
        return [Flaw(f"{method}: there is no such method, or we have no use for it", "unknown_method")]
    flaws = [
        *_allowed(method, known, values, scopes),
        *(flaw for check in _CHECKS.get(method, ()) for flaw in check(values)),
    ]
    return sorted(flaws, key=lambda flaw: not flaw.error)


def _allowed(method: str, known: Method, values: Json, scopes: Collection[str]) -> Iterator[Flaw]:
    if known.scope and known.scope not in scopes:
        yield Flaw(f"the token has no {known.scope}", "missing_scope")
    for name in known.needed.split():
        if values.get(name) in (None, ""):
            yield Flaw(f"{name} is missing", "invalid_arguments")
    for name in set(values) - _parameters(method) - set(known.also.split()):
        yield Flaw(f"unknown parameter {name!r}")


_names: dict[str, frozenset[str]] = {}


def _parameters(method: str) -> frozenset[str]:
    """The names that the library's own client knows."""
    if method not in _names:
        asked = inspect.signature(getattr(AsyncWebClient, method.replace(".", "_"))).parameters
        _names[method] = frozenset(asked) - {"self", "kwargs", "app_token"}
    return _names[method]


def _message(values: Json) -> Iterator[Flaw]:
    """What is said: a fallback that reads well, and blocks."""
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        yield Flaw("a message needs its fallback text", "" if values.get("blocks") else "no_text")
        return
    if len(text) > limits.TEXT:
        said = f"text has {len(text)} characters; {limits.TEXT} are allowed"
        yield Flaw(said, "msg_too_long" if len(text) > limits.TEXT_CUT else "")
    yield from escaped(text, "text")


def _blocks(values: Json) -> Iterator[Flaw]:
    if "blocks" in values:
        yield from checked(values["blocks"], limits.MESSAGE_BLOCKS)
        if (size := words_in(values["blocks"])) > limits.ALL_BLOCKS:
            yield Flaw(f"the blocks have {size} characters; {limits.ALL_BLOCKS} are allowed", "msg_blocks_too_long")


def _harmless(values: Json) -> Iterator[Flaw]:
    """Whether nothing in learner words may fire."""
    if values.get("parse", "none") != "none":
        yield Flaw("parse is other than none: learner words could fire")
    if values.get("link_names", False) not in _FALSE:
        yield Flaw("link_names is on: names in learner words could fire")
    for name in ("attachments", "markdown_text"):
        if values.get(name):
            yield Flaw(f"{name} is not how we say things")


def _quiet(values: Json) -> Iterator[Flaw]:
    for name in ("unfurl_links", "unfurl_media"):
        if values.get(name, True) not in _FALSE:
            yield Flaw(f"{name} is not off")
    if values.get("reply_broadcast") in _TRUE and not values.get("thread_ts"):
        yield Flaw("reply_broadcast needs a thread_ts", "invalid_arguments")


def _view(values: Json) -> Iterator[Flaw]:
    view = values.get("view")
    if not isinstance(view, dict):
        yield Flaw("view is no object", "invalid_arguments")
        return
    kind = view.get("type")
    allowed = "private_metadata callback_id external_id"
    if kind == "modal":
        allowed += " title submit close clear_on_close notify_on_close submit_disabled"
    yield from known_keys(view, "type blocks" + " title" * (kind == "modal"), allowed, "view")
    for name, most in (("title", limits.TITLE), ("submit", limits.TITLE), ("close", limits.TITLE)):
        if name in view:
            yield from text_object(view[name], most, f"view {name}")
    for name, most in (("private_metadata", limits.PRIVATE_METADATA), ("callback_id", limits.CALLBACK_ID)):
        if name in view:
            yield from long(view[name], most, f"view {name}", 0)
    yield from checked(view.get("blocks"), limits.VIEW_BLOCKS)
    if (size := len(json.dumps(view).encode())) > limits.VIEW_BYTES:
        yield Flaw(f"the view has {size} bytes; {limits.VIEW_BYTES} are allowed", "view_too_large")
    yield from _view_as_a_whole(view)


def _view_as_a_whole(view: Json) -> Iterator[Flaw]:
    blocks = view.get("blocks") if isinstance(view.get("blocks"), list) else []
    if not blocks:
        yield Flaw("a view needs blocks", "invalid_arguments")
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if view.get("type") == "modal" and asks and "submit" not in view:
        yield Flaw("a window with inputs needs a submit", "invalid_arguments")
    try:
        View(**view).validate_json()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError, KeyError) as error:
        yield Flaw(f"the library's model says {type(error).__name__}: {error}", "invalid_arguments")


def _kind_of_view(kind: str) -> Callable[[Json], Iterator[Flaw]]:
    def check(values: Json) -> Iterator[Flaw]:
        view = values.get("view")
        if isinstance(view, dict) and view.get("type") != kind:
            yield Flaw(f"the view is a {view.get('type')}, and should be a {kind}", "invalid_arguments")

    return check


def _triggered(values: Json) -> Iterator[Flaw]:
    if not values.get("trigger_id"):
        yield Flaw("trigger_id is missing", "invalid_arguments")


def _opened(values: Json) -> Iterator[Flaw]:
    if bool(values.get("users")) == bool(values.get("channel")):
        yield Flaw("one of users and channel is needed", "invalid_arguments")


def _file(values: Json) -> Iterator[Flaw]:
    if "alt_txt" in values:
        yield from long(values["alt_txt"], limits.FILE_ALT_TEXT, "alt_txt")
    if not str(values.get("length", "")).isdigit() or int(values["length"]) < 1:
        yield Flaw("length is the number of bytes", "invalid_arguments")
    name = str(values.get("filename", "")).lower()
    if name.endswith((".png", ".jpg", ".jpeg", ".gif", ".webp")) and "alt_txt" not in values:
        yield Flaw("a picture needs its alt_txt")


def _files(values: Json) -> Iterator[Flaw]:
    files = values.get("files")
    if not isinstance(files, list) or not files or not all(isinstance(one, dict) and one.get("id") for one in files):
        yield Flaw("files is no list of objects with an id", "invalid_arguments")
    if "initial_comment" in values:
        yield from escaped(str(values["initial_comment"]), "initial_comment")


def _read(given: str) -> object:
    try:
        return json.loads(given)
    except ValueError:
        return given


_SAID = (_message, _blocks, _harmless)
_CHECKS: dict[str, tuple[Callable[[Json], Iterator[Flaw]], ...]] = {
    "chat.postMessage": (*_SAID, _quiet),
    "chat.postEphemeral": _SAID,
    "chat.update": _SAID,
    "conversations.open": (_opened,),
    "views.open": (_triggered, _kind_of_view("modal"), _view),
    "views.update": (_kind_of_view("modal"), _view),
    "views.publish": (_kind_of_view("home"), _view),
    "files.getUploadURLExternal": (_file,),
    "files.completeUploadExternal": (_files,),
}
