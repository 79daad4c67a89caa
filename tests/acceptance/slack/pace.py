"""How fast an app may call, when a test wants that enforced."""

from collections import deque
from dataclasses import dataclass, field

from tests.acceptance.slack.limits import TIERS

JITTER = 0.02  # seconds that a loaded machine may add to one way and not to the other
SAYS = ("chat.postMessage", "chat.postEphemeral")
MINUTE = 60.0


@dataclass(slots=True)
class Pace:
    """One message a second in a channel, and each method's tier in a workspace: https://docs.slack.dev/apis/web-api/rate-limits"""

    burst: int = 1  # so many messages may come at once in a channel that was quiet
    pause: float = 1.0
    retry_after: int = 1
    tiers: dict[str, int] = field(default_factory=lambda: dict(TIERS))
    refused: int = 0  # so many calls were too fast
    _said: dict[tuple[str, object], float] = field(default_factory=dict)  # when the burst of a channel is whole again
    _called: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def allows(self, method: str, team: str, channel: object, now: float) -> bool:
        """Whether a call may go now; counts it if it may, and the refusal if not."""
        allowed = self._may_say(team, channel, now) if method in SAYS else self._may_call(method, team, now)
        self.refused += not allowed
        return allowed

    def _may_say(self, team: str, channel: object, now: float) -> bool:
        whole = max(self._said.get((team, channel), 0.0), now)
        if whole - now > self.pause * (self.burst - 1) + JITTER:
            return False
        self._said[team, channel] = whole + self.pause
        return True

    def _may_call(self, method: str, team: str, now: float) -> bool:
        most = self.tiers.get(method)
        if most is None:
            return True
        called = self._called.setdefault((method, team), deque())
        while called and now - called[0] >= MINUTE:
            called.popleft()
        if len(called) >= most:
            return False
        called.append(now)
        return True
