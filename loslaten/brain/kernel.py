"""The inner loop of the filter bank, compiled. Import it late: it brings Numba along.

Every function works on one person and changes the arrays it is given; `filter` and `population` wrap it in values.
A state is (means (filter, state), covariances (filter, state, state), log_weights (filter,)).
"""

import math
from typing import Any

import numpy as np
from numba import njit

from loslaten.brain.filter_prior import (
    COS,
    FAST,
    FAST_DAYS,
    FAST_SD,
    HISTOGRAM_EVENTS,
    HISTOGRAM_SHARE,
    LEVEL,
    LEVEL_DRIFT,
    N_CORE,
    NOISE_SD,
    OUTLIER_SHARE,
    OUTLIER_WIDTH,
    SIN,
    SLOW,
    SLOW_DAYS,
    SLOW_SD,
)

TINY = 1e-12  # mass below which the moments of a truncated normal are no longer worth computing
NEGLIGIBLE = 1e-4  # weight below which a filter is left out of a prediction
compiled: Any = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def _below(x):  # type: ignore[no-untyped-def]
    """Mass of the standard normal below x."""
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@compiled
def _density(x):  # type: ignore[no-untyped-def]
    """Height of the standard normal at x; 0 at an open end."""
    return math.exp(-0.5 * x * x) * 0.3989422804014327


@compiled
def _truncated(low, high):  # type: ignore[no-untyped-def]
    """Mass, mean and variance of a standard normal cut to [low, high]; either end may be infinite."""
    mass = _below(-low) - _below(-high) if low > 0 else _below(high) - _below(low)
    if mass < TINY:
        return TINY, *_far_away(low, high)
    tilt_low = low * _density(low) if low > -math.inf else 0.0
    tilt_high = high * _density(high) if high < math.inf else 0.0
    mean = (_density(low) - _density(high)) / mass
    return mass, mean, max(1.0 + (tilt_low - tilt_high) / mass - mean * mean, 1e-6)


@compiled
def _far_away(low, high):  # type: ignore[no-untyped-def]
    """Mean and variance where the normal has practically no mass: at the open bin's edge, or mid-bin."""
    if low == -math.inf:
        return high, 1e-3
    if high == math.inf:
        return low, 1e-3
    return 0.5 * (low + high), (high - low) ** 2 / 12.0


@compiled
def _surprise(variance, noise_sd, low, high):  # type: ignore[no-untyped-def]
    """Weigh ordinary noise against an outlier: log evidence, pull on the mean, shrinkage of the covariance."""
    # low and high are the bin's edges minus the expected rating; variance is that of the expectation itself.
    ordinary, wide = variance + noise_sd**2, variance + (OUTLIER_WIDTH * noise_sd) ** 2
    sd, wide_sd = math.sqrt(ordinary), math.sqrt(wide)
    mass, mean, left = _truncated(low / sd, high / sd)
    wide_mass, wide_mean, wide_left = _truncated(low / wide_sd, high / wide_sd)
    total = (1 - OUTLIER_SHARE) * mass + OUTLIER_SHARE * wide_mass
    share = (1 - OUTLIER_SHARE) * mass / total
    pull, wide_pull = mean / sd, wide_mean / wide_sd
    mixed = share * pull + (1 - share) * wide_pull
    spread = share * (pull - mixed) ** 2 + (1 - share) * (wide_pull - mixed) ** 2
    shrink = share * (1 - left) / ordinary + (1 - share) * (1 - wide_left) / wide - spread
    return math.log(total), mixed, shrink


@compiled
def _fade(mean, covariance, element, left):  # type: ignore[no-untyped-def]
    """Let one element of the state keep only the share `left` of itself."""
    mean[element] *= left
    for i in range(len(mean)):
        covariance[element, i] *= left
        covariance[i, element] *= left


@compiled
def _wait(mean, covariance, row, gap):  # type: ignore[no-untyped-def]
    """Let `gap` days pass for one filter: both swings fade to their middle, the level drifts."""
    fast, slow = math.exp(-gap / row[FAST_DAYS]), math.exp(-gap / row[SLOW_DAYS])
    _fade(mean, covariance, FAST, fast)
    _fade(mean, covariance, SLOW, slow)
    covariance[FAST, FAST] += row[FAST_SD] ** 2 * (1 - fast**2)
    covariance[SLOW, SLOW] += row[SLOW_SD] ** 2 * (1 - slow**2)
    covariance[LEVEL, LEVEL] += LEVEL_DRIFT * gap


