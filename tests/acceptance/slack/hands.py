"""What all that people do has in common: it happens in the server's loop, and is brought to the app."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.events import EVENT, INTERACTIVE, Sending
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.world import Account, Shown, View, Workspace

NOT_ANSWERED = "Slack is having trouble reaching the app"
_Result = TypeVar("_Result")


class Hands:
    """One person's hands: they do what is asked where the server runs, whoever asks."""

    def __init__(self, api: SlackApi, workspace: Workspace, account: Account) -> None:
        self.api, self.workspace, self.account = api, workspace, account

    def do(self, act: Callable[[], _Result]) -> _Result:
        """Do something, if the person can; what is seen from then on is new."""

        def done() -> _Result:
            if self.account.user["deleted"]:
                raise PermissionError(f"{self.account.id} cannot: the account is deactivated")
            before, result = self.account.changes, act()
            self.account.acted = before
            return result

        return self.api.in_loop(done)

    def tell(self, event: Json, workspace: Workspace | None = None, *, shared: bool = False) -> Sending:
        """An event of the person's doing is brought to the app, where it is installed."""
        workspace = workspace or self.workspace
        name, payload = self.api.payloads.event(workspace, event, shared=shared)
        sending = Sending(EVENT, payload, self.account.id, name)
        if workspace.dead or not workspace.token:
            sending.finish()
            return sending
        return self.api.events.add(sending)

    def interact(
        self, payload: Json, reacts: Callable[[Sending], None] | None = None, kind: str = INTERACTIVE
    ) -> Sending:
        """A tap, a window or a command is brought to the app; when it is not taken, the client says so."""

        def settle(sending: Sending) -> None:
            if not sending.taken:
                self.account.failures.append(NOT_ANSWERED)
                self.account.changed()
            elif reacts:
                reacts(sending)

        name = payload.get("trigger_id") or payload["view"]["id"]
        return self.api.events.add(Sending(kind, payload, self.account.id, name, settle))

    def pressed(self, buttons: list[Json], label: str) -> Json | None:
        """The button of that label among some."""
        return next((button for button in buttons if button["text"]["text"] == label), None)

    async def sees(
        self, look: Callable[[], Shown | View | None], told: Callable[[], str], timeout: float
    ) -> Shown | View:
        """Wait until `look` finds something that came or changed since the person last did something."""
        try:
            async with asyncio.timeout(timeout):
                while (found := look()) is None:
                    await self.account.change()
        except TimeoutError:
            failed = f"; the client said: {self.account.failures}" if self.account.failures else ""
            raise TimeoutError(f"{told()} within {timeout} s{failed}") from None
        return found
