"""What we expect of somebody we have never met: the filter bank and its weights, as learnt across studies."""

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The compiled kernel freezes the constants below; change one, then save kernel.py too, or its old cache answers.
FAST_DAYS, FAST_SD, SLOW_DAYS, SLOW_SD, NOISE_SD = range(5)  # columns of a grid

LEVEL, FAST, SLOW, SIN, COS = range(5)  # the first five elements of the state; static extras follow
N_CORE = 5

OUTLIER_SHARE = 0.10  # of the ratings
OUTLIER_WIDTH = 3.0  # times the ordinary noise
LEVEL_DRIFT = 0.01  # variance per day of the random walk of the level, points²
HISTOGRAM_SHARE = 0.17  # people reuse favourite numbers; this much of a prediction is their own histogram
HISTOGRAM_EVENTS = 4.0  # the population's histogram counts as this many ratings


class FilterPrior(NamedTuple):
    """Where every person starts.

    `grid` is (filter, 5): the five hyper-parameters of each filter, in days and points; `weights` (filter,) sum to 1;
    `histogram` (level,) is the share of people's ratings at each level of the scale.
    """

    grid: Floats
    weights: Floats
    histogram: Floats
    level_mean: float = 4.2
    level_sd: float = 2.2
    daytime_sd: float = 0.32
    mechanism_sd: float = 0.4
    offset_sd: float = 0.7

    @property
    def n_levels(self) -> int:
        """Number of levels a rating can take, both ends included."""
        return len(self.histogram)


# Learnt by EM over 506 people in eight diary series (docs/model.md): the eight leading grid points.
LEARNT = (
    (0.17, 1.7, 2.0, 1.5, 2.2, 0.135),
    (0.17, 1.7, 2.0, 1.5, 1.4, 0.070),
    (0.58, 0.3, 40.0, 1.5, 0.8, 0.058),
    (0.04, 1.7, 2.0, 1.5, 0.8, 0.057),
    (0.04, 1.7, 2.0, 1.5, 2.2, 0.048),
    (0.58, 0.3, 40.0, 0.7, 0.8, 0.048),
    (0.04, 0.9, 2.0, 1.5, 0.8, 0.045),
    (0.58, 1.7, 2.0, 1.5, 1.4, 0.044),
)
# The other half of the learnt weight is spread thin; these eight stand for it (our choice): quiet people, people whose
# weeks differ more than their hours, and the slow spread of 2.2 that the learnt grid had cut off at 1.5.
STANDING_IN = (
    (0.17, 0.9, 8.0, 0.7, 0.8),
    (0.58, 1.7, 8.0, 2.2, 0.8),
    (0.17, 0.3, 40.0, 0.25, 0.35),
    (0.58, 0.9, 8.0, 0.7, 1.4),
    (0.17, 1.7, 8.0, 2.2, 2.2),
    (0.04, 0.3, 8.0, 0.7, 1.4),
    (0.58, 0.9, 40.0, 2.2, 1.4),
    (0.17, 0.9, 40.0, 0.25, 2.2),
)


def wide_grid() -> Floats:
    """List every combination of hyper-parameters a bank may be chosen from.

    Returns
    -------
    array, shape (filter, 5)
        Fast days, fast sd, slow days, slow sd, noise sd: 432 rows.
    """
    axes = ((1 / 24, 4 / 24, 14 / 24), (0.3, 0.9, 1.7), (2.0, 8.0, 40.0), (0.25, 0.7, 1.5, 2.2), (0.35, 0.8, 1.4, 2.2))
    return np.array(list(product(*axes)))


def default_prior(n_levels: int = 11) -> FilterPrior:
    """Give the prior for a person about whom nothing is known.

    Parameters
    ----------
    n_levels : int
        Levels of the scale, both ends included.

    Returns
    -------
    FilterPrior
        Sixteen filters; the histogram is flat, because favourite numbers differ from scale to scale.

    References
    ----------
    Laird N (1978). Nonparametric maximum likelihood estimation of a mixing distribution. J Am Stat Assoc 73, 805.
    """
    learnt = np.array(LEARNT)
    rest = (1 - learnt[:, -1].sum()) / len(STANDING_IN)
    weights = np.concatenate((learnt[:, -1], np.full(len(STANDING_IN), rest)))
    return FilterPrior(
        grid=np.concatenate((learnt[:, :-1], np.array(STANDING_IN))),
        weights=weights / weights.sum(),
        histogram=np.full(n_levels, 1 / n_levels),
    )
