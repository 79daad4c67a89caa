"""Rewriting: a sheet changes what its translator changed, and who signed other words does not stand under these."""

from datetime import date

import pytest

from content.archives import PackRefused
from content.loading import parse
from content.sheets import rows, translations
from tests.content.sheeted import taken

LESSON, SECOND, ITEMS = "en/lessons/rights/rights-01.md", "en/lessons/rights/rights-02.md", "en/items/rights.yaml"
ES_LESSON, ES_SECOND, ES_ITEMS = (f"es/{name[3:]}" for name in (LESSON, SECOND, ITEMS))
COUNTRY = "crisis_lines/no.yaml"
DAY = date(2026, 11, 20)
SIGNED = "verified_on: 2026-11-20\nverified_by: Kim Doe\n"


@pytest.fixture
def signed(files: dict[str, str]) -> dict[str, str]:
    """The small library in English, with two lessons and all questions about rights signed."""
    unsigned, review = "verified_on: none yet\nverified_by: none yet\n", "lived_experience_review: Ann Lee\n"
    files[LESSON] = files[LESSON].replace(unsigned, SIGNED + review)
    files[SECOND] = files[SECOND].replace("---\n**", f"{SIGNED}{review}---\n**")
    files[ITEMS] = files[ITEMS].replace(
        "written_on: 2026-11-22\n", f"written_on: 2026-11-22\n  {SIGNED}".replace("\nv", "\n  v")
    )
    return files


@pytest.fixture
def both(signed: dict[str, str]) -> dict[str, str]:
    """The same in Spanish beside it, signed too."""
    return {**signed, **{f"es/{name[3:]}": text for name, text in signed.items() if name.startswith("en/")}}


def whole(files: dict[str, str], locale: str) -> dict[str, str]:
    """Every sentence of the library, with a sign behind it that tells the language."""
    return {row.key: f"{row.source} {locale}" for row in rows(parse(files))}


def test_a_new_translation_is_signed_by_nobody(signed: dict[str, str]) -> None:
    library = parse({**signed, **taken(signed, "es", whole(signed, "es"))})
    lesson, english = library.lessons["rights-01", "es"], library.lessons["rights-01", "en"]
    assert (lesson.verified_on, lesson.verified_by, lesson.lived_experience_review) == (None, None, None)
    assert (english.verified_on, english.verified_by, english.lived_experience_review) == (DAY, "Kim Doe", "Ann Lee")
    item = library.items["rights-q01", "es"]
    assert (item.verified_on, item.verified_by) == (None, None)
    assert library.items["rights-q01", "en"].verified_by == "Kim Doe"


def test_a_translation_in_the_very_words_of_the_english_is_signed_by_nobody_either(signed: dict[str, str]) -> None:
    words = {
        row.key: row.source
        for row in rows(parse(signed))
        if row.key.startswith(("lesson:rights-01:", "item:rights-q01:"))
    }
    library = parse({**signed, **taken(signed, "es", words)})
    assert library.lessons["rights-01", "es"].lived_experience_review is None
    assert library.items["rights-q01", "es"].verified_by is None


def test_other_words_end_the_signatures_of_their_own_lesson_and_of_no_other(both: dict[str, str]) -> None:
    files = taken(both, "es", {"lesson:rights-01:title": "Primero los límites"})
    assert list(files) == [ES_LESSON]
    before, after = parse(both), parse({**both, **files})
    one = after.lessons["rights-01", "es"]
    assert (one.title, one.verified_on, one.verified_by) == ("Primero los límites", None, None)
    assert one.lived_experience_review is None
    assert {key for key in before.lessons if before.lessons[key] != after.lessons[key]} == {("rights-01", "es")}
    assert before.items == after.items


def test_other_words_of_a_question_end_its_signature_and_not_its_neighbours(both: dict[str, str]) -> None:
    files = taken(both, "es", {"item:rights-q02:options:1:feedback": "Bien."})
    assert list(files) == [ES_ITEMS]
    before, after = parse(both), parse({**both, **files})
    assert {key for key in before.items if before.items[key] != after.items[key]} == {("rights-q02", "es")}
    one = after.items["rights-q02", "es"]
    assert (one.options[1].feedback, one.verified_on, one.verified_by) == ("Bien.", None, None)
    assert list(after.items) == list(before.items), "and their order"


