"""A soft choice: in which order to offer what may soften, so that it is learnt what goes before softening.

Thompson sampling: each choice gets one plausible value, drawn from what is believed of it, and the highest comes first.
What is known little stays wide, so it comes first now and then; nothing is ever left out.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]

DROP_MEAN, DROP_SD = 1.0, 1.0  # points one drops by on average (assumption)
BEFORE_MEAN, BEFORE_SD = 0.15, 0.15  # share of the tension before that goes; see brain.outcome (assumption)
CHOICE_SD = 0.6  # points, how far choices differ for one person (assumption)
HERE_SD = 0.4  # points, how far a choice differs from itself at another place (assumption)
NOISE_SD = 1.6  # points (assumption)
MOST = 3.0  # points that one try may surprise; a single bad time must not decide (assumption)
NO_MATTER = 1e-9  # points; two choices of which no more is known are equal


class Tries(NamedTuple):
    """What one person chose before: `choices` (try,), `drop` and `before` in points, `here` at the places of now.

    A choice below zero is not among those on offer: it teaches how much tension drops, and nothing of them.
    """

    choices: Ints
    before: Floats
    drop: Floats
    here: Marks


class Offer(NamedTuple):
    """One choice in its place: softer after `softer` of `n` tries here.

    It stands there `by_chance` when something after it is expected to do at least as well.
    """

    choice: int
    n: int
    softer: int
    by_chance: bool


class Belief(NamedTuple):
    """What is believed of each choice at these places: `mean` (choice,) and `covariance` (choice, choice)."""

    mean: Floats
    covariance: Floats


def believe(tries: Tries, n_choices: int) -> Belief:
    """Learn from what was tried: a person's own mean, each choice around it, each choice at these places around that.

    Parameters
    ----------
    tries : Tries
        Of one person.
    n_choices : int
        How many choices there are.

    Returns
    -------
    Belief
        Of the drop after each choice, at these places and a tension of 5.

    References
    ----------
    Lindley DV, Smith AFM (1972). Bayes estimates for the linear model. J R Stat Soc B 34, 1.
    """
    one, chosen = np.eye(n_choices), (tries.choices[:, None] == np.arange(n_choices)).astype(float)
    design = np.column_stack([np.ones(len(chosen)), tries.before - 5, chosen, chosen * tries.here[:, None]])
    sds = np.concatenate([[DROP_SD, BEFORE_SD], np.full(n_choices, CHOICE_SD), np.full(n_choices, HERE_SD)])
    left = np.clip(tries.drop - DROP_MEAN - BEFORE_MEAN * (tries.before - 5), -MOST, MOST)
    covariance = np.linalg.inv(np.diag(1 / np.square(sds)) + design.T @ design / NOISE_SD**2)
    mean = covariance @ design.T @ left / NOISE_SD**2
    look = np.hstack([np.ones((n_choices, 1)), np.zeros((n_choices, 1)), one, one])
    return Belief(DROP_MEAN + look @ mean, look @ covariance @ look.T)


def order(tries: Tries, n_choices: int, *, rng: np.random.Generator) -> list[Offer]:
    """Put the choices in an order, by one draw of what each may be worth.

    Parameters
    ----------
    tries : Tries
        Of one person.
    n_choices : int
        How many choices there are.
    rng : numpy Generator
        Chance; the same seed gives the same order.

    Returns
    -------
    list of Offer
        Every choice once.

    References
    ----------
    Thompson WR (1933). On the likelihood that one unknown probability exceeds another. Biometrika 25, 285.
    Russo DJ et al. (2018). A tutorial on Thompson sampling. Found Trends Mach Learn 11, 1.
    """
    belief = believe(tries, n_choices)
    drawn = rng.multivariate_normal(belief.mean, belief.covariance, method="eigh")
    ranked, offers = np.argsort(-drawn), []
    for place, choice in enumerate(ranked):
        mine, later = tries.here & (tries.choices == choice), belief.mean[ranked[place + 1 :]]
        ahead = bool((later > belief.mean[choice] - NO_MATTER).any())
        offers.append(Offer(int(choice), int(mine.sum()), int((tries.drop[mine] > 0).sum()), ahead))
    return offers
