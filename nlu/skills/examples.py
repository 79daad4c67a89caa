"""Examples: the sentences that teach the skills, written for this project, each with the skills it shows."""

from collections.abc import Iterable
from pathlib import Path

from nlu.files import DataError, read_yaml
from nlu.intents import LEARNED_SKILLS

NONE = ""
PARTED = " "


def example_files(directory: Path, locale: str) -> list[Path]:
    """The files that teach the skills of a locale."""
    return sorted((directory / locale / "skills" / "examples").glob("*.yaml"))


def read_skill_examples(paths: Iterable[Path]) -> tuple[list[str], list[str]]:
    """The sentences of these files, and beside each its skills, parted by blanks; "" where it shows none."""
    texts: list[str] = []
    labels: list[str] = []
    for path in paths:
        for skills, lines in _groups(path):
            texts += lines
            labels += [PARTED.join(skills)] * len(lines)
    return texts, labels


def _groups(path: Path) -> Iterable[tuple[list[str], list[str]]]:
    match read_yaml(path):
        case [*blocks] if blocks:
            return [_group(path, block) for block in blocks]
    raise DataError(f"{path}: there is no list of groups, each with `skills: [...]` and `lines: |`.")


def _group(path: Path, block: object) -> tuple[list[str], list[str]]:
    match block:
        case {"skills": [*skills], "lines": str(lines)} if all(one in LEARNED_SKILLS for one in skills):
            return [str(one) for one in skills], [line.strip() for line in lines.splitlines() if line.strip()]
    raise DataError(f"{path}: a group needs `skills:` of {', '.join(LEARNED_SKILLS)}, or none, and `lines: |`.")
