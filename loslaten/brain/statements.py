"""What may honestly be said to a person, as values; the words are chosen where they are shown.

There is no statement about how fast somebody learns: a diary of a year hardly tells (docs/model.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from loslaten.brain import filter as tension
from loslaten.brain import mechanism, outcome, trace
from loslaten.brain.moment import STEPS, Moment
from loslaten.brain.posterior import N_RECENT, SHARE, Posterior, expect_tension, likely_range
from loslaten.brain.simulate import credible_interval

ACQUAINTED_AFTER = 20  # moments
TYPICAL_TENSION = 6  # points; where a step's effect is told
NOTICEABLE = 0.5  # points; a smaller change is none worth words
SURE_OF_CHANGE = 0.9
MOMENTS_IN_TEN = 10
LEAST_WALKED = 5  # moments that say which path; with fewer the widths are those of anybody
SURE_OF_BROADER = 0.9


class Expectation(NamedTuple):
    """Of 10 such moments, `of_ten` between `low` and `high`; `moments_to_go` until we know this person a little."""

    low: int
    high: int
    of_ten: int
    moments_to_go: int

    @property
    def first_meeting(self) -> bool:
        """Nothing of this person is known yet: say so, and show the wide range."""
        return self.moments_to_go == ACQUAINTED_AFTER


class Band(NamedTuple):
    """How broad a path probably is, 0 to 1: 8 of 10 possible people have it between `low` and `high`.

    Of the true widths of simulated people about 8 of 10 lie there for the old path, and 7 of 10 for the new one.
    """

    low: float
    middle: float
    high: float


class Paths(NamedTuple):
    """Both paths, and which is broader for 9 of 10 possible people; None when that cannot be told.

    `moments_to_go` more moments with a path, and it says something of this person; until then it would say the same of
    anybody. `weeks` holds the day, and the middle of the old and the new path, at the end of weeks gone by.
    """

    old: Band
    new: Band
    broader: str | None
    moments_to_go: int
    weeks: tuple[tuple[float, float, float], ...]


class Change(NamedTuple):
    """Tension since the start: `direction` is lower, higher, or None for no clear change yet; points from the middle.

    `low` and `high` hold the change in 8 of 10 possible worlds; below 0 is less tension.
    """

    direction: str | None
    points: float
    low: float
    high: float


class StepEffect(NamedTuple):
    """At a tension of 6, moments with this step ended this many points lower (below 0) or higher than without.

    It goes together with the step; nothing says the step did it. `low` to `high` is the 80 % interval.
    """

    step: str
    points: float
    low: float
    high: float


class Record(NamedTuple):
    """Of the last `n` predictions `inside` fell in the range named beforehand.

    `error` and `same_as_last_time` are mean distances in points from what we expected, and from the rating before.
    """

    n: int
    inside: int
    error: float
    same_as_last_time: float


def expectation(posterior: Posterior, moment: Moment) -> Expectation:
    """Say between which ratings 8 of 10 such moments will lie.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        The moment to come.

    Returns
    -------
    Expectation
        The narrowest such range; `of_ten` is rounded down, and never 10.

    References
    ----------
    Gigerenzer G, Hoffrage U (1995). How to improve Bayesian reasoning without instruction. Psychol Rev 102, 684.
    """
    pmf = expect_tension(posterior, moment)
    low, high = likely_range(pmf, SHARE)
    of_ten = min(int(MOMENTS_IN_TEN * pmf[low : high + 1].sum() + 1e-9), MOMENTS_IN_TEN - 1)
    return Expectation(low, high, of_ten, max(ACQUAINTED_AFTER - posterior.n_moments, 0))


def paths(posterior: Posterior, moment: Moment) -> Paths:
    """Say how broad both paths are by now.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        When it is looked at, and with which pattern; at least one moment of that pattern was learnt from.

    Returns
    -------
    Paths
        From what was walked alone; nothing of how fast this person learns.

    References
    ----------
    docs/model.md, equations 9 and 10, and "The two paths".
    """
    known = posterior.traces[moment.pattern]
    habits = trace.reached(known, moment.at)
    old, new = (Band(*(float(bound) for bound in credible_interval(path, SHARE))) for path in habits)
    share = float(np.mean(habits.old > habits.new))
    broader = "old" if share >= SURE_OF_BROADER else "new" if share <= 1 - SURE_OF_BROADER else None
    weeks = tuple((float(day), float(before), float(beside)) for day, before, beside in known.past)
    return Paths(old, new, broader, max(LEAST_WALKED - known.n_walked, 0), weeks)


def comeback(posterior: Posterior, moment: Moment) -> float:
    """Say how much alarm the simulator expects back after rest: safety is forgotten while nothing calls it.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        The moment to come, and its pattern; at least one moment of that pattern was learnt from.

    Returns
    -------
    float
        Points of a 0 to 10 scale since the last moment, of the population and not of this person.

    References
    ----------
    docs/model.md, phenomenon 3: spontaneous recovery.
    """
    known = posterior.mechanisms[moment.pattern]
    then = mechanism.reached(known, moment._replace(at=known.at))
    return mechanism.points(mechanism.reached(known, moment), moment) - mechanism.points(then, moment)


def change(posterior: Posterior) -> Change:
    """Say whether tension has moved since the first moment.

    Parameters
    ----------
    posterior : Posterior
        What is known.

    Returns
    -------
    Change
        With a direction only when it is more than 90 % likely that tension moved that way by over half a point.
    """
    moved = tension.change_since_start(posterior.tension, posterior.last_mechanism)
    direction = None
    if posterior.n_moments and moved.below(-NOTICEABLE) > SURE_OF_CHANGE:
        direction = "lower"
    elif posterior.n_moments and 1 - moved.below(NOTICEABLE) > SURE_OF_CHANGE:
        direction = "higher"
    return Change(direction, moved.mean, moved.quantile(0.1), moved.quantile(0.9))


def step_effect(posterior: Posterior, step: str) -> StepEffect | None:
    """Say what goes together with a step, if this person's own log makes it clear; studies do not count here.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    step : str
        welcome, breathe, move or suppress.

    Returns
    -------
    StepEffect or None
        None while the 80 % interval holds 0.

    Raises
    ------
    ValueError
        When the step is unknown.
    """
    if step not in STEPS:
        raise ValueError(f"step is {step!r}, and must be one of {', '.join(STEPS)}")
    look = np.zeros(len(outcome.REGRESSORS))
    look[outcome.REGRESSORS.index(step)] = TYPICAL_TENSION
    effect = outcome.contrast(outcome.sceptical(posterior.outcome), look)
    low, high = effect.quantile(0.1), effect.quantile(0.9)
    return StepEffect(step, effect.mean, low, high) if low > 0 or high < 0 else None


def record(posterior: Posterior) -> Record | None:
    """Show how the last predictions turned out.

    Parameters
    ----------
    posterior : Posterior
        What is known.

    Returns
    -------
    Record or None
        Of at most 30 predictions; None before the second moment.
    """
    return record_of([posterior])


def record_of(posteriors: Sequence[Posterior]) -> Record | None:
    """Show how the last predictions turned out, of whichever pattern they were.

    Parameters
    ----------
    posteriors : sequence of Posterior
        One per pattern of this person.

    Returns
    -------
    Record or None
        Of the 30 that came last; None when there is none.
    """
    results = np.vstack([np.empty((0, 4)), *(posterior.recent for posterior in posteriors)])
    if not len(results):
        return None
    last = results[np.argsort(results[:, 0], kind="stable")][-N_RECENT:]
    _, inside, error, same = last.T
    return Record(len(last), int(inside.sum()), float(error.mean()), float(same.mean()))
