"""Which backups stay: seven nights and four weeks. What people erased is gone from all of them within five weeks."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from loslaten.site.backup_file import Backup

NIGHT = time(3)
DAY = timedelta(days=1)
NIGHTS, WEEKS = 7 * DAY, 4 * 7 * DAY
# People are told "at most five weeks": the work comes by every few minutes, so it starts a little early.
OLDEST = timedelta(weeks=5) - timedelta(hours=1)


def night(at: datetime, zone: tzinfo) -> date:
    """Name the night a moment belongs to; by the clock on the wall, which may go back an hour and return."""
    local = at.astimezone(zone)
    return local.date() if local.time() >= NIGHT else local.date() - DAY


def next_night(at: datetime, zone: tzinfo) -> datetime:
    """Find the moment at which the next night begins."""
    return datetime.combine(night(at, zone) + DAY, NIGHT, tzinfo=zone)


def week(of: date) -> date:
    """Name a week by its Monday."""
    return of - of.weekday() * DAY


def due(backups: Iterable[Backup], *, at: datetime, zone: tzinfo) -> bool:
    """Tell whether this night still has no backup."""
    return all(night(backup.taken_at, zone) < night(at, zone) for backup in trusted(backups, at))


def trusted(backups: Iterable[Backup], at: datetime) -> list[Backup]:
    """Leave out what was replaced, and what a wrong clock named after a far day; seconds are another process's."""
    return [backup for backup in backups if not backup.replaced and backup.taken_at - at < DAY]


def kept(backups: Iterable[Backup], *, at: datetime, zone: tzinfo) -> set[str]:
    """Choose what stays. Nights and weeks count from the newest backup, so a house that was closed keeps its own."""
    backups = sorted(backups, key=lambda backup: backup.taken_at)
    made = trusted(backups, at)
    last = [backup.name for backup in made[-1:]]
    spaced = {backup.name for backup in nightly(made, zone) + weekly(made, zone)}
    # Whoever makes two by hand in one evening finds both in the morning.
    wanted = [b for b in backups if b.name in spaced or b.replaced or at - b.taken_at < DAY]
    return {backup.name for backup in wanted if at - backup.taken_at < OLDEST} | set(last)


def nightly(made: list[Backup], zone: tzinfo) -> list[Backup]:
    """Choose the last backup of each of the seven nights up to the newest; they come oldest first."""
    by_night = {night(backup.taken_at, zone): backup for backup in made}
    return [backup for each, backup in by_night.items() if max(by_night) - each < NIGHTS]


def weekly(made: list[Backup], zone: tzinfo) -> list[Backup]:
    """Choose the last backup of each of the four weeks before the newest; they come oldest first."""
    by_week = {week(night(backup.taken_at, zone)): backup for backup in made}
    return [backup for each, backup in by_week.items() if DAY <= max(by_week) - each <= WEEKS]
