"""Before-tension: a bank of filters that follow one person's ratings and say what to expect of the next.

Each filter takes tension as a level, a fast and a slow swing, and a daily rhythm; the bank weighs how fast, how slow
and how noisy this person is. docs/model.md has the equations.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import censored
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
    FilterPrior,
)
from loslaten.brain.mixture import Mixture, level_edges
from loslaten.brain.moment import Moment, check

Floats = NDArray[np.float64]

MECHANISM, START = "mechanism", "start"


class Belief(NamedTuple):
    """What is believed of one person's tension.

    `means` (filter, state), `covariances` (filter, state, state), `log_weights` (filter,) up to a constant,
    `counts` (level,) of the ratings so far, `at` the last of them in days (nan before the first), `extras` the names
    of the static elements that follow the five core ones.
    """

    prior: FilterPrior
    means: Floats
    covariances: Floats
    log_weights: Floats
    counts: Floats
    at: float
    extras: tuple[str, ...]

    @property
    def weights(self) -> Floats:
        """Share of belief in each filter, shape (filter,)."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        return np.asarray(weights / weights.sum())


def begin(prior: FilterPrior, *, extras: bool = True) -> Belief:
    """Believe of a new person what the prior says.

    Parameters
    ----------
    prior : FilterPrior
        The bank and its weights.
    extras : bool
        Also follow the simulator's output (its weight starts at 0) and remember where the person started.

    Returns
    -------
    Belief
        Before any rating.
    """
    n_filters = len(prior.grid)
    means = np.zeros((n_filters, N_CORE))
    means[:, LEVEL] = prior.level_mean
    covariances = np.zeros((n_filters, N_CORE, N_CORE))
    covariances[:, LEVEL, LEVEL] = prior.level_sd**2
    covariances[:, FAST, FAST] = prior.grid[:, FAST_SD] ** 2
    covariances[:, SLOW, SLOW] = prior.grid[:, SLOW_SD] ** 2
    covariances[:, SIN, SIN] = covariances[:, COS, COS] = prior.daytime_sd**2
    counts = np.zeros(prior.n_levels)
    belief = Belief(prior, means, covariances, np.log(prior.weights), counts, float("nan"), ())
    return _remember_start(with_static(belief, MECHANISM, prior.mechanism_sd)) if extras else belief


def with_static(belief: Belief, name: str, sd: float) -> Belief:
    """Add one static weight to the state, around 0; until it is looked at it changes nothing.

    Parameters
    ----------
    belief : Belief
        Unchanged.
    name : str
        What the weight belongs to.
    sd : float
        How large it may well be, in points per unit of its regressor.

    Returns
    -------
    Belief
        With one more element of state.
    """
    means = np.pad(belief.means, ((0, 0), (0, 1)))
    covariances = np.pad(belief.covariances, ((0, 0), (0, 1), (0, 1)))
    covariances[:, -1, -1] = sd**2
    return belief._replace(means=means, covariances=covariances, extras=(*belief.extras, name))


def _remember_start(belief: Belief) -> Belief:
    """Keep a copy of level + slow swing in the state, so that change since the start has an exact distribution."""
    belief = with_static(belief, START, 0.0)
    core = belief.covariances[:, LEVEL, :] + belief.covariances[:, SLOW, :]
    belief.means[:, -1] = belief.means[:, LEVEL] + belief.means[:, SLOW]
    belief.covariances[:, -1, :] = belief.covariances[:, :, -1] = core
    belief.covariances[:, -1, -1] = core[:, LEVEL] + core[:, SLOW]
    return belief


def _offsets(moment: Moment) -> tuple[str, ...]:
    return tuple(f"{kind}:{name}" for kind, name in (("pattern", moment.pattern), ("context", moment.context)) if name)


def acquainted(belief: Belief, moment: Moment) -> Belief:
    """Make room for a pattern or context that has not been met before.

    Parameters
    ----------
    belief : Belief
        Unchanged.
    moment : Moment
        Whose pattern and context must be in the state.

    Returns
    -------
    Belief
        The same, or with up to two more offsets.
    """
    for name in _offsets(moment):
        if name not in belief.extras:
            belief = with_static(belief, name, belief.prior.offset_sd)
    return belief


def regressors(belief: Belief, moment: Moment) -> Floats:
    """Say how much of each static extra a rating at this moment shows.

    Parameters
    ----------
    belief : Belief
        Whose extras are meant.
    moment : Moment
        The moment looked at.

    Returns
    -------
    array, shape (extra,)
        The mechanism's points, 1 for this pattern and this context, 0 elsewhere.
    """
    shown = dict.fromkeys(_offsets(moment), 1.0) | {MECHANISM: moment.mechanism}
    return np.array([shown.get(name, 0.0) for name in belief.extras])


