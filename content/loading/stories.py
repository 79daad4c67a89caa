"""Stories: given a lesson or a quiz, when somebody answers, then the coach says so. One text file each."""

from content.model import Exchange, Place, Problem, Story

GIVEN, WHEN, THEN = "given ", "when", "then"
SAYS = "> "
KINDS = ("lesson", "quiz")
_FORM = "Begin with `given lesson rights-01`, then `when`, `> an answer`, `then`, and what the coach says."


def read_story(file: str, text: str, locale: str, problems: list[Problem]) -> Story | None:
    """The story in this text; None where it has no form, with the reason added to the problems."""
    lines = [(at, line.rstrip()) for at, line in enumerate(text.split("\n"), start=1)]
    lines = [(at, line) for at, line in lines if not line.startswith("#")]
    while lines and not lines[0][1]:
        lines.pop(0)
    kind, *subjects = lines[0][1].removeprefix(GIVEN).split() if lines and lines[0][1].startswith(GIVEN) else ("",)
    if kind not in KINDS or not subjects or (kind == "lesson" and len(subjects) > 1):
        problems.append(Problem(file, lines[0][0] if lines else 1, "a story begins with what is given", _FORM))
        return None
    exchanges = _exchanges(file, lines[1:], problems)
    return Story(file, locale, kind, tuple(subjects), tuple(exchanges))


def _exchanges(file: str, lines: list[tuple[int, str]], problems: list[Problem]) -> list[Exchange]:
    exchanges: list[Exchange] = []
    part, answer, at = "", "", 1
    said: list[str] = []
    for number, line in [*lines, (0, WHEN)]:
        if line in (WHEN, THEN):
            if part == THEN or (part and line == WHEN):
                exchanges.append(Exchange(Place(file, at), answer, tuple(_trimmed(said))))
                answer = ""
            part, said, at = line, [], number
        elif part == WHEN and line.startswith(SAYS):
            answer = line.removeprefix(SAYS).strip()
        elif part == THEN:
            said.append(line)
        elif line:
            problems.append(Problem(file, number, "this line belongs to no part of the story", _FORM))
    return exchanges


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
