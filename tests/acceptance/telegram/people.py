"""People on the platform: what they do becomes updates as Telegram shapes them, and what they see can be waited for.

Everything may be done from any thread. `person.seen` is the chat as it stands now; `await person.sees(words)` waits.
"""

import asyncio
import itertools
import re
from collections.abc import Callable
from typing import TypeVar

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.attachments import Attachments
from tests.acceptance.telegram.markup import units
from tests.acceptance.telegram.world import Chat, Json, Shown, Standing

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_queries = itertools.count(1)
_Result = TypeVar("_Result")


class Person:
    """Somebody with a phone, in a private chat with the bot."""

    def __init__(self, api: BotApi, id: int, language: str = "en", first_name: str = "Alex") -> None:
        self.api, self.id = api, id
        self.user: Json = {"id": id, "is_bot": False, "first_name": first_name}
        if language:
            self.user["language_code"] = language
        self.chat = Chat({"id": id, "first_name": first_name, "type": "private"})
        api.in_loop(lambda: api.world.chats.__setitem__(id, self.chat))
        self.seen: list[Shown] = self.chat.shown
        self.notices: list[str] = self.chat.notices
        self.sends = Attachments(api, self.chat, self.user, self._acts)
        self._acted = 0  # the chat's changes when the person last did something

    def start(self, code: str = "") -> int:
        """Press Start, perhaps through a link with a code; the message's number. Whoever blocked the bot unblocks it so."""
        if self.chat.standing is Standing.BLOCKED:
            self.unblock()
        self._acts(lambda: setattr(self.chat, "standing", Standing.OPEN))
        return self.write(f"/start {code}".rstrip())

    def write(self, text: str) -> int:
        """Write a message; its number."""
        return self._acts(lambda: self._writes(text))

    def reply_to(self, message_id: int, text: str) -> int:
        """Answer an old message; the new one's number."""
        quoted = self._message(message_id).message
        bare = {name: one for name, one in quoted.items() if name != "reply_to_message"}
        return self._acts(lambda: self._writes(text, reply_to_message=bare))

    def edit(self, message_id: int, text: str) -> None:
        """Change what was written."""

        def act() -> None:
            found = self._message(message_id)
            kept = {name: one for name, one in found.message.items() if name != "entities"}
            found.message = kept | _worded(text) | {"edit_date": self.api.world.date()}
            self.chat.changed(found)
            self.api.updates.add("edited_message", found.message, self.id)

        self._acts(act)

    def tap(self, label: str, message_id: int | None = None) -> str:
        """Tap the newest button of that label, or the one of an old message; the number of the callback query."""

        def act() -> str:
            found, button = self._button(label, message_id)
            query = f"{self.id}{next(_queries):09}"
            self.api.world.queries[query] = self.chat
            told = {"id": query, "from": self.user, "message": found.message, "chat_instance": str(-self.id)}
            self.api.updates.add("callback_query", told | {"data": button["callback_data"]}, self.id)
            return query

        return self._acts(act)

    def vote(self, label: str) -> None:
        """Choose an option of the newest open poll."""

        def act() -> None:
            found = next((one for one in reversed(self.seen) if one.poll and not one.poll["is_closed"]), None)
            places = {option["text"]: place for place, option in enumerate(found.poll["options"])} if found else {}
            if label not in places:
                raise LookupError(f"no open poll has the option {label!r}: {list(places)}")
            self._votes(found, places[label])

        self._acts(act)

    def block(self) -> None:
        """Block the bot."""
        self._acts(lambda: self._stands(Standing.BLOCKED, "member", "kicked"))

    def unblock(self) -> None:
        """Let the bot write again."""
        self.api.in_loop(lambda: self._stands(Standing.OPEN, "kicked", "member"))

    def delete_account(self) -> None:
        """Be gone; the bot is told nothing."""
        self.api.in_loop(lambda: setattr(self.chat, "standing", Standing.DELETED))

    async def sees(self, words: str, timeout: float = 10.0, *, ever: bool = False) -> Shown:
        """Wait until the bot shows these words in text, caption, poll or button; the message.

        Only what came or changed since the person last did something counts, unless `ever`.
        """
        since = 0 if ever else self._acted
        try:
            async with asyncio.timeout(timeout):
                while not (found := _showing(self.chat, words, since)):
                    await self.chat.change()
        except TimeoutError:
            now = "\n---\n".join(one.words for one in self.seen[-5:])
            raise TimeoutError(f"{words!r} did not appear within {timeout} s; the end of the chat:\n{now}") from None
        return found

    def _acts(self, act: Callable[[], _Result]) -> _Result:
        """Do something in the server's loop, if the person can; what is seen from then on is new."""

        def done() -> _Result:
            if self.chat.standing in (Standing.BLOCKED, Standing.DELETED):
                raise PermissionError(f"{self.id} cannot: {self.chat.standing.value}")
            before, result = self.chat.changes, act()
            self._acted = before
            return result

        return self.api.in_loop(done)

    def _writes(self, text: str, **more: object) -> int:
        self.chat.standing = Standing.OPEN
        message = self.api.world.message(self.chat, self.user, **_worded(text), **more)
        self.chat.show(message)
        self.api.updates.add("message", message, self.id)
        return message["message_id"]

    def _message(self, message_id: int) -> Shown:
        found = self.chat.find(message_id)
        if found is None:
            raise LookupError(f"there is no message {message_id}")
        return found

    def _button(self, label: str, message_id: int | None) -> tuple[Shown, Json]:
        looked_at = [self._message(message_id)] if message_id else list(reversed(self.seen))
        for one in looked_at:
            for button in one.buttons:
                if button["text"] == label and "callback_data" in button:
                    return one, button
        raise LookupError(
            f"no message has the button {label!r}: {[b['text'] for one in looked_at[:3] for b in one.buttons]}"
        )

    def _votes(self, found: Shown, place: int) -> None:
        poll, option = found.poll, found.poll["options"][place]
        if self.id in found.voted and not poll["allows_revoting"]:
            raise PermissionError("this poll is voted on already")
        if self.id in found.voted:
            poll["options"][found.voted[self.id]]["voter_count"] -= 1
        found.voted[self.id] = place
        option["voter_count"] += 1
        poll["total_voter_count"] = len(found.voted)
        self.chat.changed()
        if not poll["is_anonymous"]:
            chosen = {"option_ids": [place], "option_persistent_ids": [option["persistent_id"]]}
            self.api.updates.add("poll_answer", {"poll_id": poll["id"], "user": self.user} | chosen, self.id)
        self.api.updates.add("poll", poll, self.id)

    def _stands(self, standing: Standing, was: str, now: str) -> None:
        self.chat.standing = standing
        self.api.updates.add("my_chat_member", membership(self.api, self.chat, self.user, was, now), self.id)


