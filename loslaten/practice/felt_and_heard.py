"""Felt and heard over weeks: whether softening goes together with a slower heart or breath, for this person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loslaten.brain import together as brain
from loslaten.picture.ranges import ruler, span
from loslaten.practice.look import BOTH, MOST_ROWS, Look
from loslaten.practice.together import Named, name

LEAST = brain.LEAST


class Beside(NamedTuple):
    """One thing that was heard: its columns, from how much less it counts as slower, and its words."""

    before: str
    after: str
    less: float  # per minute
    called: str | Promise
    enough: str | Promise


HEARD = (
    Beside(
        "measured__heart_rate_before",
        "measured__heart_rate_after",
        1.5,
        gettext_lazy("When your heart went slower"),
        gettext_lazy(
            "Your heart: not enough yet. It takes %(least)s times slower and %(least)s not; now %(slower)s and %(not)s."
        ),
    ),
    Beside(
        "measured__breath_rate_before",
        "measured__breath_rate_after",
        0.5,
        gettext_lazy("When your breath went slower"),
        gettext_lazy(
            "Your breath: not enough yet. It takes %(least)s times slower and %(least)s not;"
            " now %(slower)s and %(not)s."
        ),
    ),
)

Heard = tuple[datetime, int, int, float, float]


def felt_and_heard(look: Look) -> dict[str, Any] | None:
    """Lay what was felt beside what was heard; nothing at all where nobody listened along."""
    counted = look.tally["heard"]
    if not counted:
        return None
    found = [(each, laid(rows_of(look, each), each)) for each in HEARD]
    clear = [one for _each, one in found if isinstance(one, brain.Difference)]
    scale = span(min((one.low for one in clear), default=0), max((one.high for one in clear), default=1))
    return {
        "n": ngettext("You listened along %(n)s time.", "You listened along %(n)s times.", counted) % {"n": counted},
        "named": [said(each, one, scale) for each, one in found if isinstance(one, brain.Difference)],
        "too_few": [one for _each, one in found if isinstance(one, str)],
        "ruler": ruler(scale),
    }


def rows_of(look: Look, each: Beside) -> Sequence[Heard]:
    """Find the times with both ratings and both ends of what was heard, newest first."""
    known = look.rounds.filter(BOTH, **{f"{each.before}__isnull": False, f"{each.after}__isnull": False})
    columns = ("started_at", "tension_before", "tension_after", each.before, each.after)
    return list(known.order_by("-started_at").values_list(*columns)[:MOST_ROWS])


def laid(rows: Sequence[Heard], each: Beside) -> brain.Difference | str:
    """Compare the times in which it went slower with the others; or say how many are missing."""
    slower = np.array([before - after >= each.less for *_felt, before, after in rows], dtype=bool)
    times = brain.Times(
        np.array([row[1] for row in rows], dtype=float),
        np.array([row[2] for row in rows], dtype=float),
        np.array([row[0].timestamp() / 86_400 for row in rows]),
        slower.reshape(-1, 1),
        np.array([brain.APART]),
    )
    found = brain.differences(times)
    if found:
        return found[0]
    many = int(slower.sum())
    return str(each.enough) % {"least": LEAST, "slower": many, "not": len(rows) - many}


def said(each: Beside, one: brain.Difference, scale: Any) -> Named:  # noqa: ANN401 - picture.ranges.Span
    """Say one difference, and when it can be chance."""
    told = name(one, "", str(each.called), scale)
    if one.clear:
        return told
    ends = {"less": number_format(round(-one.low, 1), 1), "more": number_format(round(one.high, 1), 1)}
    between = _("Compared with your other times: between %(less)s points less and %(more)s points more.") % ends
    return told._replace(compared=between + " " + _("That can be chance."))
