"""The fake Bot API as an independent client, telegram.Bot, finds it: updates, messages and refusals."""

import asyncio

import pytest
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.attachments import png
from tests.acceptance.telegram.clients import ANN, client, talk
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving

YES = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="a.0")]])


def test_the_bot_says_who_it_is() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        assert (bot.id, bot.username, bot.bot.is_bot) == (4242, "coach_of_tests_bot", True)

    talk(story)


def test_an_update_comes_again_until_a_higher_offset_confirms_it() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        ann.write("one")
        ann.write("two")
        first, second, third = await bot.get_updates()
        assert [one.message.text for one in (first, second, third)] == ["/start", "one", "two"]
        assert [one.update_id for one in await bot.get_updates(limit=2)] == [first.update_id, second.update_id]
        assert await bot.get_updates(offset=second.update_id) == (second, third)
        assert await bot.get_updates(offset=-1) == (third,)
        assert await bot.get_updates(offset=third.update_id + 1) == ()
        assert await bot.get_updates() == ()
        assert api.violations == []

    talk(story)


def test_a_long_poll_returns_with_the_first_update() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        (started,) = await bot.get_updates()
        polling = asyncio.ensure_future(bot.get_updates(offset=started.update_id + 1, timeout=30))
        await asyncio.sleep(0.05)
        ann.write("hello")
        assert [one.message.text for one in await polling] == ["hello"]

    talk(story)


def test_of_two_who_poll_at_once_the_older_gets_a_conflict() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        (started,) = await bot.get_updates()
        async with client(api) as second:
            older = asyncio.ensure_future(bot.get_updates(offset=started.update_id + 1, timeout=30))
            await asyncio.sleep(0.05)
            newer = asyncio.ensure_future(second.get_updates(offset=started.update_id + 1, timeout=30))
            with pytest.raises(Conflict, match="terminated by other getUpdates request"):
                await older
            ann.write("hello")
            assert len(await newer) == 1

    talk(story)


def test_only_the_allowed_updates_come() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        (started,) = await bot.get_updates(allowed_updates=["message"])
        ann.block()
        ann.start("ABC")
        (again,) = await bot.get_updates(offset=started.update_id + 1)
        assert (again.message.text, again.message.entities[0].type) == ("/start ABC", "bot_command")

    talk(story)


def test_a_picture_and_a_file_arrive_byte_for_byte() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        awkward = bytes(range(256)) + b"\r\n--\r\n\n\r"
        sent = await bot.send_photo(ANN, png(30, 20), caption="grey", reply_markup=YES)
        assert (sent.photo[-1].width, sent.photo[-1].height, sent.caption) == (30, 20, "grey")
        file = await bot.send_document(ANN, awkward, filename="käse.bin")
        assert file.document.file_name == "käse.bin"
        assert bytes(await (await bot.get_file(file.document.file_id)).download_as_bytearray()) == awkward
        assert api.called("sendPhoto")[0].files == {"photo": png(30, 20)}
        again = await bot.send_photo(ANN, sent.photo[-1].file_id)
        assert again.photo[-1].file_id == sent.photo[-1].file_id
        assert api.violations == []

    talk(story)


def test_what_the_bot_shows_of_itself_is_kept_by_scope_and_language() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        private = telegram.BotCommandScopeAllPrivateChats()
        await bot.set_my_commands([("help", "Get help")], scope=private)
        await bot.set_my_commands([("help", "Pide ayuda")], scope=private, language_code="es")
        assert [one.description for one in await bot.get_my_commands(private, "es")] == ["Pide ayuda"]
        assert [one.description for one in await bot.get_my_commands(private)] == ["Get help"]
        assert await bot.get_my_commands() == ()
        await bot.delete_my_commands(private)
        assert await bot.get_my_commands(private) == ()
        await bot.set_my_description("A coach")
        await bot.set_my_short_description("Coach", language_code="es")
        assert (await bot.get_my_description()).description == "A coach"
        assert (await bot.get_my_short_description()).short_description == ""
        assert (await bot.get_my_short_description("es")).short_description == "Coach"
        await bot.set_chat_menu_button(menu_button=telegram.MenuButtonDefault())
        assert (await bot.get_chat_menu_button()).type == "default"
        assert await bot.send_chat_action(ANN, "typing")
        assert ann.chat.actions == ["typing"]
        assert api.violations == []

    talk(story)


