"""Rescorla & Wagner (1972), the plainest model of learning from error: a yardstick for the phenomena.

One weight per cue, one error shared by all that is present, and no memory of time. With context cues, the place is one
more cue; an escape is a cue for safety.
"""

from typing import NamedTuple

import numpy as np

from loslaten.brain.model import Trial
from loslaten.brain.prior import Floats

CUE_WIDTH = 0.30  # the same generalisation as the model's danger memory, so that the comparison is fair
CONTEXT_SHARE = 0.3  # a place is less salient than a cue


class Weights(NamedTuple):
    """Associative strengths: (kind, which) → weight."""

    strengths: dict[tuple[str, str | float], float]
    context_cues: bool
    learning_rate: float


def blank(*, context_cues: bool = False, learning_rate: float = 0.2) -> Weights:
    """Begin with nothing learned."""
    return Weights({}, context_cues, learning_rate)


def expected_tension(weights: Weights, trial: Trial) -> Floats:
    """Sum the strengths of everything present.

    Parameters
    ----------
    weights : Weights
        What was learned so far.
    trial : Trial
        Context, cue and whether an escape is taken.

    Returns
    -------
    ndarray
        Expected tension, shape ``(1,)``.

    References
    ----------
    Rescorla & Wagner (1972).
    """
    strengths = weights.strengths
    expected = strengths.get(("escape", ""), 0.0) * float(trial.escape)
    if weights.context_cues:
        expected += strengths.get(("context", trial.context), 0.0)
    if trial.cue is not None:
        for (kind, known), strength in strengths.items():
            if kind == "cue":
                expected += strength * np.exp(-0.5 * ((trial.cue - float(known)) / CUE_WIDTH) ** 2)
    return np.array([expected])


def update(weights: Weights, trial: Trial) -> Weights:
    """Learn from one event: every cue present changes by its rate times the shared error.

    Parameters
    ----------
    weights : Weights
        Before.
    trial : Trial
        What happened.

    Returns
    -------
    Weights
        After.

    References
    ----------
    Rescorla & Wagner (1972).
    """
    error = float(trial.outcome) * (1 - float(trial.escape)) - float(expected_tension(weights, trial)[0])
    present: dict[tuple[str, str | float], float] = {("escape", ""): float(trial.escape)}
    if trial.cue is not None:
        present["cue", trial.cue] = 1.0
    if weights.context_cues:
        present["context", trial.context] = CONTEXT_SHARE
    changed = {
        cue: weights.strengths.get(cue, 0.0) + weights.learning_rate * share * error for cue, share in present.items()
    }
    return weights._replace(strengths=weights.strengths | changed)
