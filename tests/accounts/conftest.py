"""People who walk in where a passkey works."""

from functools import partial

import pytest


@pytest.fixture
def visitor(visitor):
    """Somebody who walks in at localhost, where a passkey works without https."""
    return partial(visitor, SERVER_NAME="localhost")
