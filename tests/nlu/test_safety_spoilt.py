"""What the screen learns from may be spoilt: then the rules hear alone. Without its rules there is no screen."""

import shutil
from pathlib import Path

import pytest

from nlu.files import DATA, DataError, line_files
from nlu.intents import SafetyLevel
from nlu.safety import safety_screen


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.parametrize("spoilt", [b"- group: everyday\n  lines:", b"\xff\xfe", b"[", b""])
def test_with_a_spoilt_file_of_examples_the_rules_hear_alone_and_it_says_why(
    data: Path, tmp_path: Path, spoilt: bytes
) -> None:
    file = line_files(data, "en")[0]
    file.write_bytes(spoilt)
    screen = safety_screen(data, tmp_path / "cache")
    assert file.name in screen.trouble
    assert screen.screen("i want to kill myself", "en").level >= SafetyLevel.risk
    assert screen.screen("what a lovely day", "en").level is SafetyLevel.none


def test_a_screen_that_is_whole_has_no_trouble(tmp_path: Path) -> None:
    assert safety_screen(DATA, tmp_path / "cache").trouble == ""


def test_without_its_rules_there_is_no_screen(data: Path, tmp_path: Path) -> None:
    (data / "en" / "safety" / "suicide.yaml").write_text("[")
    with pytest.raises(DataError, match=r"suicide\.yaml"):
        safety_screen(data, tmp_path / "cache")
