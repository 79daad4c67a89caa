"""People on the platform: what they do becomes events as Slack shapes them, and what they see can be waited for.

Everything may be done from any thread. `person.seen` is the direct message as it stands now, `person.home` the page and
`person.window` the open window; `await person.sees(words)` waits. What is brought to the app is returned: `await it.over()`.
"""

import re
from collections.abc import Sequence

from tests.acceptance.slack.api import TEAM, SlackApi
from tests.acceptance.slack.attachments import Attachments, rich
from tests.acceptance.slack.chatting import message_changed, watched
from tests.acceptance.slack.events import COMMAND, Sending
from tests.acceptance.slack.flaws import Flaw, Json
from tests.acceptance.slack.flaws import escaped as judged_escaped
from tests.acceptance.slack.hands import Hands
from tests.acceptance.slack.profiles import Profile, account
from tests.acceptance.slack.surfaces import Home, Window
from tests.acceptance.slack.world import Room, Shown, escaped

_LINK = re.compile(r"https?://[^\s<>]+")


class Person:
    """Somebody in a workspace, in a direct message with the app."""

    def __init__(
        self,
        api: SlackApi,
        team: str = TEAM,
        id: str = "U0001",
        name: str = "Alex",
        *,
        tz: str = "Europe/Berlin",
        locale: str = "en-US",
        is_guest: bool = False,
    ) -> None:
        self.api, self.id = api, id
        self.workspace = api.team(team)
        described = {"name": name, "tz": tz, "locale": locale, "is_guest": is_guest}
        self.account = api.in_loop(lambda: account(api.world, self.workspace, id, described))
        hands = self._hands = Hands(api, self.workspace, self.account)
        self.room: Room = self.account.room
        self.seen: list[Shown] = self.room.shown
        self.ephemerals: list[Shown] = self.account.ephemerals
        self.failures: list[str] = self.account.failures  # what the client said went wrong
        self.home, self.window = Home(hands), Window(hands)
        self.sees_home, self.sees_window = self.home.sees, self.window.sees
        self.fill, self.close_window = self.window.fill, self.window.close
        self.sends = Attachments(hands)
        self.send_file = self.sends.file
        self.profile = Profile(hands)
        self.deactivate, self.reactivate = self.profile.deactivate, self.profile.reactivate

    def write(self, text: str, thread: str = "", *, raw: bool = False) -> str:
        """Write a message, perhaps in a thread; its ts. What is `raw` stands on the wire as it is given."""
        return self._hands.do(lambda: self._writes(self.room, text if raw else _wired(text), thread)["ts"])

    def edit(self, ts: str, text: str) -> Sending:
        """Change what was written."""

        def act() -> Sending:
            shown, wired = self._message(ts), _wired(text)
            before, edited = shown.message, {"user": self.id, "ts": self.api.world.ts(self.workspace)}
            shown.message = {**before, "text": wired, "blocks": rich(text), "edited": edited}
            watched(self.workspace, self.room, shown)
            return self._hands.tell(message_changed(self.api.world, self.workspace, self.room, before, shown.message))

        return self._hands.do(act)

    def delete(self, ts: str) -> Sending:
        """Take back what was written."""

        def act() -> Sending:
            shown, now = self._message(ts), self.api.world.ts(self.workspace)
            self.seen.remove(shown)
            watched(self.workspace, self.room)
            head = {
                "type": "message",
                "subtype": "message_deleted",
                "previous_message": shown.message,
                "deleted_ts": ts,
            }
            place = {"channel": self.room.id, "hidden": True, "ts": now, "event_ts": now, "channel_type": "im"}
            return self._hands.tell({**head, **place})

        return self._hands.do(act)

    def tap(self, label: str, on: str = "") -> Sending:
        """Tap the newest button of that label in the direct message; or on "home", in the "window", or of the message `on`."""
        if on in ("home", "window"):
            return (self.home if on == "home" else self.window).tap(label)

        def act() -> Sending:
            looked_at = [self._message(on)] if on else [*reversed(self.seen), *reversed(self.ephemerals)]
            for shown in looked_at:
                if shown.from_bot and (button := self._hands.pressed(shown.buttons, label)):
                    payload = self.api.payloads.tap(self.workspace, self.account, button, self.room, shown)
                    return self._hands.interact(payload)
            near = [button["text"]["text"] for shown in looked_at[:3] for button in shown.buttons]
            raise LookupError(f"no message has the button {label!r}: {near}")

        return self._hands.do(act)

    def opens_home(self, tab: str = "home") -> Sending:
        """Open the app's page, or its messages."""

        def act() -> Sending:
            event = {"type": "app_home_opened", "user": self.id, "channel": self.room.id, "tab": tab}
            shown = {"view": self.home.view} if self.home and tab == "home" else {}
            return self._hands.tell({**event, **shown, "event_ts": self.api.world.ts(self.workspace)})

        return self._hands.do(act)

    def command(self, line: str, channel: str = "") -> Sending:
        """Give a slash command, such as "/coach quiz", in the direct message or in a channel."""
        name, _, text = line.partition(" ")

        def act() -> Sending:
            room = self.workspace.channel(channel) if channel else self.room
            payload = self.api.payloads.command(self.workspace, self.account, name, text, room)
            return self._hands.interact(payload, self._hears, COMMAND)

        return self._hands.do(act)

    def mention(self, channel: str, text: str, team: str = "", thread: str = "") -> str:
        """Mention the app in a channel, perhaps of another workspace that shares it; the message's ts."""

        def act() -> str:
            home = self.api.team(team) if team else self.workspace
            room = home.channel(channel)
            home.accounts.setdefault(self.id, self.account)
            said = f"<@{home.bot_user}> {_wired(text)}"
            outside = (
                {"user_team": self.workspace.id, "source_team": self.workspace.id} if home is not self.workspace else {}
            )
            message = self._message_of(said, thread, self.api.world.ts(home))
            shown = Shown(message)
            room.shown.append(shown)
            watched(home, room, shown)
            event = {**message, "type": "app_mention", "channel": room.id, "event_ts": message["ts"], **outside}
            self._hands.tell(event, home, shared=room.shared)
            return message["ts"]

        return self._hands.do(act)

    def shortcut(self, name: str, on: Shown | str, channel: str = "") -> Sending:
        """Use a message shortcut on a message of the direct message or of a channel, by its ts."""

        def act() -> Sending:
            room = self.workspace.channel(channel) if channel else self.room
            shown = on if isinstance(on, Shown) else room.find(on)
            if shown is None:
                raise LookupError(f"there is no message {on}")
            payload = self.api.payloads.shortcut(self.workspace, self.account, name, room, shown.message)
            return self._hands.interact(payload)

        return self._hands.do(act)

    async def sees(self, words: str, timeout: float = 10.0, *, ever: bool = False) -> Shown:
        """Wait until the app shows these words, to all or to this person alone; the message.

        Only what came or changed since the person last did something counts, unless `ever`.
        """

        def look() -> Shown | None:
            since = 0 if ever else self.account.acted
            return _showing(self.seen, words, since) or _showing(self.ephemerals, words, since)

        def told() -> str:
            now = "\n---\n".join(one.words for one in self.seen[-5:])
            return f"{words!r} did not appear; the end of the direct message:\n{now}\n"

        return await self._hands.sees(look, told, timeout)

    def _writes(self, room: Room, wired: str, thread: str) -> Json:
        message = self._message_of(wired, thread, self.api.world.ts(self.workspace))
        shown = Shown(message)
        room.shown.append(shown)
        watched(self.workspace, room, shown)
        self._hands.tell({**message, "channel": room.id, "event_ts": message["ts"], "channel_type": "im"})
        return message

    def _message_of(self, wired: str, thread: str, ts: str) -> Json:
        head = {"client_msg_id": f"00000000-0000-4000-8000-{next(self.api.world.numbers):012x}", "type": "message"}
        more = {"thread_ts": thread} if thread else {}
        return {
            **head,
            "text": wired,
            "user": self.id,
            "ts": ts,
            "team": self.workspace.id,
            "blocks": rich(wired),
            **more,
        }

    def _message(self, ts: str) -> Shown:
        found = self.room.find(ts)
        if found is None:
            raise LookupError(f"there is no message {ts}")
        return found

    def _hears(self, sending: Sending) -> None:
        """What a slash command is answered with at once stands before this person alone."""
        answer = sending.answer
        said: Json = {"text": answer} if isinstance(answer, str) else dict(answer or {})
        if not said.get("text") and not said.get("blocks"):
            return
        flaws: Sequence[Flaw] = [*judged_escaped(str(said.get("text", "")), "answer")]
        self.api.violations += [f"{sending.payload['command']}: {flaw.what}" for flaw in flaws]
        head = {"type": "message", "bot_id": self.workspace.bot_id, "ts": self.api.world.ts(self.workspace)}
        self.ephemerals.append(Shown({**head, **said, "channel": sending.payload["channel_id"]}, ephemeral=True))
        self.account.changed(self.ephemerals[-1])


def _wired(text: str) -> str:
    """What somebody typed, as the wire carries it."""
    return _LINK.sub(lambda found: f"<{found[0]}>", escaped(text))


def _showing(shown: Sequence[Shown], words: str, since: int) -> Shown | None:
    """The newest message of the app that shows these words and came or changed since then."""
    for one in reversed(shown):
        if one.from_bot and one.change > since and words in one.words:
            return one
    return None
