"""What the numbers say, in sentences that follow them: nothing is promised that the bands do not show."""

from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.brain.prior import Floats
from loslaten.explore.forms import Choice, say_week, say_welcome
from loslaten.explore.situations import KNOWN
from loslaten.explore.weeks import PEOPLE, Weeks

HARDLY = 0.15  # a path of this width is hardly there
OFTEN = 0.3  # chance of the new path from which one meets what the old one avoids
NOTICEABLE = 0.15  # a fall of the alarm that one sees
LOUD = 0.35  # alarm that has not settled


class Row(NamedTuple):
    """One week of the table: low, middle and high of each, 0 to 10."""

    week: int
    old: Floats
    new: Floats
    alarm: Floats

    @property
    def courses(self) -> tuple[Floats, Floats, Floats]:
        """Give the columns in their order."""
        return self[1:]


def setting(choice: Choice) -> str:
    """Say for what the pictures were worked out."""
    situation = KNOWN[choice.preset]
    return _("%(situation)s. %(welcome)s, %(week)s.") % {
        "situation": situation.name,
        "welcome": _begin(say_welcome(choice.welcome)),
        "week": say_week(choice.week),
    }


def assumed(choice: Choice) -> str:
    """Say what we assume of the situation."""
    situation = KNOWN[choice.preset]
    said = ngettext(
        "We assume: this happens once a week, and 1 time in %(one_in)s it turns out badly.",
        "We assume: this happens %(n)s times a week, and 1 time in %(one_in)s it turns out badly.",
        situation.per_week,
    )
    return said % {"n": situation.per_week, "one_in": situation.one_in}


def verdict(weeks: Weeks) -> str:
    """Say which path is the broader one in the end; where the bands overlap it can go either way."""
    old, new = weeks.old[-1], weeks.new[-1]
    if new[0] > old[2]:
        said = _("After twelve weeks the new path is broader than the old one in this example.")
    elif old[0] > new[2]:
        said = _("After twelve weeks the old path is broader than the new one in this example.")
    else:
        said = _("After twelve weeks it can go either way in this example.")
    return f"{said} {count(weeks.broader)}"


def count(broader: int) -> str:
    """Say for how many possible people the new path is the broader one."""
    if broader in {0, PEOPLE}:
        nobody = _("The new path is the broader one for none of the %(of)s possible people.")
        return (_("The new path is the broader one for all %(of)s possible people.") if broader else nobody) % {
            "of": PEOPLE
        }
    said = ngettext(
        "The new path is the broader one for %(n)s of the %(of)s possible people.",
        "The new path is the broader one for %(n)s of the %(of)s possible people.",
        broader,
    )
    return said % {"n": broader, "of": PEOPLE}


def further(choice: Choice, weeks: Weeks) -> list[str]:
    """Say what else there is to see: the alarm, the path taken, and what may surprise."""
    return [alarm(weeks), taken(weeks), *surprises(choice, weeks)]


def alarm(weeks: Weeks) -> str:
    """Say how loud the alarm is now, in the end, and ten minutes later."""
    said = _(
        "Now the alarm goes to about %(now)s of 10 when it happens. After twelve weeks that is about %(then)s, and for"
        " 8 of 10 people %(span)s. Ten minutes later about %(later)s of it is left."
    )
    low, then, high = ten(weeks.alarm[-1])
    numbers = {"now": ten(weeks.alarm[0])[1], "then": then, "span": span(low, high)}
    return said % {**numbers, "later": ten(weeks.after[-1])[1]}


def taken(weeks: Weeks) -> str:
    """Say how often the new path is taken in the end."""
    low, middle, high = ten(weeks.takes_new[-1])
    said = _(
        "Of 10 times that it happens, the new path is then taken about %(middle)s times; for 8 of 10 people %(span)s."
    )
    return said % {"middle": middle, "span": span(low, high)}


def span(low: int, high: int) -> str:
    """Say between which whole numbers 8 of 10 people lie."""
    if low == high:
        return _("around %(low)s as well") % {"low": low}
    return _("from %(low)s to %(high)s") % {"low": low, "high": high}


def surprises(choice: Choice, weeks: Weeks) -> list[str]:
    """Explain what somebody may not expect, where the numbers show it."""
    said = []
    if weeks.takes_new[-1, 1] >= OFTEN and weeks.alarm[-1, 1] >= LOUD:
        said.append(
            _(
                "The alarm does not settle further here: whoever takes the new path also lives through the times that"
                " it turns out badly. The old path avoids those."
            )
        )
    if choice.welcome < 50 and choice.week:
        said.append(_("What is pushed away counts in this model as walking the old path, also during practice."))
        said += [quieter()] if _quieter_without_a_path(weeks) else []
    if choice.week == 0 and weeks.new[-1, 1] < HARDLY:
        said.append(
            _("Without practice the new path hardly begins here: under alarm one seldom takes what one does not know.")
        )
    return said


def quieter() -> str:
    """Explain why an alarm may settle while no new path grows."""
    return _(
        "Even so the alarm settles somewhat here: every round in quiet is a safe experience, though little is learned"
        " from it. The new path does not grow from that."
    )


def table(weeks: Weeks) -> list[Row]:
    """Give the same as the chart in numbers from 0 to 10."""
    columns = (10 * weeks.old, 10 * weeks.new, 10 * weeks.alarm)
    return [Row(week, *row) for week, row in enumerate(zip(*columns, strict=True))]


def ten(band: Floats) -> list[int]:
    """Round to whole numbers of 0 to 10: more digits would promise too much."""
    return [int(value) for value in np.rint(10 * band)]


def _quieter_without_a_path(weeks: Weeks) -> bool:
    return bool(weeks.alarm[0, 1] - weeks.alarm[-1, 1] >= NOTICEABLE and weeks.new[-1, 1] < HARDLY)


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]
