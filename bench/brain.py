"""Measure the brain: real diaries against baselines, and time against peers in the same run.

    python -m bench brain

Peers get an environment of their own in a temporary folder, with pinned versions; without a network they are left out,
and the run says so. Times are medians; the peers' are printed as ratios to ours.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench import diaries
from loslaten.brain import population, population_steps, score
from loslaten.brain.diary import read_diary
from loslaten.brain.filter_prior import default_prior

HERE = Path(__file__).resolve().parent
EMA = HERE.parents[1] / "shared" / "data" / "ema"
PEERS = {"pyhgf": ("pyhgf==0.2.12",), "numpyro": ("numpyro==0.22.0", "jax==0.10.2", "jaxlib==0.10.2")}
FIRST_USE = (
    "import time; start = time.perf_counter(); "
    "from loslaten.brain import posterior as p; from loslaten.brain.moment import Moment; "
    "kept = p.begin(); {update} p.expect_tension(kept, Moment(1.5, 0)); print(time.perf_counter() - start)"
)


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def a_year() -> population.Series:
    rng = np.random.default_rng(0)
    levels = np.clip(np.round(4 + np.cumsum(rng.normal(0, 0.2, 365)) + rng.normal(0, 1.5, 365)), 0, 10)
    return population.Series(np.sort(rng.uniform(0, 365, 365)), levels.astype(np.int64))


def real_diaries() -> None:
    if not EMA.is_dir():
        print(f"real diaries: not at {EMA}, left out")
        return
    with tempfile.TemporaryDirectory() as folder:
        diaries.write(EMA, Path(folder))
        for name, (low, high) in diaries.SCALES.items():
            diary = read_diary(Path(folder) / f"{name}.csv", low=low, high=high)
            folds = score.split(diary)
            card = score.scorecard(diary, folds, [score.predict_fold(diary, fold) for fold in folds])
            print(f"{score.verdict(card)}; CRPS {card.scores[score.MODEL].crps:.3f}, {card.n_predictions} predictions")


def person_year() -> float:
    year, prior = a_year(), default_prior()
    population.walk([year], prior)
    seconds = median_seconds(lambda: population.walk([year], prior), 50)
    print(f"a person-year, 365 events with predictions, {len(prior.grid)} filters: {1000 * seconds:.2f} ms")
    return seconds


def one_more(n_people: int = 50_000) -> None:
    prior, rng = default_prior(), np.random.default_rng(1)
    people = population.begin(prior, n_people)
    for day in range(3):
        people, _ = population.update(people, np.full(n_people, float(day)), ratings(rng, n_people), prior=prior)
    at, rating = np.full(n_people, 3.4), ratings(rng, n_people)
    seconds = median_seconds(lambda: population.update(people, at, rating, prior=prior), 5)
    print(f"one more event in a call of {n_people} people: {1e6 * seconds / n_people:.1f} µs, {os.cpu_count()} cores")


def one_more_step(n_people: int = 50_000) -> None:
    rng = np.random.default_rng(2)
    choices, outcomes = population_steps.begin_choices(n_people), population_steps.begin_outcomes(n_people)
    situations, looks = rng.normal(size=(3, n_people)), rng.normal(size=(7, n_people))
    paths, levels = rng.integers(0, 3, n_people), rng.integers(0, 11, n_people)
    chose = median_seconds(lambda: population_steps.update_choices(choices, situations, paths), 5)
    after = median_seconds(lambda: population_steps.update_outcomes(outcomes, looks, levels), 5)
    each = 1e6 / n_people
    print(f"its path and its after-tension, {n_people} people: {each * chose:.1f} µs and {each * after:.1f} µs")


def ratings(rng: np.random.Generator, n_people: int) -> np.ndarray:
    return rng.integers(0, 11, n_people).astype(np.float64)


def a_million(parts: int = 10, n_people: int = 100_000) -> None:
    prior, rng = default_prior(), np.random.default_rng(2)
    everyone = [population.begin(prior, n_people) for _ in range(parts)]
    size = sum(array.nbytes for people in everyone for array in people)
    for part in range(parts):
        everyone[part], _ = population.update(everyone[part], np.zeros(n_people), ratings(rng, n_people), prior=prior)
    times = []
    for day in (1.0, 2.0, 3.0):
        start = time.perf_counter()
        for part in range(parts):
            rating = ratings(rng, n_people)
            everyone[part], _ = population.update(everyone[part], np.full(n_people, day), rating, prior=prior)
        times.append(time.perf_counter() - start)
    print(
        f"a million people, one event each, predictions included: {statistics.median(times):.1f} s on "
        f"{os.cpu_count()} cores; state {size / 1e9:.2f} GB, {size / parts / n_people / 1000:.1f} kB a person"
    )


def first_use() -> None:
    update = "kept = p.update(kept, Moment(1.0, 5));"
    for words, code in (("a prediction", ""), ("an update and a prediction", update)):
        run = [sys.executable, "-c", FIRST_USE.format(update=code)]
        with tempfile.TemporaryDirectory() as cache:
            inside = {**os.environ, "NUMBA_CACHE_DIR": cache}
            cold = seconds_said(run, inside)
            warm = statistics.median(seconds_said(run, inside) for _ in range(5))
        print(f"a fresh process, import and {words}: {warm:.2f} s with a warm cache, {cold:.2f} s cold")


def seconds_said(run: list[str], environment: dict[str, str]) -> float:
    done = subprocess.run(run, env=environment, cwd=HERE.parent, check=True, capture_output=True, text=True)
    return float(done.stdout)


def peers(ours: float) -> None:
    year = a_year()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "year.json"
        log.write_text(json.dumps({"times": year.times.tolist(), "ratings": year.levels.tolist()}))
        for name, pins in PEERS.items():
            python = Path(folder) / name / "bin" / "python"
            venv.create(Path(folder) / name, with_pip=True)
            installed = subprocess.run(
                [python, "-m", "pip", "install", "-q", *pins], check=False, capture_output=True, text=True
            )
            if installed.returncode:
                print(f"{name}: could not be installed, left out ({installed.stderr.strip().splitlines()[-1]})")
                continue
            done = subprocess.run([python, HERE / f"peer_{name}.py", log], check=True, capture_output=True, text=True)
            said = json.loads(done.stdout.splitlines()[-1])
            print(
                f"{said['what']}: {1000 * said['seconds']:.1f} ms, {said['seconds'] / ours:.2f} x ours; "
                f"first run {said['first']:.1f} s"
            )


def main() -> None:
    real_diaries()
    ours = person_year()
    one_more()
    one_more_step()
    a_million()
    first_use()
    peers(ours)


if __name__ == "__main__":
    main()
