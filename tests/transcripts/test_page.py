"""docs/conversations.md is built from the transcripts, and is up to date."""

from tests.transcripts.drawing import PAGE, page


def test_the_page_of_conversations_is_what_the_transcripts_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run 'make docs'"
