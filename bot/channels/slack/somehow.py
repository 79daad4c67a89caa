"""Somehow: what Slack does not take as it should be is sent as it can be, for no answer and no card may be lost by its looks."""

from dataclasses import replace

import structlog

from bot.channels.port import Refused
from bot.channels.slack.handing import say, upload
from bot.channels.slack.render import Post, Upload
from bot.channels.slack.wire import Wire

# https://docs.slack.dev/reference/methods/chat.postMessage#errors: what can be wrong with blocks. Of blocks that its own schema
# does not take Slack may also say that the arguments are.
OUR_BLOCKS = frozenset(
    {
        *("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch"),
        *("invalid_arguments", "slack_file_fetch_failed", "slack_file_not_found"),
    }
)

log = structlog.get_logger()


async def say_somehow(wire: Wire, channel: str, post: Post, thread: str) -> tuple[str, str]:
    """Post a message; our name for it, and the thread where it stands.

    Where Slack does not take its blocks, the words go alone, which say each answer too; and where it does not take the thread,
    they stand in the talk. Raises as `say` does, when it takes it in no way.
    """
    while True:
        try:
            return await say(wire, channel, post, thread), thread
        except Refused as error:
            if _code(error) in OUR_BLOCKS and post.blocks:
                log.error("blocks_refused", error=str(error))
                post = replace(post, blocks=())
            elif thread:
                log.info("thread_refused", error=str(error))
                thread = ""
            else:
                raise


async def upload_somehow(wire: Wire, channel: str, file: Upload, thread: str) -> tuple[str, str]:
    """Bring a file into the chat, and where Slack does not take the thread, into the talk; as `say_somehow` does."""
    try:
        return await upload(wire, channel, file, thread), thread
    except Refused as error:
        if not thread:
            raise
        log.info("thread_refused", error=str(error))
        return await upload(wire, channel, file), ""


def _code(error: Refused) -> str:
    """Slack's own code in a refusal: "chat.postMessage: invalid_blocks at /blocks/0"."""
    return str(error).partition(": ")[2].partition(" ")[0].rstrip(":")
