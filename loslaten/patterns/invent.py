"""Patterns and moments of somebody who does not exist: how life went on comes from the simulator of the brain model."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.utils.timezone import localtime

from loslaten.accounts.models import Person
from loslaten.brain.prior import draw_people
from loslaten.brain.simulate import Scenario, simulate
from loslaten.patterns.models import Moment, Pattern, Practised
from loslaten.patterns.words import Path
from loslaten.practice.models import Round

SEED = 11
WEEKS = 12
NOISE = 0.9  # how far a rating lies from what the model expects, in points
RATED_AFTER = 0.7  # how often somebody also says how it was afterwards


class Card(NamedTuple):
    """One invented pattern: what it says, when it began and rested, and how often life set it off."""

    said: dict[str, Any]
    scenario: Scenario
    from_week: int = 0
    until_week: int = WEEKS
    hours: tuple[int, int] = (8, 22)


CARDS = (
    Card({"situation": "criticism", "places": ["jaw", "left_shoulder", "right_shoulder"],
          "sensations": ["tight", "hot"], "old_reaction": "explain", "protects": "not_fail", "movement": "drop_jaw"},
         Scenario(welcome=0.85, practice_per_week=4, moments_per_week=2.1)),
    Card({"situation": "asked", "places": ["belly"], "sensations": ["knot"], "old_reaction": "say_yes",
          "protects": "belonging", "movement": "soft_belly"},
         Scenario(welcome=0.9, practice_per_week=5, moments_per_week=1.9), from_week=4),
    Card({"situation": "night", "places": ["chest"], "sensations": ["restless"], "old_reaction": "worry",
          "protects": "grip", "movement": "hand_on_chest"},
         Scenario(welcome=0.6, practice_per_week=1, moments_per_week=1.8), from_week=7, hours=(1, 5)),
    Card({"situation": "busy", "places": ["upper_back"], "sensations": ["heavy"], "old_reaction": "work_on",
          "movement": "wide_back"},
         Scenario(welcome=0.5, practice_per_week=1, moments_per_week=1.2), until_week=5),
)  # fmt: skip


def invent(person: Person, *, until: datetime) -> None:
    """Give an invented person their patterns and moments, the same ones every time."""
    rng = np.random.default_rng(SEED)
    for card in CARDS:
        began = until - timedelta(weeks=WEEKS - card.from_week)
        rests = until - timedelta(weeks=WEEKS - card.until_week) if card.until_week < WEEKS else None
        pattern = Pattern.objects.create(person=person, made_at=began, changed_at=began, rests_since=rests, **card.said)
        Moment.objects.bulk_create(moments(pattern, card, until=until, rng=rng))
        link(pattern)


def moments(pattern: Pattern, card: Card, *, until: datetime, rng: np.random.Generator) -> Iterator[Moment]:
    """Let the model live the weeks of one pattern, and write down what somebody would have."""
    lived = simulate(card.scenario, draw_people(1, rng), rng=rng)
    for week in range(card.from_week, card.until_week):
        row = week - card.from_week
        for _ in range(rng.poisson(card.scenario.moments_per_week)):
            at = some_time(until - timedelta(weeks=WEEKS - week), card.hours, rng)
            before = rating(lived.alarm[row, 0], rng)
            path = rng.choice(Path.values, p=lived.choice[row, :, 0] / lived.choice[row, :, 0].sum())
            after = rating(lived.alarm_after[row, 0] if path != Path.OLD else 0.8 * lived.alarm[row, 0], rng)
            told = after if rng.random() < RATED_AFTER else None
            yield Moment(
                pattern=pattern, at=at, arrived_at=at, tension_before=before, path=str(path), tension_after=told
            )


def some_time(week: datetime, hours: tuple[int, int], rng: np.random.Generator) -> datetime:
    """Pick a time in a week, on the clock of this house, at an hour at which this pattern calls."""
    day = localtime(week).replace(minute=0, second=0, microsecond=0) + timedelta(days=int(rng.integers(0, 6)))
    return day.replace(hour=int(rng.integers(*hours)), minute=int(rng.integers(0, 60)))


def rating(alarm: float, rng: np.random.Generator) -> int:
    """Rate an alarm as people do: in whole points, and not quite the same each time."""
    return int(np.clip(round(10 * float(alarm) + rng.normal(0, NOISE)), 0, 10))


def link(pattern: Pattern) -> None:
    """Say of the rounds at the first place of a pattern that they were practised with it."""
    rounds = Round.objects.filter(person=pattern.person, started_at__gte=pattern.made_at, practised=None)
    same = [row for row in rounds if pattern.places[0] in row.places]
    Practised.objects.bulk_create(Practised(round=row, pattern=pattern) for row in same)
