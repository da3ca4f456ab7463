"""After-tension: what is left of the tension, given the steps that were taken."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import censored
from loslaten.brain.mixture import Mixture, level_edges
from loslaten.brain.moment import STEPS, Moment, check_rating

Floats = NDArray[np.float64]

NOISE_SDS = np.array([0.6, 1.0, 1.6])  # points; which of them fits is learnt (assumption)
REGRESSORS = ("intercept", "carry", *STEPS, "old")
# Each step's weight is the share of the tension it takes away (below 0) or adds. Means and sds: welcome after
# Webb 2012, breathe after Fincham 2023, the others are assumptions; docs/model.md.
PRIOR_MEAN = (0.3, 0.88, -0.10, -0.14, -0.05, 0.0, -0.20)
PRIOR_SD = (0.5, 0.12, 0.12, 0.12, 0.10, 0.10, 0.15)


class OutcomeBelief(NamedTuple):
    """One normal belief per noise: `means` (noise, 7), `covariances` (noise, 7, 7), `log_weights` (noise,)."""

    means: Floats
    covariances: Floats
    log_weights: Floats


def begin() -> OutcomeBelief:
    """Believe of a new person what the prior says.

    Returns
    -------
    OutcomeBelief
        Before any rating.

    References
    ----------
    Webb TL, Miles E, Sheeran P (2012). Dealing with feeling. Psychol Bull 138, 775.
    Fincham GW et al. (2023). Effect of breathwork on stress and mental health. Sci Rep 13, 432.
    """
    n_noise = len(NOISE_SDS)
    return OutcomeBelief(
        np.tile(PRIOR_MEAN, (n_noise, 1)), np.tile(np.diag(np.square(PRIOR_SD)), (n_noise, 1, 1)), np.zeros(n_noise)
    )


def features(tension_before: float, steps: Sequence[str], path: str | None) -> Floats:
    """Describe what was done with the tension.

    Parameters
    ----------
    tension_before : float
        In points.
    steps : sequence of str
        Among welcome, breathe, move, suppress.
    path : str or None
        old, pause or new.

    Returns
    -------
    array, shape (7,)
        In the order of `REGRESSORS`.

    Raises
    ------
    ValueError
        When a step is unknown.
    """
    for step in steps:
        if step not in STEPS:
            raise ValueError(f"steps has {step!r}, and knows only {', '.join(STEPS)}")
    done = [float(step in steps) for step in STEPS]
    return np.array([1.0, *(tension_before * share for share in (1.0, *done, float(path == "old")))])


def sceptical(belief: OutcomeBelief) -> OutcomeBelief:
    """Take the studies' hope out of the steps: what this log says to somebody who expected nothing of them.

    The likelihood stays; the prior mean of each step becomes 0 with the same sd. For normal beliefs that moves the
    mean by P·Λ₀·(μ₀ − 0), with P the covariance now and Λ₀ the prior precision.

    Parameters
    ----------
    belief : OutcomeBelief
        What is believed so far, from `begin` on.

    Returns
    -------
    OutcomeBelief
        With the same covariances and noise weights.

    References
    ----------
    Spiegelhalter DJ, Abrams KR, Myles JP (2004). Bayesian approaches to clinical trials, chapter 5: sceptical priors.
    """
    hope = np.where(np.isin(REGRESSORS, STEPS), PRIOR_MEAN, 0.0) / np.square(PRIOR_SD)
    return belief._replace(means=belief.means - belief.covariances @ hope)


def contrast(belief: OutcomeBelief, look: Floats, *, with_noise: bool = False) -> Mixture:
    """Give the distribution of one combination of the weights.

    Parameters
    ----------
    belief : OutcomeBelief
        What is believed so far.
    look : array, shape (7,)
        How much of each weight.
    with_noise : bool
        Add the noise of a single rating.

    Returns
    -------
    Mixture
        In points.
    """
    weights = np.exp(belief.log_weights - belief.log_weights.max())
    variances = np.einsum("i,gij,j->g", look, belief.covariances, look) + with_noise * NOISE_SDS**2
    return Mixture(weights / weights.sum(), belief.means @ look, np.sqrt(np.maximum(variances, 1e-12)))


def predict(belief: OutcomeBelief, situation: Floats) -> Floats:
    """Say how likely each level of the tension afterwards is.

    Parameters
    ----------
    belief : OutcomeBelief
        What is believed so far.
    situation : array, shape (7,)
        As from `features`.

    Returns
    -------
    array, shape (11,)
        Probabilities.
    """
    return contrast(belief, situation, with_noise=True).levels(11)


def update(belief: OutcomeBelief, moment: Moment) -> OutcomeBelief:
    """Learn from one tension afterwards.

    Parameters
    ----------
    belief : OutcomeBelief
        Before; it stays true of then.
    moment : Moment
        With `tension_after`; without it nothing is learnt.

    Returns
    -------
    OutcomeBelief
        After.
    """
    if moment.tension_after is None:
        return belief
    check_rating(moment.tension_before, "tension_before")
    check_rating(moment.tension_after, "tension_after")
    look = features(moment.tension_before, moment.steps, moment.path)
    level, edges = int(moment.tension_after), level_edges(11)
    within = (edges[level], edges[level + 1], NOISE_SDS)
    means, covariances, evidence = censored.observe(belief.means, belief.covariances, look, within)
    log_weights = belief.log_weights + evidence
    return OutcomeBelief(means, covariances, log_weights - log_weights.max())
