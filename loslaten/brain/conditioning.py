"""Fourteen findings from fear conditioning and exposure, as protocols any learner can go through.

Every protocol takes a learner that knows nothing and returns a `Finding`. Outcomes are written as experimenters write
them: ``+`` the feared thing comes, ``-`` it does not. Trials are three minutes apart unless said; a day lies between
learning fear and learning safety.

References
----------
Each protocol names its paper; docs/model.md, *Sources*, has them in full.
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import model, rescorla_wagner
from loslaten.brain.model import Trial
from loslaten.brain.prior import Floats, Parameters

Bools = NDArray[np.bool_]
BETWEEN_TRIALS_D = 0.002
NEVER = 99  # trials to half, when half is not reached


class Finding(NamedTuple):
    """What a protocol showed; the last axis of every array is ``draw``."""

    seen: dict[str, Floats]
    size: Bools  # does it hold, with the magnitude asked at default parameters?
    direction: Bools  # does it at least go the way the paper says?


class Learner(Protocol):
    """Anyone who expects, learns and rests; each act returns a new learner."""

    def expect(self, trial: Trial) -> Floats:
        """Expect tension at this trial, shape ``(draw,)``."""
        ...

    def learn(self, trial: Trial) -> "Learner":
        """Learn from the trial."""
        ...

    def rest(self, days: float) -> "Learner":
        """Let days pass."""
        ...


class TwoMemories(NamedTuple):
    """The model of this house as a learner."""

    memory: model.Memory
    parameters: Parameters

    def expect(self, trial: Trial) -> Floats:
        """Expect with both memories."""
        return model.expected_tension(self.memory, trial, self.parameters)

    def learn(self, trial: Trial) -> "TwoMemories":
        """Learn from one event."""
        return self._replace(memory=model.update(self.memory, trial, self.parameters))

    def rest(self, days: float) -> "TwoMemories":
        """Let days pass."""
        return self._replace(memory=model.wait(self.memory, days, self.parameters))


class RescorlaWagner(NamedTuple):
    """Rescorla & Wagner's model as a learner; time does nothing to it."""

    weights: rescorla_wagner.Weights

    def expect(self, trial: Trial) -> Floats:
        """Expect the sum of what is present."""
        return rescorla_wagner.expected_tension(self.weights, trial)

    def learn(self, trial: Trial) -> "RescorlaWagner":
        """Learn from one event."""
        return RescorlaWagner(rescorla_wagner.update(self.weights, trial))

    def rest(self, days: float) -> "RescorlaWagner":
        """Let days pass, unnoticed."""
        del days
        return self


def two_memories(parameters: Parameters) -> TwoMemories:
    """Someone who knows nothing yet, ready for every protocol."""
    return TwoMemories(model.blank(parameters, contexts="ABCDZ", cues=(0.0, 0.9)), parameters)


def train(
    learner: Learner,
    outcomes: str,
    context: str = "A",
    *,
    cue: float | None = 0.0,
    escape: float = 0.0,
    rest_d: float = BETWEEN_TRIALS_D,
) -> tuple[Learner, Floats]:
    """Go through trials.

    Parameters
    ----------
    learner : Learner
        Before.
    outcomes : str
        ``+`` or ``-`` for each trial.
    context : str
        Where.
    cue : float or None
        Likeness to the pattern itself (0); None for the outcome without its signal.
    escape : float
        1 when the old path is taken.
    rest_d : float
        Days after each trial.

    Returns
    -------
    tuple of Learner and ndarray
        The learner afterwards, and what it expected before each trial, shape ``(trial, draw)``.
    """
    course = []
    for outcome in outcomes:
        trial = Trial(outcome=float(outcome == "+"), context=context, cue=cue, escape=escape)
        course.append(learner.expect(trial))
        learner = learner.learn(trial).rest(rest_d)
    return learner, np.array(course)


def afraid(learner: Learner, context: str = "A", n_trials: int = 12) -> Learner:
    """Learn the fear, and sleep a night on it."""
    return train(learner, "+" * n_trials, context)[0].rest(1.0)


def _test(learner: Learner, context: str = "A", cue: float = 0.0) -> Floats:
    return learner.expect(Trial(context=context, cue=cue))


def trials_to_half(course: Floats) -> Floats:
    """Count trials until less than half of the first expectation is left, shape ``(draw,)``."""
    below = course < 0.5 * course[0]
    return np.where(below.any(axis=0), below.argmax(axis=0), NEVER).astype(float)


