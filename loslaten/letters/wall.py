"""A time on the wall of a place becomes a moment, also in the two nights in which the clock is changed."""

import datetime as dt
from zoneinfo import ZoneInfo


def moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Give the moment at which a clock there shows this time; of a time that comes twice the first."""
    # A time that is skipped is as long after midnight as it would have been: half past two becomes half past three.
    return dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
