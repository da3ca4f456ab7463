"""How fast the heart goes and how much that varies: the field's plain measures over a window of intervals.

From a pulse the same formulas give pulse rate variability, which is not the same: never put the two on one line.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


HEART_RATE_S = 10.0  # shortest window for a heart rate
RMSSD_S = 60.0  # under this an rmssd is preliminary
LONG_STEP_MS = 50.0


def heart_rate(nn_intervals: Floats) -> float:
    """Heart rate per minute, 60000 over the mean interval.

    Parameters
    ----------
    nn_intervals : ndarray
        ms, shape ``(beat,)``; nan is missing.

    Returns
    -------
    float
        Per minute; nan with less than ten seconds of heart.

    References
    ----------
    Task Force of the ESC and NASPE (1996).
    """
    known = nn_intervals[nn_intervals == nn_intervals]
    total = float(known.sum())
    # A window of ten seconds holds nine and a bit of whole intervals.
    return 60000 * len(known) / total if total >= 800 * HEART_RATE_S else float("nan")


def differences(nn_intervals: Floats, beat_times: Floats) -> Floats:
    """Subtract each interval from the next, only where the two touch.

    Parameters
    ----------
    nn_intervals : ndarray
        ms, shape ``(beat,)``; nan is missing.
    beat_times : ndarray
        s, the end of each interval, shape ``(beat,)``.

    Returns
    -------
    ndarray
        ms, shape ``(pair,)``; nan and gaps are left out.

    References
    ----------
    Task Force of the ESC and NASPE (1996): differences between *successive* intervals.
    """
    touching = np.abs(beat_times[1:] - 0.001 * nn_intervals[1:] - beat_times[:-1]) < 0.002
    # A missing interval makes its comparison with the next nan, and that is dropped here too.
    step = nn_intervals[1:] - nn_intervals[:-1]
    return np.asarray(step[touching & (step == step)])


def rmssd(steps: Floats) -> float:
    """Root mean square of successive differences, ms.

    Parameters
    ----------
    steps : ndarray
        ms, as from `differences`, shape ``(pair,)``.

    Returns
    -------
    float
        ms; nan with fewer than eight pairs.

    References
    ----------
    Task Force of the ESC and NASPE (1996); Shaffer et al. (2020) on short windows.
    """
    return float(np.sqrt(np.dot(steps, steps) / len(steps))) if len(steps) >= 8 else float("nan")


def sdnn(nn_intervals: Floats) -> float:
    """Take the standard deviation of intervals, ms, with n − 1.

    Parameters
    ----------
    nn_intervals : ndarray
        ms, shape ``(beat,)``; nan is missing.

    Returns
    -------
    float
        ms; nan with fewer than eight intervals.

    References
    ----------
    Task Force of the ESC and NASPE (1996).
    """
    known = nn_intervals[nn_intervals == nn_intervals]
    return float(known.std(ddof=1)) if len(known) >= 8 else float("nan")


def pnn50(steps: Floats) -> float:
    """Share of successive differences over 50 ms, 0 to 1.

    Parameters
    ----------
    steps : ndarray
        ms, as from `differences`, shape ``(pair,)``.

    Returns
    -------
    float
        Share; nan with fewer than eight pairs.

    References
    ----------
    Task Force of the ESC and NASPE (1996).
    """
    return float(np.mean(np.abs(steps) > LONG_STEP_MS)) if len(steps) >= 8 else float("nan")
