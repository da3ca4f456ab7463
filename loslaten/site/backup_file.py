"""A backup as a file: what its name tells, and what somebody finds in it."""

import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

NAME = re.compile(r"loslaten-(\d{8}T\d{6}Z)(\.replaced)?\.(sqlite3|sql\.gz|dump)")
MOMENT = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished"


class BackupError(Exception):
    """Why not, in one line for the host; nothing of anybody is in it."""


class MissingToolError(BackupError):
    """Something has to be installed first; trying again does not help."""


class Backup(NamedTuple):
    """What a name tells: when it was made, and whether it is a database that a restore replaced."""

    name: str
    taken_at: datetime
    replaced: bool


class Contents(NamedTuple):
    """What is in a backup: the migrations that were done, and how many rows each table has."""

    migrations: frozenset[tuple[str, str]]
    rows: dict[str, int]


class Keeper(Protocol):
    """What each kind of database does in its own way; a module is one."""

    SUFFIX: str

    def copy(self, target: Path, *, at: datetime) -> None:
        """Copy what is kept into this empty file, while people write."""

    def look(self, path: Path) -> Contents:
        """Read a copy from the first to the last byte, or refuse it."""

    def stand_alone(self) -> None:
        """Refuse when somebody else has the database open."""

    def put_back(self, path: Path, contents: Contents, aside: Path | None, *, at: datetime) -> None:
        """Put a copy in place of what is there, and keep what was there aside."""


def name_for(at: datetime, suffix: str, *, replaced: bool = False) -> str:
    """Name a backup after the moment it is made."""
    return f"loslaten-{at.astimezone(UTC).strftime(MOMENT)}{'.replaced' * replaced}.{suffix}"


def read_name(name: str) -> Backup | None:
    """Read a name; nothing when it is not one of ours."""
    parts = NAME.fullmatch(name)
    if parts is None:
        return None
    try:
        return Backup(name, datetime.strptime(parts[1], MOMENT).replace(tzinfo=UTC), bool(parts[2]))
    except ValueError:  # the thirtieth of February is nobody's backup
        return None


def ours(names: Iterable[str]) -> list[Backup]:
    """Find the backups among these names, oldest first."""
    found = [backup for name in names if (backup := read_name(name))]
    return sorted(found, key=lambda backup: (backup.taken_at, backup.name))


def in_folder(folder: Path) -> list[Backup]:
    """Find the backups in a folder; a link or a folder of that name was not made here."""
    return ours(path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink())


def write(path: Path, fill: Callable[[Path], object]) -> None:
    """Fill a file under another name; it gets its own when it is whole and on the disk."""
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        fill(unfinished)
        with unfinished.open("rb+") as filled:
            os.fsync(filled.fileno())
        unfinished.replace(path)
    finally:
        for left in path.parent.glob(f"{unfinished.name}*"):  # SQLite may leave a journal beside a copy that failed
            left.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file in the same way."""
    write(path, partial(Path.write_bytes, data=content))
