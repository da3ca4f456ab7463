"""A beat that was missed, heard twice, or came too early: found while it happens, corrected at most two beats later.

The raw interval is kept beside the corrected one, and every correction is counted. What cannot be explained is missing,
not mended.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from loslaten.body.rr import Interval

PLAIN_SHARE = 0.2  # of the interval before: more than this, from one beat to the next, is rarely the heart
TRAIL = 91  # beats behind the Lipponen-Tarvainen threshold
SCALE = 5.2  # quartile deviations: beyond it lies about one of 2,000 normal differences
SETTLED = 30  # beats before that threshold can be trusted
SMALLEST_MS = 60.0  # a jump that small does no harm to any number here
PATIENCE = 4  # unexplained intervals in a row after which the heart is believed: it did change its pace


class Cleaned(NamedTuple):
    """One interval after correction, and what was done."""

    beat_time: float  # s
    nn_interval: float  # ms; nan where the interval could not be explained
    correction: str = ""  # missed, extra, ectopic or unexplained; empty where nothing was done
    signal_quality: float = 1.0


class Trail(NamedTuple):
    """What came before, and what is still being weighed."""

    normal: tuple[float, ...] = ()  # ms, the newest accepted intervals
    pending: tuple[Interval, ...] = ()
    threshold: float = float("inf")  # ms, Lipponen-Tarvainen's for differences
    refused: int = 0  # unexplained in a row
    end: float = float("nan")  # s, the last beat looked at


def difference_threshold(normal: Iterable[float]) -> float:
    """Set the threshold for differences of successive intervals, 5.2 quartile deviations of those before.

    Parameters
    ----------
    normal : iterable of float
        Accepted intervals, ms, oldest first.

    Returns
    -------
    float
        Threshold, ms; infinite before thirty beats.

    References
    ----------
    Lipponen & Tarvainen (2019), with a trailing window: a stream does not know what comes.
    """
    differences = np.diff(np.fromiter(normal, float))
    if len(differences) < SETTLED:
        return float("inf")
    # Sorting by hand: three times as quick as asking for percentiles, once a beat for everybody who listens.
    ordered = np.sort(np.abs(differences))
    quarter = len(ordered) // 4
    return SCALE * float(ordered[-1 - quarter] - ordered[quarter]) / 2


def _strange(trail: Trail, interval: Interval, following: Interval | None) -> bool:
    """Tell what breaks the plain rule; or jumps away and back again further than this heart usually does."""
    if not trail.normal:
        return False
    before = trail.normal[-1]
    jump = interval.rr_interval - before
    if abs(jump) > PLAIN_SHARE * before:
        return True
    most = max(trail.threshold, SMALLEST_MS)
    if following is None or abs(jump) <= most:
        return False
    back = following.rr_interval - interval.rr_interval
    return jump * back < 0 and abs(back) > most


def _near(value: float, expected: float) -> bool:
    return abs(value - expected) <= PLAIN_SHARE * expected


def _shared(total: float, ends: tuple[float, float], parts: int) -> list[float]:
    """Divide a known time over beats, along the line from the interval before to the one after."""
    line = [ends[0] + (ends[1] - ends[0]) * (part + 1) / (parts + 1) for part in range(parts)]
    return [total * value / sum(line) for value in line]


def _explained(before: float, pending: tuple[Interval, ...]) -> tuple[str, int, int]:
    """Name the error, how many raw intervals it takes up, and how many there should have been."""
    first, second = pending[0].rr_interval, pending[1].rr_interval
    beats = round(first / before)
    if beats in {2, 3} and _near(first / beats, before) and _near(second, before):
        return "missed", 1, beats
    if first < before and _near(first + second, before):
        return "extra", 2, 1
    if _near((first + second) / 2, before) and (first - before) * (second - before) < 0:
        return "ectopic", 2, 2
    return "unexplained", 1, 1


def _corrected(trail: Trail) -> tuple[Trail, list[Cleaned]]:
    """Mend the oldest pending interval, now that the two after it are known."""
    before, pending = trail.normal[-1], trail.pending
    name, taken, parts = _explained(before, pending)
    if name == "unexplained":
        return _refused(trail)
    after = pending[taken].rr_interval
    total = sum(interval.rr_interval for interval in pending[:taken])
    ends = (before, after if _near(after, before) else before)
    values = _shared(total, ends, parts)
    start = pending[0].beat_time - pending[0].rr_interval / 1000
    times = start + np.cumsum(values) / 1000
    quality = min(interval.signal_quality for interval in pending[:taken])
    cleaned = [Cleaned(float(time), value, name, quality) for time, value in zip(times, values, strict=True)]
    # What was mended says nothing about how this heart varies, but it is where it was.
    return trail._replace(normal=(*trail.normal[:-1], values[-1]), pending=pending[taken:], refused=0), cleaned


def _refused(trail: Trail) -> tuple[Trail, list[Cleaned]]:
    """Leave the oldest pending interval out; after several in a row, believe the heart and begin again."""
    oldest = trail.pending[0]
    refused = trail.refused + 1
    normal = trail.normal if refused < PATIENCE else ()
    gone = Cleaned(oldest.beat_time, float("nan"), "unexplained", oldest.signal_quality)
    return trail._replace(normal=normal, pending=trail.pending[1:], refused=refused), [gone]


def _accepted(trail: Trail) -> tuple[Trail, list[Cleaned]]:
    oldest = trail.pending[0]
    normal = (*trail.normal[1 - TRAIL :], oldest.rr_interval)
    threshold = difference_threshold(normal)
    plain = Cleaned(oldest.beat_time, oldest.rr_interval, "", oldest.signal_quality)
    return Trail(normal, trail.pending[1:], threshold, 0, trail.end), [plain]


def _step(trail: Trail) -> tuple[Trail, list[Cleaned]]:
    """Decide about the oldest pending interval, or wait for the next."""
    pending = trail.pending
    following = pending[1] if len(pending) > 1 else None
    suspicious = bool(trail.normal) and abs(pending[0].rr_interval - trail.normal[-1]) > max(
        SMALLEST_MS, min(trail.threshold, PLAIN_SHARE * trail.normal[-1])
    )
    if suspicious and following is None:
        return trail, []
    if not _strange(trail, pending[0], following):
        return _accepted(trail)
    return _corrected(trail) if len(pending) > 2 else (trail, [])


def _flushed(trail: Trail) -> list[Cleaned]:
    """Give up on what was being weighed: after a gap it will never be explained."""
    return [Cleaned(one.beat_time, float("nan"), "unexplained", one.signal_quality) for one in trail.pending]


def follows(before: float, interval: Interval) -> bool:
    """Say whether an interval begins where the last beat was: within 2 ms, for clocks are rounded."""
    return abs(interval.beat_time - interval.rr_interval / 1000 - before) < 0.002


def update(trail: Trail, intervals: Iterable[Interval]) -> tuple[Trail, list[Cleaned]]:
    """Clean the next intervals.

    Parameters
    ----------
    trail : Trail
        After the intervals before; ``Trail()`` at first.
    intervals : iterable of Interval
        As measured, ms.

    Returns
    -------
    Trail
        To go on with.
    list of Cleaned
        What is decided now: a strange interval waits for at most two beats after it.

    References
    ----------
    Lipponen & Tarvainen (2019); the plain rule of a fifth as in common use (Malik et al., 1989).
    """
    cleaned: list[Cleaned] = []
    for interval in intervals:
        if not follows(trail.end, interval):
            cleaned += _flushed(trail)
            trail = Trail()
        trail = trail._replace(pending=(*trail.pending, interval), end=interval.beat_time)
        decided = True
        while trail.pending and decided:
            trail, now = _step(trail)
            decided = bool(now)
            cleaned += now
    return trail, cleaned