def test_words_to_be_found_by_are_not_what_somebody_signed(both: dict[str, str]) -> None:
    both[LESSON] = both[LESSON].replace("minutes:", "found_by: [limits, secret]\nminutes:")
    library = parse({**both, **taken(both, "es", {"lesson:rights-01:found_by": "límites; secreto ;"})})
    one = library.lessons["rights-01", "es"]
    assert (one.found_by, one.verified_by) == (("límites", "secreto"), "Kim Doe")


def test_a_translation_keeps_what_is_its_own(both: dict[str, str]) -> None:
    own = both[ES_LESSON].replace("2027-11-22", "2027-12-24").replace("[own]", "[aps, own]")
    both[ES_LESSON] = own.replace("minutes:", 'found_by: ["a; b", c]\nminutes:')
    both[ES_ITEMS] = both[ES_ITEMS].replace("2026-11-22", "2026-12-24", 1).replace("[16]", "[16, 3]")
    both["es/acts.yaml"] = both["es/acts.yaml"].replace("[steady, good]", "[good]")
    sentences = ("lesson:rights-01:title", "item:rights-q01:question", "act:act-02")
    before, after = parse(both), parse({**both, **taken(both, "es", dict.fromkeys(sentences, "Otra cosa"))})
    one = after.lessons["rights-01", "es"]
    assert (one.review_by, one.sources, one.found_by) == (date(2027, 12, 24), ("aps", "own"), ("a; b", "c"))
    item = after.items["rights-q01", "es"]
    assert (item.written_on, item.health_topics) == (date(2026, 12, 24), (16, 3))
    assert after.acts["act-02", "es"].fits == ("good",)
    assert after.acts["act-01", "es"] == before.acts["act-01", "es"]


def test_what_has_no_english_and_wordings_beyond_the_english_stay(both: dict[str, str]) -> None:
    both["es/acts.yaml"] += "- id: act-09\n  text: Solo aquí.\n  fits: [good]\n"
    both["es/phrases/lesson.yaml"] += '  - "Una más, {name}."\nlesson.own: "Solo aquí."\n'
    files = taken(both, "es", {"act:act-01": "Respira.", "phrase:lesson.openings:1": "Un paso, {name}."})
    assert sorted(files) == ["es/acts.yaml", "es/phrases/lesson.yaml"]
    after = parse({**both, **files})
    assert after.acts["act-09", "es"].text == "Solo aquí."
    wordings = ("Two minutes for {name}?", "Un paso, {name}.", "Una más, {name}.")
    assert after.phrases["lesson.openings", "es"].wordings == wordings
    assert after.phrases["lesson.own", "es"].wordings == ("Solo aquí.",)


def test_what_is_new_in_a_language_stands_behind_what_is_there(both: dict[str, str]) -> None:
    both["es/acts.yaml"] = both["es/acts.yaml"].partition("- id: act-02")[0]
    both["es/phrases/lesson.yaml"] = both["es/phrases/lesson.yaml"].partition("lesson.openings")[0]
    del both[ES_ITEMS], both["es/phrases/crisis.yaml"]
    told = whole(both, "es")
    some = {key: told[key] for key in told if key.startswith(("act:act-02", "phrase:", "item:rights-q02"))}
    some = {key: words for key, words in some.items() if not key.startswith("phrase:lesson.done")}
    after = parse({**both, **taken(both, "es", some)})
    assert [id for id, at in after.acts if at == "es"] == ["act-01", "act-02"]
    spoken = {(name, after.place("phrase", "es", name).file) for name, at in after.phrases if at == "es"}
    assert {file for _, file in spoken} == {"es/phrases/lesson.yaml", "es/phrases/crisis.yaml"}
    assert after.phrases["lesson.done", "es"] == parse(both).phrases["lesson.done", "es"]
    assert [id for id, at in after.items if at == "es" and id.startswith("rights")] == ["rights-q02"]


def test_the_right_option_is_the_one_that_is_right_in_english(both: dict[str, str]) -> None:
    wrong = both[ES_ITEMS].replace("      correct: true\n", "", 1)
    both[ES_ITEMS] = wrong.replace("    - text: Ask the boss.\n", "    - text: Ask the boss.\n      correct: true\n")
    assert [one.correct for one in parse(both).items["rights-q01", "es"].options] == [False, False, True]
    after = parse({**both, **taken(both, "es", {"item:rights-q01:scenario": "Samuel escribe."})})
    assert [one.correct for one in after.items["rights-q01", "es"].options] == [True, False, False]


