"""Each gate holds back what it is for, and says where it stands and how to mend it."""

import pytest

from content.checking import check, notes
from content.checking.markup import places
from content.library import Library
from content.loading import parse

LESSON, ITEMS, ACTS = "en/lessons/rights/rights-01.md", "en/items/rights.yaml", "en/acts.yaml"
PHRASES, CRISIS, NORWAY, FRAMEWORK = (
    "en/phrases/lesson.yaml",
    "en/phrases/crisis.yaml",
    "crisis_lines/no.yaml",
    "framework.yaml",
)
WARN = "    - text: I keep all of it.\n      feedback: Kind, but you may not be able to. Say what you can keep.\n"
BOSS = "    - text: Ask the boss.\n      feedback: You can answer this one. Say what you can keep.\n"
SIGN = "      - id: {0}\n        text: {{en: Does one good thing.}}\n        samhsa: [1]\n"
MONEY = SIGN.format("technical.sign-d")
LONG = (
    "The organisational administration continuously institutionalises extraordinarily complicated responsibilities again. "
    * 2
)
TOO_LONG_NOW = "Please call {number} now, or ask a person near you to call for you today, however late it is."
HARD = 'Shorten the sentences, and find plainer words for "institutionalises", "responsibilities", "extraordinarily".'
BOTH = "a day of checking needs a person, and a person a day."
DONE = '"That was **{title}**. Well done."'
AGAIN = (
    "{}  - id: no-116123\n    name: Twice\n    kind: warmline\n    chat: a.no\n    hours: 24/7\n"
    "    languages: [no]\n    source: aps\n    compiled_on: 2026-11-01\n"
)

