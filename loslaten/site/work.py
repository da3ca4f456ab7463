"""What the house does by itself: every ten minutes it lets go of what nobody asked to keep."""

import logging
import threading

from django.db import close_old_connections
from django.utils.timezone import now

from loslaten.practice.sweep import sweep

log = logging.getLogger("loslaten.work")
PAUSE_S = 600


def work(closing: threading.Event) -> None:
    """Sweep until the house closes; a failure is told, and tried again."""
    while not closing.is_set():
        once()
        closing.wait(PAUSE_S)


def once() -> None:
    """Do what is due now."""
    close_old_connections()
    try:
        swept = sweep(at=now())
    except Exception:  # one bad moment must not end the work for good
        log.exception("The sweep failed and will be tried again")
    else:
        if any(swept):
            log.info("Let go of %s rounds, %s guests and %s sessions", *swept)
    finally:
        close_old_connections()
