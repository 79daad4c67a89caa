"""A good library is read whole, with the line of every part."""

from datetime import date
from pathlib import Path

import pytest

from content.loading import ContentBroken, load, parse, read_files
from content.model import Place


def test_a_lesson_has_its_cards_its_step_and_its_question(files: dict[str, str]) -> None:
    lesson = parse(files).lesson("rights-01", "en")
    assert lesson.cards == (
        "**Say the limits first.** Then ask what they want to share.",
        "Keep it short:\n\n- one line\n- _one_ more",
    )
    assert (lesson.try_it, lesson.reflection) == ("Write your line down.", "Who told you first?")
    assert (lesson.minutes, lesson.written_on, lesson.verified_on) == (2, date(2026, 11, 22), None)


def test_a_lesson_may_do_without_a_question_and_a_step(files: dict[str, str]) -> None:
    name = "en/lessons/rights/rights-01.md"
    files[name] = files[name].partition("## Try it")[0]
    lesson = parse(files).lesson("rights-01", "en")
    assert (lesson.try_it, lesson.reflection) == ("", None)


def test_numbered_lists_keep_their_numbers_and_empty_cards_vanish(files: dict[str, str]) -> None:
    name = "en/lessons/rights/rights-01.md"
    files[name] = files[name].replace("Keep it short:\n\n- one line\n- _one_ more", "1. one\n   line\n1. two\n\n---\n")
    assert parse(files).lesson("rights-01", "en").cards[1:] == ("1. one line\n2. two",)


def test_a_line_below_a_paragraph_parts_cards_even_without_a_blank_line(files: dict[str, str]) -> None:
    name = "en/lessons/rights/rights-01.md"
    files[name] = files[name].replace("share.\n\n---", "share.  \n---")
    assert len(parse(files).lesson("rights-01", "en").cards) == 2


def test_an_item_belongs_to_the_competency_its_file_is_named_after(files: dict[str, str]) -> None:
    item = parse(files).item("rights-q01", "en")
    assert (item.competency, item.health_topics, item.scenario) == (
        "rights",
        (16,),
        'Sam writes, "You won\'t tell, right?"',
    )
    assert [option.correct for option in item.options] == [True, False, False]


def test_norway_stays_norway_and_numbers_stay_texts(files: dict[str, str]) -> None:
    files["crisis_lines/no.yaml"] = files["crisis_lines/no.yaml"].replace('"113"', "0113").replace('"NO"', "NO")
    country = parse(files).countries["NO"]
    assert (country.emergency, country.lines[0].languages) == ("0113", ("no", "en"))
    assert (country.lines[0].phone, country.lines[0].sms, country.lines[0].chat) == ("116 123", None, None)


def test_one_wording_or_several_make_a_phrase_and_crisis_phrases_are_marked(files: dict[str, str]) -> None:
    library = parse(files)
    assert library.phrase("lesson.done", "en").wordings == ("That was **{title}**. Well done.",)
    assert len(library.phrase("lesson.openings", "en").wordings) == 2
    assert library.phrase("crisis.call", "en").crisis
    assert not library.phrase("lesson.done", "en").crisis


def test_languages_are_found_by_their_folders_english_first(files: dict[str, str]) -> None:
    files["de/acts.yaml"] = files["en/acts.yaml"]
    assert parse(files).locales == ("en", "de")


@pytest.mark.parametrize(
    ("path", "file", "line"),
    [
        (("lesson", "en", "rights-01", "title"), "en/lessons/rights/rights-01.md", 5),
        (("lesson", "en", "rights-01", "cards", 0), "en/lessons/rights/rights-01.md", 13),
        (("lesson", "en", "rights-01", "cards", 1), "en/lessons/rights/rights-01.md", 18),
        (("lesson", "en", "rights-01", "try_it"), "en/lessons/rights/rights-01.md", 24),
        (("lesson", "en", "rights-01", "reflection"), "en/lessons/rights/rights-01.md", 27),
        (("item", "en", "rights-q01", "options", 1, "feedback"), "en/items/rights.yaml", 11),
        (("phrase", "en", "lesson.openings", 1), "en/phrases/lesson.yaml", 4),
        (("phrase", "en", "lesson.done", 0), "en/phrases/lesson.yaml", 1),
        (("country", "NO", "lines", 0, "phone"), "crisis_lines/no.yaml", 10),
        (("competency", "technical"), "framework.yaml", 19),
        (("source", "aps", "opened_on"), "sources.yaml", 9),
        (("plan", 0), "plan.yaml", 2),
        (("act", "en", "act-01"), "en/acts.yaml", 1),
        (("nowhere",), "library", 1),
    ],
)
def test_the_library_knows_where_each_part_was_written(
    files: dict[str, str], path: tuple[str | int, ...], file: str, line: int
) -> None:
    assert parse(files).place(*path) == Place(file, line)


def test_a_folder_makes_the_same_library_as_its_files(files: dict[str, str], folder: Path) -> None:
    assert read_files(folder) == files
    assert load(folder) == parse(files)


def test_marks_and_line_ends_of_windows_are_taken_out(files: dict[str, str], folder: Path) -> None:
    name = "en/lessons/rights/rights-01.md"
    (folder / name).write_bytes(b"\xef\xbb\xbf" + files[name].replace("\n", "\r\n").encode())
    assert read_files(folder)[name] == files[name]


def test_pictures_and_hidden_files_are_no_texts(files: dict[str, str], folder: Path) -> None:
    (folder / "images").mkdir()
    (folder / "images" / "map.png").write_bytes(b"\x89PNG")
    (folder / "en" / ".DS_Store").write_bytes(b"\x00\xff")
    assert read_files(folder) == files


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentBroken) as broken:
        load(tmp_path / "nowhere")
    assert str(broken.value).endswith("/nowhere:1: there is no such folder. Name the folder that holds framework.yaml.")


def test_unreadable_files_are_told_together_with_all_other_problems(folder: Path) -> None:
    (folder / "framework.yaml").write_bytes(b"a: 1\nb: \xff")
    (folder / "plan.yaml").write_bytes(b"#" * 1_000_001)
    (folder / "sources.yaml").write_text("- id: own\n", encoding="utf-8")
    with pytest.raises(ContentBroken) as broken:
        load(folder)
    told = [str(problem) for problem in broken.value.problems]
    assert told == [
        'framework.yaml:2: the file is not UTF-8 text. Save it again with the encoding "UTF-8".',
        "plan.yaml:1: the file is larger than 1,000,000 bytes. Part it into smaller files.",
        "sources.yaml:1: `title` is missing. Add a line `title: ...`.",
        "sources.yaml:1: `where` is missing. Add a line `where: ...`.",
        "sources.yaml:1: `mark` is missing. Add a line `mark: ...`.",
    ]
    with pytest.raises(ContentBroken) as unread:
        read_files(folder)
    assert [problem.file for problem in unread.value.problems] == ["framework.yaml", "plan.yaml"]


def test_a_file_that_may_not_be_opened_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ContentBroken, match=r"acts.yaml:1: the file cannot be opened \(Permission denied\)\. Let this"):
        read_files(folder)
