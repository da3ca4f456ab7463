"""What the house does by itself, and when. What is due is done once, however many workers there are."""

import logging
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef

from loslaten.practice.sweep import sweep
from loslaten.site.backup import nightly, throw_away, zone
from loslaten.site.backup_file import BackupError, MissingToolError
from loslaten.site.retention import next_night
from loslaten.site.unasked import cache_tables
from loslaten.work.loop import Task, Tasks, TryAgainError, every

log = logging.getLogger("loslaten.work")
HOUR = timedelta(hours=1)


def let_go(at: datetime) -> None:
    """Let go of what nobody asked to keep, and of the backups that had their time."""
    swept = sweep(at=at)
    if any(swept):
        log.info("Let go of %s rounds, %s guests and %s sessions", *swept)
    throw_away(at=at)


def clear(at: datetime) -> None:
    """Clear away what was used up: answers kept for speed, links that ended, browsers that signed out."""
    with connection.cursor() as cursor:
        for table in cache_tables() & set(connection.introspection.table_names(cursor)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [expiry(at)])  # noqa: S608 - from the settings
    EmailConfirmation.objects.delete_expired_confirmations()
    signed_in = Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    # Whoever signs in right now has this row a moment before the session.
    UserSession.objects.filter(~signed_in, created_at__lt=at - HOUR).delete()


def expiry(at: datetime) -> Any:  # noqa: ANN401 - a text or a moment, as the database has it
    """Write a moment as the cache does."""
    return connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))


def back_up(at: datetime) -> None:
    """Make this night's backup; whatever stands in its way is told, in words that hold nothing of anybody."""
    try:
        made = nightly(at=at)
    except MissingToolError as missing:
        log.error("No backup was made this night: %s", missing)
    except BackupError as refused:
        log.error("No backup was made, and it will be tried again: %s", refused)
        raise TryAgainError from refused
    else:
        if made:
            log.info("Made the backup %s", made.path.name)


# The library's "publish" gets its line here.
TASKS: Tasks = {
    "let go": Task(let_go, every(minutes=10)),
    "clear": Task(clear, every(hours=1)),
    "back up": Task(back_up, lambda at: next_night(at, zone())),
}
