"""Withdrawing: what its author dropped waits for nobody's approval any more."""

import pytest

from bot.services import releasing
from bot.services.publishing import publish_shipped
from bot.services.releasing import ReleaseRefused
from bot.store import releases
from tests.bot.services.test_releasing import BEN, BOTH, FILES, Run, changed
from tests.bot.store.making import NOW


def test_nobody_lets_out_what_its_author_dropped_meanwhile(run: Run) -> None:
    run(publish_shipped, FILES, NOW)
    number = run(releasing.make, BOTH, changed("one"), 1, NOW)
    run(releasing.ask, BOTH, number, NOW)
    run(releasing.withdraw, BOTH, number, NOW)
    run(releasing.withdraw, BOTH, number, NOW)
    with pytest.raises(ReleaseRefused, match="does not wait"):
        run(releasing.approve, BEN, number, 0, NOW)
    run(releasing.ask, BOTH, number, NOW)
    run(releasing.approve, BEN, number, 0, NOW)
    run(releasing.withdraw, BOTH, number, NOW)
    assert run(releases.current) == number
