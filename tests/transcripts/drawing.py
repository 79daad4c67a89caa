"""Draws docs/conversations.md from the transcripts, and docs/terminal.svg from the beginning of one of them.

python -m tests.transcripts.drawing            # write both
python -m tests.transcripts.drawing --check    # only say whether the page is up to date
"""

import asyncio
import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bot.channels.terminal.view import View
from tests.transcripts.player import FILES, play

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = DOCS / "conversations.md"
PICTURE = DOCS / "terminal.svg"
WIDTH = 92

HEAD = """# Conversations

Every one of these is a test: it is spoken again, word for word, each time the suite runs (`tests/transcripts/`). `> ` is the
learner, `! ` an event that is kept, `@ ` a move of the clock; the rest is the coach. `make docs` draws this page.
"""

PICTURED = """$ coach chat --at 2027-01-04T08:00 --zone America/New_York --country US --welcome-done

> lesson
> next
> next
> did it
> yes
> 2
"""


def main() -> int:
    """Write both, or compare the page; 1 when it is out of date."""
    if "--check" in sys.argv:
        current = PAGE.exists() and PAGE.read_text("utf-8") == page()
        print(
            "docs/conversations.md is up to date."
            if current
            else "docs/conversations.md is out of date: run 'make docs'."
        )
        return int(not current)
    PAGE.write_text(page(), "utf-8")
    PICTURE.write_text(picture(), "utf-8")
    return 0


def page() -> str:
    """All transcripts on one page, each under what its first line says it shows."""
    contents = "".join(f"- [{_title(file)}](#{_title(file).replace(' ', '-')})\n" for file in FILES)
    return "\n".join([HEAD, contents, *(_talk(file) for file in FILES)])


def picture() -> str:
    """The terminal as it looks, drawn by the same code that draws it there."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False)
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(play(PICTURED, Path(home), [View(console, pretty=True, echo=True)]))
    drawn = console.export_svg(title="make chat", unique_id="peercoach")
    # The picture needs nothing from elsewhere: a reader's own monospace face will do.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


def _talk(file: Path) -> str:
    shown, _, rest = file.read_text("utf-8").strip().partition("\n")
    return f"## {_title(file)}\n\n{shown.removeprefix('#').strip()}\n\n```text\n{rest}\n```\n"


def _title(file: Path) -> str:
    return file.stem.replace("_", " ")


if __name__ == "__main__":
    sys.exit(main())
