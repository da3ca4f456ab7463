"""How broad a path may be: walked by possible people, and held against simulated people whose paths are known."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.brain import habit, prior, statements, trace
from loslaten.brain import posterior as brain
from loslaten.brain.moment import Moment
from loslaten.brain.simulate import credible_interval

PAGE = Path(__file__).parents[2] / "docs" / "model.md"
LOOKS = (5, 10, 20, 40, 80)


def walked(moments):
    known = trace.begin(moments[0])
    for moment in moments:
        known = trace.update(known, moment)
    return known


def test_it_is_equation_ten_for_each_possible_person_on_their_own():
    parameters, start = trace.people()
    moments = [Moment(0.0, 6, "old", (), 4), Moment(1.5, 5, "new", (), 5), Moment(9.0, 7, "new", (), 3, practised=True)]
    known = walked(moments)
    for person in (0, 7, trace.DRAWS - 1):
        rate, unfed = parameters.habit_rate[person], parameters.unfed_share[person]
        old, new, at = start.old[person], start.new[person], 0.0
        for moment in moments:
            kept = np.exp(-(moment.at - at) / parameters.habit_days[person])
            old, new, at = old * kept, new * kept, moment.at
            fed = (
                rate
                * (0.5 if moment.practised else 1)
                * (1 + 0.5 * (moment.tension_before - moment.tension_after) / 10)
            )
            weaker = 1 - unfed * rate * (0.5 if moment.practised else 1)
            if moment.path == "old":
                old, new = old + fed * (1 - old), new * weaker
            else:
                old, new = old * weaker, new + fed * (1 - new)
        assert known.habits.old[person] == pytest.approx(old, abs=1e-12)
        assert known.habits.new[person] == pytest.approx(new, abs=1e-12)


def test_a_pause_or_an_unnamed_path_wears_neither():
    before = walked([Moment(0.0, 5, "new")])
    for path in ("pause", None):
        after = trace.update(before, Moment(0.0 + 1e-9, 5, path))
        np.testing.assert_allclose(after.habits, before.habits, atol=1e-9)
    assert trace.update(before, Moment(1.0, 5, "pause")).n_walked == 2
    assert trace.update(before, Moment(1.0, 5)).n_walked == 1


@settings(max_examples=50)
@given(
    log=st.lists(
        st.tuples(st.floats(0, 900), st.sampled_from(("old", "pause", "new", None)), st.booleans()), min_size=1
    )
)
def test_a_path_stays_between_nothing_and_everything_whatever_is_walked(log):
    known = walked(
        [Moment(at, 10, path, (), 0, practised=quiet) for at, path, quiet in sorted(log, key=lambda m: m[0])]
    )
    for path in known.habits:
        assert np.all((path >= 0) & (path <= 1))
    assert len(known.past) <= trace.N_PAST


def test_weeks_gone_by_are_remembered_and_old_ones_let_go():
    known = walked([Moment(float(day), 5, "new") for day in range(0, 140, 2)])
    assert known.past.shape == (trace.N_PAST, 3)
    assert np.all(np.diff(known.past[:, 0]) == pytest.approx(7, abs=2))
    assert np.all(np.diff(known.past[:, 2]) > 0), "walked every other day, the new path grew each week"


def test_other_possible_people_are_noticed():
    kept = brain.save(brain.update(brain.begin(), Moment(1.0, 5, "old")))
    assert trace.fingerprint().encode() in kept
    parameters, start = trace.people()
    others = parameters._replace(habit_rate=parameters.habit_rate * 1.001), start
    real, trace.people = trace.people, lambda: others
    trace.fingerprint.cache_clear()
    try:
        with pytest.raises(brain.PosteriorError, match="other possible people"):
            brain.load(kept)
    finally:
        trace.people = real
        trace.fingerprint.cache_clear()


def test_a_round_in_quiet_is_half_a_repetition_and_no_choice():
    life, quiet = (brain.update(brain.begin(), Moment(1.0, 5, "new", practised=how)) for how in (False, True))
    np.testing.assert_array_equal(quiet.choice.mean, brain.begin().choice.mean)
    assert life.choice.mean[3] > quiet.choice.mean[3]
    grown = [known.mechanisms[""].habits.new[0] - 0.05 for known in (life, quiet)]
    assert grown[1] == pytest.approx(grown[0] / 2)


def test_a_pattern_that_begins_with_a_round_was_learnt_in_life():
    first = Moment(0.0, 6, "new", ("welcome",), context="practice", practised=True)
    known = brain.replay([first, *(Moment(day + 1.0, 6, "old") for day in range(9))])
    memory = known.mechanisms[""].memory
    assert memory.contexts == ("", "practice")
    assert memory.danger[1, 0, 0] > memory.danger[2, 0, 0]


def test_after_rest_the_simulator_expects_some_alarm_back_and_hardly_any_at_once():
    known = brain.replay([Moment(float(day), 5, "new", ("welcome", "breathe")) for day in range(40)])
    assert statements.comeback(known, Moment(39.1, 0)) == pytest.approx(0, abs=0.2)
    assert statements.comeback(known, Moment(90.0, 0)) > statements.NOTICEABLE


def test_what_is_broader_is_said_when_nine_of_ten_agree():
    old = brain.replay([Moment(float(day), 6, "old") for day in range(10)])
    assert statements.paths(old, Moment(10.0, 0)).broader == "old"
    new = brain.replay([Moment(float(day), 5, "new") for day in range(150)])
    assert statements.paths(new, Moment(150.0, 0)).broader == "new"
    both = brain.replay([Moment(float(day), 5, "new") for day in range(45)])
    assert statements.paths(both, Moment(45.0, 0)).broader is None
    assert statements.paths(brain.replay([Moment(0.0, 6, "old")]), Moment(0.5, 0)).moments_to_go == 4


def simulated(n_people, *, seed):
    """Let people with speeds and beginnings of their own choose by equation 12, and log; every third is a round."""
    rng = np.random.default_rng(seed)
    truth = prior.draw_people(n_people, rng)
    paths = habit.Habits(trace.OLD_START.draw(n_people, rng), trace.NEW_START.draw(n_people, rng))
    alarm, logs = rng.uniform(0.2, 0.9, n_people), [None] * n_people
    for day in range(1, LOOKS[-1] + 1):
        paths = habit.fade(paths, 1.0, truth)
        felt = np.clip(alarm * 0.98**day + rng.normal(0, 0.15, n_people), 0, 1)
        before, quiet = np.round(10 * felt).astype(int), day % 3 == 0
        after = np.maximum(before - rng.integers(0, 4, n_people), 0)
        chances, lot = habit.choice(paths, felt, truth), rng.random(n_people)
        old, new = ~np.array(quiet) & (lot < chances[0]), quiet | (lot >= chances[0] + chances[1])
        match = 0.5 if quiet else 1.0
        paths = habit.repeat(paths, habit.Habits(match * old, match * new), truth, (before - after) / 10)
        for person in range(n_people):
            path = "old" if old[person] else "new" if new[person] else "pause"
            moment = Moment(float(day), int(before[person]), path, (), int(after[person]), practised=quiet)
            logs[person] = trace.update(logs[person] or trace.begin(moment), moment)
        if day in LOOKS:
            yield day, paths, logs


def row(day, paths, logs):
    """Write one row of the table: how well both widths and their difference are found, and how often the band holds."""
    bands = [np.array([credible_interval(getattr(log.habits, path), 0.8) for log in logs]) for path in ("old", "new")]
    found = [np.corrcoef(true, band[:, 1])[0, 1] for true, band in zip(paths, bands, strict=True)]
    apart = np.corrcoef(paths.old - paths.new, bands[0][:, 1] - bands[1][:, 1])[0, 1]
    inside = [np.mean((band[:, 0] <= true) & (true <= band[:, 2])) for true, band in zip(paths, bands, strict=True)]
    share = np.array([np.mean(log.habits.old > log.habits.new) for log in logs])
    told = (share >= statements.SURE_OF_BROADER) | (share <= 1 - statements.SURE_OF_BROADER)
    wrong = told & ((share > 0.5) != (paths.old > paths.new))
    numbers = (*found, apart, *inside, told.mean(), wrong.sum() / told.sum())
    return "| " + " | ".join([str(day), *(f"{number:.2f}" for number in numbers)]) + " |"


def test_the_width_of_a_path_is_found_as_well_as_the_page_says():
    rows = [row(*look) for look in simulated(200, seed=5)]
    told = re.search(r"\| moments \| r old .*?\n\n", PAGE.read_text(), re.DOTALL)
    assert told, "\n".join(rows)
    assert told[0].strip().splitlines()[2:] == rows, "\n".join(rows)
