"""What staff send, one file or a zip of many, finds its place in a library; merged, it replaces only what it names."""

import random
import zipfile

import pytest

from content.archives import Pack, PackRefused, merged, unpacked
from content.loading import parse
from content.loading.texts import LARGEST_FILE, LARGEST_SHEET
from content.sheets import exported
from tests.content.packing import zipped
from tests.content.test_sheets import LIBRARY

LESSON_PATH, ITEMS_PATH = "en/lessons/rights/rights-01.md", "en/items/rights.yaml"


def test_a_single_lesson_is_a_pack_of_one(files: dict[str, str]) -> None:
    assert unpacked("rights-01.md", files[LESSON_PATH].encode()) == Pack({LESSON_PATH: files[LESSON_PATH]}, {})


@pytest.mark.parametrize("top", ["", "library/", "content/library/", "My Pack/a/content/library/"])
def test_a_library_may_stand_under_folders_in_an_archive(files: dict[str, str], top: str) -> None:
    pack = unpacked("all.zip", zipped({f"{top}{name}": text for name, text in files.items()}))
    assert dict(pack.files) == files


def test_an_archive_is_known_by_what_is_in_it_too(files: dict[str, str]) -> None:
    assert unpacked("all", zipped(files)).files == files


def test_what_a_mac_adds_is_left_out(files: dict[str, str]) -> None:
    litter = {"__MACOSX/en/._acts.yaml": b"\x00\x05", "en/.DS_Store": b"\x00", "en/": b""}
    assert unpacked("all.zip", zipped({**files, **litter})).files == files


def test_marks_and_line_ends_of_windows_are_taken_out(files: dict[str, str]) -> None:
    body = b"\xef\xbb\xbf" + files[LESSON_PATH].replace("\n", "\r\n").encode()
    assert unpacked("rights-01.md", body).files[LESSON_PATH] == files[LESSON_PATH]


def test_a_sheet_of_translations_is_no_file_of_the_library() -> None:
    assert unpacked("es.csv", b"key,translation\n") == Pack({}, {"es.csv": "key,translation\n"})


def test_a_pack_replaces_only_the_files_it_names(files: dict[str, str]) -> None:
    before = dict(files)
    changed = files[LESSON_PATH].replace("Write your line down.", "Say your line aloud.")
    after = merged(files, unpacked("rights-01.md", changed.encode()))
    assert after == {**before, LESSON_PATH: changed}
    assert files == before
    assert parse(after).lesson("rights-01", "en").try_it == "Say your line aloud."


def test_two_files_for_one_place_are_refused(files: dict[str, str]) -> None:
    with pytest.raises(PackRefused) as refused:
        unpacked("two.zip", zipped({"a/rights-01.md": files[LESSON_PATH], "b/rights-01.md": files[LESSON_PATH]}))
    assert str(refused.value) == f"b/rights-01.md:1: two files are meant for {LESSON_PATH}. Send only one of them."


def test_all_problems_of_an_archive_are_told_at_once(files: dict[str, str]) -> None:
    with pytest.raises(PackRefused) as refused:
        unpacked("all.zip", zipped({**files, "en/items/technical.yaml": b"", "run.exe": b"MZ"}))
    assert [problem.file for problem in refused.value.problems] == ["en/items/technical.yaml", "run.exe"]


def test_what_is_unpacked_is_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only ever as many bytes are asked for as are taken, so that a bomb costs nothing."""
    asked: list[int] = []
    read = zipfile.ZipExtFile.read

    def counted(self: zipfile.ZipExtFile, n: int = -1) -> bytes:
        asked.append(n)
        return read(self, n)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    with pytest.raises(PackRefused):
        unpacked("bomb.zip", zipped({"en/acts.yaml": b" " * 50_000_000}))
    assert asked == [LARGEST_FILE + 1]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_can_only_be_unpacked_whole_is_not_unpacked_at_all(
    compression: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = zipped({"en/acts.yaml": b" " * 2_000_000}, compression)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(PackRefused, match="it is packed in a rare way"):
        unpacked("bomb.zip", body)


def test_no_damage_at_all_ends_in_anything_but_a_pack_or_a_refusal(files: dict[str, str]) -> None:
    whole = zipped(files)
    dice = random.Random(7)
    for _ in range(1500):
        body = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        try:
            unpacked("all.zip", bytes(body[: dice.choice([len(body), dice.randrange(len(body))])]))
        except PackRefused as refused:
            assert refused.problems
            assert all(problem.mend and "\n" not in str(problem) for problem in refused.problems)


def test_a_sheet_twice_as_long_as_that_of_our_whole_library_can_be_sent() -> None:
    head, _, body = exported(LIBRARY, "es").partition("\n")
    sheet = f"{head}\n{body}{body}".encode()
    assert unpacked("es.csv", sheet).sheets
    assert unpacked("all.zip", zipped({"es.csv": sheet})).sheets
    with pytest.raises(PackRefused, match=f"the file is larger than {LARGEST_SHEET:,} bytes"):
        unpacked("all.zip", zipped({"es.csv": b" " * (LARGEST_SHEET + 1)}))
    with pytest.raises(PackRefused, match=f"the file is larger than {LARGEST_SHEET:,} bytes"):
        unpacked("es.csv", b" " * (LARGEST_SHEET + 1))
