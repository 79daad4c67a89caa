"""The check-in: two taps and an optional third, never needed for anything, skipped in one tap."""

from dialogues.events import CheckedIn, ConsentGiven, ConsentWithdrawn
from dialogues.flow import Talk
from dialogues.flows.consents import VERSION
from dialogues.message import Buttons, Choice, Scale, Text
from nlu.intents import Open

STEPS = ("1", "2", "3", "4", "5")
HELPS = ("rest", "talk_it_over", "less_work", "nothing")


async def checkin(talk: Talk, consented: str = "", words: str = "", week: str = "") -> None:
    """Ask for energy and load, give something back, and offer ways to get help.

    `consented` is "yes" when they agreed before, `words` is "yes" where the program's policy allows a note in free text, `week` the
    competency of the week's lesson.
    """
    if consented != "yes" and not await _agree(talk):
        return None
    energy = await _scale(talk, "energy")
    if not energy:
        return _skipped(talk)
    load = await _scale(talk, "load")
    if not load:
        return _skipped(talk)
    helps = Buttons(tuple(talk.voice.choice(key, f"help_{key}") for key in HELPS))
    wanted = await talk.choose("help", talk.voice.phrase("checkin.help"), helps, open=Open.checkin)
    if words == "yes":
        await talk.ask(
            "note",
            talk.voice.phrase("checkin.note"),
            Buttons((talk.voice.choice("skip", intent="skip"),)),
            open=Open.checkin,
        )
    talk.record(CheckedIn(energy, load, wanted.key))
    _give_back(talk, _need(energy, load), wanted, week)
    return None


async def _agree(talk: Talk) -> bool:
    ask = Buttons((talk.voice.choice("yes", intent="affirm"), talk.voice.choice("no_thanks", intent="deny")))
    if (
        await talk.choose("consent", talk.voice.phrase("checkin.consent", days=str(talk.voice.policy.keep_days)), ask)
    ).key != "yes":
        talk.record(ConsentWithdrawn("checkins"))
        talk.say(talk.voice.phrase("checkin.declined"))
        return False
    talk.record(ConsentGiven("checkins", VERSION["checkins"]))
    return True


async def _scale(talk: Talk, what: str) -> int:
    steps = tuple(talk.voice.choice(step, f"{what}_{step}") for step in STEPS)
    scale = Scale((*steps, talk.voice.choice("skip", intent="skip")))
    chosen = await talk.choose(what, talk.voice.phrase(f"checkin.{what}"), scale, open=Open.checkin)
    return 0 if chosen.key == "skip" else int(chosen.key)


def _skipped(talk: Talk) -> None:
    talk.say(talk.voice.phrase("checkin.skipped"))


def _give_back(talk: Talk, need: str, wanted: Choice, week: str) -> None:
    heard = talk.voice.phrase(f"checkin.heard_{need}")
    acts = talk.voice.library.acts_for(need, talk.voice.profile.language)
    if acts:
        act = talk.voice.pick([act for act in acts if week in act.competencies] or acts, "act")
        heard += Text.of("\n\n") + talk.voice.phrase("checkin.act") + Text.parse(f" {act.text}")
    talk.say(heard)
    talk.say(talk.voice.phrase(f"checkin.help_{wanted.key}"))
    if need in ("low_energy", "heavy_load"):
        talk.say(talk.voice.phrase("checkin.ways"), Buttons((talk.voice.choice("/help_now"),)))


def _need(energy: int, load: int) -> str:
    if load >= 4:
        return "heavy_load"
    if energy <= 2:
        return "low_energy"
    return "good" if energy >= 4 and load <= 2 else "steady"
