"""A time on the wall of a place becomes a moment, also in the two nights in which the clock is changed."""

import datetime as dt
from zoneinfo import ZoneInfo


def moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Give the moment at which a clock there shows this time; of a time that comes twice the first."""
    # A time that is skipped is as long after midnight as it would have been: half past two becomes half past three.
    return dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def is_skipped(day: dt.date, time: dt.time, zone: str) -> bool:
    """Say whether no clock there ever shows this time, because it is put forward over it."""
    back = moment(day, time, zone).astimezone(ZoneInfo(zone))
    return (back.date(), back.time()) != (day, time)


def comes_twice(day: dt.date, time: dt.time, zone: str) -> bool:
    """Say whether clocks there show this time twice, because they are put back over it."""
    first = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    return not is_skipped(day, time, zone) and first.utcoffset() != first.replace(fold=1).utcoffset()
