"""Pulses that are hard to count: a second wave in every beat, and a beat that is much smaller than the others."""

import numpy as np
import pytest

from loslaten.body import ppg
from tests.body.conftest import breathing_heart

MOMENTS = np.array([beat.beat_time for beat in breathing_heart(60)])
TIMES = np.arange(0, MOMENTS[-1] + 1, 1 / 125)


def heard(heights: np.ndarray, width_s: float, noise: float = 0.0) -> list[ppg.Beat]:
    shapes = np.exp(-(((TIMES[:, None] - MOMENTS[None, :]) / width_s) ** 2))
    light = shapes @ heights + np.random.default_rng(1).normal(0, noise, len(TIMES))
    return ppg.update(ppg.State(), list(zip(TIMES.tolist(), light.tolist(), strict=True)))[1]


@pytest.mark.parametrize("width_s", [0.08, 0.12, 0.2])
@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_a_second_wave_does_not_double_the_heart(width_s, noise):
    # Swings of the filter after a narrow pulse look like such a wave; at first, nothing tells them apart.
    late = [beat for beat in heard(np.ones(len(MOMENTS)), width_s, noise) if beat.beat_time > 12]
    assert len(late) == pytest.approx((MOMENTS > 12).sum(), abs=2)


def test_one_small_beat_in_a_silence_is_found_a_little_later():
    heights = np.ones(len(MOMENTS))
    heights[40] = 0.3
    times = np.array([beat.beat_time for beat in heard(heights, 0.08)])
    assert np.abs(times - MOMENTS[40]).min() < 0.05
    assert (np.diff(times) > 0).all()
