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
    return listening.told(heard, {"pacer": [0, rate]})[0]


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


def test_what_is_not_pleasant_is_left_and_not_offered_again_also_after_a_new_line():
    heard, went = hearing(paced(6.5), breathing_heart(200, rate=6.5))
    heard, answer = listening.told(heard, {"unpleasant": 200.0})
    assert (went, answer.pace) == ([6.25], 6.5)
    assert heard.pace.refused == (6.25,)
    wish = {"follow": True, "breath_rate": 6.5, "refused": [6.25]}
    anew = listening.greet({"hello": 1, "sense": "strap", "pace": wish})
    _, went = hearing(listening.told(anew, {"pacer": [0, 6.5]})[0], breathing_heart(400, rate=6.5))
    assert 6.25 not in went


@given(starts=st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-40, 40)), max_size=20))
def test_a_pacer_may_tell_anything(starts):
    heard = paced()
    for pacer in starts:
        heard, _ = listening.told(heard, {"pacer": list(pacer)})
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
