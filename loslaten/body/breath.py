"""The breath: from one's own hand, from the belly, or from the heart where that is slow enough to tell."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from loslaten.body.hrv import Floats

FIRST_S, WHOLE_S = 45.0, 90.0  # a first answer from the heart; the window then grows to this
SLOWEST, FASTEST = 3.0, 10.0  # breaths a minute that the heart can tell; above it, it follows other things too
LEAST_FIT = 0.35  # share of the heart's variation that the breath must explain
RATES = np.arange(2.5, 12.01, 0.25)
SHORTEST_PHASE_S, LONGEST_PHASE_S = 0.4, 20.0  # of an inhale or an exhale; outside of it a finger slipped
BELLY_HZ = 10
BELLY_S, BELLY_FIRST_S = 30.0, 15.0
BELLY_BAND_HZ = (0.05, 0.7)  # 3 to 42 breaths a minute


class Breath(NamedTuple):
    """One whole breath."""

    start_s: float
    inhale_s: float
    exhale_s: float


class Press(NamedTuple):
    """A finger that goes down with the inhale, and up with the exhale."""

    time: float  # s
    down: bool


class Hand(NamedTuple):
    """The breath that is going on under the finger; nan is not yet."""

    inhale_at: float = math.nan
    exhale_at: float = math.nan


def _pressed(hand: Hand, press: Press) -> tuple[Hand, list[Breath]]:
    if not press.down:
        lasted = press.time - hand.inhale_at
        plausible = SHORTEST_PHASE_S <= lasted <= LONGEST_PHASE_S and math.isnan(hand.exhale_at)
        return (hand._replace(exhale_at=press.time) if plausible else Hand()), []
    inhale_s, exhale_s = hand.exhale_at - hand.inhale_at, press.time - hand.exhale_at
    whole = SHORTEST_PHASE_S <= exhale_s <= LONGEST_PHASE_S
    return Hand(press.time), [Breath(hand.inhale_at, inhale_s, exhale_s)] if whole else []


def update(hand: Hand, presses: Iterable[Press]) -> tuple[Hand, list[Breath]]:
    """Follow one's own breath.

    Parameters
    ----------
    hand : Hand
        After the presses before; ``Hand()`` at first.
    presses : iterable of Press
        In order of time.

    Returns
    -------
    Hand
        To go on with.
    list of Breath
        Breaths that ended. A slip (under 0.4 s, or over 20 s) breaks the chain; no breath is made up.

    References
    ----------
    None: what a person says of their own breath is taken as said.
    """
    breaths: list[Breath] = []
    for press in presses:
        if math.isfinite(press.time):
            hand, ended = _pressed(hand, press)
            breaths += ended
    return hand, breaths


def rate_of(breaths: Sequence[Breath], last: int = 4) -> float:
    """Breaths a minute over the last few whole breaths.

    Parameters
    ----------
    breaths : sequence of Breath
        In order of time.
    last : int
        How many.

    Returns
    -------
    float
        Per minute; nan with fewer than two breaths.

    References
    ----------
    None: counting.
    """
    newest = breaths[-last:]
    if len(newest) < 2:
        return math.nan
    return 60 * len(newest) / sum(breath.inhale_s + breath.exhale_s for breath in newest)


def _bend(line: Floats) -> Floats:
    """Give level, line and curve, each at right angles to the others: the slow drift that is no breath."""
    # By hand: a general decomposition costs three times as much on so few numbers.
    level = np.full(len(line), len(line) ** -0.5)
    line = line / np.sqrt(line @ line)
    curve = line * line
    curve = curve - curve.mean() - line * (curve @ line)
    return np.stack((level, line, curve / np.sqrt(curve @ curve)), axis=1)


def _unexplained(beat_times: Floats, nn_intervals: Floats, rates: Floats) -> Floats:
    """Give the share of variation that one wave leaves, for each rate, after a slow bend is taken out of both."""
    # No overtone: with one, half the rate would always fit at least as well.
    middle = (beat_times - beat_times.mean()) / (beat_times[-1] - beat_times[0])
    bend = _bend(middle)
    # The rates stand at equal steps: turning the wave before by one step costs a third of a new sine.
    turns = np.repeat(
        np.exp(2j * np.pi / 60 * (rates[1] - rates[0]) * (beat_times - beat_times[0]))[None], len(rates), 0
    )
    turns[0] = np.exp(2j * np.pi / 60 * rates[0] * (beat_times - beat_times[0]))
    waves = np.multiply.accumulate(turns)
    cosine, sine = waves.real.copy(), waves.imag.copy()
    cosine -= cosine @ bend @ bend.T
    sine -= sine @ bend @ bend.T
    value = nn_intervals - bend @ (bend.T @ nn_intervals)
    cc, ss, cs = ((one * other).sum(axis=1) for one, other in ((cosine, cosine), (sine, sine), (cosine, sine)))
    vc, vs = cosine @ value, sine @ value
    explained = (vc * vc * ss - 2 * vc * vs * cs + vs * vs * cc) / (cc * ss - cs * cs)
    total = float(value @ value)
    return np.asarray(1 - explained / total) if total > 1e-9 else np.ones(len(rates))


def rate_from_heart(beat_times: Floats, nn_intervals: Floats) -> float:
    """Breathing rate that explains the swing of the heart best, by least squares over a grid of rates.

    Parameters
    ----------
    beat_times : ndarray
        s, shape ``(beat,)``, without missing values; the last 90 s count.
    nn_intervals : ndarray
        ms, shape ``(beat,)``.

    Returns
    -------
    float
        Per minute; nan before 45 s, outside 3 to 10 a minute, or where a breath explains too little.

    References
    ----------
    Own method; Hirsch & Bishop (1981) on why the heart tells slow breathing only.
    """
    if len(beat_times) < 20 or beat_times[-1] - beat_times[0] < FIRST_S - 2:
        return math.nan
    left = _unexplained(beat_times, nn_intervals, RATES)
    best = int(np.argmin(left))
    if not 0 < best < len(RATES) - 1 or left[best] > 1 - LEAST_FIT:
        return math.nan
    before, here, after = left[best - 1 : best + 2]
    rate = RATES[best] + 0.125 * (before - after) / (before - 2 * here + after)
    return float(rate) if SLOWEST <= rate <= FASTEST else math.nan


class Belly(NamedTuple):
    """A phone lying on the belly: the pull of the earth turns a little with every breath."""

    times: tuple[float, ...] = ()  # s, ten a second
    pulls: tuple[tuple[float, float, float], ...] = ()  # m/s², means of each tenth of a second
    bin: int = -1
    sums: tuple[float, float, float, int] = (0.0, 0.0, 0.0, 0)


def _binned(belly: Belly, tenth: int, pull: Sequence[float]) -> Belly:
    x, y, z, count = belly.sums
    if tenth == belly.bin:
        return belly._replace(sums=(x + pull[0], y + pull[1], z + pull[2], count + 1))
    fresh = (pull[0], pull[1], pull[2], 1)
    if not count or tenth < belly.bin or tenth - belly.bin > BELLY_HZ:
        return Belly(bin=tenth, sums=fresh)
    kept = int(BELLY_S * BELLY_HZ) - 1
    mean = (x / count, y / count, z / count)
    return Belly((*belly.times[-kept:], belly.bin / BELLY_HZ), (*belly.pulls[-kept:], mean), tenth, fresh)


def feel(belly: Belly, samples: Iterable[Sequence[float]]) -> Belly:
    """Take in acceleration.

    Parameters
    ----------
    belly : Belly
        After the samples before; ``Belly()`` at first.
    samples : iterable of sequence of float
        Time in s and x, y, z in m/s², at any rate. What is not finite is passed over; after a second of silence, or
        when the clock goes back, it begins again.

    Returns
    -------
    Belly
        To go on with; thirty seconds are kept.

    References
    ----------
    Own method, after the common use of inclination: Hung et al. (2008).
    """
    for sample in samples:
        if all(map(math.isfinite, sample)):
            belly = _binned(belly, math.floor(sample[0] * BELLY_HZ), sample[1:4])
    return belly


def belly_wave(belly: Belly) -> tuple[Floats, Floats]:
    """Give the movement along the direction in which the belly moves most.

    Parameters
    ----------
    belly : Belly
        As felt so far.

    Returns
    -------
    times : ndarray
        s, shape ``(sample,)``, ten a second.
    wave : ndarray
        m/s², shape ``(sample,)``, only what lies between 3 and 42 a minute.

    References
    ----------
    Principal component of the band-passed acceleration.
    """
    times, pulls = np.array(belly.times), np.array(belly.pulls).reshape(-1, 3)
    if len(times) < BELLY_FIRST_S * BELLY_HZ:
        return np.empty(0), np.empty(0)
    steps = np.linspace(-1, 1, len(pulls))[:, None]
    level = pulls - pulls.mean(axis=0)
    level = level - steps * (steps * level).sum(axis=0) / (steps * steps).sum()
    spectrum = np.fft.rfft(level, axis=0)
    hertz = np.fft.rfftfreq(len(level), 1 / BELLY_HZ)
    spectrum[(hertz < BELLY_BAND_HZ[0]) | (hertz > BELLY_BAND_HZ[1])] = 0
    moved = np.fft.irfft(spectrum, len(level), axis=0)
    direction = np.linalg.eigh(moved.T @ moved)[1][:, -1]
    # Which way is out cannot be known; the same way every time is enough for a rate.
    return times, moved @ direction * (1.0 if direction[np.argmax(np.abs(direction))] > 0 else -1.0)


def rate_from_belly(belly: Belly) -> float:
    """Breathing rate from the strongest wave of the belly over thirty seconds.

    Parameters
    ----------
    belly : Belly
        As felt so far.

    Returns
    -------
    float
        Per minute; nan before 15 s, while lying still, or when no one wave carries the movement.

    References
    ----------
    Own method: the peak of a Hann periodogram with a parabola.
    """
    times, wave = belly_wave(belly)
    if len(times) == 0 or wave.std() < 0.003:
        return math.nan
    power = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 4096)) ** 2
    peak = int(np.argmax(power[1:-1])) + 1
    near = int(1.5 * 4096 / len(wave)) + 1
    if power[max(peak - near, 0) : peak + near].sum() < 0.5 * power.sum():
        return math.nan
    before, here, after = power[peak - 1 : peak + 2]
    return float(60 * BELLY_HZ / 4096 * (peak + 0.5 * (before - after) / (before - 2 * here + after)))


def belly_breaths(belly: Belly) -> list[Breath]:
    """Cut the belly's movement into whole breaths, from low point to low point.

    Parameters
    ----------
    belly : Belly
        As felt so far.

    Returns
    -------
    list of Breath
        Inhale and exhale are the two halves of the movement; which of them is the inhale, this phone cannot know.

    References
    ----------
    Own method: extremes between zero crossings, ignoring crossings smaller than a third of the usual movement.
    """
    times, wave = belly_wave(belly)
    turns: list[tuple[float, float]] = []
    for time, value in zip(times, wave, strict=True):
        if abs(value) < 0.5 * wave.std():
            continue
        if turns and (value > 0) == (turns[-1][1] > 0):
            turns[-1] = max(turns[-1], (time, value), key=lambda turn: abs(turn[1]))
        else:
            turns.append((time, value))
    lows = [place for place, (_, value) in enumerate(turns) if value < 0][:-1]
    return [
        Breath(turns[low][0], turns[low + 1][0] - turns[low][0], turns[low + 2][0] - turns[low + 1][0]) for low in lows
    ]
