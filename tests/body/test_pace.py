"""A pace that follows: slowly, within bounds, and never against somebody."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.body.pacing import Heard, Pace, Paced, breath_phase, follow


def sit(pace: Pace, minutes: int, best: float, quality: float = 0.9) -> list[Pace]:
    """Breathe along, with a heart that likes one pace most."""
    course = []
    for minute in range(1, minutes + 1):
        liking = 100 * math.exp(-((pace.breath_rate - best) ** 2))
        pace = follow(pace, 60.0 * minute, Heard(liking, 0.9, quality))
        course.append(pace)
    return course


@pytest.mark.parametrize("best", [4.75, 5.5, 6.5])
@pytest.mark.parametrize("start", [5.0, 6.0, 7.0])
def test_the_pace_comes_near_what_does_the_heart_good(best, start):
    assert sit(Pace(start, 0.0), 30, best)[-1].breath_rate == pytest.approx(best, abs=0.51)


def test_nobody_is_led_faster_than_they_breathe_by_themselves_however_much_the_heart_would_like_it():
    course = sit(Pace(5.2, 0.0, own=5.2), 40, 6.5)
    assert max(pace.breath_rate for pace in course) == pytest.approx(5.2)
    assert sit(Pace(4.0, 0.0, own=4.0), 40, 6.5)[-1].breath_rate == 4.0


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 1), st.floats(0, 1)), max_size=40),
    st.sets(st.sampled_from([5.5, 5.75, 6.25])),
)
def test_whatever_the_heart_does_the_pace_changes_a_quarter_per_two_minutes_and_stays_within_bounds(course, refused):
    pace, moved_at = Pace(6.0, 0.0, refused=tuple(refused)), 0.0
    for minute, heard in enumerate(course, start=1):
        after = follow(pace, 60.0 * minute, Heard(*heard))
        assert 4.5 <= after.breath_rate <= 7.0
        assert after.breath_rate not in refused
        if after.breath_rate != pace.breath_rate:
            assert abs(after.breath_rate - pace.breath_rate) == 0.25
            assert 60.0 * minute - moved_at >= 120
            moved_at = 60.0 * minute
        pace = after


@pytest.mark.parametrize("quality", [0.3, math.nan])
def test_without_a_clear_signal_the_pace_is_held(quality):
    assert {pace.breath_rate for pace in sit(Pace(6.0, 0.0), 20, 5.0, quality)} == {6.0}


def test_the_paced_breath_goes_on_smoothly_when_the_pace_changes():
    phase = breath_phase([Paced(0.0, 6.0), Paced(20.0, 5.0)], np.array([-1.0, 10.0, 20.0, 32.0]))
    assert math.isnan(phase[0])
    assert phase[1:] / (2 * math.pi) == pytest.approx([1.0, 2.0, 3.0])
