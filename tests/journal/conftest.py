"""Somebody who comes for the three questions."""

from datetime import date

import pytest

from tests.accounts.vault.conftest import note_fields, vault_fields

__all__ = ["note_fields", "vault_fields"]


@pytest.fixture
def today(db) -> date:
    from django.utils.timezone import localdate, now

    return localdate(now())


@pytest.fixture
def answer(today):
    """Say where it was felt; the last words of the answer are the day as it stands in the database."""
    from loslaten.journal.models import Day

    def say(somebody, *places: str, of: date | None = None) -> Day:
        of = of or today
        sent = somebody.post(f"/questions/{of}/", {"places": places})
        assert sent.status_code == 302, sent.content
        return Day.objects.get(person=somebody.session["_auth_user_id"], date=of)

    return say


@pytest.fixture
def seal(today, vault_fields, note_fields):
    """Let somebody agree, make a vault, and seal what they answered in words."""

    def keep(somebody, **fields: str):
        somebody.post("/vault/agree/")
        somebody.post("/vault/", vault_fields)
        return somebody.post(f"/questions/{today}/answers/", note_fields(**fields))

    return keep
