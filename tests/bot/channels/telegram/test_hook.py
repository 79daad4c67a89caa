"""The webhook is looked after: Telegram is heard where it reaches us, and what it says where it does not is told."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.telegram import channel as channels
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.hook import Hook
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.wire import wire_to
from bot.clock import SystemClock
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.delivery import Webhook
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving

URL = "http://127.0.0.1:1/telegram/main"  # nobody is there
PROFILES = {"en": Profile("about", "short", (("help", "Help"),), "private only")}
REFUSED = "Telegram does not reach our webhook: Connection refused"


class Looked:
    """A channel with a webhook, and how often it said that Telegram is heard."""

    def __init__(self, api: BotApi) -> None:
        self.api, self.heard = api, 0
        bearings = Bearings("telegram:main", 30, Hook(URL, "secret"), PROFILES, SystemClock().now, self._hear)
        self.channel = TelegramChannel(wire_to(api.token, api.root, ""), bearings)

    async def runs(self, until: Callable[[], object]) -> str:
        """Let the channel run until something holds, or it fails; what it fails with."""

        async def nobody(update: object) -> bool:
            return True

        task = asyncio.create_task(self.channel.run(nobody))
        async with asyncio.timeout(10):
            while not (task.done() or until()):
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task})
        return "" if task.cancelled() else str(task.exception())

    async def takes(self, number: int) -> bool:
        """Telegram brings an update."""

        async def saved(update: object) -> bool:
            return True

        return await self.channel.take({"update_id": number}, saved)

    def _hear(self) -> None:
        self.heard += 1

    @property
    def looks(self) -> int:
        """How often Telegram was asked about the webhook."""
        return len(self.api.called("getWebhookInfo"))


def look(story: Callable[[Looked], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Live a story with a webhook that is looked after ceaselessly."""
    monkeypatch.setattr(channels, "CHECK_HOOK", 0.02)

    async def run() -> None:
        async with serving(BotApi()) as api:
            looked = Looked(api)
            await story(looked)
            await looked.channel.close()

    asyncio.run(run())


def broken(api: BotApi, ago: int = 0, error: str = "Connection refused") -> None:
    """The webhook stands and could not be reached so many seconds ago; somebody waits there."""
    Person(api, 7).write("hello")
    api.updates.hook = Webhook(URL, "another", error_date=api.world.date() - ago, error=error)


def test_a_webhook_that_is_well_is_heard_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(looked: Looked) -> None:
        assert await looked.runs(lambda: looked.heard >= 3) == ""
        assert len(looked.api.called("setWebhook")) == 1

    look(story, monkeypatch)


def test_where_telegram_does_not_reach_it_the_hook_is_set_again_and_its_words_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story(looked: Looked) -> None:
        await looked.runs(lambda: looked.heard >= 2)
        heard = looked.heard
        broken(looked.api)
        assert await looked.runs(lambda: False) == REFUSED
        assert looked.heard == heard
        assert looked.api.updates.hook.secret == "secret"
        assert len(looked.api.called("setWebhook")) == 2

    look(story, monkeypatch)


def test_after_trouble_setting_the_hook_alone_is_no_sign_that_telegram_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story(looked: Looked) -> None:
        broken(looked.api)
        assert await looked.runs(lambda: False) == REFUSED
        looked.api.updates.stop()
        monkeypatch.setattr(looked.api.updates, "start", lambda: None)  # it does not try just now
        looked.api.updates.hook = Webhook(URL, "secret")  # and tells no error: it forgot it when the hook was set
        seen = looked.looks
        assert await looked.runs(lambda: looked.looks > seen + 3) == ""
        assert looked.heard == 0
        assert await looked.takes(1)
        assert looked.heard == 1, "what is brought shows that it reaches us"

    look(story, monkeypatch)


def test_after_trouble_it_is_heard_when_nothing_waits_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(looked: Looked) -> None:
        broken(looked.api)
        assert await looked.runs(lambda: False) == REFUSED
        looked.api.updates.set_hook(Webhook(URL, "secret"), drop=True)
        assert await looked.runs(lambda: looked.heard) == ""

    look(story, monkeypatch)


@pytest.mark.parametrize(("ago", "waits"), [(121, True), (0, False)], ids=["an old error", "nothing waits"])
def test_an_error_that_is_over_is_no_trouble(ago: int, waits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(looked: Looked) -> None:
        broken(looked.api, ago)
        if not waits:
            looked.api.updates._pending.clear()
        assert await looked.runs(lambda: looked.heard) == ""

    look(story, monkeypatch)


def test_of_telegrams_words_no_more_than_200_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(looked: Looked) -> None:
        broken(looked.api, error="x" * 1000)
        assert (await looked.runs(lambda: False)).count("x") == 200

    look(story, monkeypatch)


def test_a_hook_that_somebody_took_away_is_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(looked: Looked) -> None:
        def gone_and_back() -> bool:
            if looked.heard == 2:
                looked.api.updates.hook = None
            return looked.heard > 4

        assert await looked.runs(gone_and_back) == ""
        assert looked.api.updates.hook.url == URL

    look(story, monkeypatch)
