"""Anna rates her tension; the bank says what it expects next. The slow, plain loops live here."""

import math

import numpy as np
import pytest

from loslaten.brain import filter as tension
from loslaten.brain.filter_prior import LEVEL_DRIFT, OUTLIER_SHARE, OUTLIER_WIDTH, FilterPrior, default_prior
from loslaten.brain.mixture import level_edges
from loslaten.brain.moment import Moment
from loslaten.brain.population import Series, walk


@pytest.fixture
def annas_moments():
    rng = np.random.default_rng(7)
    times = np.cumsum(rng.exponential(0.4, 60)) + 0.3
    ratings = np.clip(np.round(5 + np.cumsum(rng.normal(0, 0.4, 60)) + rng.normal(0, 1, 60)), 0, 10).astype(int)
    return [Moment(float(at), int(rating)) for at, rating in zip(times, ratings, strict=True)]


def as_series(moments):
    return Series(np.array([m.at for m in moments]), np.array([m.tension_before for m in moments]))


def plain_normal(x, mean, sd):
    return math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * math.sqrt(2 * math.pi))


def plain_prior(row, **changes):
    return FilterPrior(np.array([row]), np.array([1.0]), np.full(11, 1 / 11), **changes)


def moments_within(mean, variance, noise_sd, edges):
    """Evidence, mean and variance of a noisy rating known to lie between two edges, by adding up thin slices."""
    low, high = max(edges[0], -60.0), min(edges[1], 70.0)
    slices = np.linspace(low, high, 40_001)
    slices = 0.5 * (slices[1:] + slices[:-1])
    heights = []
    for share, width in ((1 - OUTLIER_SHARE, noise_sd), (OUTLIER_SHARE, OUTLIER_WIDTH * noise_sd)):
        total = variance + width**2
        heights.append((share, total, np.exp(-0.5 * (slices - mean) ** 2 / total) / math.sqrt(2 * math.pi * total)))
    return slices, (high - low) / 40_000, heights


def plain_kalman(moments, prior):
    """One filter, as on paper: matrices, thin slices instead of formulas for the bin."""
    fast_days, fast_sd, slow_days, slow_sd, noise_sd = prior.grid[0]
    mean = np.array([prior.level_mean, 0, 0, 0, 0])
    covariance = np.diag([prior.level_sd**2, fast_sd**2, slow_sd**2, prior.daytime_sd**2, prior.daytime_sd**2])
    edges, last = level_edges(11), None
    for moment in moments:
        gap = 0.0 if last is None else moment.at - last
        last = moment.at
        fade = np.diag([1, math.exp(-gap / fast_days), math.exp(-gap / slow_days), 1, 1])
        arrives = (LEVEL_DRIFT * gap, fast_sd**2 * (1 - fade[1, 1] ** 2), slow_sd**2 * (1 - fade[2, 2] ** 2), 0, 0)
        mean, covariance = fade @ mean, fade @ covariance @ fade.T + np.diag(arrives)
        day = 2 * math.pi * moment.at
        look = np.array([1, 1, 1, math.sin(day), math.cos(day)])
        around, of_state = look @ mean, look @ covariance @ look
        level = moment.tension_before
        slices, width, heights = moments_within(around, of_state, noise_sd, edges[level : level + 2])
        evidence = sum(share * height.sum() * width for share, _, height in heights)
        new_mean, second = np.zeros(5), np.zeros((5, 5))
        for share, total, height in heights:
            gain = covariance @ look / total
            left = covariance - np.outer(gain, look @ covariance)
            weight = share * height.sum() * width / evidence
            at = (slices * height).sum() / height.sum()
            spread = ((slices - at) ** 2 * height).sum() / height.sum()
            here = mean + gain * (at - around)
            new_mean += weight * here
            second += weight * (left + np.outer(gain, gain) * spread + np.outer(here, here))
        mean, covariance = new_mean, second - np.outer(new_mean, new_mean)
    return mean, covariance


def test_one_filter_agrees_with_the_loop_on_paper(annas_moments):
    prior = plain_prior((0.2, 1.2, 5.0, 1.0, 0.9))
    belief = tension.begin(prior, extras=False)
    for moment in annas_moments[:25]:
        belief = tension.update(belief, moment)
    mean, covariance = plain_kalman(annas_moments[:25], prior)
    np.testing.assert_allclose(belief.means[0], mean, atol=1e-5)
    np.testing.assert_allclose(belief.covariances[0], covariance, atol=1e-5)


