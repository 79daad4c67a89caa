"""The fake Bot API's webhook, received by a tiny receiver: secret, order, repeats, and what it tells about failures."""

import asyncio
import json
from collections.abc import Callable

import pytest
import telegram
from telegram.error import BadRequest, Conflict

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import HOST, serving
from tests.acceptance.telegram.wire import Request, Response, converse

SECRET = "a-secret"
PATIENCE = 10.0


class Receiver:
    """Takes what is posted, and says no as often as it is told to."""

    def __init__(self) -> None:
        self.asked: list[int] = []  # the update ids, repeats too
        self.took: list[tuple[int, str]] = []  # who wrote what
        self.secrets: set[str] = set()
        self.refusing = 0
        self.url = ""

    async def respond(self, request: Request) -> Response:
        """Take one update, or refuse it."""
        self.secrets.add(request.headers.get("x-telegram-bot-api-secret-token", ""))
        self.asked.append(int(request.fields["update_id"]))
        if self.refusing:
            self.refusing -= 1
            return Response(403)
        message = json.loads(request.fields["message"])
        self.took.append((message["from"]["id"], message["text"]))
        return Response(200)

    async def has(self, many: int) -> list[tuple[int, str]]:
        """Wait until so many updates were taken."""
        async with asyncio.timeout(PATIENCE):
            while len(self.took) < many:
                await asyncio.sleep(0.005)
        return self.took


def talk(story: Callable) -> None:
    """Run a test's story with a server, a client, and a receiver that nothing is posted to yet."""

    async def run() -> None:
        receiver = Receiver()
        listening = await asyncio.start_server(lambda *streams: converse(*streams, receiver.respond), HOST, 0)
        receiver.url = f"http://{HOST}:{listening.sockets[0].getsockname()[1]}/hook"
        async with serving() as api, telegram.Bot(api.token, base_url=api.root + "/bot") as bot:
            await story(api, bot, receiver)
        listening.close()
        await listening.wait_closed()

    asyncio.run(run())


def test_each_chat_s_updates_are_posted_in_order_with_the_secret() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        await bot.set_webhook(receiver.url, secret_token=SECRET)
        people = [Person(api, id) for id in (7, 8, 9)]
        for word in ("one", "two", "three"):
            for person in people:
                person.write(word)
        took = await receiver.has(9)
        assert {person.id: [said for who, said in took if who == person.id] for person in people} == {
            person.id: ["one", "two", "three"] for person in people
        }
        assert receiver.secrets == {SECRET}
        assert (await bot.get_webhook_info()).pending_update_count == 0

    talk(story)


def test_what_is_refused_is_posted_again_before_anything_else_of_that_chat_and_told() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        receiver.refusing = 2
        await bot.set_webhook(receiver.url)
        ann = Person(api, 7)
        ann.write("one")
        ann.write("two")
        assert await receiver.has(2) == [(7, "one"), (7, "two")]
        first, second = sorted(set(receiver.asked))
        assert receiver.asked == [first, first, first, second]
        told = await bot.get_webhook_info()
        assert told.last_error_message == "Wrong response from the webhook: 403 Forbidden"
        assert told.last_error_date is not None

    talk(story)


def test_an_update_whose_answer_got_lost_comes_twice() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        await bot.set_webhook(receiver.url)
        api.updates.losing = 1
        Person(api, 7).write("one")
        assert await receiver.has(2) == [(7, "one"), (7, "one")]
        assert len(set(receiver.asked)) == 1

    talk(story)


def test_what_waited_while_nobody_listened_is_posted_when_somebody_does() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        await bot.set_webhook("http://127.0.0.1:1/nobody")
        Person(api, 7).write("one")
        async with asyncio.timeout(PATIENCE):
            while (await bot.get_webhook_info()).last_error_message != "Connection refused":
                await asyncio.sleep(0.005)
        assert (await bot.get_webhook_info()).pending_update_count == 1
        await bot.set_webhook(receiver.url)
        assert await receiver.has(1) == [(7, "one")]

    talk(story)


def test_what_happened_while_the_platform_was_away_is_posted_when_it_is_back() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        await bot.set_webhook(receiver.url)
        api.part()
        Person(api, 7).write("one")
        await asyncio.sleep(0.05)
        assert receiver.took == []
        api.join(api.root)
        assert await receiver.has(1) == [(7, "one")]

    talk(story)


def test_with_a_webhook_nobody_may_poll_and_without_it_all_may_again() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        polling = asyncio.ensure_future(bot.get_updates(timeout=30))
        await asyncio.sleep(0.05)
        await bot.set_webhook("http://127.0.0.1:1/nobody")
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await polling
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        ann = Person(api, 7)
        ann.write("one")
        await bot.delete_webhook()
        assert [one.message.text for one in await bot.get_updates()] == ["one"]
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates() == ()

    talk(story)


def test_a_secret_with_odd_letters_is_refused() -> None:
    async def story(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
        with pytest.raises(BadRequest, match=r"[Ss]ecret token contains unallowed characters"):
            await bot.set_webhook(receiver.url, secret_token="no spaces")
        assert (await bot.get_webhook_info()).url == ""

    talk(story)
