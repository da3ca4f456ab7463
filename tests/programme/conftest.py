"""The first library, for who walks its steps."""

import pytest

from tests.library.conftest import CONTENT


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    from django.db import transaction

    from loslaten.library.load import load

    with django_db_blocker.unblock(), transaction.atomic():
        load(CONTENT)
        yield
        transaction.set_rollback(True)
