"""Hearts that are not there: made from a formula, so that the truth is known."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from loslaten.body import stream
from loslaten.body.rr import Interval

DATA = Path(__file__).parents[3] / "shared" / "data" / "body"


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The real recordings beside the project."""
    if not DATA.is_dir():
        pytest.skip("the real recordings are not beside the project: ../shared/data/body")
    return DATA


def breathing_heart(
    seconds: float, *, rate: float = 6.0, swing: float = 160.0, noise: float = 10.0, seed: int = 1
) -> list[Interval]:
    """A heart that swings with a slow breath: intervals of about 850 ms."""
    rng = np.random.default_rng(seed)
    now, beats = 0.0, []
    while now < seconds:
        rr_interval = 850 + swing / 2 * np.sin(2 * np.pi * rate / 60 * now) + rng.normal(0, noise)
        now += rr_interval / 1000
        beats.append(Interval(now, float(rr_interval)))
    return beats


def finger(beats: Sequence[Interval], *, fps: float = 30.0, noise: float = 0.05, seed: int = 1) -> list[stream.Frame]:
    """Light through a finger: darker after every beat, quickly, and slowly lighter again."""
    rng = np.random.default_rng(seed)
    moments = np.array([beat.beat_time for beat in beats])
    times = np.arange(0.5, moments[-1] - 0.5, 1 / fps)
    since = np.maximum(times[:, None] - moments[None, :] - 0.2, 0) / 0.12
    pulse = (since * np.exp(1 - since)).sum(axis=1)
    reds = 180 - 3 * pulse + 2 * np.sin(0.4 * times) + rng.normal(0, noise, len(times))
    return [stream.Frame(float(time), float(red), 30.0, 20.0) for time, red in zip(times, reds, strict=True)]


def hear(samples: Sequence[stream.Sample], sizes: Callable[[], int] = lambda: 10**9, **start) -> list[stream.Reading]:
    """Hear samples in batches of the sizes asked for."""
    state, readings, at = stream.State(**start), [], 0
    while at < len(samples):
        size = sizes()
        state, now = stream.update(state, samples[at : at + size])
        readings += now
        at += size
    return readings


def packet(*rr_intervals: float, heart_rate: int = 70) -> bytes:
    """What a strap sends for these intervals in ms."""
    ticks = b"".join(round(rr * 1024 / 1000).to_bytes(2, "little") for rr in rr_intervals)
    return bytes([0x10, heart_rate]) + ticks
