"""The simulator walks along with Anna's log; it is followed only as far as her own ratings follow it."""

import numpy as np
import pytest

from loslaten.brain import mechanism
from loslaten.brain import model as simulator
from loslaten.brain import posterior as brain
from loslaten.brain.moment import Moment


def follow(moments):
    known, courses = mechanism.begin(moments[0]), []
    for moment in moments:
        known = mechanism.reached(known, moment)
        courses.append(mechanism.points(known, moment))
        known = mechanism.update(known, moment)
    return np.array(courses), known


def test_it_says_what_the_simulator_says_of_the_same_log():
    moments = [Moment(day * 0.8, 5, ("old", "new", "pause")[day % 3], ("welcome",) * (day % 2)) for day in range(30)]
    courses, _ = follow(moments)
    memory = mechanism.begin(moments[0]).memory
    events = [
        simulator.Trial(
            context="",
            escape=float(moment.path == "old"),
            engagement=(moment.path != "old") * (0.35 + 0.40 * ("welcome" in moment.steps)),
        )
        for moment in moments
    ]
    looks = [event._replace(escape=0.0) for event in events]
    alarms, previous = [], moments[0].at
    for moment, event, look in zip(moments, events, looks, strict=True):
        memory = simulator.wait(memory, moment.at - previous, mechanism.POPULATION)
        previous = moment.at
        alarms.append(10 * simulator.expected_tension(memory, look, mechanism.POPULATION)[0])
        memory = simulator.update(memory, event, mechanism.POPULATION)
    np.testing.assert_allclose(courses, np.array(alarms) - alarms[0], atol=1e-12)


def test_at_the_first_moment_it_says_nothing_yet():
    courses, _ = follow([Moment(3.0, 9)])
    assert courses.tolist() == [0.0]


def test_staying_lowers_the_alarm_and_the_old_path_teaches_nothing():
    stayed, _ = follow([Moment(float(day), 5, "new", ("welcome", "breathe")) for day in range(60)])
    fled, _ = follow([Moment(float(day), 5, "old") for day in range(60)])
    pushed, _ = follow([Moment(float(day), 5, "pause", ("suppress",)) for day in range(60)])
    assert stayed[-1] < pushed[-1] < 0
    assert abs(fled[-1]) < 0.5


def test_after_a_break_some_alarm_returns():
    moments = [Moment(float(day), 5, "new", ("welcome",)) for day in range(40)]
    courses, _ = follow([*moments, Moment(120.0, 5)])
    assert courses[-1] > courses[-2] + 0.3


def test_a_new_place_shares_what_is_shared():
    known = mechanism.begin(Moment(0.0, 5, context="work"))
    elsewhere = Moment(1.0, 5, context="home")
    points = mechanism.points(mechanism.reached(known, elsewhere), elsewhere)
    assert -6 < points < 0


def test_it_is_kept_exactly():
    _, known = follow([Moment(day / 3, 5, "new", context=("work", "home")[day % 2]) for day in range(7)])
    again = mechanism.from_words(mechanism.as_words(known))
    assert mechanism.as_words(again) == mechanism.as_words(known)
    assert again.memory.contexts == ("work", "home")


def test_the_posterior_follows_it_no_further_than_the_ratings_do():
    rng = np.random.default_rng(14)
    ratings = np.clip(np.round(rng.normal(6, 1, 60)), 0, 10).astype(int)
    steady = brain.replay([Moment(float(day), int(ratings[day]), "new", ("welcome",)) for day in range(60)])
    expected = brain.expect_tension(steady, Moment(60.0, 0)) @ np.arange(11)
    assert steady.last_mechanism < -1
    assert expected == pytest.approx(ratings.mean(), abs=0.6)
