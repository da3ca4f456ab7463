"""Counting patterns afresh: those that are due, in small batches that several workers share, or all of them."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce

from django.db.models import F

from loslaten.brain import posterior as brain
from loslaten.brain.posterior import Posterior
from loslaten.patterns.models import Pattern, Standing
from loslaten.patterns.rows import Row, Tally, rows, tally_of
from loslaten.patterns.standing import asks, is_whole, recount, unasked, write
from loslaten.work.claim import claim

log = logging.getLogger("loslaten.patterns")
BATCH = 10
LEASE = timedelta(minutes=5)  # ten standings of ten thousand moments take less
AT_A_TIME = 10  # batches, so that other duties have their turn
LATEST = timedelta(hours=1)


def replayed(counted: Iterable[Row]) -> Posterior:
    """Learn from every row, from the start: the same as taking them in one by one."""
    known = brain.begin()
    for row in counted:
        known = brain.update(known, row.learnt(after=known.tension.at))
    return known


def count_due(*, at: datetime) -> int:
    """Count afresh what is due, and say how much that was; a worker that is killed leaves it due again."""
    done = 0
    for _ in range(AT_A_TIME):
        taken = claim(Standing.objects.all(), at=at, lease=LEASE, batch=BATCH)
        done += sum(map(count_safely, taken))
        if len(taken) < BATCH:
            break
    return done


def count_safely(standing: Standing) -> bool:
    """Count one that is ours; one that fails is told by its kind, and tried again later and later."""
    try:
        return count(standing)
    except Exception:
        log.exception("A standing could not be counted and will be tried again")
        wait = min(LATEST, timedelta(minutes=2 ** min(standing.tries, 6)))
        Standing.objects.filter(pk=standing.pk, due_at=standing.due_at).update(due_at=F("due_at") + wait)
        return False


def count(standing: Standing) -> bool:
    """Count one from the start; not when it was erased, or made due again meanwhile: then that counts."""
    pattern = Pattern.objects.get(pk=standing.pk)
    ours = Standing.objects.filter(pk=standing.pk, due_at=standing.due_at)
    if not asks(pattern):
        ours.delete()
        return False
    counted = rows(pattern)
    tally = reduce(Tally.__add__, map(tally_of, counted), Tally())
    write(standing, replayed(counted), tally, last_at=counted[-1].at if counted else None)
    fields = {name: getattr(standing, name) for name in ("posterior", "n_moments", "tally", "last_at")}
    return bool(ours.update(**fields, due_at=None, tries=0))


def look_over(*, at: datetime) -> int:
    """Make due what no longer holds what is in its rows, and forget what nobody asks for; say how many were due."""
    unasked().delete()
    behind = 0
    waiting = Standing.objects.filter(due_at=None).defer("posterior").select_related("pattern")
    for standing in waiting.order_by("pk").iterator(chunk_size=200):
        if not is_whole(standing):
            recount(standing.pattern)
            behind += 1
    return behind


def all_due(*, at: datetime) -> int:
    """Make every standing due, and say how many there are."""
    return Standing.objects.update(due_at=at, tries=0)
