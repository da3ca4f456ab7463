"""The same filter bank for many people at once, people as the last axis; threads share the work."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import filter as one_person
from loslaten.brain.filter_prior import N_CORE, FilterPrior
from loslaten.brain.mixture import level_edges

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class People(NamedTuple):
    """What is believed of many people's tension.

    `means` (filter, state, person), `covariances` (filter, pair, person) as upper triangles, `log_weights`
    (filter, person), `counts` (level, person) of the ratings so far, `at` (person,) in days, nan before the first.
    """

    means: Floats
    covariances: Floats
    log_weights: Floats
    counts: Floats
    at: Floats

    @property
    def n_people(self) -> int:
        """How many people there are."""
        return len(self.at)


class Series(NamedTuple):
    """One person's ratings: `times` (event,) in days, not running backwards; `levels` (event,) whole, from 0."""

    times: Floats
    levels: Ints


def begin(prior: FilterPrior, n_people: int, *, mechanism: bool = False) -> People:
    """Believe of each new person what the prior says.

    Parameters
    ----------
    prior : FilterPrior
        The bank and its weights.
    n_people : int
        How many.
    mechanism : bool
        Also follow the simulator's output; without it the state is a quarter smaller.

    Returns
    -------
    People
        Before any rating.
    """
    new = one_person.begin(prior, extras=False)
    if mechanism:
        new = one_person.with_static(new, one_person.MECHANISM, prior.mechanism_sd)
    return gather([new], repeat=n_people)


def gather(beliefs: Sequence[one_person.Belief], *, repeat: int = 1) -> People:
    """Lay people's beliefs side by side.

    Parameters
    ----------
    beliefs : sequence of Belief
        With the same bank and the same extras.
    repeat : int
        How many times to lay each one down.

    Returns
    -------
    People
        In the order given.

    Raises
    ------
    ValueError
        When their states differ, or there is nobody.
    """
    if len({belief.extras for belief in beliefs}) != 1:
        raise ValueError("extras: people side by side need the same ones, and at least one person")
    upper = np.triu_indices(beliefs[0].means.shape[1])
    stacked = (
        np.stack([belief.means for belief in beliefs], axis=-1),
        np.stack([belief.covariances[:, *upper] for belief in beliefs], axis=-1),
        np.stack([belief.log_weights for belief in beliefs], axis=-1),
        np.stack([belief.counts for belief in beliefs], axis=-1),
        np.array([belief.at for belief in beliefs]),
    )
    return People(*(np.repeat(array, repeat, axis=-1) for array in stacked))


def someone(people: People, person: int, prior: FilterPrior, extras: tuple[str, ...] = ()) -> one_person.Belief:
    """Take one person out of many.

    Parameters
    ----------
    people : People
        Side by side.
    person : int
        Which one.
    prior : FilterPrior
        The bank they were begun with.
    extras : tuple of str
        The names of the static elements.

    Returns
    -------
    Belief
        Of that person, to update or to predict with.
    """
    means = people.means[:, :, person].copy()
    covariances = np.empty((*means.shape, means.shape[1]))
    upper = np.triu_indices(means.shape[1])
    covariances[:, *upper] = people.covariances[:, :, person]
    covariances[:, *upper[::-1]] = people.covariances[:, :, person]
    log_weights, counts = people.log_weights[:, person].copy(), people.counts[:, person].copy()
    return one_person.Belief(prior, means, covariances, log_weights, counts, float(people.at[person]), extras)


