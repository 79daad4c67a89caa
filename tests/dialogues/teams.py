"""Figures of made-up teams, as flows take them: with everything, with nothing, and while they rest."""

from datetime import date

from dialogues.figures import Band, Carrying, Group, Learning, Met, State, written

FULL = written(
    Group(
        *(
            2,
            State.shown,
            Learning(date(2027, 1, 4), 5, Band.most, Band.half, (Met("rights", Band.most), Met("gone", Band.half))),
        ),
        *(("rights.a", "gone.x"), State.shown, Carrying(date(2027, 1, 4), 10, Band.few)),
    )
)
NONE = written(Group(2, State.too_few))
RESTING = written(Group(3, State.resting, carrying_state=State.resting))
