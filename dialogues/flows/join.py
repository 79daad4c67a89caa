"""Joining: a code leads into a team or a role, and another kind of code makes two chats one person's."""

from dialogues.events import Joined, SeatLeft, Wanted
from dialogues.flow import Talk
from dialogues.flows.consents import agree
from dialogues.message import Buttons, Choice


async def join(talk: Talk, invitation: str, role: str, place: str, figures: str = "") -> None:
    """Say where a code leads and what the people there will see; take the seat if they want it.

    `figures` is "ask" where they must be asked here whether they want to be counted: over a welcome that is not done, nothing comes
    back that could ask.
    """
    choices = (talk.voice.choice("join_yes", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
    asked = await talk.choose("join", talk.voice.phrase(f"join.ask_{role}", place=place), Buttons(choices))
    if asked.key != "join_yes":
        talk.say(talk.voice.phrase("join.not_now"))
        return
    talk.record(Joined(int(invitation)))  # what came of it is told when it is done
    if figures:
        await agree(talk, "figures")


async def joined(talk: Talk, place: str) -> None:
    """Tell who is in a team now that they are in, and ask once whether they want to be counted in its figures."""
    talk.say(talk.voice.phrase("join.done_learner", place=place), ahead=True)
    await agree(talk, "figures")


async def leave_seat(talk: Talk, *seats: str) -> None:
    """Give up a role. `seats` are "role,program,team,name of the place"."""
    choices = [talk.voice.choice("keep_seats", intent="deny")]
    for place, seat in enumerate(seats):
        role, _, _, name = seat.split(",", 3)
        label = talk.voice.phrase(f"seat.{role}", place=name).words
        choices.append(Choice(f"seat-{place}", label))
    chosen = (await talk.choose("seat", talk.voice.phrase("seat.which"), Buttons(tuple(choices)))).key
    if chosen == "keep_seats":
        talk.say(talk.voice.phrase("seat.kept"))
        return
    role, program, team, _ = seats[int(chosen.removeprefix("seat-"))].split(",", 3)
    talk.record(SeatLeft(role, int(program), int(team)))
    talk.say(talk.voice.phrase("seat.left"))


async def link(talk: Talk) -> None:
    """Have a code made that joins another chat of the same person to this one."""
    talk.record(Wanted("link"))


async def link_accept(talk: Talk, code: str) -> None:
    """Ask once more before two records become one: it cannot be undone."""
    choices = (talk.voice.choice("link_yes", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
    if (await talk.choose("link", talk.voice.phrase("link.ask"), Buttons(choices))).key != "link_yes":
        talk.say(talk.voice.phrase("link.not_now"))
        return
    talk.record(Wanted("merge", code))
