"""Twenty-one findings the model must show, and which of them plainer models show too."""

from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from loslaten.brain import conditioning, rescorla_wagner
from loslaten.brain.conditioning import Finding, Learner, RescorlaWagner, train, two_memories
from loslaten.brain.episode import TICK_MIN, Setting, Steps, episode
from loslaten.brain.habit import Habits, choice, fade, repeat
from loslaten.brain.model import Trial
from loslaten.brain.prior import PARAMETERS, Floats, Parameters, defaults

LALLY_PEOPLE = 39  # whose habit curve was good enough to read
HABIT_LOG_SD = next(p.prior.second for p in PARAMETERS if p.name == "habit_rate")


class Phenomenon(NamedTuple):
    """One row of the table: conditioning findings run on any learner, the others on this model only."""

    number: str
    name: str
    paper: str
    run_learner: Callable[[Learner], Finding] | None = None
    run_model: Callable[[Parameters], Finding] | None = None
    debated: str = ""

    def run(self, parameters: Parameters) -> Finding:
        """Run the protocol on this house's model."""
        if self.run_learner:
            return self.run_learner(two_memories(parameters))
        if self.run_model:
            return self.run_model(parameters)
        raise NotImplementedError(self.name)


def _days_to_plateau(speeds: Floats, parameters: Parameters) -> Floats:
    """Count days of daily repetition until 95 % of one's own plateau: (person, draw)."""
    kept = np.exp(-speeds) * np.exp(-1 / parameters.habit_days)  # what a day leaves of the distance to the plateau
    return np.asarray(np.ceil(np.log(0.05) / np.log(kept)))


def habit_curve(parameters: Parameters) -> Finding:
    """Repeat daily: half of people need about two months, the extremes of 39 about 18 and 254 days. Lally (2010).

    Returns
    -------
    Finding
        Days until 95 % of the plateau: the median, and the middle of where the extremes of 39 people stand.
    """
    # People are the quantiles of the prior on the learning rate, so that no chance is involved.
    speed = -np.log(1 - parameters.habit_rate)

    def days(quantile: float) -> Floats:
        return _days_to_plateau(speed * np.exp(HABIT_LOG_SD * NormalDist().inv_cdf(1 - quantile)), parameters)

    fastest = 1 - 0.5 ** (1 / LALLY_PEOPLE)  # the middle of where the quickest of 39 stands
    median, quick, slow = days(0.5), days(fastest), days(1 - fastest)
    usual = (median >= 55) & (median <= 75)
    return Finding(
        {"median_days": median, "fastest_of_39": quick, "slowest_of_39": slow},
        size=usual & (quick >= 12) & (quick <= 26) & (slow >= 180) & (slow <= 330),
        direction=slow > 5 * quick,
    )


def _daily(parameters: Parameters, missed: range) -> Floats:
    nobody = np.zeros_like(parameters.habit_rate)
    habits, course = Habits(nobody, nobody), []
    for day in range(120):
        if day not in missed:
            habits = repeat(habits, Habits(nobody, nobody + 1), parameters)
        habits = fade(habits, 1.0, parameters)
        course.append(habits.new)
    return np.array(course)


def missed_day(parameters: Parameters) -> Finding:
    """One missed day hardly matters, a missed week more. Lally et al. (2010): day 30, or days 30–36, of 120."""
    whole, day, week = (_daily(parameters, missed) for missed in (range(0), range(30, 31), range(30, 37)))
    first = [(course > 0.95 * whole[-1]).argmax(axis=0) for course in (whole, day, week)]
    drop, delay, week_delay = whole[31] - day[31], first[1] - first[0], first[2] - first[0]
    return Finding(
        {"drop": drop, "delay_days": delay.astype(float), "week_delay_days": week_delay.astype(float)},
        size=(drop < 0.03) & (delay <= 2) & (week_delay > delay),
        direction=week_delay > delay,
    )


