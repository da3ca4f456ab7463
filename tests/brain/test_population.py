"""A thousand people at once get the same answer as each of them alone."""

import numpy as np
import pytest

from loslaten.brain import filter as one_person
from loslaten.brain import population
from loslaten.brain.filter_prior import default_prior
from loslaten.brain.learn_prior import learn_prior, mixing_weights
from loslaten.brain.moment import Moment
from loslaten.brain.population import Series

PRIOR = default_prior()


@pytest.fixture
def ratings():
    """Five evenings of seven people; Bram (2) skips the third, and the last person never rates."""
    rng = np.random.default_rng(6)
    ratings = rng.integers(0, 11, (5, 7)).astype(float)
    ratings[2, 2] = np.nan
    ratings[:, 6] = np.nan
    return ratings


def test_together_and_alone_they_get_the_same_numbers(ratings):
    people = population.begin(PRIOR, 7, mechanism=True)
    alone = [one_person.with_static(one_person.begin(PRIOR, extras=False), "mechanism", 0.4) for _ in range(7)]
    for evening, row in enumerate(ratings):
        at = evening + np.linspace(0.1, 0.7, 7)
        alarm = np.linspace(-1, 1, 7)
        people, expected = population.update(people, at, row, prior=PRIOR, mechanism=alarm)
        for person, rating in enumerate(row):
            if np.isnan(rating):
                assert np.isnan(expected[:, person]).all()
                continue
            moment = Moment(float(at[person]), int(rating), mechanism=float(alarm[person]))
            np.testing.assert_allclose(expected[:, person], one_person.predict(alone[person], moment), atol=2e-4)
            alone[person] = one_person.update(alone[person], moment)
    together = population.gather(alone)
    for ours, theirs in zip(people, together, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_someone_taken_out_goes_on_alone(ratings):
    people = population.begin(PRIOR, 7)
    people, _ = population.update(people, np.arange(7.0), ratings[0], prior=PRIOR)
    bram = population.someone(people, 2, PRIOR)
    alone = one_person.update(one_person.begin(PRIOR, extras=False), Moment(2.0, int(ratings[0, 2])))
    np.testing.assert_allclose(bram.covariances, alone.covariances, atol=1e-12)
    assert bram.at == 2.0


def test_before_stays_true_of_then(ratings):
    before = population.begin(PRIOR, 7)
    kept = [array.copy() for array in before]
    population.update(before, np.arange(7.0), ratings[0], prior=PRIOR)
    for ours, theirs in zip(before, kept, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize(
    ("at", "rating", "said"),
    [
        (1.0, 11.0, "person 3: tension is 11.0"),
        (1.0, -1.0, "person 3: tension is -1.0"),
        (1.0, 2.5, "person 3: tension is 2.5"),
        (1.0, np.inf, "person 3: tension is inf"),
        (np.nan, 5.0, "person 3: at is nan"),
        (-1.0, 5.0, "person 3: at is -1.0, and does not come after"),
        (0.0, 5.0, "person 3: at is 0.0, and does not come after"),
    ],
)
def test_one_wrong_rating_is_named_and_nobody_is_changed(at, rating, said):
    people, _ = population.update(population.begin(PRIOR, 7), np.zeros(7), np.full(7, 5.0), prior=PRIOR)
    times, ratings = np.ones(7), np.full(7, 4.0)
    times[3], ratings[3] = at, rating
    with pytest.raises(ValueError, match=said):
        population.update(people, times, ratings, prior=PRIOR)
    assert (people.at == 0).all()


def test_arrays_of_another_length_are_refused():
    with pytest.raises(ValueError, match=r"at has shape \(6,\)"):
        population.update(population.begin(PRIOR, 7), np.zeros(6), np.zeros(7), prior=PRIOR)


def test_people_with_different_states_do_not_fit_side_by_side():
    with pytest.raises(ValueError, match="extras"):
        population.gather([one_person.begin(PRIOR), one_person.begin(PRIOR, extras=False)])
    with pytest.raises(ValueError, match="at least one person"):
        population.gather([])


def test_on_a_cluster_the_numbers_are_the_same(ratings):
    distributed = pytest.importorskip("distributed", reason="the scale extra is not installed")
    from loslaten.brain import cluster

    people = population.begin(PRIOR, 7)
    at = np.linspace(0.1, 0.7, 7)
    here, expected_here = population.update(people, at, ratings[2], prior=PRIOR)
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "processes": True}
    with distributed.LocalCluster(**options) as machines, distributed.Client(machines) as client:
        there, expected_there = cluster.update(people, at, ratings[2], prior=PRIOR, client=client, n_parts=3)
        with pytest.raises(ValueError, match="n_parts is 8"):
            cluster.update(people, at, ratings[2], prior=PRIOR, client=client, n_parts=8)
        with pytest.raises(ValueError, match="person 5: tension is 99"):
            cluster.update(people, at, np.array([1, 1, 1, 1, 1, 99.0, 1]), prior=PRIOR, client=client, n_parts=3)
    np.testing.assert_array_equal(expected_here, expected_there)
    for ours, theirs in zip(here, there, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def made_up_people(n_people, fast_sd, noise_sd, seed):
    rng = np.random.default_rng(seed)
    diaries = []
    for _ in range(n_people):
        times = np.sort(rng.uniform(0, 14, 60))
        swing, points = rng.normal(0, fast_sd), []
        for i in range(60):
            fade = np.exp(-(times[i] - times[i - 1]) / 0.58) if i else 0.0
            swing = fade * swing + rng.normal(0, fast_sd * np.sqrt(1 - fade**2))
            points.append(3 + swing + rng.normal(0, noise_sd))
        diaries.append(Series(times, np.clip(np.round(points), 0, 10).astype(np.int64)))
    return diaries


def test_what_people_have_in_common_is_learnt_from_others():
    prior = learn_prior(made_up_people(30, 1.7, 0.35, seed=8), 11)
    assert 2.5 < prior.level_mean < 3.5
    assert prior.level_sd < 1.5
    assert prior.weights @ prior.grid[:, 4] < default_prior().weights @ default_prior().grid[:, 4]
    assert prior.weights.sum() == pytest.approx(1)


def test_from_nobody_the_default_is_learnt():
    assert learn_prior([], 7).level_mean == default_prior(7).level_mean


def test_weights_maximise_the_evidence_as_a_plain_search_does():
    rng = np.random.default_rng(9)
    log_evidence = rng.normal(0, 2, (40, 2))
    shares = np.linspace(0.001, 0.999, 999)
    likelihood = np.exp(log_evidence)
    total = [
        np.log(likelihood @ [share, 1 - share]).sum() + 2 * (0.5 * np.log(share) + 0.5 * np.log(1 - share))
        for share in shares
    ]
    found = (mixing_weights(log_evidence, np.array([0.5, 0.5]))[0] - 0.07 / 2) / 0.93
    assert found == pytest.approx(shares[int(np.argmax(total))], abs=0.01)