def test_predictions_agree_with_exact_bayes_on_a_dense_grid(annas_moments):
    """Level and fast swing on a grid of possible values: no Kalman, no normal approximation."""
    fast_days, fast_sd, noise_sd = 0.5, 1.5, 0.8
    prior = plain_prior((fast_days, fast_sd, 10.0, 1e-6, noise_sd), daytime_sd=1e-6)
    levels, swings = np.linspace(-4, 14, 91), np.linspace(-6, 6, 81)
    belief = np.exp(-0.5 * ((levels - 4.2) / 2.2) ** 2)[:, None] * np.exp(-0.5 * (swings / fast_sd) ** 2)[None, :]
    inner = level_edges(11)[1:-1]
    below = np.zeros((*belief.shape, 12))
    below[..., -1] = 1
    for i, edge in enumerate(inner, start=1):
        away = (edge - levels[:, None] - swings[None, :]) / (noise_sd * math.sqrt(2))
        ordinary, wide = np.vectorize(math.erfc)(-away) / 2, np.vectorize(math.erfc)(-away / OUTLIER_WIDTH) / 2
        below[..., i] = (1 - OUTLIER_SHARE) * ordinary + OUTLIER_SHARE * wide
    chances = np.diff(below, axis=-1)
    known, last = tension.begin(prior, extras=False), annas_moments[0].at
    for moment in annas_moments[:20]:
        fade = math.exp(-(moment.at - last) / fast_days)
        if moment.at > last:
            arrives = fast_sd * math.sqrt(1 - fade**2)
            moves = np.exp(-0.5 * ((swings[:, None] - fade * swings[None, :]) / arrives) ** 2)
            belief = belief @ (moves / moves.sum(axis=0)).T
        last = moment.at
        exact = np.einsum("ls,lsk->k", belief / belief.sum(), chances)
        counts = known.counts
        usual = (counts + 4 / 11) / (counts.sum() + 4)
        bank = (tension.predict(known, moment) - 0.17 * usual) / 0.83
        assert np.abs(np.cumsum(bank) - np.cumsum(exact)).max() < 0.025
        belief = belief * chances[..., moment.tension_before]
        known = tension.update(known, moment)


def test_one_by_one_and_the_whole_walk_say_the_same(annas_moments):
    prior = default_prior()
    predictions, log_weights = walk([as_series(annas_moments)], prior)
    belief = tension.begin(prior)
    for moment, predicted in zip(annas_moments, predictions[0], strict=True):
        np.testing.assert_allclose(tension.predict(belief, moment), predicted, atol=2e-4)
        belief = tension.update(belief, moment)
    np.testing.assert_allclose(belief.log_weights, log_weights[0], atol=1e-9)


def test_the_belief_of_yesterday_is_still_true(annas_moments):
    yesterday = tension.update(tension.begin(default_prior()), annas_moments[0])
    means, counts = yesterday.means.copy(), yesterday.counts.copy()
    tension.update(yesterday, annas_moments[1])
    np.testing.assert_array_equal(yesterday.means, means)
    np.testing.assert_array_equal(yesterday.counts, counts)


def test_a_first_meeting_is_wide_and_a_steady_month_is_narrow():
    belief = tension.begin(default_prior())
    wide = tension.predict(belief, Moment(0.4, 0))
    for day in range(30):
        belief = tension.update(belief, Moment(day + 0.4, 3))
    narrow = tension.predict(belief, Moment(30.4, 0))
    assert wide.max() < 0.2
    assert narrow[3] > 0.6


def test_after_years_away_the_bank_knows_little_again():
    belief = tension.begin(default_prior())
    for day in range(60):
        belief = tension.update(belief, Moment(day + 0.4, 2))
    soon, late = (tension.predict(belief, Moment(60.4 + gap, 0)) for gap in (0, 365 * 8))
    spread = [math.sqrt(pmf @ np.arange(11) ** 2 - (pmf @ np.arange(11)) ** 2) for pmf in (soon, late)]
    assert spread[1] > 1.5 * spread[0]
    assert np.isclose(late.sum(), 1)


def test_ten_thousand_ratings_in_a_minute_leave_a_sound_belief():
    rng = np.random.default_rng(1)
    times = np.linspace(0, 1 / 1440, 10_000)
    predictions, log_weights = walk([Series(times, rng.integers(0, 11, 10_000))], default_prior())
    np.testing.assert_allclose(predictions[0].sum(axis=1), 1, atol=1e-9)
    assert predictions[0].min() >= 0
    assert np.isfinite(log_weights).all()


def test_the_simulator_changes_nothing_at_first_and_is_believed_when_it_is_right():
    rng = np.random.default_rng(3)
    belief = tension.begin(default_prior())
    looks = [tension.predict(belief, Moment(0.0, 0, mechanism=points)) @ np.arange(11) for points in (-3.0, 3.0)]
    assert abs(looks[0] - looks[1]) < 0.1
    for day in range(120):
        alarm = 4.0 * math.sin(day / 3)
        rating = int(np.clip(round(5 + 0.8 * alarm + rng.normal(0, 0.5)), 0, 10))
        belief = tension.update(belief, Moment(float(day), rating, mechanism=alarm))
    low, high = (tension.predict(belief, Moment(120.0, 0, mechanism=points)) @ np.arange(11) for points in (-3.0, 3.0))
    assert high - low > 2.5


def test_bram_is_tenser_at_work_and_the_bank_notices():
    rng = np.random.default_rng(4)
    belief = tension.begin(default_prior())
    for i in range(80):
        place = ("work", "home")[i % 2]
        rating = int(np.clip(round((6 if place == "work" else 4) + rng.normal(0, 0.7)), 0, 10))
        belief = tension.update(belief, Moment(i * 0.51, rating, context=place))
    at_work, at_home = (
        tension.predict(belief, Moment(41.0, 0, context=place)) @ np.arange(11) for place in ("work", "home")
    )
    assert at_work > at_home + 1
    assert belief.extras == ("mechanism", "start", "context:work", "context:home")


def test_change_since_the_start_is_that_of_the_level_not_of_one_bad_morning():
    belief = tension.begin(default_prior())
    for day in range(40):
        belief = tension.update(belief, Moment(day + 0.4, 7 if day < 15 else 3))
    assert tension.change_since_start(belief).below(-1.5) > 0.9
    one_bad_morning = tension.begin(default_prior())
    for day in range(20):
        one_bad_morning = tension.update(one_bad_morning, Moment(day + 0.4, 9 if day == 19 else 3))
    assert 1 - tension.change_since_start(one_bad_morning).below(0.5) < 0.9
