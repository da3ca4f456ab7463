"""What a passkey says, looked at before anything is done with it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.db.models import QuerySet
from fido2.utils import websafe_decode

from loslaten.accounts.models import Person


def of(person: Person) -> "QuerySet[Any]":
    """List the passkeys of somebody, oldest first."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return found.order_by("created_at")


@contextmanager
def reading() -> Iterator[None]:
    """Refuse in words what cannot be read: whatever is sent here comes from anybody."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as unreadable:
        raise get_adapter().validation_error("incorrect_code") from unreadable


def from_here(credential: Any) -> None:  # noqa: ANN401 - anything may be sent
    """Refuse what was signed for a page of any other address, even of one that ends in ours."""
    said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
    if said["origin"] != context.request.build_absolute_uri("/")[:-1]:
        raise get_adapter().validation_error("incorrect_code")


def check(credential: Any) -> None:  # noqa: ANN401 - anything may be sent
    """Refuse a new passkey that answers another question, or did not look whether its owner is there."""
    with reading():
        from_here(credential)
        auth.parse_registration_response(credential)
        if not auth.complete_registration(credential).is_user_verified():
            raise get_adapter().validation_error("incorrect_code")


def keep(person: Person, credential: Any, name: str) -> None:  # noqa: ANN401 - anything may be sent
    """Keep a passkey that was checked."""
    auth.WebAuthn.add(person, name, credential)


def question_for_new(person: Person) -> dict[str, Any]:
    """Ask this browser for a passkey that also signs in by itself."""
    return dict(auth.begin_registration(person, True))


def question(person: Person | None = None) -> dict[str, Any]:
    """Ask this browser for a passkey, of somebody who is here or of anybody."""
    return dict(auth.begin_authentication(person))
