"""What the house does by itself: every ten minutes it lets go of what nobody asked to keep; every night a backup."""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections
from django.utils.timezone import localdate, now

from loslaten.library.missed import forget_missed
from loslaten.library.schedule import publish_due
from loslaten.practice.sweep import sweep
from loslaten.site.backup import nightly
from loslaten.site.backup_file import BackupError

log = logging.getLogger("loslaten.work")
PAUSE_S = 600


def work(closing: threading.Event) -> None:
    """Sweep until the house closes; a failure is told, and tried again."""
    while not closing.is_set():
        once()
        closing.wait(PAUSE_S)


def once() -> None:
    """Do what is due now; one failure does not stand in the way of the rest."""
    for act in (let_go, publish, back_up):
        close_old_connections()
        try:
            act()
        except Exception:  # one bad moment must not end the work for good
            log.exception("The work failed and will be tried again")
        finally:
            close_old_connections()


def let_go() -> None:
    """Let go of what nobody asked to keep."""
    swept = sweep(at=now())
    if any(swept):
        log.info("Let go of %s rounds, %s guests and %s sessions", *swept)


def publish() -> None:
    """Let appear what a writer planned, and forget words that were missed once and not again."""
    appeared, went = publish_due(at=now())
    if appeared or went:
        log.info("Published %s texts and took %s back", appeared, went)
    forget_missed(on=localdate())


def back_up() -> None:
    """Make this night's backup, where the host named a folder for it."""
    if not settings.NIGHTLY_BACKUPS:
        return
    try:
        made = nightly(at=now())
    except BackupError as refused:  # its words are ours and tell the host what to do; they hold nothing of anybody
        log.error("No backup was made, and it will be tried again: %s", refused)
    else:
        if made:
            log.info("Made the backup %s", made.path.name)