BROKEN = [
    # the framework
    (FRAMEWORK, "number: 2\n", "number: 3\n",
     "2: the competencies are numbered 1, 3, 3, 4, 5, 6, 7, 8, 9, 10; there are ten, 1 to 10. "
     "Give each of the ten its own number."),
    (FRAMEWORK, "id: rights.sign-b", "id: technical.sign-z",
     "10: indicator technical.sign-z does not belong to rights. Name it rights.<what-one-sees>."),
    (FRAMEWORK, "id: rights.sign-b", "id: rights.sign-a",
     "10: indicator rights.sign-a stands already in framework.yaml:7. Give it another id."),
    (FRAMEWORK, MONEY, "", "19: technical has 3 indicators. Keep 4 to 6 that a colleague could see."),
    (FRAMEWORK, MONEY, "".join(SIGN.format(f"technical.{sign}") for sign in "xyz") + MONEY,
     "19: technical has 7 indicators. Keep 4 to 6 that a colleague could see."),
    (FRAMEWORK, "        samhsa: [1]\n", "",
     "7: indicator rights.sign-a names no category of SAMHSA. Give at least one of SAMHSA's categories, 1 to 12."),
    (FRAMEWORK, "samhsa: [1]", "samhsa: [1, 13]",
     "9: indicator rights.sign-a names category 13 of SAMHSA, which there is not. "
     "Give at least one of SAMHSA's categories, 1 to 12."),
    (FRAMEWORK, "samhsa: [1]", "samhsa: [1]\n        telehealth: [0]",
     "10: indicator rights.sign-a names task area 0, which there is not. "
     "Give task areas of telehealth peer support, 1 to 5, or leave the key out."),
    (FRAMEWORK, "{en: Number 1}", "{es: Uno}", "2: name has no English words in rights. Add `en: ...`."),
    # what is named exists
    (LESSON, "indicator: rights.sign-a", "indicator: rights.sign-z",
     "4: there is no indicator 'rights.sign-z'. Mend its spelling, or add it to framework.yaml."),
    (ITEMS, "indicator: rights.sign-a", "indicator: equity.sign-a",
     "2: indicator 'equity.sign-a' belongs to equity. Name an indicator of rights, or move this to equity."),
    (ITEMS, "sources: [own]", "sources: [own, other]",
     "14: there is no source 'other'. Add it to sources.yaml, or mend its spelling."),
    (LESSON, "sources: [own]", "sources: []", "7: lesson rights-01 names no source. Name an entry of sources.yaml."),
    (NORWAY, "source: aps", "source: other",
     "14: there is no source 'other'. Add it to sources.yaml, or mend its spelling."),
    ("plan.yaml", "- rights-01\n", "- rights-01\n  - rights-09\n",
     "3: the plan names rights-09, but there is no such English lesson. Write it, or take it out."),
    ("plan.yaml", "- rights-01\n", "- rights-01\n  - rights-01\n",
     "3: the plan names rights-01 twice. Keep the first."),
    # lessons
    (LESSON, "Keep it short:", "go " * 140 + "\n",
     "5: the lesson has 165 words; 150 are the most. Keep its one main message."),
    (LESSON, "\n## Try it", "\n---\n\nMore.\n\n---\n\nMore.\n\n## Try it",
     "5: the lesson has 4 cards; 1 to 3 are allowed. Part the text by lines with `---`, or join cards."),
    (LESSON, "## Try it\nWrite your line down.\n", "",
     "5: the lesson has nothing to do. Add `## Try it` with one step that fits into a working day."),
    (LESSON, "minutes: 2", "minutes: 5", "6: the lesson takes 5 minutes. A lesson takes 1 to 3 minutes."),
    (LESSON, "review_by: 2027", "review_by: 2025",
     "9: the lesson is due for review before it was written. Mend one of the two days."),
    (LESSON, "verified_by: none yet", "verified_by: Kim", f"10: {BOTH} Give both, or `none yet` for both."),
    # items
    (ITEMS, WARN + BOSS, WARN, "6: rights-q01 has 2 options. Give three or four."),
    (ITEMS, "      correct: true\n", "", "6: rights-q01 has 0 correct options. Mark exactly one with `correct: true`."),
    (ITEMS, "the boss.\n", "the boss.\n      correct: true\n",
     "6: rights-q01 has 2 correct options. Mark exactly one with `correct: true`."),
    (ITEMS, "Ask the boss.", "I keep all of it.", "6: two options of rights-q01 are the same. Change or remove one."),
    (ITEMS, "health_topics: [16]", "health_topics: [19]", "3: there is no health topic 19. Give 1 to 18, or none."),
    (ITEMS, "2026-11-22", "2026-11-22\n  verified_on: 2026-11-23", f"16: {BOTH} Give both, or neither."),
    (ITEMS, "What do you say first?", "So it is. " * 27,
     "4: scenario and question have 307 characters with the blank line between; Telegram shows 300. Shorten the scenario."),
    (ITEMS, "Ask the boss.", "Ask me. " * 13, "12: the option has 103 characters; Telegram shows 100. Shorten it."),
    (ITEMS, "Yes. Now Sam can choose.", "Well said. " * 21,
     "9: the feedback has 230 characters; Telegram shows 200. Shorten it or drop the last sentence."),
    # crisis lines
    (NORWAY, "primary: true", "primary: false", "5: NO has 0 primary lines. Mark exactly one with `primary: true`."),
    (NORWAY, '"113"', "the police", "3: 'the police' is no emergency number. Write the number, such as \"112\"."),
    (NORWAY, "    phone: 116 123\n", "", "6: nobody can reach no-116123. Add `phone`, `sms` or `chat`."),
    (NORWAY, "verified_by: none yet", "verified_by: Kim",
     "16: the check of no-116123 needs both a day and the person who signed. Give both, or `none yet` for both."),
    (NORWAY, "Europe/Oslo", "Europe/Osloo",
     "4: there is no time zone 'Europe/Osloo'. Write it as in the IANA list: America/New_York."),
    (NORWAY, "Europe/Oslo", "Europe",
     "4: there is no time zone 'Europe'. Write it as in the IANA list: America/New_York."),
    (NORWAY, "    verified_by: none yet\n", AGAIN.format("    verified_by: none yet\n"),
     "18: crisis line no-116123 stands already in crisis_lines/no.yaml:6. Give it another id."),
    # markup and places
    (PHRASES, "{name}?", "{who}?",
     "4: `lesson.openings` has other places here than in its first wording. Its places are: {who}."),
    (PHRASES, "for {name}.", "now.",
     "4: `lesson.openings` has other places here than in its first wording. Its places are: {name}."),
    (PHRASES, DONE, '"Well done. {}"',
     "1: `lesson.done` has a brace that opens no place. Write a place as {title}: small letters and _ only."),
    (PHRASES, DONE, '"Well **done."',
     "1: the phrase has a star that makes nothing bold. Write **bold** on one line, or take the star out."),
    (PHRASES, DONE, '"Well _done."',
     "1: the phrase has a line sign that makes nothing italic. Write _italic_ on one line."),
    (PHRASES, DONE, '"See [here](a.org)."',
     "1: the phrase has a link in Markdown. Write the address as it is: findahelpline.com."),
    (PHRASES, DONE, '"See ![](map.png)."',
     "1: the phrase has a picture without alt text. Say in words, between [ and ], what it shows."),
    (PHRASES, DONE, '"Say `yes`."', "1: the phrase has signs that a chat shows as they stand. Take out the `, < or #."),
    # reading grades
    (LESSON, "Keep it short:", LONG + "\n", f"5: the lesson has reading grade 15.5; 6 is the highest. {HARD}"),
    (ACTS, "Breathe out slowly, three times.", LONG, f"2: the act has reading grade 41.7; 6 is the highest. {HARD}"),
    (CRISIS, "Call {number}.", TOO_LONG_NOW,
     "1: the phrase has reading grade 5.9; 5 is the highest. "
     'Shorten the sentences, and find plainer words for "however", "person", "today".'),
]  # fmt: skip  # a table: what is broken, and what is said of it


