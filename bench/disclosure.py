"""Disclosure: can somebody work out one person from the digests? Attacks on made-up organisations, beside the same without guard.

python -m bench.disclosure [organisations]
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from bot.domain.disclosure import Kind
from tests.bot.domain.attacker import ATTACKS, PUBLISHED, VALUES, Guess, Truth, learned_by
from tests.bot.domain.organisations import WEEKS, made

ORGANISATIONS = 1000
BETTER = 0.10  # by so much a guess must beat the team's base rate to count as recovering somebody
SEED = 2027


@dataclass
class Tally:
    """How one attack went: people named, guesses, how many were right, and how many the base rate has right."""

    sure: int = 0
    guesses: int = 0
    right: int = 0
    base: float = 0.0

    @property
    def gain(self) -> float:
        """By how much the guesses beat the base rate, from -1 to 1; 0 where nobody could be named."""
        return (self.right - self.base) / self.guesses if self.guesses else 0.0

    @property
    def recovers(self) -> bool:
        """Whether the attack names people better than the base rate does."""
        return self.gain >= BETTER

    def count(self, guess: Guess, truth: Truth) -> None:
        """Count one guess."""
        self.guesses += 1
        self.sure += guess.sure
        self.right += truth.is_right(guess)
        self.base += truth.by_base_rate(guess)


Tallies = Mapping[tuple[str, Kind, str], Tally]


def attacked(organisations: int) -> Tallies:
    """Every attack on every way of publishing, over so many organisations."""
    tallies = {(name, kind, attack): Tally() for name in PUBLISHED for kind in Kind for attack in ATTACKS}
    for seed in range(organisations):
        organisation = made(Random(f"{SEED} {seed}"))
        for kind in Kind:
            truth = Truth(VALUES[kind], organisation)
            known = learned_by(organisation, kind, Random(seed))
            for name, publish in PUBLISHED.items():
                cells = publish(organisation, kind)
                for attack, guesses in ATTACKS.items():
                    for guess in guesses(cells, known):
                        tallies[name, kind, attack].count(guess, truth)
    return tallies


def main(organisations: int = ORGANISATIONS) -> None:
    """Print the table."""
    print(
        f"{organisations} organisations, {WEEKS} weeks; all supervisors and one learner know all snapshots and rosters."
    )
    print(f"{'published':34}{'of':11}{'attack':14}{'guesses':>9}{'right':>8}{'base rate':>11}{'gain':>8}  recovered")
    for line in _lines(attacked(organisations)):
        print(line)


def _lines(tallies: Tallies) -> Iterator[str]:
    for (name, kind, attack), tally in tallies.items():
        many = tally.guesses or 1
        shares = f"{tally.right / many:8.1%}{tally.base / many:11.1%}{tally.gain:+8.1%}"
        yield f"{name:34}{kind:11}{attack:14}{tally.guesses:9}{shares}  {'YES' if tally.recovers else 'no'}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ORGANISATIONS)
