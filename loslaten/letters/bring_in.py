"""Bringing a list of readers along: taken in as it is, read line by line, and brought in after its writer's yes.

The work loop does it, some lines at a time. What was read is taken away in the same transaction that writes down what
it was, so whoever goes on after a kill reads no line twice, and nobody is there twice.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import IO, NamedTuple

from django.db import transaction
from django.db.models import F, Q

from loslaten.letters.columns import Heading, WrongLineError, candidate, heading
from loslaten.letters.models import Candidate, Import, Piece, Reader

State = Import.State
AT_ONCE = 500  # lines: pages wait for no more than these
LONGEST_LINE = 10_000
TOLD = 100  # lines that are wrong, each with its number; the rest is counted
PATIENCE = timedelta(days=7)  # how long a list waits for a yes
REST = 1.0  # after some lines pages have the house alone, for as long as those took
BEGUN = (State.READING, State.BRINGING, State.GONE)
COPIED = (
    "address", "name", "language", "pace", "source", "wording", "asked_at", "confirmed_at", "proof",
)  # fmt: skip


class NoListError(Exception):
    """What came in is no list of readers."""


class Terms(NamedTuple):
    """What holds for lines that say nothing of it themselves."""

    language: str
    said_at: datetime | None = None
    proof: str = ""


# --- taken in -----------------------------------------------------------------------------------------


def take_in(file: IO[bytes], terms: Terms, *, at: datetime) -> Import:
    """Take a list in as it is, in pieces of whole lines; what is in it is looked at afterwards."""
    file.seek(0)
    first = file.readline(LONGEST_LINE)
    found = heading_of(first)
    if found is None:
        raise NoListError
    made = Import.objects.create(
        made_at=at, delimiter=found.delimiter, columns=found.columns, **terms._asdict()
    )  # fmt: skip
    file.seek(0)
    if not found.is_data:
        file.readline(LONGEST_LINE)
    lines, is_utf8 = 0, is_whole(first)
    for piece, count in pieces(made, file, number=1 if found.is_data else 2):
        piece.save(force_insert=True)
        lines, is_utf8 = lines + count, is_utf8 and is_whole(bytes(piece.content))
    made.lines, made.encoding, made.state = lines, "utf-8" if is_utf8 else "cp1252", State.READING
    made.save(update_fields=["lines", "encoding", "state"])
    return made


def heading_of(first: bytes) -> Heading | None:
    """Read the first line in either way of writing letters; the names of columns need no accents."""
    try:
        return heading(first.decode("utf-8-sig", "replace"))
    except WrongLineError:
        return None


def pieces(made: Import, file: IO[bytes], *, number: int) -> Iterator[tuple[Piece, int]]:
    """Cut a file at the ends of its lines."""
    some: list[bytes] = []
    while line := file.readline(LONGEST_LINE):
        some.append(line)
        if len(some) == AT_ONCE:
            yield Piece(of=made, first_line=number, content=b"".join(some)), len(some)
            number, some = number + len(some), []
    if some:
        yield Piece(of=made, first_line=number, content=b"".join(some)), len(some)


def is_whole(content: bytes) -> bool:
    """Say whether this is UTF-8; what is not comes from a spreadsheet on Windows."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


# --- read and brought in, some lines at a time ----------------------------------------------------------


def anything_to_do(*, at: datetime) -> bool:
    """Say whether a list waits for the work loop."""
    return Import.objects.filter(state__in=BEGUN).exists()


def go_on(*, at: datetime, seconds: float) -> None:
    """Work at the list that came first, for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (found := Import.objects.filter(state__in=BEGUN).order_by("pk").first()):
        began = time.monotonic()
        step(found, at=at)
        time.sleep(REST * (time.monotonic() - began))


def step(found: Import, *, at: datetime) -> None:
    """Do the next lines of a list, altogether or not at all."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().filter(pk=found.pk).first()
        if locked and locked.state in STEPS:
            STEPS[State(locked.state)](locked, at)


