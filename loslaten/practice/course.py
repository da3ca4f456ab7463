"""Before and after over weeks, and where in the body it was: pictures with the table beside them."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.picture.bodymap import definitions, heat
from loslaten.picture.chart import Tick, bands_chart, rounds_chart
from loslaten.picture.frame import Words
from loslaten.practice.look import Look, Stretch
from loslaten.practice.words import Place

MOST_LINES = 60  # more rounds than this are drawn by the week
N_TICKS = 4
NAMED = 5  # places in the line under the drawing
FAINTEST = 0.25  # of a place that was there once
WEEK = timedelta(weeks=1)
LAST_FRONT = list(Place).index(Place.FEET)


class Course(NamedTuple):
    """The picture, what one line in it is, and the same as a table."""

    picture: str
    each: str
    table: list[tuple[str, ...]]
    stretch: str


def course(look: Look) -> dict[str, Any] | None:
    """Draw before and after: a line for each round, or one for each week or month when there are many."""
    if not look.tally["n"]:
        return None
    many = look.tally["n"] > MOST_LINES
    drawn = bands(look) if many else lines(look)
    monthly = len(look.edges) > 1 and look.edges[1] - look.edges[0] > WEEK
    stretch = _("From") if monthly else _("Week of")
    if not many:
        each = _("Each line is one practice. Empty weeks are just empty weeks.")
    elif monthly:
        each = _(
            "Each line is some weeks together: the means before and afterwards. The pale bar shows how far it varied."
        )
    else:
        each = _("Each line is one week: the means before and afterwards. The pale bar shows how far it varied.")
    return {"course": Course(drawn, each, [row(each) for each in look.stretches], stretch)}


def week_of(look: Look, moment: datetime) -> float:
    """Say how many weeks after the begin of the picture something was."""
    return float(np.clip((moment - look.begin) / WEEK, 0, n_weeks(look)))


def n_weeks(look: Look) -> float:
    """Say how many weeks the picture shows."""
    return max((look.at - look.begin) / WEEK, 1.0)


def words(look: Look) -> Words:
    """Name the picture."""
    return Words(_("Before and after, over weeks"), summary(look))


def lines(look: Look) -> str:
    """Draw each round."""
    rated = [
        (week_of(look, one.started_at), *(np.nan if rating is None else rating for rating in (one.before, one.after)))
        for one in look.rows
    ]
    return rounds_chart(np.array(rated), words(look), weeks=ticks(look), n_weeks=n_weeks(look))


def bands(look: Look) -> str:
    """Draw each week or month in its middle."""
    ends = [*look.edges[1:], look.at]
    until = dict(zip(look.edges, ends, strict=True))
    table = [
        (week_of(look, each.begin + (until[each.begin] - each.begin) / 2), *means(each))
        for each in look.stretches
        if each.rated
    ]
    return bands_chart(np.array(table), words(look), weeks=ticks(look), n_weeks=n_weeks(look))


def means(stretch: Stretch) -> tuple[float, float, float, float]:
    """Give the means before and after, and one standard deviation around the last."""
    before, after = float(stretch.before or 0), float(stretch.after or 0)
    sd = max(float(stretch.square or 0) - after**2, 0) ** 0.5
    return before, after, max(after - sd, 0), min(after + sd, 10)


def ticks(look: Look) -> list[Tick]:
    """Write a day, or a month, under the picture a few times."""
    weeks, form = n_weeks(look), "j b" if n_weeks(look) <= 54 else "b Y"
    places = [weeks * share / N_TICKS for share in range(N_TICKS)]
    return [Tick(place, date_format(localtime(look.begin + place * WEEK), form)) for place in places]


def row(stretch: Stretch) -> tuple[str, ...]:
    """Write a week or month as a row: since when, how many, and the means with their own number."""
    told = [number_format(value, 1) if value is not None else "–" for value in (stretch.before, stretch.after)]
    since = date_format(localtime(stretch.begin), "j b Y")
    return (since, str(stretch.n), str(stretch.rated), *told)


def day(moment: datetime) -> str:
    """Write a day."""
    return date_format(localtime(moment), "j F Y")


def summary(look: Look) -> str:
    """Say how often, from when to when, and how it was afterwards; how often, not why."""
    told, n = look.tally, look.tally["n"]
    if not n:
        return _("No practice within this choice.")
    first, last = day(told["first"]), day(told["last"])
    when = _("on %(first)s") if first == last else _("from %(first)s to %(last)s")
    times = ngettext("%(n)s time", "%(n)s times", n) % {"n": number_format(n, force_grouping=True)}
    parts = [f"{times}, {when % {'first': first, 'last': last}}."]
    if told["rated"] == 1:
        went = {"lower": _("Afterwards it was lower."), "same": _("Afterwards it was the same.")}
        went["higher"] = _("Afterwards it was higher.")
        parts += [said for name, said in went.items() if told[name]]
    elif told["rated"]:
        numbers = {name: number_format(told[name], force_grouping=True) for name in ("lower", "same", "higher")}
        parts.append(_("Afterwards lower: %(lower)s, the same: %(same)s, higher: %(higher)s.") % numbers)
    if unrated := n - told["rated"]:
        without = ngettext("%(n)s time without both numbers.", "%(n)s times without both numbers.", unrated)
        parts.append(without % {"n": number_format(unrated, force_grouping=True)})
    return " ".join(parts)


def body(look: Look) -> dict[str, Any] | None:
    """Draw how often each place was chosen, front and back."""
    counts = {place: look.places[place] for place in Place if look.places[place]}
    if not counts:
        return None
    most = max(counts.values())
    shares = {str(place): FAINTEST + (1 - FAINTEST) * n / most for place, n in counts.items()}
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    table = [(str(place.label), number_format(n, force_grouping=True)) for place, n in ranked]
    views = {"front": _("Front side"), "back": _("Back side")}
    return {
        "definitions": definitions(),
        "figures": [heat(view, shares, title=said(view, str(name), counts)) for view, name in views.items()],
        "caption": ", ".join(f"{name[0].lower()}{name[1:]} {n}" for name, n in table[:NAMED]) + ".",
        "table": table,
    }


def said(view: str, name: str, counts: dict[Place, int]) -> str:
    """Say which places glow on one side of the body."""
    mine = [place for place in counts if (list(Place).index(place) > LAST_FRONT) == (view == "back")]
    return f"{name}: {', '.join(f'{place.label} {counts[place]}' for place in mine) or _('nothing')}"
