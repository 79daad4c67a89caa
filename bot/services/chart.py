"""The chart of a digest: a row for each skill, a column for each week, never a person. It reads in grey as well as in colour."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.figures import Band, Group, State

WIDTH, HEIGHT, DOTS = 4.8, 4.2, 150  # inches, and dots of each: it is read on a phone
INK, PALE = "#1b3a5c", "#8a97a5"
RADIUS = {Band.most: 0.36, Band.half: 0.36, Band.few: 0.2}


@dataclass(frozen=True, slots=True)
class Labels:
    """The words on the chart: a name for each skill, a day for each week, and what each mark means."""

    skills: Sequence[str]
    weeks: Sequence[str]
    legend: str


Marks = Sequence[Sequence[Band | None]]


def marks(groups: Sequence[Group], competencies: Sequence[str]) -> list[list[Band | None]]:
    """The rows of the chart: of each competency how many met it in each week; None where a week's figures are not shown."""
    return [[_mark(group, one) for group in groups] for one in competencies]


def draw(labels: Labels, rows: Marks) -> bytes:
    """A PNG: a full mark where most met a skill, half a one where half did, a ring where few did, a dash where nothing is shown."""
    # It takes a second to load, and most processes never draw.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  # late, as said above
    from matplotlib.figure import Figure  # noqa: PLC0415  # late, as said above
    from matplotlib.patches import Circle, Wedge  # noqa: PLC0415  # late, as said above

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for row, found in enumerate(rows):
        for column, band in enumerate(found):
            if band is None:
                axes.text(column, row, "–", ha="center", va="center", color=PALE, fontsize=9)
                continue
            filled = band is Band.most
            axes.add_patch(Circle((column, row), RADIUS[band], facecolor=INK if filled else "white", edgecolor=INK))
            if band is Band.half:
                axes.add_patch(Wedge((column, row), RADIUS[band], 90, 270, facecolor=INK))
    axes.set_xlim(-0.6, len(labels.weeks) - 0.4)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_aspect("equal")
    axes.set_yticks(range(len(rows)), labels.skills, fontsize=8)
    axes.set_xticks(range(len(labels.weeks)), [week.replace(" ", "\n", 1) for week in labels.weeks], fontsize=7)
    axes.tick_params(length=0)
    axes.set_xlabel(labels.legend, fontsize=7, color=INK)
    for side in axes.spines.values():
        side.set_visible(False)
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _mark(group: Group, competency: str) -> Band | None:
    if group.learning is None or group.state is not State.shown:
        return None
    return next((one.share for one in group.learning.studied if one.competency == competency), Band.few)
