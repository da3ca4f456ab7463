"""Whatever a form or a file hands over, the brain refuses it by name or has a defined answer."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.brain import choice, outcome, statements
from loslaten.brain import posterior as brain
from loslaten.brain.moment import PATHS, STEPS, Moment

GOOD = Moment(1.0, 5, path="new", steps=("welcome",), tension_after=3)
not_a_rating = st.one_of(
    st.integers().filter(lambda n: not 0 <= n <= 10),
    st.floats().filter(lambda x: not (math.isfinite(x) and 0 <= x <= 10 and x == int(x))),
    st.text(max_size=3),
    st.none(),
)
a_moment = st.builds(
    Moment,
    at=st.floats(0, 1e5),
    tension_before=st.integers(0, 10),
    path=st.sampled_from((None, *PATHS)),
    steps=st.lists(st.sampled_from(STEPS), max_size=4),
    tension_after=st.none() | st.integers(0, 10),
    pattern=st.sampled_from(("", "phone")),
    mechanism=st.floats(-10, 10),
)


@settings(deadline=None)
@given(rating=not_a_rating)
def test_a_rating_off_the_scale_is_named(rating):
    with pytest.raises(ValueError, match=r"row 2: tension_before is"):
        brain.replay([GOOD, GOOD._replace(at=2.0, tension_before=rating)])


@settings(deadline=None)
@given(rating=not_a_rating.filter(lambda rating: rating is not None))
def test_so_is_a_rating_afterwards(rating):
    with pytest.raises(ValueError, match=r"row 1: tension_after is"):
        brain.replay([GOOD._replace(tension_after=rating)])


@settings(deadline=None)
@given(gap=st.floats(1e-6, 1e6))
def test_times_that_run_backwards_are_named(gap):
    with pytest.raises(ValueError, match=r"row 2: at is .* backwards"):
        brain.replay([GOOD, GOOD._replace(at=1.0 - gap)])


def test_the_same_moment_twice_is_named():
    with pytest.raises(ValueError, match=r"row 2: at is .* already in"):
        brain.replay([GOOD, GOOD])


@pytest.mark.parametrize("at", [float("nan"), float("inf"), float("-inf")])
def test_a_moment_without_a_time_is_named(at):
    with pytest.raises(ValueError, match="row 1: at is"):
        brain.replay([GOOD._replace(at=at)])


@settings(deadline=None)
@given(word=st.text(max_size=8).filter(lambda word: word not in PATHS))
def test_an_unknown_path_is_named(word):
    with pytest.raises(ValueError, match="row 1: path is"):
        brain.replay([GOOD._replace(path=word)])
    with pytest.raises(ValueError, match="path is"):
        choice.update(choice.begin(), np.ones(3), word)


@settings(deadline=None)
@given(word=st.text(max_size=8).filter(lambda word: word not in STEPS))
def test_an_unknown_step_is_named(word):
    with pytest.raises(ValueError, match="row 1: steps has"):
        brain.replay([GOOD._replace(steps=("welcome", word))])
    with pytest.raises(ValueError, match="step is"):
        statements.step_effect(brain.begin(), word)
    with pytest.raises(ValueError, match="steps has"):
        outcome.features(5, (word,), None)


def test_a_mechanism_that_is_no_number_is_named():
    with pytest.raises(ValueError, match="row 1: mechanism is nan"):
        brain.replay([GOOD._replace(mechanism=float("nan"))])


def test_an_empty_log_is_somebody_we_have_not_met():
    known = brain.replay([])
    assert known.n_moments == 0
    assert statements.expectation(known, Moment(0.0, 0)).first_meeting
    assert statements.record(known) is None


def test_predicting_the_past_is_refused():
    known = brain.update(brain.begin(), GOOD)
    with pytest.raises(ValueError, match="backwards"):
        brain.expect_tension(known, Moment(0.5, 0))
    with pytest.raises(ValueError, match="backwards"):
        brain.expect_tension(known, Moment(float("nan"), 0))


@settings(max_examples=40, deadline=None)
@given(moments=st.lists(a_moment, max_size=12, unique_by=lambda moment: moment.at))
def test_any_log_that_may_be_gives_sound_chances(moments):
    known = brain.replay(sorted(moments, key=lambda moment: moment.at))
    later = Moment(2e5, 5, path="old", pattern="phone")
    for chances in (
        brain.expect_tension(known, later),
        brain.expect_path(known, later),
        brain.expect_after(known, later),
    ):
        assert np.isclose(chances.sum(), 1)
        assert (chances >= 0).all()
    assert brain.save(brain.load(brain.save(known))) == brain.save(known)
