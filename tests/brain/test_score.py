"""Scores and baselines against the loops in the textbooks."""

import math

import numpy as np
import pytest

from loslaten.brain import baselines, score
from loslaten.brain.diary import Diary
from loslaten.brain.mixture import Mixture, level_edges, normal_levels
from loslaten.brain.population import Series


@pytest.fixture
def predictions():
    rng = np.random.default_rng(10)
    return rng.dirichlet(np.ones(7), 50), rng.integers(0, 7, 50)


@pytest.fixture
def annas_series():
    rng = np.random.default_rng(11)
    return Series(np.cumsum(rng.exponential(0.3, 40)), rng.integers(0, 7, 40))


def test_crps_is_the_distance_between_two_cumulative_curves(predictions):
    pmf, levels = predictions
    for row, level, ours in zip(pmf, levels, score.crps(pmf, levels), strict=True):
        slow = sum((row[: k + 1].sum() - (level <= k)) ** 2 * 10 / 6 for k in range(6))
        assert ours == pytest.approx(slow)


def test_crps_equals_its_other_form_in_expected_distances(predictions):
    pmf, levels = predictions
    points = np.arange(7) * 10 / 6
    for row, level, ours in zip(pmf, levels, score.crps(pmf, levels), strict=True):
        to_rating = row @ np.abs(points - points[level])
        among = row @ np.abs(points[:, None] - points[None, :]) @ row
        assert ours == pytest.approx(to_rating - among / 2)


def test_coverage_is_that_of_dice_thrown_often(predictions):
    pmf, levels = predictions
    rng = np.random.default_rng(12)
    below = np.cumsum(pmf, axis=1)
    hits = []
    for row, mass, level in zip(below, pmf, levels, strict=True):
        thrown = row[level] - rng.random(4000) * mass[level]
        hits.append(((thrown > 0.1) & (thrown < 0.9)).mean())
    assert score.coverage(pmf, levels, 0.8) == pytest.approx(np.mean(hits), abs=0.01)


def test_a_well_calibrated_forecaster_covers_what_is_promised():
    rng = np.random.default_rng(13)
    pmf = rng.dirichlet(np.ones(11), 6000)
    levels = (rng.random(6000)[:, None] > np.cumsum(pmf, axis=1)).sum(axis=1)
    card = score.score(pmf, levels)
    np.testing.assert_allclose([card.cover50, card.cover80, card.cover95], [0.5, 0.8, 0.95], atol=0.02)


def test_perfect_foresight_scores_nought():
    levels = np.array([0, 3, 6])
    perfect = score.score(np.eye(7)[levels], levels)
    assert perfect.crps == perfect.mae == perfect.log_score == 0


def test_each_baseline_agrees_with_its_loop(annas_series):
    training = baselines.Training(4.0, 2.0, 3.0, 0.3, 0.4, np.full(7, 1 / 7))
    points = annas_series.levels * 10 / 6
    times = annas_series.times
    ours = baselines.predictions(annas_series, training)
    errors = {name: [] for name in ours}
    smooth = points[0]
    for i in range(1, 40):
        past = points[:i]
        if i > 1:
            smooth = 0.3 * points[i - 1] + 0.7 * smooth
        shrunk = (4.0 / 2.0 + past.sum() / 3.0) / (1 / 2.0 + i / 3.0)
        line = np.polyfit(times[:i] - times[0], past, 1) if i >= 5 else (0, past.mean())
        expected = {
            "last value": past[-1],
            "running mean": past.mean(),
            "EWMA": smooth,
            "linear trend": np.clip(np.polyval(line, times[i] - times[0]), 0, 10),
            "random-intercept AR(1)": shrunk + 0.4 * (past[-1] - shrunk),
        }
        for name, middle in expected.items():
            sd = math.sqrt((sum(errors[name]) + 5 * 3.0) / (len(errors[name]) + 5))
            errors[name].append((middle - points[i]) ** 2)
            np.testing.assert_allclose(
                ours[name][i - 1], normal_levels(np.array([middle]), np.array([sd]), 7)[0], atol=1e-7, err_msg=name
            )
        seen = np.bincount(annas_series.levels[:i], minlength=7)
        np.testing.assert_allclose(ours["personal histogram"][i - 1], (seen + 4 / 7) / (i + 4))


def test_levels_of_a_normal_are_slices_of_it():
    mixture = Mixture(np.array([0.3, 0.7]), np.array([2.0, 8.0]), np.array([1.0, 2.5]))
    fine = np.linspace(-20, 30, 200_001)
    height = sum(
        w * np.exp(-0.5 * ((fine - m) / s) ** 2) / (s * math.sqrt(2 * math.pi))
        for w, m, s in zip(*mixture, strict=True)
    )
    edges = level_edges(11)
    for level, chance in enumerate(mixture.levels(11)):
        slice_ = height[(fine > edges[level]) & (fine <= edges[level + 1])].sum() * (fine[1] - fine[0])
        assert chance == pytest.approx(slice_, abs=1e-4)
    assert mixture.below(mixture.quantile(0.3)) == pytest.approx(0.3, abs=1e-5)


def test_nobody_is_predicted_with_what_they_taught_themselves(annas_series):
    series = tuple(Series(annas_series.times, np.roll(annas_series.levels, shift)) for shift in range(6))
    diary = Diary("six", tuple("abcdef"), series, 7, 0)
    folds = score.split(diary)
    assert sorted(person for fold in folds for person in fold) == list(range(6))
    changed = list(series)
    changed[folds[0][0]] = Series(annas_series.times, np.full(40, 6))
    others = [score.predict_fold(diary._replace(series=s), folds[0]) for s in (series, tuple(changed))]
    for method in others[0]:
        for one, other in zip(others[0][method][1:], others[1][method][1:], strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_future_never_leaks_into_a_prediction(annas_series):
    changed = Series(annas_series.times, annas_series.levels.copy())
    changed.levels[30:] = 6 - changed.levels[30:]
    diaries = [Diary("one", ("anna",), (series,), 7, 0) for series in (annas_series, changed)]
    predicted = [score.predict_fold(diary, [0]) for diary in diaries]
    for method in predicted[0]:
        np.testing.assert_array_equal(predicted[0][method][0][:30], predicted[1][method][0][:30])


def test_somebody_who_rated_once_has_nothing_to_predict():
    with pytest.raises(ValueError, match="nobody in it rated twice"):
        score.split(Diary("one", ("anna",), (Series(np.zeros(1), np.zeros(1, dtype=np.int64)),), 11, 0))
