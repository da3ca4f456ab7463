"""Bringing back: a zip that was taken along comes into an empty account, altogether or not at all."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import IO, Any, NamedTuple
from uuid import UUID, uuid4
from zipfile import ZipFile

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.accounts import vault as vaults
from loslaten.accounts.boxes import SlotForm
from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person, Slot, Vault
from loslaten.api import patterns as carried
from loslaten.api import zip_file
from loslaten.api.shapes import (
    ANSWERED,
    MOMENT_LINE,
    NEW_COUNTS,
    NOTE,
    PATTERN,
    PERSONS,
    PRACTISED,
    ROUND,
    VERSION,
    WITH_MEASURED,
    Shape,
    unfold,
)  # fmt: skip
from loslaten.api.zip_file import refuse, wrong
from loslaten.journal.models import Answers, Day
from loslaten.library.models import Theme
from loslaten.patterns import standing
from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords, Practised
from loslaten.practice import measured
from loslaten.practice.models import Measured, Round, RoundNote
from loslaten.programme.models import Taken

DAY = timedelta(days=1)
AT_ONCE = 500
ROUNDS, NOTES, DAYS = "rounds.jsonl", "notes.jsonl", "days.jsonl"
# What is counted apart and stands inside the lines of another file.
INSIDE = {"answers": "days", "words": "patterns", "moment_notes": "moments"}
SEALED = ("notes", "answers", "words", "moment_notes")
OF_ONE_HOUSE = {Consent.Purpose.LETTERS, Consent.Purpose.REMINDERS, Consent.Purpose.SHARING}
BEFORE_MEASURED = {name: kind for name, kind in ROUND.items() if name != "measured"}
Fields = dict[str, Any]


class Brought(NamedTuple):
    """What came back."""

    rounds: int
    notes: int
    days: int
    patterns: int
    moments: int
    vault: bool


class Parcel(NamedTuple):
    """A zip that was looked at from the first to the last line, and what its person.json says."""

    zip: ZipFile
    person: Fields
    at: datetime


def look(file: IO[bytes], *, at: datetime) -> Parcel:
    """Read everything once and store nothing: whatever is wrong is told before the database hears of it."""
    opened = zip_file.open_zip(file)
    said = zip_file.person(opened)
    version = check_version(said)
    zip_file.look(opened, version)
    person = {**dict.fromkeys(NEW_COUNTS, 0), **one(PERSONS[version], said, "person.json", 1, at=at)}
    check_consents(person["consents"])
    check_vault(person["vault"])
    check_steps(person["steps"])
    parcel = Parcel(opened, person, at)
    check_counts(person, {**count_rounds(parcel), **count_days(parcel), **count_patterns(parcel)})
    if any(person[name] for name in SEALED) and not person["vault"]:
        refuse(_("The zip holds notes, and not the key that belongs to them."))
    return parcel


def count_rounds(parcel: Parcel) -> dict[str, int]:
    """Look at every round, and count them and their notes."""
    rounds = notes = 0
    for line, row, note in walk(parcel):
        check_round(row, line)
        rounds += 1
        notes += note is not None
    return {"rounds": rounds, "notes": notes}


def count_days(parcel: Parcel) -> dict[str, int]:
    """Look at every day of the three questions, and count them and their answers."""
    dates: set[date] = set()
    answers = 0
    for line, row in rows(parcel, DAYS, ANSWERED):
        if row["date"] in dates:
            wrong(DAYS, line, _("tells of a day that already stood there"))
        dates.add(row["date"])
        answers += row["answers"] is not None
    return {"days": len(dates), "answers": answers}


def count_patterns(parcel: Parcel) -> dict[str, int]:
    """Look at every pattern, moment and link, and count them; a number of a line must be that of one that is there."""
    if parcel.person["version"] == 1:
        return dict.fromkeys(NEW_COUNTS, 0)
    counted = dict.fromkeys(NEW_COUNTS, 0)
    for _line, row in rows(parcel, carried.PATTERNS, PATTERN):
        counted["patterns"] += 1
        counted["words"] += row["words"] is not None
    for line, row in rows(parcel, carried.MOMENTS, MOMENT_LINE):
        check_number(carried.MOMENTS, line, row["pattern"], counted["patterns"])
        counted["moments"] += 1
        counted["moment_notes"] += row["note"] is not None
    last = 0
    for line, row in rows(parcel, carried.PRACTISED, PRACTISED):
        check_number(carried.PRACTISED, line, row["pattern"], counted["patterns"])
        if not last < row["round"] <= parcel.person["rounds"]:
            wrong(carried.PRACTISED, line, _("names a practice that is not there, or stands out of order"))
        last = row["round"]
        counted["practised"] += 1
    return counted


def check_number(file: str, line: int, number: int, n: int) -> None:
    """Notice a line that names a pattern there is none of."""
    if number > n:
        wrong(file, line, _("names a pattern that is not in patterns.jsonl"))


def check_counts(person: Fields, counted: dict[str, int]) -> None:
    """Notice a parcel of which something is gone."""
    for name, count in counted.items():
        if person[name] != count:
            file = f"{INSIDE.get(name, name)}.jsonl"
            refuse(_("%(file)s is not whole: person.json speaks of %(said)s lines, and there are %(count)s.")
                   % {"file": file, "said": person[name], "count": count})  # fmt: skip


def check_version(said: object) -> int:
    """Recognise a parcel of a newer house by its number, whatever else it holds; say which one this is."""
    version = said.get("version") if isinstance(said, dict) else None
    if type(version) is int and version > VERSION:
        refuse(_("This was made by a newer Loslaten: version %(theirs)s. This house reads version %(ours)s.")
               % {"theirs": min(version, 10**9), "ours": VERSION})  # fmt: skip
    return version if type(version) is int and version in PERSONS else VERSION


def one(shape: Shape, value: object, file: str, line: int, *, at: datetime) -> Fields:
    """Read one thing of a shape, or say where it is wrong."""
    try:
        row = unfold(shape, value)
    except ValueError as error:
        wrong(file, line, error)
    if later := [name for name, value in row.items() if is_later(value, at + DAY)]:
        wrong(file, line, _("%(name)s lies in the future") % {"name": later[0]})
    return row


def is_later(value: object, than: datetime) -> bool:
    """Say whether a moment or a day lies after this one, or anything in what hangs under it does."""
    if isinstance(value, datetime):
        return value > than
    if isinstance(value, dict):
        return any(is_later(each, than) for each in value.values())
    return isinstance(value, date) and value > than.date()


def walk(parcel: Parcel) -> Iterator[tuple[int, Fields, Fields | None]]:
    """Walk through the rounds, each with its note: notes stand in the order of their rounds."""
    notes = rows(parcel, NOTES, NOTE)
    shape = ROUND if parcel.person["version"] >= WITH_MEASURED else BEFORE_MEASURED
    for line, row in rows(parcel, ROUNDS, shape):
        name = row.pop("note")
        yield line, row, None if name is None else note_named(name, notes, line)
    for line, _row in notes:
        wrong(NOTES, line, _("belongs to no practice, or stands out of order"))


def rows(parcel: Parcel, file: str, shape: Shape) -> Iterator[tuple[int, Fields]]:
    """Read the lines of a file as things of a shape."""
    for line, value in zip_file.lines(parcel.zip, file):
        yield line, one(shape, value, file, line, at=parcel.at)


def note_named(name: object, notes: Iterator[tuple[int, Fields]], line: int) -> Fields:
    """Take the next note, which must be the one this round names."""
    _line, note = next(notes, (0, None))
    if note is None or note["name"] != name:
        wrong(ROUNDS, line, _("names a note that is not at its place in notes.jsonl"))
    return note


def check_round(row: Mapping[str, Any], line: int) -> None:
    """Keep the promises that the database keeps too, so that they can be told in words."""
    if row["ended_at"] is not None and row["ended_at"] < row["started_at"]:
        wrong(ROUNDS, line, _("ended_at lies before started_at"))
    if (row["ended_at"] is None) != (row["ending"] == ""):
        wrong(ROUNDS, line, _("ended_at and ending do not fit together"))


def check_consents(consents: list[Fields]) -> None:
    """Accept one standing answer for each purpose."""
    standing = [each["purpose"] for each in consents if each["withdrawn_at"] is None]
    if len(set(standing)) < len(standing):
        wrong("person.json", 1, _("consents has the same standing answer twice"))


def check_vault(vault: Fields | None) -> None:
    """Accept one slot of each kind, as a browser makes it."""
    slots = vault["slots"] if vault else []
    if len({slot["kind"] for slot in slots}) < len(slots):
        wrong("person.json", 1, _("vault has two slots of the same kind"))
    if not all(SlotForm(slot).is_valid() for slot in slots):
        wrong("person.json", 1, _("vault has a slot that no browser makes"))


def check_steps(steps: list[Fields]) -> None:
    """Accept one mark for each step."""
    if len({each["step_key"] for each in steps}) < len(steps):
        wrong("person.json", 1, _("steps has the same step twice"))


def in_the_way(person: Person) -> str:
    """Say what of an account would have to go first; nothing when it is empty."""
    rounds, notes, days = person.rounds.count(), vaults.count_notes(person), person.days.count()
    patterns = person.patterns.count()
    found = [
        ngettext("%(n)s practice", "%(n)s practices", rounds) % {"n": rounds} if rounds else "",
        ngettext("%(n)s note", "%(n)s notes", notes) % {"n": notes} if notes else "",
        ngettext("%(n)s day of the three questions", "%(n)s days of the three questions", days) % {"n": days}
        if days
        else "",
        ngettext("%(n)s pattern", "%(n)s patterns", patterns) % {"n": patterns} if patterns else "",
        _("a key to notes") if Vault.objects.filter(person=person).exists() else "",
    ]
    return ", ".join(filter(None, found))


def put(parcel: Parcel, person: Person) -> Brought:
    """Store everything; whoever calls this does so in one transaction, so that it is all or nothing."""
    Person.objects.select_for_update().get(pk=person.pk)  # two at once: the second finds the account full
    if found := in_the_way(person):
        refuse(_("This account is not empty: %(found)s.") % {"found": found})
    remember_consents(parcel, person)
    remember_vault(parcel.person["vault"], person)
    # A step that was marked in this account too keeps the moment it has here.
    marks = [Taken(person=person, **each) for each in parcel.person["steps"]]
    Taken.objects.bulk_create(marks, ignore_conflicts=True)
    keys = put_patterns(parcel, person)
    links = links_in(parcel)
    walked = walk(parcel)
    while some := list(islice(walked, AT_ONCE)):
        put_some(some, person, links, keys)
    measured.keep_to(person)
    put_days(parcel, person)
    put_moments(parcel, person, keys)
    for pattern in carried.patterns_of(person):
        standing.recount(pattern)
    said = parcel.person
    notes = sum(said[name] for name in SEALED)
    return Brought(said["rounds"], notes, said["days"], said["patterns"], said["moments"], said["vault"] is not None)


def put_patterns(parcel: Parcel, person: Person) -> list[UUID]:
    """Store the patterns with their sealed words; give their new keys, in the order of their lines."""
    keys = carried.new_keys(parcel.person["patterns"])
    if not keys:
        return keys
    themes = {theme.key: theme for theme in Theme.objects.only("key")}
    walked, here = rows(parcel, carried.PATTERNS, PATTERN), iter(keys)
    while some := list(islice(walked, AT_ONCE)):
        keyed = [(next(here), row) for _line, row in some]
        made = {
            Pattern: carried.pattern_rows(keyed, person, themes),
            PatternWords: carried.words_rows(keyed, person),
        }
        put_rows(carried.PATTERNS, (some[0][0], some[-1][0]), made)
    return keys


def put_moments(parcel: Parcel, person: Person, keys: list[UUID]) -> None:
    """Store the moments with their sealed notes."""
    walked = rows(parcel, carried.MOMENTS, MOMENT_LINE) if keys else iter(())
    while some := list(islice(walked, AT_ONCE)):
        moments, notes = carried.moment_rows(some, keys, person)
        put_rows(carried.MOMENTS, (some[0][0], some[-1][0]), {Moment: moments, MomentNote: notes})


def links_in(parcel: Parcel) -> dict[int, int]:
    """Read which rounds were practised with which pattern, by the numbers of their lines."""
    if not parcel.person["practised"]:
        return {}
    return {row["round"]: row["pattern"] for _line, row in rows(parcel, carried.PRACTISED, PRACTISED)}


def put_days(parcel: Parcel, person: Person) -> None:
    """Store the days of the three questions with their answers."""
    walked = rows(parcel, DAYS, ANSWERED)
    while some := list(islice(walked, AT_ONCE)):
        days, answers = [], []
        for _line, row in some:
            sealed, key = row.pop("answers"), uuid4()
            days.append({**row, "id": key, "person_id": person.pk})
            answers += [{**sealed, "day_id": key, "person_id": person.pk}] if sealed else []
        put_rows(DAYS, (some[0][0], some[-1][0]), {Day: days, Answers: answers})


def put_rows(file: str, lines: tuple[int, int], rows_of: Mapping[type[Model], list[Fields]]) -> None:
    """Store rows of some models, or say between which lines something stands there twice."""
    try:
        with transaction.atomic():
            for model, fields in rows_of.items():
                insert(model, fields)
    except IntegrityError:
        refuse(_("%(file)s, lines %(span)s: the same practice or note stands there twice.")
               % {"file": file, "span": f"{lines[0]}–{lines[1]}"})  # fmt: skip


def put_some(
    some: list[tuple[int, Fields, Fields | None]], person: Person, links: dict[int, int], keys: list[UUID]
) -> None:
    """Store some rounds with their notes and links, under new keys: nobody else's can be touched."""
    rounds = [{**fields, "id": uuid4(), "person_id": person.pk} for _line, fields, _note in some]
    heard = [{**said, "round_id": row["id"]} for row in rounds if (said := row.pop("measured", None))]
    pairs = zip(rounds, some, strict=True)
    notes = [{**note, "round_id": row["id"], "person_id": person.pk} for row, (_l, _f, note) in pairs if note]
    linked = [
        {"round_id": row["id"], "pattern_id": keys[links[line] - 1]}
        for row, (line, _f, _n) in zip(rounds, some, strict=True)
        if line in links
    ]
    put_rows(ROUNDS, (some[0][0], some[-1][0]), {Round: rounds, RoundNote: notes, Measured: heard, Practised: linked})


