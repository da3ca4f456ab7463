"""A backup of the PostgreSQL database: the script its own tools write and read, without what a copy must not keep."""

import gzip
import os
import re
import shutil
import subprocess
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, cast

from django.core.management import call_command
from django.db import connection, transaction

from loslaten.site import unasked
from loslaten.site.backup_file import BackupError, Contents, MissingToolError, write

SUFFIX = "sql.gz"
COPY = re.compile(rb"COPY (\S+) \((.*)\) FROM stdin;\n")
END = b"\\.\n"
PLAIN = ["--no-owner", "--no-privileges", "--no-comments"]
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
    raise MissingToolError(f"{name} is not on the PATH: install PostgreSQL's client tools, as new as the server.")


def door() -> dict[str, str]:
    """Tell the tools where the database is by the environment: everyone on the machine can read a command line."""
    ask = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {name: str(connection.settings_dict[key]) for name, key in ask.items() if connection.settings_dict[key]}
    return {**os.environ, **told}


def first_line(told: IO[bytes]) -> str:
    """Read the first line a tool complained with; what follows may quote a row."""
    told.seek(0)
    return told.readline().decode(errors="replace").strip()


def copy(target: Path, *, at: datetime) -> None:
    """Copy what is kept into this empty file, while people write; the keys and the rows are of one moment."""
    command = tool("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        dump([command, f"--snapshot={snapshot}"], target, unasked.keys(at=at))


def copy_all(target: Path) -> None:
    """Copy every row into this empty file."""
    dump([tool("pg_dump")], target, {})


def dump(command: list[str], target: Path, left_out: unasked.Keys) -> None:
    """Let pg_dump write, leave out these rows, and pack the rest."""
    command = [*command, *PLAIN, "--no-password"]
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(command, env=door(), stdout=subprocess.PIPE, stderr=told) as writing:  # noqa: S603 - our own words
            pack(without(writing.stdout or (), left_out), target)
        if writing.returncode:
            raise BackupError(first_line(told) or "pg_dump was stopped.")


def pack(lines: Iterable[bytes], target: Path) -> None:
    """Write lines into a packed file."""
    with gzip.open(target, "wb", compresslevel=6) as packed:
        packed.writelines(lines)


def without(script: Iterable[bytes], left_out: unasked.Keys) -> Iterator[bytes]:
    """Pass the script on, but for the rows with these keys."""
    reading, place = False, 0
    gone: set[bytes] = set()
    for line in script:
        if reading:
            if line == END:
                reading = False
            elif gone and line.rstrip(b"\n").split(b"\t", place + 1)[place] in gone:
                continue
        elif start := COPY.fullmatch(line):
            reading = True
            column, gone = left_out.get(start[1], (b"", set()))
            place = start[2].split(b", ").index(column) if gone else 0
        yield line


@contextmanager
def script(path: Path) -> Iterator[IO[bytes]]:
    """Open a backup as the script it is; releases before this one let pg_dump pack it in a way of its own."""
    with path.open("rb") as file:
        packed_by_us = file.read(2) == b"\x1f\x8b"
    if packed_by_us:
        try:
            with gzip.open(path) as lines:
                yield cast("IO[bytes]", lines)
        except (EOFError, gzip.BadGzipFile, zlib.error) as trouble:
            raise BackupError(f"{path.name} is damaged or not whole.") from trouble
        return
    command = [tool("pg_restore"), "--file=-", *PLAIN, str(path)]
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told) as reading:  # noqa: S603 - our own words
            yield cast("IO[bytes]", reading.stdout)
        if reading.returncode:
            raise BackupError(f"{path.name} is damaged or not whole ({first_line(told)}).")


def look(path: Path) -> Contents:
    """Read a copy from the first to the last byte, or refuse it; the list at its front does not tell of a torn end."""
    with script(path) as lines:
        found = contents(lines)
    if not found.migrations:
        raise BackupError(f"{path.name} is not a backup of Loslaten.")
    return found


def contents(script: Iterable[bytes]) -> Contents:
    """Count the rows of every table in a script, and read the migrations."""
    rows: Counter[str] = Counter()
    migrations = set()
    table = ""
    for line in script:
        if not table:
            if start := COPY.fullmatch(line):
                table = start[1].decode()
                rows[table] = 0
        elif line == END:
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


def put_back(path: Path, contents: Contents, aside: Path | None, *, at: datetime) -> None:
    """Keep what is there, and put the copy in its place in one transaction; then bring it up to date."""
    left_out: unasked.Keys = {}
    if aside is not None:
        write(aside, copy_all)
        with suppress(Exception):  # a database of an earlier release cannot be asked; then all of it is kept aside
            left_out = unasked.keys(at=at)
    connection.close()  # its own locks would stand in the way
    refill(path, contents)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Exception:
        connection.close()
        if aside is not None:
            refill(aside, look(aside))
        raise
    if aside is not None:
        write(aside, partial(strip, aside, left_out))


def strip(whole: Path, left_out: unasked.Keys, target: Path) -> None:
    """Write a copy anew without these rows."""
    with script(whole) as lines:
        pack(without(lines, left_out), target)


def refill(path: Path, contents: Contents) -> None:
    """Empty and fill the database in one transaction, which is closed only when all of it came and was counted."""
    psql = [tool("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]
    whole = False
    with tempfile.TemporaryFile() as told:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": told}
        with subprocess.Popen(psql, env=door(), **pipes) as into:  # type: ignore[call-overload]  # noqa: S603 - our own words
            with suppress(BrokenPipeError, BackupError):
                pour(path, into.stdin)
                whole = True
            with suppress(BrokenPipeError):
                into.communicate(counted(contents) + b"COMMIT;\n" if whole else b"ROLLBACK;\n")
        if into.returncode or not whole:
            raise BackupError(f"{path.name} was not put back, and nothing changed ({first_line(told)}).")


def pour(path: Path, into: IO[bytes]) -> None:
    """Give psql the backup, after a database made empty."""
    into.write(EMPTY)
    with script(path) as lines:
        shutil.copyfileobj(lines, into, 1 << 20)
    into.flush()


def counted(contents: Contents) -> bytes:
    """Write the check that stops the transaction when a table has other rows than the backup."""
    check = "DO $$ BEGIN IF (SELECT count(*) FROM {}) <> {} THEN RAISE 'rows are missing'; END IF; END $$;\n"
    return "".join(check.format(table, rows) for table, rows in contents.rows.items()).encode()
