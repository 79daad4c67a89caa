"""The picture of somebody's progress: one bar for each competency, drawn away from the event loop and from any transaction."""

import io
from collections.abc import Sequence

from dialogues.facts import Skill

SIZE = (4.8, 3.6)  # inches at 100 dots each: small enough for a phone, and some 15 kB
SHARES = ("#1b6ca8", "#c9d8e6")


def draw(names: Sequence[str], skills: Sequence[Skill], lessons: Sequence[int]) -> bytes:
    """A PNG with a bar for each name: how many of its lessons were read, and how many questions were right the last time."""
    # It takes a second to load, and most processes never draw.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  # late, as said above
    from matplotlib.figure import Figure  # noqa: PLC0415  # late, as said above

    figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(names))
    axes.barh(places, [1.0] * len(names), color=SHARES[1], height=0.62)
    axes.barh(
        places, [_share(skill, most) for skill, most in zip(skills, lessons, strict=True)], color=SHARES[0], height=0.62
    )
    axes.set_yticks(places, names, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _share(skill: Skill, lessons: int) -> float:
    """Half of a bar is for lessons read, half for questions right the last time."""
    read = min(1.0, skill.lessons / lessons) if lessons else 0.0
    right = skill.right / skill.items if skill.items else 0.0
    return (read + right) / 2