def insert(model: type[Model], rows: list[Fields]) -> None:
    """Store rows in one go: far quicker than `bulk_create`, and on SQLite everybody who writes waits for it."""
    database = connections[DEFAULT_DB_ALIAS]  # the connection itself: asking for it a million times takes a while
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(database.ops.quote_name(str(field.column)) for field in fields)
    table, gaps = database.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(fields))
    values = [[stored(field, row[field.attname], database) for field in fields] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({gaps})", values)  # noqa: S608 - names of our own


def stored(field: "Field[Any, Any]", value: object, database: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 - as it takes it
    """Write a value as this database keeps it; most are as they are."""
    plain = value is None or isinstance(value, str | int | float)
    return value if plain else field.get_db_prep_save(value, database)


def remember_consents(parcel: Parcel, person: Person) -> None:
    """Bring back the answers; what was answered in this account counts more than what was answered before."""
    answered = set(person.consents.values_list("purpose", flat=True))
    told = [as_history(each, at=parcel.at) for each in parcel.person["consents"]]
    coming = [each for each in told if each["withdrawn_at"] or each["purpose"] not in answered]
    Consent.objects.bulk_create(Consent(person=person, **each) for each in coming)
    # Who brings practices or notes back wants them kept; otherwise they would be swept within the hour.
    said = parcel.person
    for some, purpose in (
        (said["rounds"] or said["days"] or said["steps"] or said["patterns"], Consent.Purpose.KEEP_ROUNDS),
        (any(said[name] for name in SEALED), Consent.Purpose.KEEP_NOTES),
    ):
        if some:
            person.agree(purpose, wording=QUESTIONS[purpose].wording, at=parcel.at)


def as_history(consent: Fields, *, at: datetime) -> Fields:
    """Let a yes that was about the other house alone be history: no address came along to send anything to."""
    if consent["withdrawn_at"] or consent["purpose"] not in OF_ONE_HOUSE:
        return consent
    return {**consent, "withdrawn_at": max(at, consent["given_at"])}


def remember_vault(vault: Fields | None, person: Person) -> None:
    """Bring back the locked key to the notes."""
    if vault is None:
        return
    slots = vault.pop("slots")
    made = Vault.objects.create(person=person, **vault)
    Slot.objects.bulk_create(Slot(vault=made, **slot) for slot in slots)
