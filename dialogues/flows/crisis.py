"""The crisis path. Deterministic: no model composes it, and none decides that there is no risk (docs/safety-protocol.md)."""

from datetime import timedelta

from dialogues.cards import BREAK, can_write, crisis_card, emergency, ways
from dialogues.events import FollowUpWanted, Paused, SafetyAnswered, SafetyRaised
from dialogues.flow import SILENCE, Query, Talk
from dialogues.flows.plan import parts_of, plan_text
from dialogues.message import Buttons, Text

PRACTISING = "practising"
WHOSE = ("about_me", "about_other", PRACTISING, "crisis_not_now")
# Who is in danger is asked again soon; what helps, and whether to ask tomorrow, may wait until they come back to it.
HALF_A_DAY = timedelta(hours=12)
OTHER_FIRST = ("about_other", "about_me", PRACTISING, "crisis_not_now")
# The program's own card says who is to be told of these; what law asks for is not ours to say.
PROTECTED = ("abuse", "abuse_child")


async def crisis(talk: Talk, level: str, by: str, *rest: str) -> None:
    """Resources first, then one question, in one message. `level` is "asked", "risk" or "imminent"; no answer means "about me".

    The rest are `topic`, `whose`, `plan` and `apart`. `whose` is what the words sounded like: it orders the answers and chooses
    the first line, and hides nothing. `plan` is "yes" for somebody who wrote a plan for hard days, and `apart` where the words
    came outside of a drill and a quiz: there, to say that it is practice may be a denial.
    """
    topic, whose, plan, apart = (*rest, "", "", "", "")[:4]
    talk.record(SafetyRaised(level, by, talk.voice.release))
    other = whose == "other" and topic != "bereavement"  # who has died is not to be kept company
    card = crisis_card(talk.voice, "crisis.open_other" if other and level == "risk" else f"crisis.open_{level}", topic)
    order = OTHER_FIRST if other else WHOSE
    said = await _choose(talk, "whose", card + Text.of("\n\n") + talk.voice.phrase("crisis.whose"), order)
    talk.record(SafetyAnswered(said))
    if said == PRACTISING:
        await _practised(talk, apart)
        return
    talk.let_go()
    if said == "about_other":
        await _someone_i_support(talk)
    elif said == "crisis_not_now":
        talk.say(talk.voice.phrase("crisis.not_now"), Buttons((talk.voice.choice("/help_now"),)))
        await _offer_follow_up(talk, "followup")
    else:
        await _about_me(talk, plan, topic, silent=said == SILENCE)


async def _practised(talk: Talk, apart: str) -> None:
    """Believe it, and go back to what was interrupted; where it may be a denial, offer one follow-up all the same."""
    believed, help_now = talk.voice.phrase("crisis.practice"), talk.voice.choice("/help_now")
    if not apart:
        talk.say(believed, Buttons((help_now,)))
        return
    choices = (talk.voice.choice("yes", intent="affirm"), talk.voice.choice("no_thanks", intent="deny"), help_now)
    asked = believed + Text.of("\n\n") + talk.voice.phrase("crisis.offer_followup")
    _follow_up(talk, "followup", (await talk.offer("practised", asked, Buttons(choices))).key)


async def _about_me(talk: Talk, plan: str, topic: str, *, silent: bool) -> None:
    opening = talk.voice.phrase("crisis.silent" if silent else "crisis.thank_you")
    lines = _with_ways(talk, opening) if silent else opening
    danger = await _choose(
        talk,
        "danger",
        lines + Text.of("\n\n") + talk.voice.phrase("crisis.danger"),
        ("danger_yes", "danger_no", "danger_unsure"),
    )
    if danger == SILENCE:
        # The last word is who can be reached; nothing more is asked, and any answer that comes later opens the card again.
        talk.say(_with_ways(talk, talk.voice.phrase("crisis.still")), Buttons((talk.voice.choice("/help_now"),)))
        return
    if danger == "danger_yes":
        await _in_danger(talk)
        return
    talk.say(_with_ways(talk, talk.voice.phrase("crisis.glad_safe" if danger == "danger_no" else "crisis.not_alone")))
    if topic in PROTECTED and talk.voice.policy.protocol_card:
        talk.say(talk.voice.phrase("crisis.who_to_tell") + BREAK + _protocol(talk))
    # Half a day later, perhaps at night, nobody is asked anything more.
    if await _what_helps(talk, plan) != SILENCE:
        await _offer_follow_up(talk, "followup")


