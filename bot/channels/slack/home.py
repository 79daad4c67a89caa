"""Home: the standing page as Slack's App Home."""

from collections.abc import Iterator, Mapping
from itertools import count

from bot.channels.slack import limits
from bot.channels.slack.blocks import Block, Button, plain_text, taps_of, words_of
from bot.channels.slack.cutting import is_visible, shortened
from bot.domain.page import Page, Section
from dialogues.message import Span, Style, Text

HELP = "/help_now"


def view_of(page: Page, pictures: Mapping[str, str]) -> dict[str, object]:
    """The page as a view to be published; `pictures` are the names of Slack's files, by what the sections call them.

    A picture without a file is told in words. On a page that is too long the last sections give way, and never who to reach.
    """
    places = count()
    return {"type": "home", "blocks": list(_fitting([_drawn(one, pictures, places) for one in page.sections], page))}


def _drawn(section: Section, pictures: Mapping[str, str], places: Iterator[int]) -> tuple[Block, ...]:
    header: Block = {"type": "header", "text": plain_text(section.heading, limits.HEADER)}
    buttons = [Button(one.label, f"page.{next(places)}", one.key) for one in section.choices]
    return (
        *((header,) if is_visible(section.heading) else ()),
        *words_of(section.text)[:_MOST_TEXTS],
        *_picture(section, pictures.get(section.picture, "")),
        *taps_of(buttons),
    )


def _picture(section: Section, file: str) -> tuple[Block, ...]:
    if file and section.picture:
        # Slack wants words for every picture.
        alt = shortened(section.alt if is_visible(section.alt) else section.heading or section.picture, limits.ALT)
        return ({"type": "image", "slack_file": {"id": file}, "alt_text": alt},)
    return words_of(Text((Span(section.alt, Style.italic),)))[:_MOST_TEXTS] if section.picture else ()


def _fitting(drawn: list[tuple[Block, ...]], page: Page) -> Iterator[Block]:
    """The blocks of as many sections as a view has room for, in their order; those with the way to help have room first."""
    helps = [any(one.key == HELP for one in section.choices) for section in page.sections]
    room = limits.VIEW_BLOCKS - sum(len(blocks) for blocks, is_help in zip(drawn, helps, strict=True) if is_help)
    is_full = False
    for blocks, is_help in zip(drawn, helps, strict=True):
        is_full = is_full or (not is_help and len(blocks) > room)
        if is_help:
            yield from blocks
        elif not is_full:
            room -= len(blocks)
            yield from blocks


_MOST_TEXTS = 10  # 30,000 characters: what is longer is no card of a page, and must not crowd out the others
