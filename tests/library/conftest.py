"""A writer's folder with one whole article in Dutch, and what it needs."""

import shutil
from pathlib import Path

import pytest

CONTENT = Path(__file__).parents[2] / "content"
ARTICLE = "nl/articles/nee-zeggen-en-het-daarbij-laten.md"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Copy the first library, for a test to spoil."""
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def article(folder) -> Path:
    return folder / ARTICLE


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """Load the first library once for all tests of a module that only read it."""
    from django.db import transaction

    from loslaten.library.load import load

    with django_db_blocker.unblock(), transaction.atomic():
        load(CONTENT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(library, db) -> None:
    """Give a test the first library to change: what it does is undone afterwards."""
