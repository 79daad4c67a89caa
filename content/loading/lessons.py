"""One lesson from its Markdown file: a YAML head between two `---` lines, and a body."""

from collections.abc import Mapping

from content.loading.bodies import THINK, TRY_IT, Body, read_body
from content.loading.draft import Origin
from content.loading.fitting import fitted
from content.loading.shapes import LESSON_HEAD, LessonHeadShape
from content.loading.trees import Path
from content.model import Lesson, Place, Problem


def read_lesson(
    file: str, text: str, locale: str, problems: list[Problem]
) -> tuple[Lesson, Origin, Mapping[Path, Place]] | None:
    """The lesson, where its head stands, and where the parts of its body stand; None if there is no usable head."""
    if not text.startswith("---\n") or "\n---\n" not in text:
        problems.append(Problem(file, 1, "the lesson has no head", "Begin with `---`, the keys, and `---` again."))
        return None
    head, _, below = text.removeprefix("---\n").partition("\n---\n")
    above = head.count("\n") + 3
    body = read_body(file, below, above, problems)
    read = fitted(file, head, LESSON_HEAD, problems, above=1)
    if not read:
        return None
    origin = Origin(read.document, (), ("lesson", locale, read.value.id))
    return _lesson(read.value, locale, body), origin, _parts(body)


def _lesson(head: LessonHeadShape, locale: str, body: Body) -> Lesson:
    return Lesson(
        id=head.id,
        locale=locale,
        competency=head.competency,
        indicator=head.indicator,
        title=head.title,
        minutes=head.minutes,
        cards=tuple(card.words for card in body.cards),
        try_it=body.sections[TRY_IT].words if TRY_IT in body.sections else "",
        reflection=body.sections[THINK].words if THINK in body.sections else None,
        sources=head.sources,
        written_on=head.written_on,
        review_by=head.review_by,
        verified_on=head.verified_on,
        verified_by=head.verified_by,
        lived_experience_review=head.lived_experience_review,
        found_by=head.found_by,
    )


def _parts(body: Body) -> dict[Path, Place]:
    parts: dict[Path, Place] = {("cards", at): card.place for at, card in enumerate(body.cards)}
    for title, key in ((TRY_IT, "try_it"), (THINK, "reflection")):
        if title in body.sections:
            parts[(key,)] = body.sections[title].place
    return parts
