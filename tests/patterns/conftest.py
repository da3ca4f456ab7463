"""Somebody with a pattern, and the moments it calls."""

from uuid import UUID, uuid4

import pytest

from tests.accounts.vault.conftest import note_fields, vault_fields

__all__ = ["note_fields", "vault_fields"]
CRITICISM = {"situation": "criticism", "old_reaction": "explain"}


@pytest.fixture
def make(db):
    """Make a pattern for somebody through its first screen, and give it back as it stands in the database."""
    from loslaten.patterns.models import Pattern

    def made(somebody, **fields: object) -> Pattern:
        sent = somebody.post("/patterns/new/", {"key": str(uuid4()), **CRITICISM, **fields})
        assert sent.status_code == 302, sent.content
        return Pattern.objects.get(pk=UUID(sent["Location"].split("/")[2]))

    return made


@pytest.fixture
def log(db):
    """Write down a moment for somebody, and give it back as it stands in the database."""
    from loslaten.patterns.models import Moment

    def logged(somebody, pattern, **fields: object) -> Moment:
        sent = somebody.post("/moment/", {"pattern": pattern.pk, "tension_before": 7, "when": "now", **fields})
        assert sent.status_code == 302, sent.content
        return Moment.objects.get(pk=UUID(sent["Location"].split("/")[2]))

    return logged


@pytest.fixture
def seal(vault_fields, note_fields):
    """Let somebody agree, make a vault, and seal some words."""

    def keep(somebody, address: str, **fields: str):
        somebody.post("/vault/agree/")
        somebody.post("/vault/", vault_fields)
        return somebody.post(address, note_fields(**fields))

    return keep
