"""Broken packs: whatever is wrong with what staff send, the file and the mend are named, and nothing is taken over."""

import zipfile
from collections.abc import Callable, Mapping

import pytest

from content.archives import PackRefused, merged, unpacked
from content.checking import check
from content.loading import ContentBroken, parse
from tests.content import packing
from tests.content.packing import one_of_each, zipped

Files = Mapping[str, str]
Made = Callable[[Files], bytes]

LESSON, ITEMS, ACTS = "en/lessons/rights/rights-01.md", "en/items/rights.yaml", "en/acts.yaml"
PHRASES, NORWAY = "en/phrases/lesson.yaml", "crisis_lines/no.yaml"
OUT = "its name leads out of the archive. Zip the folder itself, from inside it."
UNSEEN = "its name has signs that nobody can see. Give it a plain name."
ANEW = "Make it anew, as a plain .zip."
NO_CONTENT = "Send lessons as .md, all else as .yaml, translations as .csv, several as a .zip."
NOWHERE = (
    "nobody can tell where in the library this belongs. "
    "Send it in a folder as docs/content.md shows it, such as en/items/rights.yaml."
)
PLAIN = "Write it out in full; content uses only lists, `key: value` and words."
QUOTE = 'Mind the indentation, and put words that hold ": " or begin with a sign such as { [ * & ! in "double quotes".'
SEE = "docs/content.md shows what belongs here."
UTF8 = 'Save it again with the encoding "UTF-8".'
SHELF = "Give one of the two another name, or remove it."
NUL = "a sign that nobody can see stands here (U+0000). Delete it or type the line anew."


@pytest.fixture
def files(files: dict[str, str]) -> dict[str, str]:
    return one_of_each(files)


def changed(file: str, old: str, new: str) -> Made:
    """A zip with one file of the library, in which something is different."""

    def made(files: Files) -> bytes:
        assert files[file].count(old) >= 1
        return zipped({file: files[file].replace(old, new)})

    return made


def given(body: bytes) -> Made:
    """This very body."""
    return lambda _: body


# what came, under which name, and all that is said of it
CHANGED = [
    (LESSON, "---\nid", "id", "1: the lesson has no head. Begin with `---`, the keys, and `---` again."),
    (LESSON, "Keep it short:", "It is short. " * 50,
     "5: the lesson has 175 words; 150 are the most. Keep its one main message."),
    (LESSON, "Keep it short:", "short " * 9_000, "1: the file is larger than 50,000 bytes. Part it into smaller files."),
    (LESSON, "sources: [own]", "sources: []", "7: lesson rights-01 names no source. Name an entry of sources.yaml."),
    (LESSON, "sources: [own]", "sources: [nobody]",
     "7: there is no source 'nobody'. Add it to sources.yaml, or mend its spelling."),
    (LESSON, "id: rights-01", "id: rights-02",
     "2: this is lesson rights-02 of rights, which the file's name does not say. "
     "Move it to lessons/rights/rights-02.md, or mend `id` and `competency`."),
    (LESSON, "minutes: 2", "minutes: a few", "6: `minutes` should be a whole number. Write digits only."),
    (LESSON, "Then ask", "Then\u200e\u202e ask",
     "13: a sign that nobody can see stands here (U+202E). Delete it or type the line anew."),
    (LESSON, "Then ask", "[Then](http://a.b) ask",
     "13: a link cannot be shown in a chat lesson. Use paragraphs, **bold**, _italic_ and simple lists, nothing else."),
    (LESSON, "## Try it\nWrite your line down.\n", "",
     "5: the lesson has nothing to do. Add `## Try it` with one step that fits into a working day."),
    (ITEMS, "      correct: true\n", "",
     "6: rights-q01 has 0 correct options. Mark exactly one with `correct: true`."),
    (ITEMS, "    - text: Ask the boss.\n", "    - text: Ask the boss.\n      correct: true\n",
     "6: rights-q01 has 2 correct options. Mark exactly one with `correct: true`."),
    (ITEMS, "  question:", "\tquestion:",
     f"5: this is not good YAML (found a tab character that violates indentation). {QUOTE}"),
    (ITEMS, "  question:", "  qestion: a\n  question:",
     "5: `qestion` is not a key that belongs here. Mend its spelling or remove it; docs/content.md lists the keys."),
    (ITEMS, "sources: [own]", "sources: own",
     "14: `sources` should be a list. Begin each entry with `- `, or write [one, two]."),
    (ITEMS, "written_on: 2026-11-22", "written_on: 2026-02-30",
     f"15: `written_on` day is out of range for month. {SEE}"),
    (ITEMS, "feedback: Ye", "feedback: " + "It is so. " * 20 + "Ye",
     "9: the feedback has 224 characters; Telegram shows 200. Shorten it or drop the last sentence."),
    (ACTS, "act-01", "act-01\n  text: One.\n  fits: [steady]\n- id: act-01",
     f"4: `act-01` stands already in en/acts.yaml:1. {SHELF}"),
    (PHRASES, "lesson.openings:", "lesson.openings: &again\n  - *again\nlesson.other:",
     f"2: `&` and `*` make copies, which content must not. {PLAIN}"),
    (PHRASES, "Well done", "Well **done", "1: the phrase has a star that makes nothing bold. "
     "Write **bold** on one line, or take the star out."),
    (NORWAY, "    phone: 116 123\n", "", "6: nobody can reach no-116123. Add `phone`, `sms` or `chat`."),
    (NORWAY, '"113"', "one one three", "3: 'one one three' is no emergency number. Write the number, such as \"112\"."),
    ("plan.yaml", "[rights-01]", "[rights-01, rights-09]",
     "1: the plan names rights-09, but there is no such English lesson. Write it, or take it out."),
    ("framework.yaml", "number: 10", "number: 9",
     "2: the competencies are numbered 1, 2, 3, 4, 5, 6, 7, 8, 9, 9; there are ten, 1 to 10. Give each of the ten its own number."),
]  # fmt: skip  # a table