def acquisition(learner: Learner) -> Finding:
    """Fear is learned fast, then ever slower: 12 pairings. Rescorla & Wagner (1972)."""
    learner, course = train(learner, "+" * 12)
    end = _test(learner)
    slower = (course[2] - course[1]) > (course[11] - course[10])
    return Finding(
        {"first": course[0], "end": end},
        size=(course[0] < 0.05) & (end > 0.8) & slower,
        direction=(end > course[0]) & slower,
    )


def extinction(learner: Learner) -> Finding:
    """Fear falls when nothing happens any more: 24 safe trials. Pavlov (1927)."""
    course = train(afraid(learner), "-" * 24)[1]
    return Finding(
        {"first": course[0], "last": course[-1]},
        size=course[-1] < 0.25 * course[0],
        direction=course[-1] < course[0],
    )


def spontaneous_recovery(learner: Learner) -> Finding:
    """Rest brings part of the fear back, more with longer rest. Quirk (2002); Rescorla (2004)."""
    safe = train(afraid(learner), "-" * 24)[0]
    now = _test(safe)
    back = np.array([_test(safe.rest(days)) - now for days in (0.01, 1.0, 3.0, 14.0, 30.0)])
    growing = (np.diff(back, axis=0) > 0).all(axis=0)
    return Finding(
        dict(zip(("at_once", "day_1", "day_3", "day_14", "day_30"), back, strict=True)),
        size=(np.diff(back, axis=0) > 0.01).all(axis=0) & (back[1] > 0.05) & (back[-1] < 0.95),
        direction=growing & (back[-1] < 1),
    )


def renewal(learner: Learner) -> Finding:
    """Leaving the place where safety was learned brings fear back. Bouton (2004); Harris et al. (2000).

    Returns
    -------
    Finding
        Expectation on the test day for each order of places: learned, made safe, tested.
    """
    tests = {}
    for places in ("ABA", "ABC", "AAB", "AAA", "ABB"):
        safe = train(afraid(learner, places[0]), "-" * 24, places[1])[0]
        tests[places] = _test(safe.rest(1.0), places[2])
    same = np.maximum(tests["AAA"], tests["ABB"])
    order = tests["ABC"] >= tests["AAB"] - 0.005

    def apart(gap: float) -> Bools:
        return np.asarray((tests["ABA"] > tests["ABC"] + gap) & order & (tests["AAB"] > same + gap))

    return Finding(tests, size=apart(0.03), direction=apart(0.0))


def reinstatement(learner: Learner) -> Finding:
    """Bring fear of a signal back with the feared thing alone, in the same place. Rescorla & Heth (1975).

    Returns
    -------
    Finding
        Expectation in A after bare shocks nowhere, in A, and in D.
    """
    safe = train(afraid(learner), "-" * 30)[0]

    def tested_after(outcomes: str, context: str) -> Floats:
        return _test(train(safe, outcomes, context, cue=None)[0].rest(1.0))

    none, same, other = tested_after("----", "A"), tested_after("++++", "A"), tested_after("++++", "D")
    specific = other < none + 0.5 * (same - none)
    return Finding(
        {"none": none, "same": same, "other": other},
        size=(same > none + 0.1) & specific,
        direction=(same > none) & specific,
    )


def reacquisition(learner: Learner) -> Finding:
    """Learn again, faster than at first, what was unlearned. Napier et al. (1992); Ricker & Bouton (1996)."""
    naive = _test(train(learner, "++")[0])
    safe = train(afraid(learner), "-" * 40)[0]
    again = _test(train(safe, "++")[0]) - _test(safe)
    return Finding({"naive": naive, "again": again}, size=again >= 1.3 * naive, direction=again > naive)


def reextinction(learner: Learner) -> Finding:
    """Fear that came back after 20 days of rest falls faster than the first time. Quirk (2002)."""
    learner, first = train(afraid(learner), "-" * 12)
    learner = train(learner, "-" * 24)[0].rest(20.0)
    second = train(learner, "-" * 12)[1]
    faster = trials_to_half(second) < trials_to_half(first)
    return Finding(
        {"first_half": trials_to_half(first), "second_half": trials_to_half(second), "back": second[0]},
        size=faster & (second[0] > 0.1),
        direction=faster & (second[0] > 0.01),
    )


def partial_reinforcement(learner: Learner) -> Finding:
    """Fear learned with gaps lasts longer. Wagner et al. (1967); Chan & Harris (2019); no such effect: Su (2024)."""
    courses = [train(train(learner, pattern * n)[0].rest(1.0), "-" * 80)[1]
               for pattern, n in (("+", 24), ("-+", 12), ("--+", 8))]  # fmt: skip
    full, half, third = (trials_to_half(course) for course in courses)
    lower = (courses[2][0] < courses[1][0]) & (courses[1][0] < courses[0][0])
    return Finding(
        {"half_100": full, "half_50": half, "half_33": third, "level_100": courses[0][0], "level_33": courses[2][0]},
        size=(half >= 1.5 * full) & (third > half) & lower,
        direction=(half > full) & (third >= half) & lower,
    )


