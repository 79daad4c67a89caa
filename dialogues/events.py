"""Events: the facts worth keeping. They are the learning record; none holds a learner's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The person has read what this is and finished the welcome."""


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The person agreed to one purpose ("lessons", "checkins", "figures") in the wording of one version."""

    purpose: str
    version: int


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """The person took back their agreement to one purpose."""

    purpose: str


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """The person chose a setting: "language", "country", "zone", "hour" (HH:MM), "days" ("1,3,5"), "text_only" ("yes" or "")."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Paused:
    """No prompts for this many days."""

    days: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Prompts may come again after a pause or a stop."""


@dataclass(frozen=True, slots=True)
class OptedOut:
    """The person said stop: nothing goes out unasked from now on."""


@dataclass(frozen=True, slots=True)
class LessonFinished:
    """A lesson was read to its end. `tried` is what the person said of the doing step: "now", "plan" or "not_today"."""

    lesson: str
    competency: str
    tried: str = ""


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    """A quiz question was answered; `chosen` is the letter of the option, "" in records from before it was kept."""

    item: str
    competency: str
    indicator: str
    correct: bool
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Practised:
    """A practice story was played to its end; nothing of what was written or heard in it is kept."""

    scenario: str
    competency: str


@dataclass(frozen=True, slots=True)
class QuizFinished:
    """A quiz came to its end."""

    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A self-care check-in. Energy and load are 1 to 5; whoever skips one leaves no event, and skipping is reported to nobody."""

    energy: int
    load: int
    help: str = ""
    competency: str = "self-care"


@dataclass(frozen=True, slots=True)
class SafetyRaised:
    """Resources were shown: at which level, by what ("screen", "asked", "followup"), and from which release of the cards."""

    level: str
    by: str
    release: int = 0


@dataclass(frozen=True, slots=True)
class SafetyAnswered:
    """Whose crisis the person said it was: "about_me", "about_other", "practising", "crisis_not_now", "silence"."""

    whose: str


@dataclass(frozen=True, slots=True)
class FollowUpWanted:
    """The person accepted one message the next day: "followup" after their own crisis, "debrief" after someone else's."""

    kind: str


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The one follow-up was answered: "better", "same", "worse"."""

    how: str


@dataclass(frozen=True, slots=True)
class Prompted:
    """The clock spoke first: what it brought, about what, and why ("a lesson day")."""

    what: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class OnLeave:
    """No prompts before this day, as YYYY-MM-DD in the person's own calendar."""

    until: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The person asked for something that takes a moment ("export", "picture", "invite"); it comes back as a Result."""

    what: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The person took up an invitation, by its number."""

    invitation: int


@dataclass(frozen=True, slots=True)
class SeatLeft:
    """The person gave up a role of theirs; `team` is 0 for one in the whole program."""

    role: str
    program: int
    team: int


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """The person wrote or emptied one part of their wellness plan: "signs", "people", "places", "reasons"."""

    part: str


@dataclass(frozen=True, slots=True)
class LessonReported:
    """The person said that something is wrong with a lesson: "hard", "wrong", "unkind", "other"."""

    lesson: str
    what: str


@dataclass(frozen=True, slots=True)
class DigestChanged:
    """A supervisor chose when their digest comes: "hour" (HH:MM), "pause" (days), "off" or "on"."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class DisplacedRun:
    """A talk was left unfinished: its time was over, the flow changed, or something newer took its place."""

    flow: str
    why: str


Event = (
    Welcomed
    | ConsentGiven
    | ConsentWithdrawn
    | SettingChanged
    | Paused
    | Resumed
    | OptedOut
    | LessonFinished
    | ItemAnswered
    | QuizFinished
    | Practised
    | CheckedIn
    | SafetyRaised
    | SafetyAnswered
    | FollowUpWanted
    | FollowedUp
    | Prompted
    | OnLeave
    | Wanted
    | Joined
    | SeatLeft
    | PlanChanged
    | LessonReported
    | DigestChanged
    | DisplacedRun
)
