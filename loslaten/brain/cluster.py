"""The population call on more than one machine: parts of the people over a Dask cluster. Needs `loslaten[scale]`."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from loslaten.brain.filter_prior import FilterPrior
from loslaten.brain.population import People, check_ratings
from loslaten.brain.population import update as update_here

if TYPE_CHECKING:
    from distributed import Client

Floats = NDArray[np.float64]


def part(people: People, first: int, last: int) -> People:
    """Take a run of people.

    Parameters
    ----------
    people : People
        All.
    first, last : int
        From `first` up to, not including, `last`.

    Returns
    -------
    People
        Views on the same numbers.
    """
    return People(*(array[..., first:last] for array in people))


def together(parts: list[People]) -> People:
    """Put parts back side by side.

    Parameters
    ----------
    parts : list of People
        In order.

    Returns
    -------
    People
        All of them.
    """
    return People(*(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))


def update(
    people: People, at: Floats, tension: Floats, *, prior: FilterPrior, client: "Client", n_parts: int
) -> tuple[People, Floats]:
    """Give each person at most one more rating, wherever there is a worker.

    Parameters
    ----------
    people : People
        Before.
    at : array, shape (person,)
        In days.
    tension : array, shape (person,)
        Whole numbers from 0; nan where a person logged nothing.
    prior : FilterPrior
        The bank the people were begun with.
    client : distributed.Client
        Of a running cluster.
    n_parts : int
        Into how many parts to divide the people; two or more per worker keep all of them busy.

    Returns
    -------
    people : People
        After; the same numbers as `population.update` gives on one machine.
    expected : array, shape (level, person)
        Probability of each level before the rating was seen.

    Raises
    ------
    ValueError
        When there are fewer than 1 or more parts than people; and what `population.update` refuses.

    References
    ----------
    Rocklin M (2015). Dask: parallel computation with blocked algorithms and task scheduling. Proc 14th Python in
    Science Conf.
    """
    if not 1 <= n_parts <= people.n_people:
        raise ValueError(f"n_parts is {n_parts}, and must be from 1 to the {people.n_people} people")
    check_ratings(people, at, tension, prior.n_levels)
    cuts = np.linspace(0, people.n_people, n_parts + 1).astype(int).tolist()
    spans = list(pairwise(cuts))
    futures = client.map(
        update_here,
        [part(people, *span) for span in spans],
        [at[first:last] for first, last in spans],
        [tension[first:last] for first, last in spans],
        prior=prior,
        pure=False,
    )
    done = client.gather(futures)  # type: ignore[no-untyped-call]
    after, expected = zip(*done, strict=True)
    return together(list(after)), np.concatenate(expected, axis=-1)
