"""Staff in the stories: somebody of the town writes content, and the files they send."""

from pathlib import Path

from bot.clock import SystemClock
from bot.store import people, programs
from bot.store.work import Work
from dialogues.facts import Role, Seat

FILES = Path(__file__).parents[1] / "transcripts" / "files"
HARD, MENDED = "rights-03-hard.md", "rights-03.md"
OLD = "I found problems: 1"  # its translation was made from the English before
WRONG, LOOKS = "reading grade 12.2", "Here is what learners would see"


def make_author(work: Work, account: str, address: str) -> None:
    """Somebody who is known writes content for the program North."""
    learner = people.find(work, account, address)
    assert learner is not None
    programs.give_role(work, learner, Seat(Role.author, 1, "North"), SystemClock().now())


def content_of(name: str) -> bytes:
    """A lesson's file as somebody would send it."""
    return (FILES / name).read_bytes()
