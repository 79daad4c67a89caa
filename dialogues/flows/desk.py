"""The desk: the first screens of the people who run a program. They see how many, and never who, how well or how they are."""

from dialogues.events import Wanted
from dialogues.flow import Talk
from dialogues.message import Buttons, Choice, Text

TEAM_WORK = ("invite", "revoke", "hand_over", "nothing_now")


async def team(talk: Talk, *teams: str) -> None:
    """Open the screen of a team. `teams` are "id=name"; with several, ask which."""
    named = dict(one.split("=", 1) for one in teams)
    id = next(iter(named)) if len(named) == 1 else await _which(talk, named)
    talk.record(Wanted("team", id))


async def team_desk(talk: Talk, id: str, name: str, people: str, codes: str) -> None:
    """Show a team: how many people, how many codes are open; make a code, end the codes, hand the team over."""
    choices = tuple(talk.voice.choice(key, f"team_{key}") for key in TEAM_WORK)
    shown = talk.voice.phrase("team.is", name=name, people=people, codes=codes)
    wanted = (await talk.choose("work", shown, Buttons(choices))).key
    if wanted == "hand_over":
        sure = (talk.voice.choice("hand_over_yes", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
        asked = await talk.choose("sure", talk.voice.phrase("team.hand_over", name=name), Buttons(sure))
        wanted = "hand_over" if asked.key == "hand_over_yes" else "nothing_now"
    if wanted == "nothing_now":
        talk.say(talk.voice.phrase("team.nothing"))
        return
    talk.record(Wanted(wanted, id))


async def staff(talk: Talk) -> None:
    """Open the screen of the people who write, approve or run."""
    talk.record(Wanted("staff"))


async def staff_desk(talk: Talk, program: str, release: str, lessons: str, reports: str, *lines: str) -> None:
    """Show what runs: the content that is out, teams by "team=people=name", and the newest reports by "report=lesson=what"."""
    text = talk.voice.phrase("staff.is", program=program, release=release, lessons=lessons, reports=reports)
    for kind, one, other in (line.split("=", 2) for line in sorted(lines, key=_teams_first)):
        if kind == "team":
            line = talk.voice.phrase("staff.team", people=one, name=other)
        else:
            line = talk.voice.phrase("staff.report", lesson=one, what=_what(talk, other))
        text = text + Text.of("\n") + line
    talk.say(text)


def _teams_first(line: str) -> bool:
    return not line.startswith("team=")


async def _which(talk: Talk, named: dict[str, str]) -> str:
    choices = tuple(Choice(f"team-{id}", name) for id, name in named.items())
    return (await talk.choose("team", talk.voice.phrase("team.which"), Buttons(choices))).key.removeprefix("team-")


def _what(talk: Talk, what: str) -> str:
    return talk.voice.choice(what, f"report_{what}").label
