"""Put a backup back: only a whole one, only while nobody practises, and never over rows nobody meant to replace."""

import sqlite3
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from loslaten.site.backup import KEY, keeper, one_at_a_time
from loslaten.site.backup_file import BackupError, Contents, name_for, write_bytes

BEGINNINGS = {b"SQLite format 3\0": "sqlite3", b"PGDMP": "dump"}
MADE_FOR = {"sqlite3": "SQLite", "dump": "PostgreSQL"}
# Every fresh database has these: they are of the house, not of anybody.
OF_THE_HOUSE = {
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    *(
        f"wagtailcore_{name}"  # what Wagtail's own migrations leave behind
        for name in (
            "collection", "groupcollectionpermission", "site", "task", "workflow", "groupapprovaltask", "workflowpage",
            "workflowtask", "groupapprovaltask_groups", "locale", "page", "grouppagepermission",
        )
    ),
}  # fmt: skip


def restore(path: Path, *, replace: bool, at: datetime) -> tuple[Contents, Path | None]:
    """Put a backup in place of what is there; give what was in it, and where the replaced database is kept."""
    make_sure_of_kind(path)
    with one_at_a_time():
        contents = keeper().look(path)
        make_sure_of_release(path, contents)
        aside = settings.BACKUPS / name_for(at, keeper().SUFFIX, replaced=True) if has_rows() else None
        if aside and not replace:
            raise BackupError(
                "The database has rows. Give --replace to put the backup in their place; they are kept aside."
            )
        keeper().stand_alone()
        try:
            keeper().put_back(path, contents, aside)
            bring_key(path.with_name(KEY), at)
        except (OSError, sqlite3.Error, DatabaseError) as trouble:
            kept = f" What was there is in {aside}." if aside and aside.exists() else ""
            reason = str(trouble).partition("\n")[0]  # PostgreSQL goes on to quote the row
            raise BackupError(f"{path.name} could not be put back ({reason}).{kept}") from trouble
    return contents, aside


def make_sure_of_kind(path: Path) -> None:
    """Refuse what is no backup, or one of another kind of database."""
    try:
        with path.open("rb") as file:
            beginning = file.read(16)
    except OSError as trouble:
        raise BackupError(f"{path} cannot be read ({trouble.strerror}).") from trouble
    kind = next((kind for start, kind in BEGINNINGS.items() if beginning.startswith(start)), None)
    if kind is None:
        raise BackupError(f"{path.name} is not a backup of Loslaten.")
    if kind != keeper().SUFFIX:
        raise BackupError(
            f"{path.name} is for {MADE_FOR[kind]}; this house keeps its rows in {MADE_FOR[keeper().SUFFIX]}."
        )


def make_sure_of_release(path: Path, contents: Contents) -> None:
    """Refuse what a newer release made: nobody here knows what its rows mean."""
    known = MigrationLoader(None).disk_migrations
    former = {key for migration in known.values() for key in migration.replaces}
    if ("accounts", "0001_initial") not in contents.migrations:
        raise BackupError(f"{path.name} is not a backup of Loslaten.")
    if unknown := sorted(contents.migrations - known.keys() - former):
        raise BackupError(
            f"{path.name} is of a newer release: {'.'.join(unknown[0])} is not known here. Upgrade first."
        )


def has_rows() -> bool:
    """Tell whether anybody was here; what cannot be read may hold somebody's rows."""
    try:
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor)) - OF_THE_HOUSE
            return any(has_a_row(table) for table in sorted(tables))
    except DatabaseError:
        return True
    finally:
        connection.close()


def has_a_row(table: str) -> bool:
    """Tell whether a table has a row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name the database gave
        return cursor.fetchone() is not None


def bring_key(brought: Path, at: datetime) -> None:
    """Take over the key that lies beside the backup, so that browsers find back what is theirs."""
    key = settings.DATA / "secret-key"
    if not brought.exists() or not key.exists() or key.read_text("ascii") != settings.SECRET_KEY:
        return
    if brought.read_bytes() != key.read_bytes():
        write_bytes(key.with_name(f"secret-key.{at:%Y%m%dT%H%M%SZ}"), key.read_bytes())
        write_bytes(key, brought.read_bytes())