def _massed_and_spaced(learner: Learner) -> tuple[Learner, Learner]:
    """Twelve safe trials in a row, or two a day for six days."""
    fearful = afraid(learner)
    spaced = fearful
    for _ in range(6):
        spaced = train(spaced, "--")[0].rest(1.0 - BETWEEN_TRIALS_D)
    return train(fearful, "-" * 12)[0], spaced


def spacing(learner: Learner) -> Finding:
    """Spread-out safe trials protect better a month later. Rowe & Craske (1998); not found: Lang & Craske (2000)."""
    massed, spaced = (_test(each.rest(30.0)) for each in _massed_and_spaced(learner))
    return Finding({"massed": massed, "spaced": spaced}, size=spaced < 0.85 * massed, direction=spaced < massed)


def ending_low(learner: Learner) -> Finding:
    """How low fear is at the end says little about a month later. Craske et al. (2008)."""
    ends = [_test(each) for each in _massed_and_spaced(learner)]
    later = [_test(each.rest(30.0)) for each in _massed_and_spaced(learner)]
    return Finding(
        {"massed_end": ends[0], "spaced_end": ends[1], "massed_later": later[0], "spaced_later": later[1]},
        size=(ends[0] <= ends[1] + 0.02) & (later[0] > later[1]),
        direction=(later[0] - later[1] > ends[0] - ends[1] + 0.01) & (later[0] > later[1]),
    )


def protection(learner: Learner) -> Finding:
    """Whoever keeps escaping does not learn that it is safe. Lovibond et al. (2009): escape learned on another cue."""
    escaper = train(afraid(learner), "+" * 12, cue=0.9)[0]
    escaper = train(escaper, "+" * 8, cue=0.9, escape=1.0)[0].rest(1.0)
    control, escaping = (_test(train(escaper, "-" * 12, escape=escape)[0]) for escape in (0.0, 1.0))
    return Finding(
        {"control": control, "escaping": escaping}, size=escaping >= 2 * control, direction=escaping > control
    )


def expectancy_violation(learner: Learner) -> Finding:
    """Teach more with the same safe event, in proportion, when more was expected. Craske et al. (2014)."""

    def share_lost(n_pairings: int) -> Floats:
        fearful = afraid(learner, n_trials=n_pairings)
        return np.asarray(1 - _test(train(fearful, "-")[0]) / _test(fearful))

    low, high = share_lost(2), share_lost(12)
    return Finding({"after_2": low, "after_12": high}, size=high > 1.1 * low, direction=high > 1.001 * low)


def multiple_contexts(learner: Learner) -> Finding:
    """Safety learned in three places holds better in a fourth. Gunther et al. (1998); Laborda & Miller (2013).

    Returns
    -------
    Finding
        Expectation in a new place after safety in one place or in three.
    """

    def in_a_new_place(*places: str) -> Floats:
        safe = afraid(learner)
        for context in places:
            safe = train(safe, "-" * 8, context)[0]
        return _test(safe.rest(1.0), "Z")

    one, three = in_a_new_place("B", "B", "B"), in_a_new_place("B", "C", "D")
    return Finding({"one": one, "three": three}, size=three <= 0.9 * one, direction=three < one - 0.001)


def generalisation(learner: Learner) -> Finding:
    """Fear spreads to what looks alike, safety spreads less. Vervliet et al. (2004, 2005).

    Returns
    -------
    Finding
        Fear at the pattern and far from it; what is left of it there and beside it after safe trials.
    """
    fearful = afraid(learner)
    fear = np.array([_test(fearful, cue=cue) for cue in (0.0, 0.2, 0.4, 0.6, 0.8)])
    safe = train(fearful, "-" * 24)[0]
    left = np.array([_test(safe, cue=cue) for cue in (0.0, 0.2, 0.4, 0.6)])
    falling = (np.diff(fear, axis=0) < 0).all(axis=0)
    elsewhere = left[1:].max(axis=0)
    return Finding(
        {"fear_at_0": fear[0], "fear_far": fear[-1], "left_at_0": left[0], "left_elsewhere": elsewhere},
        size=falling & (elsewhere > left[0] + 0.05),
        direction=falling & (elsewhere > left[0]),
    )