def read_some(found: Import, at: datetime) -> None:
    """Read one piece, and write down what its lines turned out to be."""
    piece = found.pieces.order_by("first_line").first()
    if piece is None:
        Import.objects.filter(pk=found.pk).update(state=State.READ)
        return
    piece.delete()
    good: dict[str, Candidate] = {}
    tally: Counter[str] = Counter()
    wrong: list[tuple[int, str]] = []
    lines = bytes(piece.content).decode(found.encoding, "replace").removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == "" else lines, piece.first_line):
        tally["read"] += 1
        try:
            row = candidate(line, found, at=at)
        except WrongLineError as trouble:
            wrong.append((number, str(trouble)))
            continue
        if row is not None:
            tally["double"] += row.name in good
            good.setdefault(row.name, row)
    keep(found, good, tally)
    write_down(found, tally, wrong)


def keep(found: Import, good: dict[str, Candidate], tally: Counter[str]) -> None:
    """Keep what can be brought in; who is known stays as they are, and who left or takes no mail stays gone."""
    for name, *ends in Reader.objects.filter(name__in=list(good)).values_list("name", "left_at", "stopped_at"):
        tally["gone" if any(ends) else "known"] += 1
        del good[name]
    for name in found.candidates.filter(name__in=list(good)).values_list("name", flat=True):
        tally["double"] += 1
        del good[name]
    tally["fresh"] += len(good)
    Candidate.objects.bulk_create(good.values())


def write_down(found: Import, tally: Counter[str], wrong: list[tuple[int, str]]) -> None:
    """Count these lines, and remember the first that are wrong."""
    counts = {name: F(name) + tally[name] for name in ("read", "fresh", "known", "double", "gone")}
    remarks = [*found.remarks, *wrong[: max(0, TOLD - len(found.remarks))]]
    Import.objects.filter(pk=found.pk).update(**counts, wrong=F("wrong") + len(wrong), remarks=remarks)


def bring_some(found: Import, at: datetime) -> None:
    """Let some of the list read along; whoever came or left in the meantime stays as they are."""
    rows = list(found.candidates.order_by("pk")[:AT_ONCE])
    if not rows:
        Import.objects.filter(pk=found.pk).update(state=State.DONE, ended_at=at)
        return
    there = set(Reader.objects.filter(name__in=[row.name for row in rows]).values_list("name", flat=True))
    new = [Reader(**{field: getattr(row, field) for field in COPIED}) for row in rows if row.name not in there]
    Reader.objects.bulk_create(new, ignore_conflicts=True)
    Candidate.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Import.objects.filter(pk=found.pk).update(brought=F("brought") + len(new))


def throw_some_away(found: Import, at: datetime) -> None:
    """Let go of a list that nobody wants, some lines at a time."""
    piece = found.pieces.first()
    rows = list(found.candidates.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if piece is None and not rows:
        found.delete()
        return
    Candidate.objects.filter(pk__in=rows).delete()
    if piece is not None:
        piece.delete()


STEPS: dict[State, Callable[[Import, datetime], None]] = {
    State.READING: read_some, State.BRINGING: bring_some, State.GONE: throw_some_away,
}  # fmt: skip


# --- what its writer decides ------------------------------------------------------------------------------


def say_yes(found: Import) -> None:
    """Bring in what was read."""
    Import.objects.filter(pk=found.pk, state=State.READ).update(state=State.BRINGING)


def throw_away(found: Import) -> None:
    """Forget a list; whoever was brought in already stays."""
    Import.objects.filter(pk=found.pk).exclude(state=State.DONE).update(state=State.GONE)


def forget_old(*, at: datetime) -> None:
    """Forget lists for which nobody said yes in a week; of what was brought in the numbers stay for as long."""
    old = Import.objects.filter(made_at__lte=at - PATIENCE)
    old.filter(~Q(state__in=BEGUN)).update(state=State.GONE)
