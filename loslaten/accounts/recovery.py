"""Recovery codes: a way in for somebody whose passphrase is gone, each for once."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from loslaten.accounts.models import Person


def renew(person: Person) -> list[str]:
    """Make new codes in place of those there were."""
    with transaction.atomic():
        mine(person).delete()
        return unused(person, RecoveryCodes.activate(person))


def mine(person: Person) -> "QuerySet[Any]":
    """Find the row that holds the codes."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return found


def left(person: Person) -> list[str]:
    """Give the codes that were not used yet; none when the house has another key than when they were made."""
    row = mine(person).first()
    return unused(person, row.wrap()) if row else []


def unused(person: Person, codes: RecoveryCodes) -> list[str]:
    """Write codes as they are read aloud: in three groups of four."""
    try:
        return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes.get_unused_codes()]
    except InvalidToken:
        return []


def open_with(name: str, code: str) -> Person | None:
    """Find whose code this is, and use it up; an unknown name takes as long as a wrong code."""
    person = Person.objects.filter(username__iexact=name, is_guest=False, is_active=True).first()
    # As long as a passphrase takes, in every case: what is left of a difference drowns in it.
    make_password(code)
    row = mine(person).first() if person else None
    try:
        return person if row and row.wrap().validate_code(code) else None
    except InvalidToken:
        return None
