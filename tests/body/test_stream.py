"""A stream equals the whole, and bad samples pass by."""

import math
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.body import stream
from loslaten.body.breath import Press
from loslaten.body.pacing import Paced
from tests.body.conftest import breathing_heart, finger, hear, packet

SOURCES = {
    "strap": [stream.Packet(beat.beat_time, packet(beat.rr_interval)) for beat in breathing_heart(100)],
    "camera": finger(breathing_heart(100)),
    "belly": [stream.Pull(at / 25, 0.1, 0.2 * math.sin(0.6 * at / 25), 9.8) for at in range(1500)],
    "hand": [Press(at * 5.0, at % 2 == 0) for at in range(20)],
}


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=8, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_however_samples_arrive_every_number_of_every_second_is_the_same(source, sizes):
    pacer = (Paced(1.0, 6.0),)
    parts = cycle(sizes)
    whole = hear(SOURCES[source], pacer=pacer)
    cut = hear(SOURCES[source], lambda: next(parts), pacer=pacer)
    assert len(whole) > 50
    np.testing.assert_array_equal(np.array(cut, dtype=float), np.array(whole, dtype=float))


def test_a_paced_breath_is_seen_in_the_heart():
    last = hear(SOURCES["strap"], pacer=(Paced(0.0, 6.0),))[-1]
    assert last.swing == pytest.approx(160, abs=25)
    assert last.phase_stability > 0.95
    assert last.peak_share > 0.7
    assert last.breath_rate == pytest.approx(6.0, abs=0.1)


def test_a_heart_that_follows_another_pace_is_not_called_steady():
    last = hear(SOURCES["strap"], pacer=(Paced(0.0, 4.6),))[-1]
    assert last.phase_stability < 0.6
    assert last.swing < 80


def test_a_camera_hears_what_the_strap_hears():
    strap, camera = (hear(SOURCES[name])[-3] for name in ("strap", "camera"))
    assert camera.heart_rate == pytest.approx(strap.heart_rate, abs=1.5)
    assert camera.rmssd == pytest.approx(strap.rmssd, abs=4)
    assert camera.breath_rate == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize("fps", [12, 15, 24, 30, 60, 120])
def test_a_slower_or_faster_camera_still_finds_the_heart(fps):
    readings = hear(finger(breathing_heart(60), fps=fps))
    assert readings[-3].heart_rate == pytest.approx(71, abs=4)


def test_five_frames_a_second_give_a_heart_rate_or_nothing_but_never_another():
    for one in hear(finger(breathing_heart(60), fps=5)):
        assert math.isnan(one.heart_rate) or one.heart_rate == pytest.approx(71, abs=14)


def covered(frame: stream.Frame) -> stream.Frame:
    return frame._replace(red=1.0, green=1.0, blue=1.0)


def clipped(frame: stream.Frame) -> stream.Frame:
    return frame._replace(red=255.0, green=255.0, blue=255.0)


def room(frame: stream.Frame) -> stream.Frame:
    return frame._replace(red=120.0, green=110.0, blue=100.0)


def nothing(frame: stream.Frame) -> stream.Frame:
    return frame._replace(red=math.nan)


@pytest.mark.parametrize("spoil", [covered, clipped, room, nothing])
def test_a_lens_without_a_finger_gives_no_heart_and_afterwards_it_is_found_again(spoil):
    frames = finger(breathing_heart(80))
    spoilt = [spoil(frame) if 25 < frame.time < 45 else frame for frame in frames]
    readings = {one.time: one for one in hear(spoilt)}
    assert all(math.isnan(readings[second].heart_rate) for second in range(38, 46))
    assert readings[75].heart_rate == pytest.approx(71, abs=4)


def test_a_finger_lifted_every_ten_seconds_never_makes_a_wrong_heart():
    frames = [clipped(frame) if frame.time % 10 < 2 else frame for frame in finger(breathing_heart(60))]
    rates = [one.heart_rate for one in hear(frames)]
    assert all(math.isnan(rate) or rate == pytest.approx(71, abs=14) for rate in rates)


def test_when_the_clock_jumps_back_hearing_begins_again():
    first, second = SOURCES["strap"][:60], SOURCES["strap"]
    later = [sample._replace(time=sample.time + 5000) for sample in first]
    readings = hear([*later, *second])
    assert readings[-1].heart_rate == pytest.approx(71, abs=5)
    assert len(readings) < 200


def test_a_strap_taken_off_is_unclear_within_ten_seconds():
    samples = [one for one in SOURCES["strap"] if one.time < 40]
    silence = [Press(float(second), True) for second in range(41, 60)]
    readings = {one.time: one for one in hear([*samples, *silence])}
    assert readings[40].heart_rate == pytest.approx(71, abs=10)
    assert math.isnan(readings[52].heart_rate)


frames = st.builds(
    stream.Frame, st.floats(-10, 200) | st.floats(), *(st.floats(0, 255) | st.floats() for _ in range(3))
)
pulls = st.builds(stream.Pull, st.floats(-10, 200) | st.floats(), *(st.floats() for _ in range(3)))


@settings(max_examples=60, deadline=None)
@given(st.lists(frames | pulls, max_size=50))
def test_whatever_a_browser_sends_the_listener_goes_on(noise):
    state, _ = stream.update(stream.State(), noise)
    later = 1e6
    good = [frame._replace(time=frame.time + later) for frame in finger(breathing_heart(40))]
    readings = stream.update(state, good)[1]
    assert readings[-2].heart_rate == pytest.approx(71, abs=6)
