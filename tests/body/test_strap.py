"""A strap around the chest: its packets, and what happens when they are broken."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.body.rr import Packet, parse_packet, update
from loslaten.body.stream import Packet as Arrived
from tests.body.conftest import breathing_heart, hear, packet


def built(*, wide: bool, contact: int, energy: int | None, ticks: list[int]) -> bytes:
    flags = wide | contact << 1 | (energy is not None) << 3 | bool(ticks) << 4
    rate = (70).to_bytes(1 + wide, "little")
    spent = b"" if energy is None else energy.to_bytes(2, "little")
    return bytes([flags]) + rate + spent + b"".join(tick.to_bytes(2, "little") for tick in ticks)


packets = st.builds(
    built,
    wide=st.booleans(),
    contact=st.integers(0, 3),
    energy=st.none() | st.integers(0, 65535),
    ticks=st.lists(st.integers(0, 65535), max_size=9),
)


def test_a_second_of_the_strap_is_1024_ticks():
    assert parse_packet(bytes([0x10, 60, 0, 4])).rr_intervals == (1000.0,)


@settings(deadline=None)
@given(packets, st.data())
def test_every_whole_packet_is_read_and_a_cut_one_names_what_is_missing(data, cut):
    parsed = parse_packet(data)
    assert parsed.heart_rate == 70
    assert len(parsed.rr_intervals) * 2 == (len(data) - 2 - (data[0] & 1) - (2 if data[0] & 8 else 0))
    length = cut.draw(st.integers(0, len(data) - 1))
    try:
        shorter = parse_packet(data[:length])
    except ValueError as wrong:
        assert str(wrong).startswith("packet, ")  # noqa: PT017  the cut may also fall between two intervals
    else:
        assert len(shorter.rr_intervals) < len(parsed.rr_intervals)


def test_what_flags_promise_is_given_back_in_full():
    data = built(wide=True, contact=3, energy=500, ticks=[819, 820])
    assert parse_packet(data) == Packet(70, True, 500, (799.8046875, 800.78125))
    assert parse_packet(bytes([0, 70])) == Packet(70, None, None, ())


@pytest.mark.parametrize("wrong", [0, 65535])
def test_a_strap_that_does_not_know_makes_a_gap_and_no_heartbeat(wrong):
    data = built(wide=False, contact=0, energy=None, ticks=[819, wrong, 819])
    _, intervals = update(math.nan, 100.0, parse_packet(data))
    assert [one.rr_interval for one in intervals] == [799.8046875, 799.8046875]
    assert intervals[-1].beat_time == pytest.approx(100.0)


def test_a_strap_off_the_body_says_so_and_nothing_is_heard():
    off = built(wide=False, contact=2, energy=None, ticks=[819])
    last, intervals = update(5.0, 6.0, parse_packet(off))
    assert math.isnan(last)
    assert intervals == []


def test_packets_that_come_late_do_not_move_the_beats():
    last, beats = math.nan, []
    for at, late in enumerate((0, 0.9, 0.1, 1.4, 0.0)):
        last, new = update(last, at + late, Packet(60, None, None, (1000.0,)))
        beats += new
    assert [beat.beat_time for beat in beats] == [0, 1, 2, 3, 4]


def test_after_silence_the_beats_are_where_the_clock_is():
    last, _ = update(math.nan, 10.0, Packet(60, None, None, (1000.0,)))
    _, (beat,) = update(last, 40.0, Packet(60, None, None, (1000.0,)))
    assert beat.beat_time == 40.0


def test_a_minute_with_the_strap_gives_a_heart_rate_and_a_variation():
    beats = breathing_heart(90)
    readings = hear([Arrived(beat.beat_time, packet(beat.rr_interval)) for beat in beats])
    assert all(math.isnan(one.heart_rate) for one in readings[:7])
    assert all(one.preliminary for one in readings[:55])
    assert not readings[70].preliminary
    assert readings[70].heart_rate == pytest.approx(70, abs=8)
    assert readings[80].breath_rate == pytest.approx(6.0, abs=0.1)
    assert readings[80].signal_quality > 0.9


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(allow_nan=True), st.binary(max_size=24)), max_size=60))
def test_whatever_a_radio_delivers_the_listener_goes_on(noise):
    from loslaten.body.stream import State, paced
    from loslaten.body.stream import update as listen

    state, _ = listen(paced(State(), 0, 6), [Arrived(time, data) for time, data in noise])
    later = math.floor(state.newest) + 100 if math.isfinite(state.newest) and abs(state.newest) < 1e9 else 0
    good = [Arrived(later + beat.beat_time, packet(beat.rr_interval)) for beat in breathing_heart(40)]
    readings = listen(state, good)[1]
    assert readings[-1].heart_rate == pytest.approx(70, abs=10)
