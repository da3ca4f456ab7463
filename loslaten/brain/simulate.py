"""Weeks of living with a pattern: pushing the feeling away or welcoming it, practising often or rarely.

A model to think with. It says how a mechanism behaves, not what will happen to someone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from loslaten.brain.episode import TICK_MIN, Setting, Steps, episode
from loslaten.brain.habit import Habits, choice, fade, repeat
from loslaten.brain.model import MOST_TENSION, Memory, Trial, blank, expected_tension, update, wait
from loslaten.brain.prior import Floats, Parameters

NEUTRAL_ENGAGEMENT = 0.35  # present, but doing nothing in particular with it
WELCOME_ENGAGEMENT = 0.40
BREATH_ENGAGEMENT = 0.25
PUSHING_ENGAGEMENT = 0.15
PAUSE_ENGAGEMENT = 0.60
PRACTICE_MATCH = 0.5  # a round on a cushion is half a repetition of the path in life
OLD_AT_START, NEW_AT_START = 0.75, 0.05
PAINFUL_EVENTS = 10  # that once taught the pattern
REST_SINCE_D = 30.0
MEAN_HASSLE = 0.06  # what an ordinary day adds to the alarm at each moment
LIFE, PRACTICE = "life", "practice"


class Scenario(NamedTuple):
    """What one does with the feeling, how often, for how long."""

    welcome: float = 0.7  # 0 pushes it away, 0.5 neither, 1 welcomes it
    practice_per_week: float = 4.0
    breathe: bool = True
    weeks: int = 12
    moments_per_week: float = 7.0  # times that life sets the pattern off
    setback: float = 0.05  # chance that the feared thing does happen, each time


class Life(NamedTuple):
    """Everything that changes; ``(draw,)`` is the last axis."""

    memory: Memory
    habits: Habits
    background: Floats  # B, what the day itself adds to the alarm


class Simulation(NamedTuple):
    """One row per week, the start included; ``(draw,)`` is the last axis."""

    week: Floats  # (time,)
    old_path: Floats  # (time, draw), 0 to 1
    new_path: Floats  # (time, draw), 0 to 1
    alarm: Floats  # (time, draw), 0 to 1: what life's next moment sets off
    alarm_after: Floats  # (time, draw), 0 to 1: ten minutes later, with the scenario's steps
    choice: Floats  # (time, path, draw): chance of the old path, a pause, the new path


def _check(scenario: Scenario) -> None:
    ranges = {"welcome": (0, 1), "practice_per_week": (0, 28), "weeks": (1, 104), "moments_per_week": (0, 70),
              "setback": (0, 1)}  # fmt: skip
    for field, (low, high) in ranges.items():
        value = getattr(scenario, field)
        if not low <= value <= high:
            raise ValueError(f"{field} must lie between {low} and {high}, not {value!r}")


def pushing(scenario: Scenario) -> float:
    """How much the feeling is pushed away, 0 to 1."""
    return max(0.0, 1 - 2 * scenario.welcome)


def steps_of(scenario: Scenario) -> Steps:
    """Translate the scenario into the steps of a round."""
    return Steps(
        welcome=max(0.0, 2 * scenario.welcome - 1), breathe=float(scenario.breathe), suppress=pushing(scenario)
    )


def engagement(scenario: Scenario) -> float:
    """How present one is: e, 0 to 1."""
    steps = steps_of(scenario)
    present = NEUTRAL_ENGAGEMENT + WELCOME_ENGAGEMENT * steps.welcome + BREATH_ENGAGEMENT * steps.breathe
    return present + (PUSHING_ENGAGEMENT - present) * steps.suppress


def _grown_up(parameters: Parameters) -> Life:
    """Someone who learned the pattern long ago and has walked the old path since."""
    memory = blank(parameters, contexts=(LIFE, PRACTICE))
    for _ in range(PAINFUL_EVENTS):
        memory = update(memory, Trial(outcome=1.0, context=LIFE), parameters)
    nobody = np.zeros_like(parameters.habit_rate)
    habits = Habits(nobody + OLD_AT_START, nobody + NEW_AT_START)
    return Life(wait(memory, REST_SINCE_D, parameters), habits, nobody)


def _rest(life: Life, days: float, parameters: Parameters) -> Life:
    return Life(
        wait(life.memory, days, parameters),
        fade(life.habits, days, parameters),
        life.background * np.exp(-days / parameters.background_days),
    )


def drive(life: Life, parameters: Parameters) -> Floats:
    """Add up what a moment in life sets off: V + B, 0 to 1.3, shape ``(draw,)``."""
    expected = expected_tension(life.memory, Trial(context=LIFE), parameters)
    return np.asarray(np.clip(expected + life.background, 0, MOST_TENSION))


def practise(life: Life, scenario: Scenario, parameters: Parameters) -> Life:
    """One round in quiet: a safe event elsewhere, and half a repetition of what is done with the feeling."""
    safe = Trial(context=PRACTICE, engagement=engagement(scenario))
    nobody, pushed = np.zeros_like(life.background), pushing(scenario)
    walked = Habits(nobody + PRACTICE_MATCH * pushed, nobody + PRACTICE_MATCH * (1 - pushed))
    return life._replace(memory=update(life.memory, safe, parameters), habits=repeat(life.habits, walked, parameters))


def live(life: Life, scenario: Scenario, parameters: Parameters, *, rng: np.random.Generator) -> Life:
    """One moment in which life sets the pattern off: a path is chosen by chance, and taught by what follows.

    Parameters
    ----------
    life : Life
        Before.
    scenario : Scenario
        What one does with the feeling, and how often the feared thing happens.
    parameters : Parameters
        One possible person per draw.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    Life
        After.
    """
    life = life._replace(background=life.background + rng.exponential(MEAN_HASSLE, life.background.shape))
    chances = choice(life.habits, np.minimum(drive(life, parameters), 1), parameters)
    lot = rng.random(life.background.shape)
    old = lot < chances[0]
    new = lot >= chances[0] + chances[1]
    trial = Trial(
        outcome=(rng.random(life.background.shape) < scenario.setback).astype(float),
        context=LIFE,
        escape=old.astype(float),
        engagement=np.where(new, engagement(scenario), PAUSE_ENGAGEMENT),
    )
    relief = np.where(old, life.memory.escape_value, 0.0)
    habits = repeat(life.habits, Habits(old.astype(float), new.astype(float)), parameters, relief)
    return life._replace(memory=update(life.memory, trial, parameters), habits=habits)


def _agenda(scenario: Scenario) -> list[tuple[float, str]]:
    """Spread rounds, moments and weekly looks evenly: (day, what)."""
    days = 7.0 * scenario.weeks
    rates = {"practise": scenario.practice_per_week, "live": scenario.moments_per_week}
    events = [
        ((k + 0.5) * 7 / rate, what) for what, rate in rates.items() if rate for k in range(int(scenario.weeks * rate))
    ]
    looks = [(7.0 * week, "look") for week in range(1, scenario.weeks + 1)]
    return sorted((day, what) for day, what in events + looks if day <= days)


class _Look(NamedTuple):
    old_path: Floats
    new_path: Floats
    alarm: Floats
    choice: Floats


def _look(life: Life, parameters: Parameters) -> _Look:
    """Stand still: see how the paths are, and what the next moment would do."""
    alarm = np.minimum(drive(life._replace(background=np.full_like(life.background, MEAN_HASSLE)), parameters), 1)
    return _Look(life.habits.old, life.habits.new, alarm, choice(life.habits, alarm, parameters))


def _ten_minutes_later(alarm: Floats, scenario: Scenario, parameters: Parameters) -> Floats:
    """Follow the alarm of every week for ten minutes, all weeks in one go: (time, draw)."""
    return np.asarray(episode(alarm, parameters, steps_of(scenario), Setting(minutes=10.0 + TICK_MIN))[-1])


def simulate(scenario: Scenario, parameters: Parameters, *, rng: np.random.Generator) -> Simulation:
    """Simulate weeks of an old path, a new path and the alarm, for many possible people at once.

    Parameters
    ----------
    scenario : Scenario
        What one does with the feeling, how often, for how long.
    parameters : Parameters
        One possible person per draw, from `prior.draw_people`.
    rng : numpy.random.Generator
        Where chance comes from: hassles, setbacks, and the path taken.

    Returns
    -------
    Simulation
        One row per week, the start included.

    References
    ----------
    docs/model.md, equations 1–13.
    """
    _check(scenario)
    life, today = _grown_up(parameters), 0.0
    looks = [_look(life, parameters)]
    for day, what in _agenda(scenario):
        life, today = _rest(life, day - today, parameters), day
        if what == "practise":
            life = practise(life, scenario, parameters)
        elif what == "live":
            life = live(life, scenario, parameters, rng=rng)
        else:
            looks.append(_look(life, parameters))
    old, new, alarm, chances = (np.array(column) for column in zip(*looks, strict=True))
    after = _ten_minutes_later(alarm, scenario, parameters)
    return Simulation(np.arange(scenario.weeks + 1.0), old, new, alarm, after, chances)


def credible_interval(values: Floats, mass: float = 0.8) -> Floats:
    """Say where the middle and the given mass of possible people lie.

    Parameters
    ----------
    values : ndarray
        Shape ``(…, draw)``.
    mass : float
        Share of people inside, 0 to 1.

    Returns
    -------
    ndarray
        Low, middle and high, shape ``(…, 3)``.

    References
    ----------
    Quantiles of the draws; no shape is assumed.
    """
    tail = (1 - mass) / 2
    return np.moveaxis(np.quantile(values, [tail, 0.5, 1 - tail], axis=-1), 0, -1)


def _check_row(row: int, time_d: float, previous_d: float, trial: Trial) -> None:
    if not np.isfinite(time_d):
        raise ValueError(f"row {row}, time: {time_d!r} is not a moment")
    if time_d < previous_d:
        raise ValueError(f"row {row}, time: {time_d!r} lies before {previous_d!r}; time does not run backwards")
    for field in ("outcome", "escape", "engagement"):
        value = np.asarray(getattr(trial, field), dtype=float)
        if not np.all((value >= 0) & (value <= 1)):
            raise ValueError(f"row {row}, {field}: {getattr(trial, field)!r} must lie between 0 and 1")


def follow(
    times_d: Sequence[float], trials: Sequence[Trial], memory: Memory, parameters: Parameters
) -> tuple[Floats, Memory]:
    """Walk through a log: what was expected before each event, and what is known at the end.

    Parameters
    ----------
    times_d : sequence of float
        When, in days, not decreasing.
    trials : sequence of Trial
        What happened.
    memory : Memory
        What was known before the first event.
    parameters : Parameters
        One possible person per draw.

    Returns
    -------
    tuple of ndarray and Memory
        Expected tension, shape ``(time, draw)``, and the memory after the last event.

    Raises
    ------
    ValueError
        If a row cannot be true; the message names the row (from 1) and the field.

    References
    ----------
    docs/model.md, equations 1–9.
    """
    if len(times_d) != len(trials):
        raise ValueError(f"{len(times_d)} times for {len(trials)} trials")
    expected = np.empty((len(trials), len(parameters.initial_noise)))
    previous_d = times_d[0] if len(times_d) else 0.0
    for row, (time_d, trial) in enumerate(zip(times_d, trials, strict=True)):
        _check_row(row + 1, time_d, previous_d, trial)
        memory = wait(memory, time_d - previous_d, parameters)
        try:
            expected[row] = expected_tension(memory, trial, parameters)
            memory = update(memory, trial, parameters)
        except ValueError as wrong:
            raise ValueError(f"row {row + 1}, {wrong}") from wrong
        previous_d = time_d
    return expected, memory
