"""Setting rules: what a setting of a certain kind must look like, each with the sentence for one that does not."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

LEAST_TOKEN = 16
A_RASA_SERVER = "http://127.0.0.1:5005"
BOT_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")
HOW_TO_MAKE_ONE = "`python -c 'import secrets; print(secrets.token_urlsafe(32))'` makes a good one"

Rule = Callable[[SecretStr | None], SecretStr | None]


def must_match(pattern: str, sentence: str) -> Rule:
    """The rule that a secret is of this form, or unset; an empty one is unset."""

    def rule(secret: SecretStr | None) -> SecretStr | None:
        words = secret.get_secret_value() if secret else ""
        if words and not re.fullmatch(pattern, words):
            raise ValueError(sentence)
        return secret if words else None

    return rule


TelegramToken = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(BOT_TOKEN.pattern, "it must look like 123456789:AAH..., as BotFather wrote it, and nothing else")
    ),
]
WebhookSecret = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(r"[A-Za-z0-9_-]{16,256}", "it must have 16 to 256 letters, digits, - and _; " + HOW_TO_MAKE_ONE)
    ),
]
RestToken = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(
            rf"[!-~]{{{LEAST_TOKEN},}}",
            f"it must have at least {LEAST_TOKEN} characters, letters and digits without spaces; {HOW_TO_MAKE_ONE}",
        )
    ),
]
RasaToken = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(
            rf"[A-Za-z0-9_-]{{{LEAST_TOKEN},256}}",
            f"it must have {LEAST_TOKEN} to 256 letters, digits, - and _; {HOW_TO_MAKE_ONE}",
        )
    ),
]
SlackBotToken = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(
            r"xoxb-[A-Za-z0-9-]{10,250}",
            "it must look like xoxb-..., as it stands under OAuth & Permissions of your app",
        )
    ),
]
SlackAppToken = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(
            r"xapp-[A-Za-z0-9-]{10,250}", "it must look like xapp-..., an app-level token with connections:write"
        )
    ),
]
SlackSecret = Annotated[
    SecretStr | None,
    AfterValidator(
        must_match(
            r"[A-Za-z0-9]{16,128}", "it must be as it stands under Basic Information of your app, letters and digits"
        )
    ),
]


def kept_from_listeners(url: str) -> bool:
    """Whether what is sent there stays unread on its way: by https, or on this very machine."""
    where = urlsplit(url)
    return where.scheme == "https" or where.hostname in {"127.0.0.1", "localhost", "::1"}


def address(url: str, such_as: str) -> str:
    """An address without a slash at its end. Raises ValueError with what it must be."""
    if url and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", url):
        raise ValueError(f"it must be an address such as {such_as}, without a name, a password, ? and #")
    return url.rstrip("/")


def stays_inside(url: str) -> bool:
    """Whether strangers cannot read what is sent there: by https, on this machine, or on a private network."""
    host = urlsplit(url).hostname or ""
    if kept_from_listeners(url) or (host and "." not in host and ":" not in host):
        return True  # a name without a dot is one of a container's own network
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _rasa_url(url: str) -> str:
    if url and not stays_inside(address(url, A_RASA_SERVER)):
        raise ValueError("it must begin with https://, or stay on this machine or a private network: words go there")
    return address(url, A_RASA_SERVER)


RasaUrl = Annotated[str, AfterValidator(_rasa_url)]