@pytest.mark.parametrize(
    ("filled", "told"),
    [
        ("lesson:rights-01:cards:1",
         "lesson:rights-01:title is empty, and lesson:rights-01:cards:1 is filled. "
         "Fill it too, or leave all rows of this lesson empty."),
        ("item:rights-q01:scenario",
         "item:rights-q01:question is empty, and item:rights-q01:scenario is filled. "
         "Fill it too, or leave all rows of this question empty."),
        ("phrase:lesson.openings:1",
         "phrase:lesson.openings:0 is empty, and phrase:lesson.openings:1 is filled. "
         "Fill it too, or leave all rows of this phrase empty."),
    ],
)  # fmt: skip  # a table: what alone was filled, and what is told of it
def test_half_a_translation_is_refused_with_what_is_missing(files: dict[str, str], filled: str, told: str) -> None:
    with pytest.raises(PackRefused) as refused:
        taken(files, "es", {filled: "Hola"})
    [problem] = refused.value.problems
    assert f"{problem.what}. {problem.mend}" == told
    keys = [row.key for row in rows(parse(files))]
    assert problem.line == keys.index(problem.what.partition(" ")[0]) + 2, "the row of what is missing"


def test_a_phrase_may_have_fewer_wordings_than_the_english(files: dict[str, str]) -> None:
    after = parse({**files, **taken(files, "es", {"phrase:lesson.openings:0": "¿Dos minutos, {name}?"})})
    assert after.phrases["lesson.openings", "es"].wordings == ("¿Dos minutos, {name}?",)


def test_the_words_of_a_country_come_back_and_nothing_else_of_it_changes(files: dict[str, str]) -> None:
    first = (
        files[COUNTRY]
        .replace("sms: none yet", "sms: text 116123\n    chat: example.no")
        .replace("24/7", "day and night")
    )
    second = (
        '  - id: no-2\n    name: {en: Red line, nn: Raud line}\n    kind: text line\n    phone: "1"\n    hours: 24/7\n'
    )
    files[COUNTRY] = first.replace("none yet", "2026-11-20", 1).replace("none yet", "Kim Doe", 1) + (
        f"{second}    languages: [no]\n    source: aps\n    compiled_on: 2026-11-01\nalso: [norge]\n"
    ).replace("also:", "# a remark\nalso:")
    files[COUNTRY] = files[COUNTRY].replace('emergency: "113"', "emergency: 113 or 112")
    words = {
        "name": "Noruega",
        "emergency": "113 o 112",
        "lines:no-116123:sms": "escribe al 116123",
        "lines:no-116123:hours": "día y noche",
        "lines:no-2:name": "Línea roja",
    }
    told = {f"country:NO:{key}": one for key, one in words.items()}
    after = taken(files, "es", told)
    assert list(after) == [COUNTRY]
    library, before = parse({**files, **after}), parse(files)
    assert translations(library, "es") == told
    assert translations(library, "en") == translations(before, "en")
    assert translations(library, "nn") == translations(before, "nn") == {"country:NO:lines:no-2:name": "Raud line"}
    one, was = library.countries["NO"], before.countries["NO"]
    assert (one.zones, one.also, one.emergency) == (was.zones, was.also, was.emergency)
    assert [line.verified_by for line in one.lines] == [line.verified_by for line in was.lines] == ["Kim Doe", None]
    assert [(line.phone, line.sms, line.chat, line.languages) for line in one.lines] == [
        (line.phone, line.sms, line.chat, line.languages) for line in was.lines
    ]


def test_no_sheet_changes_the_number_that_people_in_need_will_use(files: dict[str, str]) -> None:
    files[COUNTRY] = files[COUNTRY].replace("sms: none yet", "sms: text 116123")
    with pytest.raises(PackRefused, match="country:NO:lines:no-116123:sms has another number than the English"):
        taken(files, "es", {"country:NO:lines:no-116123:sms": "escribe al 116132"})


def test_a_bare_number_is_no_sentence(files: dict[str, str]) -> None:
    keys = {row.key for row in rows(parse(files)) if row.key.startswith("country:")}
    assert keys == {"country:NO:name", "country:NO:lines:no-116123:name"}


def test_a_sheet_of_the_english_changes_the_english(signed: dict[str, str]) -> None:
    files = taken(signed, "en", {"indicator:rights.sign-a": "Says it early.", "lesson:rights-01:try_it": "Say it."})
    assert sorted(files) == [LESSON, "framework.yaml"]
    after = parse({**signed, **files})
    assert after.lessons["rights-01", "en"].verified_by is None
    assert after.competency("rights").indicators[0].text == {"en": "Says it early."}
