"""Mixtures of normals, and what they say about a rating with a few levels."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TOP = 10  # tension runs from 0 to 10
_erfc = np.frompyfunc(math.erfc, 1, 1)


def normal_below(z: Floats) -> Floats:
    """Give the mass of the standard normal below z.

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array, same shape
        Probabilities.
    """
    return np.asarray(0.5 * _erfc(-np.asarray(z) / math.sqrt(2)), dtype=np.float64)


def level_edges(n_levels: int) -> Floats:
    """Cut the latent scale, 0 to 10, into one bin per level of the rating; both end bins are open.

    Parameters
    ----------
    n_levels : int
        Levels of the scale, both ends included: 11 for 0..10, 7 for 1..7.

    Returns
    -------
    array, shape (n_levels + 1,)
        Edges in points, from -inf to inf.
    """
    inner = (np.arange(n_levels - 1) + 0.5) * TOP / (n_levels - 1)
    return np.concatenate(([-np.inf], inner, [np.inf]))


def normal_levels(means: Floats, sds: Floats, n_levels: int) -> Floats:
    """Turn normals on the latent scale into probabilities of each level.

    Parameters
    ----------
    means, sds : arrays, shape (n,)
        In points, 0 to 10.
    n_levels : int
        Levels of the scale.

    Returns
    -------
    array, shape (n, n_levels)
        Each row sums to 1.

    References
    ----------
    Tobin J (1958). Estimation of relationships for limited dependent variables. Econometrica 26, 24.
    """
    inner = level_edges(n_levels)[1:-1]
    mass = normal_below((inner - means[:, None]) / sds[:, None])
    return np.diff(mass, axis=1, prepend=0.0, append=1.0)


class Mixture(NamedTuple):
    """A mixture of normals, in points: `weights`, `means`, `sds` (component,)."""

    weights: Floats
    means: Floats
    sds: Floats

    @property
    def mean(self) -> float:
        """The expected value, in points."""
        return float(self.weights @ self.means)

    def below(self, point: float) -> float:
        """Give the probability of less than `point`."""
        return float(self.weights @ normal_below((point - self.means) / self.sds))

    def quantile(self, share: float) -> float:
        """Find the point below which this share lies, to a millionth of a point; bisection, no surprises."""
        low = float(np.min(self.means - 9 * self.sds))
        high = float(np.max(self.means + 9 * self.sds))
        while high - low > 1e-6:
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return 0.5 * (low + high)

    def levels(self, n_levels: int) -> Floats:
        """Give the probability of each level of a rating drawn from this mixture, shape (level,)."""
        return self.weights @ normal_levels(self.means, self.sds, n_levels)
