"""Taking along: everything of one person in one zip, written while it is read, in memory that does not grow."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.utils.timezone import localtime
from django.utils.translation import override

from loslaten.accounts.models import Person, Vault
from loslaten.api import pattern_pages, patterns, readable
from loslaten.api.account import describe
from loslaten.api.days import answers_of, days_of, lines_of
from loslaten.api.shapes import CONSENT, MEASURED, NOTE, ROUND, SLOT, TAKEN, VERSION, dump, schema
from loslaten.practice.models import RoundNote
from loslaten.programme.models import Taken

PIECE = 64 * 1024
AT_ONCE = 1000
GIB = 1024**3
ROUND_FIELDS = tuple(field for field in ROUND if field not in {"measured", "note"})
HEARD = tuple(f"measured__{field}" for field in MEASURED)
TOLD = (*ROUND_FIELDS, *HEARD)
# The same state gives the same bytes: rounds that began at one moment stand by their note, then by all they hold.
FIRST = ("started_at", "arrived_at", "note__name")
LINK = "practised__pattern_id"
ORDER = (*FIRST, *(field for field in ROUND_FIELDS if field not in FIRST), "practised__pattern__made_at", LINK)


class Size(NamedTuple):
    """How much there is to take along."""

    rounds: int
    notes: int
    days: int
    patterns: int
    moments: int
    estimated_bytes: int


def size(person: Person) -> Size:
    """Count, and guess how heavy the zip will be."""
    rounds = person.rounds.count()
    notes = RoundNote.objects.filter(person=person).aggregate(count=Count("pk"), length=Sum(Length("box")))
    answers = answers_of(person).aggregate(count=Count("pk"), length=Sum(Length("box")))
    mine = patterns.counts(person)
    days, sealed = days_of(person).count(), notes["count"] + answers["count"] + mine["words"] + mine["moment_notes"]
    length = (notes["length"] or 0) + (answers["length"] or 0)
    estimated = 6_000 + 70 * rounds + 60 * sealed + 40 * days + length * 3 // 4
    estimated += 90 * mine["patterns"] + 45 * mine["moments"] + 250 * (mine["words"] + mine["moment_notes"])
    return Size(rounds, sealed, days, mine["patterns"], mine["moments"], estimated)


def notes_of(person: Person) -> Any:  # noqa: ANN401 - a query set of two kinds of rows
    """Find the notes of somebody, in the order of their rounds."""
    return RoundNote.objects.filter(person=person).order_by("round__started_at", "round__arrived_at", "name")


def rounds_of(person: Person) -> Iterator[tuple[Any, ...]]:
    """Walk through the rounds of somebody, each with what was heard, and the name of its note at the end."""
    rows = person.rounds.order_by(*ORDER).values_list(*ROUND_FIELDS, *HEARD, "note__name")
    return rows.iterator(chunk_size=AT_ONCE)


def links_of(person: Person) -> Iterator[Any]:
    """Walk through the same rounds: the pattern each was practised with, or nothing."""
    return person.rounds.order_by(*ORDER).values_list(LINK, flat=True).iterator(chunk_size=AT_ONCE)


@contextmanager
def snapshot() -> Iterator[None]:
    """See everything as it is now, without standing in the way of who writes meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions take the lock for writing at once; this one only reads.
        connection.cursor().execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.cursor().execute("COMMIT")
    else:
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


class Pipe(io.RawIOBase):
    """What a zip is written to, and taken from in pieces; it cannot go back."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - anything that holds bytes
        """Take some bytes."""
        self.held += data
        return len(data)

    def take(self) -> bytes:
        """Give what there is."""
        piece = bytes(self.held)
        self.held.clear()
        return piece


def parcel(person: Person, *, at: datetime, language: str) -> Iterator[bytes]:
    """Write the zip, piece by piece."""
    with snapshot(), override(language):
        pipe = Pipe()
        large = size(person).estimated_bytes > GIB
        with ZipFile(pipe, "w", ZIP_DEFLATED) as whole:
            for name, lines in files(person, at=at):
                with whole.open(entry(name, at), "w", force_zip64=large) as file:
                    for text in in_pieces(lines):
                        file.write(text.encode())
                        if len(pipe.held) >= PIECE:
                            yield pipe.take()
        yield pipe.take()


def entry(name: str, at: datetime) -> ZipInfo:
    """Name a file in the zip, as of now, for its owner's eyes."""
    info = ZipInfo(name, date_time=localtime(at).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def in_pieces(lines: Iterable[str]) -> Iterator[str]:
    """Join lines until they are worth a piece."""
    walk = iter(lines)
    while some := list(islice(walk, 100)):
        yield "".join(some)


def files(person: Person, *, at: datetime) -> Iterator[tuple[str, Iterable[str]]]:
    """List every file with its lines."""
    yield "README.txt", readable.readme(at=at)
    yield "person.json", [dump(whole(person, at=at)), "\n"]
    yield "account.json", [dump(describe(person)), "\n"]
    yield "rounds.jsonl", round_lines(person)
    yield "notes.jsonl", note_lines(person)
    yield "days.jsonl", lines_of(person)
    yield patterns.PATTERNS, patterns.pattern_lines(person)
    yield patterns.MOMENTS, patterns.moment_lines(person)
    yield patterns.PRACTISED, patterns.practised_lines(person, links_of(person))
    yield "rounds.csv", readable.table(rounds_of(person), TOLD)
    yield "moments.csv", pattern_pages.table(person)
    more = pattern_pages.part(person)
    yield "readable.html", readable.page(rounds_of(person), TOLD, days=told_days(person), more=more, at=at)
    yield "schema.json", [dump(schema()), "\n"]


def told_days(person: Person) -> Iterator[tuple[Any, ...]]:
    """Walk through the days of somebody: when, and where it was felt."""
    return days_of(person).values_list("date", "places").iterator(chunk_size=AT_ONCE)


def whole(person: Person, *, at: datetime) -> dict[str, Any]:
    """Gather what is not one of many."""
    consents = person.consents.order_by("given_at", "purpose", "withdrawn_at", "wording").values(*CONSENT)
    vault = Vault.objects.filter(person=person).first()
    return {
        "version": VERSION,
        "taken_at": at,
        "rounds": person.rounds.count(),
        "notes": notes_of(person).count(),
        "days": days_of(person).count(),
        "answers": answers_of(person).count(),
        "consents": list(consents),
        "steps": list(Taken.objects.filter(person=person).order_by("at", "step_key").values(*TAKEN)),
        "vault": vault and locked(vault),
        **patterns.counts(person),
    }


def locked(vault: Vault) -> dict[str, Any]:
    """Take the vault as it is: locked, with the ways to open it."""
    slots = list(vault.slots.order_by("kind").values(*SLOT))
    return {"version": vault.version, "check_box": vault.check_box, "made_at": vault.made_at, "slots": slots}


def round_lines(person: Person) -> Iterator[str]:
    """Write a line for each round."""
    for row in rounds_of(person):
        fields = dict(zip(ROUND_FIELDS, row, strict=False))
        yield dump({**fields, "measured": heard_in(row), "note": row[-1]}) + "\n"


def heard_in(row: tuple[Any, ...]) -> dict[str, Any] | None:
    """Take what was heard out of a row, when there is something."""
    heard = dict(zip(MEASURED, row[len(ROUND_FIELDS) :], strict=False))
    return heard if heard["sense"] else None


def note_lines(person: Person) -> Iterator[str]:
    """Write a line for each note, still sealed."""
    for row in notes_of(person).values(*NOTE).iterator(chunk_size=AT_ONCE // 10):
        yield dump(row) + "\n"
