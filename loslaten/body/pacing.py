"""The heart beside a breathing pace: how far it swings, how steadily it follows, and a pace that follows the heart.

Steadiness, not nearness: at one's own best pace heart and breath need not turn at the same moment (Lehrer et al. 2020).
And no pace is anybody's constant: found again on another day, it was another for most (Capdevila et al. 2021).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from loslaten.body.hrv import Floats

SHARE_S, FIRST_S = 60.0, 45.0
SHARE_HZ = 4  # the tachogram between beats, for its spectrum
SHARE_POINTS = 1024
PEAK_HZ, PEAK_BAND_HZ, WHOLE_BAND_HZ = (0.04, 0.26), 0.015, (0.0033, 0.4)
SLOWEST, FASTEST = 4.5, 7.0  # breaths a minute between which the pace looks
PACE_STEP = 0.25  # breaths a minute
EVERY_S = 120.0
SETTLE_S = 30.0  # after a change the heart needs this long; nothing is judged in it
HYSTERESIS = 1.1  # a pace must be this much better before it is left for
MEMORY_S = 900.0  # what was true a quarter of an hour ago is asked again
GATE = 0.5  # signal quality under which nothing is judged


class Paced(NamedTuple):
    """From this moment on the pacer goes this fast."""

    start_s: float
    breath_rate: float  # per minute


def breath_phase(pacer: Sequence[Paced], times: Floats) -> Floats:
    """Say where in the paced breath each moment falls.

    Parameters
    ----------
    pacer : sequence of Paced
        In order of time; each stretch goes on where the one before stopped.
    times : ndarray
        s, shape ``(time,)``.

    Returns
    -------
    ndarray
        rad, rising by 2π with every breath, shape ``(time,)``; nan before the pacer began.

    References
    ----------
    None: a sum of angles.
    """
    starts = np.array([paced.start_s for paced in pacer])
    speeds = np.array([2 * np.pi / 60 * paced.breath_rate for paced in pacer])
    if not len(starts):
        return np.full(len(times), np.nan)
    offsets = np.concatenate(([0.0], np.cumsum(np.diff(starts) * speeds[:-1])))
    stretch = np.searchsorted(starts, times, side="right") - 1
    phases = offsets[stretch] + (times - starts[stretch]) * speeds[stretch]
    return np.asarray(np.where(stretch >= 0, phases, np.nan))


def swing(nn_intervals: Floats, breath_phase: Floats) -> float:
    """How far the heart swings with the paced breath: a sine by least squares, from top to bottom.

    Parameters
    ----------
    nn_intervals : ndarray
        ms, shape ``(beat,)``, without missing values.
    breath_phase : ndarray
        rad at each beat, shape ``(beat,)``.

    Returns
    -------
    float
        ms; nan under twelve beats or a breath and a half.

    References
    ----------
    Lehrer & Vaschillo: respiratory sinus arrhythmia at the paced frequency; the fit is least squares.
    """
    if len(breath_phase) < 12 or not breath_phase[-1] - breath_phase[0] >= 3 * np.pi:
        return math.nan
    line = np.linspace(-1, 1, len(breath_phase))
    design = np.stack((np.ones_like(line), line, np.cos(breath_phase), np.sin(breath_phase)))
    weights = np.linalg.solve(design @ design.T, design @ nn_intervals)
    return float(2 * math.hypot(weights[2], weights[3]))


def phase_stability(nn_intervals: Floats, breath_phase: Floats) -> float:
    """How steadily the heart turns at the same place in the paced breath, breath after breath.

    Parameters
    ----------
    nn_intervals : ndarray
        ms, shape ``(beat,)``, without missing values.
    breath_phase : ndarray
        rad at each beat, shape ``(beat,)``.

    Returns
    -------
    float
        0 (any place) to 1 (always the same place, whichever that is); nan under three whole breaths.

    References
    ----------
    Mean resultant length of one angle a breath, without its small-sample bias: (K·R² − 1)/(K − 1), as in pairwise
    phase consistency (Vinck et al. 2010).
    """
    if len(breath_phase) < 12 or math.isnan(breath_phase[0]):
        return math.nan
    line = np.linspace(-1, 1, len(nn_intervals))
    level = nn_intervals - nn_intervals.mean()
    level = level - line * (line @ level) / (line @ line)
    breath = ((breath_phase[-1] - breath_phase) / (2 * np.pi)).astype(int)  # counted back from now
    turned = level * np.exp(-1j * breath_phase)
    whole = int((breath_phase[-1] - breath_phase[0]) / (2 * np.pi))
    if whole < 3:
        return math.nan
    sums = np.bincount(breath, turned.real)[:whole] + 1j * np.bincount(breath, turned.imag)[:whole]
    lengths = np.abs(sums)
    if not lengths.all():
        return math.nan
    resultant = abs((sums / lengths).sum()) / whole
    return float(math.sqrt(max(0.0, (whole * resultant**2 - 1) / (whole - 1))))


def peak_share(beat_times: Floats, nn_intervals: Floats) -> float:
    """Share of all variation that lies at one slow peak: "samenhang", how much the heart moves as one wave.

    Parameters
    ----------
    beat_times : ndarray
        s, shape ``(beat,)``, without missing values; the last minute counts.
    nn_intervals : ndarray
        ms, shape ``(beat,)``.

    Returns
    -------
    float
        0 to 1; nan before 45 s. Power within 0.015 Hz of the highest peak between 0.04 and 0.26 Hz, over the power
        from 0.0033 to 0.4 Hz.

    References
    ----------
    Own definition and name; the bands as in McCraty & Shaffer (2015).
    """
    if len(beat_times) < 20 or beat_times[-1] - beat_times[0] < FIRST_S - 2:
        return math.nan
    count = int(min(beat_times[-1] - beat_times[0], SHARE_S) * SHARE_HZ)
    grid = beat_times[-1] - np.arange(count)[::-1] / SHARE_HZ
    tachogram = np.interp(grid, beat_times, nn_intervals)
    line = np.linspace(-1, 1, count)
    level = tachogram - tachogram.mean()
    level = (level - line * (line @ level) / (line @ line)) * np.hanning(count)
    power = np.abs(np.fft.rfft(level, SHARE_POINTS)) ** 2
    bin_hz = SHARE_HZ / SHARE_POINTS
    low, high = (math.ceil(edge / bin_hz) for edge in PEAK_HZ)
    peak = low + int(np.argmax(power[low:high]))
    around = int(PEAK_BAND_HZ / bin_hz)
    total = power[math.ceil(WHOLE_BAND_HZ[0] / bin_hz) : math.ceil(WHOLE_BAND_HZ[1] / bin_hz)].sum()
    return float(power[peak - around : peak + around + 1].sum() / total) if total > 1e-6 else math.nan


class Tried(NamedTuple):
    """What a pace was worth when it was last tried."""

    breath_rate: float
    worth: float  # swing × steadiness × quality, ms
    at_s: float


class Pace(NamedTuple):
    """The pace now, and what is known of the paces around it."""

    breath_rate: float  # per minute
    since_s: float
    heading: float = -PACE_STEP  # the side to try next
    tried: tuple[Tried, ...] = ()
    refused: tuple[float, ...] = ()  # paces that were not pleasant; not offered again in this session
    own: float = math.inf  # per minute; nobody is led faster than they breathe by themselves, where that is known


class Heard(NamedTuple):
    """What the heart did at this pace, averaged from half a minute after the last change."""

    swing: float  # ms
    phase_stability: float  # 0 to 1
    signal_quality: float  # 0 to 1


def _allowed(pace: Pace, breath_rate: float) -> bool:
    # A person's own pace may lie outside of what we look in; the way there leads inwards only.
    inwards = abs(breath_rate - 5.75) < abs(pace.breath_rate - 5.75)
    inside = (SLOWEST <= breath_rate <= FASTEST or inwards) and breath_rate <= pace.own + 1e-9
    return inside and not any(abs(breath_rate - refused) < 0.1 for refused in pace.refused)


def _worth(pace: Pace, breath_rate: float, now_s: float) -> float:
    """Look up what a pace was worth; what nobody tried lately is worth a try."""
    known = [tried for tried in pace.tried if abs(tried.breath_rate - breath_rate) < 0.1]
    fresh = known and now_s - known[-1].at_s <= MEMORY_S
    return known[-1].worth if fresh else math.inf


def _remembered(pace: Pace, worth: float, now_s: float) -> Pace:
    others = [tried for tried in pace.tried if abs(tried.breath_rate - pace.breath_rate) >= 0.1]
    return pace._replace(tried=(*others, Tried(pace.breath_rate, worth, now_s)))


def _moved(pace: Pace, step: float, now_s: float) -> Pace:
    return pace._replace(breath_rate=pace.breath_rate + step, since_s=now_s, heading=step)


def follow(pace: Pace, now_s: float, heard: Heard) -> Pace:
    """Let the pace follow what does the heart good, a quarter of a breath a minute per two minutes at most.

    Parameters
    ----------
    pace : Pace
        Before; begin with a person's own pace.
    now_s : float
        Now, at the border of a breath, s.
    heard : Heard
        Since the pace last settled.

    Returns
    -------
    Pace
        After: the same, or a step further. Held while the signal is unclear; a side is left only for one that was
        a tenth better, and never for one that was not pleasant.

    References
    ----------
    Own rule. Lehrer et al. (2000) step through 6.5 to 4.5; Lehrer et al. (2020) and Capdevila et al. (2021) on why
    steadiness counts instead of nearness, and why the answer is for today only.
    """
    worth = heard.swing * heard.phase_stability * heard.signal_quality
    unclear = not math.isfinite(worth) or heard.signal_quality < GATE
    if unclear or not now_s - pace.since_s >= EVERY_S:
        return pace
    pace = _remembered(pace, worth, now_s)
    sides = [step for step in (pace.heading, -pace.heading) if _allowed(pace, pace.breath_rate + step)]
    if not sides:
        return pace
    # The side we were heading for is asked first, so that equal sides do not make the pace waver.
    worths = {step: _worth(pace, pace.breath_rate + step, now_s) for step in sides}
    known = {step: value for step, value in worths.items() if math.isfinite(value)}
    if known and max(known.values()) > HYSTERESIS * worth:
        return _moved(pace, max(known, key=lambda step: known[step]), now_s)
    # What is better behind us is no reason to look further ahead.
    untried = [step for step in sides if step not in known]
    return _moved(pace, untried[0], now_s) if untried and max(known.values(), default=0.0) <= worth else pace
