"""A host upgrades: what the release before this one backed up is put back, brought up to date, and opens.

The two files are backups that the release before made, with the invented guests Anna, who keeps her rounds, and Bram,
who does not. Never make them anew: they are what hosts have.
"""

import gzip
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import House
from tests.hosts import POSTGRES, wait_for

both_databases = pytest.mark.both_databases
HERE = Path(__file__).parent
ASK = "from loslaten.practice.models import Round; r = Round.objects.get(person__username='anna');"
TELL = "print(r.places, r.tension_before, r.tension_after, r.person.agrees_to('keep_rounds'))"


@pytest.fixture
def earlier(tmp_path) -> Path:
    kind = "dump" if POSTGRES else "sqlite3"
    file = tmp_path / f"loslaten-20261120T020000Z.{kind}"
    file.write_bytes(gzip.decompress((HERE / f"release_before.{kind}.gz").read_bytes()))
    return file


@both_databases
def test_a_backup_of_the_release_before_is_brought_up_to_date_its_house_opens_and_is_backed_up(new_host, earlier):
    host, other = new_host(), new_host()
    said = host.ask("restore", earlier)
    assert said.returncode == 0, said.stderr
    assert host.ask("migrate", "--check").returncode == 0
    assert host.ask("shell", "--no-imports", "-c", ASK + TELL).stdout == "['belly', 'jaw'] 7 4 True\n"
    house = House(host.data, **host.wishes, PATH=host.path).open()
    with urllib.request.urlopen(f"{house.address}/practice/kept/", timeout=20) as answer:  # noqa: S310 - our own loopback
        assert answer.status == 200
    bram = "SELECT 1 FROM accounts_person WHERE username = 'bram'"
    wait_for(lambda: host.whole() and not host.sql(bram), house.process)
    house.close()
    assert host.sql("SELECT username FROM accounts_person") == [("anna",)]
    assert other.ask("restore", host.back_up()).returncode == 0
    assert other.sql("SELECT username FROM accounts_person") == [("anna",)]


def test_a_backup_of_the_release_before_that_is_torn_is_refused(new_host, earlier):
    content = earlier.read_bytes()
    host = new_host()
    for share in (0.3, 0.9):
        earlier.write_bytes(content[: int(len(content) * share)])
        assert host.ask("restore", earlier).returncode == 2
