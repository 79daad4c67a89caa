"""What people do in Slack beside typing and tapping: all of it is answered kindly, in private, and nothing of it twice."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.slack.api import TEAM
from tests.acceptance.slack.faults import server_error, too_fast
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.stories import becomes, tapped, told, wrote
from tests.acceptance.slack.town import TEAMS, WAYS, Town, account_of, town_by
from tests.acceptance.staff import HARD, LOOKS, MENDED, OLD, WRONG, content_of, make_author
from tests.acceptance.stories import LONG, Lived, Stories

stories = Stories()
CAN = "I can only read text and taps"
LESSON, CARD_TWO = "Say the limits first", "Three short lines"
POINTER, OUTSIDE = "I only talk in our direct message", "I can only talk with people who belong to this workspace"
ELSEWHERE = "T0009ZZZ"


@pytest.fixture(scope="module", params=WAYS)
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with a coach that listens by a socket, and with one to whom everything is brought."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp(request.param) / "home"))
    with town_by(request.param, home) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


async def is_answered(person: Person) -> None:
    """Whatever they did before is answered by now: what they write next is, and order holds."""
    await wrote(person, "why", "Your next prompt")


def said_in(person: Person, channel: str) -> list[str]:
    """What the app said in a channel, for everybody to read."""
    return [one.words for one in person.workspace.channel(channel).shown if one.from_bot]


@stories.test
async def test_files_of_every_kind_are_answered_with_what_the_coach_can_do(town: Town) -> None:
    for kind in ("photo", "video", "voice", "document", "text"):
        ann = town.peer()
        ann.send_file(kind)
        await ann.sees(CAN, LONG)
    bo = town.peer()
    bo.send_file("photo", "look at this lovely evening")
    await bo.sees(CAN, LONG)


@stories.test
async def test_a_lesson_that_an_author_sends_is_fetched_and_answered_with_what_is_wrong_or_would_change(
    town: Town,
) -> None:
    ana = town.peer()
    await asyncio.to_thread(town.run, make_author, account_of(ana), ana.id)
    ana.send_file("text", name=HARD, content=content_of(HARD))
    await ana.sees(WRONG, LONG)
    ana.send_file("text", name=MENDED, content=content_of(MENDED))
    await ana.sees(OLD, LONG)
    await tapped(ana, "They still hold", LOOKS)


@stories.test
async def test_words_beside_a_file_that_speak_of_danger_bring_the_card(town: Town) -> None:
    cy = town.peer()
    cy.send_file("photo", "i want to kill myself")
    await cy.sees("call 988", LONG)


@stories.test
async def test_a_changed_message_is_told_to_go_by_the_first_words_and_a_deleted_one_is_nothing(town: Town) -> None:
    ed = town.peer()
    ts = ed.write("lesson")
    await ed.sees(LESSON, LONG)
    ed.edit(ts, "lesson please")
    await ed.sees("I go by what you wrote first", LONG)
    ed.sends.preview(ts)
    ed.delete(ts)
    await is_answered(ed)
    assert told(ed, "I go by what you wrote first") == 1


@stories.test
async def test_danger_in_a_changed_message_brings_the_card(town: Town) -> None:
    fay = town.peer()
    ts = fay.write("why")
    await fay.sees("Your next prompt", LONG)
    fay.edit(ts, "why do i want to die")
    await fay.sees("call 988", LONG)


@stories.test
async def test_who_writes_in_a_thread_is_answered_there_and_in_the_talk_as_well(town: Town) -> None:
    gil = town.peer()
    first = gil.write("why")
    await gil.sees("Your next prompt", LONG)
    gil.write("lesson", thread=first)
    shown = await gil.sees(LESSON, LONG)
    assert shown.thread_ts == first
    assert shown.message["subtype"] == "thread_broadcast"
    gil.tap("Next")
    assert (await gil.sees(CARD_TWO, LONG)).thread_ts in ("", first)
    await wrote(gil, "settings", "Your settings")
    assert gil.seen[-1].thread_ts == ""


@stories.test
async def test_a_mention_is_pointed_to_the_talk_and_nothing_personal_is_said_in_public(town: Town) -> None:
    hal = town.peer()
    hal.mention("C0201", "what my supervisor sees")
    pointer = await hal.sees(POINTER, LONG)
    assert pointer.ephemeral
    await becomes(hal, lambda: told(hal, "You are in no team") == 1)
    assert said_in(hal, "C0201") == []


@stories.test
async def test_a_mention_in_a_channels_thread_is_pointed_out_in_that_thread(town: Town) -> None:
    ida = town.peer()
    root = ida.mention("C0202", "why")
    await becomes(ida, lambda: told(ida, "Your next prompt") == 1)
    await asyncio.sleep(1)  # nobody is whispered to twice within a second
    ida.mention("C0202", "lesson", thread=root)
    await becomes(ida, lambda: told(ida, LESSON) == 1)
    assert said_in(ida, "C0202") == []


@stories.test
async def test_a_call_for_help_in_a_channel_brings_the_card_into_the_direct_message(town: Town) -> None:
    jo = town.peer()
    jo.mention("C0203", "help now")
    await becomes(jo, lambda: told(jo, "call 988") == 1)
    assert said_in(jo, "C0203") == []


@stories.test
async def test_somebody_of_another_workspace_is_told_that_kindly_and_becomes_nobody_here(town: Town) -> None:
    stranger = Person(town.api, ELSEWHERE, "USTRANGER1", "Strangelove")
    home = town.api.team(TEAM)
    town.api.in_loop(lambda: home.channel("C0204", shared=True))
    stranger.mention("C0204", "lesson", team=TEAM)
    assert (await stranger.sees(OUTSIDE, LONG)).ephemeral
    await town.is_awake(TEAM)
    assert not [one for one in stranger.seen if one.from_bot]
    assert not [one for one in home.channel("C0204").shown if one.from_bot]


@stories.test
async def test_report_this_on_a_message_of_ours_asks_what_is_wrong_with_the_lesson(town: Town) -> None:
    kim = town.peer()
    lesson = await wrote(kim, "lesson", LESSON)
    for label, then in (("Next", CARD_TWO), ("Next", "Try it"), ("Did it", "short quiz?"), ("Not now", "See you")):
        await tapped(kim, label, then)
    kim.shortcut("report", lesson)
    await kim.sees(f"What is it about {LESSON}?", LONG)
    await tapped(kim, "It is hard to follow", "Can you say a little more?")
    kim.tap("Write it outside the chat")
    await kim.sees_window("Your words", LONG)
    kim.fill({"Your words": "the quixotic part about apps"})
    await kim.sees("Thank you. I have kept that.", LONG)
    assert not [one for one in kim.seen if "quixotic" in one.words]


@stories.test
async def test_report_this_on_what_somebody_else_wrote_is_none_of_ours(town: Town) -> None:
    lee = town.peer()
    ts = lee.mention("C0205", "why")
    await becomes(lee, lambda: told(lee, "Your next prompt") == 1)
    town.api.go_wrong("chat.postEphemeral", too_fast(1), channel=lee.room.id)
    await asyncio.sleep(1)  # as with a mention: Slack of tests counts a whisper as a message
    lee.shortcut("report", ts, channel="C0205")
    await lee.sees("For what a person wrote, please ask the people who run your workspace", LONG)


@stories.test
async def test_a_tap_on_an_old_question_is_answered_kindly_and_its_buttons_go(town: Town) -> None:
    mia = town.peer()
    old = await wrote(mia, "lesson", LESSON)
    rule = town.api.go_wrong("chat.update", server_error(), channel=mia.room.id)  # or its buttons would go at once
    current = await wrote(mia, "next", CARD_TWO)
    async with asyncio.timeout(LONG):
        while not rule.struck:
            await asyncio.sleep(0.05)
    mia.tap("Later", on=old.ts)
    await mia.sees("That question is closed by now.", LONG)
    assert (await mia.sees(CARD_TWO, LONG)).ts > current.ts
    await becomes(mia, lambda: not old.buttons)
    await tapped(mia, "Next", "Try it")


@stories.test
async def test_several_quick_messages_are_answered_in_order_once_each(town: Town) -> None:
    ned = town.peer()
    for number in (1, 5, 7, 10):
        ned.write(f"what is competency {number}")
    await ned.sees("Skill 10 of 10", LONG)
    answers = [one.words.split(" ")[1] for one in ned.seen if one.words.startswith("Skill ")]
    assert answers == ["1", "5", "7", "10"]


@stories.test
async def test_the_same_tap_on_two_devices_counts_once(town: Town) -> None:
    ola = town.peer()
    lesson = await wrote(ola, "lesson", LESSON)
    ola.tap("Next", lesson.ts)
    ola.tap("Next", lesson.ts)
    await ola.sees("That question is closed by now.", LONG)
    await tapped(ola, "Next", "Try it")
    await is_answered(ola)
    assert told(ola, "Try it") <= 2  # once, and perhaps once more behind "why": where we were


@stories.test
async def test_a_guest_is_coached_like_everybody_else(town: Town) -> None:
    pat = town.newcomer(is_guest=True)
    await wrote(pat, "hello", "Is that okay?")
    await tapped(pat, "Yes, let us start", "Which country")


@stories.test
async def test_the_same_id_in_two_workspaces_is_two_people(town: Town) -> None:
    one, other = (Person(town.api, team, "UTWIN00001", "Twinsome") for team in TEAMS[1:3])
    for twin in (one, other):
        await wrote(twin, "hello", "Is that okay?")
    await tapped(one, "No, thank you", "")
    await tapped(other, "Yes, let us start", "Which country")
    assert told(one, "Which country") == 0


@stories.test
async def test_a_deactivated_account_is_written_to_no_more_and_welcomed_back(town: Town) -> None:
    quin = town.peer(TEAM)
    await wrote(quin, "why", "Your next prompt")
    quin.write("settings")
    quin.write("help")
    quin.deactivate()
    await town.is_awake(TEAM)
    await asyncio.sleep(2)  # what was on its way is refused by now
    tries = len([call for call in town.api.calls if call.parameters.get("channel") == quin.room.id])
    await town.is_awake(TEAM)
    assert len([call for call in town.api.calls if call.parameters.get("channel") == quin.room.id]) == tries
    quin.reactivate()
    await wrote(quin, "why", "Your next prompt")


@stories.test
async def test_a_prompt_waits_while_somebody_is_not_to_be_disturbed_and_an_answer_does_not(town: Town) -> None:
    ria, sam = town.peer(), town.peer()
    now = town.api.world.date()
    ria.profile.disturb_not(now - 60, now + 3600)
    for one in (ria, sam):
        await asyncio.to_thread(town.prompt, one)
    await becomes(sam, lambda: any(one.from_bot for one in sam.seen))
    assert not [one for one in ria.seen if one.from_bot]
    await wrote(ria, "what is competency 3", "Skill 3 of 10")
    await wrote(ria, "help now", "call 988")


@stories.test
async def test_signs_of_markup_are_words_like_others_and_call_nobody(town: Town) -> None:
    tom = town.peer()
    tom.write("<!channel> & <@U0001> <https://x.y|z> *b* _i_ ~s~ `c` @here {{ }} %s")
    await tom.sees("", LONG)
    await wrote(tom, "🦄" * 2000, "")
    await is_answered(tom)


@stories.test
async def test_an_event_of_no_kind_that_we_know_disturbs_nobody(town: Town) -> None:
    uma = town.peer()
    sending = uma.sends.unknown_event()
    assert (await sending.over(LONG)).taken
    await is_answered(uma)


def test_no_call_was_wrong_none_too_fast_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
    assert lived.town.failures == []
    assert lived.town.pace.refused == 0
