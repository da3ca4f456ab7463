"""The vectorised model against the plain loop of the paper, and time and values that cannot be."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.brain.episode import Setting, Steps, episode, steps_taken
from loslaten.brain.model import MOST_TENSION, Trial, blank, danger_at, expected_tension, regime_gate, update, wait
from loslaten.brain.prior import PARAMETERS, Parameters, defaults, draw_people
from loslaten.brain.rescorla_wagner import blank as plain_blank
from loslaten.brain.rescorla_wagner import expected_tension as plain_expected
from loslaten.brain.rescorla_wagner import update as plain_update
from loslaten.brain.simulate import follow

AVERAGE = defaults()


class PlainLoop:
    """Equations 1–9 one number at a time, in the order of docs/model.md, for one cue."""

    def __init__(self, parameters: Parameters, person: int = 0) -> None:
        self.p = {name: float(values[person]) for name, values in parameters._asdict().items()}
        self.danger = {"shared": 0.0}
        self.safety = {"shared": 0.0}
        self.context_alarm: dict[str, float] = {}
        self.noise, self.stability = self.p["initial_noise"], self.p["initial_stability"]
        self.rest: float | None = None
        self.usual_run, self.run, self.escape_value = self.p["initial_run"], 0, 0.0

    def read(self, weights: dict[str, float], context: str, generality: float) -> float:
        return math.sqrt(generality) * weights["shared"] + math.sqrt(1 - generality) * weights.get(context, 0.0)

    def write(self, weights: dict[str, float], context: str, change: float, generality: float) -> None:
        weights["shared"] += math.sqrt(generality) * change
        weights[context] = weights.get(context, 0.0) + math.sqrt(1 - generality) * change

    def retrieval(self) -> float:
        if self.rest is None:
            return 1.0
        ratio = self.p["forgetting_factor"] * self.rest / self.stability
        return (1 + ratio) ** -self.p["forgetting_exponent"]

    def expect(self, context: str, cue: bool, escape: float) -> float:
        expected = self.context_alarm.get(context, 0.0)
        if cue:
            expected += self.read(self.danger, context, self.p["danger_generality"])
            expected -= self.retrieval() * self.read(self.safety, context, self.p["safety_generality"])
        return min(max(expected, 0.0), 1.3) * (1 - escape * self.escape_value)

    def event(self, trial: Trial) -> None:
        outcome, context, escape, engagement = trial.outcome, trial.context, trial.escape, trial.engagement
        cue = trial.cue is not None
        p, expected = self.p, self.expect(context, cue, escape)
        error = outcome * (1 - escape) - expected
        if cue and escape == 0:
            if outcome > 0.5:
                self.usual_run += p["run_rate"] * (self.run - self.usual_run)
                self.run = 0
            else:
                self.run += 1
        gate = 1 - (self.usual_run / (1 + self.usual_run)) ** max(self.run, 1)
        surprise = error**2 / (error**2 + p["noise_weight"] * self.noise)
        gain = p["least_associability"] + (1 - p["least_associability"]) * surprise
        if expected > 0:
            self.escape_value += p["escape_rate"] * escape * (1 - self.escape_value)
        if error > 0:
            self.worse(gain * error, context, cue)
            rate = p["cued_context_rate"] if cue else p["context_rate"]
            self.context_alarm[context] = self.context_alarm.get(context, 0.0) + rate * error
        else:
            if cue:
                self.better(gain * gate * -error * engagement, context)
                self.steady(-error * engagement, engagement)
            self.context_alarm[context] = self.context_alarm.get(context, 0.0) * p["context_kept"]
        self.noise = max(self.noise + p["noise_rate"] * (error**2 - self.noise), 0.004)

    def worse(self, lesson: float, context: str, cue: bool) -> None:
        if cue:
            known = max(self.read(self.safety, context, self.p["safety_generality"]), 0.0)
            lost = min(self.p["safety_loss_rate"] * lesson, known)
            self.write(self.danger, context, self.p["acquisition_rate"] * lesson, self.p["danger_generality"])
            self.write(self.safety, context, -lost, self.p["safety_generality"])

    def better(self, lesson: float, context: str) -> None:
        self.write(self.safety, context, self.p["extinction_rate"] * lesson, self.p["safety_generality"])
        self.write(self.danger, context, -self.p["erasure_rate"] * lesson, self.p["danger_generality"])

    def steady(self, lesson: float, engagement: float) -> None:
        if lesson > 1e-3:
            spacing = math.exp(self.p["spacing_gain"] * (1 - self.retrieval())) - 1
            grown = self.stability * (1 + self.p["stability_gain"] * engagement * spacing)
            self.stability, self.rest = min(grown, self.p["longest_stability"]), 0.0

    def wait(self, days: float) -> None:
        self.context_alarm = {c: x * math.exp(-days / self.p["context_days"]) for c, x in self.context_alarm.items()}
        self.rest = None if self.rest is None else self.rest + days


def test_many_people_at_once_learn_exactly_what_each_learns_in_the_plain_loop():
    rng = np.random.default_rng(3)
    people = draw_people(4, rng, "lab")
    memory, loops = blank(people, contexts="AB"), [PlainLoop(people, person) for person in range(4)]
    for _ in range(150):
        trial = Trial(
            outcome=float(rng.random() < 0.3),
            context=str(rng.choice(["A", "B"])),
            cue=None if rng.random() < 0.1 else 0.0,
            escape=float(rng.random() < 0.2),
            engagement=float(rng.random()),
        )
        expected, days = expected_tension(memory, trial, people), float(rng.exponential(1.0))
        memory = wait(update(memory, trial, people), days, people)
        for loop, at_once in zip(loops, expected, strict=True):
            assert loop.expect(trial.context, trial.cue is not None, trial.escape) == pytest.approx(at_once, abs=1e-9)
            loop.event(trial)
            loop.wait(days)


def test_an_episode_of_one_person_equals_the_plain_loop(average):
    p = {name: float(values[0]) for name, values in average._asdict().items()}
    alarm, monitor, brake, felt = 0.6, 0.0, 0.0, []
    for tick in range(150):
        minute = tick * 0.1
        pushing = 0.5 if minute < 5 - 1e-9 else 0.0
        control = 1 / (1 + math.exp(p["control_slope"] * (alarm + 0.5 * 0.3 - p["control_threshold"])))
        brake += 0.1 * (1 - brake) / p["breath_minutes"]
        monitor += 0.1 * (pushing - monitor) / p["monitor_minutes"]
        heading = 0.6 * (1 - p["welcome_relief"] * 0.2 - p["breath_relief"] * brake) * math.exp(-minute / 40)
        heading += p["monitor_gain"] * monitor
        alarm += 0.1 * (heading - alarm) / p["alarm_minutes"] * (1 + 0.5 * (0.2 + brake))
        felt.append(alarm + p["monitor_feeling"] * monitor - p["suppression_relief"] * control * pushing)
    steps = Steps(welcome=0.2, breathe=1, suppress=0.5)
    assert episode(0.6, average, steps, Setting(load=0.3, suppress_until_min=5))[:, 0] == pytest.approx(felt, abs=1e-9)


def test_an_update_leaves_the_old_memory_as_it_was(average):
    before = blank(average)
    after = update(before, Trial(outcome=1.0), average)
    assert before.danger.sum() == 0
    assert after.danger.sum() > 0


def test_danger_is_still_there_when_fear_is_gone(average):
    memory = blank(average)
    for outcome in [1.0] * 12 + [0.0] * 40:
        memory = update(memory, Trial(outcome=outcome), average)
    assert expected_tension(memory, Trial(), average) < 0.1
    assert danger_at(memory, "A", 0.0, average) > 0.6


def test_before_the_first_safe_moment_rest_is_unknown_and_not_zero(average):
    assert np.isnan(wait(blank(average), 3.0, average).rest_d).all()


def test_whoever_is_used_to_gaps_waits_longer_before_believing_in_safety(average):
    used_to_gaps = blank(average)._replace(expected_run=np.array([2.0]), safe_run=np.array([1.0]))
    not_used = used_to_gaps._replace(expected_run=np.array([0.1]))
    assert regime_gate(used_to_gaps) < regime_gate(not_used)


def test_rescorla_and_wagner_blocks_a_second_cue():
    """Kamin's blocking, the effect their model was made for: nothing is left to learn about the newcomer."""
    weights = plain_blank(context_cues=True)
    for _ in range(40):
        weights = plain_update(weights, Trial(outcome=1.0))
    alone = weights.strengths["cue", 0.0]
    assert plain_expected(weights, Trial()) == pytest.approx(1, abs=0.01)
    assert alone + weights.strengths["context", "A"] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("days", [-1.0, float("nan"), float("inf")])
