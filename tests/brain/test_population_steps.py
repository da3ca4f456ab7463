"""The paths and the after-tension of many people at once, against each of them alone."""

import numpy as np
import pytest

from loslaten.brain import choice, outcome
from loslaten.brain import population_steps as many
from loslaten.brain.moment import PATHS, STEPS, Moment

N = 9


def test_choices_together_are_the_choices_of_each_alone():
    rng = np.random.default_rng(3)
    people, alone = many.begin_choices(N), [choice.begin() for _ in range(N)]
    for _evening in range(12):
        situations = np.stack([choice.features(rng.integers(0, 11), *rng.random(2)) for _ in range(N)], axis=-1)
        paths = rng.integers(-1, 3, N)
        people = many.update_choices(people, situations, paths)
        for person in np.flatnonzero(paths >= 0):
            alone[person] = choice.update(alone[person], situations[:, person], PATHS[paths[person]])
    for person, belief in enumerate(alone):
        np.testing.assert_allclose(people.means[:, person], belief.mean, atol=1e-9)
        np.testing.assert_allclose(people.covariances[..., person], belief.covariance, atol=1e-9)


def test_after_tension_together_is_the_after_tension_of_each_alone():
    rng = np.random.default_rng(4)
    people, alone = many.begin_outcomes(N), [outcome.begin() for _ in range(N)]
    for evening in range(12):
        before, levels = rng.integers(0, 11, N), rng.integers(-1, 11, N)
        steps = [tuple(step for step in STEPS if rng.random() < 0.4) for _ in range(N)]
        looks = np.stack([outcome.features(before[p], steps[p], "new") for p in range(N)], axis=-1)
        people = many.update_outcomes(people, looks, levels)
        for person in np.flatnonzero(levels >= 0):
            moment = Moment(float(evening), int(before[person]), "new", steps[person], int(levels[person]))
            alone[person] = outcome.update(alone[person], moment)
    for person, belief in enumerate(alone):
        for ours, theirs in zip(people, belief, strict=True):
            np.testing.assert_allclose(ours[..., person], theirs, atol=1e-9)


def test_before_stays_true_of_then_for_paths_and_outcomes():
    choices, outcomes = many.begin_choices(2), many.begin_outcomes(2)
    many.update_choices(choices, np.ones((3, 2)), np.array([0, 2]))
    many.update_outcomes(outcomes, np.ones((7, 2)), np.array([3, 4]))
    for before, fresh in ((choices, many.begin_choices(2)), (outcomes, many.begin_outcomes(2))):
        for ours, theirs in zip(before, fresh, strict=True):
            np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("level", [-2, 11])
def test_a_rating_that_cannot_be_names_its_person(level):
    with pytest.raises(ValueError, match="person 1: tension_after"):
        many.update_outcomes(many.begin_outcomes(2), np.ones((7, 2)), np.array([3, level]))


def test_a_path_that_is_none_names_its_person():
    with pytest.raises(ValueError, match="person 0: path is 3"):
        many.update_choices(many.begin_choices(1), np.ones((3, 1)), np.array([3]))


def test_nobody_chose_and_nothing_changed():
    people = many.begin_choices(3)
    after = many.update_choices(people, np.ones((3, 3)), np.full(3, -1))
    np.testing.assert_array_equal(after.means, people.means)
