"""What any text file of the library must be before it is read: of bounded size, not empty, made of signs one can see."""

import re

from content.model import Problem

LARGEST_FILE = 1_000_000
LARGEST_LESSON = 50_000
"""A lesson holds 150 words; Markdown far beyond that only costs time."""
LARGEST_SHEET = 3_000_000
"""A sheet of translations holds the whole library twice, and only a reader of plain rows ever sees it."""
LONGEST_WORD = 500
"""No address is longer; what goes through a text word by word would stand still at one of a million letters."""


def unfit(file: str, text: str) -> Problem | None:
    """Why this text cannot be read at all, or None."""
    most = largest(file)
    if len(text) > most or len(text.encode("utf-8", "surrogatepass")) > most:
        return too_large(file, most)
    if file.endswith(".md") and len(text) > LARGEST_LESSON:
        return too_large(file, LARGEST_LESSON)
    if not text.strip():
        return Problem(file, 1, "the file is empty", "Write its content, or delete it.")
    if long := next((word for word in text.split() if len(word) > LONGEST_WORD), None):
        line = text.count("\n", 0, text.index(long)) + 1
        what = f"a word of {len(long):,} letters stands here; {LONGEST_WORD} are the most"
        return Problem(file, line, what, "Part it, or take it out.")
    hidden = _HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        sign = f"U+{ord(hidden.group()):04X}"
        return Problem(
            file, line, f"a sign that nobody can see stands here ({sign})", "Delete it or type the line anew."
        )
    return None


def largest(file: str) -> int:
    """The most bytes that a file of this name may have."""
    return LARGEST_SHEET if file.lower().endswith(".csv") else LARGEST_FILE


def too_large(file: str, most: int = LARGEST_FILE) -> Problem:
    """The problem of a file that is larger than any real content."""
    return Problem(file, 1, f"the file is larger than {most:,} bytes", "Part it into smaller files.")


# Control signs, line breaks other than \n, marks that turn the writing direction, halves of broken pairs.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
