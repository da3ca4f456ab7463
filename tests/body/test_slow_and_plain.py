"""The formulas as the papers write them, loop by loop; the fast code must agree."""

import cmath
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.body import artifacts, breath, hrv, pacing, rr
from tests.body.conftest import breathing_heart


def columns(beats) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one.beat_time for one in beats]), np.array([one.rr_interval for one in beats])


def test_rmssd_sdnn_pnn50_and_rate_are_those_of_the_task_force():
    times, values = columns(breathing_heart(70))
    steps = [values[at] - values[at - 1] for at in range(1, len(values))]
    mean = sum(values) / len(values)
    found = hrv.differences(values, times)
    assert hrv.rmssd(found) == pytest.approx(math.sqrt(sum(step * step for step in steps) / len(steps)))
    assert hrv.pnn50(found) == pytest.approx(sum(abs(step) > 50 for step in steps) / len(steps))
    assert hrv.sdnn(values) == pytest.approx(math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1)))
    assert hrv.heart_rate(values) == pytest.approx(60000 / mean)


def test_two_intervals_with_a_gap_between_are_not_compared():
    beats = breathing_heart(40)
    times, values = columns(beats[:20] + beats[23:])
    assert len(hrv.differences(values, times)) == len(values) - 2
    values[5] = math.nan
    assert len(hrv.differences(values, times)) == len(values) - 4


def test_the_breath_that_explains_most_is_found_by_trying_them_all():
    times, values = columns(breathing_heart(80, rate=5.3, noise=20))
    left = []
    for rate in breath.RATES:
        angle = 2 * np.pi * rate / 60 * times
        where = times - times.mean()
        design = np.stack((np.ones_like(times), where, where**2, np.cos(angle), np.sin(angle)), axis=1)
        weights, *_ = np.linalg.lstsq(design, values, rcond=None)
        flat, *_ = np.linalg.lstsq(design[:, :3], values, rcond=None)
        rest = ((values - design @ weights) ** 2).sum() / ((values - design[:, :3] @ flat) ** 2).sum()
        left.append(rest)
    assert breath._unexplained(times, values, breath.RATES) == pytest.approx(np.array(left))
    assert breath.rate_from_heart(times, values) == pytest.approx(5.3, abs=0.08)


def test_swing_and_steadiness_are_a_sine_and_a_sum_of_arrows():
    times, values = columns(breathing_heart(65, noise=30))
    phase = pacing.breath_phase([pacing.Paced(0.0, 6.0)], times)
    line = np.linspace(-1, 1, len(times))
    design = np.stack((np.ones_like(times), line, np.cos(phase), np.sin(phase)), axis=1)
    weights, *_ = np.linalg.lstsq(design, values, rcond=None)
    assert pacing.swing(values, phase) == pytest.approx(2 * math.hypot(weights[2], weights[3]))
    flat = values - np.polyval(np.polyfit(line, values, 1), line)
    arrows = {}
    for value, angle in zip(flat, phase, strict=True):
        which = int((phase[-1] - angle) / (2 * math.pi))
        arrows[which] = arrows.get(which, 0) + value * cmath.exp(-1j * angle)
    whole = int((phase[-1] - phase[0]) / (2 * math.pi))
    length = abs(sum(arrows[at] / abs(arrows[at]) for at in range(whole))) / whole
    plain = math.sqrt(max(0, (whole * length**2 - 1) / (whole - 1)))
    assert pacing.phase_stability(values, phase) == pytest.approx(plain)


def test_the_threshold_is_that_of_lipponen_and_tarvainen():
    values = np.random.default_rng(1).normal(850, 40, 92)
    quartiles = np.percentile(np.abs(np.diff(values)), (25, 75))
    assert artifacts.difference_threshold(values) == pytest.approx(5.2 * (quartiles[1] - quartiles[0]) / 2, rel=0.1)


def cleaned(values) -> list[artifacts.Cleaned]:
    times = np.cumsum(values) / 1000
    beats = [rr.Interval(float(time), float(value)) for time, value in zip(times, values, strict=True)]
    return artifacts.update(artifacts.Trail(), beats)[1]


def rmssd(values) -> float:
    kept = cleaned(values)
    return hrv.rmssd(hrv.differences(np.array([c.nn_interval for c in kept]), np.array([c.beat_time for c in kept])))


def broken(values: np.ndarray, kind: str, at: int) -> np.ndarray:
    if kind == "missed":
        return np.concatenate((values[:at], [values[at] + values[at + 1]], values[at + 2 :]))
    if kind == "extra":
        return np.concatenate((values[:at], [0.35 * values[at], 0.65 * values[at]], values[at + 1 :]))
    early = values.copy()
    early[at : at + 2] += np.array([-0.28, 0.28]) * values[at]
    return early


@pytest.mark.parametrize(("kind", "most"), [("missed", 0.1), ("extra", 0.1), ("ectopic", 1.0)])
def test_one_wrong_beat_in_a_slow_breath_is_counted_and_hardly_changes_rmssd(kind, most):
    errors = []
    for seed in range(25):
        values = columns(breathing_heart(120, rate=4 + seed % 4, seed=seed))[1]
        truth = math.sqrt(np.mean(np.diff(values) ** 2))
        errors.append(abs(rmssd(broken(values, kind, 30 + seed)) - truth))
        assert kind in {one.correction for one in cleaned(broken(values, kind, 30 + seed))}
    assert np.median(errors) <= most


def test_in_two_thousand_clean_paced_beats_hardly_anything_is_called_wrong():
    people = (columns(breathing_heart(200, rate=4 + seed / 4, swing=180, seed=seed))[1] for seed in range(9))
    kept = [one for values in people for one in cleaned(values)]
    assert len(kept) > 1900
    assert sum(bool(one.correction) for one in kept) <= 3


@settings(deadline=None)
@given(st.lists(st.floats(300, 2000), min_size=3, max_size=60))
def test_whatever_the_intervals_a_decision_waits_for_two_beats_at_most(values):
    state, decided = artifacts.Trail(), 0.0
    now = 0.0
    for value in values:
        now += value / 1000
        state, found = artifacts.update(state, [rr.Interval(now, value)])
        decided += len(found)
        assert len(state.pending) <= 2
