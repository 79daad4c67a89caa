"""Profile: what Telegram shows around the chat, in each language: commands, descriptions and the menu button."""

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, MenuButtonCommands
from telegram.constants import MenuButtonType

ANY_LANGUAGE = "en"
PRIVATE = BotCommandScopeAllPrivateChats()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is shown in one language: before Start, on the bot's page, in the menu, and once in a group before we leave it."""

    about: str
    short: str
    commands: tuple[tuple[str, str], ...]
    private_only: str


async def show_profile(bot: Bot, profiles: Mapping[str, Profile]) -> int:
    """Set what differs from what Telegram shows now, in every language; how much that was.

    Whoever uses Telegram in a language that we do not speak sees English.
    """
    changed = 0
    for language, profile in profiles.items():
        changed += await _show_in(bot, profile, "" if language == ANY_LANGUAGE else language)
    button = await bot.get_chat_menu_button()
    if button.type != MenuButtonType.COMMANDS:
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        changed += 1
    return changed


async def _show_in(bot: Bot, profile: Profile, code: str) -> int:
    changed = 0
    commands = tuple(BotCommand(name, what) for name, what in profile.commands)
    if await bot.get_my_commands(PRIVATE, code or None) != commands:
        await bot.set_my_commands(commands, PRIVATE, code or None)
        changed += 1
    if (await bot.get_my_description(code or None)).description != profile.about:
        await bot.set_my_description(profile.about, code or None)
        changed += 1
    if (await bot.get_my_short_description(code or None)).short_description != profile.short:
        await bot.set_my_short_description(profile.short, code or None)
        changed += 1
    return changed