@pytest.mark.parametrize(("file", "old", "new", "told"), BROKEN, ids=[case[3][:60] for case in BROKEN])
def test_a_gate_names_the_file_the_line_the_reason_and_the_way_to_mend_it(
    files: dict[str, str], file: str, old: str, new: str, told: str
) -> None:
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    assert f"{file}:{told}" in [str(problem) for problem in check(parse(files))]


def test_a_good_library_has_no_problems_and_no_notes(files: dict[str, str]) -> None:
    library = parse(files)
    assert check(library) == []
    assert notes(library) == []


def test_outside_a_crisis_a_phrase_may_ask_for_one_grade_more(files: dict[str, str]) -> None:
    files[PHRASES] = f'lesson.done: "{TOO_LONG_NOW}"\n'
    assert check(parse(files)) == []


def test_the_right_feedback_leaves_room_for_the_words_a_native_quiz_has_in_front(files: dict[str, str]) -> None:
    files[ITEMS] = files[ITEMS].replace("Yes. Now Sam can choose.", "Well said. " * 14 + "Yes. Now Sam is set.")
    files[PHRASES] += 'quiz.tick: "The answer with the tick:"\n'
    assert check(parse(files)) == []
    files[ITEMS] = files[ITEMS].replace("Sam is set.", "Sam is set!!")
    assert [str(problem) for problem in check(parse(files))] == [
        f"{ITEMS}:9: the feedback has 175 characters; Telegram shows 174 beside `quiz.tick`. "
        "Shorten it or drop the last sentence."
    ]


def test_a_text_of_no_competency_is_told(files: dict[str, str]) -> None:
    files["en/items/right.yaml"] = files.pop(ITEMS)
    told = [str(problem) for problem in check(parse(files))]
    expected = "item rights-q01 belongs to 'right', which is no competency. Name one of the ten ids in framework.yaml."
    assert f"en/items/right.yaml:1: {expected}" in told


def test_an_empty_framework_is_told_in_its_file() -> None:
    library = Library(locales=(), competencies=(), sources={}, lessons={}, items={}, acts={}, phrases={})
    assert [str(problem) for problem in check(library)] == [
        "framework.yaml:1: the competencies are numbered none; there are ten, 1 to 10. "
        "Give each of the ten its own number."
    ]


def test_problems_come_in_the_order_of_files_and_lines(files: dict[str, str]) -> None:
    files[LESSON] = files[LESSON].replace("minutes: 2", "minutes: 9").replace("sources: [own]", "sources: []")
    files[ITEMS] = files[ITEMS].replace("health_topics: [16]", "health_topics: [0]")
    assert [(problem.file, problem.line) for problem in check(parse(files))] == [(ITEMS, 3), (LESSON, 6), (LESSON, 7)]


def test_a_translation_fills_the_same_places_as_the_english_phrase(files: dict[str, str]) -> None:
    files["es/phrases/lesson.yaml"] = 'lesson.done: "Eso fue **{titulo}**. Bien hecho."\n'
    [problem] = places(parse(files))
    assert str(problem).startswith("es/phrases/lesson.yaml:1: `lesson.done` has other places here")
    files["es/phrases/lesson.yaml"] = 'lesson.done: "Eso fue **{title}**. Bien hecho."\nlesson.new: "Hola {name}."\n'
    assert list(places(parse(files))) == []


def test_an_option_wider_than_a_slack_button_is_noted_but_allowed(files: dict[str, str]) -> None:
    files[ITEMS] = files[ITEMS].replace("Ask the boss.", "Ask me. " * 10)
    library = parse(files)
    assert check(library) == []
    assert [str(note) for note in notes(library)] == [
        f"{ITEMS}:12: the option has 79 characters; a Slack button shows 75. "
        "Shorten it, or accept that Slack numbers the options."
    ]


def test_an_act_goes_with_competencies_that_exist(files: dict[str, str]) -> None:
    files["en/acts.yaml"] += "  competencies: [rights, magic]\n"
    [problem] = check(parse(files))
    assert str(problem).startswith("en/acts.yaml:")
    assert "act act-02 goes with 'magic', which is no competency" in str(problem)
