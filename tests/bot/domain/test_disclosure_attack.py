"""Nobody can be worked out of the digests; where the guard is left away somebody can. The table: `python -m bench.disclosure`."""

from functools import cache

import pytest

from bench.disclosure import ORGANISATIONS, Tallies, attacked
from bot.domain.disclosure import Kind


@cache
def tallies() -> Tallies:
    return attacked(ORGANISATIONS)


@pytest.mark.parametrize("kind", Kind)
def test_in_a_thousand_organisations_nobody_is_recovered(kind: Kind) -> None:
    ours = {attack: one for (name, which, attack), one in tallies().items() if name == "as we do" and which is kind}
    assert not [attack for attack, one in ours.items() if one.recovers]
    assert sum(one.sure for one in ours.values()) == 0, "nobody's value may follow for certain"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("control", ["exact numbers", "exact numbers from ten people on"])
def test_without_the_guard_the_same_attacks_recover_people(kind: Kind, control: str) -> None:
    theirs = {attack: one for (name, which, attack), one in tallies().items() if name == control and which is kind}
    assert [attack for attack, one in theirs.items() if one.recovers]
    assert sum(one.sure for one in theirs.values()) > 100


def test_the_attacks_have_something_to_guess_from() -> None:
    """Else the first test could not fail: figures are shown, and in some of them few are left to be guessed."""
    assert sum(one.guesses for (name, _, _), one in tallies().items() if name == "as we do") > 1000
