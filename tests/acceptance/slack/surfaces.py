"""The page and the windows that stand in front of a person."""

from collections.abc import Callable

from tests.acceptance.slack.events import Sending
from tests.acceptance.slack.filling import fill, state_of
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.hands import NOT_ANSWERED, Hands
from tests.acceptance.slack.spec import judged
from tests.acceptance.slack.viewing import dressed, opened
from tests.acceptance.slack.world import View


class Home:
    """The App Home as it is published for one person. It is false while nothing is."""

    def __init__(self, hands: Hands, stands: Callable[[], View | None] | None = None) -> None:
        self._hands = hands
        self._view = stands or (lambda: hands.account.home)

    def __bool__(self) -> bool:
        return self._view() is not None

    @property
    def view(self) -> Json:
        """What is published, as the wire has it; empty: nothing."""
        found = self._view()
        return found.view if found else {}

    @property
    def words(self) -> str:
        """All its words, and the labels of its buttons."""
        found = self._view()
        return found.words if found else ""

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        found = self._view()
        return [button["text"]["text"] for button in found.buttons] if found else []

    async def sees(self, words: str, timeout: float = 10.0, *, ever: bool = False) -> View:
        """Wait until these words stand there, since the person last did something unless `ever`."""

        def look() -> View | None:
            found, since = self._view(), 0 if ever else self._hands.account.acted
            return found if found and found.change > since and words in found.words else None

        return await self._hands.sees(look, lambda: f"{words!r} did not appear in:\n{self.words}\n", timeout)

    def tap(self, label: str) -> Sending:
        """Tap a button."""
        hands = self._hands

        def act() -> Sending:
            found = self._view()
            button = hands.pressed(found.buttons, label) if found else None
            if button is None:
                raise LookupError(f"there is no button {label!r}: {self.labels}")
            return hands.interact(hands.api.payloads.tap(hands.workspace, hands.account, button, found))

        return hands.do(act)


class Window:
    """The open window of one person, the topmost. It is false while none is open."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._surface = Home(hands, self._top)  # what is seen and tapped is the same as on the page
        self.sees, self.tap = self._surface.sees, self._surface.tap

    def __bool__(self) -> bool:
        return self._top() is not None

    @property
    def view(self) -> Json:
        """The window as the wire has it; empty: none is open."""
        return self._surface.view

    @property
    def words(self) -> str:
        """All its words, also what it says is wrong with a field."""
        return self._surface.words

    @property
    def fields(self) -> dict[str, Json]:
        """Its fields by their labels."""
        blocks = self.view.get("blocks", [])
        return {block["label"]["text"]: block for block in blocks if block["type"] == "input"}

    def fill(self, values: dict[str, object], *, send: bool = True) -> Sending | None:
        """Fill in fields by their labels, with words, an option's label, several, or HH:MM; then send it in, unless not."""
        hands = self._hands

        def act() -> Sending | None:
            found = self._open()
            fill(found, values)
            if not send:
                return None
            payload = hands.api.payloads.filled(hands.workspace, hands.account, found, state_of(found))
            return hands.interact(payload, lambda sending: self._react(found, sending))

        return hands.do(act)

    def send_again(self) -> Sending:
        """Send it in once more while the first is on its way: the very same, with the same view."""
        return self.fill({})

    def close(self) -> Sending | None:
        """Close it; the app is told only if it asked for that."""
        hands = self._hands

        def act() -> Sending | None:
            found = self._open()
            hands.account.windows.remove(found)
            hands.account.changed()
            if not found.view["notify_on_close"]:
                return None
            return hands.interact(hands.api.payloads.closed(hands.workspace, hands.account, found, all_of_them=False))

        return hands.do(act)

    def _top(self) -> View | None:
        return self._hands.account.windows[-1] if self._hands.account.windows else None

    def _open(self) -> View:
        found = self._top()
        if found is None:
            raise LookupError("no window is open")
        return found

    def _react(self, window: View, sending: Sending) -> None:
        """What Slack's client does with the answer to a window that was sent in."""
        account, answer = self._hands.account, sending.answer
        action = answer.get("response_action") if isinstance(answer, dict) else None
        if window not in account.windows:
            return
        if answer is None or answer == {}:
            account.windows.remove(window)
        elif action == "clear":
            account.windows.clear()
        elif action == "errors" and set(answer["errors"]) <= set(state_of(window)) and answer["errors"]:
            window.errors = answer["errors"]
        elif action in ("update", "push") and not self._flawed(answer.get("view")):
            self._shown(action, window, answer["view"])
        else:
            account.failures.append(NOT_ANSWERED)
            self._hands.api.violations.append(f"view_submission: no such answer: {action}")
        account.changed(window)

    def _shown(self, action: str, window: View, view: Json) -> None:
        api, workspace = self._hands.api, self._hands.workspace
        if action == "push":
            opened(api.world, workspace, self._hands.account, view)
        else:
            window.view, window.errors, window.filled = dressed(api.world, workspace, view, window.view), {}, {}

    def _flawed(self, view: object) -> bool:
        flaws = judged("views.update", {"view": view, "view_id": "V"}, ())
        self._hands.api.violations += [f"view_submission: {flaw.what}" for flaw in flaws]
        return any(flaw.error for flaw in flaws)