def suppression(parameters: Parameters) -> Finding:
    """Push away for 5 of 15 minutes: helps while the mind is free, rebounds after, fails under load. Wang (2020).

    Returns
    -------
    Finding
        Felt tension with pushing away minus without: during it, after it, and during it with a full mind.
    """

    def difference(load: float, minutes: slice) -> Floats:
        setting = Setting(load=load, suppress_until_min=5)
        pushed, left = (episode(0.6, parameters, steps, setting) for steps in (Steps(suppress=1), Steps()))
        return np.asarray(pushed[minutes].mean(axis=0) - left[minutes].mean(axis=0))

    during, after = slice(0, round(5 / TICK_MIN)), slice(round(6 / TICK_MIN), round(11 / TICK_MIN))
    immediate, rebound, loaded = difference(0.0, during), difference(0.0, after), difference(0.6, during)
    return Finding(
        {"immediate": immediate, "rebound": rebound, "immediate_loaded": loaded},
        size=(immediate <= 0.005) & (rebound > 0.03) & (loaded > 0.005),
        direction=(immediate <= 0) & (rebound > 0) & (loaded > 0),
    )


def order_of_steps(parameters: Parameters) -> Finding:
    """After 10 minutes: both steps < either < nothing < having pushed away. Sizes as in Webb (2012), Fincham (2023).

    Returns
    -------
    Finding
        Felt tension after ten minutes, 0 to 10, for each way of meeting it.
    """
    setting = Setting(suppress_until_min=5)
    doing = {"none": Steps(), "welcome": Steps(welcome=1), "breathe": Steps(breathe=1),
             "both": Steps(welcome=1, breathe=1), "suppress": Steps(suppress=1)}  # fmt: skip
    felt = {name: 10 * episode(0.6, parameters, steps, setting)[round(10 / TICK_MIN)] for name, steps in doing.items()}
    welcome, breathe = felt["none"] - felt["welcome"], felt["none"] - felt["breathe"]
    ordered = np.minimum(welcome, breathe) > 0
    ordered = ordered & (felt["both"] < np.minimum(felt["welcome"], felt["breathe"]))
    ordered = ordered & (felt["suppress"] > felt["none"])
    sizes = (welcome >= 0.3) & (welcome <= 0.8) & (breathe >= 0.4) & (breathe <= 1.1)
    return Finding(felt, size=ordered & sizes, direction=ordered)


def old_path_under_alarm(parameters: Parameters) -> Finding:
    """More alarm, more old path; a well-trained new path survives. Arnsten (2009), Otto (2013); not: Smeets (2023).

    Returns
    -------
    Finding
        Chance of the old path at alarm .1 and .9, and of a well-trained new one at .9.
    """

    def chances(habits: tuple[float, float]) -> Floats:
        walked = Habits(*(np.zeros_like(parameters.habit_weight) + strength for strength in habits))
        return np.array([choice(walked, alarm, parameters) for alarm in (0.1, 0.3, 0.5, 0.7, 0.9)])

    fresh, trained = chances((0.8, 0.3)), chances((0.5, 0.95))
    rising = (np.diff(fresh[:, 0], axis=0) > 0).all(axis=0)
    return Finding(
        {"old_calm": fresh[0, 0], "old_alarmed": fresh[-1, 0], "trained_new_alarmed": trained[-1, 2]},
        size=rising & (fresh[-1, 0] > fresh[0, 0] + 0.25) & (trained[-1, 2] > 0.4),
        direction=rising & (trained[-1, 2] > fresh[-1, 2]),
    )


def sawtooth(parameters: Parameters) -> Finding:
    """Six weekly sessions of six: fear falls in each, is partly back the next week, and peaks lower. Rupp (2017).

    Returns
    -------
    Finding
        First, second and last peak, and how low the first session ended.
    """
    learner, peaks, ends = train(two_memories(parameters), "+" * 12)[0].rest(7.0), [], []
    for _ in range(6):
        learner, course = train(learner, "-" * 6)
        peaks.append(course[0])
        ends.append(learner.expect(Trial()))
        learner = learner.rest(7.0)
    lower = np.asarray((np.diff(peaks, axis=0) < 0).all(axis=0))
    back = np.asarray((np.array(peaks[1:]) > np.array(ends[:-1])).all(axis=0))
    seen = {"first_peak": peaks[0], "first_end": ends[0], "second_peak": peaks[1], "last_peak": peaks[-1]}
    return Finding(seen, size=lower & back, direction=np.asarray(peaks[-1] < peaks[0]) & back)


def new_beside_old(parameters: Parameters) -> Finding:
    """Ninety days of the new path: it is broad, and the old one is overgrown but still there. Bouton (2004)."""
    nobody = np.zeros_like(parameters.habit_rate)
    habits = Habits(nobody + 0.85, nobody)
    for _ in range(90):
        habits = fade(repeat(habits, Habits(nobody, nobody + 1), parameters), 1.0, parameters)
    return Finding(
        {"new": habits.new, "old": habits.old},
        size=(habits.new > 0.85) & (habits.old > 0.2),
        direction=(habits.new > habits.old) & (habits.old > 0.05),
    )


