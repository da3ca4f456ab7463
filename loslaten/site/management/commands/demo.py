"""Fill a house of its own with one invented person who practised for twelve weeks."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.patterns import standing
from loslaten.patterns.invent import invent
from loslaten.patterns.models import Moment
from loslaten.practice.models import Round
from loslaten.practice.movements import fitting
from loslaten.practice.words import Ending, NextTime, Outcome, Sensation, Sign, Step

WEEKS = 12
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
                for purpose in (Consent.Purpose.KEEP_ROUNDS, Consent.Purpose.INSIGHT):
                    person.agree(purpose, wording=QUESTIONS[purpose].wording, at=now())
                Round.objects.bulk_create(twelve_weeks(person, until=now()))
                invent(person, until=now())
                for pattern in person.patterns.all():
                    standing.recount(pattern)
        n_moments = Moment.objects.filter(pattern__person=person).count()
        self.stdout.write(
            f"One invented person with {person.rounds.count()} rounds, {person.patterns.count()} patterns and "
            f"{n_moments} moments. Step in at the address below, /demo/"
        )


def twelve_weeks(person: Person, *, until: datetime) -> Iterator[Round]:
    """Invent rounds as people keep them: some weeks many, some none, and not always softer."""
    chance = random.Random(11)  # noqa: S311 - an invented life needs no secrets
    for week in range(WEEKS):
        for _ in range(chance.choice([0, 2, 3, 3, 4, 5])):
            at = until - timedelta(weeks=WEEKS - week) + timedelta(hours=chance.uniform(0, 7 * 24))
            yield invented(person, chance, at, habit=week / WEEKS)


def invented(person: Person, chance: random.Random, at: datetime, *, habit: float) -> Round:
    """Invent one round; with time it softens a little more often."""
    before = min(10, max(1, round(chance.gauss(6.4 - 1.5 * habit, 1.6))))
    after = min(10, max(0, before - round(chance.gauss(1.0 + habit, 1.4))))
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
