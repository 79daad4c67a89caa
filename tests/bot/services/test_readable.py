"""Readable: the copy as a page stands alone, is escaped, and tells times and lessons as a person reads them."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.services.exporting import FILENAME, PAGE
from bot.services.readable import Rows, page_of
from bot.store.kept import KEPT
from tests.bot.services.conftest import Notebook, coach
from tests.bot.services.living import person, say
from tests.bot.services.scanning import rows_of
from tests.bot.services.test_exporting import CHAT, handed_over, live
from tests.dialogues.house import PROFILE, SHIPPED, voice

NOW = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)  # Monday evening in New York
EVIL = '<script src="https://x.example">alert(1)</script><img src=x onerror="y">&'


def tags_of(written: str) -> set[tuple[str, str]]:
    """Each tag of a page with its attributes; every other "<" is escaped, and every tag is closed in its turn."""
    open_now, seen = [], set()
    for closing, tag, attributes in re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", written.removeprefix("<!DOCTYPE html>")):
        if closing:
            assert open_now.pop() == tag
        elif tag not in ("meta", "br"):
            open_now.append(tag)
        seen.add((tag, attributes))
    assert open_now == []
    assert written.count("<") == len(re.findall(r"<!DOCTYPE html>|</?[a-z0-9]+[^>]*>", written))
    return seen


def page(parts: Mapping[str, Rows]) -> str:
    return page_of(voice(SHIPPED), parts, NOW)


def test_the_page_comes_with_the_copy_and_has_a_section_for_every_table(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await live(parts)
            kept = await parts.store.read(rows_of, await person(parts, CHAT))
            await say(parts, "export my data", address=CHAT)
            files = handed_over(notebook, CHAT)
            assert set(files) == {FILENAME, PAGE}
            sections = re.findall(r'<section id="(\w+)">', files[PAGE])
            assert set(sections) == {*kept, "conversations"} - {"blobs"}
            assert all(KEPT[name].told.replace("'", "&#x27;") in files[PAGE] for name in sections)
            assert "The Zimtstern “owls” keep\nquacking 🦉" in files[PAGE]
            assert "Somebody else" not in files[PAGE]
            assert tags_of(files[PAGE])

    asyncio.run(talk())


def test_nothing_on_the_page_runs_or_leads_elsewhere_whatever_somebody_wrote() -> None:
    written = page(
        {"reports": [{"words": EVIL, EVIL: EVIL}], "learners": [{"plan": {"signs": [EVIL, {"deep": EVIL}]}}]}
    )
    seen = tags_of(written)
    assert {tag for tag, _ in seen} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "section", "dl", "dt", "dd", "br"),
    }
    names = {name for _, attributes in seen for name in re.findall(r' ([a-z-]+)="', attributes)}
    assert names == {"lang", "charset", "name", "content", "http-equiv", "id"}
    assert "default-src 'none'" in written
    assert "url(" not in written
    assert written.count("&lt;script src=") == 5


def test_the_page_is_in_the_person_s_language_where_it_is_spoken_and_fits_a_phone() -> None:
    for language, told in (("en", "en"), ("es", "es"), ("no", "en")):
        library = replace(SHIPPED, locales=("en", "es"))
        written = page_of(voice(library, replace(PROFILE, language=language)), {}, NOW)
        assert f'<html lang="{told}">' in written
        assert 'content="width=device-width, initial-scale=1"' in written


def test_a_time_is_in_the_person_s_zone_and_a_day_stays_that_day() -> None:
    written = page({"learners": [{"pushed_at": "2027-01-05T02:30:00+00:00", "heard_on": "2027-01-05T00:00:00+00:00"}]})
    assert "Made on Monday 4 January 2027, 21:00. All times are in this zone: America/New_York." in written
    assert "<dd>Monday 4 January 2027, 21:30</dd>" in written
    assert "<dd>Tuesday 5 January 2027</dd>" in written


def test_lessons_and_competencies_have_their_titles_and_what_is_gone_its_id() -> None:
    lesson, rights = SHIPPED.lesson("rights-01", "en"), SHIPPED.competency("rights").name["en"]
    rows = [
        {
            "kind": "LessonFinished",
            "body": {"lesson": "rights-01", "competency": "rights", "indicator": lesson.indicator},
        },
        {"kind": "ItemAnswered", "body": {"item": "rights-q01", "correct": False}},
        {"kind": "LessonFinished", "body": {"lesson": "gone-01", "competency": "gone", "indicator": "rights.gone"}},
        {"kind": "Prompted", "body": {"subject": "rights-01 rights-q01", "arguments": ["7", "North, Ours"]}},
    ]
    written = page({"events": rows})
    assert "<dd>Lesson finished</dd>" in written
    for told in (
        lesson.title,
        rights,
        f"{rights}: {SHIPPED.item('rights-q01', 'en').question}",
        "gone-01",
        "rights.gone",
    ):
        assert f"<dd>{told}</dd>" in written.replace("&#x27;", "'")
    assert f"<dd>{lesson.title}, {rights}: " in written.replace("&#x27;", "'")
    assert "<dd>7<br>North, Ours</dd>" in written
    assert "<dt>correct</dt><dd>no</dd>" in written
    assert "<summary>4 entries</summary>" in written


def test_how_an_indicator_is_remembered_is_told_by_what_it_says() -> None:
    said = {one.id: one.text["en"] for one in SHIPPED.competency("rights").indicators}["rights.confidentiality"]
    kept = {"subject": "rights.confidentiality", "kind": "indicator", "indicator": "rights.confidentiality", "times": 2}
    written = page({"studied": [kept]}).replace("&#x27;", "'")
    assert f"<dt>subject</dt><dd>{said}</dd>" in written
    assert "<dt>kind</dt><dd>Indicator</dd>" in written


def test_a_message_is_told_by_its_words_and_its_buttons() -> None:
    text = {"spans": [{"words": "Hi. I am "}, {"words": "Peercoach", "style": "bold"}]}
    message = {"text": text, "reply": {"choices": [{"key": "yes", "label": "Yes", "words": ["y"]}]}}
    written = page({"outbox": [{"message": message}]})
    assert "<dt>text</dt><dd>Hi. I am Peercoach</dd>" in written
    assert "<dt>choices</dt><dd>Yes</dd>" in written
    assert "<dt>words</dt>" not in written


def test_what_cannot_be_unsealed_is_said_on_the_page_too() -> None:
    assert "<dt>unreadable</dt><dd>This part" in page({"reports": [{"unreadable": "This part is sealed."}]})
