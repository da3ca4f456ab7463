"""Learn a filter prior from training people's diaries, leaning on the default where they are few."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.filter_prior import FilterPrior, default_prior, wide_grid
from loslaten.brain.mixture import TOP
from loslaten.brain.population import Series, walk

Floats = NDArray[np.float64]

N_FILTERS = 24  # of the wide grid's 432; more changes little
FLOOR = 0.07  # share of the weight that stays evenly spread: nobody's kind is impossible
DEFAULT_COUNTS_AS = 2.0  # people: how much the default level and weights count against what was learnt
EM_STEPS = 80


def learn_prior(diaries: Sequence[Series], n_levels: int) -> FilterPrior:
    """Fit level, filter weights and histogram to people, by empirical Bayes.

    Parameters
    ----------
    diaries : sequence of Series
        Training people's ratings.
    n_levels : int
        Levels of their scale.

    Returns
    -------
    FilterPrior
        The heaviest filters of the default and the wide grid together; the default itself when there is nobody.

    References
    ----------
    Laird N (1978). Nonparametric maximum likelihood estimation of a mixing distribution. J Am Stat Assoc 73, 805.
    """
    known = default_prior(n_levels)
    if not diaries:
        return known
    candidates = np.concatenate((known.grid, wide_grid()))
    flat = np.full(len(candidates), 1 / len(candidates))
    level_mean, level_sd = _level(diaries, known)
    broad = known._replace(grid=candidates, weights=flat, level_mean=level_mean, level_sd=level_sd)
    _, log_evidence = walk(diaries, broad, predict=False)
    start = np.concatenate((known.weights, np.zeros(len(candidates) - len(known.grid))))
    weights = mixing_weights(log_evidence, start)
    kept = np.sort(np.argsort(-weights, kind="stable")[:N_FILTERS])
    return broad._replace(
        grid=candidates[kept], weights=weights[kept] / weights[kept].sum(), histogram=_histogram(diaries, n_levels)
    )


def mixing_weights(log_evidence: Floats, default: Floats) -> Floats:
    """Find how common each filter is, by EM.

    Parameters
    ----------
    log_evidence : array, shape (person, filter)
        Up to a constant per person.
    default : array, shape (filter,)
        Weights that count as `DEFAULT_COUNTS_AS` people.

    Returns
    -------
    array, shape (filter,)
        Summing to 1, none of them 0.
    """
    n_people, n_filters = log_evidence.shape
    likelihood = np.exp(log_evidence - log_evidence.max(axis=1, keepdims=True))
    weights = np.full(n_filters, 1 / n_filters)
    for _ in range(EM_STEPS):
        share = likelihood * weights
        share /= share.sum(axis=1, keepdims=True)
        weights = (share.sum(axis=0) + DEFAULT_COUNTS_AS * default) / (n_people + DEFAULT_COUNTS_AS)
    return np.asarray((1 - FLOOR) * weights + FLOOR / n_filters)


def _level(diaries: Sequence[Series], known: FilterPrior) -> tuple[float, float]:
    """Mean and sd of people's levels in points, the default counting as a few people."""
    width = TOP / (known.n_levels - 1)
    means = np.array([diary.levels.mean() for diary in diaries]) * width
    n_people = len(means)
    total = n_people + DEFAULT_COUNTS_AS
    mean = (means.sum() + DEFAULT_COUNTS_AS * known.level_mean) / total
    square = ((means - mean) ** 2).sum() + DEFAULT_COUNTS_AS * (known.level_sd**2 + (known.level_mean - mean) ** 2)
    return float(mean), float(np.sqrt(square / total))


def _histogram(diaries: Sequence[Series], n_levels: int) -> Floats:
    counts = np.bincount(np.concatenate([diary.levels for diary in diaries]), minlength=n_levels) + 0.5
    return np.asarray(counts / counts.sum())
