"""Meeting: one person at one address at one moment, inside one transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import coach
from bot.domain.learner import Learner
from bot.domain.schedule import PUSH
from bot.services.parts import Parts
from bot.store import events, people, schedules
from bot.store.work import Work
from dialogues.conversation import Conversation
from dialogues.facts import Facts
from dialogues.outcome import Scene
from dialogues.turn import Act, Turn


@dataclass(frozen=True, slots=True)
class Meeting:
    """The locked learner, the address they are met at, and the time; `work` is the transaction it all happens in."""

    work: Work
    parts: Parts
    learner: Learner
    address: int
    now: datetime

    def known(self) -> coach.Known:
        """What the coach knows of this person when it chooses what comes next."""
        agreed, declined = people.agreements(self.work, self.learner.id)
        return coach.Known(events.studied(self.work, self.learner.id), agreed, declined, self.parts.policy)

    def facts(self) -> Facts:
        """The frozen snapshot that a turn may read."""
        known, library = self.known(), self.parts.shelf.newest
        seen = known.studied.values()
        planned = schedules.of(self.work, self.learner.id)
        return Facts(
            now=self.now,
            release=self.parts.release,
            profile=self.learner.profile,
            standing=self.learner.standing(self.now),
            consents=known.consents,
            lesson=coach.next_lesson(library, known),
            quiz=coach.next_quiz(library, known),
            lessons_done=sum(one.kind == "lesson" for one in seen),
            items_done=sum(one.kind == "item" for one in seen),
            items_right=sum(one.kind == "item" and one.correct for one in seen),
            cooling=self.learner.cooling(self.now),
            next_push=next((one.due_at for one in planned if one.kind == PUSH), None),
            policy=known.policy,
        )

    def scene(self, id: str, conversation: Conversation, act: Act) -> Scene:
        """The scene in which the dialogue decides; `id` names the turn."""
        return Scene(id, conversation, Turn(act, self.now), self.facts(), self.parts.shelf)
