"""Two paths and a choice between them (equations 9–12): what is walked grows, what is not walked fades."""

from typing import NamedTuple

import numpy as np

from loslaten.brain.prior import Floats, Parameters

PATHS = ("old", "pause", "new")


class Habits(NamedTuple):
    """Strength of the old and the new path, 0 to 1, shape ``(draw,)``."""

    old: Floats
    new: Floats


def repeat(habits: Habits, walked: Habits, parameters: Parameters, relief: float | Floats = 0.0) -> Habits:
    """Equation 10: the path that is walked grows towards 1, the other fades more slowly.

    Parameters
    ----------
    habits : Habits
        Before.
    walked : Habits
        How much of each path was walked: 1 fully and in its own context (μ), 0 not.
    parameters : Parameters
        η_H per repetition, u_H as a share of it.
    relief : float or ndarray
        0 to 1; relief strengthens the path that brought it.

    Returns
    -------
    Habits
        After.

    References
    ----------
    Lally et al. (2010); Miller, Shenhav & Ludvig (2019).
    """
    rate = parameters.habit_rate
    boost = 1 + parameters.relief_weight * relief

    def after(strength: Floats, fed: Floats, other: Floats) -> Floats:
        grown = strength + np.minimum(rate * fed * boost, 1) * (1 - strength)
        return np.asarray(grown * (1 - np.minimum(parameters.unfed_share * rate, 1) * other))

    return Habits(old=after(habits.old, walked.old, walked.new), new=after(habits.new, walked.new, walked.old))


def fade(habits: Habits, days: float, parameters: Parameters) -> Habits:
    """Equation 9 for paths: unwalked days wear both, with time constant τ_H.

    Parameters
    ----------
    habits : Habits
        Before.
    days : float
        Zero or more.
    parameters : Parameters
        With τ_H in days.

    Returns
    -------
    Habits
        Later.

    Raises
    ------
    ValueError
        If time would run backwards, or is not a number.

    References
    ----------
    Lally et al. (2010).
    """
    if not 0 <= days < np.inf:
        raise ValueError(f"days must be zero or more, not {days!r}: time does not run backwards")
    kept = np.exp(-days / parameters.habit_days)
    return Habits(old=habits.old * kept, new=habits.new * kept)


def prefrontal(alarm: float | Floats, parameters: Parameters, load: float = 0.0) -> Floats:
    """Equation 11, P = 1/(1+exp(k_P(a + ½·load − θ_P))): how much of the choosing part is available.

    Parameters
    ----------
    alarm : float or ndarray
        0 to 1.
    parameters : Parameters
        θ_P and k_P.
    load : float
        0 a free mind, 1 a full one.

    Returns
    -------
    ndarray
        Share 0 to 1, shape ``(draw,)``.

    References
    ----------
    Arnsten (2009).
    """
    strain = alarm + parameters.load_weight * load - parameters.control_threshold
    return np.asarray(1 / (1 + np.exp(parameters.control_slope * strain)))


def choice(habits: Habits, alarm: float | Floats, parameters: Parameters, load: float = 0.0) -> Floats:
    """Equation 12: chance of the old path, a pause, and the new path.

    Only intentions need the prefrontal cortex; habits do not, so a well-walked new path survives alarm.

    Parameters
    ----------
    habits : Habits
        Strength of both paths.
    alarm : float or ndarray
        0 to 1.
    parameters : Parameters
        Weights in logits.
    load : float
        0 a free mind, 1 a full one.

    Returns
    -------
    ndarray
        Chances in the order of `PATHS`, shape ``(path, draw)``; they add up to 1.

    References
    ----------
    Daw et al. (2005); Otto et al. (2013); against: Smeets et al. (2023).
    """
    control = prefrontal(alarm, parameters, load)
    logits = np.array(
        np.broadcast_arrays(
            parameters.habit_weight * habits.old + parameters.alarm_weight * alarm,
            control * parameters.pause_goal,
            parameters.habit_weight * habits.new + control * parameters.new_path_goal,
        )
    )
    weights = np.exp(logits - logits.max(axis=0))
    return np.asarray(weights / weights.sum(axis=0))