def test_each_refusal_is_in_telegram_s_words() -> None:
    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        Person(api, 8)
        sent = await bot.send_message(ANN, "Hello", reply_markup=YES)
        edit = bot.edit_message_text
        await refused(
            edit("Hello", ANN, sent.message_id, reply_markup=YES), BadRequest, "Message is not modified: specified"
        )
        await refused(edit("Hello", ANN, 999), BadRequest, "Message to edit not found")
        await refused(edit("Hello", ANN, ann.write("mine")), BadRequest, "Message can't be edited")
        await refused(bot.edit_message_caption(ANN, sent.message_id, caption="a"), BadRequest, "There is no caption")
        await refused(bot.answer_callback_query("1"), BadRequest, "Query is too old and response timeout expired")
        await refused(bot.send_message(999, "Hello"), BadRequest, "Chat not found")
        await refused(bot.send_message(8, "Hello"), Forbidden, "Forbidden: bot can't initiate conversation with a user")
        await refused(bot.send_message(ANN, " "), BadRequest, "Message text is empty")
        await refused(bot.send_message(ANN, "a" * 4097), BadRequest, "Message is too long")
        await refused(
            bot.send_message(ANN, "<b>a", parse_mode="HTML"), BadRequest, "Can't parse entities: can't find end tag"
        )
        await refused(
            bot.send_message(ANN, "a", reply_to_message_id=999), BadRequest, "Message to be replied not found"
        )
        await refused(bot.get_file("nothing"), BadRequest, "Wrong file_id or the file is temporarily unavailable")
        await refused(bot.do_api_request("sendSmell"), telegram.error.EndPointNotFound, "not found")
        ann.block()
        await refused(bot.send_message(ANN, "Hello"), Forbidden, "Forbidden: bot was blocked by the user")
        with pytest.raises(PermissionError):
            ann.write("Hello")
        ann.unblock()
        ann.delete_account()
        await refused(bot.send_message(ANN, "Hello"), Forbidden, "Forbidden: user is deactivated")
        assert [what.split(":")[0] for what in api.violations] == ["sendMessage"] * 3 + ["sendSmell"]

    talk(story)


async def refused(call: object, kind: type[Exception], told: str) -> None:
    """The call must fail like this."""
    with pytest.raises(kind) as problem:
        await call
    assert told in str(problem.value)


def test_a_wrong_token_is_unauthorized() -> None:
    async def run() -> None:
        async with serving() as api:
            with pytest.raises(InvalidToken):
                async with client(api, "4242:wrong"):
                    pass

    asyncio.run(run())


def test_two_bots_live_on_one_server_and_know_nothing_of_each_other() -> None:
    async def run() -> None:
        other = BotApi("4343:another-fake", "other_bot")
        async with serving(BotApi(), other) as api, client(api) as first, client(other) as second:
            Person(api, ANN).start()
            Person(other, ANN).start("ABC")
            assert (first.username, second.username) == ("coach_of_tests_bot", "other_bot")
            assert [one.message.text for one in await first.get_updates()] == ["/start"]
            assert [one.message.text for one in await second.get_updates()] == ["/start ABC"]

    asyncio.run(run())


def test_too_fast_a_bot_is_told_to_wait_over_all_and_in_each_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")

    async def story(api: BotApi, bot: telegram.Bot, ann: Person) -> None:
        pace = api.enforce(per_second=3, per_chat_pause=60, retry_after=4)
        await bot.send_message(ANN, "one")
        with pytest.raises(RetryAfter) as problem:
            await bot.send_message(ANN, "two")
        assert problem.value.retry_after.total_seconds() == 4
        for id in (11, 12, 13):
            Person(api, id).start()
        await bot.send_message(11, "two")
        await bot.send_message(12, "three")
        with pytest.raises(RetryAfter):
            await bot.send_message(13, "four")
        assert pace.refused == 2

    talk(story)


def test_a_server_that_went_away_comes_back_at_its_port_with_all_that_it_knew() -> None:
    async def run() -> None:
        api = BotApi()
        async with serving(api):
            ann = Person(api, ANN)
            ann.start()
            port = int(api.root.rsplit(":", 1)[1])
        with pytest.raises(NetworkError):
            async with client(api):
                pass
        ann.write("Anybody there?")
        async with serving(api, port=port), client(api) as bot:
            assert [one.message.text for one in await bot.get_updates()] == ["/start", "Anybody there?"]

    asyncio.run(run())
