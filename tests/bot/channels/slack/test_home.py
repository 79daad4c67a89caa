"""The standing page as Slack's App Home: all of it where it fits, and always the way to help."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.channels.slack import limits
from bot.channels.slack.home import view_of
from bot.domain.page import Page, Section
from dialogues.message import Choice, Text

TODAY = Section("Today", Text.parse("**Open questions**, two minutes."), (Choice("/lesson", "Start"),))
PROGRESS = Section("Progress", Text.of("Rights: begun"), picture="progress", alt="Three bars: 3, 2 and 0 of 5")
HELP = Section("Help now", Text.of("In danger?"), (Choice("/help_now", "Help now"), Choice("/settings", "Settings")))
PAGE = Page((TODAY, PROGRESS, HELP))
LONG = "word " * 700  # two blocks of rich text


def blocks_of(page: Page, pictures: dict[str, str] | None = None) -> list[dict]:
    """The blocks of the view, which Slack's own models find right."""
    view = view_of(page, pictures or {})
    assert view["type"] == "home"
    View(**view).validate_json()
    for block in Block.parse_all(view["blocks"]):
        block.validate_json()
    return view["blocks"]


def buttons_in(blocks: list[dict]) -> list[dict]:
    return [button for block in blocks if block["type"] == "actions" for button in block["elements"]]


def told_in(blocks: list[dict]) -> str:
    rich = [block["elements"][0]["elements"] for block in blocks if block["type"] == "rich_text"]
    return "\n".join("".join(element["text"] for element in elements) for elements in rich)


def headings_in(blocks: list[dict]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "header"]


def test_each_section_has_its_heading_its_words_and_its_buttons() -> None:
    blocks = blocks_of(PAGE, {"progress": "F0PIC"})
    kinds = ["header", "rich_text", "actions", "header", "rich_text", "image", "header", "rich_text", "actions"]
    assert [block["type"] for block in blocks] == kinds
    assert headings_in(blocks) == ["Today", "Progress", "Help now"]
    assert blocks[1]["elements"][0]["elements"] == [
        {"type": "text", "text": "Open questions", "style": {"bold": True}},
        {"type": "text", "text": ", two minutes."},
    ]


def test_a_picture_is_slacks_file_with_its_description() -> None:
    image = next(block for block in blocks_of(PAGE, {"progress": "F0PIC"}) if block["type"] == "image")
    assert image == {"type": "image", "slack_file": {"id": "F0PIC"}, "alt_text": "Three bars: 3, 2 and 0 of 5"}


def test_a_picture_without_a_file_is_told_in_words() -> None:
    for pictures in ({}, {"progress": ""}, {"other": "F1"}):
        blocks = blocks_of(PAGE, pictures)
        assert "image" not in [block["type"] for block in blocks]
        assert "Three bars: 3, 2 and 0 of 5" in told_in(blocks)


def test_a_picture_that_says_nothing_of_itself_is_called_as_its_section() -> None:
    page = Page((Section("Progress", Text(), picture="progress"),))
    assert blocks_of(page, {"progress": "F0"})[-1]["alt_text"] == "Progress"


def test_a_button_carries_its_command_and_no_two_have_one_name() -> None:
    buttons = buttons_in(blocks_of(PAGE))
    assert [button["value"] for button in buttons] == ["/lesson", "/help_now", "/settings"]
    assert [button["action_id"] for button in buttons] == ["page.0", "page.1", "page.2"]


def test_many_choices_stand_in_several_rows() -> None:
    choices = tuple(Choice(f"/c{at}", f"Choice {at} " + "long " * 30) for at in range(60))
    blocks = blocks_of(Page((Section("All", Text(), choices),)))
    assert [len(block["elements"]) for block in blocks if block["type"] == "actions"] == [25, 25, 10]
    assert all(len(button["text"]["text"]) <= limits.LABEL for button in buttons_in(blocks))


def test_a_long_heading_is_shortened_and_an_empty_section_has_nothing() -> None:
    blocks = blocks_of(Page((Section("Today " * 40, Text()), Section(" ", Text()))))
    assert [block["type"] for block in blocks] == ["header"]
    assert len(blocks[0]["text"]["text"]) <= limits.HEADER


def test_an_empty_page_is_an_empty_view() -> None:
    assert view_of(Page(()), {}) == {"type": "home", "blocks": []}


def test_a_page_that_is_too_long_is_cut_from_its_end_and_keeps_the_way_to_help() -> None:
    many = tuple(Section(f"Part {at}", Text.of(LONG), (Choice("/lesson", "Start"),)) for at in range(40))
    blocks = blocks_of(Page((*many, HELP, TODAY)))
    assert len(blocks) <= limits.VIEW_BLOCKS
    kept = (limits.VIEW_BLOCKS - 3) // 4
    assert headings_in(blocks) == [*(f"Part {at}" for at in range(kept)), "Help now"]
    assert buttons_in(blocks)[-2]["value"] == "/help_now"


def test_what_would_fit_behind_a_gap_is_left_out_too() -> None:
    huge = Section("Huge", Text(), tuple(Choice("/lesson", "Start") for _ in range(25 * 99)))
    assert headings_in(blocks_of(Page((TODAY, huge, TODAY, HELP)))) == ["Today", "Help now"]


def test_a_section_without_end_does_not_crowd_out_the_others() -> None:
    blocks = blocks_of(Page((Section("Long", Text.of("word " * 100_000)), HELP)))
    assert headings_in(blocks) == ["Long", "Help now"]


def test_words_of_anybody_are_no_markup() -> None:
    words = "<!here> *a* <@U1> & <https://example.org|b>"
    blocks = blocks_of(Page((Section("<!here>", Text.of(words)),)))
    assert blocks[0]["text"]["type"] == "plain_text"
    assert blocks[1]["elements"][0]["elements"] == [{"type": "text", "text": words}]
