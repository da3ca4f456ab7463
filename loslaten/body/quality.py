"""How clear the signal is, said before anything else. Under the gate a value is missing."""

import numpy as np

from loslaten.body.hrv import Floats

GATE = 0.5
WINDOW_S = 10.0
BLINDED = 254.0  # of 255: a channel this bright has no room left for a pulse
LEAST_LIGHT = 5.0  # darker than this there is no finger with light behind it


def coverage(beat_times: Floats, rr_intervals: Floats, now_s: float, window_s: float = WINDOW_S) -> float:
    """Share of the last seconds that measured intervals fill.

    Parameters
    ----------
    beat_times : ndarray
        s, shape ``(beat,)``.
    rr_intervals : ndarray
        ms, shape ``(beat,)``; nan fills nothing.
    now_s : float
        The end of the window, s.
    window_s : float
        Its length, s.

    Returns
    -------
    float
        0 to 1. The interval that is still going on counts as filled, as long as it is no longer than usual.

    References
    ----------
    Own definition.
    """
    begins = np.maximum(beat_times - 0.001 * rr_intervals, now_s - window_s)
    filled = np.nansum(np.clip(beat_times - begins, 0, None)) if len(beat_times) else 0.0
    if len(beat_times):
        usual = float(np.nanmax(rr_intervals[-3:], initial=0)) / 1000
        filled += min(max(now_s - beat_times[-1], 0.0), 1.5 * usual)
    return float(min(1.0, filled / window_s))


def signal_quality(beat_times: Floats, rr_intervals: Floats, trust: Floats, now_s: float) -> float:
    """Rate the last ten seconds: how much was measured at all, times how far it can be trusted.

    Parameters
    ----------
    beat_times : ndarray
        s, shape ``(beat,)``.
    rr_intervals : ndarray
        ms, shape ``(beat,)``; nan where it could not be explained.
    trust : ndarray
        0 to 1 for each interval, shape ``(beat,)``.
    now_s : float
        Now, s.

    Returns
    -------
    float
        0 to 1.

    References
    ----------
    Own definition; Orphanidou et al. (2015) for the idea of likeness to the usual beat.
    """
    recent = beat_times > now_s - WINDOW_S
    if not recent.any():
        return 0.0
    known = trust[recent]
    return coverage(beat_times[recent], rr_intervals[recent], now_s) * float(known.sum()) / len(known)
