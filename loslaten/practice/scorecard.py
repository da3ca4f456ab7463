"""How the model's expectations turned out: a sentence, the same beside "as last time", and a small picture.

`patterns` has the posteriors; it hands a record of one over, and shows what comes back with
`practice/parts/scorecard.html`.
"""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.brain.statements import Record
from loslaten.picture.frame import Words
from loslaten.picture.ranges import tally

NEAR = 0.1  # points; a smaller difference between the two is none


def scorecard(record: Record | None) -> dict[str, Any]:
    """Say how the last expectations turned out; without two moments there is nothing to say yet."""
    if record is None:
        return {"record": None}
    said = ngettext(
        "Of the last %(n)s expectation %(inside)s fell inside the range named beforehand.",
        "Of the last %(n)s expectations %(inside)s fell inside the range named beforehand.",
        record.n,
    ) % {"n": record.n, "inside": record.inside}
    picture = tally(record.n, record.inside, Words(_("How expectations turned out"), said))
    return {"record": record, "said": said, "compared": compared(record), "picture": picture}


def compared(record: Record) -> str:
    """Set the mean distance beside that of whoever says: the same as last time."""
    numbers = {"ours": number_format(record.error, 1), "last": number_format(record.same_as_last_time, 1)}
    distances = _(
        "On average the expectation was %(ours)s points off. “The same as last time” would have been %(last)s off."
    )
    better = record.same_as_last_time - record.error
    if abs(better) < NEAR:
        verdict = _("That is about as near.")
    elif better > 0:
        verdict = _("So the expectation came nearer.")
    else:
        verdict = _("So “the same as last time” came nearer. It is the better guess then.")
    return f"{distances % numbers} {verdict}"
