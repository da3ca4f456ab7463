"""A guest: a person bound to this browser's session, who needs no account."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db.models import Model
from django.http import HttpRequest
from django.utils.timezone import now

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person

KEPT_FOR = timedelta(days=365)
# Nothing of a guest lives a full day: the sweep runs every few minutes, so it starts a little early.
GUEST_FOR = timedelta(hours=23, minutes=45)
# To either of these a guest is remembered in their browser.
KEEPING = {Consent.Purpose.KEEP_ROUNDS, Consent.Purpose.KEEP_NOTES}
LAST_TIME = "kept_on"  # in a session: the day on which a guest last kept something
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


def stay(request: HttpRequest, person: Person) -> None:
    """Remember a guest who keeps something for a year from now; whoever signed in has their own time.

    The session is written once a day for it, with a day more, so that the year holds from the last time of that day.
    """
    today = now().date().isoformat()
    if person.is_guest and request.session.get(LAST_TIME) != today and person.agreed() & KEEPING:
        request.session[LAST_TIME] = today
        request.session.set_expiry(KEPT_FOR + timedelta(days=1))


def rooms() -> list[type[Model]]:
    """List what a guest may have here, whichever folder it lives in; with any of it they are not forgotten."""
    return [model for model in apps.get_models() if getattr(model, "keeps_a_guest", False)]


def has_nothing(person: Person) -> bool:
    """Say whether nothing is left of what somebody did here."""
    return not any(model._default_manager.filter(person=person).exists() for model in rooms())


def keep(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Keep this person's rounds from now on, and remember this browser for a year."""
    person.agree(Consent.Purpose.KEEP_ROUNDS, wording=QUESTIONS[Consent.Purpose.KEEP_ROUNDS].wording, at=at)
    stay(request, person)


def keep_no_longer(request: HttpRequest, person: Person, purpose: str, *, at: datetime) -> None:
    """Take back a yes; what becomes of what was kept is for the rooms above."""
    person.withdraw(purpose, at=at)
    if person.is_guest and not person.agreed() & KEEPING:
        request.session.pop(LAST_TIME, None)
        request.session.set_expiry(GUEST_FOR)
