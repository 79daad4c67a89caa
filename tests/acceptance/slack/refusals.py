"""The Web API's refusals, in its own words."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Refused(Exception):
    """The Web API says no: with an error code, and sometimes with more."""

    error: str
    more: dict[str, object] = field(default_factory=dict)
    retry_after: str | None = None  # then it is a 429

    @property
    def body(self) -> dict[str, object]:
        """The answer as it goes over the wire."""
        return {"ok": False, "error": self.error, **self.more}


def throttled(seconds: float | str) -> Refused:
    """429: too fast. Seconds as Slack tells them, or any nonsense."""
    return Refused("ratelimited", retry_after=f"{seconds:g}" if isinstance(seconds, (int, float)) else seconds)


def missing_scope(needed: str, provided: str) -> Refused:
    """The token may not do this."""
    return Refused("missing_scope", {"needed": needed, "provided": provided})


def invalid(error: str, whats: list[str]) -> Refused:
    """The call is wrong in itself."""
    told = {"response_metadata": {"messages": [f"[ERROR] {what}" for what in whats]}}
    return Refused(error, told if error in ("invalid_blocks", "invalid_arguments") else {})
