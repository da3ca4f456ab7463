"""Which path Anna takes and what is left of her tension, against draws and sums on paper."""

import numpy as np
import pytest

from loslaten.brain import choice, outcome
from loslaten.brain.moment import PATHS, Moment


@pytest.fixture
def annas_choices():
    rng = np.random.default_rng(20)
    situations = [choice.features(rng.integers(0, 11), *rng.random(2)) for _ in range(40)]
    return [(situation, PATHS[int(situation[1] + rng.normal() < 0) * 2]) for situation in situations]


def chances(weights, situation):
    """Probabilities of old, pause, new for each row of weights."""
    logits = np.column_stack((weights[:, :3] @ situation, np.zeros(len(weights)), weights[:, 3:] @ situation))
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def test_what_is_expected_is_the_average_over_what_is_not_known():
    rng = np.random.default_rng(21)
    belief = choice.begin()
    weights = rng.multivariate_normal(belief.mean, belief.covariance, 50_000)
    for tension, old, new in ((0, 0.9, 0.1), (5, 0.5, 0.5), (9, 0.2, 0.9)):
        situation = choice.features(tension, old, new)
        exact = chances(weights, situation).mean(axis=0)
        np.testing.assert_allclose(choice.predict(belief, situation), exact, atol=0.015)


def test_after_forty_choices_the_belief_is_that_of_weighed_draws(annas_choices, monkeypatch):
    monkeypatch.setattr(choice, "DRIFT", 0.0)  # draws stay what they are
    rng = np.random.default_rng(22)
    belief = choice.begin()
    weights = rng.multivariate_normal(belief.mean, belief.covariance, 150_000)
    log_weight = np.zeros(len(weights))
    for situation, path in annas_choices:
        belief = choice.update(belief, situation, path)
        log_weight += np.log(chances(weights, situation)[:, PATHS.index(path)])
    share = np.exp(log_weight - log_weight.max())
    share /= share.sum()
    exact = share @ weights
    spread = np.sqrt(share @ (weights - exact) ** 2)
    np.testing.assert_allclose(belief.mean, exact, atol=0.15)
    np.testing.assert_allclose(
        np.sqrt(np.diag(belief.covariance)), spread, rtol=0.2
    )  # Laplace: the true belief leans a little


def test_somebody_who_flees_when_tense_is_expected_to(annas_choices):
    belief = choice.begin()
    for situation, path in annas_choices:
        belief = choice.update(belief, situation, path)
    calm, tense = (choice.predict(belief, choice.features(tension, 0.5, 0.5)) for tension in (1, 9))
    assert tense[0] > calm[0] + 0.4
    assert calm[2] > tense[2] + 0.4


def test_before_anything_is_known_tension_pulls_only_weakly():
    calm, tense = (choice.predict(choice.begin(), choice.features(tension, 0.5, 0.5)) for tension in (1, 9))
    assert 0.05 < tense[0] - calm[0] < 0.25


def plain_regression(moments, noise_sd):
    """Bayes on paper, a rating taken as exact but for the width of its bin."""
    precision = np.diag(1 / np.square(outcome.PRIOR_SD))
    pull = precision @ np.array(outcome.PRIOR_MEAN)
    for moment in moments:
        x = outcome.features(moment.tension_before, moment.steps, moment.path)
        precision = precision + np.outer(x, x) / (noise_sd**2 + 1 / 12)
        pull = pull + x * moment.tension_after / (noise_sd**2 + 1 / 12)
    covariance = np.linalg.inv(precision)
    return covariance @ pull, covariance


def test_each_noise_agrees_with_regression_on_paper():
    rng = np.random.default_rng(23)
    moments = []
    for day in range(40):
        before, steps = int(rng.integers(5, 10)), ("breathe",) * int(rng.integers(2)) + ("move",) * int(rng.integers(2))
        after = 0.8 * before - 0.15 * before * ("breathe" in steps) + rng.normal(0, 1)
        moments.append(Moment(float(day), before, PATHS[day % 3], steps, int(np.clip(round(after), 1, 9))))
    belief = outcome.begin()
    for moment in moments:
        belief = outcome.update(belief, moment)
    # With outliers in the noise the belief is a little wider than with the normal alone.
    mean, covariance = plain_regression(moments, 1.0)
    np.testing.assert_allclose(belief.means[1], mean, atol=0.12)
    np.testing.assert_allclose(np.sqrt(np.diagonal(belief.covariances[1])), np.sqrt(np.diag(covariance)), rtol=0.25)


def test_what_is_left_is_expected_as_wide_as_drawn():
    rng = np.random.default_rng(24)
    belief, situation = outcome.begin(), outcome.features(7, ("breathe",), "pause")
    draws = []
    for noise, noise_sd in enumerate(outcome.NOISE_SDS):
        weights = rng.multivariate_normal(belief.means[noise], belief.covariances[noise], 60_000)
        draws.append(weights @ situation + rng.normal(0, noise_sd, 60_000))
    ratings = np.clip(np.round(np.concatenate(draws)), 0, 10).astype(int)
    drawn = np.bincount(ratings, minlength=11) / len(ratings)
    np.testing.assert_allclose(outcome.predict(belief, situation), drawn, atol=0.005)


def test_somebody_who_rates_steadily_is_expected_more_narrowly():
    rng = np.random.default_rng(25)
    steady, wild = outcome.begin(), outcome.begin()
    for day in range(60):
        before = int(rng.integers(4, 10))
        steady = outcome.update(steady, Moment(float(day), before, tension_after=round(0.5 * before)))
        after = int(np.clip(round(0.5 * before + rng.normal(0, 2.5)), 0, 10))
        wild = outcome.update(wild, Moment(float(day), before, tension_after=after))
    situation = outcome.features(8, (), None)
    assert outcome.predict(steady, situation).max() > outcome.predict(wild, situation).max() + 0.2
    assert np.argmax(outcome.predict(steady, situation)) == 4


def test_without_a_rating_afterwards_nothing_is_learnt():
    belief = outcome.begin()
    assert outcome.update(belief, Moment(0.0, 5, "new", ("welcome",))) is belief


def test_the_old_path_brings_relief_and_no_step_is_needed_for_it():
    old, pause = (outcome.features(6, (), path) for path in ("old", "pause"))
    levels = np.arange(11)
    assert outcome.predict(outcome.begin(), old) @ levels < outcome.predict(outcome.begin(), pause) @ levels - 0.5
