"""Practice: a role-play with a made-up person served. The learner writes first, then sees what was heard, and a better line."""

from content.model import Scenario
from dialogues.events import Practised
from dialogues.flow import Talk
from dialogues.message import Buttons, Text
from dialogues.practising import Feelings, Heard, ending_for, feedback, line_for, moved
from nlu.intents import Open

GAP, LINE = Text.of("\n\n"), Text.of("\n")


async def practice_stopped(talk: Talk) -> None:
    """A bare stop in a practice story ends the story; it offers support, and the stop of everything in the same message."""
    offered = tuple(talk.voice.choice(name) for name in ("/help_now", "/stop", "/practice"))
    talk.say(talk.voice.phrase("practice.stopped"), Buttons(offered))


async def practice(talk: Talk, id: str) -> None:
    """Say what this is and what it looks for; then turn by turn a line, the learner's own reply, and what was heard in it."""
    scene = talk.voice.library.scenario(id, talk.voice.profile.language)
    choices = (talk.voice.choice("begin_practice", intent="affirm"), talk.voice.choice("not_now", intent="deny"))
    if (await talk.choose("begin", _opening(talk, scene), Buttons(choices))).key == "not_now":
        talk.say(talk.voice.phrase("practice.left"))
        return
    feelings: Feelings = dict(scene.feelings)
    for at, beat in enumerate(scene.turns):
        line = line_for(beat.lines, feelings).say
        said = talk.voice.phrase("practice.line", who=scene.who, words=line)
        reply = await talk.ask(f"turn-{at + 1}", said, _way_out(talk), open=Open.drill)
        heard = _in_place(reply.heard, line)
        feelings = moved(scene, feelings, heard)
        better = talk.voice.phrase("practice.better", better=beat.better, because=beat.because)
        talk.say(_feedback(talk, scene, heard) + GAP + better, _way_out(talk))
    _end(talk, scene, feelings)


def _opening(talk: Talk, scene: Scenario) -> Text:
    names = {
        what: ", ".join(talk.voice.phrase(f"skill.{one}").words for one in skills)
        for what, skills in (("shows", scene.shows), ("avoids", scene.avoids))
    }
    opening = talk.voice.phrase("practice.opening", title=scene.title, about=scene.about, who=scene.who)
    rubric = talk.voice.phrase("practice.shows", shows=names["shows"])
    if scene.avoids:
        rubric = rubric + LINE + talk.voice.phrase("practice.avoids", avoids=names["avoids"])
    return opening + GAP + rubric


def _feedback(talk: Talk, scene: Scenario, heard: Heard) -> Text:
    """First what worked, then one thing to try; of a reply in which nothing was heard it says so, kindly."""
    told = feedback(scene, heard)
    parts = [talk.voice.phrase(f"heard.{one}", who=scene.who, words=heard[one]) for one in told.worked]
    if not parts:
        parts = [talk.voice.phrase("practice.nothing")]
    if told.leave_out:
        parts.append(talk.voice.phrase(f"try.without_{told.leave_out}", words=heard[told.leave_out]))
    elif told.add:
        parts.append(talk.voice.phrase(f"try.{told.add}", who=scene.who))
    text = talk.voice.phrase("practice.banner")
    for part in parts:
        text = text + LINE + part
    return text


def _end(talk: Talk, scene: Scenario, feelings: Feelings) -> None:
    ending = ending_for(scene, feelings)
    talk.record(Practised(scene.id, scene.competency))
    last = talk.voice.phrase("practice.line", who=scene.who, words=ending.line.say)
    over = talk.voice.phrase("practice.over", told=ending.told)
    more = Buttons(tuple(talk.voice.choice(name) for name in ("/practice", "/practice_again", "/lesson")))
    talk.say(last, _way_out(talk))
    talk.say(over, more)


def _way_out(talk: Talk) -> Buttons:
    return Buttons((talk.voice.choice("/help_now", "stop_for_support"),))


def _in_place(heard: Heard, line: str) -> Heard:
    """Advice that answers a question is not unasked."""
    return {name: words for name, words in heard.items() if name != "unasked_advice" or "?" not in line}
