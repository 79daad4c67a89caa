"""Traces: whatever of people, and of secrets, must stand in no log."""

from collections.abc import Iterable, Iterator, Sequence

from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.events import COMMAND, INTERACTIVE, Sending
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.world import unescaped

SHORT = 6  # letters: shorter words may stand in a log by chance
OURS = ("checkin", "settings", "help_now")  # what anybody may ask for by name is nobody's secret


def traces(api: SlackApi, people: Sequence[Person]) -> set[str]:
    """Words that people wrote, wherever they did, their names and ids; tokens, secrets, and addresses that work like one."""
    said = [line for text in _texts(api, people) for line in unescaped(text).splitlines()]
    who = [name for one in people for name in (one.id, one.room.id, str(one.account.user["real_name"]))]
    tokens = [token for one in api.world.workspaces.values() for token in (one.token, *one.old_tokens)]
    secrets = [api.app_token, api.signing_secret, api.oauth.client_secret, "/actions/", "ticket-"]
    return {one for one in (*said, *who, *tokens, *secrets) if len(one) >= SHORT and one not in OURS}


def _texts(api: SlackApi, people: Sequence[Person]) -> Iterator[str]:
    rooms = (room for workspace in api.world.workspaces.values() for room in workspace.rooms.values())
    for room in rooms:
        yield from (one.text for one in room.shown if not one.from_bot)
    yield from _given(api.events.sent)


def _given(sent: Iterable[Sending]) -> Iterator[str]:
    """What was said to commands, and filled in."""
    for sending in sent:
        if sending.kind == COMMAND:
            yield str(sending.payload["text"])
        elif sending.kind == INTERACTIVE:
            yield from _filled(sending.payload.get("view") or {})


def _filled(view: Json) -> Iterator[str]:
    for block in view.get("state", {}).get("values", {}).values():
        yield from (str(element.get("value") or "") for element in block.values())
