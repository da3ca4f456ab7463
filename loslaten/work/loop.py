"""The loop that does what is due; any number of processes may run it on one database."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, close_old_connections, connection
from django.utils.timezone import now

from loslaten.work.claim import claim
from loslaten.work.models import LONGEST, Duty

log = logging.getLogger("loslaten.work")
PAUSE_S = 5.0
LEASE = timedelta(minutes=1)


class TryAgainError(Exception):
    """A duty could not be done, and has said so itself."""


class Task(NamedTuple):
    """What a duty does, and when it is due again after it was done."""

    act: Callable[[datetime], object]
    next_at: Callable[[datetime], datetime]


Tasks = Mapping[str, Task]


def every(**time: float) -> Callable[[datetime], datetime]:
    """Be due again after so many minutes or hours."""
    return lambda at: at + timedelta(**time)


def work(tasks: Tasks, closing: threading.Event) -> None:
    """Do what is due until the house closes; whatever fails is told, and tried again."""
    enrolled = False
    while not closing.is_set():
        try:
            enrolled = enrolled or enrol(tasks, at=now())
            while not closing.is_set() and do_one(tasks):
                pass
        except Exception:  # the database is away for a moment; that must not end the work for good
            log.exception("The work stands still and will be tried again")
            closing.wait(LEASE.total_seconds())
        finally:
            close_old_connections()
        closing.wait(PAUSE_S)
    connection.close()


def enrol(tasks: Tasks, *, at: datetime) -> bool:
    """Give each task its row; a row that a wrong clock put far ahead is due now."""
    Duty.objects.bulk_create([Duty(name=name, due_at=at) for name in tasks], ignore_conflicts=True)
    for name, task in tasks.items():
        latest = max(task.next_at(at), at + LONGEST)
        Duty.objects.filter(name=name, due_at__gt=latest).update(due_at=at)
    return True


def do_one(tasks: Tasks) -> bool:
    """Do the duty that is longest due; tell whether there was one."""
    mine = Duty.objects.filter(name__in=list(tasks))
    if not mine.filter(due_at__lte=now()).exists():  # on SQLite a claim keeps writers waiting, so look first
        return False
    taken = claim(mine, at=now(), lease=LEASE)
    for duty in taken:
        do(duty, tasks[duty.name])
    return bool(taken)


def do(duty: Duty, task: Task) -> None:
    """Do a duty that is ours; a failure is told by its kind and place, and it is tried again later."""
    try:
        with held(duty):
            task.act(now())
    except TryAgainError:
        duty.fail(now())
    except Exception:
        log.exception("The duty %s failed and will be tried again", duty.name)
        close_old_connections()
        duty.fail(now())
    else:
        duty.finish(now(), due_at=task.next_at(now()))


@contextmanager
def held(duty: Duty) -> Iterator[None]:
    """Renew the lease while a duty is at work, so that a long one stays ours and a killed one comes free soon."""
    over = threading.Event()
    beat = threading.Thread(target=hold, args=(duty, over), name="lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def hold(duty: Duty, over: threading.Event) -> None:
    """Renew the lease three times before it ends, until it is over or lost; a try that fails is not the last."""
    lost = False
    while not lost and not over.wait(LEASE.total_seconds() / 3):
        try:
            lost = not duty.renew(now() + LEASE)
        except DatabaseError:
            log.exception("The lease of %s could not be renewed, and will be tried again", duty.name)
    connection.close()
