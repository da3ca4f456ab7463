"""The times of a pattern: moments and practised rounds in one list, and what they say together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.patterns.models import Moment, Pattern
from loslaten.patterns.words import Path
from loslaten.picture.bodymap import ZONES, heat
from loslaten.picture.line import before_after
from loslaten.practice.models import Round
from loslaten.practice.words import Place

SOME = 200  # rounds whose places, and moments whose hours, are looked at: the newest
LEAST = 3  # fewer times say nothing about when
LATELY = 4  # times on the page of a pattern
PAGE = 20
NIGHT, NOON, EVENING = 6, 12, 18


class Time(NamedTuple):
    """One time as a row of the list."""

    id: UUID
    at: datetime
    kind: str
    tension_before: int | None
    tension_after: int | None
    path: str

    @property
    def page(self) -> str:
        """Name the page where it is shown."""
        return "moment" if self.kind == "moment" else "after"

    @property
    def what(self) -> str:
        """Say what it was."""
        if self.kind == "round":
            return _("practised")
        return str(Path(self.path).label) if self.path in Path.values else _("a moment")

    @property
    def numbers(self) -> str:
        """Say both ratings."""
        before, after = self.tension_before, self.tension_after
        if before is None or after is None:
            return "–" if before is None and after is None else str(after if before is None else before)
        return _("%(before)s to %(after)s") % {"before": before, "after": after}

    @property
    def line(self) -> str:
        """Draw both ratings."""
        said = f"{self.what}, {self.numbers}"
        return before_after(self.tension_before, self.tension_after, title=said, width=160, height=56)


def times(pattern: Pattern) -> QuerySet[Any]:
    """Find moments and ended rounds, newest first, as rows that `Time` takes."""
    rounds = Round.objects.filter(practised__pattern=pattern).exclude(ended_at=None).order_by()
    moments = Moment.objects.filter(pattern=pattern).order_by()
    text = CharField(max_length=8)
    columns = ("id", "when", "kind", "tension_before", "tension_after", "way")
    of_moments = moments.annotate(when=F("at"), kind=Value("moment"), way=Cast("path", text)).values_list(*columns)
    of_rounds = rounds.annotate(
        when=F("started_at"), kind=Value("round"), way=Value("", output_field=text)
    ).values_list(*columns)
    return of_moments.union(of_rounds, all=True).order_by("-when", "id")


def rows(found: Iterable[tuple[Any, ...]]) -> list[Time]:
    """Make rows of what was found."""
    return [Time(*row) for row in found]


class Felt(NamedTuple):
    """Where it was felt: a picture, and the same in words."""

    pictures: list[str]
    sentence: str


def felt(pattern: Pattern) -> Felt | None:
    """Draw where the practised rounds of a pattern were felt; before there is one, what its card says."""
    found = Round.objects.filter(practised__pattern=pattern).exclude(places=[]).order_by("-started_at")
    listed = list(found.values_list("places", flat=True)[:SOME])
    counts = Counter(place for places in listed for place in places if place in Place.values)
    if counts:
        shares = {place: count / len(listed) for place, count in counts.items()}
        return Felt(drawn(shares, said := sentence(counts, len(listed))), said)
    chosen = [place for place in pattern.places if place in Place.values]
    if not chosen:
        return None
    said = _("What the card says: %(places)s.") % {"places": ", ".join(str(Place(p).label).lower() for p in chosen)}
    return Felt(drawn(dict.fromkeys(chosen, 0.8), said), said)


def drawn(shares: Mapping[str, float], title: str) -> list[str]:
    """Draw the front, the back, or both: whichever has something to show."""
    views = [view for view in ("front", "back") if any(zone.code in shares for zone in ZONES if zone.view == view)]
    return [heat(view, shares, title=title) for view in views]


def sentence(counts: Counter[str], n: int) -> str:
    """Say the two places that were felt most, each with how often."""
    first, *others = counts.most_common(2)
    said = ngettext("%(place)s in %(k)s of the %(n)s time", "%(place)s in %(k)s of the %(n)s times", n)
    told = said % {"place": Place(first[0]).label, "k": first[1], "n": n}
    for place, count in others:
        told += _(", %(place)s in %(k)s") % {"place": str(Place(place).label).lower(), "k": count}
    return f"{told}."


def parts_of_day(pattern: Pattern) -> str:
    """Say in which part of the day its newest moments mostly lay; nothing while they are few."""
    newest = Moment.objects.filter(pattern=pattern).order_by("-at").values_list("at", flat=True)[: SOME + 1]
    hours = [localtime(at).hour for at in newest]
    if len(hours) < LEAST:
        return ""
    counts = Counter(map(part_of_day, hours[:SOME]))
    part, n = counts.most_common(1)[0]
    names = {
        "night": _("at night"), "morning": _("in the morning"), "afternoon": _("in the afternoon"),
        "evening": _("in the evening"),
    }  # fmt: skip
    several = (
        _("mostly %(part)s: %(k)s of %(n)s") if len(hours) <= SOME else _("lately mostly %(part)s: %(k)s of %(n)s")
    )
    return capfirst(several % {"part": names[part], "k": n, "n": counts.total()})


def part_of_day(hour: int) -> str:
    """Name the part of the day of an hour."""
    if hour < NIGHT:
        return "night"
    if hour < NOON:
        return "morning"
    return "afternoon" if hour < EVENING else "evening"


def ways(pattern: Pattern) -> str:
    """Count how often each path was taken; each is a fact, and none a fault."""
    found = Moment.objects.filter(pattern=pattern).exclude(path="").order_by().values_list("path")
    counts = dict(found.annotate(n=Count("pk")))
    told = [f"{path.label} {counts[path.value]}" for path in Path if path.value in counts]
    return capfirst(", ".join(told))
