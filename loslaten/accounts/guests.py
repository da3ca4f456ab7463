"""A guest: a person bound to this browser's session, who needs no account."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.http import HttpRequest
from django.utils.timezone import now

from loslaten.accounts.models import Consent, Person

KEPT_FOR = timedelta(days=365)
# Nothing of a guest lives a full day: the sweep runs every few minutes, so it starts a little early.
GUEST_FOR = timedelta(hours=23, minutes=45)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def welcome(request: HttpRequest, *, key: UUID | None = None) -> Person:
    """Give this browser a person of its own, unless it has one; the same key finds the same guest for a day."""
    if request.user.is_authenticated:
        return request.user
    guest = named(key or uuid4())
    if guest.date_joined < now() - GUEST_FOR:
        guest = named(uuid4())
    enter(request, guest)
    return guest


def named(key: UUID) -> Person:
    """Find or make the guest of this name; the name is unique, so two tabs at once find one guest."""
    unusable = make_password(None)
    guest, _ = Person.objects.get_or_create(username=f"guest-{key}", is_guest=True, defaults={"password": unusable})
    return guest


def enter(request: HttpRequest, guest: Person) -> None:
    """Bind a guest to this browser's session, and let the pages that stand open there stay good."""
    token = request.META.get("CSRF_COOKIE")
    login(request, guest, backend=BACKEND)
    # A guest gains no rights by this, and a form opened before it should not be refused after it.
    if token is not None:
        request.META["CSRF_COOKIE"] = token


def ticket(person: Person) -> str:
    """Sign a note that lets an open page go on when its session is gone."""
    return signing.dumps(person.pk, salt="guest")


def come_back(request: HttpRequest, ticket: str) -> bool:
    """Let a guest whose session is gone go on with the page they have open."""
    try:
        pk = signing.loads(ticket, salt="guest", max_age=GUEST_FOR)
    except signing.BadSignature:
        return False
    guest = Person.objects.filter(pk=pk, is_guest=True).first()
    if guest is None:
        return False
    enter(request, guest)
    return True


def keep(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Keep this person's rounds from now on, and remember this browser for a year."""
    person.agree(Consent.Purpose.KEEP_ROUNDS, wording="2026-11", at=at)
    remember(request, person)


def remember(request: HttpRequest, person: Person) -> None:
    """Remember a guest who keeps their rounds for a year: this browser is all they have."""
    if person.is_guest:
        request.session.set_expiry(KEPT_FOR)


def keep_no_longer(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Take back the yes: what is there goes with the next sweep."""
    person.withdraw(Consent.Purpose.KEEP_ROUNDS, at=at)
    if person.is_guest:
        request.session.set_expiry(GUEST_FOR)
