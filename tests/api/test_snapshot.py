"""Anna takes along while she practises in another tab: what she gets is how it was at one moment."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.api.take_along import parcel, snapshot
from loslaten.practice.models import Round
from tests.api.conftest import practise, unzip

ROOT = Path(__file__).parents[2]
STORIES = ("sees_one_moment", "breaks_off")


def practise_elsewhere(person) -> None:
    """Practise over another connection, as another tab does."""

    def there() -> None:
        practise(person)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(there).result(timeout=30)


def sees_one_moment() -> None:
    """Read, while somebody writes who need not wait for it."""
    anna = Person.objects.create(username="guest-anna", is_guest=True)
    practise(anna)
    with snapshot():
        assert Round.objects.count() == 1
        practise_elsewhere(anna)
        assert Round.objects.count() == 1
    assert Round.objects.count() == 2


def breaks_off() -> None:
    """Take one piece and leave; the connection is as good as new."""
    anna = Person.objects.create(username="guest-bram", is_guest=True)
    for number in range(600):
        practise(anna, places=[], movement=f"m{number}", offline_key=os.urandom(16).hex())
    pieces = parcel(anna, at=now(), language="nl")
    next(pieces)
    practise_elsewhere(anna)
    pieces.close()
    assert not connection.in_atomic_block
    practise(anna)
    assert len(unzip(b"".join(parcel(anna, at=now(), language="nl")))["rounds.jsonl"].splitlines()) == 602


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the SQLite of the tests is in memory; see the test below")
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
@pytest.mark.parametrize("story", STORIES)
def test_on_postgresql_nobody_waits_for_who_takes_along(story):
    globals()[story]()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is a file of SQLite")
@pytest.mark.parametrize("story", STORIES)
def test_on_a_file_of_sqlite_nobody_waits_for_who_takes_along(tmp_path, story):
    code = (
        "import django; django.setup(); from django.core.management import call_command;"
        f"call_command('migrate', verbosity=0); from tests.api import test_snapshot; test_snapshot.{story}()"
    )
    environment = {"PATH": "", "DJANGO_SETTINGS_MODULE": "loslaten.site.settings", "LOSLATEN_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
