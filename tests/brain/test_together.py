"""What differs for one person: the sums, how seldom they see what is not there, and what they do see."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from loslaten.brain import together
from loslaten.brain.invented import WORLDS, named, times_of
from loslaten.brain.together import LEAST, Times, differences

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8").split("## What goes together")[1]


def invented(n_times: int, seed: int = 1) -> Times:
    return times_of(n_times, rng=np.random.default_rng(seed), effect=1.5)[0]


def likelihood(left: np.ndarray, covariance: np.ndarray) -> float:
    return -0.5 * (np.linalg.slogdet(covariance)[1] + left @ np.linalg.solve(covariance, left))


def slow_middle(times: Times, mark: int) -> float:
    """Weigh every noise and spread, one after the other, with every rating seen as one of many that hang together."""
    design, sds = together._design(times)
    n, common = len(times.before), len(together.COMMON_MEAN)
    left = times.before - times.after - design[:, :common] @ together.COMMON_MEAN
    others = [
        other
        for other, kind in enumerate(times.kinds)
        if other != mark and kind == times.kinds[mark] and kind != together.APART
    ]
    without = n - times.marks[:, mark].sum()
    look = times.marks[:, mark].astype(float)
    for other in others:
        look = look - times.marks[:, other].sum() / without * times.marks[:, other]
    logs, middles = [], []
    for spread, weight in zip(together.SPREADS, together.SPREAD_WEIGHTS, strict=True):
        for noise in together.NOISE_SDS:
            covariance = noise**2 * np.eye(n)
            for column, sd in zip(design.T, [*sds, *[spread] * times.marks.shape[1]], strict=True):
                covariance += sd**2 * np.outer(column, column)
            logs.append(math.log(weight) + likelihood(left, covariance))
            middles.append(spread**2 * look @ np.linalg.solve(covariance, left))
    weights = np.exp(np.array(logs) - max(logs))
    return float(weights @ middles / weights.sum())


def test_the_fast_sums_are_the_plain_ones():
    times = invented(60)
    found = differences(times)
    assert len(found) > 5
    for one in found:
        assert one.middle == pytest.approx(slow_middle(times, one.mark), abs=1e-4)


def test_what_was_counted_is_what_is_there():
    times = invented(60)
    drop = times.before - times.after
    for one in differences(times):
        mine = drop[times.marks[:, one.mark]]
        assert (one.n, one.lower, one.drop) == (len(mine), (mine > 0).sum(), mine.mean())
        assert one.low <= one.middle <= one.high


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("n_times", [10, 40, 400])
def test_of_people_for_whom_nothing_differs_at_most_one_in_twenty_is_told_something(world, n_times):
    told = [named(n_times, seed=seed, world=world).falsely for seed in range(60)]
    assert sum(told) <= 0.05 * len(told)


def test_what_really_differs_is_seen_in_the_end():
    found = [named(400, seed=seed, effect=1.5).truly for seed in range(20)]
    assert sum(found) >= 15


def test_fewer_than_five_with_or_without_are_not_compared():
    times = invented(40)
    counts = times.marks.sum(axis=0)
    seen = {one.mark for one in differences(times)}
    assert seen == set(np.flatnonzero((counts >= LEAST) & (counts <= 40 - LEAST)))
    assert differences(invented(9)) == []


@pytest.mark.parametrize("before", [0.0, 10.0])
def test_somebody_who_always_rates_the_same_is_told_nothing(before):
    times = invented(50)
    same = times._replace(before=np.full(50, before), after=np.full(50, before))
    assert not [one for one in differences(same) if one.clear]


def test_everything_on_one_moment_is_no_trouble():
    times = invented(50)
    assert all(np.isfinite(one[3:]).all() for one in differences(times._replace(days=np.zeros(50))))


def test_the_page_has_the_numbers_of_the_code():
    told = {name: [float(number) for number in re.findall(r"[\d.]+", value)]
            for name, value in re.findall(r"^\| `(\w+)` \| ([^|]+) \|", PAGE, flags=re.MULTILINE)}  # fmt: skip
    assert {"INTERVAL", "SPREADS", "SPREAD_WEIGHTS", "NOISE_SDS"} <= told.keys()
    from loslaten.brain import soft_choice

    for name, numbers in told.items():
        code = getattr(together, name, None)
        code = getattr(soft_choice, name) if code is None else code
        assert numbers == np.atleast_1d(code).tolist(), name


def test_the_page_tells_how_often_something_was_named_of_two_hundred_people():
    columns = [
        int(cell) for cell in re.search(r"^\| of 200 people[^|]*\|([^\n]+)\|$", PAGE, re.MULTILINE)[1].split("|")
    ]
    row = re.search(r"^\| nothing differs, spells \|([^\n]+)\|$", PAGE, re.MULTILINE)[1]
    told = dict(zip(columns, map(int, row.split("|")), strict=True))
    assert told[100] == sum(named(100, seed=seed, world="spells").falsely for seed in range(200))
