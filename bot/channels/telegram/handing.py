"""Handing over: each rendered call becomes a call of the Bot API."""

from typing import Literal, cast

from telegram import Bot, LinkPreviewOptions
from telegram import Message as Shown
from telegram.constants import PollType
from telegram.error import BadRequest

from bot.channels.telegram.render import Call, Paper, Photo, Poll, Redrawn, Words
from bot.channels.telegram.wire import is_unchanged

POLL = "poll:"
Place = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]  # as the library writes that there are at most 12
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def hand_over(bot: Bot, chat: int, call: Call, *, paid: bool) -> str:
    """Make one call; Telegram's name for what it shows now. `paid` lets it leave past the free limit, for a fee."""
    shown = await _made(bot, chat, call, paid or None)
    return f"{POLL}{shown.poll.id}" if shown.poll else str(shown.message_id)


async def redraw(bot: Bot, chat: int, sent_as: str, redrawn: Redrawn) -> None:
    """Change a message that is shown; one that looks like that already is left as it is."""
    message, keyboard = int(sent_as), redrawn.keyboard
    try:
        if redrawn.text is None:
            await bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)
        elif redrawn.is_caption:
            await bot.edit_message_caption(
                chat, message, caption=redrawn.text, caption_entities=redrawn.entities, reply_markup=keyboard
            )
        else:
            await bot.edit_message_text(
                redrawn.text,
                chat,
                message,
                entities=redrawn.entities,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
            )
    except BadRequest as error:
        if not is_unchanged(error):
            raise


async def _made(bot: Bot, chat: int, call: Call, paid: bool | None) -> Shown:
    match call:
        case Words(text, entities, keyboard):
            return await bot.send_message(
                chat,
                text,
                entities=entities,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
                allow_paid_broadcast=paid,
            )
        case Poll(question, options, right, explanation):
            return await bot.send_poll(
                chat,
                question,
                options,
                is_anonymous=False,
                type=PollType.QUIZ,
                correct_option_ids=[cast("Place", right)],
                explanation=explanation or None,
                allow_paid_broadcast=paid,
            )
        case Photo() | Paper():
            return await _with_file(bot, chat, call, paid)


async def _with_file(bot: Bot, chat: int, call: Photo | Paper, paid: bool | None) -> Shown:
    if isinstance(call, Photo):
        return await bot.send_photo(
            chat,
            call.file.body,
            call.caption,
            filename=call.file.name,
            caption_entities=call.entities,
            reply_markup=call.keyboard,
            allow_paid_broadcast=paid,
        )
    return await bot.send_document(
        chat,
        call.file.body,
        call.caption,
        filename=call.file.name,
        caption_entities=call.entities,
        reply_markup=call.keyboard,
        allow_paid_broadcast=paid,
    )
