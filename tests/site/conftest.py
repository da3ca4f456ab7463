"""The hosts in these tests, each with a house in which nobody is disturbed."""

import itertools
import shutil

import pytest

from tests.conftest import migrated
from tests.hosts import PEOPLE, POSTGRES, Host, PostgresHost, administer


@pytest.fixture(scope="session")
def first_host(tmp_path_factory) -> Host:
    """Bring one database up to date, for all hosts to begin with."""
    data = tmp_path_factory.mktemp("first") / "data"
    if POSTGRES:
        administer("CREATE DATABASE host")
        host = PostgresHost(data, "host")
        assert host.ask("migrate", "--verbosity", "0").returncode == 0
        return host
    data.mkdir(mode=0o700)
    shutil.copyfile(migrated(), data / "loslaten.sqlite3")
    return Host(data)


@pytest.fixture
def new_host(first_host, tmp_path):
    """Give a host a house in which nobody was yet."""
    numbers = itertools.count()
    made = []

    def begin() -> Host:
        data = tmp_path / f"data {next(numbers)}"  # a space in the name, as on many machines
        data.mkdir(mode=0o700)
        if POSTGRES:
            made.append(f"host_{len(made)}")
            administer(f"CREATE DATABASE {made[-1]} TEMPLATE host")
            return PostgresHost(data, made[-1])
        shutil.copyfile(first_host.data / "loslaten.sqlite3", data / "loslaten.sqlite3")
        return Host(data)

    yield begin
    for name in made:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def host(new_host) -> Host:
    """Run a house in which Anna practised, and said to keep it."""
    host = new_host()
    host.sql(*PEOPLE)
    return host