async def _in_danger(talk: Talk) -> None:
    urgent = (
        emergency(talk.voice)
        + BREAK
        + talk.voice.phrase("crisis.be_with_someone")
        + BREAK
        + talk.voice.phrase("crisis.distance")
    )
    reached = await _choose(
        talk,
        "reach",
        _with_ways(talk, urgent) + Text.of("\n\n") + talk.voice.phrase("crisis.reach"),
        ("reached", "hard_to_call"),
        HALF_A_DAY,
    )
    if reached == "hard_to_call":
        talk.say(
            _with_ways(talk, talk.voice.phrase("crisis.barriers" if can_write(talk.voice) else "crisis.barriers_call"))
        )
    elif reached == "reached":
        talk.say(talk.voice.phrase("crisis.reached"), Buttons((talk.voice.choice("/help_now"),)))
    if reached != SILENCE:
        await _offer_follow_up(talk, "followup")


async def _what_helps(talk: Talk, plan: str) -> str:
    own = ("my_plan",) if plan else ()
    helps = (*own, "draft", "rest_week", "enough")
    wanted = await _choose(talk, "helps", talk.voice.phrase("crisis.helps"), helps, HALF_A_DAY)
    if wanted == "my_plan":
        talk.say(plan_text(talk.voice, parts_of((await talk.look_up(Query.plan)).value)))
    elif wanted == "draft":
        talk.say(talk.voice.phrase("crisis.draft"))
    elif wanted == "rest_week":
        talk.record(Paused(7))
        talk.say(talk.voice.phrase("crisis.rest_week"))
    return wanted


async def _someone_i_support(talk: Talk) -> None:
    talk.say(talk.voice.phrase("crisis.stay") + BREAK + emergency(talk.voice))
    talk.say(
        _protocol(talk) + BREAK + talk.voice.phrase("crisis.hand_over") + BREAK + talk.voice.phrase("crisis.no_names")
    )
    talk.say(_with_ways(talk, talk.voice.phrase("crisis.you_too")))
    await _offer_follow_up(talk, "debrief")


def _protocol(talk: Talk) -> Text:
    policy = talk.voice.policy
    protocol = Text.of(policy.protocol_card) if policy.protocol_card else talk.voice.phrase("crisis.protocol_unknown")
    return protocol + BREAK + talk.voice.phrase("crisis.on_call", number=policy.on_call) if policy.on_call else protocol


async def _offer_follow_up(talk: Talk, kind: str) -> None:
    wanted = await _choose(talk, "follow", talk.voice.phrase(f"crisis.offer_{kind}"), ("yes", "no_thanks"), HALF_A_DAY)
    _follow_up(talk, kind, wanted)


def _follow_up(talk: Talk, kind: str, wanted: str) -> None:
    if wanted == "yes":
        talk.record(FollowUpWanted(kind))
        talk.say(talk.voice.phrase("crisis.follow_yes"))
    elif wanted == "no_thanks":
        talk.say(talk.voice.phrase("crisis.follow_no"), Buttons((talk.voice.choice("/help_now"),)))


async def _choose(talk: Talk, key: str, text: Text, keys: tuple[str, ...], within: timedelta | None = None) -> str:
    intents = {"yes": "affirm", "no_thanks": "deny", "danger_yes": "affirm", "danger_no": "deny"}
    choices = tuple(talk.voice.choice(key, intent=intents.get(key, "")) for key in keys)
    soon = timedelta(minutes=talk.voice.policy.silence_minutes)
    return (await talk.choose(key, text, Buttons(choices), within=within or soon)).key


def _with_ways(talk: Talk, text: Text) -> Text:
    for way in ways(talk.voice):
        text = text + BREAK + way
    return text
