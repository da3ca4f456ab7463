"""A backup of the PostgreSQL database: what its own tools write and read."""

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.core.management import call_command
from django.db import connection

from loslaten.site.backup_file import BackupError, Contents, write

SUFFIX = "dump"
COPY = re.compile(rb"COPY (\S+) \((.*)\) FROM stdin;\n")
READ = ["--file=-", "--no-owner", "--no-privileges", "--no-comments"]
# Every table, not only those in the backup: a later release may have made more, and would make them again.
EMPTY = b"""BEGIN;
SET client_min_messages = warning;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', name);
  END LOOP;
END $$;
"""
OTHERS = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def tool(name: str) -> str:
    """Find one of PostgreSQL's own tools."""
    if found := shutil.which(name):
        return found
    raise BackupError(f"{name} is not on the PATH: install PostgreSQL's client tools, as new as the server.")


def door() -> dict[str, str]:
    """Tell the tools where the database is by the environment: everyone on the machine can read a command line."""
    ask = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {name: str(connection.settings_dict[key]) for name, key in ask.items() if connection.settings_dict[key]}
    return {**os.environ, **told}


def first_line(told: IO[bytes]) -> str:
    """Read the first line a tool complained with; what follows may quote a row."""
    told.seek(0)
    return told.readline().decode(errors="replace").strip()


def copy(target: Path) -> None:
    """Copy every row into this empty file, while people write."""
    command = [tool("pg_dump"), "--format=custom", "--no-password", f"--file={target}"]
    with tempfile.TemporaryFile() as told:
        if subprocess.run(command, env=door(), stderr=told, check=False).returncode:  # noqa: S603 - our own words
            raise BackupError(first_line(told) or "pg_dump was stopped.")


def look(path: Path) -> Contents:
    """Read a copy from the first to the last byte, or refuse it; the list at its front does not tell of a torn end."""
    command = [tool("pg_restore"), *READ, str(path)]
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told) as reading:  # noqa: S603 - our own words
            found = contents(reading.stdout or ())
        if reading.returncode:
            raise BackupError(f"{path.name} is damaged or not whole ({first_line(told)}).")
    if not found.migrations:
        raise BackupError(f"{path.name} is not a backup of Loslaten.")
    return found


def contents(script: Iterable[bytes]) -> Contents:
    """Count the rows of every table in what pg_restore writes, and read the migrations."""
    rows: Counter[str] = Counter()
    migrations = set()
    table = ""
    for line in script:
        if not table:
            if start := COPY.fullmatch(line):
                table = start[1].decode()
                rows[table] = 0
        elif line == b"\\.\n":
            table = ""
        else:
            rows[table] += 1
            if table == "public.django_migrations":  # id, app, name, applied
                migrations.add(tuple(line.decode().split("\t")[1:3]))
    return Contents(frozenset((app, name) for app, name in migrations), dict(rows))


def stand_alone() -> None:
    """Refuse when somebody else has the database open."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        others = cursor.fetchone()[0]
    connection.close()
    if others:
        raise BackupError("Loslaten is still running: something has the database open. Stop it first.")


def put_back(path: Path, contents: Contents, aside: Path | None) -> None:
    """Keep what is there, and put the copy in its place in one transaction; then bring it up to date."""
    if aside is not None:
        write(aside, copy)
    connection.close()  # its own locks would stand in the way
    refill(path, contents)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Exception:
        connection.close()
        if aside is not None:
            refill(aside, look(aside))
        raise


def refill(path: Path, contents: Contents) -> None:
    """Empty and fill the database in one transaction, which is closed only when all of it came and was counted."""
    psql = [tool("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]
    read = [tool("pg_restore"), *READ, str(path)]
    with tempfile.TemporaryFile() as told:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": told}
        with subprocess.Popen(psql, env=door(), bufsize=0, **pipes) as into:  # type: ignore[call-overload]  # noqa: S603
            into.stdin.write(EMPTY)
            whole = subprocess.run(read, stdout=into.stdin, stderr=told, check=False).returncode == 0  # noqa: S603
            into.communicate(counted(contents) + b"COMMIT;\n" if whole else b"ROLLBACK;\n")
        if into.returncode or not whole:
            raise BackupError(f"{path.name} was not put back, and nothing changed ({first_line(told)}).")


def counted(contents: Contents) -> bytes:
    """Write the check that stops the transaction when a table has other rows than the backup."""
    check = "DO $$ BEGIN IF (SELECT count(*) FROM {}) <> {} THEN RAISE 'rows are missing'; END IF; END $$;\n"
    return "".join(check.format(table, rows) for table, rows in contents.rows.items()).encode()
