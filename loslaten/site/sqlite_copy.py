"""A backup of the SQLite file: another SQLite file, made by SQLite itself."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from loslaten.site import unasked
from loslaten.site.backup_file import BackupError, Contents

SUFFIX = "sqlite3"
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite may leave beside a database
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def live() -> Path:
    """Name the file the house works with."""
    return Path(connection.settings_dict["NAME"])


def connect(path: Path, mode: str, *, patience_s: float = 20) -> closing[sqlite3.Connection]:
    """Open a file that must be there already."""
    return closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=patience_s, isolation_level=None)
    )


def copy(target: Path, *, at: datetime) -> None:
    """Copy what is kept into this empty file, while people write."""
    with connect(live(), "rw") as rows:
        rows.execute("VACUUM INTO ?", [str(target)])
    leave_out(target, at=at)


def leave_out(path: Path, *, at: datetime) -> None:
    """Erase from a copy what it must not keep; VACUUM writes the file anew, so no page holds what was in it."""
    try:
        with open_beside(path):
            unasked.erase("copy", at=at)
    except DatabaseError as trouble:
        raise BackupError(
            f"The database is not as this release knows it ({trouble}). Start Loslaten once: that brings it up to date."
        ) from trouble
    with connect(path, "rw") as rows:
        rows.execute("VACUUM")


@contextmanager
def open_beside(path: Path) -> Iterator[None]:
    """Open a file under the name "copy", for this thread only, beside the database that people work with."""
    rollback = {"init_command": "PRAGMA journal_mode=MEMORY"}
    connections["copy"] = type(connections[DEFAULT_DB_ALIAS])(
        {**connection.settings_dict, "NAME": path, "OPTIONS": rollback}, "copy"
    )
    try:
        yield
    finally:
        connections["copy"].close()
        del connections["copy"]


def look(path: Path) -> Contents:
    """Read a copy from the first to the last page, or refuse it."""
    try:
        with connect(path, "ro") as rows:
            (pages,), (size,) = (
                rows.execute("PRAGMA page_count").fetchone(),
                rows.execute("PRAGMA page_size").fetchone(),
            )
            if path.stat().st_size < pages * size:  # SQLite reads what is missing of the last page as zeros
                raise BackupError(f"{path.name} is damaged or not whole: its end is missing.")
            return contents(rows, path.name)
    except sqlite3.DatabaseError as trouble:
        raise BackupError(f"{path.name} is damaged or not whole ({trouble}).") from trouble


def contents(rows: sqlite3.Connection, name: str) -> Contents:
    """Let SQLite check every page, and count."""
    if rows.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise BackupError(f"{name} is damaged: SQLite's integrity check does not pass.")
    tables = [table for (table,) in rows.execute(TABLES)]
    if "django_migrations" not in tables:
        raise BackupError(f"{name} is not a backup of Loslaten.")
    migrations = frozenset(rows.execute("SELECT app, name FROM django_migrations"))
    counted = {table: rows.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608 - a name SQLite gave
    return Contents(migrations, counted)


def stand_alone() -> None:
    """Refuse when somebody else has the database open."""
    try:
        settle(live())
    except sqlite3.DatabaseError as trouble:
        # A damaged database cannot tell who has it open, and is the very reason to put a backup back.
        if trouble.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise BackupError("Loslaten is still running: something has the database open. Stop it first.") from trouble


def settle(path: Path) -> None:
    """Bring everything into the one file. SQLite leaves its WAL mode only for who has the database alone."""
    with connect(path, "rw", patience_s=0) as rows:
        rows.execute("PRAGMA journal_mode=DELETE")
        rows.execute("BEGIN EXCLUSIVE")
        rows.execute("ROLLBACK")


def put_back(path: Path, contents: Contents, aside: Path | None, *, at: datetime) -> None:
    """Bring a copy up to date under another name, and swap: until the last moment nothing is lost by stopping."""
    coming = live().with_name(f"{live().name}.restoring")
    try:
        clear(coming)
        duplicate(path, coming)
        if look(coming) != contents:
            raise BackupError(f"{path.name} changed while it was put back.")
        with standing_in(coming):
            call_command("migrate", verbosity=0, interactive=False)
        settle(coming)
        swap(coming, aside)
    finally:
        clear(coming)
    if aside is not None:
        with suppress(BackupError, sqlite3.DatabaseError):  # a damaged database is kept as it was
            leave_out(aside, at=at)


def duplicate(path: Path, coming: Path) -> None:
    """Copy a backup page by page, readable for its owner only."""
    coming.touch(mode=0o600)
    with connect(path, "ro") as source, connect(coming, "rw") as target:
        source.backup(target)


@contextmanager
def standing_in(coming: Path) -> Iterator[None]:
    """Let Django work on this file for a while; migrations do not always ask which database is meant."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = coming
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def swap(coming: Path, aside: Path | None) -> None:
    """Put the new file in place of the old one in one step."""
    stand_alone()  # again: a server may have started while the migrations ran
    if aside is not None:
        keep(live(), aside)
    for end in BESIDE:  # left by a damaged database only; rows of another file must not flow into this one
        with suppress(FileNotFoundError):
            beside = live().with_name(live().name + end)
            beside.unlink() if aside is None else shutil.move(beside, aside.with_name(aside.name + end))
    coming.replace(live())


def keep(path: Path, aside: Path) -> None:
    """Give a file a second name, or where that cannot be a second copy, before the first name is given away."""
    try:
        os.link(path, aside)
    except OSError:
        shutil.copyfile(path, aside)
    aside.chmod(0o600)


def clear(coming: Path) -> None:
    """Leave nothing of an attempt."""
    for end in ("", *BESIDE):
        coming.with_name(coming.name + end).unlink(missing_ok=True)
