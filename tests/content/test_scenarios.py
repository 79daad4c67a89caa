"""Role-plays as content: how a file of them is read, which of them are refused, and what a translation may not change."""

import pytest

from content.checking.scenarios import SKILLS as NAMES
from content.checking.scenarios import scenario_forms
from content.checking.translations import translation_shapes
from content.differences import differences
from content.loading import ContentBroken, parse, read_files
from content.translating import fingerprint, units
from nlu.intents import SKILLS
from tests.content.test_shipped_library import SHIPPED

FILES = read_files(SHIPPED)
PLACE = "en/practice/rights.yaml"
STORY = """- id: rights-p1
  indicator: rights.confidentiality
  title: A secret
  who: Sam
  about: Sam texts you at night.
  shows: [role_boundary, reflection]
  avoids: [should]
  feelings: {trust: 2, distress: 3}
  turns:
    - lines: [{trust: 3, say: Can I trust you?}, {say: You keep it}]
      better: Some things I pass on. I tell you first.
      because: It says the limits early.
    - lines: [{say: Hm.}]
      better: That is a lot to hold.
      because: It gives back what Sam said.
    - lines: [{say: I see.}]
      better: What matters most to you?
      because: It stays with Sam.
    - lines: [{say: Okay.}]
      better: You choose what you tell me.
      because: The choice is with Sam.
  endings:
    - {trust: 4, say: Thanks., told: Sam felt safe with you.}
    - {trust: 2, say: Okay., told: Sam stays in touch.}
    - {say: Bye., told: Sam goes for now.}
  sources: [own-working-definition]
  written_on: 2026-11-23
  review_by: 2027-11-23
"""


def with_story(text: str = STORY, place: str = PLACE) -> dict[str, str]:
    """The shipped files and one more."""
    return {**FILES, place: text}


def test_a_story_is_read_with_its_states_and_its_rubric() -> None:
    story = parse(with_story()).scenario("rights-p1", "es")
    assert (story.competency, story.who, dict(story.feelings)) == ("rights", "Sam", {"trust": 2, "distress": 3})
    assert [line.trust for line in story.turns[0].lines] == [3, 0]
    assert [ending.told for ending in story.endings][-1] == "Sam goes for now."
    assert list(scenario_forms(parse(with_story()))) == []


def test_the_names_of_skills_are_those_that_the_ear_hears() -> None:
    assert frozenset(SKILLS) == NAMES


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    - lines: [{say: Okay.}]\n      better: You choose what you tell me.\n      because: The choice is with Sam.\n",
         "", "rights-p1 has 3 turns"),
        ("    - {trust: 2, say: Okay., told: Sam stays in touch.}\n", "", "rights-p1 has 2 endings"),
        ("{trust: 2, distress: 3}", "{trust: 2, distress: 9}", "does not say where both feelings begin"),
        ("{trust: 2, distress: 3}", "{trust: 2}", "does not say where both feelings begin"),
        ("shows: [role_boundary, reflection]", "shows: []", "practises no skill"),
        ("avoids: [should]", "avoids: [juggling]", "there is no skill 'juggling'"),
        ("avoids: [should]", "avoids: [reflection]", "is both looked for and to be avoided"),
        ("avoids: [should]", "avoids: [should]\n  moves: {reflection: {trust: 5}}", "moves a feeling by more than 2"),
        ("{say: Hm.}", "{trust: 1, say: Hm.}", "no line is left where nothing else fits"),
        ("{trust: 3, say: Can I trust you?}", "{say: Can I trust you?}", "a line without a bound is never passed over"),
        ("title: A secret", f"title: {'A' * 70}", "this has 70 characters; 60 are the most"),
        ("told: Sam goes for now.", f"told: {'So. ' * 60}", "characters; 200 are the most"),
    ],
)  # fmt: skip  # a table: what is changed, and what is told
def test_a_story_that_could_not_be_played_is_refused(old: str, new: str, told: str) -> None:
    assert old in STORY
    problems = [str(problem) for problem in scenario_forms(parse(with_story(STORY.replace(old, new, 1))))]
    assert any(told in one and one.startswith(PLACE) for one in problems), problems


def test_a_story_of_another_shape_is_named_with_its_line() -> None:
    with pytest.raises(ContentBroken) as broken:
        parse(with_story(STORY.replace("  who: Sam\n", "").replace("trust: 2", "joy: 2")))
    assert all(problem.file == PLACE for problem in broken.value.problems)


def test_a_story_is_a_unit_to_translate_and_only_its_words_may_change() -> None:
    spanish = STORY.replace("title: A secret", "title: Un secreto")
    library = parse(with_story() | {"es/practice/rights.yaml": spanish})
    assert ("scenario", "rights-p1") in units(library, "es")
    assert not [one for one in translation_shapes(library) if "rights-p1" in one.what]
    assert fingerprint(library, "scenario", "rights-p1") != fingerprint(
        parse(with_story(spanish)), "scenario", "rights-p1"
    )
    other = parse(with_story() | {"es/practice/rights.yaml": spanish.replace("trust: 4", "trust: 5")})
    assert any("the endings and their bounds" in one.what for one in translation_shapes(other))


def test_what_changes_in_a_story_is_told() -> None:
    (change,) = differences(
        parse(with_story()), parse(with_story(STORY.replace("Can I trust you?", "Can you keep it?")))
    )
    assert (change.kind, change.id, change.after) == ("scenario", "rights-p1", ("Sam: Can you keep it?",))
