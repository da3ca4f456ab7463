"""One rating taken in by several normal beliefs at once: the same numbers as the compiled loop, without Numba.

The compiled loop in `kernel` is for many people or many ratings; somebody who logs one moment should not wait for a
compiler, nor should a small machine hold one in memory.
"""

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.filter_prior import OUTLIER_SHARE, OUTLIER_WIDTH
from loslaten.brain.mixture import normal_below

Floats = NDArray[np.float64]
TINY = 1e-12  # mass below which the moments of a truncated normal are no longer worth computing
LEAST_VARIANCE = 1e-6


def _density(x: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * x * x) * 0.3989422804014327)


def _tilt(x: Floats, density: Floats) -> Floats:
    """x·φ(x), 0 at an open end."""
    return np.where(np.isfinite(x), x, 0.0) * density


def _far_away(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Mean and variance where the normal has practically no mass: at the open bin's edge, or mid-bin."""
    finite_low, finite_high = np.where(np.isfinite(low), low, high), np.where(np.isfinite(high), high, low)
    width = finite_high - finite_low
    return 0.5 * (finite_low + finite_high), np.where(width > 0, width**2 / 12.0, 1e-3)


def truncated(low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    """Give mass, mean and variance of standard normals cut to bins.

    Parameters
    ----------
    low, high : arrays, any shape
        Edges; either may be infinite.

    Returns
    -------
    mass, mean, variance : arrays, same shape
        As `kernel._truncated` gives them one by one.

    References
    ----------
    Tobin J (1958). Estimation of relationships for limited dependent variables. Econometrica 26, 24.
    """
    upper = low > 0  # in the upper tail the difference is taken on the other side, where it keeps its digits
    mass = normal_below(np.where(upper, -low, high)) - normal_below(np.where(upper, -high, low))
    at_low, at_high = _density(low), _density(high)
    some = np.maximum(mass, TINY)
    mean = (at_low - at_high) / some
    variance = np.maximum(1.0 + (_tilt(low, at_low) - _tilt(high, at_high)) / some - mean * mean, LEAST_VARIANCE)
    far_mean, far_variance = _far_away(low, high)
    near = mass >= TINY
    return some, np.where(near, mean, far_mean), np.where(near, variance, far_variance)


def observe(
    means: Floats, covariances: Floats, look: Floats, within: tuple[float, float, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Let each belief take in one rating.

    Parameters
    ----------
    means, covariances : arrays, shape (belief, state) and (belief, state, state)
        Before; they stay as they are.
    look : array, shape (state,)
        How much of each element the rating shows.
    within : tuple
        Lower and upper edge of the rating's bin, and the sd of each belief's noise (belief,), in points.

    Returns
    -------
    means, covariances, evidence : arrays
        After, and the log evidence (belief,).

    References
    ----------
    docs/model.md, equations B3 and B5.
    """
    low, high, noise = within
    towards = covariances @ look
    expected, variance = means @ look, towards @ look
    spread = variance + np.square(np.stack([noise, OUTLIER_WIDTH * noise]))  # (ordinary and outlier, belief)
    sd = np.sqrt(spread)
    mass, mean, left = truncated((low - expected) / sd, (high - expected) / sd)
    shares = np.array([[1 - OUTLIER_SHARE], [OUTLIER_SHARE]]) * mass
    total = shares.sum(axis=0)
    shares = shares / total
    pulls = mean / sd
    pull = (shares * pulls).sum(axis=0)
    shrink = (shares * ((1 - left) / spread - (pulls - pull) ** 2)).sum(axis=0)
    outer = towards[:, :, None] * towards[:, None, :]
    return means + towards * pull[:, None], covariances - outer * shrink[:, None, None], np.log(total)
