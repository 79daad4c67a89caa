"""What people do in a chat app beside typing and tapping: all of it is answered kindly, and nothing of it twice."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.staff import HARD, LOOKS, MENDED, OLD, WRONG, content_of, make_author
from tests.acceptance.stories import LONG, Lived, Stories
from tests.acceptance.telegram.faults import bad_gateway
from tests.acceptance.telegram.people import Group, Person
from tests.acceptance.telegram.stories import becomes, tapped, wrote
from tests.acceptance.telegram.town import ACCOUNT, Town, town_with_coach
from tests.acceptance.telegram.world import Standing

stories = Stories()
CAN = "I can only read text and taps"
LESSON, CARD_TWO = "Say the limits first", "Three short lines"


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with one coach."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("people") / "home"))
    with town_with_coach(home) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


def told(person: Person, words: str) -> int:
    """How often the person was told this in a message of its own; an edited message counts once."""
    return sum(words in one.words for one in person.seen if one.from_bot)


async def is_answered(person: Person) -> None:
    """Whatever they did before is answered by now: what they write next is, and order holds."""
    await wrote(person, "why", "Your next prompt")


@stories.test
async def test_a_sticker_a_voice_a_photo_and_a_document_are_answered_with_what_the_coach_can_do(town: Town) -> None:
    for send in ("sticker", "voice", "document"):
        ann = town.peer()
        getattr(ann.sends, send)()
        await ann.sees(CAN, LONG)
    bo = town.peer()
    bo.sends.photo("look at this lovely evening")
    await bo.sees(CAN, LONG)


@stories.test
async def test_a_lesson_that_an_author_sends_is_fetched_and_answered_with_what_is_wrong_or_would_change(
    town: Town,
) -> None:
    ana = town.peer()
    await asyncio.to_thread(town.run, make_author, ACCOUNT, str(ana.id))
    ana.sends.document(content_of(HARD), HARD, "text/markdown")
    await ana.sees(WRONG, LONG)
    ana.sends.document(content_of(MENDED), MENDED, "text/markdown")
    await ana.sees(OLD, LONG)
    await tapped(ana, "They still hold", LOOKS)


@stories.test
async def test_a_caption_that_speaks_of_danger_brings_the_card(town: Town) -> None:
    cy = town.peer()
    cy.sends.photo("i want to kill myself")
    await cy.sees("call 988", LONG)


@stories.test
async def test_an_album_is_answered_once(town: Town) -> None:
    di = town.peer()
    di.sends.album(4)
    await di.sees(CAN, LONG)
    await is_answered(di)
    assert told(di, CAN) == 1


@stories.test
async def test_the_caption_of_an_album_is_heard(town: Town) -> None:
    di = town.peer()
    di.sends.album(3, "i want to kill myself")
    await di.sees("call 988", LONG)


@stories.test
async def test_a_changed_message_is_told_to_go_by_the_first_words_and_the_question_comes_again(town: Town) -> None:
    ed = town.peer()
    number = ed.write("lesson")
    await ed.sees(LESSON, LONG)
    ed.edit(number, "lesson please")
    await ed.sees("I go by what you wrote first", LONG)
    await tapped(ed, "Next", CARD_TWO)


@stories.test
async def test_a_reply_to_an_old_message_is_read_as_words(town: Town) -> None:
    fay = town.peer()
    await wrote(fay, "why", "Your next prompt")
    old = fay.seen[-1].message_id
    await wrote(fay, "lesson", LESSON)
    fay.reply_to(old, "next")
    await fay.sees(CARD_TWO, LONG)


@stories.test
async def test_a_tap_on_an_old_question_is_answered_kindly_and_its_buttons_go(town: Town) -> None:
    gil = town.peer()
    await wrote(gil, "lesson", LESSON)
    old = gil.seen[-1]
    town.api.go_wrong("editMessageReplyMarkup", bad_gateway(), times=1, chat=gil.id)  # or its buttons would go at once
    gil.write("next")
    current = await gil.sees(CARD_TWO, LONG)
    gil.tap("Later", old.message_id)
    await gil.sees("That question is closed by now.", LONG)
    again = await gil.sees(CARD_TWO, LONG)
    assert again.message_id > current.message_id
    await becomes(gil.chat, lambda: not gil.chat.find(old.message_id).buttons)
    await tapped(gil, "Next", "Try it")


@stories.test
async def test_several_quick_messages_are_answered_in_order_once_each(town: Town) -> None:
    hal = town.peer()
    for number in (1, 5, 7, 10):
        hal.write(f"what is competency {number}")
    await hal.sees("Skill 10 of 10", LONG)
    answers = [one.words.split(" ")[1] for one in hal.seen if one.words.startswith("Skill ")]
    assert answers == ["1", "5", "7", "10"]


@stories.test
async def test_who_blocks_is_left_alone_and_welcomed_back_with_the_record_kept(town: Town) -> None:
    ida = town.peer()
    await wrote(ida, "change the hour", "At what time should your prompt come?")
    await wrote(ida, "10:15", "Done.")
    ida.block()
    await town.is_awake()
    calls = len([call for call in town.api.calls if call.chat == ida.id])
    await town.is_awake()
    assert len([call for call in town.api.calls if call.chat == ida.id]) == calls
    ida.start()
    await ida.sees("Good to see you again", LONG)
    await wrote(ida, "settings", "A prompt at 10:15 every day")


@stories.test
async def test_a_403_in_the_middle_of_an_answer_ends_it_quietly(town: Town) -> None:
    jo = town.peer()
    jo.write("settings")
    jo.write("help")
    jo.chat.standing = Standing.BLOCKED  # and the coach is not told
    await town.is_awake()
    [refused] = [call.answer["description"] for call in town.api.called("sendMessage") if call.chat == jo.id]
    assert refused == "Forbidden: bot was blocked by the user"
    await asyncio.sleep(1)  # nobody unblocks so soon that the two sends come too fast
    jo.start()
    await jo.sees("Good to see you again", LONG)


@stories.test
async def test_a_deleted_account_is_written_to_no_more(town: Town) -> None:
    kim = town.peer()
    kim.write("settings")
    kim.delete_account()
    await town.is_awake()
    calls = [call for call in town.api.calls if call.chat == kim.id and call.method.startswith("send")]
    await town.is_awake()
    assert [call for call in town.api.calls if call.chat == kim.id and call.method.startswith("send")] == calls


@stories.test
async def test_a_group_is_told_once_that_this_is_for_private_chats_and_left(town: Town) -> None:
    lee = town.peer()
    group = Group(town.api)
    group.add_bot(by=lee)
    group.write("hello everybody in here", by=lee)
    await becomes(group.chat, lambda: group.chat.standing is Standing.LEFT)
    group.add_bot(by=lee)
    await becomes(group.chat, lambda: group.chat.standing is Standing.LEFT)
    await is_answered(lee)
    assert [one.words for one in group.seen if one.from_bot and "text" in one.message] == [
        "I only work in private chats, so I leave this one now. To talk with me, open a chat with me and press Start."
    ]


@stories.test
async def test_the_same_tap_on_two_devices_counts_once(town: Town) -> None:
    mia = town.peer()
    await wrote(mia, "lesson", LESSON)
    mia.tap("Next")
    mia.tap("Next")
    await mia.sees("That question is closed by now.", LONG)
    await tapped(mia, "Next", "Try it")
    await is_answered(mia)
    assert told(mia, "Try it") <= 2  # once, and perhaps once more behind "why": where we were


@stories.test
async def test_a_tap_and_a_typed_answer_at_once_count_once(town: Town) -> None:
    ned = town.peer()
    await wrote(ned, "settings", "Your settings")
    ned.tap("Change the days")
    ned.write("every day")
    await ned.sees("Done.", LONG)
    await is_answered(ned)
    assert told(ned, "Done.") == 1


@stories.test
async def test_commands_may_name_the_bot(town: Town) -> None:
    ola = town.peer()
    await wrote(ola, "/lesson@coach_of_tests_bot", LESSON)
    await wrote(ola, "/help@coach_of_tests_bot", "I am an automated coach")


@stories.test
async def test_four_thousand_emoji_and_signs_of_markup_are_words_like_others(town: Town) -> None:
    pat = town.peer()
    await wrote(pat, "🦄" * 2048, "I did not get that.")
    await wrote(pat, "<b>_*[`~blorp` xqzzt](tg://user?id=1)*_</b> \\ & {{ }} %s", "")
    await wrote(pat, "plan", "")
    await is_answered(pat)


def test_no_call_was_wrong_none_too_fast_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
    assert lived.town.pace.refused == 0
