"""Faults on demand: which calls go wrong, how often, and how."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from tests.acceptance.slack.refusals import Refused, throttled

ANY = "*"
UPLOAD = "upload"  # the POST of a file's bytes, which is no method
_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body><h1>{0}</h1></body>\r\n</html>\r\n"


class When(Enum):
    """Whether a fault strikes before the work is done, or when it is done and only the answer is lost."""

    BEFORE = "the call has no effect"
    AFTER = "the call has its effect, and nobody knows"


class Ending(Enum):
    """What becomes of the connection."""

    ANSWERED = "an answer is sent"
    DROPPED = "it is reset, and no byte is sent"
    SILENT = "it stays open, and no byte is ever sent"
    CUT = "half of the answer is sent, then the connection ends"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong: made by the functions below."""

    name: str
    when: When = When.BEFORE
    ending: Ending = Ending.ANSWERED
    refusal: Refused | None = None
    status: int = 200
    body: bytes | None = None  # instead of the answer
    kind: str = "application/json"
    seconds: float = 0.0

    @property
    def hides(self) -> bool:
        """Whether the bot gets no answer that it could read."""
        return self.body is not None or self.ending is not Ending.ANSWERED


@dataclass(slots=True)
class Rule:
    """Which calls a fault strikes: the next `times` of a method (None: all from now on), each `every`-th of them."""

    method: str
    fault: Fault
    times: int | None = 1
    every: int = 1
    team: str = ""
    channel: str = ""  # or a person
    met: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)

    def strikes(self, method: str, team: str, channels: Collection[object]) -> bool:
        """Whether this call is struck; counts it."""
        if self.method not in (ANY, method) or (self.team and team != self.team):
            return False
        if (self.channel and self.channel not in channels) or (self.times is not None and self.struck >= self.times):
            return False
        self.met += 1
        if self.met % self.every:
            return False
        self.struck += 1
        return True


def too_fast(seconds: float | str = 1) -> Fault:
    """429: come again after so many seconds."""
    return Fault("429", refusal=throttled(seconds))


def refused(error: str, **more: object) -> Fault:
    """A refusal by its code."""
    return Fault(error, refusal=Refused(error, more))


def server_error(status: int = 503) -> Fault:
    """5xx, and a page of HTML; nothing is done."""
    return Fault(str(status), status=status, body=_PAGE.format(f"{status} Slack is away").encode(), kind="text/html")


def server_error_after(status: int = 500) -> Fault:
    """5xx, and a page of HTML; but all was done."""
    page = _PAGE.format(f"{status} Slack is away").encode()
    return Fault(f"{status} after", When.AFTER, status=status, body=page, kind="text/html")


def dropped() -> Fault:
    """The connection is reset before anything is done."""
    return Fault("dropped", ending=Ending.DROPPED)


def dropped_after() -> Fault:
    """All is done, then the connection is reset: the message was taken, and nobody knows."""
    return Fault("dropped after", When.AFTER, Ending.DROPPED)


def half_open() -> Fault:
    """Nothing is done, and never an answer comes."""
    return Fault("half-open", ending=Ending.SILENT)


def half_open_after() -> Fault:
    """All is done, and never an answer comes."""
    return Fault("half-open after", When.AFTER, Ending.SILENT)


def cut() -> Fault:
    """All is done; half of the answer comes, then the connection ends."""
    return Fault("cut", When.AFTER, Ending.CUT)


def garbled() -> Fault:
    """All is done, and the answer is no JSON."""
    return Fault("garbled", When.AFTER, body=b'{"ok":tru\xff\xfe')


def slow(seconds: float) -> Fault:
    """All is done, so much later."""
    return Fault("slow", seconds=seconds)


class Faults:
    """All rules of what goes wrong now."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def strike(self, method: str, team: str = "", channels: Collection[object] = ()) -> Fault | None:
        """The fault that strikes a call, if any."""
        rule = next((rule for rule in self.rules if rule.strikes(method, team, channels)), None)
        return rule.fault if rule else None
