"""Answers: what came back over the wire, looked at before the library reads it, for it may be no answer of Telegram's at all."""

import json

import httpx
import telegram

SHOWING = frozenset({"sendMessage", "sendPoll", "sendPhoto", "sendDocument"})


class NotTelegram(httpx.HTTPError):
    """An error page of some server on the way: it did not let our call through. Nothing of the page is kept."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a server on the way to Telegram answered {status}")


class Unreadable(httpx.HTTPError):
    """The call was taken, or so the status says, and what came back says nothing that can be read."""

    def __init__(self) -> None:
        super().__init__("Telegram's answer cannot be read")


async def look_at(response: httpx.Response) -> None:
    """Raise NotTelegram or Unreadable where the answer to a call is not one of the Bot API's.

    The library takes any 403 for a person who has blocked us, and writes a page that it cannot read into its errors.
    """
    if response.request.method != "POST":  # a file that is fetched: it may hold anything
        return
    answer = await _read(response)
    if response.is_error:
        if not _is_refusal(answer):
            raise NotTelegram(response.status_code)
        return
    if (
        not response.is_success
        or not isinstance(answer, dict)
        or answer.get("ok") is not True
        or "result" not in answer
    ):
        raise Unreadable
    if response.url.path.rpartition("/")[2] in SHOWING and not _is_message(answer["result"]):
        raise Unreadable


async def _read(response: httpx.Response) -> object:
    try:
        return json.loads((await response.aread()).decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    except httpx.HTTPError:
        if response.is_error:
            return None
        raise


def _is_refusal(answer: object) -> bool:
    """Whether it is a refusal in the Bot API's form: https://core.telegram.org/bots/api#making-requests."""
    if not isinstance(answer, dict) or answer.get("ok") is not False or not isinstance(answer.get("description"), str):
        return False
    parameters = answer.get("parameters", {})
    return isinstance(parameters, dict) and all(type(value) is int for value in parameters.values())


def _is_message(result: object) -> bool:
    if not isinstance(result, dict) or type(result.get("message_id")) is not int:
        return False
    try:
        return telegram.Message.de_json(result, None) is not None
    except Exception:  # the library raises whatever comes to hand
        return False
