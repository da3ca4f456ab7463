"""When somebody wants to be reminded: days and times on the wall, and the moments these become."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loslaten.letters.wall import moment

A_DAY = dt.timedelta(days=1)
AHEAD = 9  # days: a week, and one on either side for zones that are a day ahead of us or behind


def known(zone: str, *, otherwise: str) -> str:
    """Name a zone that this machine knows; old names are gone from some machines after an upgrade."""
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


class Plan(NamedTuple):
    """The days, the times and the zone that somebody set, and when it should be quiet."""

    days: tuple[int, ...]  # 0 is Monday
    times: tuple[dt.time, ...]
    zone: str
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    paused_until: dt.date | None = None  # the first day after a pause

    def is_quiet(self, time: dt.time) -> bool:
        """Say whether it should be quiet at this time; the quiet may go on after midnight."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= time < self.quiet_until
        return time >= self.quiet_from or time < self.quiet_until

    def heard(self) -> list[dt.time]:
        """Give the times that are not in the quiet."""
        return [time for time in self.times if not self.is_quiet(time)]

    def today(self, *, at: dt.datetime) -> dt.date:
        """Say what day it is in this zone."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def is_quiet_at(self, *, at: dt.datetime) -> bool:
        """Say whether it is quiet there right now; the clock may have been put forward into it."""
        return self.is_quiet(at.astimezone(ZoneInfo(self.zone)).time())

    def is_paused(self, *, at: dt.datetime) -> bool:
        """Say whether somebody asked for some quiet days."""
        return self.paused_until is not None and self.today(at=at) < self.paused_until

    def first_day(self, *, since: dt.date) -> dt.date:
        """Give the first day, from a day on, that is one of the chosen and in no pause."""
        day = max(since, self.paused_until or since)
        while self.days and day.weekday() not in self.days:
            day += A_DAY
        return day


def moments(plan: Plan, *, since: dt.date, days: int) -> set[dt.datetime]:
    """Work out the moments of some days; two times that the clock makes one moment are one."""
    chosen = (since + number * A_DAY for number in range(days))
    heard = [day for day in chosen if day.weekday() in plan.days and day >= (plan.paused_until or day)]
    return {moment(day, time, plan.zone) for day in heard for time in plan.heard()}


def next_moment(plan: Plan, *, after: dt.datetime) -> dt.datetime | None:
    """Give the first moment after this one; nothing when no day or no time was chosen."""
    today = plan.today(at=after)
    since = max(today, plan.paused_until or today) - A_DAY
    return min((each for each in moments(plan, since=since, days=AHEAD) if each > after), default=None)


def last_moment(plan: Plan, *, at: dt.datetime) -> dt.datetime | None:
    """Give the last moment that has come, of today or yesterday."""
    since = plan.today(at=at) - A_DAY
    return max((each for each in moments(plan, since=since, days=2) if each <= at), default=None)
