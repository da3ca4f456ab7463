"""A zip that somebody sends us, read with suspicion: nothing is unpacked to disk, and nothing is believed."""

import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

NAMES = {
    "README.txt", "person.json", "account.json", "rounds.jsonl", "notes.jsonl", "days.jsonl", "patterns.jsonl",
    "moments.jsonl", "practised.jsonl", "rounds.csv", "moments.csv", "readable.html", "schema.json",
}  # fmt: skip
FIRST = ("person.json", "rounds.jsonl", "notes.jsonl", "days.jsonl")
# What is read of a zip, by its version.
SECOND = (*FIRST, "patterns.jsonl", "moments.jsonl", "practised.jsonl")
READ = {1: FIRST, 2: SECOND, 3: SECOND}
LARGEST = 500_000_000  # unpacked, of what is read
RATIO, FREE = 100, 100_000  # our own files shrink ten to thirty times; a few bytes may shrink as they like
LARGEST_LIST = 64 * 1024
LONGEST_LINE = 100_000
LARGEST_PERSON = 2_000_000
DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError,
          struct.error)  # fmt: skip


class RefusedError(Exception):
    """What was sent cannot come in; the message says what and where, for the person who sent it."""


def refuse(why: str) -> NoReturn:
    """Refuse, and say why."""
    raise RefusedError(why)


def wrong(file: str, line: int, what: object) -> NoReturn:
    """Refuse a line of a file."""
    refuse(_("%(file)s, line %(line)s: %(what)s.") % {"file": file, "line": line, "what": what})


@contextmanager
def damage() -> Iterator[None]:
    """Say in our words that a zip is damaged; the library has many words for it."""
    try:
        yield
    except RefusedError:
        raise
    except DAMAGE as trouble:
        raise RefusedError(_("This file is damaged, or it is not a zip of Loslaten.")) from trouble


def open_zip(file: IO[bytes]) -> ZipFile:
    """Open a zip whose list of contents is as short as ours; a long one would fill the memory before it is read."""
    with damage():
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - 42))
        end = file.read().rjust(42, b"\0")
        listed = struct.unpack("<4s4HIIH", end[20:])
        if listed[0] != b"PK\5\6" or listed[-1] or end[:4] == b"PK\6\7" or listed[5] > LARGEST_LIST:
            raise BadZipFile
        return ZipFile(file)


def look(whole: ZipFile, version: int) -> None:
    """Look at the list of contents before anything is read."""
    entries = whole.infolist()
    names = [entry.filename for entry in entries]
    if odd := sorted(set(names) - NAMES):
        refuse(_("The zip holds “%(name)s”, which Loslaten did not put in.") % {"name": odd[0][:60]})
    if len(set(names)) < len(names):
        refuse(_("The zip holds the same file twice."))
    if missing := [name for name in READ[version] if name not in names]:
        refuse(_("The zip does not hold %(name)s.") % {"name": missing[0]})
    for name in READ[version]:
        look_at(whole.getinfo(name))
    if sum(whole.getinfo(name).file_size for name in READ[version]) > LARGEST:
        refuse(_("The zip holds more than this house can read."))


def look_at(entry: ZipInfo) -> None:
    """Look at one file in the zip: it is plain, and not larger than such a file can be."""
    if entry.flag_bits & 0x1:
        refuse(_("The zip is locked with a password. Would you take it as Loslaten gave it?"))
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        refuse(_("The zip was packed in another way. Would you take it as Loslaten gave it?"))
    if entry.file_size > FREE + RATIO * entry.compress_size:
        refuse(_("%(file)s would become far too large when it is unpacked.") % {"file": entry.filename})


def person(whole: ZipFile) -> object:
    """Read the one file that is not a row of lines."""
    name = "person.json"
    with damage():
        if name not in whole.namelist():
            refuse(_("The zip does not hold %(name)s.") % {"name": name})
        entry = whole.getinfo(name)
        look_at(entry)
        if entry.file_size > LARGEST_PERSON:
            refuse(_("%(file)s would become far too large when it is unpacked.") % {"file": name})
        text = whole.read(entry)
    return understood(text, name, 1)


def lines(whole: ZipFile, name: str) -> Iterator[tuple[int, object]]:
    """Read a file line by line, each with its number."""
    number = 0
    with whole.open(name) as file:
        while line := next_line(file):
            number += 1
            if len(line) > LONGEST_LINE:
                wrong(name, number, _("is longer than any line can be"))
            yield number, understood(line, name, number)


def next_line(file: IO[bytes]) -> bytes:
    """Read one line, and never more than a line can be."""
    with damage():
        return file.readline(LONGEST_LINE + 1)


def understood(text: bytes, name: str, number: int) -> object:
    """Read JSON as we write it: no number that is none, no name twice, not endlessly deep."""
    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=each_once, parse_constant=no_number)
    except (ValueError, RecursionError):
        wrong(name, number, _("is not JSON as it should be here"))


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of which each name stands there once."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("twice")
    return made


def no_number(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(constant)
