"""How long twelve simulated weeks take: one person, the page's two hundred, and many; and one event for many people.

Run: python bench/brain_simulate.py
"""

import time
from collections.abc import Callable

import numpy as np

from loslaten.brain.model import Trial, blank, update, wait
from loslaten.brain.prior import draw_people
from loslaten.brain.simulate import Scenario, simulate

REPEATS = 5


def best_ms(run: Callable[[], object]) -> float:
    """The quickest of a few: the machine's other work only ever adds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def weeks(draws: int) -> None:
    rng = np.random.default_rng(1)
    simulate(Scenario(weeks=12), draw_people(draws, rng), rng=rng)


def main() -> None:
    for draws in (1, 200, 5_000):
        took = best_ms(lambda draws=draws: weeks(draws))
        print(f"12 weeks, {draws:>6} possible people: {took:8.1f} ms, {1000 * took / draws:10.1f} µs per person")
    people = draw_people(100_000, np.random.default_rng(1))
    memory = wait(update(blank(people), Trial(outcome=1.0), people), 1.0, people)
    took = best_ms(lambda: update(memory, Trial(), people))
    print(f"one event, {len(people.habit_rate):>6} people: {took:8.1f} ms, {1e6 * took / 100_000:6.0f} ns per person")


if __name__ == "__main__":
    main()
