"""One line of a list of readers: how it is read, what may be wrong with it, and how it is written."""

import csv
import re
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from loslaten.letters.addresses import compared, on_the_wire, travels
from loslaten.letters.models import Candidate, Import, Reader

# The names of the columns as they are written, and other names by which they are known.
COLUMNS = {
    "email": {"e-mail", "mail", "e-mailadres", "emailadres", "adres", "address", "email address", "e-mail address"},
    "language": {"taal"},
    "pace": {"hoe vaak", "how often"},
    "source": {"bron", "herkomst"},
    "wording": {"woorden", "versie"},
    "asked_at": {"gevraagd op", "aangevraagd op", "asked at"},
    "confirmed_at": {"bevestigd op", "ja gezegd op", "datum", "date", "confirmed at", "optin_time", "confirm_time"},
    "proof": {"bewijs", "toestemming", "consent"},
}
NAMES = {name: column for column, others in COLUMNS.items() for name in {column, *others}}
WRONG = {
    "address": _("no e-mail address"),
    "partial": _("this e-mail address is not complete"),
    "language": _("a language the letter does not have"),
    "pace": _("how often is neither weekly nor monthly"),
    "day": _("the day of the yes is not a day"),
    "ahead": _("the day of the yes is still to come"),
    "when": _("not when they said yes"),
    "where": _("not where their yes stands"),
    "long": _("a cell with too many letters"),
    "line": _("this line cannot be read"),
}
SOURCES = frozenset(Reader.Source.values)
LONGEST = {"wording": 32, "proof": 200}
DUTCH = re.compile(r"^(\d\d)[-/](\d\d)[-/](\d{4})")  # the day first, as spreadsheets here write it
# What a spreadsheet would take for a formula gets an apostrophe, which is taken off again.
FORMULA, GUARDED = re.compile(r"'*[=+\-@\t\r]"), re.compile(r"'+[=+\-@\t\r]")
LANGUAGES = {"": "", "nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
PACES = {"": "weekly", "weekly": "weekly", "monthly": "monthly", "wekelijks": "weekly", "maandelijks": "monthly"}


class WrongLineError(Exception):
    """Something of a line is wrong; the kind of trouble, never what stands there."""


class Heading(NamedTuple):
    """What the first line says: which sign parts the cells, and what each column is."""

    delimiter: str
    columns: list[str]
    is_data: bool


def heading(line: str) -> Heading | None:
    """Read the first line; a list of nothing but addresses needs none. Nothing when there is no column of addresses."""
    delimiter = max(";,\t", key=line.count)
    cells = parted(line, delimiter)
    columns = [NAMES.get(cell.casefold(), "") for cell in cells]
    if "email" in columns:
        return Heading(delimiter, columns, is_data=False)
    found = ["email" if travels(cell) else "" for cell in cells]
    return Heading(delimiter, found, is_data=True) if "email" in found else None


def parted(line: str, delimiter: str) -> list[str]:
    """Take a line apart; a line stands by itself, so that one with an open quote spoils no other."""
    if "\0" in line:
        raise WrongLineError("line")
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        raise WrongLineError("line") from None
    return [bared(cell.strip()) for cell in cells]


def bared(cell: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from counting."""
    return cell[1:] if GUARDED.match(cell) else cell


def guarded(cell: str) -> str:
    """Write a cell that a spreadsheet takes for text."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def candidate(line: str, of: Import, *, at: datetime) -> Candidate | None:
    """Read one line; an empty one is nothing."""
    cells = parted(line, of.delimiter)
    if not any(cells):
        return None
    said = {column: cell for column, cell in zip(of.columns, cells, strict=False) if column}
    address = address_of(said.get("email", ""))
    row = Candidate(of=of, address=on_the_wire(address), name=compared(address))
    row.language = known(LANGUAGES, said.get("language", ""), "language") or of.language
    row.pace = known(PACES, said.get("pace", ""), "pace")
    row.asked_at = moment(said.get("asked_at", ""))
    row.confirmed_at = confirmed(moment(said.get("confirmed_at", "")) or of.said_at, at=at)
    prove(row, said, of.proof)
    return row


def address_of(cell: str) -> str:
    """Take an address that any mail house takes."""
    if not cell:
        raise WrongLineError("address")
    if not travels(cell):
        raise WrongLineError("partial" if "@" in cell else "address")
    return cell


def known(words: dict[str, str], cell: str, kind: str) -> str:
    """Take one of these words."""
    try:
        return words[cell.casefold()]
    except KeyError:
        raise WrongLineError(kind) from None


def confirmed(when: datetime | None, *, at: datetime) -> datetime:
    """Ask for the moment of the yes; it lies behind us."""
    if when is None:
        raise WrongLineError("when")
    if when > at:
        raise WrongLineError("ahead")
    return when


def prove(row: Candidate, said: dict[str, str], proof: str) -> None:
    """Write down how they said yes; of those whom another house did not ask itself, where that stands."""
    source = said.get("source", "")
    row.source = source if source in SOURCES else Reader.Source.IMPORT
    own = said.get("proof", "") or (source if source != row.source else "")
    row.wording, row.proof = said.get("wording", ""), own or ("" if row.source in {"form", "account"} else proof)
    if any(len(getattr(row, name)) > most for name, most in LONGEST.items()):
        raise WrongLineError("long")
    if not row.proof and (row.source == Reader.Source.IMPORT or not row.wording):
        raise WrongLineError("where")


def moment(cell: str) -> datetime | None:
    """Read a day or a moment; a day begins at midnight of the house."""
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(DUTCH.sub(r"\3-\2-\1", cell))
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongLineError("day") from None


def cells(reader: Reader) -> list[str]:
    """Write a reader as cells, in the order of the columns."""
    values = [
        reader.address, reader.language, reader.pace, reader.source, reader.wording,
        written(reader.asked_at), written(reader.confirmed_at), reader.proof,
    ]  # fmt: skip
    return [guarded(" ".join(value.split())) for value in values]


def written(when: datetime | None) -> str:
    """Write a moment whole, so that it comes back as it was."""
    return when.astimezone(UTC).isoformat() if when else ""
