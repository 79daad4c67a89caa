"""Journals: talks as they lie in the database, kept as files so that tomorrow's flows are tried on them.

python -m tests.dialogues.keeping NAME FLOW [ARGUMENT ...] -- [ANSWER ...]
"""

import json
import sys
from pathlib import Path

from bot.store.codec import CONVERSATIONS
from dialogues.conversation import Conversation, Run
from dialogues.flow import Step, advance
from dialogues.flows import FLOWS
from tests.dialogues.house import NOW, PLAN, voice
from tests.dialogues.walks import answered, setting

FOLDER = Path(__file__).parent / "journals"
THE_END = "the end"


def leads_to(step: Step) -> str:
    """The key of the question that a step ends with, or "the end"."""
    return step.question.key if step.question else THE_END


def resumed(run: Run) -> Step:
    """Where this run stands in today's flow."""
    return advance(FLOWS[run.flow], run, setting(voice(), "rights-01", PLAN))


def keep(name: str, flow: str, arguments: tuple[str, ...], answers: tuple[str, ...]) -> Path:
    """Play these answers in today's flow, and write the talk down as it would be stored."""
    run = Run(name, flow, arguments, 1, NOW)
    step = resumed(run)
    for answer in answers:
        run = answered(run, step, answer)
        step = resumed(run)
    run = Run(name, flow, arguments, 1, NOW, step.answers, asks=step.question.key if step.question else "")
    kept = {"leads_to": leads_to(step), "conversation": json.loads(CONVERSATIONS.dump(Conversation((run,))))}
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> tuple[Run, str]:
    """A kept run, and the question it must still lead to."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return CONVERSATIONS.load(json.dumps(kept["conversation"])).runs[0], kept["leads_to"]


if __name__ == "__main__":
    name, flow, *rest = sys.argv[1:]
    cut = rest.index("--")
    print(keep(name, flow, tuple(rest[:cut]), tuple(rest[cut + 1 :])))
