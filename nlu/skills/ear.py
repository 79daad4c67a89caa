"""The ear: hears skills in a reply, sentence by sentence, by a small model and a few rules. In process; nothing leaves it."""

from collections.abc import Sequence
from pathlib import Path

from nlu.features import SPOKEN, has_words, normalise
from nlu.files import TRAINED, locales
from nlu.intents import SKILLS, SkillHeard, Skills
from nlu.learning import Lesson, learned
from nlu.skills import examples
from nlu.skills.rules import Rules, read_skill_rules
from nlu.skills.sentences import sentences
from nlu.weights import Weights, each_likely

QUESTIONS = ("open_question", "closed_question", "asks_permission", "safety_question")
LIKELY = 0.45
"""How likely a skill must be in a sentence to be heard: where precision and recall are in balance on lines it was not shown."""


class SkillEar:
    """Hears skills in replies. Made by `skill_ear`."""

    def __init__(self, weights: Weights, rules: Rules) -> None:
        self._weights = weights
        self._rules = rules

    def hear(self, reply: str, said: str = "") -> Skills:
        """The skills in a reply, each with how likely it is and the words it rests on; `said` is what the reply answers."""
        spoken = [one for one in sentences(reply) if has_words(normalise(one))]
        found = self._learned(spoken)
        for sentence in spoken:
            words = self._rules.should(normalise(sentence))
            if words and "should" not in found:
                found["should"] = SkillHeard(1.0, words)
        advice = self._unasked(spoken, found, normalise(said))
        if advice:
            found["unasked_advice"] = advice
        if self._rules.is_plain(spoken):
            found["plain_words"] = SkillHeard(1.0, spoken[0])
        return {name: found[name] for name in SKILLS if name in found}

    def _learned(self, spoken: Sequence[str]) -> dict[str, SkillHeard]:
        found: dict[str, SkillHeard] = {}
        for sentence in spoken:
            for name, share in self._likely(sentence).items():
                if share >= LIKELY and (name not in found or share > found[name].likely):
                    found[name] = SkillHeard(round(share, 4), sentence)
        return found

    def _likely(self, sentence: str) -> dict[str, float]:
        """How likely each skill is in a sentence; it asks one kind of question at most."""
        shares = map(float, each_likely(self._weights, SPOKEN, normalise(sentence)))
        likely = dict(zip(self._weights.labels, shares, strict=True))
        asked = [name for name in QUESTIONS if name in likely]
        for name in sorted(asked, key=lambda one: -likely[one])[1:]:
            likely[name] = 0.0
        return likely

    def _unasked(self, spoken: Sequence[str], found: Skills, said: str) -> SkillHeard | None:
        """The first piece of advice, where nobody asked for any and no leave was asked for first."""
        if "asks_permission" in found or self._rules.asks(said):
            return None
        for sentence in spoken:
            normal, share = normalise(sentence), self._likely(sentence).get("information", 0.0)
            if share >= LIKELY and (self._rules.found("advice", normal) or self._rules.should(normal)):
                return SkillHeard(round(share, 4), sentence)
        return None


def skill_ear(directory: Path, cache: Path, ready: Path = TRAINED) -> SkillEar:
    """The ear for all languages of the data in `directory`; its weights come from `cache`, or are trained."""
    taught = [path for locale in locales(directory, "skills") for path in examples.example_files(directory, locale)]

    def known() -> tuple[Sequence[str], Sequence[str]]:
        return examples.read_skill_examples(taught)

    lesson = Lesson("skills", [*taught, Path(examples.__file__)], known, SPOKEN, many=True)
    return SkillEar(learned(lesson, cache, ready), read_skill_rules(directory))
