"""Letting go of days that nobody asked to keep."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from loslaten.accounts.guests import GUEST_FOR
from loslaten.accounts.models import Consent, Person
from loslaten.journal.models import Answers, Day

Purpose = Consent.Purpose


def agreed(purpose: str) -> Exists:
    """Say whether somebody's yes to this stands."""
    return Exists(Consent.objects.filter(person=OuterRef("person"), purpose=purpose, withdrawn_at=None))


def kept_days() -> QuerySet[Day]:
    """Find the days that are kept: with answers under the yes to notes, without under the yes to rounds."""
    answered = Exists(Answers.objects.filter(day=OuterRef("pk")))
    places = ~Q(places=[]) & agreed(Purpose.KEEP_ROUNDS)
    return Day.objects.filter((answered & agreed(Purpose.KEEP_NOTES)) | places)


def unkept_days() -> QuerySet[Day]:
    """Find the days that nobody said to keep, and those of which nothing is left; they are here for a day."""
    return Day.objects.exclude(pk__in=kept_days().values("pk"))


def sweep(*, at: datetime) -> int:
    """Erase the days that nobody said to keep and that were here long enough; say how many."""
    _, gone = unkept_days().filter(written_at__lt=at - GUEST_FOR).delete()
    return gone.get("journal.Day", 0)


def let_go_of_kept(person: Person) -> int:
    """Erase at once every day of this person that no other yes keeps; say how many."""
    _, gone = unkept_days().filter(person=person).delete()
    return gone.get("journal.Day", 0)
