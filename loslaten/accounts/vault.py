"""The vault as the server knows it: locked keys, boxes it cannot open, and the ways to let go of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from loslaten.accounts.boxes import VERSION
from loslaten.accounts.models import Consent, Person, Sealed, Slot, Vault


class TakenError(Exception):
    """Something else came first; the reason is a sentence's name in `vault_views`."""


def sealed_models() -> list[type[Sealed]]:
    """List everything a person can seal, whichever folder it lives in."""
    return [model for model in apps.get_models() if issubclass(model, Sealed)]


def vault_of(person: Person) -> Vault | None:
    """Find a person's vault."""
    return Vault.objects.filter(person=person).first()


def public(vault: Vault) -> dict[str, Any]:
    """Give a vault as its owner's browser needs it."""
    slots = vault.slots.order_by("kind").values("kind", "salt", "iterations", "box")
    return {"version": vault.version, "check_box": vault.check_box, "slots": list(slots)}


def make(person: Person, values: dict[str, Any], *, at: datetime) -> Vault:
    """Make the one vault of a person.

    Parameters
    ----------
    person
        Whose it is.
    values
        What a `VaultForm` found good.
    at
        When.

    Returns
    -------
    Vault
        The new vault, with the slot of its recovery words.

    Raises
    ------
    TakenError
        When there is a vault already, perhaps since a moment ago.
    """
    try:
        with transaction.atomic():
            vault = Vault.objects.create(person=person, version=VERSION, check_box=values["check_box"], made_at=at)
            put_slot(vault, values, at=at)
    except IntegrityError as error:
        raise TakenError("vault") from error
    return vault


def put_slot(vault: Vault, values: dict[str, Any], *, at: datetime) -> None:
    """Add a way to open the vault, or put a new one in its place."""
    slot = {name: values[name] for name in ("salt", "iterations", "box")}
    Slot.objects.update_or_create(vault=vault, kind=values["kind"], defaults={**slot, "made_at": at})


def count_notes(person: Person) -> int:
    """Count the notes of a person, of every kind."""
    return sum(model._default_manager.filter(person=person).count() for model in sealed_models())


def boxes(person: Person) -> Iterator[dict[str, Any]]:
    """Give every sealed note of a person, one by one: what it is about, when, and its box."""
    for model in sealed_models():
        fields = ("name", model.page_of, "written_at", "box")
        rows = model._default_manager.filter(person=person).order_by("-written_at").values_list(*fields)
        for name, about, written_at, box in rows.iterator(chunk_size=200):
            page = reverse(model.page, args=[about])
            yield {
                "name": str(name), "kind": model.about, "about": str(about), "page": page,
                "written_at": written_at.isoformat(), "box": box,
            }  # fmt: skip


def keep_note(note: Sealed, values: dict[str, Any], *, at: datetime) -> None:
    """Put a box where this note is kept, in place of the one that was seen there.

    Parameters
    ----------
    note
        The note as it stands, or a new one that knows its person and what it is about.
    values
        What a `NoteForm` found good.
    at
        When.

    Raises
    ------
    TakenError
        When the vault is another one by now, or another tab wrote here first.
    """
    try:
        with transaction.atomic():
            lock(note.person, values["check_box"])
            if values["seen"] != seen(note):
                raise TakenError("note")
            note.name, note.box, note.changed_at = values["name"], values["box"], at
            note.written_at = note.written_at or at
            note.save()
    except IntegrityError as error:
        raise TakenError("note") from error


def lock(person: Person, check_box: str) -> None:
    """Hold on to the vault: who comes first decides, so a note is never kept in a vault that was just erased."""
    vault = Vault.objects.select_for_update().filter(person=person).first()
    if vault is None or vault.check_box != check_box:
        raise TakenError("other_vault")


def seen(note: Sealed) -> str:
    """Name the state a note is in, so that a page that saw an older one is noticed."""
    written = type(note)._default_manager.filter(pk=note.pk).values_list("changed_at", flat=True).first()
    return written.isoformat() if written else ""


def told(note: Sealed | None) -> dict[str, str] | None:
    """Give a note as its owner's browser needs it."""
    if note is None:
        return None
    return {"name": str(note.name), "box": note.box, "seen": seen(note)}


def erase_note(person: Person, name: UUID) -> int:
    """Erase the note of this name, whatever it is about; say how many there were."""
    gone = (model._default_manager.filter(person=person, name=name).delete()[0] for model in sealed_models())
    return sum(gone)


def withdraw_notes(person: Person) -> int:
    """Erase every note of a person and their vault; say how many notes there were."""
    with transaction.atomic():
        Vault.objects.filter(person=person).delete()
        return sum(model._default_manager.filter(person=person).delete()[0] for model in sealed_models())


def agrees(person: Person) -> bool:
    """Say whether notes may be kept."""
    return person.agrees_to(Consent.Purpose.KEEP_NOTES)
