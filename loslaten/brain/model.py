"""Two memories, one alarm: how an expectation of tension is learned, made safe, and comes back (equations 1–9).

Danger is learned and hardly unlearned. Safety is a second memory on top of it: bound to where it was learned, and
forgotten when it rests. What is expected is the first minus what can be recalled of the second.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from loslaten.brain.prior import Floats, Parameters

MOST_TENSION = 1.3  # the expectation may exceed the worst outcome a little: two alarms can add up
LEAST_NOISE = 0.004  # so that surprise stays finite when everything goes as expected
SMALLEST_LESSON = 1e-3  # a safe event that surprises less than this does not refresh the memory


class Memory(NamedTuple):
    """What possible people know about one pattern; ``(draw,)`` is always the last axis."""

    contexts: tuple[str, ...]
    cues: tuple[float, ...]  # places on an axis of likeness; 0 is the pattern itself
    danger: Floats  # w^E (1 + context, cue, draw); the first row is shared by all contexts
    safety: Floats  # w^I (1 + context, cue, draw)
    context_alarm: Floats  # X (context, draw)
    expected_noise: Floats  # v (draw,)
    stability_d: Floats  # S (draw,)
    rest_d: Floats  # days since the last safe experience (draw,); nan before the first
    expected_run: Floats  # ρ (draw,): safe events usually seen between bad ones
    safe_run: Floats  # n (draw,): safe events in a row now
    escape_value: Floats  # U (draw,)


class Trial(NamedTuple):
    """One event of the simulator. Numbers, or arrays of shape ``(draw,)`` where possible people part ways."""

    outcome: float | Floats = 0.0  # λ: 1 the feared thing happens, 0 it does not
    context: str = "A"
    cue: float | None = 0.0  # None: the outcome comes without its signal
    escape: float | Floats = 0.0  # s: 1 when the old path is taken, so that nothing can happen
    engagement: float | Floats = 1.0  # e: 1 fully present, 0 elsewhere


def blank(parameters: Parameters, contexts: Sequence[str] = "A", cues: Sequence[float] = (0.0,)) -> Memory:
    """Begin with nothing learned.

    Parameters
    ----------
    parameters : Parameters
        One possible person per draw.
    contexts : sequence of str
        Every context that will occur.
    cues : sequence of float
        Every place on the axis of likeness at which something will be learned.

    Returns
    -------
    Memory
        The empty memory.
    """
    nobody = np.zeros_like(parameters.initial_noise)
    weights = np.zeros((1 + len(contexts), len(cues), len(nobody)))
    return Memory(
        contexts=tuple(contexts),
        cues=tuple(cues),
        danger=weights,
        safety=weights,
        context_alarm=weights[1:, 0],
        expected_noise=nobody + parameters.initial_noise,
        stability_d=nobody + parameters.initial_stability,
        rest_d=nobody + np.nan,
        expected_run=nobody + parameters.initial_run,
        safe_run=nobody,
        escape_value=nobody,
    )


def place(memory: Memory, context: str) -> int:
    """Find a context's row; a ValueError says that it is unknown."""
    if context not in memory.contexts:
        raise ValueError(f"context {context!r} is unknown; known are {', '.join(memory.contexts)}")
    return memory.contexts.index(context)


def recalled(weights: Floats, row: int, generality: Floats, likeness: Floats) -> Floats:
    """Read one memory in one context: Z(c) = √κ·w₀ + √(1−κ)·w_c, weighed by likeness; shape ``(draw,)``."""
    here = np.sqrt(generality) * weights[0] + np.sqrt(1 - generality) * weights[1 + row]
    return np.asarray((here * likeness).sum(axis=0))


def likeness(memory: Memory, cue: float, width: Floats) -> Floats:
    """How much each known cue resembles this one: exp(−(x−x′)²/2σ²), shape ``(cue, draw)``."""
    if memory.cues == (cue,):
        return np.ones((1, len(width)))  # alone, and itself: nearly every event of a life
    distance = cue - np.array(memory.cues)[:, None]
    return np.asarray(np.exp(-0.5 * (distance / width) ** 2))


def retrieval(memory: Memory, parameters: Parameters) -> Floats:
    """Equation 1, R = (1 + F·Δt/S)^(−d): what can be recalled of the safety memory after rest.

    Parameters
    ----------
    memory : Memory
        With days of rest and stability in days.
    parameters : Parameters
        Forgetting factor F and exponent d.

    Returns
    -------
    ndarray
        Share recalled, shape ``(draw,)``; 1 while there is nothing to recall.

    References
    ----------
    Ye, J. FSRS-4.5, the power forgetting curve of the open spaced repetition project.
    """
    rest = np.where(np.isnan(memory.rest_d), 0.0, memory.rest_d)
    ratio = parameters.forgetting_factor * rest / memory.stability_d
    return np.asarray((1 + ratio) ** -parameters.forgetting_exponent)


