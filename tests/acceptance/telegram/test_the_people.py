"""People of the fake platform: what they do reaches telegram.Bot as Telegram shapes it, and what it says reaches them."""

import asyncio
import json
import urllib.request

import pytest
import telegram
from telegram.error import BadRequest, Forbidden

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.clients import ANN, talk
from tests.acceptance.telegram.people import Group, Person
from tests.acceptance.telegram.server import served

YES = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="a.0")]])


def test_what_people_do_comes_as_telegram_shapes_it() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        asked = await bot.send_message(ANN, "Shall we?", reply_markup=YES)
        ann.tap("Yes")
        written = ann.write("hello")
        ann.edit(written, "hello there")
        ann.reply_to(asked.message_id, "that one")
        ann.sends.sticker()
        ann.sends.voice()
        ann.sends.photo("look")
        ann.sends.document(b"a,b\n", "team.csv", "text/csv")
        ann.sends.album(2)
        ann.block()
        ann.unblock()
        _, tap, _, edit, reply, sticker, voice, photo, file, one, two, blocked, back = await bot.get_updates()
        assert (tap.callback_query.data, tap.callback_query.message.text) == ("a.0", "Shall we?")
        assert (edit.edited_message.message_id, edit.edited_message.text) == (written, "hello there")
        assert reply.message.reply_to_message.message_id == asked.message_id
        assert sticker.message.sticker.type == "regular"
        assert voice.message.voice.mime_type == "audio/ogg"
        assert (photo.message.caption, len(photo.message.photo)) == ("look", 2)
        assert file.message.document.file_name == "team.csv"
        assert one.message.media_group_id == two.message.media_group_id is not None
        assert [update.my_chat_member.new_chat_member.status for update in (blocked, back)] == ["kicked", "member"]
        fetched = await (await bot.get_file(file.message.document.file_id)).download_as_bytearray()
        assert bytes(fetched) == b"a,b\n"

    talk(story)


def test_somebody_sees_words_buttons_edits_and_what_pops_up() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        asked = await bot.send_message(ANN, "<b>Shall</b> we?", parse_mode="HTML", reply_markup=YES)
        assert (await ann.sees("Shall we?")).buttons[0]["text"] == "Yes"
        query = ann.tap("Yes")
        with pytest.raises(TimeoutError, match="did not appear"):
            await ann.sees("Shall we?", 0.01)
        seeing = asyncio.ensure_future(ann.sees("You said yes"))
        await bot.answer_callback_query(query, "noted")
        await bot.edit_message_text("You said yes", ANN, asked.message_id)
        assert (await seeing).buttons == []
        assert (await ann.sees("You said yes", ever=True)).message_id == asked.message_id
        assert ann.notices == ["noted"]
        with pytest.raises(LookupError, match="no message has the button"):
            ann.tap("Yes")

    talk(story)


def test_a_vote_in_a_quiz_comes_with_the_poll_s_id_and_the_option_s_place() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        (started,) = await bot.get_updates()
        sent = await bot.send_poll(
            ANN, "Which?", ["this", "that"], type="quiz", correct_option_ids=[1], is_anonymous=False, explanation="so"
        )
        ann.vote("that")
        answer, state = await bot.get_updates(offset=started.update_id + 1)
        assert (answer.poll_answer.poll_id, answer.poll_answer.option_ids) == (sent.poll.id, (1,))
        assert (answer.poll_answer.user.id, state.poll.total_voter_count) == (ANN, 1)
        with pytest.raises(PermissionError, match="voted on already"):
            ann.vote("this")
        assert (await bot.stop_poll(ANN, sent.message_id)).is_closed
        with pytest.raises(BadRequest, match=r"[Pp]oll has already been closed"):
            await bot.stop_poll(ANN, sent.message_id)
        with pytest.raises(LookupError, match="no open poll"):
            ann.vote("this")

    talk(story)


def test_a_group_that_brings_the_bot_in_is_left_with_a_goodbye() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        (started,) = await bot.get_updates()
        group = Group(api)
        group.add_bot(by=ann)
        group.write("hello all", by=ann)
        joined, _, written = await bot.get_updates(offset=started.update_id + 1)
        assert (joined.my_chat_member.new_chat_member.status, joined.my_chat_member.chat.type) == ("member", "group")
        assert written.message.chat.id == group.id
        await bot.send_message(group.id, "Private chats only")
        assert await bot.leave_chat(group.id)
        assert group.seen[-1].words == "Private chats only"
        with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
            await bot.send_message(group.id, "Hello?")
        group.remove_bot(by=ann)
        with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
            await bot.send_message(group.id, "Hello?")

    talk(story)


def test_from_a_thread_of_its_own_it_serves_code_that_waits() -> None:
    with served() as api:
        ann = Person(api, ANN)
        ann.start()
        asked = f"{api.root}/bot{api.token}/"
        with urllib.request.urlopen(f"{asked}sendMessage?chat_id={ANN}&text=Hello", timeout=10) as answer:
            assert json.load(answer)["result"]["text"] == "Hello"
        assert api.call(ann.sees("Hello")).from_bot
        ann.write("back")
        with urllib.request.urlopen(f"{asked}getUpdates", timeout=10) as answer:
            assert [one["message"]["text"] for one in json.load(answer)["result"]] == ["/start", "back"]
