"""What Slack would say to a post, and what a person would see of it."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from slack_sdk.models.blocks import Block as Model

from bot.channels.port import File
from bot.channels.slack.render import Extras, Post, Upload, redrawn, rendered
from dialogues.events import Event
from dialogues.message import Message

BARE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)|@(here|channel|everyone)", re.IGNORECASE)


def length(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def buttons(post: Post) -> list[Mapping]:
    return [element for block in post.blocks if block["type"] == "actions" for element in block["elements"]]


def labels(post: Post) -> list[str]:
    return [button["text"]["text"] for button in buttons(post)]


def texts(post: Post) -> list[list[Mapping]]:
    """The text elements of each block of words."""
    return [block["elements"][0]["elements"] for block in post.blocks if block["type"] == "rich_text"]


def words(post: Post) -> str:
    """What is to be read, blocks of words apart from each other like paragraphs."""
    return "\n\n".join("".join(element["text"] for element in block) for block in texts(post))


def bold(post: Post) -> list[str]:
    return [one["text"] for one in chain(*texts(post)) if one.get("style") == {"bold": True}]


def problems(post: Post) -> list[str]:
    """Every rule of Slack's that the post breaks; its limits in numbers of our own, so that a wrong constant is noticed."""
    for block in Model.parse_all(list(post.blocks)):
        block.validate_json()
        assert block.to_dict()["type"] in ("rich_text", "actions")
    read, tapped = list(chain(*texts(post))), buttons(post)
    rows = [block["elements"] for block in post.blocks if block["type"] == "actions"]
    broken = {
        "no fallback": not post.text.strip(),
        "a fallback that is too long": length(post.text) > 4000,
        "a fallback that calls or links": BARE.search(post.text),
        "no blocks": not post.blocks,
        "too many blocks": len(post.blocks) > 50,
        "a block without words": not all(texts(post)) or not all(one["text"] for one in read),
        "too long a block": any(sum(length(one["text"]) for one in block) > 3000 for block in texts(post)),
        "a style of no name": any(set(one.get("style", {"bold": 1})) - {"bold", "italic"} for one in read),
        "an actions block of a wrong size": any(not 1 <= len(row) <= 25 for row in rows),
        "a label": any(not (one["text"]["text"].strip() and length(one["text"]["text"]) <= 75) for one in tapped),
        "a label read aloud": any(not 1 <= length(one.get("accessibility_label", "x")) <= 75 for one in tapped),
        "an id twice": len({one["action_id"] for one in tapped}) < len(tapped),
        "an id": any(not 1 <= length(one["action_id"]) <= 255 for one in tapped),
        "a value": any(length(one["value"]) > 2000 for one in tapped),
        "too much in one message": sum(map(length, labels(post))) + 125 * (len(tapped) + len(post.blocks))
        > 12_000 - sum(length(one["text"]) for one in read),
    }
    return [name for name, wrong in broken.items() if wrong]


def all_problems(message: Message, file: File | None = None, extras: Extras = Extras()) -> list[str]:
    """Every rule that the message breaks, sent, answered in each way, or closed."""
    sent = rendered(message, "zzzzzzzzzzzz", file, extras)
    places = [*range(len(message.choices)), None]
    drawn = [redrawn(message, "zzzzzzzzzzzz", place, "**Better:** {answer}") for place in places]
    posts = [post for post in (*sent, *drawn) if isinstance(post, Post)]
    wrong = [problem for post in posts for problem in problems(post)]
    if not sent or any(isinstance(part, Upload) for part in sent[1:]) or any(map(buttons, only_posts(sent)[:-1])):
        wrong.append("parts in a wrong order")
    return wrong


def only_posts(sent: Sequence[Post | Upload]) -> list[Post]:
    return [part for part in sent if isinstance(part, Post)]


class Watching:
    """An audience of a session that renders each message for Slack, and keeps what Slack would refuse."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.messages = 0

    def said(self, line: str) -> None:
        """Not of interest."""

    def moved(self, local: datetime) -> None:
        """Not of interest."""

    def message(self, message: Message) -> None:
        """The coach says this."""
        self.messages += 1
        self.problems += all_problems(message) + all_problems(message, File("file", b"..."))

    def note(self, line: str) -> None:
        """Not of interest."""

    def recorded(self, events: Sequence[Event]) -> None:
        """Not of interest."""
