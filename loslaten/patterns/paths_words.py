"""What is said of two paths: how broad, what to expect, what changed, and what may come back."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.brain.statements import Band, Change, Expectation, Paths

AWAY = timedelta(days=14)  # after this one has been away, and comes back
WEEK_D = 7


def broader(paths: Paths) -> str:
    """Say which path is broader, or that it cannot be told."""
    said = {
        "old": _("The old path is the broader one now."),
        "new": _("The new path is the broader one now. The old one stays as well."),
    }
    return said.get(paths.broader or "", _("Which path is broader cannot be told yet."))


def taken(new: int, of: int) -> str:
    """Say how often the new path was taken of late; a nought would only be a reproach."""
    if not new:
        return ""
    if of == 1:
        return _("You took the new path the last time.")
    return _("You took the new path in %(k)s of the last %(n)s moments.") % {"k": new, "n": of}


def waiting(to_go: int) -> str:
    """Say when there will be something to see."""
    said = ngettext(
        "Here a picture of your old and your new path appears, after %(n)s more time with a path."
        " Until then it would be the same for everybody.",
        "Here a picture of your old and your new path appears, after %(n)s more times with a path."
        " Until then it would be the same for everybody.",
        to_go,
    )
    return said % {"n": to_go}


def expectation(expected: Expectation) -> str:
    """Say between which ratings such a moment will probably lie, and how long until that says more."""
    low, high = expected.low, expected.high
    said = _("Of 10 such moments we expect %(of_ten)s with a tension between %(low)s and %(high)s, on a scale to 10.")
    told = said % {"of_ten": expected.of_ten, "low": low, "high": high}
    if not expected.moments_to_go:
        return told
    more = ngettext(
        "We do not know this pattern well yet: after %(n)s more time this says more.",
        "We do not know this pattern well yet: after %(n)s more times this says more.",
        expected.moments_to_go,
    )
    return f"{told} {more % {'n': expected.moments_to_go}}"


def change(moved: Change) -> str:
    """Say whether tension beforehand changed since the first time, with how sure that is."""
    if moved.direction is None:
        return _("Whether tension beforehand has changed since the first time cannot be told yet.")
    bounds = sorted((abs(moved.low), abs(moved.high))) if moved.low * moved.high > 0 else [0.0, abs(moved.points)]
    said = {
        "lower": _("Tension beforehand is lower than the first time: about %(points)s, probably %(low)s to %(high)s."),
        "higher": _(
            "Tension beforehand is higher than the first time: about %(points)s, probably %(low)s to %(high)s."
        ),
    }
    low, high = bounds
    return said[moved.direction] % {"points": points(abs(moved.points)), "low": number(low), "high": points(high)}


def number(value: float) -> str:
    """Write a number of points."""
    return str(number_format(value, 1))


def points(value: float) -> str:
    """Write a number of points with its unit."""
    return ngettext("%(n)s point", "%(n)s points", round(value, 1) != 1) % {"n": number(value)}


def weeks(away: timedelta) -> str:
    """Write how long somebody was away."""
    n = away.days // WEEK_D
    return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}


def returned(away: timedelta) -> str:
    """Say that somebody came back after a while; that is all there is to it."""
    if away < AWAY:
        return ""
    return _("You came back after %(weeks)s. What you had walked before still counts.") % {"weeks": weeks(away)}


def beforehand(away: timedelta, *, strong: bool, rising: bool) -> str:
    """Say beforehand that an old alarm may come back, and that this undoes nothing; nothing when there is no reason."""
    if away >= AWAY and rising:
        reason = _("It has been a while. After a pause an old alarm may come back.")
    elif strong and away < AWAY:
        reason = _("The last time was strong. After that an old alarm may come sooner for a while.")
    else:
        return ""
    kept = _("That does not undo what you learnt: it is mostly found back faster than the first time.")
    return f"{reason} {kept}"


def share(value: float) -> str:
    """Write a width, from 0 to 100."""
    return str(round(100 * value))


def between(band: Band) -> str:
    """Write what a width probably lies between."""
    return _("%(low)s and %(high)s") % {"low": share(band.low), "high": share(band.high)}


def described(paths: Paths) -> str:
    """Say what the picture shows, for those who do not see it."""
    said = _(
        "Old path, left: %(old)s of 100, probably between %(old_between)s. New path, right: %(new)s of 100, probably"
        " between %(new_between)s."
    )
    return said % {
        "old": share(paths.old.middle), "old_between": between(paths.old),
        "new": share(paths.new.middle), "new_between": between(paths.new),
    }  # fmt: skip
