"""Path choice and after-tension for many people at once, people as the last axis; the same numbers as one by one."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import choice, outcome
from loslaten.brain.mixture import level_edges
from loslaten.brain.population import share

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOT_LOGGED = -1
OLD, PAUSE, NEW = range(3)


class Choices(NamedTuple):
    """What is believed of many people's choices: `means` (logit, person), `covariances` (logit, logit, person)."""

    means: Floats
    covariances: Floats


class Outcomes(NamedTuple):
    """What is left of many people's tension.

    `means` (noise, weight, person), `covariances` (noise, weight, weight, person), `log_weights` (noise, person).
    """

    means: Floats
    covariances: Floats
    log_weights: Floats


def begin_choices(n_people: int) -> Choices:
    """Believe of each new person's choices what the prior says, as `choice.begin` does of one."""
    return Choices(*(np.repeat(array[..., None], n_people, axis=-1) for array in choice.begin()))


def begin_outcomes(n_people: int) -> Outcomes:
    """Believe of each new person's after-tension what the prior says, as `outcome.begin` does of one."""
    return Outcomes(*(np.repeat(array[..., None], n_people, axis=-1) for array in outcome.begin()))


def _chances(logits: Floats) -> Floats:
    """Probabilities of the old and the new path, shape ``(person, 2)``, from their logits; pause is the reference."""
    top = np.maximum(logits.max(axis=1, keepdims=True), 0.0)
    odds = np.exp(logits - top)
    return np.asarray(odds / (odds.sum(axis=1, keepdims=True) + np.exp(-top)))


def update_choices(people: Choices, situations: Floats, paths: Ints) -> Choices:
    """Give each person at most one more choice, by the same Laplace steps as `choice.update`.

    Parameters
    ----------
    people : Choices
        Before; they stay true of then.
    situations : array, shape (3, person)
        As from `choice.features`.
    paths : array of int, shape (person,)
        `OLD`, `PAUSE` or `NEW`; `NOT_LOGGED` where a person chose nothing.

    Returns
    -------
    Choices
        After.

    Raises
    ------
    ValueError
        Naming the person whose path is unknown.

    References
    ----------
    docs/model.md, equation B8.
    """
    if (unknown := (paths < NOT_LOGGED) | (paths > NEW)).any():
        person = int(np.argmax(unknown))
        raise ValueError(f"person {person}: path is {paths[person]}, and must be 0, 1, 2, or -1 when not logged")
    chose = np.flatnonzero(paths != NOT_LOGGED)
    after = Choices(people.means.copy(), people.covariances.copy())
    designs = np.zeros((len(chose), 2, 6))
    designs[:, 0, :3] = designs[:, 1, 3:] = situations[:, chose].T
    before = people.means[:, chose].T
    precisions = np.asarray(
        np.linalg.inv(people.covariances[..., chose].transpose(2, 0, 1) + choice.DRIFT * np.eye(6)), dtype=np.float64
    )
    taken = np.stack([paths[chose] == OLD, paths[chose] == NEW], axis=1).astype(float)
    means, curvatures = _newton(before, precisions, designs, taken)
    covariances = np.linalg.inv(curvatures)
    after.means[:, chose] = means.T
    after.covariances[..., chose] = 0.5 * (covariances + covariances.transpose(0, 2, 1)).transpose(1, 2, 0)
    return after


def _newton(before: Floats, precisions: Floats, designs: Floats, taken: Floats) -> tuple[Floats, Floats]:
    """Walk the Newton steps of every person at once; people first in here, as linear algebra wants it."""
    means, curvatures = before, precisions
    for _ in range(choice.NEWTON_STEPS):
        chances = _chances(np.einsum("pij,pj->pi", designs, means))
        spread = np.einsum("pi,ij->pij", chances, np.eye(2)) - np.einsum("pi,pj->pij", chances, chances)
        curvatures = precisions + designs.transpose(0, 2, 1) @ spread @ designs
        pull = np.einsum("pij,pj->pi", precisions, means - before)
        slopes = np.einsum("pij,pi->pj", designs, taken - chances) - pull
        means = means + np.linalg.solve(curvatures, slopes[..., None])[..., 0]
    return means, curvatures


def update_outcomes(people: Outcomes, looks: Floats, levels: Ints) -> Outcomes:
    """Give each person at most one more tension afterwards, as `outcome.update` does for one.

    Parameters
    ----------
    people : Outcomes
        Before; they stay true of then.
    looks : array, shape (7, person)
        As from `outcome.features`.
    levels : array of int, shape (person,)
        Tension afterwards, 0 to 10; `NOT_LOGGED` where a person rated nothing.

    Returns
    -------
    Outcomes
        After.

    Raises
    ------
    ValueError
        Naming the person whose rating cannot be.

    References
    ----------
    docs/model.md, equation B9.
    """
    if (wrong := (levels < NOT_LOGGED) | (levels > 10)).any():
        person = int(np.argmax(wrong))
        raise ValueError(
            f"person {person}: tension_after is {levels[person]}, and must be 0 to 10, or -1 when not logged"
        )
    from loslaten.brain import kernel  # late: brings Numba along

    after = Outcomes(*(array.copy() for array in people))
    moments = (looks.astype(np.float64), levels.astype(np.int64), level_edges(11))
    share(lambda span: kernel.look_back(tuple(after), moments, outcome.NOISE_SDS, span), len(levels))
    return after
