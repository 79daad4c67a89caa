"""How hard a text is to read, by the published formula of its language."""

from content.checking.reading.measuring import MEASURED, Measure, hardest, measure

__all__ = ["MEASURED", "Measure", "hardest", "measure"]
