"""Faults on demand: which calls go wrong, how often, and how."""

from dataclasses import dataclass, field
from enum import Enum

from tests.acceptance.telegram.refusals import Refused, throttled
from tests.acceptance.telegram.wire import Ending, Response

ANY = "*"
BAD_GATEWAY = Response(
    502,
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n",
    "text/html",
)


class When(Enum):
    """Whether a fault strikes before the work is done, or when it is done and only the answer is lost."""

    BEFORE = "the call has no effect"
    AFTER = "the call has its effect, and nobody knows"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong: made by the functions below."""

    name: str
    when: When
    response: Response | None = None
    refusal: Refused | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class Rule:
    """Which calls a fault strikes: the next `times` of a method (None: all from now on), each `every`-th of them."""

    method: str
    fault: Fault
    times: int | None = 1
    every: int = 1
    chat: int | None = None
    met: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)

    def strikes(self, method: str, chat: int | None) -> bool:
        """Whether this call is struck; counts it."""
        if self.method not in (ANY, method) or (self.chat is not None and chat != self.chat):
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        self.met += 1
        if self.met % self.every:
            return False
        self.struck += 1
        return True


def too_fast(seconds: int) -> Fault:
    """429: come again after so many seconds."""
    return Fault("429", When.BEFORE, refusal=throttled(seconds))


def refused(code: int, description: str) -> Fault:
    """A refusal in words of your own."""
    return Fault(str(code), When.BEFORE, refusal=Refused(code, description))


def bad_gateway() -> Fault:
    """502, and a page of HTML."""
    return Fault("502", When.BEFORE, response=BAD_GATEWAY)


def dropped() -> Fault:
    """The connection is reset before anything is done."""
    return Fault("dropped", When.BEFORE, response=Response(0, ending=Ending.DROPPED))


def dropped_after() -> Fault:
    """All is done, then the connection is reset: the message was taken, and nobody knows."""
    return Fault("dropped after", When.AFTER, response=Response(0, ending=Ending.DROPPED))


def half_open() -> Fault:
    """Nothing is done, and never an answer comes."""
    return Fault("half-open", When.BEFORE, response=Response(0, ending=Ending.SILENT))


def half_open_after() -> Fault:
    """All is done, and never an answer comes."""
    return Fault("half-open after", When.AFTER, response=Response(0, ending=Ending.SILENT))


def cut() -> Fault:
    """All is done; half of the answer comes, then the connection ends."""
    return Fault("cut", When.AFTER, response=Response(200, b'{"ok":true,"result":{"message_id":', ending=Ending.CUT))


def garbled() -> Fault:
    """All is done, and the answer is no JSON."""
    return Fault("garbled", When.AFTER, response=Response(200, b'{"ok":tru\xff\xfe'))


def slow(seconds: float) -> Fault:
    """All is done, so much later."""
    return Fault("slow", When.BEFORE, seconds=seconds)
