"""Weeks that could be: what the sliders do, and what they refuse."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.brain.prior import draw_people
from loslaten.brain.simulate import Scenario, credible_interval, simulate


def middle(scenario: Scenario, course: str, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.median(getattr(simulate(scenario, draw_people(200, rng), rng=rng), course), axis=-1)


def test_twelve_weeks_give_thirteen_looks_for_every_possible_person():
    rng = np.random.default_rng(1)
    weeks = simulate(Scenario(), draw_people(30, rng), rng=rng)
    assert weeks.week.tolist() == list(range(13))
    assert weeks.old_path.shape == weeks.alarm.shape == (13, 30)
    assert weeks.choice.shape == (13, 3, 30)
    assert np.allclose(weeks.choice.sum(axis=1), 1)


def test_the_same_seed_gives_the_same_weeks_and_another_seed_others():
    assert (middle(Scenario(), "alarm") == middle(Scenario(), "alarm")).all()
    assert (middle(Scenario(), "alarm") != middle(Scenario(), "alarm", seed=2)).any()


def test_practising_more_widens_the_new_path():
    seldom, often = (middle(Scenario(practice_per_week=times), "new_path") for times in (1, 7))
    assert often[-1] > seldom[-1] + 0.2


def test_pushing_away_widens_the_old_path_and_keeps_the_alarm_higher():
    push, welcome = Scenario(welcome=0), Scenario(welcome=1)
    assert middle(push, "old_path")[-1] > middle(welcome, "old_path")[-1]
    assert middle(push, "alarm")[-1] > middle(welcome, "alarm")[-1]


def test_breathing_lowers_the_alarm_of_the_moment_itself():
    assert middle(Scenario(breathe=True), "alarm_after")[0] < middle(Scenario(breathe=False), "alarm_after")[0]


def test_without_practice_the_old_path_stays():
    assert middle(Scenario(welcome=0.5, practice_per_week=0, breathe=False), "old_path")[-1] > 0.7


def test_without_setbacks_the_alarm_goes_on_falling():
    kind, usual = (middle(Scenario(setback=setback), "alarm") for setback in (0.0, 0.05))
    assert kind[-1] < kind[6] < kind[1]
    assert kind[-1] < usual[-1] - 0.15


@settings(max_examples=25, deadline=None)
@given(
    scenario=st.builds(
        Scenario,
        welcome=st.floats(0, 1),
        practice_per_week=st.floats(0, 28),
        breathe=st.booleans(),
        weeks=st.integers(1, 5),
        moments_per_week=st.floats(0, 70),
        setback=st.floats(0, 1),
    ),
    seed=st.integers(0, 1000),
)
def test_in_every_possible_life_paths_alarm_and_chances_stay_shares(scenario, seed):
    rng = np.random.default_rng(seed)
    weeks = simulate(scenario, draw_people(20, rng), rng=rng)
    for course in weeks[1:]:
        assert len(course) == scenario.weeks + 1
        assert ((course >= 0) & (course <= 1 + 1e-12)).all()


def test_in_an_empty_life_nothing_is_learned_and_little_fades():
    still = Scenario(practice_per_week=0, moments_per_week=0)
    assert middle(still, "old_path")[-1] == pytest.approx(0.75 * np.exp(-84 / 400), abs=0.03)


@pytest.mark.parametrize(
    ("field", "value"),
    [("welcome", 1.1), ("welcome", float("nan")), ("practice_per_week", -1), ("weeks", 0), ("setback", 2.0)],
)
def test_a_scenario_that_cannot_be_is_refused_by_name(field, value, average):
    with pytest.raises(ValueError, match=f"^{field} must lie between"):
        simulate(Scenario()._replace(**{field: value}), average, rng=np.random.default_rng(1))


def test_eight_of_ten_people_lie_inside_the_band():
    values = np.random.default_rng(1).standard_normal((3, 4000))
    low, mid, high = credible_interval(values).T[:, 0]
    assert (mid - low, high - mid) == pytest.approx((1.28, 1.28), abs=0.07)


def test_the_brain_is_imported_without_waiting_for_numba():
    seen = "import sys, loslaten.brain.simulate, loslaten.brain.phenomena, loslaten.cli; print('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout == "False\n"
