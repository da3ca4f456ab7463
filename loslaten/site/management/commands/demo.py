"""Fill a house of its own with one invented person who practised for twelve weeks."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.brain.prior import draw_people
from loslaten.brain.simulate import Scenario, simulate
from loslaten.patterns import standing
from loslaten.patterns.invent import invent, rating
from loslaten.patterns.models import Moment
from loslaten.practice.models import Measured, Round
from loslaten.practice.movements import fitting
from loslaten.practice.words import Ending, NextTime, Outcome, Sensation, SenseUsed, Sign, Step

Purpose = Consent.Purpose
WEEKS = 12
SEED = 7  # of a life in which it also rises again for a while
LIVED = Scenario(welcome=0.8, practice_per_week=3, moments_per_week=4)
LISTENED = 0.45  # how often somebody listened along with a strap
FAVOURITES = [["jaw"], ["left_shoulder", "right_shoulder"], ["belly"], ["chest"], ["upper_back", "neck"]]


class Command(BaseCommand):
    """Make the same invented person every time."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Invent, unless the person is there already."""
        if not settings.DEMO:
            raise CommandError("The demonstration stays apart from real people: set LOSLATEN_DEMO=on.")
        with transaction.atomic():
            person, new = Person.objects.get_or_create(username="demo", defaults={"is_guest": True})
            if new:
                person.set_unusable_password()
                person.save()
                for purpose in (Purpose.KEEP_ROUNDS, Purpose.KEEP_MEASURED, Purpose.INSIGHT):
                    person.agree(purpose, wording=QUESTIONS[purpose].wording, at=now())
                rounds = Round.objects.bulk_create(twelve_weeks(person, until=now()))
                Measured.objects.bulk_create(heard(rounds))
                invent(person, until=now())
                for pattern in person.patterns.all():
                    standing.recount(pattern)
        n_moments = Moment.objects.filter(pattern__person=person).count()
        self.stdout.write(
            f"One invented person with {person.rounds.count()} rounds, {person.patterns.count()} patterns and "
            f"{n_moments} moments. Step in at the address below, /demo/"
        )


def twelve_weeks(person: Person, *, until: datetime) -> Iterator[Round]:
    """Invent rounds as people keep them: some weeks many, some none. How tense it was comes from the brain model."""
    chance = random.Random(11)  # noqa: S311 - an invented life needs no secrets
    rng = np.random.default_rng(SEED)
    lived = simulate(LIVED, draw_people(1, rng), rng=rng)
    for week in range(WEEKS):
        for _ in range(chance.choice([0, 2, 3, 3, 4, 5])):
            at = until - timedelta(weeks=WEEKS - week) + timedelta(hours=chance.uniform(0, 7 * 24))
            felt = rating(lived.alarm[week, 0], rng), rating(lived.alarm_after[week, 0], rng)
            yield invented(person, chance, at, felt=felt)


def heard(rounds: list[Round]) -> Iterator[Measured]:
    """Make up what a heart strap told of some rounds; the model knows nothing of hearts."""
    chance = random.Random(12)  # noqa: S311 - idem
    for row in rounds:
        if chance.random() < LISTENED:
            ends = (row.tension_before or 0, row.tension_after or 0)
            first, last = (round(chance.gauss(62 + 1.5 * felt, 2), 1) for felt in ends)
            yield Measured(
                round=row, sense=SenseUsed.STRAP, heard_s=chance.randrange(60, 180), signal_quality=0.97,
                heart_rate_before=first, heart_rate_after=last, rmssd=round(chance.gauss(38, 8), 1),
                breath_rate_before=round(chance.gauss(8, 2), 1), breath_rate_after=round(chance.gauss(7, 2), 1),
            )  # fmt: skip


def invented(person: Person, chance: random.Random, at: datetime, *, felt: tuple[int, int]) -> Round:
    """Invent what somebody kept of one round, around how tense it was."""
    before, after = felt
    places = chance.choice(FAVOURITES)
    outcome = Outcome.SOFTER if after < before else Outcome.SAME if after == before else Outcome.MORE
    return Round(
        person=person,
        guide_slug=chance.choice(["full", "short", "short"]),
        step=Step.LOOK_BACK,
        started_at=at,
        arrived_at=at,
        ended_at=at + timedelta(minutes=chance.uniform(1.5, 8)),
        ending=Ending.FINISHED,
        places=places,
        sensations=chance.sample(Sensation.values, 2),
        tension_before=before,
        tension_after=None if chance.random() < 0.1 else after,
        breath_rate=round(chance.uniform(5, 6.2), 1),
        movement=chance.choice(fitting(places)).code,
        outcome=outcome,
        signs=chance.sample(Sign.values, chance.randrange(3)),
        next_time=chance.choice(NextTime.values),
    )
