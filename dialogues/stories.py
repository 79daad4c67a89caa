"""Stories: which practice story comes next, and which again."""

from dialogues.heard import Start
from dialogues.outcome import Scene
from dialogues.turn import Said

STORY = "practice"  # the flow that plays one


def practice_start(scene: Scene) -> Start:
    """A practice story that was never played, of a competency they have begun if there is one; else the one longest ago."""
    if scene.facts.cooling:
        return "tell", ("practice.not_today", "/help_now")
    begun, played = {one.competency for one in scene.facts.skills}, scene.facts.practised
    numbers = {one.id: one.number for one in scene.library.competencies}
    today, shelf = scene.now.date(), scene.library.scenarios.values()
    open = [one for one in shelf if one.locale == "en" and one.is_current(today)]
    if not open:
        return "tell", ("practice.none", "/quiz")
    fresh = [one for one in open if one.id not in played]
    ranked = sorted(fresh, key=lambda one: (one.competency not in begun, one.id[-1:], numbers[one.competency]))
    return "practice", (ranked[0].id if ranked else max(open, key=lambda one: played.index(one.id)).id,)


def practice_again(scene: Scene) -> Start:
    """The practice story they played last."""
    there = [id for id in scene.facts.practised if (id, "en") in scene.library.scenarios]
    return ("practice", (there[0],)) if there and not scene.facts.cooling else practice_start(scene)


def stop_start(scene: Scene) -> Start:
    """Typed inside a practice story, stop ends the story, and offers support and the stop of everything."""
    top = scene.conversation.runs[-1:]
    in_a_story = isinstance(scene.turn.act, Said) and any(run.flow == STORY and run.answers for run in top)
    return ("practice_stopped", ()) if in_a_story else ("stop", (str(scene.facts.chats),))
