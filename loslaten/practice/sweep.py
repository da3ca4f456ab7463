"""Letting go of what nobody asked to keep."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from loslaten.accounts.guests import GUEST_FOR, KEEPING, rooms
from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round


class Swept(NamedTuple):
    """How much was let go."""

    rounds: int
    guests: int
    sessions: int


class Gone(NamedTuple):
    """How much of somebody went at once."""

    rounds: int
    notes: int
    summaries: int


def kept() -> QuerySet[Consent]:
    """Find every standing wish to keep rounds."""
    return Consent.objects.filter(purpose=Consent.Purpose.KEEP_ROUNDS, withdrawn_at=None)


def unkept_rounds() -> QuerySet[Round]:
    """Find the rounds that nobody said to keep; they are here for a day."""
    return Round.objects.filter(~Exists(kept().filter(person=OuterRef("person"))))


def unkept_guests() -> QuerySet[Person]:
    """Find the guests who did not say to keep anything; who keeps notes has words on paper that open a vault here."""
    said = Consent.objects.filter(person=OuterRef("pk"), purpose__in=KEEPING, withdrawn_at=None)
    return Person.objects.filter(~Exists(said), is_guest=True)


def passed_rounds(*, at: datetime) -> QuerySet[Round]:
    """Find the rounds that nobody said to keep and that were here long enough."""
    return unkept_rounds().filter(arrived_at__lt=at - GUEST_FOR)


def passed_guests(*, at: datetime) -> QuerySet[Person]:
    """Find the guests of whom nothing is left."""
    empty = [~Exists(model._default_manager.filter(person=OuterRef("pk"))) for model in rooms()]
    return unkept_guests().filter(*empty, date_joined__lt=at - GUEST_FOR)


def sweep(*, at: datetime) -> Swept:
    """Erase rounds nobody said to keep, guests of whom nothing is left, and sessions that ended."""
    _, rounds = passed_rounds(at=at).delete()
    _, guests = passed_guests(at=at).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    return Swept(rounds.get("practice.Round", 0), guests.get("accounts.Person", 0), sessions)


def let_go_of_kept(person: Person, *, at: datetime) -> Gone:
    """Erase at once every round of this person but the one they may be in; that goes by itself within a day."""
    return erased(person.rounds.exclude(ended_at=None, arrived_at__gte=at - GUEST_FOR))


def erased(rounds: QuerySet[Round]) -> Gone:
    """Erase these, with their notes and summaries, and count what went."""
    _, gone = rounds.delete()
    return Gone(*(gone.get(f"practice.{kind}", 0) for kind in ("Round", "RoundNote", "Measured")))
