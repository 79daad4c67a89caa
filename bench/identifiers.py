"""`python -m bench.identifiers`: what identifies a person served, on the lines held out in tests/nlu/identifiers.

They were written before the rules, by the same hand: read the figures as the most to hope for. Only counts are printed.
"""

import sys
from statistics import median
from time import perf_counter

from nlu.evaluation import Share, share
from nlu.identifiers import Kind, found
from tests.nlu.identifiers import NOBODY, typed

LANGUAGES = {"en": "English", "es": "Spanish"}
FOUND, FALSE, SLOWEST = 0.8, 0.05, 0.3


def main() -> int:
    """Print a table for each language and the time a line takes; how many aims were missed."""
    missed = 0
    for language, name in LANGUAGES.items():
        groups = typed(language)
        hits = {kind: share(kind in found(line) for line in groups[kind]) for kind in Kind}
        every = share(kind in found(line) for kind in Kind for line in groups[kind])
        false = share(bool(found(line)) for line in groups[NOBODY])
        print(f"\n### {name}\n\n| kind | found | 95 % interval | aim |\n|---|---|---|---|")
        for kind, hit in hits.items():
            print(_row(kind, hit, ""))
        print(_row("all four", every, f"at least {FOUND:.0%}"))
        print(_row("falsely found", false, f"at most {FALSE:.0%}"))
        missed += (every.point < FOUND) + (false.point > FALSE)
    spent = median(_milliseconds(line) for name in LANGUAGES for lines in typed(name).values() for line in lines)
    print(f"\nA line takes {spent:.2f} ms (median; aim: at most {SLOWEST} ms).")
    return missed + (spent > SLOWEST)


def _row(name: str, one: Share, aim: str) -> str:
    low, high = one.interval
    return f"| {name} | {one.count} of {one.of}, {one.point:.1%} | {low:.1%} to {high:.1%} | {aim} |"


def _milliseconds(line: str) -> float:
    began = perf_counter()
    found(line)
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(min(main(), 1))
