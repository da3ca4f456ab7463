"""Which path is likely next: old, pause or new. A logistic choice with one Gaussian belief, learnt per person."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.moment import PATHS

Floats = NDArray[np.float64]

# Three numbers for old against pause, then three for new against pause: intercept, tension, habit. Habit pulls its own
# way (equation 12). In daily life the pull of tension is weak and differs between people, so it starts small.
PRIOR_MEAN = (0.0, 0.3, -1.0, 0.0, -0.1, 1.0)
PRIOR_VARIANCE = (0.8, 0.15, 0.3) * 2
DRIFT = 0.002  # variance per event: people change
NEWTON_STEPS = 3


class ChoiceBelief(NamedTuple):
    """A normal belief over six logits: `mean` (6,), `covariance` (6, 6)."""

    mean: Floats
    covariance: Floats


def begin() -> ChoiceBelief:
    """Believe of a new person what the prior says.

    Returns
    -------
    ChoiceBelief
        Before any choice.
    """
    return ChoiceBelief(np.array(PRIOR_MEAN), np.diag(PRIOR_VARIANCE))


def features(tension_before: float, old: float, new: float) -> Floats:
    """Describe a moment of choice.

    Parameters
    ----------
    tension_before : float
        In points, 0 to 10.
    old, new : float
        Strength of both paths, 0 to 1.

    Returns
    -------
    array, shape (3,)
        One, tension and habit, each of the order of 1.
    """
    return np.array([1.0, (tension_before - 5) / 3, 2 * (new - old)])


def _design(situation: Floats) -> Floats:
    return np.asarray(np.kron(np.eye(2), situation), dtype=np.float64)


def _softmax(logits: Floats) -> Floats:
    """Probabilities of old, pause, new from the logits of old and new; pause is the reference."""
    full = np.array([logits[0], 0.0, logits[1]])
    odds = np.exp(full - full.max())
    return np.asarray(odds / odds.sum())


def predict(belief: ChoiceBelief, situation: Floats) -> Floats:
    """Say how likely each path is.

    Parameters
    ----------
    belief : ChoiceBelief
        What is believed so far.
    situation : array, shape (3,)
        As from `features`.

    Returns
    -------
    array, shape (3,)
        Probabilities of old, pause and new, averaged over what is not known (five sigma points).

    References
    ----------
    Julier SJ, Uhlmann JK (2004). Unscented filtering and nonlinear estimation. Proc IEEE 92, 401.
    """
    design = _design(situation)
    logits = design @ belief.mean
    spread = np.linalg.cholesky(design @ belief.covariance @ design.T + 1e-9 * np.eye(2)) * np.sqrt(3)
    around = sum(_softmax(logits + side * spread[:, axis]) for axis in range(2) for side in (-1, 1))
    return np.asarray(_softmax(logits) / 3 + around / 6)


def update(belief: ChoiceBelief, situation: Floats, path: str) -> ChoiceBelief:
    """Learn from one choice, by a Laplace step.

    Parameters
    ----------
    belief : ChoiceBelief
        Before; it stays true of then.
    situation : array, shape (3,)
        As from `features`.
    path : str
        old, pause or new.

    Returns
    -------
    ChoiceBelief
        After.

    Raises
    ------
    ValueError
        When the path is unknown.
    """
    if path not in PATHS:
        raise ValueError(f"path is {path!r}, and must be one of {', '.join(PATHS)}")
    design = _design(situation)
    precision = np.linalg.inv(belief.covariance + DRIFT * np.eye(6))
    taken = np.array([path == "old", path == "new"], dtype=np.float64)
    mean, curvature = belief.mean, precision
    for _ in range(NEWTON_STEPS):
        chance = _softmax(design @ mean)[[0, 2]]
        curvature = precision + design.T @ (np.diag(chance) - np.outer(chance, chance)) @ design
        slope = design.T @ (taken - chance) - precision @ (mean - belief.mean)
        mean = mean + np.linalg.solve(curvature, slope)
    covariance = np.linalg.inv(curvature)
    return ChoiceBelief(mean, 0.5 * (covariance + covariance.T))
