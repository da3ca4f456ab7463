"""What the app may say to Anna, and what it must keep to itself."""

import numpy as np
import pytest

from loslaten.brain import outcome, plain_words, statements
from loslaten.brain import posterior as brain
from loslaten.brain.filter import MECHANISM, START
from loslaten.brain.moment import STEPS, Moment
from loslaten.brain.posterior import likely_range


def log(ratings, **extra):
    return brain.replay([Moment(day + 0.4, int(rating), **extra) for day, rating in enumerate(ratings)])


def drifting(slope, n=60, seed=0):
    rng = np.random.default_rng(seed)
    return np.clip(np.round(5 + slope * np.arange(n) + rng.normal(0, 1, n)), 0, 10)


def with_steps(effect, n, seed=0):
    """Somebody for whom a slow breath takes this share of the tension away, whenever it is taken."""
    rng = np.random.default_rng(seed)
    moments = []
    for day in range(n):
        before, breathes = int(rng.integers(4, 10)), rng.random() < 0.5
        after = before * (0.85 - effect * breathes) + rng.normal(0, 0.8)
        moments.append(
            Moment(day + 0.4, before, "pause", ("breathe",) if breathes else (), int(np.clip(round(after), 0, 10)))
        )
    return brain.replay(moments)


def test_at_a_first_meeting_the_range_is_wide_and_says_so():
    expected = statements.expectation(brain.begin(), Moment(0.0, 0))
    assert expected.first_meeting
    assert expected.moments_to_go == 20
    assert expected.high - expected.low >= 6
    assert expected.of_ten == 8


def test_after_twenty_moments_we_know_somebody_a_little():
    assert statements.expectation(log(drifting(0, 19)), Moment(30.0, 0)).moments_to_go == 1
    assert statements.expectation(log(drifting(0, 20)), Moment(30.0, 0)).moments_to_go == 0


def test_the_range_named_is_the_narrowest_that_holds_eight_of_ten():
    pmf = np.array([0.05, 0.05, 0.1, 0.3, 0.3, 0.1, 0.04, 0.03, 0.02, 0.01, 0.0])
    by_hand = [
        (high - low, low, high)
        for low in range(11)
        for high in range(low, 11)
        if pmf[low : high + 1].sum() >= 0.8 - 1e-12
    ]
    assert likely_range(pmf) == min(by_hand)[1:]


def test_ten_of_ten_is_never_promised():
    expected = statements.expectation(log([0] * 60), Moment(60.4, 0))
    assert expected.of_ten == 9 or expected.of_ten == 8


def test_the_number_of_ten_is_kept_in_the_long_run():
    rng = np.random.default_rng(2)
    ratings = np.clip(np.round(5 + rng.normal(0, 1.8, 250)), 0, 10)
    known, kept, promised = brain.begin(), 0, 0
    for day, rating in enumerate(ratings):
        expected = statements.expectation(known, Moment(day + 0.4, 0))
        kept += expected.low <= rating <= expected.high
        promised += expected.of_ten
        known = brain.update(known, Moment(day + 0.4, int(rating)))
    assert kept / 250 > 0.8
    assert kept >= promised / 10 - 12


@pytest.mark.parametrize(("slope", "direction"), [(-0.05, "lower"), (0.05, "higher")])
def test_a_clear_change_is_named(slope, direction):
    change = statements.change(log(drifting(slope)))
    assert change.direction == direction
    assert change.low < change.points < change.high
    assert np.sign(change.points) == np.sign(slope)


def test_no_change_is_not_dressed_up():
    named = [statements.change(log(drifting(0, seed=seed))).direction for seed in range(12)]
    assert named.count(None) >= 10


def test_nothing_is_said_of_change_before_there_is_any():
    assert statements.change(brain.begin()).direction is None
    assert statements.change(log([9])).direction is None
    assert statements.change(log([9, 1])).direction is None


