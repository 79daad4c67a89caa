"""A file is fetched from Slack alone, in full or not at all, and our token goes nowhere else."""

import asyncio
import gzip

import aiohttp
import pytest

from bot.channels.port import Fetching, Refused, Throttled, Unreachable
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.files import is_slacks
from bot.channels.slack.wire import Wire
from tests.bot.channels.slack.small_slack import TOKEN, Said, SmallSlack, too_fast, within

PATH = "files-pri/T1-F1/download/rights-01.md"
BODY = b"---\nid: rights-01\n---\n"
SLACK = "https://slack.com/api/"
GOV = "https://slack-gov.com/api/"


def met(said: Said, most: int = 1000) -> bytes | Exception:
    """What becomes of a fetch that meets this: the bytes, or the failure."""

    async def fetch(slack: SmallSlack, wire: Wire) -> bytes | Exception:
        slack.says(f"/{PATH}", said)
        try:
            return await wire.get(f"{slack.root}/{PATH}", most)
        except Exception as failure:
            return failure

    return asyncio.run(within(fetch))


def given(body: bytes, status: int = 200, kind: str = "text/plain", **headers: str) -> Said:
    """A file as it is given."""
    return Said(body, status, kind, headers)


def test_a_file_is_fetched_with_the_token_of_its_workspace() -> None:
    async def fetch(slack: SmallSlack, wire: Wire) -> None:
        slack.says(f"/{PATH}", given(BODY))
        assert await wire.get(f"{slack.root}/{PATH}", len(BODY)) == BODY
        [asked] = slack.asked
        assert asked.headers["authorization"] == f"Bearer {TOKEN}"

    asyncio.run(within(fetch))


def test_a_channel_of_slacks_can_fetch() -> None:
    assert issubclass(SlackChannel, Fetching)


SLACKS = (
    *(
        ("https://files.slack.com/a", SLACK),
        ("https://slack.com/a", SLACK),
        ("https://acme.enterprise.slack.com/", SLACK),
    ),
    *(("https://files.slack-gov.com/a", GOV), ("https://files.slack.com/a", GOV)),
    *(
        ("http://127.0.0.1:3300/files/a", "http://127.0.0.1:3300/api/"),
        ("https://x.example.org/a", "https://example.org/api/"),
    ),
)
NOT_SLACKS = (
    *(
        "http://files.slack.com/a",
        "https://files.slack.com:444/a",
        "https://slack.com.example.org/a",
        "https://evilslack.com/a",
    ),
    *(
        "https://files.slack.com@example.org/a",
        "https://example.org\\@files.slack.com/a",
        "https://example.org#.slack.com/a",
    ),
    *(
        "https://example.org/files.slack.com/",
        "//files.slack.com/a",
        "ftp://files.slack.com/a",
        "https://files.slack.com",
    ),
    *(
        "https://ex\u0430mple.slack.com/a",
        "https://files.slack.com/a b",
        "https://files.slack.com/\n",
        "",
        "https:///a",
    ),
    *("http://127.0.0.1:3300/files/a", "https://.slack.com/a", "https://files.slack-gov.com/a"),
)


@pytest.mark.parametrize(("url", "root"), SLACKS)
def test_slacks_own_hosts_are_asked(url: str, root: str) -> None:
    assert is_slacks(url, root)


@pytest.mark.parametrize("url", NOT_SLACKS)
def test_no_other_host_is_given_the_token(url: str) -> None:
    assert not is_slacks(url, SLACK)

    async def fetch(slack: SmallSlack, wire: Wire) -> None:
        with pytest.raises(Refused, match="our token goes nowhere else") as caught:
            await wire.get(url, 1000)
        assert TOKEN not in str(caught.value)
        assert slack.asked == []

    asyncio.run(within(fetch))


def test_nobody_is_followed_elsewhere_with_the_token() -> None:
    async def fetch(slack: SmallSlack, wire: Wire) -> None:
        slack.says(f"/{PATH}", given(b"", 302, Location=f"{slack.root}/login"))
        with pytest.raises(Refused, match="files:read"):
            await wire.get(f"{slack.root}/{PATH}", 1000)
        assert [one.method for one in slack.asked] == [f"/{PATH}"]

    asyncio.run(within(fetch))


FAILURES = (
    (given(b"<html>log in</html>", kind="text/html"), Refused, "files:read"),
    (given(b"no", 404), Refused, "no more"),
    (given(b"no", 403), Refused, "no more"),
    (given(b"<html>proxy</html>", 502, "text/html"), Unreachable, "at fault"),
    (given(b"<html>proxy</html>", 400, "text/html"), Unreachable, "answered 400"),
    (too_fast("3"), Throttled, "wait until 09:00:03"),
    (Said(ends="drop"), Unreachable, "not reached"),
)


@pytest.mark.parametrize(("said", "kind", "words"), FAILURES)
def test_what_comes_instead_of_a_file_is_told(said: Said, kind: type[Exception], words: str) -> None:
    failure = met(said)
    assert type(failure) is kind
    assert words in str(failure)
    assert "html" not in str(failure)
    assert failure.__cause__ is None
    assert failure.__context__ is None


def test_more_bytes_than_are_taken_are_refused() -> None:
    assert met(given(BODY), len(BODY)) == BODY
    failure = met(given(BODY), len(BODY) - 1)
    assert isinstance(failure, Refused)
    assert str(failure) == f"it has more than {len(BODY) - 1} bytes"


def test_bytes_are_counted_as_they_come_and_not_as_they_are_told() -> None:
    packed = gzip.compress(b"0" * 100_000)
    failure = met(given(packed, **{"Content-Encoding": "gzip"}), 5000)
    assert isinstance(failure, Refused)
    assert "more than 5,000 bytes" in str(failure)


def test_a_file_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.slack.wire.FILE_PATIENCE", aiohttp.ClientTimeout(total=0.1))
    assert isinstance(met(Said(ends="hang")), Unreachable)


def test_nothing_is_fetched_after_the_end() -> None:
    async def fetch(slack: SmallSlack, wire: Wire) -> None:
        await wire.close()
        with pytest.raises(Unreachable):
            await wire.get(f"{slack.root}/{PATH}", 1000)
        assert slack.asked == []

    asyncio.run(within(fetch))