class Group:
    """A group that people bring the bot into."""

    def __init__(self, api: BotApi, id: int = -100_200, title: str = "A group") -> None:
        self.api, self.id = api, id
        self.chat = Chat({"id": id, "title": title, "type": "group"}, Standing.LEFT)
        api.in_loop(lambda: api.world.chats.__setitem__(id, self.chat))
        self.seen: list[Shown] = self.chat.shown

    def add_bot(self, by: Person) -> None:
        """Somebody brings the bot in."""

        def act() -> None:
            self.chat.standing = Standing.OPEN
            self.api.updates.add("my_chat_member", membership(self.api, self.chat, by.user, "left", "member"), self.id)
            self._says(by, {"new_chat_members": [self.api.world.bot]})

        self.api.in_loop(act)

    def remove_bot(self, by: Person) -> None:
        """Somebody throws the bot out."""

        def act() -> None:
            self.chat.standing = Standing.BLOCKED
            self.api.updates.add(
                "my_chat_member", membership(self.api, self.chat, by.user, "member", "kicked"), self.id
            )

        self.api.in_loop(act)

    def write(self, text: str, by: Person) -> int:
        """Somebody writes in the group, and the bot may read it; the message's number."""
        return self.api.in_loop(lambda: self._says(by, _worded(text)))

    def _says(self, by: Person, content: Json) -> int:
        message = self.api.world.message(self.chat, by.user, **content)
        self.chat.show(message)
        if self.chat.standing is Standing.OPEN:
            self.api.updates.add("message", message, self.id)
        return message["message_id"]


def membership(api: BotApi, chat: Chat, by: Json, was: str, now: str) -> Json:
    """A my_chat_member update's content: somebody changed how the bot stands in a chat."""
    members = [{"user": api.world.bot, "status": status} for status in (was, now)]
    for member in members:
        if member["status"] == "kicked":
            member["until_date"] = 0
    head = {"chat": chat.described, "from": by, "date": api.world.date()}
    return head | {"old_chat_member": members[0], "new_chat_member": members[1]}


def _worded(text: str) -> Json:
    """A text, with its commands marked as a client marks them."""
    commands = [
        {"type": "bot_command", "offset": units(text[: one.start()]), "length": units(one[0])}
        for one in _COMMAND.finditer(text)
    ]
    return {"text": text, "entities": commands} if commands else {"text": text}


def _showing(chat: Chat, words: str, since: int) -> Shown | None:
    """The newest message of the bot that shows these words and came or changed since then."""
    for one in reversed(chat.shown):
        if one.from_bot and one.change > since and words in one.words:
            return one
    return None