def check_ratings(people: People, at: Floats, tension: Floats, n_levels: int) -> Ints:
    """Refuse ratings that cannot be, before anyone's belief has changed.

    Parameters
    ----------
    people : People
        Before.
    at, tension : arrays, shape (person,)
        Days, and whole numbers from 0; nan where a person logged nothing.
    n_levels : int
        Levels of the scale.

    Returns
    -------
    array of int, shape (person,)
        The levels; -1 where a person logged nothing.

    Raises
    ------
    ValueError
        Naming the person and the field.
    """
    if not np.shape(at) == np.shape(tension) == people.at.shape:
        raise ValueError(f"at has shape {np.shape(at)} and tension {np.shape(tension)}, for {people.n_people} people")
    logged = ~np.isnan(tension)
    whole = ~logged | ((tension == np.round(tension)) & (tension >= 0) & (tension < n_levels))
    for wrong, field, array, rule in (
        (~whole, "tension", tension, f"must be a whole number from 0 to {n_levels - 1}, or nan when not logged"),
        (logged & ~np.isfinite(at), "at", at, "must be a moment in days"),
        (logged & (at <= people.at), "at", at, "does not come after that person's last moment"),
    ):
        if wrong.any():
            person = int(np.argmax(wrong))
            raise ValueError(f"person {person}: {field} is {array[person]}, and {rule}")
    return np.where(logged, tension, -1).astype(np.int64)


def update(
    people: People, at: Floats, tension: Floats, *, prior: FilterPrior, mechanism: Floats | None = None
) -> tuple[People, Floats]:
    """Give each person at most one more rating, and say what had been expected of it.

    Parameters
    ----------
    people : People
        Before; they stay true of then.
    at : array, shape (person,)
        In days.
    tension : array, shape (person,)
        Whole numbers from 0; nan where a person logged nothing.
    prior : FilterPrior
        The bank the people were begun with.
    mechanism : array, shape (person,), optional
        The simulator's change in expected alarm, in points.

    Returns
    -------
    people : People
        After.
    expected : array, shape (level, person)
        Probability of each level before the rating was seen; nan where a person logged nothing.
    """
    levels = check_ratings(people, at, tension, prior.n_levels)
    after = People(*(array.copy() for array in people))
    expected = np.full((prior.n_levels, people.n_people), np.nan)
    extras = np.zeros((people.means.shape[1] - N_CORE, people.n_people))
    if mechanism is not None:
        extras[0] = mechanism
    from loslaten.brain import kernel  # late: brings Numba along

    moments, bank = (at.astype(np.float64), levels, extras), _bank(prior)
    share(lambda span: kernel.meet(tuple(after), moments, bank, (expected, span)), people.n_people)
    return after, expected


def _bank(prior: FilterPrior) -> tuple[Floats, Floats, Floats]:
    return prior.grid, prior.histogram, level_edges(prior.n_levels)


def share(work: Callable[[tuple[int, int]], None], n_people: int) -> None:
    """Let each processor take its part of the people; compiled code runs outside Python's lock."""
    n_threads = min(os.cpu_count() or 1, max(n_people, 1))
    cuts = np.linspace(0, n_people, n_threads + 1).astype(int)
    with ThreadPoolExecutor(n_threads) as threads:
        list(threads.map(work, pairwise(cuts.tolist())))


def walk(diaries: Sequence[Series], prior: FilterPrior, *, predict: bool = True) -> tuple[list[Floats], Floats]:
    """Walk whole diaries, each from the prior, predicting every rating from the past only.

    Parameters
    ----------
    diaries : sequence of Series
        One per person.
    prior : FilterPrior
        Where each person starts.
    predict : bool
        False skips the predictions, and gives the evidence alone.

    Returns
    -------
    predictions : list of arrays, each (event, level)
        Probability of each level before the rating was seen.
    log_weights : array, shape (person, filter)
        Where each person's bank ended; up to a constant per person the prior's log weight plus the log evidence.

    References
    ----------
    Chen R, Liu JS (2000). Mixture Kalman filters. J R Stat Soc B 62, 493.
    """
    from loslaten.brain import kernel  # late: brings Numba along

    predictions = [np.zeros((len(diary.times) * predict, prior.n_levels)) for diary in diaries]
    log_weights = np.zeros((len(diaries), len(prior.grid)))
    start, bank = one_person.begin(prior, extras=False), _bank(prior)

    def walk_some(span: tuple[int, int]) -> None:
        for person in range(*span):
            state = (start.means.copy(), start.covariances.copy(), start.log_weights.copy())
            times, levels = diaries[person]
            kernel.walk((times, levels, np.zeros((len(times), 0))), state, bank, predictions[person])
            log_weights[person] = state[2]

    share(walk_some, len(diaries))
    return predictions, log_weights
