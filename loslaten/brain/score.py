"""Score probabilistic predictions of ratings, and set the filter bank beside the baselines on people's diaries."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import baselines
from loslaten.brain.diary import Diary
from loslaten.brain.learn_prior import learn_prior
from loslaten.brain.mixture import TOP
from loslaten.brain.population import walk

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MODEL = "filter bank"
N_FOLDS = 5
LEAST = 1e-6  # a level nobody expected costs this much at worst, in every method alike
HEADER = ("method", "CRPS", "MAE", "log score", "cover50", "cover80", "cover95")


class Score(NamedTuple):
    """How good predictions were: `crps` and `mae` in points, `log_score` in nats, coverages 0 to 1."""

    crps: float
    mae: float
    log_score: float
    cover50: float
    cover80: float
    cover95: float


class Scorecard(NamedTuple):
    """Every method's score on one diary."""

    name: str
    n_people: int
    n_predictions: int
    scores: dict[str, Score]

    @property
    def best_baseline(self) -> str:
        """The baseline with the lowest CRPS."""
        return min((name for name in self.scores if name != MODEL), key=lambda name: self.scores[name].crps)

    @property
    def ratio(self) -> float:
        """The bank's CRPS as a share of the best baseline's; below 1 is better."""
        return self.scores[MODEL].crps / self.scores[self.best_baseline].crps


def crps(pmf: Floats, levels: Ints) -> Floats:
    """Score each prediction by the continuous ranked probability score.

    Parameters
    ----------
    pmf : array, shape (prediction, level)
        Probabilities.
    levels : array, shape (prediction,)
        What came.

    Returns
    -------
    array, shape (prediction,)
        Points; 0 is perfect.

    References
    ----------
    Gneiting T, Raftery AE (2007). Strictly proper scoring rules, prediction, and estimation. J Am Stat Assoc 102, 359.
    """
    n_levels = pmf.shape[1]
    came = np.arange(n_levels) >= levels[:, None]
    squares = (np.cumsum(pmf, axis=1) - came)[:, :-1] ** 2
    return np.asarray(squares.sum(axis=1) * TOP / (n_levels - 1))


def coverage(pmf: Floats, levels: Ints, share: float) -> float:
    """Say how often the central range with this probability held what came.

    Parameters
    ----------
    pmf : array, shape (prediction, level)
        Probabilities.
    levels : array, shape (prediction,)
        What came.
    share : float
        Probability of the central range.

    Returns
    -------
    float
        Expected coverage of the randomised probability integral transform; no dice are thrown.

    References
    ----------
    Czado C, Gneiting T, Held L (2009). Predictive model assessment for count data. Biometrics 65, 1254.
    """
    upper = np.take_along_axis(np.cumsum(pmf, axis=1), levels[:, None], axis=1)[:, 0]
    mass = np.maximum(np.take_along_axis(pmf, levels[:, None], axis=1)[:, 0], 1e-300)
    low, high = (1 - share) / 2, (1 + share) / 2
    inside = np.clip(upper, low, high) - np.clip(upper - mass, low, high)
    return float(np.mean(inside / mass))


def score(pmf: Floats, levels: Ints) -> Score:
    """Score predictions.

    Parameters
    ----------
    pmf : array, shape (prediction, level)
        Probabilities.
    levels : array, shape (prediction,)
        What came.

    Returns
    -------
    Score
        Means over the predictions.
    """
    median = (np.cumsum(pmf, axis=1) >= 0.5 - 1e-12).argmax(axis=1)
    came = np.take_along_axis(pmf, levels[:, None], axis=1)[:, 0]
    return Score(
        crps=float(crps(pmf, levels).mean()),
        mae=float(np.abs(median - levels).mean() * TOP / (pmf.shape[1] - 1)),
        log_score=float(-np.log(np.maximum(came, LEAST)).mean()),
        cover50=coverage(pmf, levels, 0.5),
        cover80=coverage(pmf, levels, 0.8),
        cover95=coverage(pmf, levels, 0.95),
    )


def split(diary: Diary) -> list[list[int]]:
    """Divide the people over folds; each is predicted with priors learnt from the others.

    Parameters
    ----------
    diary : Diary
        One study.

    Returns
    -------
    list of lists of int
        People's places in the diary; five folds, or fewer when there are fewer people.

    Raises
    ------
    ValueError
        When nobody rated twice.
    """
    enough = [person for person, series in enumerate(diary.series) if len(series.times) > 1]
    if not enough:
        raise ValueError(f"{diary.name}: nobody in it rated twice, so there is nothing to predict")
    n_folds = min(N_FOLDS, len(enough))
    return [enough[fold::n_folds] for fold in range(n_folds)]


def predict_fold(diary: Diary, fold: Sequence[int]) -> dict[str, list[Floats]]:
    """Predict these people's ratings with what everyone else in the diary taught.

    Parameters
    ----------
    diary : Diary
        One study.
    fold : sequence of int
        The people to predict.

    Returns
    -------
    dict
        Method to one array (prediction, level) per person, from the second rating on.
    """
    others = [series for person, series in enumerate(diary.series) if person not in fold]
    held_out = [diary.series[person] for person in fold]
    bank, _ = walk(held_out, learn_prior(others, diary.n_levels))
    training = baselines.train(others, diary.n_levels)
    simple = [baselines.predictions(series, training) for series in held_out]
    by_method = {name: [person[name] for person in simple] for name in simple[0]}
    return {MODEL: [person[1:] for person in bank]} | by_method


def scorecard(diary: Diary, folds: Sequence[Sequence[int]], predicted: Sequence[dict[str, list[Floats]]]) -> Scorecard:
    """Bring the folds together.

    Parameters
    ----------
    diary : Diary
        One study.
    folds : sequence of sequences of int
        As from `split`.
    predicted : sequence of dict
        As from `predict_fold`, one per fold.

    Returns
    -------
    Scorecard
        Every method's score over all predictions.
    """
    levels = np.concatenate([diary.series[person].levels[1:] for fold in folds for person in fold])
    scores = {
        method: score(np.concatenate([person for fold in predicted for person in fold[method]]), levels)
        for method in predicted[0]
    }
    return Scorecard(diary.name, sum(map(len, folds)), len(levels), scores)


def table(card: Scorecard) -> list[tuple[str, ...]]:
    """Lay a scorecard out, best CRPS first.

    Parameters
    ----------
    card : Scorecard
        Scores.

    Returns
    -------
    list of tuples of str
        Rows under `HEADER`.
    """
    ranked = sorted(card.scores.items(), key=lambda item: item[1].crps)
    return [(name, *(f"{number:.3f}" for number in numbers)) for name, numbers in ranked]


def heading(card: Scorecard, diary: Diary) -> str:
    """Say what was scored.

    Parameters
    ----------
    card : Scorecard
        Scores.
    diary : Diary
        The study they are of.

    Returns
    -------
    str
        One line above the table.
    """
    counted = f"{card.name}: {card.n_people} people, {card.n_predictions} predictions, {diary.n_levels} levels"
    return counted + (f"; {diary.n_missing} empty ratings left out" if diary.n_missing else "")


def verdict(card: Scorecard) -> str:
    """Say in one line how the bank did.

    Parameters
    ----------
    card : Scorecard
        Scores.

    Returns
    -------
    str
        The last line for this diary.
    """
    cover = card.scores[MODEL].cover80
    return f"{card.name} crps {card.ratio:.3f} of best baseline ({card.best_baseline}), cover80 {cover:.2f}"
