"""Tables of lines people might write, made apart from the rules."""

from pathlib import Path

import yaml


def table(name: str) -> dict[str, list[str]]:
    """The lines of one table by group."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))


def group(name: str, *groups: str) -> list[str]:
    """The lines of some groups of a table."""
    return [line for key in groups for line in table(name)[key]]
