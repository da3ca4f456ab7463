"""Letting go of what nobody asked to keep."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from loslaten.accounts.forget import forget
from loslaten.accounts.guests import GUEST_FOR
from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round


class Swept(NamedTuple):
    """How much was let go."""

    rounds: int
    guests: int
    sessions: int


def kept() -> QuerySet[Consent]:
    """Find every standing wish to keep rounds."""
    return Consent.objects.filter(purpose=Consent.Purpose.KEEP_ROUNDS, withdrawn_at=None)


def passed_rounds(*, at: datetime) -> QuerySet[Round]:
    """Find the rounds that nobody said to keep and that were here long enough."""
    return Round.objects.filter(~Exists(kept().filter(person=OuterRef("person"))), arrived_at__lt=at - GUEST_FOR)


def passed_guests(*, at: datetime) -> QuerySet[Person]:
    """Find the guests of whom nothing is left."""
    stays = Exists(kept().filter(person=OuterRef("pk"))) | Exists(Round.objects.filter(person=OuterRef("pk")))
    return Person.objects.filter(~stays, is_guest=True, date_joined__lt=at - GUEST_FOR)


def sweep(*, at: datetime) -> Swept:
    """Erase rounds nobody said to keep, guests of whom nothing is left, and sessions that ended."""
    _, rounds = passed_rounds(at=at).delete()
    _, guests = passed_guests(at=at).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    forget(at=at)
    return Swept(rounds.get("practice.Round", 0), guests.get("accounts.Person", 0), sessions)
