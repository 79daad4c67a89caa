"""Skills: what is heard in a reply, by a small model and by rules, each with the words it rests on."""

from pathlib import Path

import pytest

from nlu.files import DATA, DataError
from nlu.intents import SKILLS
from nlu.skills import SkillEar, skill_ear
from nlu.skills.examples import example_files, read_skill_examples
from nlu.skills.rules import read_skill_rules
from nlu.skills.sentences import LONGEST, MOST, sentences

RULES = """
should: ['you (?:should|must)']
not_should: ["you don't have to"]
advice: ['you (?:could|should)', 'try']
asks_for_advice: ['what should i']
in_danger: ['not safe']
hard_words: ['modality']
"""
GROUPS = {
    "open_question": "What was that like for you?\nHow do you feel about it?\nWhat would help now?",
    "information": "You could try a walk.\nTry some tea.\nYou should call them.",
    "asks_permission": "May I share an idea?\nCan I tell you something?\nIs it okay if I share a thought?",
    "": "Hello there.\nThanks.\nGood night.",
}


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> SkillEar:
    """An ear taught by a dozen sentences."""
    place = tmp_path_factory.mktemp("skills")
    written(place)
    return skill_ear(place, place / "cache", place / "ready")


def written(place: Path, rules: str = RULES, groups: dict[str, str] = GROUPS) -> Path:
    """Data of one language in a folder."""
    folder = place / "en" / "skills" / "examples"
    folder.mkdir(parents=True)
    (folder.parent / "rules.yaml").write_text(rules)
    blocks = [
        f"- skills: [{name}]\n  lines: |\n" + "".join(f"    {line}\n" for line in lines.splitlines())
        for name, lines in groups.items()
    ]
    (folder / "some.yaml").write_text("".join(blocks))
    return place


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> SkillEar:
    """The ear as it is shipped."""
    return skill_ear(DATA, tmp_path_factory.mktemp("cache"))


def test_a_skill_is_heard_with_the_sentence_it_rests_on(ear: SkillEar) -> None:
    heard = ear.hear("Hello there. What was that like for you?")
    assert heard["open_question"].words == "What was that like for you?"
    assert heard["open_question"].likely >= 0.45


def test_should_rests_on_its_own_words_and_not_on_their_denial(ear: SkillEar) -> None:
    assert ear.hear("You should call them.")["should"].words == "you should"
    assert "should" not in ear.hear("You don't have to call them.")


def test_advice_is_unasked_where_nobody_asked_for_it_and_no_leave_was_asked(ear: SkillEar) -> None:
    reply = "You could try a walk."
    assert ear.hear(reply)["unasked_advice"].words == reply
    assert "unasked_advice" not in ear.hear(reply, "What should I do?")
    assert "unasked_advice" not in ear.hear(reply, "I am not safe here.")
    assert "unasked_advice" not in ear.hear(f"May I share an idea? {reply}")


def test_plain_words_are_short_and_few_in_a_sentence(ear: SkillEar) -> None:
    assert "plain_words" in ear.hear("I am glad you told me.")
    assert "plain_words" not in ear.hear("Hi.")
    assert "plain_words" not in ear.hear("Pick the modality you like best.")
    assert "plain_words" not in ear.hear("word " * 30)
    assert "plain_words" not in ear.hear("Individualised organisational documentation systematically.")


@pytest.mark.parametrize(
    "reply", ["", "   ", "👍", "?!?", "12345", "\x00", "a" * 100_000], ids=lambda one: repr(one[:6])
)
def test_whatever_is_written_is_heard_without_trouble(ear: SkillEar, reply: str) -> None:
    assert set(ear.hear(reply, reply)) <= set(SKILLS)


def test_sentences_end_where_they_end_and_no_short_form_ends_one() -> None:
    assert sentences("Dr. Lee called. Was it ok?  Yes!\nGood night") == (
        "Dr. Lee called.",
        "Was it ok?",
        "Yes!",
        "Good night",
    )
    assert sentences(" \n ") == ()
    assert len(sentences("No. " * 40)) <= MOST
    assert len(sentences("x" * 5_000)[0]) == LONGEST


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("skills: open_question", "there is no list of groups"),
        ("- skills: [juggling]\n  lines: |\n    a\n", "a group needs `skills:` of"),
        ("- lines: |\n    a\n", "a group needs `skills:` of"),
    ],
)
def test_data_that_cannot_be_read_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "some.yaml"
    file.write_text(text)
    with pytest.raises(DataError, match=told):
        read_skill_examples([file])


def test_rules_that_are_missing_or_no_pattern_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="needs a list `should:`"):
        read_skill_rules(written(tmp_path / "one", "advice: [try]"))
    with pytest.raises(DataError, match="a pattern of `should` cannot be read"):
        read_skill_rules(written(tmp_path / "two", RULES.replace("you (?:should|must)", "you (")))


def test_where_there_is_nothing_to_learn_it_says_so(tmp_path: Path) -> None:
    place = written(tmp_path, groups={"": "Hello."})
    with pytest.raises(DataError, match="nothing to tell apart"):
        skill_ear(place, place / "cache", place / "ready")


@pytest.mark.parametrize("locale", ["en", "es"])
def test_the_shipped_examples_are_many_and_each_stands_once(locale: str) -> None:
    texts, labels = read_skill_examples(example_files(DATA, locale))
    assert len(texts) == len({text.casefold() for text in texts})
    for skill in {skill for one in labels for skill in one.split()}:
        assert sum(skill in one.split() for one in labels) >= 120, skill


@pytest.mark.parametrize(
    ("reply", "skill"),
    [
        ("What has this week been like for you?", "open_question"),
        ("Did you sleep?", "closed_question"),
        ("It took courage to write this.", "affirmation"),
        ("Are you thinking about killing yourself?", "safety_question"),
        ("Would it be okay if I shared what helped me?", "asks_permission"),
        ("It is up to you.", "autonomy"),
        ("¿Cómo te sientes con eso?", "open_question"),
        ("¿Dormiste bien?", "closed_question"),
        ("Soy par, no médica.", "role_boundary"),
    ],
)
def test_the_shipped_ear_hears_what_is_plain(shipped: SkillEar, reply: str, skill: str) -> None:
    assert skill in shipped.hear(reply)
