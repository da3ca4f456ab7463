"""The times somebody set, as a calendar reads them (RFC 5545): one event for each time, again every week."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loslaten.letters.times import A_DAY, Plan

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 75  # bytes of a line; what is longer goes on in the next one, after a space
YEARS = 5  # in which changes of the clock are told; whoever reads the feed asks again within a day
KIND = "text/calendar; charset=utf-8"


class Source(NamedTuple):
    """Whose calendar it is, when it was set, and where it is turned off."""

    name: str
    house: str
    made_at: dt.datetime
    off: str


def write(plan: Plan, source: Source) -> bytes:
    """Write the calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Loslaten//Reminders//{(get_language() or 'nl').upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(calendar_name())}",
        f"X-WR-CALNAME:{escaped(calendar_name())}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *zone_lines(plan.zone, plan.today(at=source.made_at).year),
    ]
    if plan.days:
        day = plan.first_day(since=plan.today(at=source.made_at))
        lines += [line for time in plan.heard() for line in event(plan, time, day, source)]
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def calendar_name() -> str:
    """Say what the calendar is called in somebody's own."""
    return _("Loslaten, reminders")


def event(plan: Plan, time: dt.time, day: dt.date, source: Source) -> Iterator[str]:
    """Write the event of one time, from a day on; the other days follow from the rule."""
    says = _("Would you like to feel for a moment how you are? Later is fine too, or not at all.")
    yield "BEGIN:VEVENT"
    yield f"UID:{source.name}-{time:%H%M}@{source.house}"
    yield f"DTSTAMP:{source.made_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={plan.zone}:{dt.datetime.combine(day, time):%Y%m%dT%H%M%S}"
    yield "DURATION:PT5M"
    yield f"RRULE:FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[each] for each in sorted(plan.days))}"
    yield f"SUMMARY:{escaped(_('Feel for a moment, if you like'))}"
    off = [_("Turn reminders off: %s") % source.off] if source.off else []
    yield f"DESCRIPTION:{escaped(' '.join([says, *off]))}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{escaped(says)}", "END:VALARM")
    yield "END:VEVENT"


@lru_cache(maxsize=64)
def zone_lines(name: str, year: int) -> tuple[str, ...]:
    """Write what the clock of a place does, from the beginning of a year on."""
    zone = ZoneInfo(name)
    at = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - A_DAY  # the year begins there before it does here
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *observance(zone, at, at)]
    for _day in range(YEARS * 366):
        if at.astimezone(zone).utcoffset() != (at + A_DAY).astimezone(zone).utcoffset():
            change = first_after(zone, at)
            lines += observance(zone, change, change - dt.timedelta(seconds=1))
        at += A_DAY
    return (*lines, "END:VTIMEZONE")


def first_after(zone: ZoneInfo, at: dt.datetime) -> dt.datetime:
    """Find the second, within a day, in which a clock is changed."""
    before, begin, end = at.astimezone(zone).utcoffset(), 0, int(A_DAY.total_seconds())
    while end - begin > 1:
        middle = (begin + end) // 2
        same = (at + dt.timedelta(seconds=middle)).astimezone(zone).utcoffset() == before
        begin, end = (middle, end) if same else (begin, middle)
    return at + dt.timedelta(seconds=end)


def observance(zone: ZoneInfo, at: dt.datetime, before: dt.datetime) -> Iterator[str]:
    """Write one change: its begin as the clock showed it until then, and how far it was and is from UTC."""
    here, was = at.astimezone(zone), before.astimezone(zone).utcoffset() or dt.timedelta()
    kind = "DAYLIGHT" if here.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{at + was:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{offset(was)}"
    yield f"TZOFFSETTO:{offset(here.utcoffset() or dt.timedelta())}"
    yield f"TZNAME:{here.tzname()}"
    yield f"END:{kind}"


def offset(distance: dt.timedelta) -> str:
    """Write how far a clock is from UTC."""
    minutes = round(abs(distance).total_seconds() / 60)
    return f"{'-' if distance < dt.timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def escaped(text: str) -> str:
    """Keep a calendar from reading a sign of the text as one of its own."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def folded(line: str) -> bytes:
    """Break a line that is too long, never inside a letter."""
    pieces, rest = [], line.encode()
    while len(rest) > LONGEST:
        cut = LONGEST
        while rest[cut] & 0xC0 == 0x80:  # in the middle of a letter of several bytes
            cut -= 1
        pieces.append(rest[:cut])
        rest = b" " + rest[cut:]
    return b"\r\n".join([*pieces, rest]) + b"\r\n"
