"""The chart of a digest looks as it is kept, `golden/digest.png`; `pytest --update-transcripts` draws that anew."""

import io
from datetime import date
from pathlib import Path

import numpy
import pytest
from matplotlib.image import imread

from bot.services.chart import Labels, draw, marks
from dialogues.figures import Band, Group, Learning, Met, State

GOLDEN = Path(__file__).parent / "golden" / "digest.png"
SKILLS = (
    "Rights",
    "Tech skills",
    "Tools",
    "Access",
    "Talking online",
    "Practice",
    "Self-care",
    "Crisis",
    "Peer",
    "Health",
)
WEEKS = ("16 Nov", "23 Nov", "30 Nov", "7 Dec", "14 Dec", "21 Dec", "28 Dec", "4 Jan")
LEGEND = "week of · full: most, half: about half, ring: few, dash: not shown"
PLACES = range(len(SKILLS))
BANDS = (None, Band.few, Band.half, Band.most)
ROWS = [[BANDS[(row * column) % 4] for column in range(len(WEEKS))] for row in PLACES]
ALIKE = 0.02  # the mean difference of a pixel, 0 to 1: letters are smoothed differently from machine to machine


def pixels(png: bytes) -> "numpy.typing.NDArray[numpy.float64]":
    return numpy.asarray(imread(io.BytesIO(png)), dtype=float)[..., :3]


def difference(one: bytes, other: bytes) -> float:
    here, there = pixels(one), pixels(other)
    assert here.shape == there.shape
    return float(numpy.abs(here - there).mean())


def test_the_chart_looks_as_it_is_kept(request: pytest.FixtureRequest) -> None:
    drawn = draw(Labels(SKILLS, WEEKS, LEGEND), ROWS)
    if request.config.getoption("--update-transcripts"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_bytes(drawn)
    assert difference(drawn, GOLDEN.read_bytes()) < ALIKE


def test_another_week_would_be_seen() -> None:
    turned = [row[1:] + row[:1] for row in ROWS]
    assert difference(draw(Labels(SKILLS, WEEKS, LEGEND), turned), GOLDEN.read_bytes()) > ALIKE


def test_it_reads_in_grey_and_is_small_enough_for_a_phone() -> None:
    drawn = draw(Labels(SKILLS, WEEKS, LEGEND), ROWS)
    assert len(drawn) < 200_000
    grey = pixels(drawn).mean(axis=2)
    assert {bool((grey < 0.4).any()), bool((grey > 0.9).any())} == {True}


def test_a_week_that_is_not_shown_has_no_marks_and_what_is_not_named_was_met_by_few() -> None:
    learned = Learning(date(2027, 1, 4), 5, Band.most, Band.most, (Met("rights", Band.half),))
    groups = [
        Group(1, State.too_few),
        Group(1, State.shown, learned),
        Group(1, State.resting, learned),
    ]
    assert marks(groups, ["rights", "tools"]) == [[None, Band.half, None], [None, Band.few, None]]
