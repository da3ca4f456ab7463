"""What counts as one time of a pattern: a moment in life, or a round that was practised with it."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from loslaten.brain import moment as brain
from loslaten.patterns.models import Moment, Pattern, Practised
from loslaten.patterns.words import Path
from loslaten.practice.guides import GUIDES
from loslaten.practice.movements import STILL
from loslaten.practice.words import Ending

DAY_S, SECOND = 86_400, 1 / 86_400
QUIET = "practice"  # the context of a round: safety learnt there is safety of there
STEPS = ("welcome", "breathe")  # through which our own guides lead; of another one only the breath that was measured
OF_A_MOMENT = ("at", "id", "tension_before", "tension_after", "path")
OF_A_ROUND = ("started_at", "id", "tension_before", "tension_after", "ending", "guide_slug", "breath_rate", "movement")


class Row(NamedTuple):
    """One time, as the model learns from it; rows sort by when they were."""

    at: datetime
    practised: bool
    id: UUID
    tension_before: int
    tension_after: int | None
    path: str
    steps: tuple[str, ...] = ()

    def learnt(self, *, after: float) -> brain.Moment:
        """Write it as the brain reads it; what lies at the same instant as another is learnt a second later."""
        days = self.at.timestamp() / DAY_S
        return brain.Moment(
            at=days if math.isnan(after) else max(days, after + SECOND),
            tension_before=self.tension_before,
            path=self.path or None,
            steps=self.steps,
            tension_after=self.tension_after,
            context=QUIET if self.practised else "",
            practised=self.practised,
        )


class Tally(NamedTuple):
    """A few sums over the rows of a pattern, to see cheaply whether all of them, and no others, were taken in."""

    n: int = 0
    before: int = 0
    after: int = 0
    n_after: int = 0
    old: int = 0
    new: int = 0
    practised: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `str` wrote; nothing was counted where nothing stands."""
        return cls(*map(int, text.split()))

    def __str__(self) -> str:
        return " ".join(map(str, self))

    def __add__(self, other: "Tally") -> "Tally":  # type: ignore[override]
        """Add sum to sum."""
        return Tally(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))


def tally_of(row: Row) -> Tally:
    """Count one row."""
    rated = row.tension_after is not None
    ways = (row.path == Path.OLD, row.path == Path.NEW, row.practised)
    return Tally(1, row.tension_before, row.tension_after or 0, int(rated), *map(int, ways))


def of_moment(values: Sequence[Any]) -> Row:
    """Make a row of a moment's values."""
    at, key, before, after, path = values
    return Row(at, False, key, before, after, path)


def of_round(values: Sequence[Any]) -> Row:
    """Make a row of a round's values: one that was finished walked the new path, with its steps."""
    at, key, before, after, ending, guide, breath_rate, movement = values
    if ending != Ending.FINISHED:
        return Row(at, True, key, before, after, "")
    steps = STEPS if guide in GUIDES else ("breathe",) if breath_rate is not None else ()
    moved = ("move",) if movement and movement != STILL else ()
    return Row(at, True, key, before, after, Path.NEW, (*steps, *moved))


def row_of(one: Moment | Practised) -> Row | None:
    """Make a row of a moment or a practised round; None while the round has not ended, or has no rating of before."""
    if isinstance(one, Moment):
        return of_moment([getattr(one, name) for name in OF_A_MOMENT])
    if one.round.ended_at is None or one.round.tension_before is None:
        return None
    return of_round([getattr(one.round, name) for name in OF_A_ROUND])


def rounds_of(pattern: Pattern) -> QuerySet[Practised]:
    """Find the rounds of a pattern that count."""
    return Practised.objects.filter(pattern=pattern).exclude(round__ended_at=None).exclude(round__tension_before=None)


def rows(pattern: Pattern) -> list[Row]:
    """Find everything that counts, in order of time."""
    moments = Moment.objects.filter(pattern=pattern).order_by().values_list(*OF_A_MOMENT)
    rounds = rounds_of(pattern).order_by().values_list(*(f"round__{name}" for name in OF_A_ROUND))
    return sorted([*map(of_moment, moments.iterator()), *map(of_round, rounds.iterator())])


def in_order(pattern: Pattern, last: int) -> list[Row]:
    """Find the last few things that count, in order of time."""
    moments = Moment.objects.filter(pattern=pattern).order_by("-at", "-id").values_list(*OF_A_MOMENT)[:last]
    rounds = rounds_of(pattern).order_by("-round__started_at", "-round")
    found = rounds.values_list(*(f"round__{name}" for name in OF_A_ROUND))[:last]
    return sorted([*map(of_moment, moments), *map(of_round, found)])[-last:]


def tally(pattern: Pattern) -> tuple[Tally, datetime | None]:
    """Let the database count, and say when the last one was; as many questions for ten rows as for ten thousand."""
    n = Count("pk")
    moments = Moment.objects.filter(pattern=pattern).order_by()
    found = moments.aggregate(
        last=Max("at"), n=n, before=Sum("tension_before"), after=Sum("tension_after"), rated=Count("tension_after"),
        old=Count("pk", filter=Q(path=Path.OLD)), new=Count("pk", filter=Q(path=Path.NEW)),
    )  # fmt: skip
    quiet = rounds_of(pattern).aggregate(
        last=Max("round__started_at"), n=n, before=Sum("round__tension_before"), after=Sum("round__tension_after"),
        rated=Count("round__tension_after"), new=Count("pk", filter=Q(round__ending=Ending.FINISHED)),
    )  # fmt: skip
    return _read(found) + _read({**quiet, "old": 0, "quiet": quiet["n"]}), latest((found["last"], quiet["last"]))


def _read(found: dict[str, Any]) -> Tally:
    names = ("n", "before", "after", "rated", "old", "new", "quiet")
    return Tally(*(found.get(name) or 0 for name in names))


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    """Find the last of some moments, of which some may be missing."""
    return max((moment for moment in moments if moment is not None), default=None)
