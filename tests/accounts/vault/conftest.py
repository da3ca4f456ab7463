"""Boxes as a browser makes them, for tests without one."""

import os
from uuid import uuid4

import pytest

from tests.accounts.vault import plain_vault

KEY = bytes(range(32))


@pytest.fixture
def vault_fields() -> dict[str, object]:
    slot = plain_vault.slot_of(KEY, "words", os.urandom(16), 1)
    return {**slot, "check_box": plain_vault.close(KEY, "check", b"loslaten")}


@pytest.fixture
def with_vault(begin, vault_fields):
    """Let somebody practise, agree, and make a vault; give their round back."""

    def make(person):
        practised = begin(person)
        person.post("/vault/agree/")
        made = person.post("/vault/", vault_fields)
        assert made.status_code == 201, made.content
        return practised

    return make


@pytest.fixture
def note_fields(vault_fields):
    def fields(text: str = "Een knoop in mijn buik.", *, name: str = "", seen: str = "") -> dict[str, object]:
        name = name or str(uuid4())
        box = plain_vault.seal(KEY, name, text)
        return {"name": name, "box": box, "seen": seen, "check_box": vault_fields["check_box"]}

    return fields
