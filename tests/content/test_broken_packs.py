"""Broken packs: whatever is sent in, it is refused with a sentence that names the file and the mend, and nothing is taken over."""

import io
import stat
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from content.archives import LARGEST, MOST_FILES, PackRefused, merged, unpacked
from content.checking import aged, check
from content.loading import ContentBroken, parse

TODAY = date(2026, 11, 23)
LESSON, ITEMS, PLAN = "en/lessons/rights/rights-01.md", "en/items/rights.yaml", "plan.yaml"
Files = dict[str, str]


def zipped(entries: dict[str, bytes | str]) -> bytes:
    """An archive of these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return made.getvalue()


def linked() -> bytes:
    """An archive with a link in it that leads to a file elsewhere."""
    entry = zipfile.ZipInfo("en/acts.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(entry, "/etc/hosts")
    return made.getvalue()


def locked() -> bytes:
    """An archive that says its entry is encrypted."""
    body = bytearray(zipped({"plan.yaml": "lessons: []\n"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + flags] |= 1
    return bytes(body)


def twice() -> bytes:
    """An archive with two names that differ in case alone."""
    return zipped({"en/acts.yaml": "- a\n", "en/ACTS.yaml": "- b\n"})


def lying() -> bytes:
    """A small archive of a very large file."""
    return zipped({"en/acts.yaml": b"a" * 30_000_000})


PACKS: dict[str, tuple[str, bytes, str]] = {
    "50 MB": ("library.zip", b"PK\x03\x04" + bytes(50_000_000), f"library.zip:1: it has more than {LARGEST:,} bytes"),
    "a bomb": ("library.zip", lying(), "en/acts.yaml:1: the file is larger than 1,000,000 bytes"),
    "many bombs": (
        "library.zip",
        zipped({f"en/phrases/p{at}.yaml": b"a" * 990_000 for at in range(30)}),
        "all files together are larger than 20,000,000 bytes",
    ),
    "too many files": (
        "library.zip",
        zipped({f"en/phrases/p{at}.yaml": "a.b: c\n" for at in range(MOST_FILES + 1)}),
        "library.zip:1: it holds 2,001 files; 2,000 are the most",
    ),
    "out of the archive": ("library.zip", zipped({"../../plan.yaml": "x"}), "its name leads out of the archive"),
    "an absolute path": ("library.zip", zipped({"/etc/plan.yaml": "x"}), "its name leads out of the archive"),
    "a drive": ("library.zip", zipped({"C:/plan.yaml": "x"}), "its name leads out of the archive"),
    "a backslash": ("library.zip", zipped({"en\\..\\..\\plan.yaml": "x"}), "its name leads out of the archive"),
    "a link": ("library.zip", linked(), "en/acts.yaml:1: it is a link to another file"),
    "locked": ("library.zip", locked(), "plan.yaml:1: it is locked with a password"),
    "the same name twice": ("library.zip", twice(), "it stands there twice, also as en/acts.yaml"),
    "an unseen sign in a name": ("library.zip", zipped({"en/a\ncts.yaml": "x"}), "signs that nobody can see"),
    "a torn archive": (
        "library.zip",
        zipped({"plan.yaml": "x" * 999})[:60],
        "library.zip:1: the archive cannot be read",
    ),
    "an archive in an archive": (
        "a.zip",
        zipped({"b.zip": zipped({"plan.yaml": "x"})}),
        "b.zip:1: this kind of file is no",
    ),
    "an empty archive": ("library.zip", zipped({}), "library.zip:1: there is no file in it"),
    "a program": ("setup.exe", b"MZ\x90", "setup.exe:1: this kind of file is no content. Send lessons as .md"),
    "UTF-16": (
        "rights-01.md",
        "---\nid: x\n".encode("utf-16"),
        "rights-01.md:1: the file is not UTF-8 text. Save it again",
    ),
    "Latin-1": ("es.yaml", "a.b: ¿Sí?\n".encode("latin-1"), "es.yaml:1: the file is not UTF-8 text"),
    "an empty file": ("plan.yaml", b"  \n", "plan.yaml:1: the file is empty. Write its content, or delete it."),
    "an unseen sign": ("plan.yaml", "lessons: [a\u202eb]\n".encode(), "plan.yaml:1: a sign that nobody can see"),
    "no place": ("notes.yaml", b"hello: there\n", "notes.yaml:1: nobody can tell where in the library this belongs"),
    "two for one place": (
        "library.zip",
        zipped({"a/plan.yaml": "lessons: [a]\n", "b/plan.yaml": "lessons: [b]\n"}),
        "b/plan.yaml:1: two files are meant for plan.yaml",
    ),
}


@pytest.mark.parametrize(("name", "body", "told"), PACKS.values(), ids=PACKS)
def test_what_cannot_be_unpacked_is_refused_by_name(name: str, body: bytes, told: str) -> None:
    with pytest.raises(PackRefused) as refused:
        unpacked(name, body)
    assert told in str(refused.value)
    assert all(problem.mend.endswith(".") for problem in refused.value.problems)


Change = Callable[[Files], bytes]


def swapped(file: str, was: str, now: str) -> Change:
    """A file with something else in it."""

    def body(files: Files) -> bytes:
        assert was in files[file]
        return files[file].replace(was, now).encode()

    return body


BROKEN: dict[str, tuple[str, Change, str]] = {
    "a wrong type": (LESSON, swapped(LESSON, "minutes: 2", "minutes: two"), f"{LESSON}:6: `minutes` should be a whole number"),
    "an unknown key": (LESSON, swapped(LESSON, "minutes: 2", "minutes: 2\nhours: 1"), "`hours` is not a key that belongs here"),
    "no head": (LESSON, lambda files: b"id: rights-01\ncompetency: rights\n", f"{LESSON}:1: the lesson has no head"),
    "a loop of copies": (ITEMS, lambda files: b"- &a\n  scenario: *a\n", f"{ITEMS}:1: `&` and `*` make copies"),
    "tabs": (PLAN, lambda files: b"lessons:\n\t- rights-01\n", f"{PLAN}:2: this is not good YAML"),
    "the same id twice": (ITEMS, lambda files: (files[ITEMS] * 2).encode(), "`rights-q01` stands already in"),
    "two right answers": (ITEMS, swapped(ITEMS, "all of it.\n", "all of it.\n      correct: true\n"),
                          "rights-q01 has 2 correct options. Mark exactly one"),
    "no right answer": (ITEMS, swapped(ITEMS, "      correct: true\n", ""), "rights-q01 has 0 correct options"),
    "an unknown indicator": (LESSON, swapped(LESSON, "rights.sign-a", "rights.sign-z"), "there is no indicator 'rights.sign-z'"),
    "an unknown source": (LESSON, swapped(LESSON, "sources: [own]", "sources: [rumour]"), "there is no source 'rumour'"),
    "a lesson of another place": ("en/lessons/rights/rights-02.md", swapped(LESSON, "minutes", "minutes"),
                                  "this is lesson rights-01 of rights, which the file's name does not say"),
    "a plan of nothing": (PLAN, swapped(PLAN, "rights-01", "rights-09"), "the plan names rights-09, but there is no such"),
    "unsafe words": (LESSON, swapped(LESSON, "Keep it short", "He committed suicide"), 'says "committed suicide"'),
    "too hard to read": (LESSON, swapped(LESSON, "Keep it short", "Organizational accountability necessitates individualization"),
                         "the lesson has reading grade"),
    "a missing translation": ("es/acts.yaml", lambda files: files["en/acts.yaml"].encode(), "is not translated into es"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "change", "told"), BROKEN.values(), ids=BROKEN)
def test_what_makes_no_release_is_told_by_file_and_mend(name: str, change: Change, told: str, files: Files) -> None:
    before = dict(files)
    body = zipped({name: change(files)})
    together = merged(files, unpacked("library.zip", body))
    try:
        library = parse(together)
        problems = [*check(library), *aged(library, TODAY)]
    except ContentBroken as broken:
        problems = list(broken.problems)
    assert any(told in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert all(problem.mend for problem in problems)
    assert files == before, "what was there is as it was"


def test_a_good_pack_takes_the_place_of_what_it_names_and_of_nothing_else(files: Files) -> None:
    body = zipped({"my folder/en/items/rights.yaml": files[ITEMS], "__MACOSX/x": "y", "my folder/.DS_Store": "z"})
    pack = unpacked("my folder.zip", body)
    assert dict(pack.files) == {ITEMS: files[ITEMS]}
    assert merged(files, pack) == files


@pytest.mark.parametrize(
    ("name", "file"), [("rights-01.md", LESSON), ("rights-01.es.md", LESSON.replace("en/", "es/")), ("mine.md", LESSON)]
)
def test_a_lesson_alone_is_put_in_its_place_by_its_head(name: str, file: str, files: Files) -> None:
    assert list(unpacked(name, files[LESSON].encode()).files) == [file]


@pytest.mark.parametrize(
    ("name", "of", "file"),
    [("questions.yaml", ITEMS, ITEMS), ("small.es.yaml", "en/acts.yaml", "es/acts.yaml"), ("plan.yaml", PLAN, PLAN)],
)
def test_a_yaml_alone_is_put_in_its_place_by_what_it_holds(name: str, of: str, file: str, files: Files) -> None:
    assert list(unpacked(name, files[of].encode()).files) == [file]
