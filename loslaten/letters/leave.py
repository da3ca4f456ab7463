"""Stopping, reading less often, and being erased: at once, and without having to say who one is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from loslaten.accounts.models import Consent
from loslaten.letters.addresses import compared
from loslaten.letters.ledger import tally
from loslaten.letters.models import Candidate, Delivery, Reader, Signup

PROOF = timedelta(days=30)  # how long it can be shown that somebody asked for what came, and when they stopped


def leave(reader: Reader, *, at: datetime) -> None:
    """Stop at once: what still waits for this reader goes nowhere; a second time changes nothing."""
    if reader.left_at is not None:
        return
    with transaction.atomic():
        reader.left_at = at
        reader.personal_at, reader.personal_wording = None, ""
        reader.save(update_fields=["left_at", "personal_at", "personal_wording"])
        nothing_waits(reader)
        if reader.person:
            reader.person.withdraw(Consent.Purpose.LETTERS, at=at)


def stop(reader_pk: int, *, at: datetime) -> None:
    """Stop for an address that takes no mail any more."""
    if Reader.objects.filter(pk=reader_pk, stopped_at=None).update(stopped_at=at):
        Delivery.objects.filter(reader=reader_pk, state__in=("waiting", "held")).delete()


def nothing_waits(reader: Reader) -> None:
    """Take out of the ledger what has not gone out."""
    reader.deliveries.filter(state__in=(Delivery.State.WAITING, Delivery.State.HELD)).delete()


def erased_on(reader: Reader) -> datetime | None:
    """Say when the address goes by itself; nothing while somebody reads along."""
    since = reader.left_at or reader.stopped_at
    return since + PROOF if since else None


def erase(reader: Reader, *, at: datetime) -> None:
    """Erase a reader at once, and their address wherever else it waits."""
    with transaction.atomic():
        leave(reader, at=at)
        tally(reader.deliveries.all())
        reader.delete()
        erase_waiting([reader.address])


def erase_waiting(addresses: Iterable[str]) -> None:
    """Take addresses out of what waits for a yes: lists, which would bring them back, and what was asked here."""
    for rows in waiting(addresses):
        rows.delete()


def waits(address: str) -> bool:
    """Say whether an address waits here for a yes."""
    return any(rows.exists() for rows in waiting([address]))


def waiting(addresses: Iterable[str]) -> tuple[QuerySet[Candidate], QuerySet[Signup]]:
    """Find what waits for a yes."""
    names = [compared(address) for address in addresses if address]
    asked = Signup.objects.annotate(name=Lower("address"))
    return Candidate.objects.filter(name__in=names), asked.filter(name__in=names)
