"""The Bot API's refusals, in its own words."""

from dataclasses import dataclass


@dataclass(eq=False)
class Refused(Exception):
    """The Bot API says no: with a code, and with words."""

    code: int
    description: str
    retry_after: int | None = None

    @property
    def body(self) -> dict[str, object]:
        """The answer as it goes over the wire."""
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return told if self.retry_after is None else told | {"parameters": {"retry_after": self.retry_after}}


def bad(what: str) -> Refused:
    """400: the call is wrong."""
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    """403: the person, or the group, does not want the bot."""
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    """409: two ways to get updates at once."""
    return Refused(409, f"Conflict: {what}")


def throttled(seconds: int) -> Refused:
    """429: too fast."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", seconds)


UNAUTHORIZED = (401, "Unauthorized")
NO_METHOD = (404, "Not Found: method not found")
BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
NOT_STARTED = "bot can't initiate conversation with a user"
NOT_A_MEMBER = "bot is not a member of the {kind} chat"
KICKED = "bot was kicked from the {kind} chat"
NO_CHAT = "chat not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
NO_MESSAGE = "message to edit not found"
NOT_OURS = "message can't be edited"
NO_TEXT = "there is no text in the message to edit"
NO_CAPTION = "there is no caption in the message to edit"
NO_REPLIED = "message to be replied not found"
NO_POLL = "message with poll to stop not found"
CLOSED = "poll has already been closed"
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
NO_FILE = "wrong file_id or the file is temporarily unavailable"
NO_SUCH_PICTURE = "wrong remote file identifier specified: Wrong string length"
POLLED = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
HOOK_SET = "terminated by setWebhook request"
