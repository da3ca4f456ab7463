"""Put a backup back: only a whole one, only while nobody practises, and never over rows nobody meant to replace."""

import sqlite3
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from loslaten.library.load import untouched
from loslaten.library.models import TEXTS, Theme
from loslaten.site.backup import KEY, keeper, one_at_a_time
from loslaten.site.backup_file import BackupError, Contents, name_for, read_name, write_bytes
from loslaten.site.seal import sealed

BEGINNINGS = {b"SQLite format 3\0": "SQLite", b"PGDMP": "PostgreSQL", b"\x1f\x8b\x08": "PostgreSQL"}
# The release with this migration seals every backup; what it calls replaced is a database as it was, without a seal.
SEALING = ("work", "0001_duty")


def restore(path: Path, *, replace: bool, at: datetime) -> tuple[Contents, Path | None]:
    """Put a backup in place of what is there; give what was in it, and where the replaced database is kept."""
    make_sure_of_kind(path)
    with one_at_a_time():
        contents = whole(path)
        make_sure_of_release(path, contents)
        aside = settings.BACKUPS / name_for(at, keeper().SUFFIX, replaced=True) if has_rows() else None
        if aside and not replace:
            raise BackupError(
                "The database has rows. Give --replace to put the backup in their place; they are kept aside."
            )
        keeper().stand_alone()
        try:
            keeper().put_back(path, contents, aside, at=at)
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
    if kind != connection.display_name:
        raise BackupError(f"{path.name} is for {kind}; this house keeps its rows in {connection.display_name}.")


def whole(path: Path) -> Contents:
    """Look what is in a backup, or refuse it: not one byte may have changed since it was made."""
    try:
        fits = sealed(path)
    except OSError as trouble:
        raise BackupError(f"{path} cannot be read ({trouble.strerror}).") from trouble
    contents = keeper().look(path)
    name = read_name(path.name)
    if not fits and SEALING in contents.migrations and not (name and name.replaced):
        raise BackupError(f"{path.name} is damaged or not whole: its end is missing.")
    return contents


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
    """Tell whether anybody was here; what cannot be read may hold somebody's rows, an untouched library holds none."""
    try:
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor)) - of_the_house()
        tables -= of_the_library() if tables & of_the_library() and untouched() else set()
        return any(has_a_row(table) for table in sorted(tables))
    except DatabaseError:
        return True
    finally:
        connection.close()


def of_the_house() -> set[str]:
    """Name the tables whose rows tell nothing of anybody by themselves.

    A row of somebody's is in a table of ours; what another package keeps hangs on a person, or its migrations made it.
    A table that no installed model knows is somebody's until shown otherwise.

    Returns
    -------
    set[str]
        The names of tables, as the database has them.
    """
    models = apps.get_models(include_auto_created=True)
    ours = {model for model in models if model.__module__.startswith("loslaten.")}
    not_ours = {model for model in models if model not in ours or getattr(model, "of_the_house", False)}
    return {model._meta.db_table for model in not_ours} | {"django_migrations"}


def of_the_library() -> set[str]:
    """Name the tables that a house fills with its first texts by itself."""
    rows: list[type[Model]] = [Theme, Theme.broader.through, Theme.related.through, *TEXTS.values()]
    return {model._meta.db_table for model in rows}


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
