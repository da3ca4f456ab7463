"""What a copy must not keep: what nobody asked to keep is gone within a day, from the database and from every copy."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector

from loslaten.accounts.models import CacheRow
from loslaten.journal.sweep import unkept_days
from loslaten.letters.models import Import, Signup
from loslaten.patterns.sweep import unkept_moments, unkept_patterns
from loslaten.practice import measured
from loslaten.practice.sweep import unkept_guests, unkept_rounds
from loslaten.programme.sweep import unkept_marks
from loslaten.site.backup_file import BackupError

DAY = timedelta(days=1)
# For each table its key column, and the keys of the rows to leave out, as PostgreSQL writes them.
Keys = dict[bytes, tuple[bytes, set[bytes]]]


def unasked(*, at: datetime) -> list[QuerySet[Any]]:
    """Find what is gone within a day: what is not kept, sessions that end, and tries that were counted."""
    ending = Session.objects.filter(expire_date__lt=at + DAY)
    mine = [measured.unasked(), unkept_rounds(), unkept_days(), unkept_marks(), unkept_moments(), unkept_patterns()]
    # Addresses that nobody confirmed, and lists that no writer said yes to, stand with all that hangs under them.
    letters = [Signup.objects.all(), Import.objects.exclude(state=Import.State.DONE)]
    return [*mine, unkept_guests(), *letters, ending, CacheRow.objects.all()]


def erase(using: str, *, at: datetime) -> None:
    """Erase it from a copy that stands open under this name."""
    for rows in unasked(at=at):
        rows.using(using).delete()


def keys(*, at: datetime) -> Keys:
    """List the same rows, and all that would go with them, by table and key."""
    found: Keys = {}
    for rows in unasked(at=at):
        collector = Collector(using=rows.db)
        collector.collect(rows)
        for model, ones in collector.data.items():
            add(found, model, (one.pk for one in ones))
        for others in collector.fast_deletes:
            add(found, others.model, others.values_list("pk", flat=True))
        updates: dict[Any, list[Any]] = collector.field_updates  # keys that would be emptied
        if any(len(part) for parts in updates.values() for part in parts):
            raise BackupError("A row points to what is left out of the backup: this is a fault of Loslaten, report it.")
    return found


def add(found: Keys, model: type[Model], pks: Any) -> None:  # noqa: ANN401 - a query set or a list of any kind of key
    """Write down the keys of one table."""
    table = f"public.{model._meta.db_table}".encode()
    _, known = found.setdefault(table, (str(model._meta.pk.column).encode(), set()))
    known.update(str(pk).encode() for pk in pks)
