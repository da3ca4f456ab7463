"""Addresses: as they are written, as they are compared, and as they travel."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254


def compared(address: str) -> str:
    """Give the one form by which two writings of an address are known to be the same."""
    return on_the_wire(address).lower()


def on_the_wire(address: str) -> str:
    """Write the domain in the letters that every mail house reads."""
    local, _, domain = address.strip().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{local}@{domain}"


def masked(address: str) -> str:
    """Show as much of an address as its owner needs to know which it is, and nobody else can write to."""
    local, _, domain = address.rpartition("@")
    place, _, top = domain.rpartition(".")
    return f"{local[:1]}•••@{place[:1]}•••.{top}"


def travels(address: str) -> bool:
    """Say whether any mail house takes it: whole, plain in its first half, and not too long."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    wire = on_the_wire(address)
    return wire.isascii() and len(wire) <= LONGEST and '"' not in wire
