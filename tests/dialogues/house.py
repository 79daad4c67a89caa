"""A small library, and one person's talk with the coach in memory: what the tests of the dialogues stand on.

The phrases and the crisis lines are the shipped ones; lessons, items and acts are a handful of our own, with ids that stay.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.store.codec import CONVERSATIONS
from content.library import Library
from content.loading import load
from content.model import Act, Beat, Competency, Ending, Indicator, Item, Lesson, Line, Option, Scenario
from dialogues.conversation import Conversation, Note, Run
from dialogues.events import DisplacedRun, Event
from dialogues.facts import Consent, Facts, Policy, Profile, Standing
from dialogues.manager import respond
from dialogues.message import Message, Text
from dialogues.outcome import Kept, Outcome, Scene
from dialogues.play import open_question
from dialogues.turn import Act as TurnAct
from dialogues.turn import Due, Said, Silent, Tapped, Turn
from dialogues.voice import Shelf, Voice
from nlu.intents import UNSURE, Reading, SafetyLevel, SafetySignal
from tests.dialogues.arguments import ARGUMENTS

SHIPPED = load(Path(__file__).parents[2] / "content" / "library")
NOW = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)  # a Monday
PROFILE = Profile(country="US", zone="America/New_York")
WRITTEN, REVIEWED = date(2026, 11, 22), date(2029, 1, 1)


def _lesson(id: str, indicator: str, cards: tuple[str, ...], reflection: str | None) -> Lesson:
    head = (id, "en", "rights", indicator, f"Title of {id}", 2)
    return Lesson(*head, cards, "Write one line.", reflection, ("own",), WRITTEN, REVIEWED)


def _item(id: str) -> Item:
    options = (
        Option("Keep it all.", "Not always."),
        Option("Say the limits.", "Yes, that is honest.", correct=True),
        Option("Ask the boss.", "You can answer this."),
    )
    return Item(id, "en", "rights", "rights.a", "Sam writes.", "What now?", options, ("own",), WRITTEN)


SCENARIO = Scenario(
    id="rights-p1",
    locale="en",
    competency="rights",
    indicator="rights.a",
    title="A long night",
    who="Dana",
    about="Dana works nights.",
    shows=("reflection", "open_question"),
    avoids=("unasked_advice", "should"),
    feelings={"trust": 2, "distress": 3},
    turns=tuple(
        Beat(
            (
                Line(f"Close {turn}.", trust=4),
                Line(f"Worse {turn}.", distress=5),
                Line(f"What would you do {turn}?" if turn == 3 else f"Plain {turn}."),
            ),
            f"Better {turn}.",
            "It stays with her.",
        )
        for turn in range(1, 5)
    ),
    endings=(
        Ending(Line("Thanks.", trust=4), "Dana felt heard."),
        Ending(Line("Okay.", trust=2), "Dana stays."),
        Ending(Line("Bye."), "Dana closed up."),
    ),
    sources=("own",),
    written_on=WRITTEN,
    review_by=REVIEWED,
    moves={"role_boundary": {"trust": 1}},
)

LIBRARY = replace(
    SHIPPED,
    locales=("en",),
    competencies=(
        Competency(
            "rights", 1, {"en": "Rights"}, {"en": "One line."}, (Indicator("rights.a", {"en": "Says limits."}),)
        ),
    ),
    lessons={
        ("rights-01", "en"): _lesson(
            "rights-01", "rights.a", ("First **card**.", "Second card.", "Third."), "Who told you?"
        ),
        ("rights-02", "en"): _lesson("rights-02", "rights.b", ("Only card.",), None),
    },
    items={(id, "en"): _item(id) for id in ("rights-q01", "rights-q02", "rights-q03")},
    acts={
        (f"act-{need}", "en"): Act(f"act-{need}", "en", f"A small act for {need}.", (need,))
        for need in ("low_energy", "heavy_load", "steady", "good")
    },
    plan=("rights-01", "rights-02"),
    scenarios={("rights-p1", "en"): SCENARIO},
)
BILINGUAL = replace(LIBRARY, locales=("en", "es"))
NO_ACTS = replace(LIBRARY, acts={})

FACTS = Facts(
    now=NOW,
    release=1,
    profile=PROFILE,
    standing=Standing.active,
    consents=(Consent("lessons", 1, NOW),),
    lesson=Due("lesson", ("rights-01",), "plan"),
    quiz=Due("quiz", ("rights-q01", "rights-q02"), "review"),
)

ASKING = {
    "welcome": "agree",
    "lesson": "card-1",
    "quiz": "rights-q01",
    "checkin": "consent",
    "crisis": "whose",
    "followup": "how",
    "debrief": "how",
    "hour": "hour-1",
    "days": "days-1",
    "zone": "zone-1",
    "country": "country",
    "language": "language",
    "pause": "days",
    "review": "rights-q01",
    "still": "still",
    "ask": "more",
    "erase": "sure",
    "report": "which",
    "leave": "until-1",
    "plan": "which-1",
    "join": "join",
    "joined": "agree-figures",
    "agree": "agree-lessons",
    "leave_seat": "seat",
    "link_accept": "link",
    "team": "team",
    "team_desk": "work",
    "digest_hour": "hour-1",
    "contact": "ask",
    "preview": "card-1",
    "approval": "decide",
    "rollback": "sure",
    "notice": "to",
    "practice": "begin",
}
"""The flows that ask something, with the key of their first question (given two languages)."""

FREE = frozenset({"zone", "hour", "days", "leave", "digest_hour"})
"""The flows whose first question takes any words."""

OFFERS = frozenset({"ask"})
"""The flows whose first question is an offer: it is not returned to when something else comes between."""

PLAN = '{"signs": "I sleep badly.", "people": "Mia, by phone"}'
"""A wellness plan, as it is kept."""


def voice(
    library: Library = BILINGUAL, profile: Profile = PROFILE, policy: Policy = Policy(), seed: str = "t"
) -> Voice:
    """A voice that speaks from this library."""
    return Voice(library, library, profile, policy, seed)


def says(text: Text, name: str) -> bool:
    """Whether a text holds the phrase of this name, in any language and wording and whatever stands in its places."""
    wordings = [wording for locale in SHIPPED.locales for wording in SHIPPED.phrase(name, locale).wordings]
    parts = (re.split(r"\{[a-z_]+\}", Text.parse(wording).words) for wording in wordings)
    return any(re.search(".*".join(map(re.escape, part)), text.words, re.DOTALL) for part in parts)


def told(outcome: Outcome, name: str) -> bool:
    """Whether any message of an outcome holds the phrase of this name."""
    return any(says(message.text, name) for message in outcome.messages)


def stored(conversation: Conversation) -> Conversation:
    """The conversation as it comes back from the database."""
    return CONVERSATIONS.load(CONVERSATIONS.dump(conversation))


def reading(intent: str = UNSURE, level: SafetyLevel = SafetyLevel.none, **entities: str) -> Reading:
    """A reading made by hand."""
    return Reading(intent, 0.9, entities, SafetySignal(level))


@dataclass
class Chat:
    """One person's talk with the coach. Between every two turns it goes through storage, as JSON."""

    facts: Facts = FACTS
    shelf: Shelf = field(default_factory=lambda: Shelf(BILINGUAL))
    now: datetime = NOW
    conversation: Conversation = field(default_factory=Conversation)
    kept: list[Kept] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    turns: int = 0

    def turn(self, act: TurnAct) -> Outcome:
        """One turn, whatever it is; a minute passes."""
        self.turns += 1
        self.now += timedelta(minutes=1)
        outcome = respond(self.scene(act))
        self.conversation = stored(outcome.conversation)
        self.kept.extend(outcome.events)
        self.notes.extend(outcome.notes)
        return outcome

    def scene(self, act: TurnAct) -> Scene:
        """The scene of a turn, without playing it."""
        facts = replace(self.facts, now=self.now)
        return Scene(f"t{self.turns}", self.conversation, Turn(act, self.now), facts, self.shelf)

    def said(self, words: str, intent: str = UNSURE, level: SafetyLevel = SafetyLevel.none, **entities: str) -> Outcome:
        """The person writes."""
        return self.turn(Said(words, reading(intent, level, **entities)))

    def tap(self, key: str) -> Outcome:
        """The person taps a choice of the open question, or a command."""
        return self.turn(Tapped(self.conversation.runs[-1].question if self.conversation.runs else "", key))

    def silence(self) -> Outcome:
        """Nobody answers the open question in time."""
        return self.turn(Silent(self.conversation.runs[-1].question))

    def begin(self, flow: str, arguments: tuple[str, ...] | None = None) -> None:
        """Open a flow at its first question, without saying how it came to be."""
        given = ARGUMENTS[flow][0] if arguments is None else arguments
        run = Run(f"{flow}{self.turns}", flow, given, 1, self.now)
        self.conversation = replace(self.conversation, runs=(*self.conversation.runs, run))

    @property
    def open(self) -> tuple[str, ...]:
        """The keys of the open questions, the one on top last."""
        asked = [open_question(self.scene(Silent("")), run) for run in self.conversation.runs]
        return tuple(question.key if question else "?" for question in asked)

    @property
    def flows(self) -> tuple[str, ...]:
        """The flows of the open runs, the one on top last."""
        return tuple(run.flow for run in self.conversation.runs)

    @property
    def events(self) -> tuple[Event, ...]:
        """What was recorded so far, but for the ends of talks."""
        return tuple(one.event for one in self.kept if not isinstance(one.event, DisplacedRun))

    @property
    def ends(self) -> tuple[DisplacedRun, ...]:
        """The talks that were left unfinished so far."""
        return tuple(one.event for one in self.kept if isinstance(one.event, DisplacedRun))


def last_question(outcome: Outcome) -> Message:
    """The question that an outcome ends with."""
    assert outcome.messages[-1].question, "the last message asks nothing"
    return outcome.messages[-1]
