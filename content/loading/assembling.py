"""A library from the texts of its files, or everything that is wrong with them."""

import re
from collections.abc import Mapping, Sequence

from content.library import Library
from content.loading.draft import Draft
from content.loading.filing import READERS
from content.loading.texts import unfit
from content.model import Problem


class ContentBroken(Exception):
    """These files make no library. `problems` names every reason; mend them, nothing of it was taken over."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def parse(files: Mapping[str, str]) -> Library:
    """The library these files hold, by their path inside it; raises ContentBroken with everything that is wrong in them."""
    return assemble(files, ())


def assemble(files: Mapping[str, str], unreadable: Sequence[Problem]) -> Library:
    """As `parse`, where some files could not even be read."""
    draft = Draft(list(unreadable))
    for name in _REQUIRED - files.keys() - {problem.file for problem in unreadable}:
        draft.problems.append(Problem(name, 1, "the file is missing", "Add it; docs/content.md shows what it holds."))
    for name in sorted(files):
        _read(draft, name, files[name])
    if draft.problems:
        raise ContentBroken(draft.problems)
    return draft.library()


_REQUIRED = {"framework.yaml", "sources.yaml", "plan.yaml"}


def _read(draft: Draft, name: str, text: str) -> None:
    unfitness = unfit(name, text)
    if unfitness:
        draft.problems.append(unfitness)
        return
    for pattern, reader in READERS:
        if found := re.fullmatch(pattern, name):
            reader(draft, name, text, found.groupdict())
            return
    mend = "Put it where docs/content.md says, or take it out of the library."
    draft.problems.append(Problem(name, 1, "the library has no place for this file", mend))
