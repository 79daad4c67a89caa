"""Lines that learners may type to the coach, by what they give away of a person served."""

from pathlib import Path

import yaml

NOBODY = "nobody"
"""The group of lines that give nothing away."""


def typed(name: str) -> dict[str, list[str]]:
    """The lines of a file ("en", "development_es"), by what they give away."""
    groups = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
    return {kind: block.splitlines() for kind, block in groups.items()}
