"""Draws the tables of docs/privacy.md from bot/store/kept.py, where every table of the database is declared.

python -m tests.docs.privacy            # write them into the page
python -m tests.docs.privacy --check    # only say whether the page is up to date
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.store.kept import KEPT, Whose
from tests.docs.protocol import BLOCK

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
HEAD = ("what", "what for", "how long")


def main() -> int:
    """Write the tables, or compare them; 1 when the page is out of date."""
    written = PAGE.read_text("utf-8")
    if "--check" in sys.argv:
        print("docs/privacy.md is up to date." if written == drawn(written) else "Run 'make docs'.")
        return int(written != drawn(written))
    PAGE.write_text(drawn(written), "utf-8")
    return 0


def drawn(page: str) -> str:
    """The page with every table as the code has it now."""
    tables = {name: "\n".join(lines) for name, lines in made().items()}
    return BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}\n{block[3]}", page)


def made() -> Mapping[str, Iterable[str]]:
    """Every table by its name."""
    return {"kept of a person": _kept(Whose.person), "kept of nobody": [*_kept(Whose.program, Whose.nobody)]}


def _kept(*whose: Whose) -> list[str]:
    """What the tables of these owners keep; of what stays when somebody is erased also why."""
    stays = Whose.person not in whose
    lines = [_row(*HEAD, *(["why it stays"] if stays else [])), _row(*["---"] * (len(HEAD) + stays))]
    for kept in KEPT.values():
        if kept.whose in whose:
            why = [kept.stays] if stays else []
            lines += [_row(part.what, part.what_for, part.how_long, *why) for part in kept.parts]
    return lines


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
