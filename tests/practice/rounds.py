"""Rounds somebody practised before, for the pages that look back at them."""

import itertools
from datetime import datetime, timedelta

from django.utils.timezone import now

from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round

DAY = timedelta(days=1)


def practised(person: Person, n: int, *, every: timedelta = DAY, until: datetime | None = None, **answers) -> None:
    """Write n rounds, one every so often until now; a list of answers is gone through again and again."""
    until = until or now() - timedelta(minutes=10)
    usual = {"tension_before": [7, 6, 8], "tension_after": [4, 6, 5], "places": [["jaw"], ["belly", "chest"]]}
    lists = {
        name: itertools.cycle(each if isinstance(each, list) else [each]) for name, each in (usual | answers).items()
    }
    rows = [
        Round(
            person=person, guide_slug="short", ended_at=at, started_at=at, arrived_at=at,
            **{"ending": "finished"} | {name: next(each) for name, each in lists.items()},
        )
        for at in (until - number * every for number in range(n))
    ]  # fmt: skip
    Round.objects.bulk_create(rows, batch_size=500)


def asked_for_insight(person: Person) -> Person:
    for purpose in (Consent.Purpose.KEEP_ROUNDS, Consent.Purpose.INSIGHT):
        person.agree(purpose, wording="2026-11-2", at=now())
    return person