def test_time_that_runs_backwards_or_is_no_number_is_refused(average, days):
    with pytest.raises(ValueError, match="days"):
        wait(blank(average), days, average)


def test_a_place_nobody_mentioned_is_refused(average):
    with pytest.raises(ValueError, match="context 'Q' is unknown; known are A"):
        expected_tension(blank(average), Trial(context="Q"), average)


def test_a_cue_nobody_mentioned_can_be_expected_but_not_learned(average):
    assert expected_tension(blank(average), Trial(cue=0.3), average) == 0
    with pytest.raises(ValueError, match=r"cue 0\.3 is unknown"):
        update(blank(average), Trial(cue=0.3), average)


def test_an_unknown_step_is_named_with_its_row():
    with pytest.raises(ValueError, match="step 2: 'fly' is unknown"):
        steps_taken(["breathe", "fly"])


@pytest.mark.parametrize("drive", [-0.1, 1.4, float("nan")])
def test_an_alarm_that_cannot_be_is_refused(average, drive):
    with pytest.raises(ValueError, match="drive"):
        episode(drive, average)


def test_half_a_step_is_a_step_and_two_steps_are_refused(average):
    assert episode(0.6, average, Steps(breathe=0.5))[-1] < episode(0.6, average)[-1]
    with pytest.raises(ValueError, match="step breathe"):
        episode(0.6, average, Steps(breathe=2))
    with pytest.raises(ValueError, match="minutes"):
        episode(0.6, average, setting=Setting(minutes=float("nan")))


