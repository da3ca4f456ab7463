"""Invented people, to see how often a difference is named that is not there, and what a soft choice costs and brings.

Everything here is an assumption: it says how the sums behave, and nothing of anybody.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import soft_choice
from loslaten.brain.together import APART, Times, differences

Floats = NDArray[np.float64]

FAVOURITES = ((0,), (1, 2), (3,), (4,), (5, 6), (7,))  # places that come together, of eight
N_PLACES, N_MOVEMENTS, N_OFFERED = 8, 13, 5
BREATHS, HOURS = (0.5, 0.3, 0.2), (0.05, 0.25, 0.3, 0.4)
NOISE_SD = 1.4  # points
A_WEEK = 3  # times
SPELL_D, SPELL_SD = 3.0, 0.85  # how long a good or bad spell lasts, days; how deep, points
FASHION_D = 14  # for how long one movement is in fashion with somebody
WORLDS = ("even", "spells", "outliers")

FIRST_TAKEN = 0.7  # how often somebody takes what stands first; else any of the others
DROP_MEAN, CHOICE_SD, TRY_SD = 1.0, 0.7, 1.6  # points: the average, between choices, of one try


class Named(NamedTuple):
    """What was named of one invented person."""

    falsely: bool
    truly: bool


def times_of(n_times: int, *, rng: np.random.Generator, world: str = "even", effect: float = 0.0) -> tuple[Times, int]:
    """Invent the times of one person for whom nothing differs, but perhaps one movement.

    Where the tension was before hangs together with place, hour and time; what went does not, beyond what was there
    to go and a slow change.

    Parameters
    ----------
    n_times : int
        How many.
    rng : numpy Generator
        Chance.
    world : str
        even; spells, in which days hang together and movements have their fashions; outliers, in which one time in
        ten says little.
    effect : float
        How many points more drop after the movement that is second most used.

    Returns
    -------
    Times, int
        The times, and which mark that movement is.

    References
    ----------
    docs/model.md, *What goes together*.
    """
    days = np.sort(rng.uniform(0, 7 * n_times / A_WEEK, n_times))
    favourite = rng.choice(len(FAVOURITES), n_times, p=rng.dirichlet(np.ones(len(FAVOURITES))))
    habits = rng.dirichlet(np.ones(N_OFFERED), size=len(FAVOURITES))
    movement = np.array([(2 * place + rng.choice(N_OFFERED, p=habits[place])) % N_MOVEMENTS for place in favourite])
    noise = rng.normal(0, NOISE_SD, n_times)
    if world == "spells":
        noise = 0.8 * noise + _spells(days, rng)
        fashion = rng.integers(0, N_MOVEMENTS, int(days[-1] // FASHION_D) + 1)[(days // FASHION_D).astype(int)]
        movement = np.where(rng.random(n_times) < 0.7, fashion, movement)
    elif world == "outliers":
        noise *= np.where(rng.random(n_times) < 0.1, 3, 1)
    hour, along = rng.choice(len(HOURS), n_times, p=HOURS), days / (days[-1] + 1)
    before = rng.normal(6 - along, 1.7) + (favourite == 0) + (hour == 0)
    before = np.clip(before, 0, 10).round()
    better = int(np.bincount(movement, minlength=N_MOVEMENTS).argsort()[-2])
    drop = 0.15 + 0.15 * before + 0.8 * along * (world != "even") + effect * (movement == better) + noise
    felt = np.zeros((n_times, N_PLACES), dtype=bool)
    for time, place in enumerate(favourite):
        felt[time, FAVOURITES[place]] = True
    breath = np.eye(len(BREATHS), dtype=bool)[rng.choice(len(BREATHS), n_times, p=BREATHS)][:, 1:]
    marks = np.hstack([np.eye(N_MOVEMENTS, dtype=bool)[movement], breath, np.eye(len(HOURS), dtype=bool)[hour], felt])
    kinds = np.repeat([1, 2, 3, APART], [N_MOVEMENTS, len(BREATHS) - 1, len(HOURS), N_PLACES])
    return Times(before, np.clip(before - drop, 0, 10).round(), days, marks, kinds), better


def _spells(days: Floats, rng: np.random.Generator) -> Floats:
    """Let days near each other hang together."""
    kept = np.exp(-np.diff(days, prepend=-1e9) / SPELL_D)
    fresh = rng.normal(0, SPELL_SD, len(days)) * np.sqrt(1 - kept**2)
    spell, course = 0.0, []
    for share, new in zip(kept, fresh, strict=True):
        spell = share * spell + new
        course.append(spell)
    return np.array(course)


def named(n_times: int, *, seed: int, world: str = "even", effect: float = 0.0) -> Named:
    """Say whether anything was named of one invented person that is not there, and what is there.

    Parameters
    ----------
    n_times : int
        How many rated times.
    seed : int
        Which person.
    world : str
        As in `times_of`.
    effect : float
        As in `times_of`.

    Returns
    -------
    Named
        Of this person's page.

    References
    ----------
    docs/model.md, *What goes together*.
    """
    times, better = times_of(n_times, rng=np.random.default_rng([n_times, seed]), world=world, effect=effect)
    clear = [one for one in differences(times) if one.clear]
    truly = bool(effect) and any(one.mark == better and one.low > 0 for one in clear)
    return Named(any(one.mark != better or not effect for one in clear), truly)


Policy = Callable[[soft_choice.Tries, int, np.random.Generator], int]


def learnt(tries: soft_choice.Tries, n_choices: int, rng: np.random.Generator) -> int:
    """Put first what the soft choice puts first."""
    return soft_choice.order(tries, n_choices, rng=rng)[0].choice


def at_random(_tries: soft_choice.Tries, n_choices: int, rng: np.random.Generator) -> int:
    """Put any choice first."""
    return int(rng.integers(n_choices))


def as_listed(_tries: soft_choice.Tries, _n_choices: int, _rng: np.random.Generator) -> int:
    """Put first what always stands first."""
    return 0


POLICIES: dict[str, Policy] = {"learnt": learnt, "random": at_random, "fixed": as_listed}


def regret(policy: Policy, n_times: int, *, seed: int, n_choices: int = N_OFFERED) -> Floats:
    """Let one invented person choose this often, and say what each time cost against the best choice.

    Parameters
    ----------
    policy : function
        From what was tried, the number of choices and chance, to the choice that stands first.
    n_times : int
        How often.
    seed : int
        Which person; the same person meets the same chance under every policy.
    n_choices : int
        How many choices there are.

    Returns
    -------
    array, shape (time,)
        Points of drop that were missed.

    References
    ----------
    Lai TL, Robbins H (1985). Asymptotically efficient adaptive allocation rules. Adv Appl Math 6, 4.
    """
    person, chance = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    worth = person.normal(DROP_MEAN, CHOICE_SD, n_choices)
    tries = soft_choice.Tries(*(np.zeros(0, kind) for kind in (int, float, float, bool)))
    missed = []
    for _ in range(n_times):
        choice = policy(tries, n_choices, chance)
        if person.random() > FIRST_TAKEN:
            choice = int(person.integers(n_choices))
        missed.append(worth.max() - worth[choice])
        drop = round(worth[choice] + person.normal(0, TRY_SD))
        tries = soft_choice.Tries(
            *(np.append(column, new) for column, new in zip(tries, (choice, 5.0, drop, True), strict=True))
        )
    return np.array(missed)
