"""The interpreter and the screen as the coach uses them, made once."""

import pytest

from nlu.embedded import EmbeddedInterpreter, embedded
from nlu.files import DATA
from nlu.safety import RuleScreen, rule_screen


@pytest.fixture(scope="session")
def screen() -> RuleScreen:
    """The safety screen with our own rules."""
    return rule_screen(DATA)


@pytest.fixture(scope="session")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedInterpreter:
    """The interpreter trained on our own examples."""
    return embedded(DATA, tmp_path_factory.mktemp("weights"))