PHENOMENA = (
    Phenomenon("1", "Acquisition", "Rescorla & Wagner 1972", conditioning.acquisition),
    Phenomenon("2", "Extinction", "Pavlov 1927", conditioning.extinction),
    Phenomenon("3", "Spontaneous recovery", "Quirk 2002; Rescorla 2004", conditioning.spontaneous_recovery),
    Phenomenon("4", "Renewal", "Bouton 2004; Harris 2000", conditioning.renewal,
               debated="AAB in people is uncertain (Vervliet 2013)"),
    Phenomenon("5", "Reinstatement", "Rescorla & Heth 1975", conditioning.reinstatement),
    Phenomenon("6", "Rapid reacquisition", "Napier 1992; Ricker & Bouton 1996", conditioning.reacquisition),
    Phenomenon("7", "Faster re-extinction", "Quirk 2002", conditioning.reextinction),
    Phenomenon("8", "Partial reinforcement", "Wagner 1967; Chan & Harris 2019", conditioning.partial_reinforcement,
               debated="mixed in people (Grady 2016), absent in mice (Su 2024)"),
    Phenomenon("9", "Spacing", "Rowe & Craske 1998", conditioning.spacing,
               debated="not found by Lang & Craske 2000"),
    Phenomenon("9b", "Ending low is not learning", "Craske 2008", conditioning.ending_low),
    Phenomenon("10", "Protection by escape", "Lovibond 2009", conditioning.protection),
    Phenomenon("11", "Expectancy violation", "Craske 2014", conditioning.expectancy_violation),
    Phenomenon("12", "Multiple contexts", "Gunther 1998; Laborda & Miller 2013", conditioning.multiple_contexts),
    Phenomenon("13", "Generalisation", "Vervliet 2004, 2005", conditioning.generalisation),
    Phenomenon("14", "Habit curve", "Lally 2010", run_model=habit_curve),
    Phenomenon("15", "One missed day", "Lally 2010", run_model=missed_day),
    Phenomenon("16", "Pushing away", "Wang 2020", run_model=suppression),
    Phenomenon("17", "Order of steps", "Webb 2012; Fincham 2023", run_model=order_of_steps),
    Phenomenon("18", "Old path under alarm", "Arnsten 2009; Otto 2013", run_model=old_path_under_alarm,
               debated="two exact replications failed (Smeets 2023)"),
    Phenomenon("19", "Saw-tooth sessions", "Rupp 2017", run_model=sawtooth),
    Phenomenon("20", "New beside old", "Bouton 2004", run_model=new_beside_old),
)  # fmt: skip


class Verdict(NamedTuple):
    """What three models make of one phenomenon; None where a model has nothing to say."""

    model: Finding
    rescorla_wagner: bool | None
    with_context_cues: bool | None


def judge(phenomenon: Phenomenon) -> Verdict:
    """Run one phenomenon on this model at its defaults, and on both Rescorla–Wagner models.

    Parameters
    ----------
    phenomenon : Phenomenon
        A row of `PHENOMENA`.

    Returns
    -------
    Verdict
        The model's finding, and whether the plainer models show the phenomenon with its size.

    References
    ----------
    Rescorla & Wagner (1972).
    """

    def shows(*, context_cues: bool) -> bool | None:
        if phenomenon.run_learner is None:
            return None
        naive = RescorlaWagner(rescorla_wagner.blank(context_cues=context_cues))
        return bool(phenomenon.run_learner(naive).size.all())

    return Verdict(phenomenon.run(defaults()), shows(context_cues=False), shows(context_cues=True))


class Robustness(NamedTuple):
    """Of how many disturbed parameter sets does one phenomenon survive? Shares, 0 to 1."""

    size: float
    direction: float


def robustness(phenomenon: Phenomenon, parameters: Parameters) -> Robustness:
    """Run one phenomenon on many disturbed parameter sets.

    Parameters
    ----------
    phenomenon : Phenomenon
        A row of `PHENOMENA`.
    parameters : Parameters
        From `prior.jittered`.

    Returns
    -------
    Robustness
        Share of draws with the size asked, and with at least the direction.

    References
    ----------
    docs/model.md, *The 21 phenomena*.
    """
    finding = phenomenon.run(parameters)
    return Robustness(float(finding.size.mean()), float(finding.direction.mean()))
