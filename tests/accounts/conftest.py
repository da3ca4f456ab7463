"""The same lock as always, turned fewer times: these people sign in some hundreds of times."""

from functools import partial

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher


@pytest.fixture(autouse=True)
def quick_lock(monkeypatch) -> None:
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)


@pytest.fixture
def visitor(visitor):
    """Somebody who walks in at localhost, where a passkey works without https."""
    return partial(visitor, SERVER_NAME="localhost")
