"""Manners: what a bot does beside the talk, such as to end a spinner or leave a group. Nobody waits for it."""

import asyncio
from collections.abc import Coroutine, Mapping

import structlog
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.telegram.profile import ANY_LANGUAGE, Profile, show_profile
from bot.channels.telegram.typing import Typing
from bot.channels.telegram.updates import Group
from bot.channels.telegram.wire import Wire

log = structlog.get_logger()


class Manners:
    """Does these things for one bot. What fails is noted, and left: the talk does not depend on it."""

    def __init__(self, wire: Wire, profiles: Mapping[str, Profile]) -> None:
        self._bot, self._beside = wire.bot, wire.beside
        self._profiles = profiles
        self._typing = Typing(self._type)
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: set[int] = set()
        self._leaving: set[int] = set()

    def introduce(self) -> None:
        """Show commands and descriptions as they are now."""
        self._do("introduce", self._introduce())

    def end_spinner(self, callback: str) -> None:
        """Show on the button that the tap has arrived."""
        self._do("end_spinner", self._end_spinner(callback))

    def begin_typing(self, chat: str) -> None:
        """Somebody waits for an answer there."""
        self._typing.begin(chat)

    def end_typing(self, chat: str) -> None:
        """The answer is there."""
        self._typing.end(chat)

    def leave(self, group: Group) -> None:
        """Say once that this is for private chats, and leave: what people say in a group is no business of ours.

        What more is heard from there meanwhile changes nothing.
        """
        if group.chat not in self._leaving:
            self._leaving.add(group.chat)
            self._do("leave_group", self._leave(group)).add_done_callback(lambda _: self._leaving.discard(group.chat))

    async def close(self) -> None:
        """End what is still being done."""
        await self._typing.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _introduce(self) -> None:
        changed = await show_profile(self._bot, self._profiles)
        if changed:
            log.info("profile_changed", bot=self._bot.username, changes=changed)

    async def _end_spinner(self, callback: str) -> None:
        await self._beside.answer_callback_query(callback)

    async def _type(self, chat: str) -> None:
        self._do("type", self._show_typing(chat))

    async def _show_typing(self, chat: str) -> None:
        await self._beside.send_chat_action(int(chat), ChatAction.TYPING)

    async def _leave(self, group: Group) -> None:
        if group.chat not in self._told:
            self._told.add(group.chat)
            profile = self._profiles.get(group.language[:2], self._profiles[ANY_LANGUAGE])
            await self._undisturbed("tell_group", self._tell(group.chat, profile.private_only))
        await self._beside.leave_chat(group.chat)

    async def _tell(self, chat: int, words: str) -> None:
        await self._beside.send_message(chat, words)

    def _do(self, what: str, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._undisturbed(what, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _undisturbed(self, what: str, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except TelegramError as error:
            log.info("left_undone", what=what, error=type(error).__name__)
