"""A round in words: what it shows a person afterwards, and in their list."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.picture.line import before_after
from loslaten.practice.models import Round
from loslaten.practice.movements import MOVEMENTS, STILL
from loslaten.practice.sweep import Gone
from loslaten.practice.words import Ending, NextTime, Outcome, Place, Sensation, Sign


class Entry(NamedTuple):
    """A round as one row of a list."""

    round: Round
    sentence: str
    places: str
    lines: str


def labels(words: type[TextChoices], codes: Sequence[str]) -> str:
    """Write stored words in the person's language; a word this version does not know is left out."""
    known = set(words.values)
    return ", ".join(str(words(code).label) for code in codes if code in known)


def place_names(practised: Round) -> str:
    """Name the places of a round, in lower case, as in the middle of a sentence."""
    return labels(Place, practised.places).lower()


def sentence(practised: Round) -> str:
    """Say what the two lines show."""
    before, after = practised.tension_before, practised.tension_after
    if before is not None and after is not None:
        return _("The line stood at %(before)s and hangs at %(after)s now.") % {"before": before, "after": after}
    if before is not None:
        return _("The line stood at %(before)s. Afterwards was left open.") % {"before": before}
    if after is not None:
        return _("Before was left open. The line hangs at %(after)s now.") % {"after": after}
    return _("You rated nothing. That is fine.")


def movement_name(code: str) -> str:
    """Name a movement."""
    names: dict[str, Any] = {each.code: each.title for each in MOVEMENTS} | {STILL: _("I do not move")}
    return str(names.get(code, ""))


def rate(value: float | None) -> str:
    """Say how fast the breath went."""
    return _("%(rate)s breaths a minute") % {"rate": number_format(value, 1)} if value else ""


def facts(practised: Round) -> list[tuple[str, str]]:
    """List everything that was stored of a round; what was left open is not a fact."""
    rows = [
        (_("Practice"), str(practised.guide.name)),
        (_("Places"), labels(Place, practised.places) or (_("little or nothing") if practised.felt_little else "")),
        (_("Sensation"), labels(Sensation, practised.sensations)),
        (_("Tension before"), number(practised.tension_before)),
        (_("Breath"), rate(practised.breath_rate)),
        (_("Own breath"), rate(practised.own_breath_rate)),
        (_("Movement"), movement_name(practised.movement)),
        (_("Tension after"), number(practised.tension_after)),
        (_("What became of it"), labels(Outcome, [practised.outcome])),
        (_("Signs"), labels(Sign, practised.signs)),
        (_("When it comes back"), labels(NextTime, [practised.next_time])),
        (_("Ending"), labels(Ending, [practised.ending])),
    ]
    return [(name, value) for name, value in rows if value]


def number(value: int | None) -> str:
    """Write a rating; nothing for nothing."""
    return "" if value is None else str(value)


def entry(practised: Round) -> Entry:
    """Make a row for the list of kept rounds."""
    said = sentence(practised)
    lines = before_after(practised.tension_before, practised.tension_after, title=said, width=160, height=56)
    return Entry(practised, said, place_names(practised), lines)


def erased(gone: Gone) -> str:
    """Say how much went when somebody no longer wants it kept."""
    if not gone.rounds:
        return _("Your practices are no longer kept. There was nothing to erase.")
    said = ngettext(
        "Your practices are no longer kept. %(n)s practice has been erased.",
        "Your practices are no longer kept. %(n)s practices have been erased.",
        gone.rounds,
    )
    return said % {"n": gone.rounds} + also_erased(gone)


def also_erased(gone: Gone) -> str:
    """Say what went along with rounds."""
    said = [
        (gone.notes, _("Notes erased with it: %(n)s.")),
        (gone.summaries, _("Summaries of what was heard erased with it: %(n)s.")),
    ]
    return "".join(f" {sentence % {'n': n}}" for n, sentence in said if n)
