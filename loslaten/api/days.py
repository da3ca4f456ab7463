"""The days of the three questions, as they are taken along and brought back: a line each, with its sealed answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from loslaten.accounts.models import Person
from loslaten.api.shapes import ANSWERED, NOTE, dump
from loslaten.journal.models import Answers, Day

AT_ONCE = 100
DAY_FIELDS = tuple(field for field in ANSWERED if field != "answers")


def days_of(person: Person) -> QuerySet[Day]:
    """Find the days of somebody, oldest first."""
    return Day.objects.filter(person=person).order_by("date")


def answers_of(person: Person) -> QuerySet[Answers]:
    """Find the sealed answers of somebody."""
    return Answers.objects.filter(person=person)


def lines_of(person: Person) -> Iterator[str]:
    """Write a line for each day."""
    sealed = tuple(f"answers__{field}" for field in NOTE)
    for row in days_of(person).values(*DAY_FIELDS, *sealed).iterator(chunk_size=AT_ONCE):
        yield dump({**{field: row[field] for field in DAY_FIELDS}, "answers": answers_in(row)}) + "\n"


def answers_in(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Take the answers out of a row, when there are any."""
    if row["answers__name"] is None:
        return None
    return {field: row[f"answers__{field}"] for field in NOTE}
