"""The letter and an account: somebody who has both may tie them, to find and stop the letter on their own page."""

from datetime import datetime

from allauth.account.models import EmailAddress

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.letters.addresses import compared, on_the_wire
from loslaten.letters.leave import leave
from loslaten.letters.models import Reader
from loslaten.letters.subscribe import begin, welcome

LETTERS = Consent.Purpose.LETTERS


def address_of(person: Person) -> str:
    """Give the address somebody confirmed; nothing when there is none."""
    found = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk").first()
    return str(found.email) if found else ""


def reader_of(person: Person) -> Reader | None:
    """Find how the letter comes to this person; nothing when it does not."""
    return Reader.objects.filter(person=person, left_at=None, stopped_at=None).first()


def address_for(person: Person) -> str:
    """Give the address to remind somebody at: of their account, or the one to which their letter comes."""
    if not person.is_active:
        return ""
    if own := address_of(person):
        return on_the_wire(own)
    tied = reader_of(person)
    return tied.address if tied else ""


def tie(person: Person, language: str, *, at: datetime) -> bool:
    """Let the letter come to the address of an account; not when none was confirmed."""
    address = on_the_wire(address_of(person))
    if not address_of(person):
        return False
    for other in Reader.objects.filter(person=person).exclude(name=compared(address)):
        leave(other, at=at)
        Reader.objects.filter(pk=other.pk).update(person=None)
    wording = QUESTIONS[LETTERS].wording
    proof = {"asked_at": at, "wording": wording, "source": Reader.Source.ACCOUNT}
    reader = begin(address, proof, {"person": person, "language": language}, at=at)
    welcome(reader, at=at)
    return True


def untie(person: Person, *, at: datetime) -> None:
    """Stop the letter of an account."""
    for reader in Reader.objects.filter(person=person):
        leave(reader, at=at)
    person.withdraw(LETTERS, at=at)
