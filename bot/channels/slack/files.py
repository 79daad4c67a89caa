"""Files: by what a file that somebody sent is fetched, from where, and what came instead of it."""

import re
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from bot.channels.naming import file_name
from bot.channels.port import Refused
from bot.channels.slack.answers import Answer, refusal
from bot.channels.slack.reading import Json, whole
from bot.domain.update import FileRef

FETCHING = "fetching a file"
SLACK = "slack.com"
GONE = frozenset({403, 404, 410})
NOT_SLACKS = "it does not lie at Slack, and our token goes nowhere else: upload the file itself"
NOT_SHOWN = (
    "Slack shows its login page instead of the file: the app needs files:read. Add it under OAuth & Permissions, and install "
    "the app in the workspace again."
)


def ref_of(file: Json) -> FileRef | None:
    """By what a file is fetched: https://docs.slack.dev/reference/objects/file-object. None where Slack does not tell yet."""
    url, size = file.get("url_private_download"), file.get("size")
    if not isinstance(url, str) or not _ADDRESS.fullmatch(url):
        return None
    return FileRef(file_name(whole(file.get("name"))), url, size if type(size) is int and size > 0 else 0)


def is_slacks(url: str, api_root: str) -> bool:
    """Whether the token may go there: to Slack's own hosts over https, or to that of the API that is set, and those below."""
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return False
    scheme, host, port = found["scheme"], found["host"], found["port"] or ""
    root = urlsplit(api_root)
    own = (root.scheme, f":{root.port}" if root.port else "")
    return _is_below(host, SLACK, (scheme, port), ("https", "")) or _is_below(
        host, root.hostname or "", (scheme, port), own
    )


async def read(answer: aiohttp.ClientResponse, most: int, now: datetime) -> bytes | Exception:
    """What a file holds, of what was answered; or what it means that it is not there, or has more than `most` bytes."""
    if answer.status in GONE:
        return Refused("Slack has this file no more, or does not show it to us")
    if answer.status != 200:
        return refusal(FETCHING, Answer(answer.status, answer.headers.get("Retry-After", ""), None), now)
    if answer.content_type == "text/html":
        return Refused(NOT_SHOWN)
    body = bytearray()
    if (answer.content_length or 0) > most:
        return too_large(most)
    async for part in answer.content.iter_chunked(_PART):
        body += part
        if len(body) > most:
            return too_large(most)
    return bytes(body)


def too_large(most: int) -> Refused:
    """That a file has more bytes than we take."""
    return Refused(f"it has more than {most:,} bytes")


def _is_below(host: str, root: str, way: tuple[str, str], own: tuple[str, str]) -> bool:
    """Whether a host is this one or below it, by the same way, which is a scheme and a port."""
    return bool(root) and way == own and (host == root or host.endswith(f".{root}"))


# Of so few signs that no two libraries can read another host in it: no name, no password, no backslash before the path.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(\.[a-z0-9-]+)*)(?P<port>:[1-9][0-9]{0,4})?/[!-~]{0,2000}", re.ASCII
)
_PART = 65_536