def test_change_is_named_only_when_it_is_more_than_nine_in_ten_sure():
    for slope in np.linspace(-0.06, 0.06, 9):
        known = log(drifting(slope, seed=3))
        belief = known.tension
        look = np.zeros(belief.means.shape[1])
        look[[0, 2]], look[5 + belief.extras.index(START)] = 1, -1
        look[5 + belief.extras.index(MECHANISM)] = known.last_mechanism
        rng = np.random.default_rng(0)
        which = rng.choice(len(belief.weights), 40_000, p=belief.weights)
        sds = np.sqrt(np.einsum("i,gij,j->g", look, belief.covariances, look))
        moved = rng.normal((belief.means @ look)[which], sds[which])
        lower, higher = (moved < -0.5).mean(), (moved > 0.5).mean()
        if abs(max(lower, higher) - 0.9) > 0.01:
            expected = "lower" if lower > 0.9 else "higher" if higher > 0.9 else None
            assert statements.change(known).direction == expected


def test_before_anything_is_known_no_step_is_praised():
    assert [statements.step_effect(brain.begin(), step) for step in STEPS] == [None] * 4


def test_a_breath_that_helps_is_told_once_it_is_clear():
    effect = statements.step_effect(with_steps(0.3, 60), "breathe")
    assert effect is not None
    assert effect.low < effect.points < effect.high < 0
    assert effect.low < -0.3 * 6 < effect.high


def test_a_step_that_studies_praise_is_not_praised_to_somebody_it_does_nothing_for():
    told = [statements.step_effect(with_steps(0.0, 5, seed), "breathe") for seed in range(30)]
    assert sum(effect is not None for effect in told) <= 3


def test_without_the_hope_of_studies_an_empty_log_says_zero():
    belief = outcome.sceptical(outcome.begin())
    steps = [outcome.REGRESSORS.index(step) for step in STEPS]
    assert belief.means[:, steps] == pytest.approx(0)
    assert belief.means[:, 1] == pytest.approx(outcome.PRIOR_MEAN[1])


def test_steps_never_taken_stay_untold():
    known = with_steps(0.3, 60)
    assert [statements.step_effect(known, step) for step in ("welcome", "move", "suppress")] == [None] * 3


def test_a_breath_that_does_nothing_is_rarely_praised():
    told = [statements.step_effect(with_steps(0.0, 60, seed), "breathe") for seed in range(12)]
    assert sum(effect is not None and effect.high < 0 for effect in told) <= 3


def test_the_record_counts_the_last_thirty():
    known, named = brain.begin(), []
    ratings = drifting(0, 50).astype(int)
    for day, rating in enumerate(ratings):
        pmf = brain.expect_tension(known, Moment(day + 0.4, 0))
        low, high = likely_range(pmf)
        named.append((low <= rating <= high, abs(int(np.searchsorted(np.cumsum(pmf), 0.5)) - rating)))
        known = brain.update(known, Moment(day + 0.4, int(rating)))
    record = statements.record(known)
    assert record.n == 30
    assert record.inside == sum(inside for inside, _ in named[-30:])
    assert record.error == pytest.approx(np.mean([error for _, error in named[-30:]]))
    assert record.same_as_last_time == pytest.approx(np.abs(np.diff(ratings))[-30:].mean())


def test_nothing_speaks_of_how_fast_somebody_learns():
    values = (statements.Expectation, statements.Change, statements.StepEffect, statements.Record)
    names = [*vars(statements), *(field for value in values for field in value._fields)]
    assert not [name for name in names if "learn" in name or "speed" in name or "rate" in name.split("_")]


def test_in_plain_words_it_promises_nothing():
    first = plain_words.say(brain.begin(), Moment(0.0, 0))
    assert "hardly know you" in first[0]
    assert first[1:] == ["No prediction could be checked yet.", "No clear change yet since the first moment."]
    later = plain_words.say(with_steps(0.3, 60), Moment(70.0, 0))
    assert any("need not be because of it" in sentence for sentence in later)