def danger_at(memory: Memory, context: str, cue: float, parameters: Parameters) -> Floats:
    """Read E(c): the danger memory in this context, for a cue at this place; shape ``(draw,)``."""
    alike = likeness(memory, cue, parameters.danger_width)
    return recalled(memory.danger, place(memory, context), parameters.danger_generality, alike)


def safety_at(memory: Memory, context: str, cue: float, parameters: Parameters) -> Floats:
    """Read I(c): the safety memory in this context, for a cue at this place; shape ``(draw,)``."""
    alike = likeness(memory, cue, parameters.safety_width)
    return recalled(memory.safety, place(memory, context), parameters.safety_generality, alike)


def expected_tension(memory: Memory, trial: Trial, parameters: Parameters) -> Floats:
    """Equation 2, V = clip[x(E(c) − R·I(c)) + X_c, 0, 1.3]·(1 − s·U): what the body expects.

    Parameters
    ----------
    memory : Memory
        What was learned so far.
    trial : Trial
        Context, cue and whether the old path is taken; the outcome is not looked at.
    parameters : Parameters
        One possible person per draw.

    Returns
    -------
    ndarray
        Expected tension, 0 to 1.3, shape ``(draw,)``.

    References
    ----------
    Bouton (2004), context and extinction; Craske et al. (2014), inhibitory learning.
    """
    expected = memory.context_alarm[place(memory, trial.context)]
    if trial.cue is not None:
        safety = retrieval(memory, parameters) * safety_at(memory, trial.context, trial.cue, parameters)
        expected = expected + danger_at(memory, trial.context, trial.cue, parameters) - safety
    return np.asarray(np.minimum(np.maximum(expected, 0), MOST_TENSION) * (1 - trial.escape * memory.escape_value))


def associability(prediction_error: Floats, expected_noise: Floats, parameters: Parameters) -> Floats:
    """Equation 4, α = α₀ + (1−α₀)·δ²/(δ² + k_v·v): surprise counts against the noise one is used to.

    Parameters
    ----------
    prediction_error : ndarray
        δ, tension 0 to 1, shape ``(draw,)``.
    expected_noise : ndarray
        v, running mean of δ², shape ``(draw,)``.
    parameters : Parameters
        α₀ and k_v.

    Returns
    -------
    ndarray
        Share 0 to 1, shape ``(draw,)``.

    References
    ----------
    Pearce & Hall (1980); Li et al. (2011) for the hybrid with prediction errors.
    """
    surprise = prediction_error**2
    usual = parameters.noise_weight * expected_noise
    floor = parameters.least_associability
    return np.asarray(floor + (1 - floor) * surprise / (surprise + usual))


def count_run(memory: Memory, trial: Trial, parameters: Parameters) -> Memory:
    """Equation 5, first half: a bad outcome closes a run of safe ones; an avoided event counts for neither.

    Parameters
    ----------
    memory : Memory
        Before.
    trial : Trial
        What happened.
    parameters : Parameters
        With η_ρ per event.

    Returns
    -------
    Memory
        With the run now, and the run that is usual, after it.
    """
    if trial.cue is None:
        return memory
    seen = np.asarray(trial.escape) == 0
    bad = seen & (np.asarray(trial.outcome) > 0.5)
    closed = memory.expected_run + parameters.run_rate * (memory.safe_run - memory.expected_run)
    return memory._replace(
        expected_run=np.where(bad, closed, memory.expected_run),
        safe_run=np.where(bad, 0.0, memory.safe_run + seen),
    )


def regime_gate(memory: Memory) -> Floats:
    """Equation 5, second half, g = 1 − (ρ/(1+ρ))ⁿ: how sure it is that something really changed.

    Whoever is used to gaps between bad events needs a longer gap before safety is learned.

    Parameters
    ----------
    memory : Memory
        With the run of safe events now and the run that is usual.

    Returns
    -------
    ndarray
        Share 0 to 1, shape ``(draw,)``.

    References
    ----------
    Chan & Harris (2019), extinction after partial reinforcement.
    """
    usual = memory.expected_run / (1 + memory.expected_run)
    return np.asarray(1 - usual ** np.maximum(memory.safe_run, 1))


class Lesson(NamedTuple):
    """What one event teaches, before it is stored; arrays of shape ``(draw,)``."""

    expected: Floats
    prediction_error: Floats
    associability: Floats
    gate: Floats
    engagement: float | Floats


def _spread_over(weights: Floats, at: tuple[int, int], change: Floats, generality: Floats) -> Floats:
    row, cue = at
    stored = weights.copy()
    stored[0, cue] += np.sqrt(generality) * change
    stored[1 + row, cue] += np.sqrt(1 - generality) * change
    return stored


