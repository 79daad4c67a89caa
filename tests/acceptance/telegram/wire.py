"""HTTP/1.1 on asyncio streams, small and able to misbehave: what a web framework would never let us do to a client."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_string
from enum import Enum
from urllib.parse import parse_qsl, unquote, urlsplit

HEAD_BYTES, BODY_BYTES = 64_000, 60_000_000
_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
_REASONS |= {411: "Length Required", 429: "Too Many Requests", 502: "Bad Gateway"}


class Ending(Enum):
    """What becomes of a connection when a request was read."""

    ANSWERED = "the response is sent, and the next request awaited"
    DROPPED = "it is reset, and no byte is sent"
    SILENT = "it stays open, and no byte is ever sent"
    CUT = "half of the response is sent, then our side is closed"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for, its body in parts."""

    verb: str
    path: str
    headers: Mapping[str, str]
    fields: Mapping[str, str]
    files: Mapping[str, bytes]
    names: Mapping[str, str] = field(default_factory=dict)  # how the files are called


@dataclass(frozen=True, slots=True)
class Response:
    """What a client gets, and how."""

    status: int
    body: bytes = b""
    kind: str = "application/json"
    ending: Ending = Ending.ANSWERED


Respond = Callable[[Request], Awaitable[Response]]


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, respond: Respond) -> None:
    """Answer one request after the other on this connection, until either side ends it."""
    try:
        while (request := await read_request(reader)) and await _send(reader, writer, await respond(request)):
            if request.headers.get("connection", "").lower() == "close":
                break
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # the client is gone, or speaks no HTTP
    except asyncio.CancelledError:
        writer.transport.abort()
        raise
    finally:
        writer.close()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None when there is no further one."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    verb, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", 0))
    if length > BODY_BYTES or "transfer-encoding" in headers:
        raise ConnectionError("only bodies of a known and sensible length are read")
    body = await reader.readexactly(length) if length else b""
    path = urlsplit(target)
    fields, files, names = _parted(body, headers.get("content-type", ""))
    asked = dict(parse_qsl(path.query, keep_blank_values=True))
    return Request(verb, unquote(path.path), headers, asked | fields, files, names)


def _parted(body: bytes, kind: str) -> tuple[dict[str, str], dict[str, bytes], dict[str, str]]:
    """The fields, files and file names of a body, by its Content-Type."""
    if kind.startswith("multipart/form-data"):
        return _multipart(body, kind)
    if kind.startswith("application/json"):
        said = json.loads(body or b"{}")
        return {name: one if isinstance(one, str) else json.dumps(one) for name, one in said.items()}, {}, {}
    return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}, {}


def _multipart(body: bytes, kind: str) -> tuple[dict[str, str], dict[str, bytes], dict[str, str]]:
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    boundary = str(message_from_string(f"Content-Type: {kind}\n\n").get_param("boundary"))
    # Split by hand: a mail parser may see line ends in the bytes of a picture.
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        told = message_from_string(head.decode().lstrip("\r\n") + "\n\n")
        name, called = str(told.get_param("name", header="content-disposition")), told.get_filename()
        if called is None:
            fields[name] = content.decode()
        else:
            files[name], names[name] = content, called
    return fields, files, names


async def _send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, response: Response) -> bool:
    """Whether the connection may go on after this response."""
    match response.ending:
        case Ending.DROPPED:
            writer.transport.abort()
            return False
        case Ending.SILENT:
            while await reader.read(HEAD_BYTES):
                pass
            return False
    reason = _REASONS.get(response.status, "Unknown")
    head = f"HTTP/1.1 {response.status} {reason}\r\nContent-Type: {response.kind}\r\nContent-Length: {len(response.body)}\r\n\r\n"
    if response.ending is Ending.CUT:
        writer.write(head.encode() + response.body[: len(response.body) // 2])
        writer.write_eof()
        await reader.read()
        return False
    writer.write(head.encode() + response.body)
    await writer.drain()
    return True
