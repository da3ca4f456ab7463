"""One alarm, minute by minute (equation 13): what welcoming, breathing, moving or pushing away does to it."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from loslaten.brain.habit import prefrontal
from loslaten.brain.model import MOST_TENSION
from loslaten.brain.prior import Floats, Parameters

TICK_MIN = 0.1


class Steps(NamedTuple):
    """How much of each step is taken, 0 to 1."""

    welcome: float = 0.0
    breathe: float = 0.0
    move: float = 0.0
    suppress: float = 0.0


class Setting(NamedTuple):
    """What surrounds the episode."""

    minutes: float = 15.0
    load: float = 0.0  # 0 a free mind, 1 a full one
    suppress_until_min: float = np.inf


class Alarm(NamedTuple):
    """The fast state; arrays of shape ``(draw,)``."""

    alarm: Floats  # a
    monitor: Floats  # m, the watch for what is pushed away
    brake: Floats  # β, the vagal brake that a slow breath fills
    minute: float = 0.0


def steps_taken(names: Iterable[str]) -> Steps:
    """Read steps by name.

    Parameters
    ----------
    names : iterable of str
        Any of welcome, breathe, move, suppress.

    Returns
    -------
    Steps
        1 for each step named, 0 for the others.

    Raises
    ------
    ValueError
        If a step does not exist; the message names its row, from 1.

    References
    ----------
    docs/model.md, *How each step enters*.
    """
    names = tuple(names)
    for row, name in enumerate(names, start=1):
        if name not in Steps._fields:
            raise ValueError(f"step {row}: {name!r} is unknown; known are {', '.join(Steps._fields)}")
    return Steps(**dict.fromkeys(names, 1.0))


def _check(drive: float | Floats, steps: Steps, setting: Setting) -> None:
    if not np.all((np.asarray(drive) >= 0) & (np.asarray(drive) <= MOST_TENSION)):
        raise ValueError(f"drive must lie between 0 and {MOST_TENSION}")
    for name, share in steps._asdict().items():
        if not 0 <= share <= 1:
            raise ValueError(f"step {name} must lie between 0 and 1, not {share!r}")
    if not 0 < setting.minutes <= 24 * 60:
        raise ValueError(f"minutes must be more than 0 and at most a day, not {setting.minutes!r}")


def target(now: Alarm, drive: float | Floats, steps: Steps, parameters: Parameters) -> Floats:
    """Say where the alarm is heading: drive·(1 − ρ_w·w − ρ_b·β − ρ_m·mv)·e^(−t/40) + k_m·m, shape ``(draw,)``."""
    eased = parameters.welcome_relief * steps.welcome + parameters.movement_relief * steps.move
    open_drive = drive * (1 - eased - parameters.breath_relief * now.brake)
    faded = open_drive * np.exp(-now.minute / parameters.drive_minutes)
    return np.asarray(np.clip(faded + parameters.monitor_gain * now.monitor, 0, MOST_TENSION))


def settle(state: Alarm, heading: Floats, steps: Steps, parameters: Parameters) -> Alarm:
    """Move the alarm one tick towards its heading: sooner when the feeling is welcome and the breath is slow."""
    sooner = 1 + parameters.settling_gain * (steps.welcome + state.brake) / 2
    alarm = state.alarm + TICK_MIN * (heading - state.alarm) * sooner / parameters.alarm_minutes
    return state._replace(alarm=np.clip(alarm, 0, 1), minute=state.minute + TICK_MIN)


def _fill(state: Alarm, steps: Steps, pushing: float, parameters: Parameters) -> Alarm:
    brake = state.brake + TICK_MIN * (steps.breathe - state.brake) / parameters.breath_minutes
    monitor = state.monitor + TICK_MIN * (pushing - state.monitor) / parameters.monitor_minutes
    return state._replace(brake=brake, monitor=monitor)


def episode(
    drive: float | Floats, parameters: Parameters, steps: Steps | None = None, setting: Setting | None = None
) -> Floats:
    """Equation 13: how tense it feels, tick by tick.

    Parameters
    ----------
    drive : float or ndarray
        What set the alarm off (V + B), 0 to 1.3.
    parameters : Parameters
        One possible person per draw.
    steps : Steps
        What the person does; nothing by default.
    setting : Setting
        Minutes, load of the mind, and when pushing away stops.

    Returns
    -------
    ndarray
        Felt tension, 0 to 1, every tenth of a minute, shape ``(time, draw)``.

    References
    ----------
    Wang et al. (2020) on suppression; Webb et al. (2012) on welcoming; Fincham et al. (2023) on breathing.
    """
    steps, setting = steps or Steps(), setting or Setting()
    _check(drive, steps, setting)
    nobody = np.zeros_like(parameters.alarm_minutes)
    state = Alarm(alarm=np.minimum(nobody + drive, 1), monitor=nobody, brake=nobody)
    felt = []
    for _ in range(round(setting.minutes / TICK_MIN)):
        pushing = steps.suppress if state.minute < setting.suppress_until_min - TICK_MIN / 2 else 0.0
        control = prefrontal(state.alarm, parameters, setting.load)
        state = _fill(state, steps, pushing, parameters)
        state = settle(state, target(state, drive, steps, parameters), steps, parameters)
        relief = parameters.suppression_relief * control * pushing
        felt.append(np.clip(state.alarm + parameters.monitor_feeling * state.monitor - relief, 0, 1))
    return np.array(felt)
