"""What is known of Anna is kept overnight, and nobody can change it unnoticed."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.brain import mechanism
from loslaten.brain import posterior as brain
from loslaten.brain.moment import Moment

PATHS, STEPS = ("old", "pause", "new", None), ((), ("welcome",), ("welcome", "breathe"), ("suppress",))


def annas_log(n=80):
    rng = np.random.default_rng(5)
    return [
        Moment(
            at=i * 0.7 + float(rng.random() / 3),
            tension_before=int(rng.integers(2, 9)),
            path=PATHS[rng.integers(4)],
            steps=STEPS[rng.integers(4)],
            tension_after=int(rng.integers(0, 6)) if i % 3 else None,
            pattern=("phone", "shoulders")[i % 2],
            context="work" if i % 5 == 0 else "",
        )
        for i in range(n)
    ]


@pytest.fixture(scope="module")
def annas_posterior():
    return brain.replay(annas_log())


@pytest.fixture(scope="module")
def annas_blob(annas_posterior):
    return brain.save(annas_posterior)


def assert_same(one, other, atol=1e-9):
    for name, numbers in brain._arrays(one).items():
        np.testing.assert_allclose(brain._arrays(other)[name], numbers, atol=atol, rtol=0, err_msg=name)
    assert {name: mechanism.as_words(one.mechanisms[name]) for name in one.mechanisms} == {
        name: mechanism.as_words(other.mechanisms[name]) for name in other.mechanisms
    }
    assert one.tension.extras == other.tension.extras


def test_kept_and_taken_up_again_after_every_moment_it_equals_a_replay(annas_posterior):
    kept = brain.save(brain.begin())
    for moment in annas_log():
        kept = brain.save(brain.update(brain.load(kept), moment))
    assert_same(annas_posterior, brain.load(kept))


def test_it_takes_a_few_kilobytes(annas_blob):
    plain = brain.replay([Moment(m.at, m.tension_before) for m in annas_log()])
    assert len(brain.save(plain)) < 12_000
    assert len(annas_blob) < 20_000


def test_loading_gives_exactly_what_was_saved(annas_posterior, annas_blob):
    assert_same(annas_posterior, brain.load(annas_blob), atol=0)
    assert brain.save(brain.load(annas_blob)) == annas_blob


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_cut_short_anywhere_it_is_refused(annas_blob, data):
    length = data.draw(st.integers(0, len(annas_blob) - 1))
    with pytest.raises(brain.PosteriorError):
        brain.load(annas_blob[:length])


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_with_any_byte_changed_it_is_refused(annas_blob, data):
    place = data.draw(st.integers(0, len(annas_blob) - 1))
    change = data.draw(st.integers(1, 255))
    altered = bytearray(annas_blob)
    altered[place] ^= change
    with pytest.raises(brain.PosteriorError):
        brain.load(bytes(altered))


def test_another_version_says_which(annas_blob):
    newer = annas_blob[:8] + struct.pack(">H", 7) + annas_blob[10:]
    with pytest.raises(brain.PosteriorError, match="version 7, and this program reads version 2"):
        brain.load(newer)


def test_glued_to_or_something_else_altogether(annas_blob):
    with pytest.raises(brain.PosteriorError, match="glued"):
        brain.load(annas_blob + b"x")
    with pytest.raises(brain.PosteriorError, match="not a posterior"):
        brain.load(b"x" * 200)
    with pytest.raises(brain.PosteriorError, match="cut short"):
        brain.load(b"")


def test_without_the_houses_key_nobody_can_forge_it(annas_posterior):
    kept = brain.save(annas_posterior, key=b"of the house")
    assert_same(annas_posterior, brain.load(kept, key=b"of the house"), atol=0)
    with pytest.raises(brain.PosteriorError, match="another key"):
        brain.load(kept, key=b"of a stranger")


def test_what_was_known_before_stays_what_it_was():
    before = brain.replay(annas_log(10))
    kept = brain.save(before)
    brain.update(before, Moment(100.0, 3, path="new", tension_after=1, pattern="a third"))
    assert brain.save(before) == kept


def test_walking_the_new_path_makes_it_likelier():
    start = brain.begin()
    walked = start
    for day in range(60):
        walked = brain.update(walked, Moment(float(day), 5, path="new"))
    moment = Moment(60.0, 5)
    assert brain.expect_path(walked, moment)[2] > brain.expect_path(start, moment)[2] + 0.3
    assert walked.mechanisms[""].habits.new[0] > 0.8
    assert 0.2 < walked.mechanisms[""].habits.old[0] < 0.6


def test_a_pause_wears_neither_path():
    paused = brain.update(brain.begin(), Moment(0.0, 5, path="pause"))
    nothing_noted = brain.update(brain.begin(), Moment(0.0, 5))
    assert paused.mechanisms[""].habits == nothing_noted.mechanisms[""].habits
