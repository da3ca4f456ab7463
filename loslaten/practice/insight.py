"""What stands out in somebody's own practices; only for whoever asked to see it."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from loslaten.accounts.models import Person
from loslaten.picture.chart import Tick, rounds_chart
from loslaten.picture.frame import Words

WEEK = timedelta(weeks=1)
N_WEEKS = 12
LEAST = 5  # fewer say nothing about a person
MOST = 400  # more would be a grey area, not a picture


class Insight(NamedTuple):
    """Twelve weeks before and after, as a picture and in one sentence."""

    picture: str
    sentence: str


def twelve_weeks(person: Person, *, at: datetime) -> Insight | None:
    """Draw what tension was before and after each practice; None while there is too little to say."""
    begin = at - N_WEEKS * WEEK
    rated = person.rounds.filter(started_at__gte=begin, tension_before__isnull=False, tension_after__isnull=False)
    rows = list(rated.values_list("started_at", "tension_before", "tension_after")[:MOST])
    if len(rows) < LEAST:
        return None
    sessions = np.array([(min((moment - begin) / WEEK, N_WEEKS), before, after) for moment, before, after in rows])
    said = sentence(sessions)
    words = Words(_("Before and after, twelve weeks"), said)
    return Insight(rounds_chart(sessions, words, weeks=ticks(begin), n_weeks=N_WEEKS), said)


def sentence(sessions: np.ndarray) -> str:
    """Say how often tension was lower afterwards; how often, not why."""
    softer = int((sessions[:, 2] < sessions[:, 1]).sum())
    said = _("After %(softer)s of these %(n)s practices tension was lower than before.")
    return said % {"softer": softer, "n": len(sessions)}


def ticks(begin: datetime) -> list[Tick]:
    """Write a day under every fourth week."""
    return [Tick(week, date_format(localtime(begin + week * WEEK), "j b")) for week in range(0, N_WEEKS + 1, 4)]
