"""Which beats are the same: two recordings of one heart, without a shared clock."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.body.artifacts import Cleaned
from loslaten.body.hrv import Floats

TOLERANCE_S = 0.15
Indices = NDArray[np.intp]


class Matched(NamedTuple):
    """Which beats are the same: indices into reference and heard, shape ``(pair,)``."""

    reference: Indices
    heard: Indices


def match(reference: Floats, heard: Floats) -> Matched:
    """Pair beats that are each other's nearest, and within 150 ms.

    Parameters
    ----------
    reference, heard : ndarray
        s, sorted, shape ``(beat,)``.

    Returns
    -------
    Matched
        The pairs.

    References
    ----------
    Charlton et al. (2022): 150 ms.
    """
    if len(reference) < 2 or len(heard) < 2:
        return Matched(np.empty(0, int), np.empty(0, int))
    there, back = _nearest(reference, heard), _nearest(heard, reference)
    mutual = back[there] == np.arange(len(reference))
    near = np.abs(heard[there] - reference) <= TOLERANCE_S
    return Matched(np.flatnonzero(mutual & near), there[mutual & near])


def _nearest(these: Floats, those: Floats) -> Indices:
    after = np.clip(np.searchsorted(those, these), 1, len(those) - 1)
    closer = np.abs(those[after - 1] - these) <= np.abs(those[after] - these)
    return np.asarray(np.where(closer, after - 1, after))


def aligned(reference: Floats, heard: Sequence[Cleaned]) -> tuple[Floats, Matched]:
    """Slide one tachogram along the other until most intervals agree; counts would be off by a beat in calm people.

    Parameters
    ----------
    reference : ndarray
        Moments of the reference beats, s, shape ``(beat,)``.
    heard : sequence of Cleaned
        Intervals as heard.

    Returns
    -------
    reference : ndarray
        The same, on the clock of what was heard.
    matched : Matched
        The pairs.

    References
    ----------
    Own method.
    """
    times = np.array([one.beat_time for one in heard])
    values = np.array([one.nn_interval for one in heard])
    best, shift = -1.0, 0.0
    for offset in np.arange(times[0] - reference[-1] + 15, times[-1] - 15, 0.04):
        pairs = match(reference + offset, times)
        inner = pairs.reference > 0
        truth = 1000 * np.diff(reference)[pairs.reference[inner] - 1]
        agreement = float(np.maximum(0, 1 - np.abs(values[pairs.heard[inner]] - truth) / 60).sum())
        best, shift = max((best, shift), (agreement, float(offset)))
    for _ in range(3):
        pairs = match(reference + shift, times)
        if len(pairs.heard):
            shift += float(np.median(times[pairs.heard] - reference[pairs.reference] - shift))
    return reference + shift, match(reference + shift, times)