@compiled
def _see(mean, covariance, sight):  # type: ignore[no-untyped-def]
    """Say what a look at the state shows: mean and variance; its covariance with each element goes into `towards`."""
    look, towards = sight  # room for towards is made once, not for every filter
    expected, variance = 0.0, 0.0
    for i in range(len(look)):
        towards[i] = 0.0
        for j in range(len(look)):
            towards[i] += covariance[i, j] * look[j]
        expected += mean[i] * look[i]
        variance += towards[i] * look[i]
    return expected, variance


@compiled
def observe(mean, covariance, sight, bin_):  # type: ignore[no-untyped-def]
    """Take in one rating for one filter, in place.

    Parameters
    ----------
    mean, covariance : arrays, shape (state,) and (state, state)
        Changed.
    sight : tuple of arrays, each (state,)
        How much of each element the rating shows, and room to work in.
    bin_ : tuple of float
        Lower edge, upper edge, sd of the noise, in points.

    Returns
    -------
    float
        The log evidence.

    References
    ----------
    Tobin J (1958). Estimation of relationships for limited dependent variables. Econometrica 26, 24.
    Alspach DL, Sorenson HW (1972). Nonlinear Bayesian estimation using Gaussian sum approximations. IEEE Trans Autom
    Control 17, 439.
    """
    low, high, noise_sd = bin_
    towards = sight[1]
    expected, variance = _see(mean, covariance, sight)
    evidence, pull, shrink = _surprise(variance, noise_sd, low - expected, high - expected)
    for i in range(len(mean)):
        mean[i] += towards[i] * pull
        for j in range(len(mean)):
            covariance[i, j] -= towards[i] * towards[j] * shrink
    return evidence


@compiled
def look_at(at, extras):  # type: ignore[no-untyped-def]
    """Say which elements of the state a rating at this moment shows, and how much of each.

    Parameters
    ----------
    at : float
        In days.
    extras : array, shape (extra,)
        Regressors of the static elements.

    Returns
    -------
    array, shape (state,)
        Ones, sine and cosine of the day, then the extras.
    """
    look = np.ones(N_CORE + len(extras))
    look[SIN] = math.sin(2 * math.pi * at)
    look[COS] = math.cos(2 * math.pi * at)
    look[N_CORE:] = extras
    return look


@compiled
def _add_bins(pmf, weight, spread, edges):  # type: ignore[no-untyped-def]
    """Add one normal, cut into the rating's levels, to a prediction. `spread` is (mean, sd)."""
    mean, sd = spread
    before = 0.0
    for level in range(len(pmf)):
        mass = _below((edges[level + 1] - mean) / sd) if level + 1 < len(pmf) else 1.0
        pmf[level] += weight * (mass - before)
        before = mass


@compiled
def _foresee(state, grid, look, edges):  # type: ignore[no-untyped-def]
    """Mix the filters into one distribution over the levels of the next rating, shape (level,)."""
    means, covariances, log_weights = state
    pmf, sight = np.zeros(len(edges) - 1), (look, np.empty(len(look)))
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    for g in range(len(grid)):
        if weights[g] > NEGLIGIBLE:
            expected, variance = _see(means[g], covariances[g], sight)
            noise = grid[g, NOISE_SD]
            ordinary = (expected, math.sqrt(variance + noise**2))
            wide = (expected, math.sqrt(variance + (OUTLIER_WIDTH * noise) ** 2))
            _add_bins(pmf, weights[g] * (1 - OUTLIER_SHARE), ordinary, edges)
            _add_bins(pmf, weights[g] * OUTLIER_SHARE, wide, edges)
    return pmf / pmf.sum()


@compiled
def _blend(pmf, counts, histogram):  # type: ignore[no-untyped-def]
    """Mix a prediction with the person's own histogram of ratings, so that favourite numbers are expected."""
    usual = (counts + HISTOGRAM_EVENTS * histogram) / (counts.sum() + HISTOGRAM_EVENTS)
    return (1 - HISTOGRAM_SHARE) * pmf + HISTOGRAM_SHARE * usual


@compiled
def _age(state, grid, gap):  # type: ignore[no-untyped-def]
    """Let `gap` days pass for the whole bank."""
    means, covariances, _ = state
    for g in range(len(grid)):
        _wait(means[g], covariances[g], grid[g], gap)


@compiled
def take_in(state, grid, look, bin_):  # type: ignore[no-untyped-def]
    """Update the whole bank, in place, with a rating that lies between (low, high).

    Returns
    -------
    array, shape (filter,)
        The log weights, the best of them 0.
    """
    means, covariances, log_weights = state
    sight = (look, np.empty(len(look)))
    for g in range(len(grid)):
        within = (bin_[0], bin_[1], grid[g, NOISE_SD])
        log_weights[g] += observe(means[g], covariances[g], sight, within)
    log_weights -= log_weights.max()
    return log_weights


