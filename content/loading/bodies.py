"""The Markdown body of a lesson: short cards parted by `---`, then `## Try it` and perhaps `## Think about it`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from content.model import Place, Problem


@dataclass(slots=True)
class Part:
    """One card, or what stands below one heading."""

    place: Place
    blocks: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its words, one paragraph or list per block."""
        return "\n\n".join(self.blocks)


@dataclass(slots=True)
class Body:
    """A lesson below its head: cards in their order, and sections by their heading."""

    cards: list[Part] = field(default_factory=list)
    sections: dict[str, Part] = field(default_factory=dict)


def read_body(file: str, text: str, above: int, problems: list[Problem]) -> Body:
    """The cards and sections of this Markdown; `above` counts the lines before it. What may not stand there is a problem."""
    lines = [line.rstrip() for line in text.split("\n")]  # blanks nobody sees would force a line break
    body = Body()
    part = Part(Place(file, above + 1))
    body.cards.append(part)
    for node in SyntaxTreeNode(_MARKDOWN.parse("\n".join(lines))).children:
        place = Place(file, above + 1 + (node.map or (0, 0))[0])
        if node.type in {"hr", "heading"}:
            part = _opened(body, node, place, problems)
            continue
        for what, mend in _misfits(node):
            problems.append(Problem(place.file, place.line, what, mend))
        if not part.blocks:
            part.place = place
        part.blocks.append(_words(node))
    body.cards = [card for card in body.cards if card.blocks]
    return body


TRY_IT = "Try it"
THINK = "Think about it"


def _opened(body: Body, node: SyntaxTreeNode, place: Place, problems: list[Problem]) -> Part:
    part = Part(place)
    title = node.children[0].content if node.type == "heading" else ""
    if node.type == "hr" and not body.sections:
        body.cards.append(part)
    elif node.type == "hr":
        problems.append(
            Problem(place.file, place.line, "`---` stands below a heading", "Put all cards above `## Try it`.")
        )
    elif node.tag != "h2" or title not in {TRY_IT, THINK}:
        mend = f"Use only `## {TRY_IT}` and `## {THINK}`; make a line **bold** instead."
        problems.append(Problem(place.file, place.line, f"a lesson has no heading {title!r}", mend))
    elif title in body.sections:
        problems.append(Problem(place.file, place.line, f"`## {title}` stands here twice", "Keep one of the two."))
    else:
        body.sections[title] = part
    return part


def _words(node: SyntaxTreeNode) -> str:
    if node.type in _LISTS:
        marks = ("-" if node.type == "bullet_list" else f"{number}." for number in range(1, len(node.children) + 1))
        return "\n".join(f"{mark} {_words(item)}" for mark, item in zip(marks, node.children, strict=True))
    inlines = (inner.content for inner in node.walk() if inner.type == "inline")
    return " ".join(_BROKEN_LINE.sub(" ", inline) for inline in inlines)


def _misfits(node: SyntaxTreeNode) -> Iterator[tuple[str, str]]:
    misfit = _misfit(node)
    if misfit:
        yield misfit
    else:
        yield from chain.from_iterable(map(_misfits, node.children))


def _misfit(node: SyntaxTreeNode) -> tuple[str, str] | None:
    allowed_in = _ALLOWED.get(node.type)
    if allowed_in is None:
        return f"{_name(node)} cannot be shown in a chat lesson", _ONLY
    if node.parent and node.parent.type not in allowed_in:
        return f"{_name(node)} stands inside another", "Keep it simple: one level only."
    if _MARKS.get(node.type, node.markup) != node.markup:
        return f"{_name(node)} is written with `{node.markup}`", "Write **bold** and _italic_."
    return None


def _name(node: SyntaxTreeNode) -> str:
    if node.type == "image" and not node.content:
        return "a picture without alt text"
    return _NAMES[node.type]


_MARKDOWN = MarkdownIt("commonmark").disable(["lheading", "code", "reference", "text_join"])
_BROKEN_LINE = re.compile(r"\s*\n\s*")
_LISTS = ("bullet_list", "ordered_list")
_MARKS = {"strong": "**", "em": "_"}
_ALLOWED = {
    "paragraph": ("root", "list_item"),
    "inline": ("paragraph",),
    "text": ("inline", "strong", "em"),
    "softbreak": ("inline", "strong", "em"),
    "strong": ("inline",),
    "em": ("inline",),
    "bullet_list": ("root",),
    "ordered_list": ("root",),
    "list_item": _LISTS,
}
_ONLY = "Use paragraphs, **bold**, _italic_ and simple lists, nothing else."
_NAMES = {
    "strong": "bold",
    "em": "italic",
    "bullet_list": "a list",
    "ordered_list": "a list",
    "heading": "a heading",
    "hr": "`---`",
    "image": "a picture",
    "link": "a link",
    "code_inline": "code",
    "fence": "code",
    "html_inline": "HTML",
    "html_block": "HTML",
    "blockquote": "a quotation",
    "hardbreak": "a line break made with a backslash",
    "text_special": "a sign written with a backslash or an ampersand",
}