def _store(memory: Memory, context: str, cue: float) -> tuple[int, int]:
    if cue not in memory.cues:
        raise ValueError(f"cue {cue!r} is unknown; known are {', '.join(map(str, memory.cues))}")
    return place(memory, context), memory.cues.index(cue)


def _learn_cue(memory: Memory, trial: Trial, lesson: Lesson, parameters: Parameters) -> Memory:
    """Equations 6 and 7 for the cue: worse than expected feeds danger, better feeds safety and hardly erases."""
    if trial.cue is None:
        return memory
    at = _store(memory, trial.context, trial.cue)
    worse = lesson.associability * np.maximum(lesson.prediction_error, 0)
    better = lesson.associability * np.maximum(-lesson.prediction_error, 0) * lesson.gate * lesson.engagement
    known_safe = np.maximum(safety_at(memory, trial.context, trial.cue, parameters), 0)
    lost = np.minimum(parameters.safety_loss_rate * worse, known_safe)
    danger = parameters.acquisition_rate * worse - parameters.erasure_rate * better
    safety = parameters.extinction_rate * better - lost
    return memory._replace(
        danger=_spread_over(memory.danger, at, danger, parameters.danger_generality),
        safety=_spread_over(memory.safety, at, safety, parameters.safety_generality),
    )


def _learn_context(memory: Memory, trial: Trial, lesson: Lesson, parameters: Parameters) -> Memory:
    """Equations 6 and 7 for the place: it takes little blame beside a cue, more when it stands alone."""
    row, error = place(memory, trial.context), lesson.prediction_error
    rate = parameters.context_rate if trial.cue is None else parameters.cued_context_rate
    alarm = memory.context_alarm.copy()
    alarm[row] = np.where(error > 0, alarm[row] + rate * error, alarm[row] * parameters.context_kept)
    return memory._replace(context_alarm=alarm)


def _steady(memory: Memory, trial: Trial, lesson: Lesson, parameters: Parameters) -> Memory:
    """Equation 8: a safe surprise refreshes the safety memory, and steadies it more after a longer rest."""
    if trial.cue is None:
        return memory
    taught = np.asarray(lesson.engagement * -lesson.prediction_error) > SMALLEST_LESSON
    spacing = np.expm1(parameters.spacing_gain * (1 - retrieval(memory, parameters)))
    steadier = memory.stability_d * (1 + parameters.stability_gain * lesson.engagement * spacing)
    return memory._replace(
        stability_d=np.where(taught, np.minimum(steadier, parameters.longest_stability), memory.stability_d),
        rest_d=np.where(taught, 0.0, memory.rest_d),
    )


def _learn_noise_and_escape(memory: Memory, trial: Trial, lesson: Lesson, parameters: Parameters) -> Memory:
    noise = memory.expected_noise + parameters.noise_rate * (lesson.prediction_error**2 - memory.expected_noise)
    escape = parameters.escape_rate * trial.escape * (1 - memory.escape_value)
    return memory._replace(
        expected_noise=np.maximum(noise, LEAST_NOISE),
        escape_value=memory.escape_value + np.where(lesson.expected > 0, escape, 0),
    )


def update(memory: Memory, trial: Trial, parameters: Parameters) -> Memory:
    """Learn from one event (equations 3–8); the old memory is still true.

    Parameters
    ----------
    memory : Memory
        Before the event.
    trial : Trial
        What happened.
    parameters : Parameters
        One possible person per draw.

    Returns
    -------
    Memory
        After the event, at the same point in time.

    References
    ----------
    Pearce & Hall (1980); Bouton (2004); Craske et al. (2014).
    """
    expected = expected_tension(memory, trial, parameters)
    error = np.asarray(trial.outcome * (1 - np.asarray(trial.escape)) - expected)
    counted = count_run(memory, trial, parameters)
    gain = associability(error, memory.expected_noise, parameters)
    lesson = Lesson(expected, error, gain, regime_gate(counted), trial.engagement)
    felt = _learn_noise_and_escape(counted, trial, lesson, parameters)
    steadied = _steady(felt, trial, lesson, parameters)
    return _learn_context(_learn_cue(steadied, trial, lesson, parameters), trial, lesson, parameters)


def wait(memory: Memory, days: float, parameters: Parameters) -> Memory:
    """Equation 9: let time pass. A place loses its alarm, safety rests; danger does not decay.

    Parameters
    ----------
    memory : Memory
        Before.
    days : float
        Zero or more.
    parameters : Parameters
        With τ_X in days.

    Returns
    -------
    Memory
        Later.

    Raises
    ------
    ValueError
        If time would run backwards, or is not a number.

    References
    ----------
    Quirk (2002): safety fades with rest, danger does not.
    """
    if not 0 <= days < np.inf:
        raise ValueError(f"days must be zero or more, not {days!r}: time does not run backwards")
    faded = np.exp(-days / parameters.context_days)
    return memory._replace(context_alarm=memory.context_alarm * faded, rest_d=memory.rest_d + days)
