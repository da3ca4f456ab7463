"""Make a backup while people practise, every night one; and throw away what had its time."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection

from loslaten.site import postgres_dump, sqlite_copy
from loslaten.site.backup_file import (
    UNFINISHED,
    BackupError,
    Contents,
    Keeper,
    in_folder,
    name_for,
    read_name,
    write,
    write_bytes,
)
from loslaten.site.retention import due, kept
from loslaten.site.seal import seal

KEY = "loslaten.secret-key"


class BusyError(BackupError):
    """Another process is at the backups right now."""


class Made(NamedTuple):
    """A backup that is whole, and what is in it."""

    path: Path
    contents: Contents


def keeper() -> Keeper:
    """Choose the way of this house's database."""
    return sqlite_copy if connection.vendor == "sqlite" else postgres_dump


def zone() -> ZoneInfo:
    """Find the clock on the wall of this house."""
    return ZoneInfo(settings.TIME_ZONE)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep other processes from the backups; SQLite's lock works on every system, and ends when its process does."""
    with closing(take_lock(settings.BACKUPS / ".lock")):
        yield


def take_lock(path: Path) -> sqlite3.Connection:
    """Take the lock, or say who has it."""
    lock = None
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as trouble:
        if lock:
            lock.close()
        if trouble.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise BusyError("Another process is making or putting back a backup right now.") from trouble
        raise BackupError(f"Nothing can be written in {path.parent} ({trouble}).") from trouble
    return lock


def make(*, at: datetime) -> Made:
    """Make a backup now, and throw away what had its time."""
    with one_at_a_time():
        return make_and_tidy(at)


def nightly(*, at: datetime) -> Made | None:
    """Make this night's backup, unless it is there or another process is at it."""
    with suppress(BusyError), one_at_a_time():
        if due(in_folder(settings.BACKUPS), at=at, zone=zone()):
            return make_and_tidy(at)
    return None


def throw_away(*, at: datetime) -> None:
    """Throw away what had its time, also while no new backup can be made."""
    with suppress(BusyError), one_at_a_time():
        tidy(at)


def make_and_tidy(at: datetime) -> Made:
    """Throw away also when nothing could be made: five weeks are five weeks."""
    try:
        return make_one(at)
    finally:
        tidy(at)


def make_one(at: datetime) -> Made:
    """Make one file that was read back before it got its name."""
    path = settings.BACKUPS / name_for(at, keeper().SUFFIX)
    found: list[Contents] = []

    def fill(unfinished: Path) -> None:
        keeper().copy(unfinished, at=at)
        found.append(keeper().look(unfinished))
        seal(unfinished)

    sweep_up()
    try:
        make_sure_of_room()
        write(path, fill)
        bring_key()
    except (OSError, sqlite3.Error, DatabaseError) as trouble:
        raise BackupError(f"No backup could be written in {settings.BACKUPS} ({trouble}).") from trouble
    return Made(path, found[0])


def make_sure_of_room() -> None:
    """Refuse before the disk is full: people who practise need the last of it more."""
    last = in_folder(settings.BACKUPS)[-1:]
    needed = sum((settings.BACKUPS / backup.name).stat().st_size for backup in last)
    if shutil.disk_usage(settings.BACKUPS).free < needed:
        raise BackupError(f"There is no room for a backup on the disk of {settings.BACKUPS}.")


def bring_key() -> None:
    """Lay the key beside the backups: without it no browser finds back what a guest said to keep."""
    key = settings.DATA / "secret-key"
    if key.exists() and key.read_text("ascii") == settings.SECRET_KEY:
        write_bytes(settings.BACKUPS / KEY, key.read_bytes())


def tidy(at: datetime) -> None:
    """Throw away the backups that had their time, and nothing else."""
    backups = in_folder(settings.BACKUPS)
    stay = kept(backups, at=at, zone=zone())
    for backup in backups:
        if backup.name not in stay:
            (settings.BACKUPS / backup.name).unlink(missing_ok=True)


def sweep_up() -> None:
    """Remove what a killed backup left; nobody is at it, for we have the lock."""
    for path in settings.BACKUPS.glob(f"loslaten-*{UNFINISHED}*"):
        if read_name(path.name.partition(UNFINISHED)[0]):
            path.unlink()
