"""How broad both paths may be by now: equations 9 and 10 on a person's log, walked by many possible people at once.

How fast somebody learns is not read out of the log; that cannot be (docs/model.md). Each possible person has a speed
and a beginning of their own, and what they disagree about is the width of the band.
"""

import hashlib
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.habit import Habits, fade, repeat
from loslaten.brain.moment import Moment
from loslaten.brain.prior import Parameters, Prior, draw_people
from loslaten.brain.simulate import PRACTICE_MATCH

Floats = NDArray[np.float64]

DRAWS, SEED = 128, 20261123
OLD_START, NEW_START = Prior("beta", 6.0, 2.0), Prior("beta", 1.0, 19.0)  # around the simulator's .75 and .05
MOST_RELIEF = 10.0  # points, from the top of the scale to its bottom
WEEK_D = 7.0
N_PAST = 12  # weeks of which a look is kept


class Trace(NamedTuple):
    """Both paths of one pattern: `habits` (draw,) each, as of `at` in days; `n_walked` moments said which path.

    `past` (week, 3) holds how it stood when a week with moments was over: the day of its last moment, and the middle of
    the old and the new path; the last twelve such weeks.
    """

    habits: Habits
    at: float
    n_walked: int
    past: Floats


@cache
def people() -> tuple[Parameters, Habits]:
    """Draw the possible people: always the same ones.

    Returns
    -------
    Parameters, Habits
        What they are like, and how their paths are when they make a card; shape ``(draw,)``.
    """
    rng = np.random.default_rng(SEED)
    return draw_people(DRAWS, rng), Habits(OLD_START.draw(DRAWS, rng), NEW_START.draw(DRAWS, rng))


@cache
def fingerprint() -> str:
    """Name the possible people, so that a trace of others is noticed; nine digits, for machines differ in the last."""
    parameters, start = people()
    ours = (parameters.habit_rate, parameters.unfed_share, parameters.habit_days, parameters.relief_weight, *start)
    written = " ".join(f"{number:.9e}" for array in ours for number in array)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def begin(moment: Moment) -> Trace:
    """Take both paths up where people make a card for a pattern.

    Parameters
    ----------
    moment : Moment
        The pattern's first.

    Returns
    -------
    Trace
        As of that moment, before it is walked.
    """
    return Trace(people()[1], moment.at, 0, np.empty((0, 3)))


def update(trace: Trace, moment: Moment) -> Trace:
    """Let time wear both paths, and walk one of them.

    Parameters
    ----------
    trace : Trace
        Before; it stays true of then.
    moment : Moment
        Its path, whether it was practised in quiet, and its ratings. A pause wears neither path; where no path was
        noted only time passes.

    Returns
    -------
    Trace
        After.

    References
    ----------
    docs/model.md, equations 9 and 10.
    """
    parameters = people()[0]
    habits = fade(trace.habits, moment.at - trace.at, parameters)
    if moment.path in {"old", "new"}:
        match = PRACTICE_MATCH if moment.practised else 1.0
        walked = Habits(*(np.array([match * (moment.path == path)]) for path in ("old", "new")))
        habits = repeat(habits, walked, parameters, relief(moment))
    return Trace(habits, moment.at, trace.n_walked + (moment.path is not None), _with_week(trace, moment))


def relief(moment: Moment) -> float:
    """Say how much tension went, 0 to 1; nothing where it was not rated, or rose."""
    if moment.tension_after is None:
        return 0.0
    return max(moment.tension_before - moment.tension_after, 0) / MOST_RELIEF


def _with_week(trace: Trace, moment: Moment) -> Floats:
    """Look once more at a week that is over, before its next moment counts."""
    if moment.at // WEEK_D == trace.at // WEEK_D or not trace.n_walked:
        return trace.past
    look = (trace.at, *(float(np.median(path)) for path in trace.habits))
    return np.vstack((trace.past, look))[-N_PAST:]


def reached(trace: Trace, at: float) -> Habits:
    """Let time wear both paths until a moment to come.

    Parameters
    ----------
    trace : Trace
        As of its own time.
    at : float
        In days, not before it.

    Returns
    -------
    Habits
        Shape ``(draw,)``.
    """
    return fade(trace.habits, at - trace.at, people()[0])
