"""Everybody who reads along as one list, with the proof of their yes; it comes back in as it went out."""

import csv
import io
from collections.abc import Iterator

from loslaten.letters.columns import COLUMNS, cells
from loslaten.letters.models import Reader

AT_ONCE = 500


def table() -> Iterator[str]:
    """Write the list, some lines at a time; the first letter tells a spreadsheet that this is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    text.write("\ufeff")
    writer.writerow(COLUMNS)
    rows = Reader.objects.filter(left_at=None, stopped_at=None).order_by("pk").iterator(chunk_size=AT_ONCE)
    for number, reader in enumerate(rows, 1):
        writer.writerow(cells(reader))
        if number % AT_ONCE == 0:
            yield taken(text)
    yield taken(text)


def taken(text: io.StringIO) -> str:
    """Take what was written, and begin again."""
    said = text.getvalue()
    text.seek(0)
    text.truncate()
    return said
