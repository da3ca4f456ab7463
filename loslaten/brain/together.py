"""What goes together with softening: differences within one person, drawn towards that person's own mean.

Many things are looked at at once (movements, breath, time of day, places), most of them a few times only. So each
difference is pulled to zero as far as the others say that little differs here, and named only when its interval leaves
zero out. It goes together; nothing says that it is the cause. docs/model.md tells how often this is wrong.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.mixture import normal_below

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]

LEAST = 5  # times with it, and times without; fewer say nothing
APART = 0  # the kind of marks that may be there together, such as places
INTERVAL = 0.98  # of the differences that are named; chosen by simulation, docs/model.md
NOISE_SDS = np.array([0.5, 0.75, 1.1, 1.6, 2.3, 3.3])  # points, around what is expected of one time (assumption)
SPREADS = np.array([0.05, 0.15, 0.3, 0.6, 1.2])  # points, how far things differ for one person (assumption)
SPREAD_WEIGHTS = np.array([0.3, 0.25, 0.2, 0.15, 0.1])  # most often little differs (assumption)
# Intercept, share of the tension before that goes, and what changed along the way: mean and sd (assumptions; the
# first two follow brain.outcome).
COMMON_MEAN = np.array([0.5, 0.15, 0.0])
COMMON_SD = np.array([1.5, 0.25, 1.0])
STRETCH_D = 7  # days that have a good or a bad spell in common, at the least
MOST_STRETCHES = 26
STRETCH_SD = 0.6  # points (assumption)
NEGLIGIBLE = 1e-6  # a weight that moves no quantile
FINE = 1e-3  # points; a quantile need not be told better


class Times(NamedTuple):
    """Rated times of one person: `before`, `after` (time,) 0 to 10, `days` (time,), and `marks` (time, mark).

    `kinds` (mark,) says which marks exclude each other: those of one kind do, those of the kind `APART` do not.
    """

    before: Floats
    after: Floats
    days: Floats
    marks: Marks
    kinds: Ints


class Difference(NamedTuple):
    """One mark: tension was lower after `lower` of `n` times, on average by `drop` points.

    Compared with this person's other times that is `middle` points more, or less below zero, within `low` to `high`.
    """

    mark: int
    n: int
    lower: int
    drop: float
    low: float
    middle: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def differences(times: Times, *, interval: float = INTERVAL) -> list[Difference]:
    """Compare every mark with the other times of the same person.

    Partial pooling: the differences come from a normal around zero whose spread is learnt from all of them together,
    over a grid of spreads and noises. What the tension was before, and a slow change along the way, are taken out.

    Parameters
    ----------
    times : Times
        Of one person.
    interval : float
        Probability of each interval.

    Returns
    -------
    list of Difference
        Of the marks with at least `LEAST` times with and `LEAST` times without; those that lie furthest from zero,
        in units of their own width, first.

    References
    ----------
    Gelman A, Hill J, Yajima M (2012). Why we (usually) don't have to worry about multiple comparisons. J Res Educ Eff
    5, 189.
    Robinson GK (1991). That BLUP is a good thing: the estimation of random effects. Stat Sci 6, 15.
    """
    counts = times.marks.sum(axis=0)
    told = np.flatnonzero((counts >= LEAST) & (len(times.marks) - counts >= LEAST))
    if not len(told):
        return []
    weights, means, sds = _contrasts(times, _looks(times, counts)[told])
    low, high = (_quantiles(weights, means, sds, share) for share in ((1 - interval) / 2, (1 + interval) / 2))
    middle, drop = weights @ means, times.before - times.after
    found = []
    for place, mark in enumerate(told):
        mine = drop[times.marks[:, mark]]
        ends = float(low[place]), float(middle[place]), float(high[place])
        found.append(Difference(int(mark), len(mine), int((mine > 0).sum()), float(mine.mean()), *ends))
    return sorted(found, key=lambda one: -abs(one.middle) / max(one.high - one.low, FINE))


def _quantiles(weights: Floats, means: Floats, sds: Floats, share: float) -> Floats:
    """Find for every mixture (pair, mixture) the point below which this share lies, by bisection of all at once."""
    low, high = (means - 9 * sds).min(axis=0), (means + 9 * sds).max(axis=0)
    while (high - low).max() > FINE:
        middle = 0.5 * (low + high)
        short = weights @ normal_below((middle - means) / sds) < share
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray(0.5 * (low + high))


def _looks(times: Times, counts: Ints) -> Floats:
    """Say for each mark which weights to compare: its own, minus those of the same kind as often as they came."""
    alike = (times.kinds[:, None] == times.kinds) & (times.kinds[:, None] != APART)
    others = np.where(alike & ~np.eye(len(counts), dtype=bool), counts, 0)
    without = np.maximum(len(times.marks) - counts, 1)
    return np.asarray(np.eye(len(counts)) - others / without[:, None])


def _design(times: Times) -> tuple[Floats, Floats]:
    """Write what every time has: in common (3), a stretch of days, its marks; and the sd of each but the marks."""
    along = times.days - times.days.min()
    span = max(float(along.max()), 1.0)
    n_stretches = int(np.clip(np.ceil(span / STRETCH_D), 1, MOST_STRETCHES))
    stretch = np.minimum(along / span * n_stretches, n_stretches - 1).astype(int)
    common = np.column_stack([np.ones(len(along)), times.before - 5, 2 * along / span - 1])
    design = np.hstack([common, np.eye(n_stretches)[stretch], times.marks])
    return design, np.concatenate([COMMON_SD, np.full(n_stretches, STRETCH_SD)])


def _contrasts(times: Times, looks: Floats) -> tuple[Floats, Floats, Floats]:
    """Weigh every pair (pair,) of noise and spread; give each difference's mean and sd in it, both (pair, look)."""
    design, known = _design(times)
    left = times.before - times.after - design[:, : len(COMMON_MEAN)] @ COMMON_MEAN
    squares, towards, rest = design.T @ design, design.T @ left, float(left @ left)
    spread, noise = (axis.ravel() for axis in np.meshgrid(SPREADS, NOISE_SDS, indexing="ij"))
    n_marks = looks.shape[1]
    sds = np.hstack([np.tile(known, (len(spread), 1)), np.repeat(spread[:, None], n_marks, axis=1)])
    precision = 1 / np.square(noise)
    inner = np.eye(len(squares)) + sds[:, :, None] * squares * sds[:, None, :] * precision[:, None, None]
    covariances = sds[:, :, None] * np.linalg.inv(inner) * sds[:, None, :]
    means = (covariances @ towards) * precision[:, None]
    misfit = np.linalg.slogdet(inner)[1] - len(left) * np.log(precision) + precision * (rest - means @ towards)
    log = np.log(np.repeat(SPREAD_WEIGHTS, len(NOISE_SDS))) - 0.5 * misfit
    weights = np.exp(log - log.max())
    kept = weights > NEGLIGIBLE * weights.sum()
    weights, of_marks = weights[kept] / weights[kept].sum(), slice(-n_marks, None)
    variances = np.einsum("li,pij,lj->pl", looks, covariances[kept, of_marks, of_marks], looks, optimize=True)
    return weights, means[kept, of_marks] @ looks.T, np.sqrt(np.maximum(variances, 1e-12))
