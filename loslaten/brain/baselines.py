"""Six simple ways to predict the next rating, each with a spread: what the filter bank has to beat."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.mixture import TOP, normal_levels
from loslaten.brain.population import Series

Floats = NDArray[np.float64]

ALPHAS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
SPREAD_COUNTS_AS = 5.0  # ratings: the training people's spread, beside a person's own errors
HISTOGRAM_COUNTS_AS = 4.0  # ratings
TREND_FROM = 5  # ratings before a line is worth drawing


class Training(NamedTuple):
    """What training people tell the baselines: points for the levels, points² for the variances."""

    mean: float
    between: float
    within: float
    alpha: float
    carry: float
    histogram: Floats

    @property
    def n_levels(self) -> int:
        """Levels of the scale."""
        return len(self.histogram)


def in_points(series: Series, n_levels: int) -> Floats:
    """Put a series' levels on the 0 to 10 scale.

    Parameters
    ----------
    series : Series
        One person's ratings.
    n_levels : int
        Levels of the scale.

    Returns
    -------
    array, shape (event,)
        Points.
    """
    return np.asarray(series.levels * (TOP / (n_levels - 1)), dtype=np.float64)


def untrained(n_levels: int) -> Training:
    """Give broad defaults for a file with a single person, where there is nobody to train on.

    Parameters
    ----------
    n_levels : int
        Levels of the scale.

    Returns
    -------
    Training
        Round numbers in the middle of what diary studies report.
    """
    return Training(4.2, 4.8, 4.0, 0.3, 0.4, np.full(n_levels, 1 / n_levels))


def train(diaries: Sequence[Series], n_levels: int) -> Training:
    """Tune the baselines on training people.

    Parameters
    ----------
    diaries : sequence of Series
        Their ratings.
    n_levels : int
        Levels of the scale.

    Returns
    -------
    Training
        Defaults when there is nobody.
    """
    if not diaries:
        return untrained(n_levels)
    points = [in_points(series, n_levels) for series in diaries]
    means = np.array([person.mean() for person in points])
    within = np.mean([person.var(ddof=1) for person in points if len(person) > 1] or [4.0])
    between = max(means.var() - within * np.mean([1 / len(person) for person in points]), 0.05)
    counts = np.bincount(np.concatenate([series.levels for series in diaries]), minlength=n_levels) + 0.5
    mistakes = [sum(np.abs(ewma(person, alpha) - person[1:]).sum() for person in points) for alpha in ALPHAS]
    return Training(
        mean=float(means.mean()),
        between=float(between),
        within=max(float(within), 0.05),
        alpha=ALPHAS[int(np.argmin(mistakes))],
        carry=_carry([person - person.mean() for person in points]),
        histogram=counts / counts.sum(),
    )


def _carry(deviations: Sequence[Floats]) -> float:
    """How much of a deviation from the person's mean is left one rating later."""
    product = sum(float(person[1:] @ person[:-1]) for person in deviations)
    square = sum(float(person[:-1] @ person[:-1]) for person in deviations)
    # People's own means are fitted to the same ratings, which makes the carry look a little too small.
    return product / square + 0.02 if square > 0 else 0.0


def ewma(points: Floats, alpha: float) -> Floats:
    """Smooth exponentially.

    Parameters
    ----------
    points : array, shape (event,)
        Ratings.
    alpha : float
        Weight of the newest, 0 to 1.

    Returns
    -------
    array, shape (event - 1,)
        What is expected of each rating from the second on.
    """
    smooth = np.empty(max(len(points) - 1, 0))
    level = points[0]
    for i in range(len(smooth)):
        level += alpha * (points[i] - level)
        smooth[i] = level
    return smooth


def _past_mean(points: Floats) -> Floats:
    return np.cumsum(points)[:-1] / np.arange(1, len(points))


def _trend(points: Floats, times: Floats) -> Floats:
    """Draw the least-squares line through all ratings so far, and follow it one further."""
    since = times - times[0]
    n = np.arange(1, len(points))
    mean, mean_time = _past_mean(points), np.cumsum(since)[:-1] / n
    spread = np.cumsum(since**2)[:-1] - n * mean_time**2
    together = np.cumsum(since * points)[:-1] - n * mean_time * mean
    line = mean + together / np.maximum(spread, 1e-9) * (since[1:] - mean_time)
    return np.where(n >= TREND_FROM, np.clip(line, 0, TOP), mean)


def _random_intercept(points: Floats, training: Training) -> Floats:
    n = np.arange(1, len(points))
    shrunk = (training.mean / training.between + np.cumsum(points)[:-1] / training.within) / (
        1 / training.between + n / training.within
    )
    return shrunk + training.carry * (points[:-1] - shrunk)


def _with_spread(expected: Floats, points: Floats, training: Training) -> Floats:
    """Put a normal around each expectation, as wide as the errors so far."""
    squares = np.cumsum((expected - points[1:]) ** 2)
    so_far = np.concatenate(([0.0], squares[:-1]))
    n = np.arange(len(expected))
    sds = np.sqrt((so_far + SPREAD_COUNTS_AS * training.within) / (n + SPREAD_COUNTS_AS))
    return normal_levels(expected, sds, training.n_levels)


def _histogram(levels: NDArray[np.int64], training: Training) -> Floats:
    seen = np.cumsum(np.eye(training.n_levels)[levels], axis=0)[:-1]
    counts = seen + HISTOGRAM_COUNTS_AS * training.histogram
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def predictions(series: Series, training: Training) -> dict[str, Floats]:
    """Predict every rating from the second on, from those before it.

    Parameters
    ----------
    series : Series
        One person's ratings, at least two.
    training : Training
        What other people told.

    Returns
    -------
    dict
        Baseline's name to probabilities, shape (event - 1, level).

    References
    ----------
    Gneiting T, Raftery AE (2007). Strictly proper scoring rules, prediction, and estimation. J Am Stat Assoc 102, 359.
    """
    points = in_points(series, training.n_levels)
    expect: dict[str, Callable[[], Floats]] = {
        "last value": lambda: points[:-1],
        "running mean": lambda: _past_mean(points),
        "EWMA": lambda: ewma(points, training.alpha),
        "linear trend": lambda: _trend(points, series.times),
        "random-intercept AR(1)": lambda: _random_intercept(points, training),
    }
    spread = {name: _with_spread(expected(), points, training) for name, expected in expect.items()}
    return spread | {"personal histogram": _histogram(series.levels, training)}
