"""The simulator run forward on a person's log: what two memories and two paths would have come to by now.

Everybody learns here at the population's speed. How much a person's own tension follows it is learnt by the filter
bank, whose weight for it starts at 0; nothing of a personal learning speed is estimated.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import habit, model
from loslaten.brain.moment import Moment
from loslaten.brain.prior import defaults
from loslaten.brain.simulate import (
    BREATH_ENGAGEMENT,
    NEUTRAL_ENGAGEMENT,
    NEW_AT_START,
    OLD_AT_START,
    PAINFUL_EVENTS,
    PRACTICE_MATCH,
    PUSHING_ENGAGEMENT,
    REST_SINCE_D,
    WELCOME_ENGAGEMENT,
)

Floats = NDArray[np.float64]

POPULATION = defaults("diary")
LIFE = ""  # the context of a moment of which no other is noted
POINTS = 10.0  # the simulator's alarm runs from 0 to 1


class Mechanism(NamedTuple):
    """One pattern as the simulator has it: `memory` and `habits` of a single draw, `at` in days.

    `start` is the alarm expected at the pattern's first moment, 0 to 1.3.
    """

    memory: model.Memory
    habits: habit.Habits
    at: float
    start: float


def begin(moment: Moment) -> Mechanism:
    """Take a pattern up where people make a card for it: learnt long ago, the old path well worn.

    Parameters
    ----------
    moment : Moment
        The pattern's first; its context is where the pattern was learnt. Of a round in quiet that is life itself.

    Returns
    -------
    Mechanism
        As of that moment, before it is learnt from.
    """
    learnt_in = LIFE if moment.practised else moment.context
    memory = model.blank(POPULATION, contexts=(learnt_in,))
    painful = model.Trial(outcome=1.0, context=learnt_in)
    for _ in range(PAINFUL_EVENTS):
        memory = model.update(memory, painful, POPULATION)
    memory = model.wait(memory, REST_SINCE_D, POPULATION)
    habits = habit.Habits(np.array([OLD_AT_START]), np.array([NEW_AT_START]))
    return Mechanism(_knowing(memory, moment.context), habits, moment.at, _alarm(memory, learnt_in))


def _alarm(memory: model.Memory, context: str) -> float:
    return float(model.expected_tension(memory, model.Trial(context=context), POPULATION)[0])


def _knowing(memory: model.Memory, context: str) -> model.Memory:
    """Make room for a new context: what is shared between contexts carries over, nothing else is known of it."""
    if context in memory.contexts:
        return memory
    row = ((0, 1), (0, 0), (0, 0))
    return memory._replace(
        contexts=(*memory.contexts, context),
        danger=np.pad(memory.danger, row),
        safety=np.pad(memory.safety, row),
        context_alarm=np.pad(memory.context_alarm, ((0, 1), (0, 0))),
    )


def reached(mechanism: Mechanism, moment: Moment) -> Mechanism:
    """Let time pass until a moment.

    Parameters
    ----------
    mechanism : Mechanism
        As of its own time.
    moment : Moment
        Not before it.

    Returns
    -------
    Mechanism
        As of the moment, its context known.
    """
    days = moment.at - mechanism.at
    memory = model.wait(_knowing(mechanism.memory, moment.context), days, POPULATION)
    return mechanism._replace(memory=memory, habits=habit.fade(mechanism.habits, days, POPULATION), at=moment.at)


def points(mechanism: Mechanism, moment: Moment) -> float:
    """Say how far the simulator's alarm has moved since the pattern's first moment.

    Parameters
    ----------
    mechanism : Mechanism
        As from `reached`.
    moment : Moment
        Where it is looked at.

    Returns
    -------
    float
        In points of a 0 to 10 scale; 0 at the first moment, below 0 is less alarm.

    References
    ----------
    docs/model.md, equation 2.
    """
    return POINTS * (_alarm(mechanism.memory, moment.context) - mechanism.start)


def engagement(moment: Moment) -> float:
    """Say how present somebody was, from the steps that were taken.

    Parameters
    ----------
    moment : Moment
        With its steps.

    Returns
    -------
    float
        0 to 1.
    """
    if "suppress" in moment.steps:
        return PUSHING_ENGAGEMENT
    shares = {"welcome": WELCOME_ENGAGEMENT, "breathe": BREATH_ENGAGEMENT}
    return NEUTRAL_ENGAGEMENT + sum(share for step, share in shares.items() if step in moment.steps)


def update(mechanism: Mechanism, moment: Moment) -> Mechanism:
    """Let the simulator learn from a moment: nothing terrible happened; the old path does not get to find that out.

    Parameters
    ----------
    mechanism : Mechanism
        As from `reached`.
    moment : Moment
        Its path and steps; where no path was noted nothing is learnt.

    Returns
    -------
    Mechanism
        After.
    """
    if moment.path is None:
        return mechanism
    old, new = float(moment.path == "old"), float(moment.path == "new")
    event = model.Trial(outcome=0.0, context=moment.context, escape=old, engagement=(1 - old) * engagement(moment))
    match = PRACTICE_MATCH if moment.practised else 1.0
    walked = habit.Habits(np.array([match * old]), np.array([match * new]))
    return mechanism._replace(
        memory=model.update(mechanism.memory, event, POPULATION),
        habits=habit.repeat(mechanism.habits, walked, POPULATION),
    )


def as_words(mechanism: Mechanism) -> dict[str, Any]:
    """Turn a mechanism into plain lists and numbers, exactly.

    Parameters
    ----------
    mechanism : Mechanism
        To keep.

    Returns
    -------
    dict
        Fit for JSON; what is not a number becomes None.
    """
    named = {"contexts": mechanism.memory.contexts, "cues": mechanism.memory.cues}
    numbers = {name: np.asarray(value) for name, value in mechanism.memory._asdict().items() if name not in named}
    fields = named | {
        name: np.where(np.isnan(array), np.array(None), array).tolist() for name, array in numbers.items()
    }
    habits = [float(path[0]) for path in mechanism.habits]
    return {"memory": fields, "habits": habits, "at": mechanism.at, "start": mechanism.start}


def from_words(words: dict[str, Any]) -> Mechanism:
    """Take up what `as_words` gave.

    Parameters
    ----------
    words : dict
        As from `as_words`.

    Returns
    -------
    Mechanism
        Exactly the one that was kept.
    """
    kept = words["memory"]
    named: dict[str, Any] = {"contexts": tuple(kept["contexts"]), "cues": tuple(kept["cues"])}
    numbers = {name: np.array(value, dtype=np.float64) for name, value in kept.items() if name not in named}
    old, new = (np.array([strength]) for strength in words["habits"])
    return Mechanism(model.Memory(**named | numbers), habit.Habits(old, new), words["at"], words["start"])
