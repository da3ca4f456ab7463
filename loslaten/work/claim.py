"""Take rows that are due: ``due_at`` is the schedule and the lease at once."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet

Row = TypeVar("Row", bound=Model)


def claim(rows: QuerySet[Row], *, at: datetime, lease: timedelta, batch: int = 1) -> list[Row]:
    """Take the rows that are longest due, each for one worker; what is not done when its lease ends is due again."""
    until: dict[str, Any] = {"due_at": at + lease, "tries": F("tries") + 1}
    # PostgreSQL passes over what another worker is taking; SQLite lets one writer in at a time (BEGIN IMMEDIATE).
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = rows.filter(due_at__lte=at).order_by("due_at", "pk")
        taken = [row.pk for row in (due.select_for_update(skip_locked=True) if skip else due)[:batch]]
        rows.model._default_manager.filter(pk__in=taken).update(**until)
    return list(rows.model._default_manager.filter(pk__in=taken).order_by("pk")) if taken else []
