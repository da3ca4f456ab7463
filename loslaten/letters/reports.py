"""Reports of a service that sends the mail: what comes back by webhook means what it means when it comes back by mail.

django-anymail knows how each service says it, and refuses whoever does not know the secret.
"""

from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, path
from django.utils.timezone import now

from loslaten.letters.addresses import compared
from loslaten.letters.bounces import NAME, STATUS, Bounce, take_back
from loslaten.letters.leave import leave
from loslaten.letters.links import link_key, read
from loslaten.letters.models import Delivery, Reader

CAME_BACK, ENOUGH = {"bounced", "rejected"}, {"complained", "unsubscribed"}
# What is said without a code: nobody is there, or something that may pass.
NOBODY, PASSING = "5.1.1", "4.0.0"


def report_urls(service: str) -> list[URLPattern]:
    """Give the address to which a service reports; none where the host named no service."""
    if service == "none":
        return []
    try:
        addresses = import_module("anymail.urls").urlpatterns
        import_module("anymail.signals").tracking.connect(hear, dispatch_uid="letters")
    except ImportError as error:
        raise ImproperlyConfigured("LOSLATEN_LETTERS_REPORTS needs the package django-anymail.") from error
    [found] = [each for each in addresses if each.name == f"{service}_tracking_webhook"]
    return [path("letters/reports/", found.callback, name="letters_reports")]


def hear(event: Any, **more: object) -> None:  # noqa: ANN401 - anymail has no types
    """Take back a letter that came back, and stop for whoever told their mail program that it was enough."""
    if event.event_type in ENOUGH:
        reader = Reader.objects.filter(name=compared(event.recipient or "")).first()
        if reader:
            leave(reader, at=now())
    elif event.event_type in CAME_BACK and (bounce := understand(event)):
        take_back(bounce, at=now())


def understand(event: Any) -> Bounce | None:  # noqa: ANN401 - idem
    """Find which letter it was: by the name we signed where the service passes it on, or by the address."""
    named = NAME.search(f"{event.message_id}")
    if named and (code := read(named[2].lower(), "bounce", link_key())):
        return Bounce(int(named[1]), code, status_of(event))
    # The last one, also when it came back already: a service that reports twice means one letter.
    went = Delivery.objects.filter(reader__name=compared(event.recipient or "")).exclude(state=Delivery.State.WAITING)
    last = went.select_related("reader").order_by("-meant_at", "-pk").first()
    return Bounce(last.letter_id, last.reader.code, status_of(event)) if last else None


def status_of(event: Any) -> str:  # noqa: ANN401 - idem
    """Give the code as the mail house said it; without one only a wrong address is believed to be gone."""
    found = STATUS.search(f"{event.mta_response} {event.description}")
    return found[0] if found else NOBODY if event.reject_reason == "invalid" else PASSING
