"""Patterns, their moments and the rounds practised with them: a line each, out of one house and into another."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from loslaten.accounts.models import Person
from loslaten.api.shapes import MOMENT_LINE, NOTE, PATTERN, dump
from loslaten.library.models import Theme
from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords, Practised

AT_ONCE = 500
PATTERNS, MOMENTS, PRACTISED = "patterns.jsonl", "moments.jsonl", "practised.jsonl"
PATTERN_FIELDS = tuple(field for field in PATTERN if field not in {"theme", "words"})
MOMENT_FIELDS = tuple(field for field in MOMENT_LINE if field not in {"pattern", "note"})
# Keys that come back rise with the lines, so two patterns of one moment keep their order.
FIRST = ("pattern__made_at", "pattern_id", "at", "arrived_at", "note__name")
MOMENT_ORDER = (*FIRST, *(field for field in MOMENT_FIELDS if field not in FIRST))
Fields = dict[str, Any]


def patterns_of(person: Person) -> QuerySet[Pattern]:
    """Find the patterns of somebody, oldest first."""
    return Pattern.objects.filter(person=person).order_by("made_at", "pk")


def moments_of(person: Person) -> QuerySet[Moment]:
    """Find the moments of somebody, pattern by pattern, oldest first."""
    return Moment.objects.filter(pattern__person=person).order_by(*MOMENT_ORDER)


def counts(person: Person) -> dict[str, int]:
    """Count what there is, by the names of person.json."""
    return {
        "patterns": patterns_of(person).count(),
        "words": PatternWords.objects.filter(person=person).count(),
        "moments": moments_of(person).count(),
        "moment_notes": MomentNote.objects.filter(person=person).count(),
        "practised": Practised.objects.filter(round__person=person).count(),
    }


def numbers(person: Person) -> dict[UUID, int]:
    """Give each pattern the number of its line."""
    return {pk: number for number, pk in enumerate(patterns_of(person).values_list("pk", flat=True), start=1)}


def pattern_lines(person: Person) -> Iterator[str]:
    """Write a line for each pattern."""
    sealed = tuple(f"words__{field}" for field in NOTE)
    for row in patterns_of(person).values(*PATTERN_FIELDS, "theme__key", *sealed).iterator(chunk_size=100):
        plain = {field: row[field] for field in PATTERN_FIELDS}
        yield dump({**plain, "theme": row["theme__key"] or "", "words": sealed_in(row, "words")}) + "\n"


def moment_lines(person: Person) -> Iterator[str]:
    """Write a line for each moment, with the number of the line of its pattern."""
    known, sealed = numbers(person), tuple(f"note__{field}" for field in NOTE)
    for row in moments_of(person).values("pattern_id", *MOMENT_FIELDS, *sealed).iterator(chunk_size=1000):
        plain = {field: row[field] for field in MOMENT_FIELDS}
        yield dump({"pattern": known[row["pattern_id"]], **plain, "note": sealed_in(row, "note")}) + "\n"


def sealed_in(row: Mapping[str, Any], prefix: str) -> Fields | None:
    """Take a sealed box out of a row, when there is one."""
    if row[f"{prefix}__name"] is None:
        return None
    return {field: row[f"{prefix}__{field}"] for field in NOTE}


def practised_lines(person: Person, links: Iterable[UUID | None]) -> Iterator[str]:
    """Write a line for each round that was practised with a pattern: the numbers of both their lines."""
    known = numbers(person)
    for number, pattern_id in enumerate(links, start=1):
        if pattern_id is not None:
            yield dump({"round": number, "pattern": known[pattern_id]}) + "\n"


def new_keys(n: int) -> list[UUID]:
    """Make keys that rise, one for each line."""
    return sorted(uuid4() for _ in range(n))


def pattern_rows(rows: Iterable[tuple[UUID, Fields]], person: Person, themes: Mapping[str, Theme]) -> list[Fields]:
    """Prepare patterns to be stored under their new keys; a theme this house does not have is left open."""
    return [
        {**{name: row[name] for name in PATTERN_FIELDS}, "id": key, "person_id": person.pk,
         "theme_id": theme.pk if (theme := themes.get(row["theme"])) else None}
        for key, row in rows
    ]  # fmt: skip


def words_rows(rows: Iterable[tuple[UUID, Fields]], person: Person) -> list[Fields]:
    """Prepare the sealed words of patterns."""
    return [{**row["words"], "pattern_id": key, "person_id": person.pk} for key, row in rows if row["words"]]


def moment_rows(
    some: Iterable[tuple[int, Fields]], keys: list[UUID], person: Person
) -> tuple[list[Fields], list[Fields]]:
    """Prepare moments and their sealed notes, each with the pattern its line names."""
    moments, notes = [], []
    for _line, row in some:
        key = uuid4()
        plain = {name: row[name] for name in MOMENT_FIELDS}
        moments.append({**plain, "id": key, "pattern_id": keys[row["pattern"] - 1]})
        notes += [{**row["note"], "moment_id": key, "person_id": person.pk}] if row["note"] else []
    return moments, notes
