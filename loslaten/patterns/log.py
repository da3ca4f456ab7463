"""Writing down a moment: once, however often it is sent, with its pattern as it stands now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from loslaten.accounts.models import Person
from loslaten.patterns import standing
from loslaten.patterns.models import Moment, Pattern
from loslaten.patterns.when import wall

NEW = {"", "new"}
CHANGED = ("tension_before", "path", "tension_after")
SEVERAL = 50  # patterns to choose from; more than anybody can hold


class GoneError(Exception):
    """The pattern this moment belongs to is no longer here."""


def listed(person_pk: int | None) -> QuerySet[Pattern]:
    """Find every pattern of somebody, the one used last first; those that rest stand at the end."""
    last = Moment.objects.filter(pattern=OuterRef("pk")).order_by("-at").values("at")[:1]
    used = Coalesce(Subquery(last), "made_at", output_field=DateTimeField())
    mine = Pattern.objects.filter(person=person_pk).select_related("theme").annotate(last=used)
    return mine.order_by(F("rests_since").asc(nulls_first=True), "-last", "id")


def awake(person_pk: int | None) -> QuerySet[Pattern]:
    """Find the patterns somebody is asked about, the one used last first."""
    return listed(person_pk).filter(rests_since=None)


def mine(person: Person, pk: str) -> Pattern:
    """Find the pattern of this key among somebody's own, and let nobody erase it until its moment stands there."""
    try:
        return standing.with_question().select_for_update(no_key=True).get(pk=UUID(pk), person=person)
    except (ValueError, Pattern.DoesNotExist) as missing:
        raise GoneError from missing


def pattern_for(person: Person, values: Mapping[str, Any], *, at: datetime) -> Pattern:
    """Find the pattern that was chosen, or make the one that was begun with this moment."""
    if values["pattern"] not in NEW:
        return mine(person, values["pattern"])
    said = {name: values[name] for name in ("situation", "old_reaction")}
    same = Pattern.objects.filter(person=person, rests_since=None, **said).first() if any(said.values()) else None
    return same or Pattern.objects.create(person=person, made_at=at, changed_at=at, **said)


def log(person: Person, values: Mapping[str, Any], *, at: datetime) -> Moment:
    """Write a moment down, unless it came before.

    Parameters
    ----------
    person
        Whose it is.
    values
        What a `MomentForm` found good.
    at
        Now.

    Returns
    -------
    Moment
        The moment, or the one that came before with the same key.

    Raises
    ------
    IntegrityError
        When the database keeps another promise, such as that a person who was just erased has nothing here.
    """
    if before := came_before(person, values["key"]):
        return before
    try:
        with transaction.atomic():
            if values["pattern"] in NEW:  # two at once would make two patterns: the second finds what the first made
                Person.objects.select_for_update().get(pk=person.pk)
                if before := came_before(person, values["key"]):
                    return before
            moment = Moment(
                pattern=pattern_for(person, values, at=at),
                at=values["told"].at,
                arrived_at=at,
                device_key=values["key"],
                **{name: values[name] for name in CHANGED},
            )
            moment.save(force_insert=True)
            take_in(moment)
    except IntegrityError:
        if (twin := came_before(person, values["key"])) is None:
            raise
        return twin
    return moment


def came_before(person: Person, key: UUID | None) -> Moment | None:
    """Find the moment that was already sent with this key, whichever pattern it stands with by now."""
    return Moment.objects.filter(pattern__person=person, device_key=key).first() if key else None


def take_in(moment: Moment) -> None:
    """Let the model know; what lies before something it already knows it counts afresh by itself."""
    standing.take_in(moment.pattern, moment)


@transaction.atomic
def change(pk: UUID, person: Person, values: Mapping[str, Any], *, at: datetime) -> None:
    """Put other answers in the place of what was there; one that was erased meanwhile does not come back by it."""
    Person.objects.select_for_update().get(pk=person.pk)  # one press after the other, as in `log`
    mine_here = Moment.objects.filter(pattern__person=person).select_related("pattern")
    moment = mine_here.select_for_update(of=("self",)).get(pk=pk)
    before, moment.pattern = moment.pattern, changed_to(moment.pattern, person, values, at=at)
    if wall(values["told"].at) != wall(moment.at):  # seconds, and which of two equal hours, stay as they were
        moment.at = values["told"].at
    for name in CHANGED:
        setattr(moment, name, values[name])
    moment.save(update_fields=["pattern", "at", *CHANGED])
    for pattern in {before, moment.pattern}:
        standing.recount(pattern)


def changed_to(now_with: Pattern, person: Person, values: Mapping[str, Any], *, at: datetime) -> Pattern:
    """Find the pattern a moment is moved to; what stands with a card of which nothing was said yet is there already."""
    nothing = not (values["situation"] or values["old_reaction"])
    blank = not (now_with.situation or now_with.old_reaction)
    return now_with if values["pattern"] in NEW and nothing and blank else pattern_for(person, values, at=at)


@transaction.atomic
def erase(moment: Moment) -> None:
    """Let go of one moment; its pattern may have gone meanwhile."""
    moment.delete()
    for pattern in Pattern.objects.select_for_update(no_key=True).filter(pk=moment.pattern_id):
        standing.recount(pattern)
