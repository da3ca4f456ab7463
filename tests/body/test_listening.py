"""A page that listens along: what comes over the line is read or passed over, and a pace that follows."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.body import listening, stream, wire
from loslaten.body.breath import Press
from tests.body.conftest import breathing_heart

FLAGS = range(32)
RATES = st.floats(4.5, 7)


def paced(rate: float = 6.5, *, follow: bool = True) -> listening.Listening:
    heard = listening.greet({"hello": 1, "sense": "strap", "pace": {"follow": follow, "breath_rate": rate}})
    return listening.told(heard, {"pacer": [0, rate]})


def hearing(heard: listening.Listening, beats) -> tuple[listening.Listening, list[float]]:
    went = []
    for one in beats:
        heard, answer = listening.hear(heard, [one])
        went += [answer.pace] if answer and answer.pace else []
    return heard, went


@pytest.mark.parametrize("flags", FLAGS)
def test_a_packet_with_any_flags_and_any_part_missing_is_heard_or_passed_over(flags):
    whole = bytes([flags]) + bytes(range(60, 72))
    for length in range(len(whole) + 1):
        samples = wire.samples("strap", [[1.0, whole[:length].hex()], [2.0, "10460000ffff"]])
        assert len(samples) == 2
        _, answer = listening.hear(listening.Listening("strap"), samples)
        assert answer is not None
        assert all(300 <= ms <= 2000 for _, ms in answer.beats if not math.isnan(ms))


def test_what_is_no_sample_is_passed_over():
    odd = [
        None,
        1,
        [],
        [1],
        [1, "1"],
        [1, "zz"],
        ["1", "10"],
        [math.nan, "10"],
        [math.inf, "10"],
        [1, 2, 3],
        [True, "10"],
    ]
    assert wire.samples("strap", odd) == []
    assert wire.samples("camera", [[1, 2, 3, math.nan], [1, 2, 3], [1, 2, 3, 1e9], {}, "text"]) == []
    assert wire.samples("hand", [[1, 2], [1, "1"], [1, 1]]) == [Press(1.0, True)]


def test_a_clock_that_jumps_begins_anew_and_no_beat_is_told_twice():
    beats = breathing_heart(40)
    later = [beat._replace(beat_time=beat.beat_time + 5000) for beat in beats]
    heard, told = listening.Listening("strap"), []
    for some in ((beats + later)[at : at + 7] for at in range(0, 200, 7)):
        heard, answer = listening.hear(heard, some)
        told += [time for time, _ in answer.beats] if answer else []
    assert told == sorted(set(told))
    assert told[-1] > 5000
    assert len(told) > len(beats)


def test_the_pace_follows_by_a_quarter_after_two_minutes_and_not_before():
    _, went = hearing(paced(6.5), breathing_heart(119, rate=6.5))
    assert went == []
    _, went = hearing(paced(6.5), breathing_heart(200, rate=6.5))
    assert went == [6.25]


def test_nobody_is_followed_who_did_not_ask():
    assert hearing(paced(6.5, follow=False), breathing_heart(200, rate=6.5))[1] == []


def test_what_was_not_pleasant_is_not_offered_again_and_who_slows_the_water_is_followed_from_there():
    heard = listening.told(paced(6.5), {"follow": 5.0, "refused": [4.75], "own": 5.0, "since": 0})
    _, went = hearing(heard, breathing_heart(400, rate=5.0))
    assert went == []  # slower was not pleasant, and faster is faster than her own
    heard = listening.told(paced(6.5), {"follow": 5.0, "refused": [4.75], "since": 0})
    assert hearing(heard, breathing_heart(130, rate=5.0))[1] == [5.25]


def test_a_line_that_comes_back_waits_two_minutes_since_the_last_step_and_not_since_what_is_told_again():
    beats = [beat for beat in breathing_heart(425) if beat.beat_time > 240]
    wish = {"follow": True, "breath_rate": 6.0, "since": 300.0}
    heard = listening.greet({"hello": 1, "sense": "strap", "pace": wish})
    heard = listening.told(heard, {"pacer": [240, 6.0]})
    heard, early = hearing(heard, [beat for beat in beats if beat.beat_time < 419])
    assert early == []
    assert hearing(heard, [beat for beat in beats if beat.beat_time >= 419])[1] == [5.75]


def test_no_step_is_taken_on_what_was_heard_before_the_water_rested():
    beats = breathing_heart(500)
    heard, went = hearing(paced(6.0), [beat for beat in beats if beat.beat_time < 110])
    heard, rested = hearing(listening.told(heard, {"pacer": [110, 0]}), [b for b in beats if 110 <= b.beat_time < 300])
    heard = listening.told(heard, {"pacer": [300, 6.0]})
    heard, early = hearing(heard, [beat for beat in beats if 300 <= beat.beat_time < 419])
    assert went + rested + early == []
    assert hearing(heard, [beat for beat in beats if beat.beat_time >= 419])[1] == [5.75]


@pytest.mark.parametrize(
    ("pacer", "known"), [([0, 6.0], True), ([0, 12.0], False), ([60, 6.0], False), ([0, 0], False)]
)
def test_a_breath_is_read_from_the_heart_only_where_the_water_was_slow_for_a_while(pacer, known):
    heard = listening.told(listening.greet({"hello": 1, "sense": "strap"}), {"pacer": pacer})
    _, answer = listening.hear(heard, breathing_heart(100))
    assert math.isnan(answer.readings[-1].breath_rate) is not known


@given(starts=st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-40, 40)), max_size=20))
def test_a_pacer_may_tell_anything(starts):
    heard = paced()
    for pacer in starts:
        heard = listening.told(heard, {"pacer": list(pacer)})
    times = [one.start_s for one in heard.state.pacer]
    assert times == sorted(times)
    _, answer = listening.hear(heard, breathing_heart(70))
    assert answer.readings


@pytest.mark.parametrize("pacer", [[], [1], 1, "x", [1, 2, 3], [None, 6], [math.nan, 6], [1, math.inf]])
def test_what_is_no_pacer_is_refused(pacer):
    with pytest.raises(ValueError, match=r"not what|no pacer"):
        listening.told(paced(), {"pacer": pacer})


def test_a_reading_is_told_without_a_number_that_json_does_not_know():
    told = wire.told(stream.Reading(12.0, 0.25))
    assert (told["time"], told["signal_quality"], told["heart_rate"], told["preliminary"]) == (12.0, 0.25, None, True)
