"""Links in letters: who it is and a signature of 80 bits, in small letters; they have no end, and need no session."""

import hmac
import re
from base64 import b32encode
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from loslaten.letters.models import LinkKey

CODE, SIGNATURE = 10, 16
TOKEN = re.compile(r"[a-z2-9]{26}")


def link_key() -> bytes:
    """Find the key of this house, and make it the first time."""
    return LinkKey.objects.get_or_create(pk=1)[0].secret.encode()


def sign(code: str, purpose: str, key: bytes) -> str:
    """Name somebody in a way that nobody else can make up."""
    signature = hmac.digest(key, f"{purpose}:{code}".encode(), sha256)[:10]
    return code + b32encode(signature).decode().lower()


def read(token: str, purpose: str, key: bytes) -> str | None:
    """Give the code of who is meant; nothing when one letter of it was changed."""
    if not TOKEN.fullmatch(token):
        return None
    code = token[:CODE]
    return code if hmac.compare_digest(sign(code, purpose, key), token) else None


def name_of(what: str) -> str:
    """Give something of this house a name that stays when the house moves, or what it names gets another address."""
    return UUID(bytes=hmac.digest(link_key(), f"name:{what}".encode(), sha256)[:16], version=4).urn


def absolute(name: str, *args: str) -> str:
    """Give an address as a letter needs it: with the name of the house."""
    return settings.HOUSE + reverse(name, args=args)
