"""Releases in the chat: what somebody sent in is read, shown, tried out, approved by another, let out and taken back."""

from collections.abc import Iterator, Sequence

from dialogues.events import Wanted
from dialogues.flow import Flow, Talk
from dialogues.flows.lesson import lesson
from dialogues.flows.quiz import quiz
from dialogues.message import Buttons, Choice, Text

LINE, GAP = Text.of("\n"), Text.of("\n\n")
DRAFT = ("/draft_preview", "/draft_ask", "/draft_drop")
EVERYBODY = "everybody"
TEAM = "team-"
MOST_SHOWN = 8
# What staff have done by a button; what comes of it is a turn of its own.
WANTS = (
    *(
        "draft_preview",
        "draft_ask",
        "draft_drop",
        "draft_holds",
        "releases",
        "release_preview",
        "release_everybody",
        "approve_release",
    ),
    "rollback_look",
)


async def pack_came(talk: Talk, name: str) -> None:
    """Say that a file came, and have it read."""
    talk.record(Wanted("pack"))
    talk.say(talk.voice.phrase("release.reading", name=name))


async def draft(talk: Talk, number: str, *lines: str) -> None:
    """Show what was read: with `number` "0" its problems, else the release it would be. Lines as `_of` takes them."""
    problems, changes = list(_of("problem", lines)), list(_of("say", lines))
    if problems:
        shown = _joined([Text.of(f"• {one}") for one in problems[:MOST_SHOWN]], LINE)
        many = next((int(one) for one in _of("problems", lines)), len(problems))
        more = many - MOST_SHOWN
        rest = [talk.voice.phrase("release.more_problems", many=str(more))] if more > 0 else []
        stale = "stale=yes" in lines
        old = [talk.voice.phrase("release.stale")] if stale else []
        offered = ("/draft_holds", "/draft_drop") if stale else ("/draft_drop",)
        lead = talk.voice.phrase("release.problems", many=str(many))
        talk.say(_joined([lead, shown, *rest, *old, talk.voice.phrase("release.mend")], GAP), _buttons(talk, *offered))
    elif not changes:
        talk.say(talk.voice.phrase("release.same"))
    else:
        talk.say(talk.voice.phrase("release.ready", number=number))
        _show(talk, changes, DRAFT)


async def preview(talk: Talk, number: str, *units: str) -> None:
    """Play what is new in a release as a learner would meet it; nothing of it is kept. Units are "es item rights-q01"."""
    talk.rehearses = True
    own = talk.voice
    talk.say(own.phrase("release.preview", number=number))
    for locale, what, id in (unit.split(" ") for unit in units):
        talk.voice = own.speaking(locale)
        await (lesson(talk, id) if what == "lesson" else quiz(talk, id))
    talk.voice = own
    talk.say(own.phrase("release.preview_over"))


async def approval(talk: Talk, number: str, *lines: str) -> None:
    """Ask whether a release may go out, and to whom first; or which change it needs."""
    talk.say(talk.voice.phrase("release.approve", number=number))
    _show(talk, list(_of("say", lines)), ())
    choices = tuple(talk.voice.choice(key) for key in ("approve", "ask_change", "/release_preview", "decide_later"))
    asked = talk.voice.phrase("release.decide", number=number)
    wanted = (await talk.choose("decide", asked, Buttons(choices))).key
    if wanted == "ask_change":
        said = await talk.ask("change", talk.voice.phrase("release.which_change"))
        talk.note("release_change", number, said.value)
        talk.say(talk.voice.phrase("release.change_asked", number=number))
    elif wanted == "approve":
        await _where(talk, number, list(_of("team", lines)))
    else:
        talk.say(talk.voice.phrase("release.later"), _buttons(talk, "/releases"))


async def out_to_team(talk: Talk, number: str, team: str) -> None:
    """Say that a team has a release now, and how it goes on."""
    said = talk.voice.phrase("release.out_team", number=number, team=team)
    talk.say(said, _buttons(talk, "/release_everybody", "/rollback"))


async def out_to_all(talk: Talk, number: str) -> None:
    """Say that everybody has a release now."""
    talk.say(talk.voice.phrase("release.out_all", number=number), _buttons(talk, "/rollback"))


async def returned(talk: Talk, number: str, words: str) -> None:
    """Tell the author which change was asked for, in the words of whoever asked."""
    talk.say(
        talk.voice.phrase("release.returned", number=number) + GAP + Text.of(words), _buttons(talk, "/draft_preview")
    )


async def rollback(talk: Talk, back: str, to: str) -> None:
    """Ask whether a release shall be taken back; `to` is what everybody has then."""
    sure = (talk.voice.choice("take_back", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
    asked = talk.voice.phrase("release.take_back", back=back, to=to)
    if (await talk.choose("sure", asked, Buttons(sure))).key == "take_back":
        talk.record(Wanted("rollback", back))
    else:
        talk.say(talk.voice.phrase("release.stays", number=back))


async def releases_are(talk: Talk, *lines: str) -> None:
    """Show what is out, tried, waiting and in work ("out_now=7"), with what may be done ("/rollback")."""
    told = [line.partition("=") for line in lines if not line.startswith("/")]
    shown = [talk.voice.phrase(f"release.{name}", number=number) for name, _, number in told]
    text = _joined([*shown, Text.of(""), talk.voice.phrase("release.send_file")], LINE)
    talk.say(text, _buttons(talk, *(line for line in lines if line.startswith("/"))))


def wanting(what: str) -> Flow:
    """A flow that only has something done; what came of it is told when it is done."""

    async def want(talk: Talk) -> None:
        talk.record(Wanted(what))

    return want


async def _where(talk: Talk, number: str, teams: Sequence[str]) -> None:
    named = (one.partition("=") for one in teams)
    choices = tuple(
        Choice(f"{TEAM}{id}", talk.voice.phrase("release.team_first", team=name).words) for id, _, name in named
    )
    text = talk.voice.phrase("release.where", number=number)
    chosen = await talk.choose(
        "where", text, Buttons((*choices, talk.voice.choice(EVERYBODY), talk.voice.choice("not_now")))
    )
    if chosen.key == "not_now":
        talk.say(talk.voice.phrase("release.later"), _buttons(talk, "/releases"))
    else:
        talk.record(Wanted("approve", f"{number}={chosen.key.removeprefix(TEAM).removeprefix(EVERYBODY) or 0}"))


def _show(talk: Talk, bubbles: Sequence[str], commands: Sequence[str]) -> None:
    """Each change as a message of its own, the buttons under the last."""
    for bubble in bubbles[:-1]:
        talk.say(Text.of(bubble))
    for bubble in bubbles[-1:]:
        talk.say(Text.of(bubble), _buttons(talk, *commands) if commands else None)


def _of(kind: str, lines: Sequence[str]) -> Iterator[str]:
    """What the lines of one kind say: "problem=...", "say=..." or "team=3=North"."""
    return (line.partition("=")[2] for line in lines if line.startswith(f"{kind}="))


def _buttons(talk: Talk, *commands: str) -> Buttons:
    return Buttons(tuple(talk.voice.choice(one) for one in commands))


def _joined(parts: Sequence[Text], between: Text) -> Text:
    text = parts[0]
    for part in parts[1:]:
        text = text + between + part
    return text
