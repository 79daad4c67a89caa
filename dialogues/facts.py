"""Facts: a frozen snapshot that one turn may read."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from dialogues.turn import Due


class Standing(StrEnum):
    """Where a learner stands with us."""

    new = "new"
    active = "active"
    paused = "paused"
    stopped = "stopped"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the person chose. `days` are ISO weekdays, Monday is 1; `country` is None until they tell.

    `text_only` spares their data: no pictures. `has_plan` says that they wrote a wellness plan of their own.
    """

    language: str = "en"
    country: str | None = None
    zone: str = "UTC"
    hour: time = time(9, 0)
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    quiet_from: time = time(20, 0)
    quiet_to: time = time(8, 0)
    text_only: bool = False
    has_plan: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """What the program decided. Minutes and days are whole; cards are the program's own words or empty.

    `lessons_a_week` is the pace, 1 to 3, or 0 for the plan's own; `first_lessons` come before the plan, which begins with its week
    `start_week`. From `quiet_from` to `quiet_to` nothing goes out unasked, whatever a learner chose; where
    both are equal there are no such hours. On `holidays` no prompt comes. `zone` is where new learners start. Check-ins and safety
    events are kept for `keep_days`. `checkins_on` names the kinds of channel where check-ins are asked ("telegram"); empty is all.
    Supervisors get their digest on `digest_day`, an ISO weekday. A question comes back when it is remembered with the chance
    `desired_retention`, 0.8 to 0.95.
    """

    silence_minutes: int = 15
    checkin_words: bool = False
    protocol_card: str = ""
    on_call: str = ""
    lessons_a_week: int = 0
    first_lessons: tuple[str, ...] = ()
    start_week: int = 1
    quiet_from: time = time(0, 0)
    quiet_to: time = time(0, 0)
    holidays: tuple[date, ...] = ()
    zone: str = "UTC"
    keep_days: int = 90
    checkins_on: tuple[str, ...] = ()
    digest_day: int = 1
    desired_retention: float = 0.9


class Role(StrEnum):
    """What somebody may be in a program or a team; one person may be several."""

    learner = "learner"
    supervisor = "supervisor"
    author = "author"
    approver = "approver"
    admin = "admin"


@dataclass(frozen=True, slots=True)
class Seat:
    """A role somebody has, and where. `team` is 0 and its name empty where the role is the whole program's."""

    role: Role
    program: int
    program_name: str
    team: int = 0
    team_name: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code leads to: a seat. `problem` is "" or why the code cannot be used: "unknown", "over", "used_up", "revoked"."""

    id: int = 0
    seat: Seat | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code that joins two chats of one person. `problem` is "" or why it cannot be used: "unknown", "over", "same"."""

    id: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person last said to one purpose: yes where it is `given`, else no. `version` is the wording they agreed to, or 0."""

    purpose: str
    version: int
    since: datetime
    given: bool = True


@dataclass(frozen=True, slots=True)
class Skill:
    """How far somebody is in one competency: lessons read, questions answered, and those right the last time."""

    competency: str
    lessons: int = 0
    items: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a turn may know. `cooling` is true while a safety talk keeps the rest of the day quiet.

    `lesson` and `quiz` come next, where no chooser of the scene is asked for it; `next_push` is when the clock will speak (UTC).
    `invitation` and `link` are where a code in their words leads, if they wrote one; `recent_lessons` has the newest first.
    `plan` is their own wellness plan as JSON, or "".
    `chats` counts the addresses they are reached at, `channel` is the kind they speak on now. `prompted_why` is why the last
    prompt came, and `unanswered` how many came since they last said anything. `days_away` counts whole days since they were heard.
    `returned` says that they had blocked or left this chat, and are back with this turn. `practised` are the practice stories they
    played to the end, the newest first.
    """

    now: datetime
    release: int
    profile: Profile = Profile()
    standing: Standing = Standing.new
    consents: tuple[Consent, ...] = ()
    lesson: Due | None = None
    quiz: Due | None = None
    cooling: bool = False
    next_push: datetime | None = None
    policy: Policy = Policy()
    skills: tuple[Skill, ...] = ()
    seats: tuple[Seat, ...] = ()
    invitation: Invitation | None = None
    link: LinkCode | None = None
    plan: str = ""
    chats: int = 1
    channel: str = ""
    recent_lessons: tuple[str, ...] = ()
    paused_until: datetime | None = None
    prompted_why: str = ""
    days_away: int = 0
    unanswered: int = 0
    returned: bool = False
    practised: tuple[str, ...] = ()

    def agrees(self, purpose: str) -> bool:
        """Whether the person agrees to a purpose now."""
        return any(one.given for one in self.consents if one.purpose == purpose)

    def refuses(self, purpose: str) -> bool:
        """Whether the person was asked about a purpose and said no, or took their yes back."""
        return any(not one.given for one in self.consents if one.purpose == purpose)


def within(at: time, start: time, end: time) -> bool:
    """Whether a time of day lies in a span that may run over midnight; a span that ends where it starts is empty."""
    if start <= end:
        return start <= at < end
    return at >= start or at < end