def update(belief: Belief, moment: Moment) -> Belief:
    """Learn from one rating.

    Parameters
    ----------
    belief : Belief
        Before the moment; it stays true of then.
    moment : Moment
        `tension_before` in points, on the 0 to 10 scale.

    Returns
    -------
    Belief
        After the moment.

    Raises
    ------
    ValueError
        When the rating is not on the scale, or its time does not come after the last.
    """
    check(moment, after=belief.at)
    if belief.prior.n_levels != 11:
        raise ValueError(f"tension_before has 11 levels, and this prior has {belief.prior.n_levels}")
    belief = aged(acquainted(belief, moment), moment.at)
    level, edges = int(moment.tension_before), level_edges(belief.prior.n_levels)
    within = (edges[level], edges[level + 1], belief.prior.grid[:, NOISE_SD])
    means, covariances, evidence = censored.observe(belief.means, belief.covariances, look_at(belief, moment), within)
    log_weights = belief.log_weights + evidence
    counts = belief.counts.copy()
    counts[level] += 1
    return belief._replace(
        means=means,
        covariances=covariances,
        log_weights=log_weights - log_weights.max(),
        counts=counts,
        at=float(moment.at),
    )


def look_at(belief: Belief, moment: Moment) -> Floats:
    """Say which elements of the state a rating at this moment shows, and how much of each, shape (state,)."""
    look = np.ones(belief.means.shape[1])
    look[SIN], look[COS] = np.sin(2 * np.pi * moment.at), np.cos(2 * np.pi * moment.at)
    look[N_CORE:] = regressors(belief, moment)
    return look


def aged(belief: Belief, at: float) -> Belief:
    """Let time pass: both swings fade towards their middle, the level drifts.

    Parameters
    ----------
    belief : Belief
        As of `belief.at`.
    at : float
        In days.

    Returns
    -------
    Belief
        As of `at`; the same when there was no rating yet.

    Raises
    ------
    ValueError
        When `at` lies before the belief.

    References
    ----------
    Uhlenbeck GE, Ornstein LS (1930). On the theory of the Brownian motion. Phys Rev 36, 823.
    """
    if np.isnan(belief.at):
        return belief
    gap = at - belief.at
    if not gap >= 0:
        raise ValueError(f"at is {at}, and what is believed is of {belief.at}: times may not run backwards")
    grid = belief.prior.grid
    fade = np.ones_like(belief.means)
    fade[:, FAST] = np.exp(-gap / grid[:, FAST_DAYS])
    fade[:, SLOW] = np.exp(-gap / grid[:, SLOW_DAYS])
    covariances = belief.covariances * fade[:, :, None] * fade[:, None, :]
    covariances[:, LEVEL, LEVEL] += LEVEL_DRIFT * gap
    covariances[:, FAST, FAST] += grid[:, FAST_SD] ** 2 * (1 - fade[:, FAST] ** 2)
    covariances[:, SLOW, SLOW] += grid[:, SLOW_SD] ** 2 * (1 - fade[:, SLOW] ** 2)
    means = belief.means.copy()
    means[:, [FAST, SLOW]] *= fade[:, [FAST, SLOW]]
    return belief._replace(means=means, covariances=covariances, at=float(at))


def contrast(belief: Belief, look: Floats, noise_sd: Floats | float = 0.0) -> Mixture:
    """Give the distribution of one combination of the state.

    Parameters
    ----------
    belief : Belief
        As of its own time.
    look : array, shape (state,)
        How much of each element.
    noise_sd : array (filter,) or float
        Noise added to it, in points.

    Returns
    -------
    Mixture
        One component per filter, in points.
    """
    variances = np.einsum("i,gij,j->g", look, belief.covariances, look) + np.square(noise_sd)
    return Mixture(belief.weights, belief.means @ look, np.sqrt(np.maximum(variances, 1e-12)))


def predict(belief: Belief, moment: Moment) -> Floats:
    """Say how likely each level of the next rating is. Works without Numba.

    Parameters
    ----------
    belief : Belief
        What is believed so far.
    moment : Moment
        When, and with which pattern, context and mechanism; its ratings are not looked at.

    Returns
    -------
    array, shape (level,)
        Probabilities, summing to 1.

    References
    ----------
    docs/model.md, equations B1 to B7.
    """
    now = aged(acquainted(belief, moment), moment.at)
    look = look_at(now, moment)
    noise = now.prior.grid[:, NOISE_SD]
    ordinary = contrast(now, look, noise).levels(now.prior.n_levels)
    outlier = contrast(now, look, OUTLIER_WIDTH * noise).levels(now.prior.n_levels)
    pmf = (1 - OUTLIER_SHARE) * ordinary + OUTLIER_SHARE * outlier
    usual = (now.counts + HISTOGRAM_EVENTS * now.prior.histogram) / (now.counts.sum() + HISTOGRAM_EVENTS)
    return np.asarray((1 - HISTOGRAM_SHARE) * pmf + HISTOGRAM_SHARE * usual)


def change_since_start(belief: Belief, mechanism: float = 0.0) -> Mixture:
    """Give the distribution of how far tension has moved since the first rating, swings of hours left out.

    Parameters
    ----------
    belief : Belief
        Begun with extras.
    mechanism : float
        The simulator's change in expected alarm, in points, as in the last moment.

    Returns
    -------
    Mixture
        In points; below 0 is less tension than at the start.
    """
    look = np.zeros(belief.means.shape[1])
    look[[LEVEL, SLOW]] = 1.0
    look[N_CORE + belief.extras.index(START)] = -1.0
    look[N_CORE + belief.extras.index(MECHANISM)] = mechanism
    return contrast(belief, look)
