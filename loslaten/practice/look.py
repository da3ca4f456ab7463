"""What somebody looks back at: how long ago, which place, and what the database counts of it."""

import json
from collections import Counter
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Avg, Case, Count, F, Max, Min, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person
from loslaten.practice.look_form import LookForm
from loslaten.practice.models import Round

WEEKS = {"4w": 4, "12w": 12, "year": 53}
TITLES = {
    "4w": _("Four weeks, as you filled them in"),
    "12w": _("Twelve weeks, as you filled them in"),
    "year": _("A year, as you filled it in"),
    "all": _("Everything, as you filled it in"),
}
USUAL = "12w"
MOST_ROWS = 1000  # the newest; more would cost more and say hardly more
MOST_STRETCHES = 60  # more marks would be a grey area, not a picture
BOTH = Q(tension_before__isnull=False, tension_after__isnull=False)
WENT = {
    "rated": BOTH,
    "lower": Q(tension_after__lt=F("tension_before")),
    "same": Q(tension_after=F("tension_before")),
    "higher": Q(tension_after__gt=F("tension_before")),
}


class Row(NamedTuple):
    """One round, as narrow as it is needed."""

    started_at: datetime
    before: int | None
    after: int | None
    places: list[str]
    movement: str
    breath_rate: float | None
    own_breath_rate: float | None

    @property
    def rated(self) -> bool:
        """Whether both numbers are there."""
        return self.before is not None and self.after is not None


COLUMNS = ("started_at", "tension_before", "tension_after", "places", "movement", "breath_rate", "own_breath_rate")


class Stretch(NamedTuple):
    """A week or some months: from when, how many rounds, and the means of those with both numbers."""

    begin: datetime
    n: int
    rated: int
    before: float | None
    after: float | None
    square: float | None


def containing(place: str) -> Q:
    """Find rounds with this place, in the same way on both databases."""
    return Q(written__contains=f'"{place}"')


class Look:
    """One person's rounds through one choice; each thing is asked of the database once, and only when it is shown."""

    def __init__(self, person: Person, asked: QueryDict, *, at: datetime) -> None:
        choice = LookForm(asked)
        choice.is_valid()
        self.person, self.at = person, at
        self.period: str = choice.cleaned_data.get("period") or USUAL
        self.place: str = choice.cleaned_data.get("place") or ""
        self.form = LookForm(initial={"period": self.period, "place": self.place})
        self.since = at - timedelta(weeks=WEEKS[self.period]) if self.period in WEEKS else None

    @property
    def title(self) -> str:
        """Say what is looked at."""
        return str(TITLES[self.period])

    @property
    def query(self) -> str:
        """Write the choice as it stands in an address."""
        return urlencode({"period": self.period, "place": self.place})

    @property
    def all_rounds(self) -> QuerySet[Round]:
        """Everything there is of this person but the round they are in."""
        return Round.objects.filter(person=self.person, ended_at__isnull=False).order_by()

    @property
    def rounds(self) -> QuerySet[Round]:
        """What the choice lets through."""
        chosen = self.all_rounds.annotate(written=Cast("places", TextField()))
        if self.since is not None:
            chosen = chosen.filter(started_at__gte=self.since)
        return chosen.filter(containing(self.place)) if self.place else chosen

    @cached_property
    def hidden(self) -> int:
        """How many rounds the choice leaves out."""
        return int(self.all_rounds.count() - self.tally["n"])

    @cached_property
    def tally(self) -> dict[str, Any]:
        """Count the rounds, and how they went."""
        counted = {name: Count("pk", filter=which) for name, which in WENT.items()}
        ends = {"first": Min("started_at"), "last": Max("started_at")}
        return self.rounds.aggregate(n=Count("pk"), heard=Count("measured"), **counted, **ends)

    @cached_property
    def places(self) -> Counter[str]:
        """Count how often each place was chosen; the same places together are one row."""
        counted: Counter[str] = Counter()
        for written, n in self.rounds.values_list(Cast("places", TextField())).annotate(n=Count("pk")):
            for place in json.loads(written):
                counted[place] += n
        return counted

    @cached_property
    def rows(self) -> list[Row]:
        """Read the newest rounds, oldest first."""
        newest = self.rounds.order_by("-started_at").values_list(*COLUMNS)[:MOST_ROWS]
        return [Row(*row) for row in newest][::-1]

    @cached_property
    def begin(self) -> datetime:
        """Where the picture begins; of little there is, four weeks are shown."""
        first = self.tally["first"] or self.at
        return self.since or min(first, self.at - timedelta(weeks=4))

    @cached_property
    def edges(self) -> list[datetime]:
        """Cut the time into weeks, or into months when those would be too many."""
        day = localtime(self.begin).replace(hour=0, minute=0, second=0, microsecond=0)
        if self.at - self.begin <= timedelta(weeks=WEEKS["year"] + 1):
            day -= timedelta(days=day.weekday())
            return [day + timedelta(weeks=week) for week in range((self.at - day).days // 7 + 1)]
        begin, months = day.replace(day=1), self.at.year * 12 + self.at.month - day.year * 12 - day.month + 1
        each = -(-months // MOST_STRETCHES)
        return [later(begin, month) for month in range(0, months, each)]

    @cached_property
    def stretches(self) -> list[Stretch]:
        """Count the rounds of each week or month in which there are any."""
        before, after = (Avg(f"tension_{name}", filter=BOTH) for name in ("before", "after"))
        square = Avg(F("tension_after") * F("tension_after"), filter=BOTH)
        rows = (
            self.rounds.annotate(stretch=stretch_of(self.edges))
            .values("stretch")
            .annotate(n=Count("pk"), rated=Count("pk", filter=BOTH), before=before, after=after, square=square)
            .order_by("stretch")
            .values_list("stretch", "n", "rated", "before", "after", "square")
        )
        return [Stretch(self.edges[number], *counted) for number, *counted in rows]


def stretch_of(edges: list[datetime], first: int = 0) -> Case | Value:
    """Find the number of the stretch by halves: a row is compared six times, not sixty."""
    if len(edges) == 1:
        return Value(first)
    half = len(edges) // 2
    before = When(started_at__lt=edges[half], then=stretch_of(edges[:half], first))
    return Case(before, default=stretch_of(edges[half:], first + half))


def later(begin: datetime, months: int) -> datetime:
    """Go on some months from the first of one."""
    years, month = divmod(begin.month - 1 + months, 12)
    return begin.replace(year=begin.year + years, month=month + 1)
