"""How quick the safety screen is: on lines as people write them, and on texts made to keep it busy."""

from collections.abc import Iterable
from statistics import median
from time import process_time

from nlu.intents import Screen

LINE, WORST = 1.0, 50.0
"""Milliseconds of work that a line and the worst text may cost."""

LENGTH = 100_000
TRIES = 3
SEEDS = {
    "danger without end": "i want to kill myself ",
    "quiero morirme without end": "quiero morirme ",
    "letters under stars": "".join(f"m*t*rm{number} k*{number}ll " for number in range(9_000)),
    "one starred word": "m*t*rme ",
    "quotation marks": "'i' \"want\" ",
    "single letters": " a",
    "ligatures": "\ufdfa",
    "emoji": "\U0001f62d",
    "loose accents": "e\u0301",
    "a full stop after each word": "i. want. to. die. ",
    "a pattern that backtracks": "(a+)+$ ",
    "one endless word": "a",
    "calm words": "the weather and my garden were fine today and ",
}


def quickness(screen: Screen, locale: str, lines: Iterable[str]) -> tuple[int, str]:
    """How many of the two limits were missed, and a sentence about both; counted is processor time, the best of a few."""
    took = sorted(_took(screen, line, locale) for line in lines)
    slowest = took[int(len(took) * 0.99)]
    hostile = {name: _took(screen, (seed * (LENGTH // len(seed) + 1))[:LENGTH], locale) for name, seed in SEEDS.items()}
    worst = max(hostile, key=lambda name: hostile[name])
    missed = (median(took) > LINE) + (hostile[worst] > WORST)
    return missed, (
        f"A line takes {median(took):.2f} ms (99 %: {slowest:.2f} ms; limit {LINE:.0f} ms); the worst of {len(SEEDS)} texts of "
        f"{LENGTH // 1_000} kB, {worst}, {hostile[worst]:.0f} ms (limit {WORST:.0f} ms)."
    )


def _took(screen: Screen, text: str, locale: str) -> float:
    tries = []
    for _ in range(TRIES):
        began = process_time()
        screen.screen(text, locale)
        tries.append((process_time() - began) * 1_000)
    return min(tries)
