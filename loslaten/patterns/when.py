"""When a moment was: in the words people use, or on the clock of this house, which skips an hour and doubles one."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

EARLIEST = 2000  # what one takes along writes years of this century
EARLIER = timedelta(hours=2)
MIDDLE = {"morning": time(9), "afternoon": time(15), "evening": time(20)}


class When(TextChoices):
    """When it was, as one would say it."""

    NOW = "now", pgettext_lazy("when", "now")
    EARLIER = "earlier", pgettext_lazy("when", "earlier today")
    MORNING = "morning", pgettext_lazy("when", "this morning")
    AFTERNOON = "afternoon", pgettext_lazy("when", "this afternoon")
    YESTERDAY = "yesterday", pgettext_lazy("when", "yesterday evening")
    CLOCK = "clock", pgettext_lazy("when", "another moment")


# The hour from which a part of the day is over, and can be meant.
FROM = {When.MORNING: 12, When.AFTERNOON: 17}


class NoSuchTimeError(ValueError):
    """No moment is meant by this; the message says why, for who wrote it."""


class Told(NamedTuple):
    """A moment, and whether the clock showed its time twice that night."""

    at: datetime
    twice: bool = False


def offered(at: datetime) -> list[When]:
    """Offer the words that can be meant at this time of the day."""
    hour = localtime(at).hour
    return [word for word in When if hour >= FROM.get(word, 0)]


class Word(NamedTuple):
    """A word for when it was, and the hour from which it can be meant."""

    value: str
    label: str
    hour: int


def in_words() -> list[Word]:
    """Give every word but the clock, for a device that picks those that fit its hour: nobody is there to ask again."""
    return [Word(str(word.value), str(word.label), FROM.get(word, 0)) for word in When if word != When.CLOCK]


def meant(when: str, wall: str, *, at: datetime) -> Told:
    """Work out which moment is meant by a word said now, or by day and time on the clock."""
    if when == When.CLOCK:
        return on_the_clock(written(wall), at=at)
    if when in {When.NOW, ""}:
        return Told(at)
    here = localtime(at)
    if when == When.EARLIER:
        return Told(max(at - EARLIER, here.replace(hour=0, minute=0, second=0, microsecond=0)))
    day = here.date() - timedelta(days=when == When.YESTERDAY)
    return on_the_clock(datetime.combine(day, MIDDLE["evening" if when == When.YESTERDAY else when]), at=at)


def wall(at: datetime) -> str:
    """Write a moment as the clock of this house shows it, as a browser wants it in a field."""
    return localtime(at).strftime("%Y-%m-%dT%H:%M")


def written(wall: str) -> datetime:
    """Read a day and a time as a browser writes them, or as somebody does by hand."""
    try:
        found = parse_datetime(wall.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise NoSuchTimeError(_("Write the day and the time like 2026-11-23 14:30."))
    return found


def on_the_clock(wall: datetime, *, at: datetime) -> Told:
    """Find the moment at which the clock of this house showed this; of two, the first."""
    if wall.year < EARLIEST:
        raise NoSuchTimeError(_("That is too long ago to stand here. Choose a day from 2000 on."))
    coming = NoSuchTimeError(_("That moment still has to come. Choose one that was."))
    if wall.year > at.year + 1:  # the last hours of 9999 are in a year that no clock here knows, west of Greenwich
        raise coming
    zone = get_current_timezone()
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        shown = {"day": date_format(wall, "j F"), "time": date_format(wall, "H:i")}
        raise NoSuchTimeError(_("On %(day)s the clock skipped %(time)s. Choose a time before or after it.") % shown)
    if first > at:
        raise coming
    return Told(first, twice=second != first)
