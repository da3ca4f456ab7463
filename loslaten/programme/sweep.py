"""Letting go of marks that nobody asked to keep: the same rule as for rounds."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from loslaten.accounts.guests import GUEST_FOR
from loslaten.practice.sweep import kept
from loslaten.programme.models import Taken


def unkept_marks() -> QuerySet[Taken]:
    """Find the marks of people who did not say to keep anything; they are here for a day."""
    return Taken.objects.filter(~Exists(kept().filter(person=OuterRef("person"))))


def sweep(*, at: datetime) -> int:
    """Erase the marks nobody said to keep that were here long enough."""
    _, gone = unkept_marks().filter(at__lt=at - GUEST_FOR).delete()
    return gone.get("programme.Taken", 0)
