"""What goes together with softening for one person: their own words for it, over the sums of `brain.together`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loslaten.brain import together as brain
from loslaten.picture.frame import Words
from loslaten.picture.ranges import Span, range_bar, ruler, span
from loslaten.practice.look import MOST_ROWS, Look, Row
from loslaten.practice.movements import MOVEMENTS, STILL
from loslaten.practice.summary import movement_name
from loslaten.practice.words import Place

HOURS = {
    "night": gettext_lazy("At night, 0 to 6"),
    "morning": gettext_lazy("In the morning, 6 to 12"),
    "afternoon": gettext_lazy("In the afternoon, 12 to 18"),
    "evening": gettext_lazy("In the evening, 18 to 24"),
}
BREATHS = {"own": gettext_lazy("Beginning at my own breath"), "slow": gettext_lazy("Breathing slowly at once")}
KINDS = {
    "movement": gettext_lazy("movement"),
    "breath": gettext_lazy("breath"),
    "hour": gettext_lazy("time of day"),
    "place": gettext_lazy("place"),
}
LEAST = brain.LEAST


class Mark(NamedTuple):
    """Something that was there at a round or was not."""

    kind: str
    code: str


class Named(NamedTuple):
    """A difference in words, with its picture."""

    kind: str
    name: str
    often: str
    compared: str
    picture: str


def names() -> dict[Mark, str]:
    """Name everything that is laid side by side."""
    moved = {Mark("movement", code): movement_name(code) for code in [*(each.code for each in MOVEMENTS), STILL]}
    breaths = {Mark("breath", code): str(name) for code, name in BREATHS.items()}
    hours = {Mark("hour", code): str(name) for code, name in HOURS.items()}
    return moved | breaths | hours | {Mark("place", place.value): str(place.label) for place in Place}


def marks(row: Row) -> set[Mark]:
    """Say what was there at one round."""
    alone = {Mark("movement", row.movement), Mark("breath", breath(row)), Mark("hour", hour(row))}
    return alone | {Mark("place", place) for place in row.places}


def breath(row: Row) -> str:
    """Say how the breath began: at one's own pace as it was measured, slowly at once, or not told."""
    if row.own_breath_rate is not None:
        return "own"
    return "slow" if row.breath_rate is not None else ""


def hour(row: Row) -> str:
    """Say in which quarter of the day it was."""
    return list(HOURS)[localtime(row.started_at).hour // 6]


def times_of(rows: Sequence[Row], seen: Sequence[set[Mark]], looked_at: Sequence[Mark]) -> brain.Times:
    """Write rounds as arrays: what was before and after, when, and what was there."""
    kinds, column = list(KINDS), {mark: place for place, mark in enumerate(looked_at)}
    there = np.zeros((len(rows), len(looked_at)), dtype=bool)
    for number, some in enumerate(seen):
        there[number, [column[mark] for mark in some if mark in column]] = True
    return brain.Times(
        np.array([row.before for row in rows], dtype=float),
        np.array([row.after for row in rows], dtype=float),
        np.array([row.started_at.timestamp() / 86_400 for row in rows]),
        there,
        np.array([brain.APART if mark.kind == "place" else 1 + kinds.index(mark.kind) for mark in looked_at]),
    )


def together(look: Look) -> dict[str, Any] | None:
    """Lay everything side by side, and name what differs by more than chance."""
    if not look.tally["n"]:
        return None
    rows = [row for row in look.rows if row.rated]
    called, seen = names(), [marks(row) for row in rows]
    looked_at = [mark for mark in called if any(mark in some for some in seen)]
    found = brain.differences(times_of(rows, seen, looked_at)) if len(rows) >= 2 * LEAST else []
    clear = [one for one in found if one.clear]
    scale = span(min((one.low for one in clear), default=0), max((one.high for one in clear), default=1))
    return {
        "n": len(rows),
        "newest": MOST_ROWS if look.tally["n"] > MOST_ROWS else 0,
        "too_few": len(rows) < LEAST,
        "least": LEAST,
        "named": [name(one, KINDS[looked_at[one.mark].kind], called[looked_at[one.mark]], scale) for one in clear],
        "ruler": ruler(scale),
        "compared": [counted(one, called[looked_at[one.mark]]) for one in sorted(found, key=lambda one: -one.n)],
    }


def name(one: brain.Difference, kind: str | Promise, called: str, scale: Span) -> Named:
    """Say of one difference how often, how much, and how sure that is."""
    often, compared = how_often(one), how_much(one)
    ends = one.low, float(np.clip(one.middle, one.low, one.high)), one.high
    picture = range_bar(ends, scale, Words(called, compared))
    return Named(str(kind), called, often, compared, picture)


def how_often(one: brain.Difference) -> str:
    """Say how often tension was lower, and by how much on average."""
    often = _("Lower afterwards %(lower)s of %(n)s times.") % {"lower": one.lower, "n": one.n}
    went = (
        _("It dropped %(points)s points on average.") if one.drop >= 0 else _("It rose %(points)s points on average.")
    )
    return f"{often} {went % {'points': number_format(abs(one.drop), 1)}}"


def how_much(one: brain.Difference) -> str:
    """Say between which points the difference with the other times probably lies."""
    less = one.high < 0
    near, far = (abs(end) for end in ((one.high, one.low) if less else (one.low, one.high)))
    more = _("Compared with your other times: %(near)s to %(far)s points more.")
    fewer = _("Compared with your other times: %(near)s to %(far)s points less.")
    return (fewer if less else more) % {"near": number_format(near, 1), "far": number_format(far, 1)}


def counted(one: brain.Difference, called: str) -> tuple[str, str, str]:
    """Write what was compared as a row; how often is a fact, also where nothing can be said of it."""
    often = _("%(lower)s of %(n)s") % {"lower": one.lower, "n": one.n}
    return called, often, number_format(one.drop, 1)
