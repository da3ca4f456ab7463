"""What the house does by itself, and when. What is due is done once, however many workers there are."""

import logging
from datetime import datetime

from django.utils.timezone import localdate

from loslaten.accounts.forget import forget
from loslaten.journal.sweep import sweep as sweep_days
from loslaten.letters import duties as letters
from loslaten.letters.sweep import sweep as sweep_letters
from loslaten.library.missed import forget_missed
from loslaten.library.schedule import publish_due
from loslaten.patterns import fit
from loslaten.patterns.sweep import sweep as sweep_patterns
from loslaten.practice import measured
from loslaten.practice.sweep import sweep
from loslaten.programme.sweep import sweep as sweep_marks
from loslaten.site.backup import nightly, throw_away, zone
from loslaten.site.backup_file import BackupError, MissingToolError
from loslaten.site.retention import next_night
from loslaten.work.loop import Task, Tasks, TryAgainError, every

log = logging.getLogger("loslaten.work")


def let_go(at: datetime) -> None:
    """Let go of what nobody asked to keep, and of the backups that had their time."""
    days = sweep_days(at=at)
    sweep_marks(at=at)
    measured.unasked().delete()  # one that came in beside a no
    patterns = sweep_patterns(at=at)
    swept = sweep(at=at)
    asked, readers = sweep_letters(at=at)
    if asked or readers:
        log.info("Let go of %s requests for the letter and %s readers", asked, readers)
    if days or any(swept):
        log.info("Let go of %s rounds, %s guests, %s sessions and %s days", *swept, days)
    if any(patterns):
        log.info("Let go of %s patterns and %s moments", *patterns)
    throw_away(at=at)


def publish(at: datetime) -> None:
    """Let appear what a writer planned, and forget words that were missed once and not again."""
    appeared, went = publish_due(at=at)
    if appeared or went:
        log.info("Published %s texts and took %s back", appeared, went)
    forget_missed(on=localdate(at))


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


def look_over(at: datetime) -> None:
    """Find the patterns of which the model no longer knows all, and nothing more."""
    if behind := fit.look_over(at=at):
        log.info("Found %s patterns to count afresh", behind)


TASKS: Tasks = {
    "let go": Task(let_go, every(minutes=10)),
    "forget": Task(lambda at: forget(at=at), every(hours=1)),
    "publish": Task(publish, every(minutes=1)),
    "count": Task(lambda at: fit.count_due(at=at), every(seconds=10)),
    "look over": Task(look_over, every(hours=6)),
    "back up": Task(back_up, lambda at: next_night(at, zone())),
    **letters.tasks(),
}
