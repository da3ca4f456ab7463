"""An order that learns: the same twice, open to what is known little, and cheaper than chance in the end."""

import numpy as np
import pytest

from loslaten.brain import soft_choice
from loslaten.brain.invented import POLICIES, regret
from loslaten.brain.soft_choice import Tries, believe, order

NOTHING = Tries(np.zeros(0, int), np.zeros(0), np.zeros(0), np.zeros(0, bool))


def tried(*drops: tuple[int, float]) -> Tries:
    choices, drop = zip(*drops, strict=True)
    n = len(drops)
    return Tries(np.array(choices), np.full(n, 5.0), np.array(drop, float), np.ones(n, bool))


def firsts(tries: Tries, n: int = 400) -> np.ndarray:
    """Count how often each of four choices comes first, over as many rounds."""
    first = [order(tries, 4, rng=np.random.default_rng(seed))[0].choice for seed in range(n)]
    return np.bincount(first, minlength=4) / n


def slow_belief(tries: Tries, n_choices: int) -> np.ndarray:
    """Take the tries in one by one."""
    sds = [soft_choice.DROP_SD, soft_choice.BEFORE_SD, *[soft_choice.CHOICE_SD] * n_choices]
    covariance = np.diag(np.square([*sds, *[soft_choice.HERE_SD] * n_choices]))
    mean = np.array([soft_choice.DROP_MEAN, soft_choice.BEFORE_MEAN, *[0.0] * 2 * n_choices])
    for choice, before, drop, here in zip(*tries, strict=True):
        look = np.zeros(len(mean))
        look[:2] = 1, before - 5
        if choice >= 0:
            look[2 + choice] = 1
            look[2 + n_choices + choice] = here
        gain = covariance @ look / (look @ covariance @ look + soft_choice.NOISE_SD**2)
        usual = soft_choice.DROP_MEAN + soft_choice.BEFORE_MEAN * (before - 5)
        mean = mean + gain * (usual + np.clip(drop - usual, -soft_choice.MOST, soft_choice.MOST) - look @ mean)
        covariance = covariance - np.outer(gain, look @ covariance)
    return mean[0] + mean[2 : 2 + n_choices] + mean[2 + n_choices :]


def test_the_belief_is_that_of_somebody_who_takes_the_tries_in_one_by_one():
    rng = np.random.default_rng(3)
    tries = Tries(rng.integers(-1, 4, 30), rng.uniform(0, 10, 30), rng.normal(1, 2, 30), rng.random(30) < 0.5)
    assert believe(tries, 4).mean == pytest.approx(slow_belief(tries, 4))


def test_the_same_round_shows_the_same_order_and_leaves_nothing_out():
    tries = tried((0, 3), (1, -1), (0, 2), (3, 0))
    once, again = (order(tries, 4, rng=np.random.default_rng(7)) for _ in range(2))
    assert once == again
    assert sorted(offer.choice for offer in once) == [0, 1, 2, 3]
    assert {offer.choice: (offer.softer, offer.n) for offer in once} == {0: (2, 2), 1: (0, 1), 2: (0, 0), 3: (0, 1)}


def test_without_tries_every_choice_comes_first_about_as_often():
    assert firsts(NOTHING).min() > 0.15
    assert not any(offer.by_chance for offer in order(NOTHING, 1, rng=np.random.default_rng(1)))


def test_what_went_before_softening_comes_first_most_often():
    shares = firsts(tried(*[(1, 3)] * 8, *[(0, 0), (2, 0), (3, 0)] * 4))
    assert shares.argmax() == 1
    assert shares[1] > 0.7


def test_one_bad_try_does_not_lock_a_choice_out():
    assert firsts(tried((2, -5)))[2] > 0.08
    assert firsts(tried((2, -5), *[(0, 1), (1, 1), (3, 1)] * 3))[2] > 0.08


def test_a_rise_again_and_again_puts_a_choice_last_but_never_away():
    tries = tried(*[(2, -3)] * 10, *[(0, 2), (1, 2), (3, 2)] * 5)
    last = [order(tries, 4, rng=np.random.default_rng(seed))[-1].choice for seed in range(100)]
    assert last.count(2) > 80


def test_what_stands_higher_than_expected_is_said_to_be_there_by_chance():
    tries = tried(*[(1, 3)] * 6, *[(0, 0)] * 6)
    for seed in range(60):
        offers = order(tries, 2, rng=np.random.default_rng(seed))
        assert offers[0].by_chance == (offers[0].choice == 0)
        assert not offers[1].by_chance


def test_a_try_at_another_place_counts_but_less():
    here, there = tried(*[(0, 4)] * 6), tried(*[(0, 4)] * 6)._replace(here=np.zeros(6, bool))
    gains = [np.diff(believe(tries, 2).mean[::-1])[0] for tries in (here, there)]
    assert gains[0] > gains[1] > 0


def test_over_a_hundred_times_it_misses_less_than_chance_and_than_a_fixed_order():
    missed = {
        name: np.mean([regret(policy, 100, seed=seed) for seed in range(40)], axis=0)
        for name, policy in POLICIES.items()
    }
    assert missed["learnt"].mean() < 0.8 * min(missed["random"].mean(), missed["fixed"].mean())
    assert missed["learnt"][-30:].mean() < 0.6 * missed["random"][-30:].mean()
