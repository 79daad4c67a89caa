"""How fast a bot may send, when a test wants that enforced."""

from collections import deque
from dataclasses import dataclass, field

JITTER = 0.02  # seconds that a loaded machine may add to one way and not to the other


@dataclass(slots=True)
class Pace:
    """Counts sends over a sliding second, and the pause in each chat."""

    per_second: int = 30  # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    per_chat_pause: float = 1.0
    retry_after: int = 1
    refused: int = 0  # so many sends were too fast
    _last: deque[float] = field(default_factory=deque)
    _chats: dict[object, float] = field(default_factory=dict)

    def allows(self, chat: object, now: float) -> bool:
        """Whether a send to this chat may go now; counts it if it may, and the refusal if not."""
        while self._last and now - self._last[0] >= 1.0 - JITTER:
            self._last.popleft()
        soon = now - self._chats.get(chat, float("-inf")) < self.per_chat_pause - JITTER
        if soon or len(self._last) >= self.per_second:
            self.refused += 1
            return False
        self._last.append(now)
        self._chats[chat] = now
        return True
