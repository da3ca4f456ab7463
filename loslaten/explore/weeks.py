"""Twelve weeks of possible people, for one choice: worked out once, and kept in this process."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from loslaten.brain.habit import PATHS, prefrontal
from loslaten.brain.prior import Floats, Parameters, draw_people
from loslaten.brain.simulate import Scenario, credible_interval, simulate
from loslaten.explore.forms import PRACTICES, WELCOMES, Choice
from loslaten.explore.situations import KNOWN, SITUATIONS

PEOPLE = 200  # possible people behind every band
SEED = 1  # the same choice gives the same weeks, to everybody
EVERY_CHOICE = len(SITUATIONS) * len(WELCOMES) * len(PRACTICES)  # some four megabytes when all are kept


class Weeks(NamedTuple):
    """Low, middle and high of the possible people, 0 to 1, each ``(week, 3)``; the start included."""

    old: Floats
    new: Floats
    alarm: Floats  # what a moment sets off
    after: Floats  # the alarm ten minutes later
    front: Floats  # how much of the part that chooses can be used at that alarm
    takes_new: Floats  # chance of the new path at that moment
    broader: int  # people of PEOPLE whose new path is the broader one at the end


@cache
def possible_people() -> Parameters:
    """Draw the possible people, once."""
    return draw_people(PEOPLE, np.random.default_rng(SEED))


@lru_cache(maxsize=EVERY_CHOICE)
def weeks_of(choice: Choice) -> Weeks:
    """Simulate the twelve weeks of a choice."""
    people, situation = possible_people(), KNOWN[choice.preset]
    scenario = Scenario(
        welcome=choice.welcome / 100,
        practice_per_week=choice.week,
        moments_per_week=situation.per_week,
        setback=situation.setback,
    )
    lived = simulate(scenario, people, rng=np.random.default_rng(SEED))
    return Weeks(
        old=credible_interval(lived.old_path),
        new=credible_interval(lived.new_path),
        alarm=credible_interval(lived.alarm),
        after=credible_interval(lived.alarm_after),
        front=credible_interval(prefrontal(lived.alarm, people)),
        takes_new=credible_interval(lived.choice[:, PATHS.index("new")]),
        broader=int((lived.new_path[-1] > lived.old_path[-1]).sum()),
    )
