"""Scenarios: how the shape of a role-play becomes a value of the model."""

from content.loading.shapes import BeatShape, EndingShape, SayShape, ScenarioShape
from content.model import Beat, Ending, Line, Scenario


def scenario(shape: ScenarioShape, locale: str, competency: str) -> Scenario:
    """A role-play of this language and competency."""
    return Scenario(
        id=shape.id,
        locale=locale,
        competency=competency,
        indicator=shape.indicator,
        title=shape.title,
        who=shape.who,
        about=shape.about,
        shows=shape.shows,
        avoids=shape.avoids,
        feelings={str(name): level for name, level in shape.feelings.items()},
        turns=tuple(map(_beat, shape.turns)),
        endings=tuple(Ending(_line(one), one.told) for one in shape.endings),
        sources=shape.sources,
        written_on=shape.written_on,
        review_by=shape.review_by,
        moves={skill: {str(name): step for name, step in steps.items()} for skill, steps in shape.moves.items()},
        lived_experience_review=shape.lived_experience_review,
    )


def _beat(shape: BeatShape) -> Beat:
    return Beat(tuple(map(_line, shape.lines)), shape.better, shape.because)


def _line(shape: SayShape | EndingShape) -> Line:
    return Line(shape.say, shape.trust, shape.distress)