SENT = [
    ("empty.md", given(b""), "empty.md:1: the file is empty. Write its content, or delete it."),
    ("empty.zip", given(zipped({})), "empty.zip:1: there is no file in it. Put the lesson or the folder into it."),
    ("run.exe", given(b"MZ\x90"), f"run.exe:1: this kind of file is no content. {NO_CONTENT}"),
    ("setup.zip", given(zipped({"run.exe": b"MZ\x90"})), f"run.exe:1: this kind of file is no content. {NO_CONTENT}"),
    ("hello.md", given(b"Hello\n"), f"hello.md:1: {NOWHERE}"),
    ("old.md", given("Grüße\n".encode("latin-1")), f"old.md:1: the file is not UTF-8 text. {UTF8}"),
    ("wide.md", lambda files: files[LESSON].encode("utf-16"), f"wide.md:1: the file is not UTF-8 text. {UTF8}"),
    ("wide.md", lambda files: files[LESSON].encode("utf-16-le"), f"wide.md:1: {NUL}"),
    ("big.md", given(b"a" * 50_000_000), "big.md:1: it has more than 5,000,000 bytes. Send a smaller part of the library."),
    ("big.yaml", given(b"a: b\n" * 300_000),
     "big.yaml:1: the file is larger than 1,000,000 bytes. Part it into smaller files."),
    ("bomb.zip", given(zipped({ACTS: b" " * 50_000_000})),
     f"{ACTS}:1: the file is larger than 1,000,000 bytes. Part it into smaller files."),
    ("bombs.zip", given(zipped({f"en/items/{at}.yaml": b" " * 999_999 for at in range(40)})),
     "en/items/20.yaml:1: all files together are larger than 20,000,000 bytes. Send a part of the library."),
    ("many.zip", given(zipped({f"en/items/{at}.yaml": "" for at in range(2_001)})),
     "many.zip:1: it holds 2,001 files; 2,000 are the most. Send a part of the library."),
    ("liar.zip", given(packing.lying(ACTS, 3_000_000)), f"liar.zip:1: the archive cannot be read (BadZipFile). {ANEW}"),
    ("rare.zip", given(zipped({ACTS: "a"}, zipfile.ZIP_LZMA)),
     f"{ACTS}:1: it is packed in a rare way. Make the archive anew, as a plain .zip."),
    ("nest.zip", given(zipped({"in.zip": zipped({ACTS: "a"})})), f"in.zip:1: this kind of file is no content. {NO_CONTENT}"),
    ("half.zip", lambda files: zipped(files)[:900], f"half.zip:1: the archive cannot be read (BadZipFile). {ANEW}"),
    ("no.zip", given(b"Hello\n"), f"no.zip:1: the archive cannot be read (BadZipFile). {ANEW}"),
    ("lock.zip", given(packing.locked({ACTS: "a"})), f"{ACTS}:1: it is locked with a password. Make the archive without one."),
    ("link.zip", given(packing.link(ACTS, "/etc/passwd")),
     f"{ACTS}:1: it is a link to another file. Put the file itself into the archive."),
    ("slip.zip", given(zipped({"../../en/acts.yaml": "a"})), f"../../en/acts.yaml:1: {OUT}"),
    ("root.zip", given(zipped({"/en/acts.yaml": "a"})), f"/en/acts.yaml:1: {OUT}"),
    ("disk.zip", given(zipped({"C:/en/acts.yaml": "a"})), f"C:/en/acts.yaml:1: {OUT}"),
    ("disk.zip", given(zipped({"C:acts.yaml": "a"})), f"C:acts.yaml:1: {OUT}"),
    ("back.zip", given(packing.renamed(zipped({ACTS: "a"}), b"en/acts", b"en\\acts")), f"en\\acts.yaml:1: {OUT}"),
    ("line.zip", given(zipped({"en/ac\nts.yaml": "a"})), f"en/ac?ts.yaml:1: {UNSEEN}"),
    ("zero.zip", given(packing.renamed(zipped({"run.md_.exe": "a"}), b"run.md_.", b"run.md\0.")), f"run.md?.exe:1: {UNSEEN}"),
    ("turn.zip", given(zipped({"en/\u202eacts.yaml": "a"})), f"en/?acts.yaml:1: {UNSEEN}"),
    ("li\nne.md", lambda files: files[LESSON].encode(), f"li?ne.md:1: {UNSEEN}"),
    ("twins.zip", given(zipped({ACTS: "a", "en/Acts.yaml": "b"})),
     "en/Acts.yaml:1: it stands there twice, also as en/acts.yaml. Keep one of them: many computers cannot tell them apart."),
    ("marks.zip", given(zipped({"en/phrases/caf\u00e9.yaml": "a", "en/phrases/cafe\u0301.yaml": "b"})),
     "en/phrases/cafe\u0301.yaml:1: it stands there twice, also as en/phrases/caf\u00e9.yaml. "
     "Keep one of them: many computers cannot tell them apart."),
    ("lost.zip", given(zipped({"en/item/rights.yaml": "a: b\n"})), f"en/item/rights.yaml:1: {NOWHERE}"),
]  # fmt: skip  # a table


