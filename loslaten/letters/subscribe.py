"""Reading along: asking is one row, always the same; only who presses the button in the mail is a reader."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from loslaten.accounts.models import Consent
from loslaten.letters.addresses import compared, on_the_wire
from loslaten.letters.models import Delivery, Letter, Reader, Signup

WORDING = "2026-11"  # of the question on the form and in the mail; another meaning is another version
A_WEEK = timedelta(days=7)


def ask(address: str, language: str, *, at: datetime) -> None:
    """Write down that somebody asked; who is known and who is not is looked up later, where nobody waits for it."""
    Signup.objects.create(
        address=on_the_wire(address), language=language, wording=WORDING, asked_at=at, due_at=at
    )  # fmt: skip


def pending(code: str, *, at: datetime) -> Signup | None:
    """Find what is still to be confirmed."""
    return Signup.objects.filter(code=code, asked_at__gt=at - A_WEEK).first()


def confirm(signup: Signup, *, at: datetime) -> Reader:
    """Let somebody read along from now on; the mails that asked for it have done their work."""
    name = compared(signup.address)
    proof = {"asked_at": signup.asked_at, "wording": signup.wording, "source": Reader.Source.FORM}
    with transaction.atomic():
        reader = begin(signup.address, proof, {"language": signup.language}, at=at)
        Signup.objects.filter(address__iexact=name).delete()
        welcome(reader, at=at)
    return reader


def begin(address: str, proof: dict[str, Any], more: dict[str, Any], *, at: datetime) -> Reader:
    """Make a reader of an address, or let one who left read along again; in an account their yes stands there too."""
    again = {"left_at": None, "stopped_at": None, "soft_bounces": 0, "soft_since": None, "paused_until": None}
    reader, _ = Reader.objects.update_or_create(
        name=compared(address), defaults={"address": address, "confirmed_at": at, **proof, **more, **again}
    )
    if reader.person:
        reader.person.agree(Consent.Purpose.LETTERS, wording=proof["wording"], at=at)
    return reader


def welcome(reader: Reader, *, at: datetime) -> None:
    """Put the welcome letter in the ledger: it goes out as every letter does, and once."""
    letter, _ = Letter.objects.get_or_create(
        kind=Letter.Kind.WELCOME, defaults={"slug": "welcome", "state": Letter.State.SENT}
    )
    Delivery.objects.get_or_create(letter=letter, reader=reader, defaults={"meant_at": at, "due_at": at})


def is_welcomed(reader: Reader) -> bool:
    """Say whether a welcome letter is on its way; who read along before got theirs then."""
    waits = reader.deliveries.filter(letter__kind=Letter.Kind.WELCOME, state=Delivery.State.WAITING)
    return waits.exists()


def come_back(reader: Reader, *, at: datetime) -> None:
    """Let somebody who stopped change their mind, as long as their address is still here; that is a yes of its own."""
    if reader.left_at is not None:
        begin(reader.address, {"wording": WORDING, "source": reader.source}, {}, at=at)