@compiled
def walk(moments, state, prior, predictions):  # type: ignore[no-untyped-def]
    """Walk one person's ratings in order, writing before each what was expected of it.

    `moments` is (times (n,) in days, levels (n,), extras (n, extra)); `prior` is (grid, histogram, edges);
    `predictions` is (n, level), or (0, level) to skip predicting.

    Returns
    -------
    array, shape (n, level)
        The same `predictions`, filled.

    References
    ----------
    Chen R, Liu JS (2000). Mixture Kalman filters. J R Stat Soc B 62, 493.
    """
    times, levels, extras = moments
    grid, histogram, edges = prior
    counts = np.zeros(len(histogram))
    for i in range(len(times)):
        if i > 0:
            _age(state, grid, times[i] - times[i - 1])
        look = look_at(times[i], extras[i])
        if len(predictions) > 0:
            predictions[i] = _blend(_foresee(state, grid, look, edges), counts, histogram)
        take_in(state, grid, look, (edges[levels[i]], edges[levels[i] + 1]))
        counts[levels[i]] += 1
    return predictions


@compiled
def _gather(people, person, state):  # type: ignore[no-untyped-def]
    """Copy one person out of arrays that have people last."""
    means, covariances, log_weights = state
    for g in range(means.shape[0]):
        log_weights[g] = people[2][g, person]
        pair = 0
        for i in range(means.shape[1]):
            means[g, i] = people[0][g, i, person]
            for j in range(i, means.shape[1]):
                covariances[g, i, j] = covariances[g, j, i] = people[1][g, pair, person]
                pair += 1


@compiled
def _scatter(state, person, people):  # type: ignore[no-untyped-def]
    """Copy one person back into arrays that have people last."""
    means, covariances, log_weights = state
    for g in range(means.shape[0]):
        people[2][g, person] = log_weights[g]
        pair = 0
        for i in range(means.shape[1]):
            people[0][g, i, person] = means[g, i]
            for j in range(i, means.shape[1]):
                people[1][g, pair, person] = covariances[g, i, j]
                pair += 1


@compiled
def meet(people, moments, prior, told):  # type: ignore[no-untyped-def]
    """Update in place each person in `span` with at most one moment; a level of -1 means that nothing was logged.

    `people` is (means, upper triangles, log_weights, counts, at); `moments` is (times (person,), levels (person,),
    extras (extra, person)); `told` is (predictions (level, person), span).

    Returns
    -------
    array, shape (level, person)
        The same predictions, filled for the span.
    """
    times, levels, extras = moments
    predictions, span = told
    grid, histogram, edges = prior
    n_filters, n_state, _ = people[0].shape
    state = (np.empty((n_filters, n_state)), np.empty((n_filters, n_state, n_state)), np.empty(n_filters))
    for person in range(span[0], span[1]):
        level = levels[person]
        if level < 0:
            continue
        _gather(people, person, state)
        if not math.isnan(people[4][person]):
            _age(state, grid, times[person] - people[4][person])
        look = look_at(times[person], extras[:, person])
        predictions[:, person] = _blend(_foresee(state, grid, look, edges), people[3][:, person], histogram)
        take_in(state, grid, look, (edges[level], edges[level + 1]))
        _scatter(state, person, people)
        people[3][level, person] += 1
        people[4][person] = times[person]
    return predictions


@compiled
def look_back(people, moments, noise_sds, span):  # type: ignore[no-untyped-def]
    """Update in place what is left of the tension for each person in `span`; a level of -1 means none was logged.

    `people` is (means (noise, weight, person), covariances (noise, weight, weight, person), log_weights (noise,
    person)); `moments` is (looks (weight, person), levels (person,), edges).

    Returns
    -------
    array, shape (noise, person)
        The same log weights, brought up to date for the span.
    """
    means, covariances, log_weights = people
    looks, levels, edges = moments
    for person in range(span[0], span[1]):
        level = levels[person]
        if level < 0:
            continue
        sight = (looks[:, person].copy(), np.empty(looks.shape[0]))
        for noise in range(len(noise_sds)):
            mean, covariance = means[noise, :, person].copy(), covariances[noise, :, :, person].copy()
            bin_ = (edges[level], edges[level + 1], noise_sds[noise])
            log_weights[noise, person] += observe(mean, covariance, sight, bin_)
            means[noise, :, person], covariances[noise, :, :, person] = mean, covariance
        log_weights[:, person] -= log_weights[:, person].max()
    return log_weights