# What these lead to in other files is told too; here counts what is said of the file that came.
INDICATORS = [
    (LESSON, "indicator: rights.sign-a", "indicator: rights.sign-z",
     "4: there is no indicator 'rights.sign-z'. Mend its spelling, or add it to framework.yaml."),
    (LESSON, "indicator: rights.sign-a", "indicator: technical.sign-a",
     "4: indicator 'technical.sign-a' belongs to technical. Name an indicator of rights, or move this to technical."),
]  # fmt: skip  # a table


def told(files: Files, name: str, body: bytes) -> list[str]:
    """What is said of a pack on top of these files, on its whole way in."""
    known = check(parse(files))
    try:
        library = parse(merged(files, unpacked(name, body)))
    except (PackRefused, ContentBroken) as broken:
        return [str(problem) for problem in broken.problems]
    return [str(problem) for problem in check(library) if problem not in known]


@pytest.mark.parametrize(("name", "made", "said"), SENT, ids=[f"{case[0]}-{case[2][:50]!a}" for case in SENT])
def test_a_pack_that_cannot_be_taken_says_why_in_one_sentence(
    files: dict[str, str], name: str, made: Made, said: str
) -> None:
    before = dict(files)
    assert told(files, name, made(files)) == [said]
    assert files == before


@pytest.mark.parametrize(("file", "old", "new", "said"), CHANGED, ids=[case[3][:60] for case in CHANGED])
def test_a_pack_with_a_mistake_in_it_is_told_by_file_line_and_mend(
    files: dict[str, str], file: str, old: str, new: str, said: str
) -> None:
    before = dict(files)
    assert told(files, "pack.zip", changed(file, old, new)(files)) == [f"{file}:{said}"]
    assert files == before


@pytest.mark.parametrize(("file", "old", "new", "said"), INDICATORS)
def test_an_indicator_that_does_not_fit_is_told_where_it_stands(
    files: dict[str, str], file: str, old: str, new: str, said: str
) -> None:
    before = dict(files)
    lines = told(files, "pack.zip", changed(file, old, new)(files))
    assert [line for line in lines if line.startswith(file)] == [f"{file}:{said}"]
    assert files == before


def test_a_language_that_is_begun_is_told_what_is_missing_in_it(files: dict[str, str]) -> None:
    before = dict(files)
    lines = told(files, "es.zip", zipped({"es/lessons/rights/rights-01.md": files[LESSON]}))
    assert [line for line in lines if line.startswith("en/items/")] == [
        f"{ITEMS}:1: item rights-q01 is not translated into es. Add it to es/items/rights.yaml."
    ]
    assert [line for line in lines if line.startswith("es/")] == [
        "es/lessons/rights/rights-01.md:2: lesson rights-01 is not noted as translated. "
        "Compare it with the English, then say that it holds (`coach content translated es lesson:rights-01`)."
    ]
    assert files == before


def test_there_are_more_than_thirty_of_them() -> None:
    assert len(SENT) + len(CHANGED) + len(INDICATORS) >= 30


def test_a_name_that_two_files_give_is_told_with_both_places(files: dict[str, str]) -> None:
    body = zipped({"en/items/technical.yaml": files[ITEMS]})
    said = told(files, "twice.zip", body)
    assert said == [f"en/items/technical.yaml:1: `rights-q01` stands already in {ITEMS}:1. {SHELF}"]


def test_many_mistakes_are_told_at_once_in_the_order_of_the_files(files: dict[str, str]) -> None:
    broken = {ITEMS: "{", ACTS: "- id: act-01\n", "plan.yaml": "lessons: rights-01\n"}
    assert [line.rpartition(": ")[0].partition(":")[0] for line in told(files, "all.zip", zipped(broken))] == [
        ACTS,
        ACTS,
        ITEMS,
        "plan.yaml",
    ]


def test_a_pack_without_a_mistake_says_nothing(files: dict[str, str]) -> None:
    assert told(files, "all.zip", zipped(files)) == []
