"""A release is its files, unchanged for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loading import ContentBroken, parse
from content.release import build, checksum

FILES = st.dictionaries(st.text(), st.text())


def test_a_release_holds_its_files_their_checksum_and_the_library_they_make(files: dict[str, str]) -> None:
    release = build(7, files)
    assert (release.number, release.files, release.library) == (7, files, parse(files))
    assert release.checksum == checksum(files)


def test_a_release_does_not_change_when_the_files_do(files: dict[str, str]) -> None:
    release = build(1, files)
    before = dict(files)
    files["plan.yaml"] = "lessons: []"
    assert release.files == before
    with pytest.raises(TypeError):
        release.files["plan.yaml"] = ""  # this is what must not be possible


def test_broken_files_make_no_release(files: dict[str, str]) -> None:
    del files["plan.yaml"]
    with pytest.raises(ContentBroken, match=r"plan\.yaml:1: the file is missing"):
        build(1, files)


@given(FILES)
def test_the_checksum_does_not_mind_the_order(written: dict[str, str]) -> None:
    assert checksum(dict(reversed(written.items()))) == checksum(written)


@given(FILES, FILES)
def test_the_checksum_tells_any_two_releases_apart(one: dict[str, str], other: dict[str, str]) -> None:
    assert (checksum(one) == checksum(other)) == (one == other)