sane_trials = st.builds(
    Trial,
    outcome=st.sampled_from([0.0, 1.0]) | st.floats(0, 1),
    context=st.sampled_from("AB"),
    cue=st.sampled_from([0.0, None]),
    escape=st.sampled_from([0.0, 1.0]),
    engagement=st.floats(0, 1),
)
IMPOSSIBLE = [
    ("time", float("nan")),
    ("time", -1.0),
    ("outcome", 1.5),
    ("outcome", float("nan")),
    ("escape", -0.1),
    ("engagement", 7.0),
    ("context", "Q"),
]
gaps = st.floats(0, 4000) | st.just(0.0)


@settings(max_examples=60, deadline=None)
@given(log=st.lists(st.tuples(gaps, sane_trials), max_size=30))
def test_whatever_happens_expectation_stays_within_its_bounds(log):
    times = np.cumsum([gap for gap, _ in log]).tolist()
    expected, memory = follow(times, [trial for _, trial in log], blank(AVERAGE, contexts="AB"), AVERAGE)
    assert expected.shape == (len(log), 1)
    assert ((expected >= 0) & (expected <= MOST_TENSION)).all()
    assert np.isfinite(memory.danger).all()
    assert ((memory.stability_d > 0) & (memory.stability_d <= 365)).all()


@settings(max_examples=40, deadline=None)
@given(log=st.lists(st.tuples(gaps, sane_trials), min_size=2, max_size=12), data=st.data())
def test_a_row_that_cannot_be_true_is_named(log, data):
    times = np.cumsum([gap for gap, _ in log]).tolist()
    trials = [trial for _, trial in log]
    row = data.draw(st.integers(1, len(log) - 1))
    field, wrong = data.draw(st.sampled_from(IMPOSSIBLE))
    if field == "time":
        times[row] = wrong
    else:
        trials[row] = trials[row]._replace(**{field: wrong})
    with pytest.raises(ValueError, match=rf"^row {row + 1}, {field}"):
        follow(times, trials, blank(AVERAGE, contexts="AB"), AVERAGE)


def test_an_empty_log_expects_nothing_and_times_must_match(average):
    expected, memory = follow([], [], blank(average), average)
    assert expected.shape == (0, 1)
    assert memory.danger.sum() == 0
    with pytest.raises(ValueError, match="1 times for 0 trials"):
        follow([0.0], [], blank(average), average)


def test_ten_thousand_events_in_a_minute_are_one_long_minute(average):
    expected, _ = follow([0.0] * 10_000, [Trial(outcome=0.0)] * 10_000, blank(average), average)
    assert (expected == 0).all()


def test_every_parameter_has_a_name_a_mark_and_a_source():
    assert tuple(p.name for p in PARAMETERS) == Parameters._fields
    assert {p.mark for p in PARAMETERS} == {"fitted", "literature", "assumption"}
    assert all(p.source and p.unit and p.symbol for p in PARAMETERS)


def test_a_prior_lies_around_its_default():
    people = draw_people(4000, np.random.default_rng(2), "lab")
    for parameter in PARAMETERS:
        assert np.median(getattr(people, parameter.name)) == pytest.approx(parameter.default, rel=0.12), parameter.name


def test_a_diary_teaches_at_another_pace_than_a_laboratory():
    assert defaults("diary").extinction_rate < defaults("lab").extinction_rate
    assert defaults("diary").initial_stability > defaults("lab").initial_stability
