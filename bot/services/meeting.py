"""Meeting: one person at one address at one moment, inside one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import coach
from bot.domain.learner import Learner
from bot.domain.schedule import PUSH
from bot.domain.studied import ITEM, LESSON, STORY, Studied
from bot.services.parts import Parts
from bot.store import conversations, events, invites, links, people, programs, releases, schedules
from bot.store.work import Work
from content.library import Library
from dialogues.conversation import Conversation
from dialogues.facts import Facts, Policy, Role, Seat, Skill
from dialogues.flow import Query
from dialogues.flows import is_safety_talk
from dialogues.outcome import Scene
from dialogues.turn import Act, Due, Said, Turn
from dialogues.voice import Voice


@dataclass(frozen=True, slots=True)
class Meeting:
    """The locked learner, where they are met and when; `work` is the transaction that it all happens in.

    `returned` tells that they had left this place, and are back; `away` that they left it, and nothing said here goes out.
    """

    work: Work
    parts: Parts
    learner: Learner
    address: int
    account: str
    now: datetime
    returned: bool = False
    away: bool = False

    def of(self, learner: Learner) -> "Meeting":
        """The same meeting, of the learner as they are now."""
        return replace(self, learner=learner)

    def policy(self, seats: tuple[Seat, ...] | None = None) -> Policy:
        """What the person's program decided; the deployment's own policy for who is in none."""
        held = programs.seats_of(self.work, self.learner.id) if seats is None else seats
        return policy_in(self.work, held, self.parts.policy)

    def known(self, policy: Policy) -> coach.Known:
        """What the coach knows of this person when it chooses what comes next."""
        said = people.consents(self.work, self.learner.id)
        agreed = frozenset(one.purpose for one in said if one.given)
        declined = frozenset(one.purpose for one in said) - agreed
        return coach.Known(events.studied(self.work, self.learner.id), agreed, declined, policy, said=said)

    def facts(self, seats: tuple[Seat, ...], known: coach.Known, words: str = "") -> Facts:
        """The frozen snapshot that a turn may read; `words` may hold a code that leads somewhere."""
        release = release_of(self, seats)
        library = self.parts.shelf.at(release)
        learner, planned = self.learner, schedules.of(self.work, self.learner.id)
        return Facts(
            now=self.now,
            release=release,
            profile=learner.profile,
            standing=learner.standing(self.now),
            consents=known.said,
            cooling=learner.cooling(self.now),
            next_push=next((one.due_at for one in planned if one.kind == PUSH), None),
            policy=known.policy,
            skills=skills_in(known.studied, [one.id for one in library.competencies]),
            seats=seats,
            invitation=invites.look_at(self.work, words, self.now) if words else None,
            link=links.look_at(self.work, words, learner.id, self.now) if words else None,
            plan=learner.plan,
            chats=people.chats(self.work, learner.id),
            channel=self.channel(),
            recent_lessons=_recent(known.studied),
            paused_until=learner.paused_until,
            prompted_why=learner.prompted_why,
            days_away=(self.now - learner.heard_on).days if learner.heard_on else 0,
            unanswered=learner.unanswered,
            returned=self.returned,
            practised=_practised(known.studied),
        )

    def skills(self) -> tuple[Skill, ...]:
        """How far they are in each competency they have begun."""
        studied = events.studied(self.work, self.learner.id)
        return skills_in(studied, [one.id for one in taught_to(self).competencies])

    def channel(self) -> str:
        """The kind of channel they are met on: "terminal", "rest", "telegram"."""
        return self.account.partition(":")[0]

    def is_fetched(self) -> bool:
        """Whether nobody sends to where they are: what is said there is heard with their next request."""
        return self.account in self.parts.pulled

    def redraws(self) -> bool:
        """Whether what is said where they are can be changed afterwards."""
        channel = self.parts.channels.get(self.account)
        return channel is not None and channel.redraws

    def voice(self) -> Voice:
        """The coach's voice for this person, where no dialogue decides what is said."""
        shelf, release, profile = self.parts.shelf, release_of(self), self.learner.profile
        of = str(self.learner.id)
        return Voice(shelf.at(release), shelf.newest, profile, self.policy(), of, release, shelf.floor)

    def scene(self, id: str, conversation: Conversation, act: Act) -> Scene:
        """The scene in which the dialogue decides; `id` names the turn."""
        words = act.words if isinstance(act, Said) else ""
        seats = programs.seats_of(self.work, self.learner.id)
        known = self.known(self.policy(seats))
        facts = self.facts(seats, known, words)
        library = self.parts.shelf.at(facts.release)

        def choose(query: Query) -> Due | None:
            if query is Query.next_lesson:
                return coach.next_lesson(library, known, self.now)
            return coach.next_quiz(library, known, self.now)

        return Scene(id, conversation, Turn(act, self.now), facts, self.parts.shelf, choose)


def release_of(meeting: Meeting, seats: Sequence[Seat] | None = None) -> int:
    """The number of the release that a person has: what their team tries, else what everybody has."""
    held = programs.seats_of(meeting.work, meeting.learner.id) if seats is None else seats
    tried = releases.tried_by(meeting.work, [one.team for one in held if one.role is Role.learner])
    return meeting.parts.release if tried is None else tried


def taught_to(meeting: Meeting) -> Library:
    """What a person is taught from."""
    return meeting.parts.shelf.at(release_of(meeting))


def in_a_safety_talk(meeting: Meeting) -> bool:
    """Whether a talk about somebody's safety is open in any of the person's chats."""
    places = people.address_ids(meeting.work, meeting.learner.id)
    return any(is_safety_talk(run) for place in places for run in conversations.load(meeting.work, place).runs)


def policy_in(work: Work, seats: Sequence[Seat], default: Policy) -> Policy:
    """The policy for somebody with these seats: of the program they learn in, else of the first they have a role in."""
    if not seats:
        return default
    seat = min(seats, key=lambda one: one.role is not Role.learner)
    return programs.merged(programs.program_policy(work, seat.program), default)


def skills_in(studied: Mapping[str, Studied], competencies: list[str]) -> tuple[Skill, ...]:
    """How far somebody is in each competency they have begun, in the order of the competencies."""
    found = []
    for competency in competencies:
        seen = [one for one in studied.values() if one.competency == competency]
        items = [one for one in seen if one.kind == ITEM]
        if seen:
            right, lessons = sum(one.correct for one in items), sum(one.kind == LESSON for one in seen)
            found.append(Skill(competency, lessons, len(items), right))
    return tuple(found)


def _practised(studied: Mapping[str, Studied]) -> tuple[str, ...]:
    """The practice stories somebody played to the end, the newest first."""
    played = [(one.last_at, id) for id, one in studied.items() if one.kind == STORY]
    return tuple(id for _, id in sorted(played, reverse=True))


def _recent(studied: Mapping[str, Studied]) -> tuple[str, ...]:
    """The lessons somebody finished, the newest first."""
    lessons = [(one.last_at, id) for id, one in studied.items() if one.kind == LESSON]
    return tuple(id for _, id in sorted(lessons, reverse=True))
