"""Read diaries of ratings: long CSV, one line per rating, with the header person,time,rating."""

import csv
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from loslaten.brain.population import Series

ENOUGH = 100  # ratings, before we believe that the levels in use are all there are
MISSING = {"", "na", "nan", "null", "none"}
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  any fixed midnight will do: only differences and the time of day count


class Diary(NamedTuple):
    """The ratings of one file: a `Series` per person, on levels 0 to `n_levels` - 1.

    `n_missing` ratings were empty and are left out.
    """

    name: str
    people: tuple[str, ...]
    series: tuple[Series, ...]
    n_levels: int
    n_missing: int


class Cell(NamedTuple):
    """One field of a table, and where it stands."""

    text: str
    file: str
    line: int
    column: str

    def wrong(self, rule: str) -> ValueError:
        """Say what is wrong with it, and where."""
        return ValueError(f"{self.file}, line {self.line}, column {self.column}: {self.text!r} {rule}")


def read_diary(path: Path, *, low: float = 0.0, high: float = 10.0) -> Diary:
    """Read a diary.

    Parameters
    ----------
    path : Path
        A CSV file with the columns person, time (ISO 8601, or days) and rating.
    low, high : float
        The ends of the rating's scale. Where every rating is a whole number and the scale has at most 11 of them,
        each is a level of its own; other ratings are rounded to eleven levels.

    Returns
    -------
    Diary
        People in order of appearance, ratings in order of time; equal times keep the file's order.

    Raises
    ------
    ValueError
        Naming file, line and column.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"--low {low} and --high {high}: the scale must run upwards")
    events: dict[str, list[tuple[float, float]]] = {}
    n_missing, kind = 0, ""
    for row in read_table(path, required=("person", "time", "rating")):
        if row["rating"].text.lower() in MISSING:
            n_missing += 1
            continue
        moment = days(row["time"])
        kind = kind or _kind_of_time(row["time"].text)
        if _kind_of_time(row["time"].text) != kind:
            raise row["time"].wrong(f"is {_kind_of_time(row['time'].text)} where the lines above have {kind}")
        events.setdefault(row["person"].text, []).append((moment, rating(row["rating"], low, high)))
    if not events:
        raise ValueError(f"{path}: there is no rating in it")
    return _on_levels(path.stem, events, n_missing, (low, high))


def _on_levels(
    name: str, events: dict[str, list[tuple[float, float]]], n_missing: int, scale: tuple[float, float]
) -> Diary:
    low, high = scale
    own = high - low
    whole = all((rating - low) == int(rating - low) for moments in events.values() for _, rating in moments)
    top = int(own) if whole and own == int(own) and 2 <= own <= 10 else 10
    series = []
    for moments in events.values():
        moments.sort(key=lambda moment: moment[0])
        ratings = np.array([rating for _, rating in moments])
        levels = np.floor((ratings - low) / own * top + 0.5).astype(np.int64)
        series.append(Series(np.array([at for at, _ in moments]), levels))
    coarse, n_levels = _in_use(series) if top == 10 else (series, top + 1)
    return Diary(name, tuple(events), tuple(coarse), n_levels, n_missing)


def _in_use(series: list[Series]) -> tuple[list[Series], int]:
    """Recognise a scale of fewer levels that was stretched to 0..10: seven levels leave 1, 4, 6 and 9 empty."""
    levels = np.concatenate([person.levels for person in series])
    used = np.unique(levels)
    top = len(used) - 1
    stretched = 2 <= top < 10 and len(levels) >= ENOUGH and np.all(np.abs(used - np.linspace(0, 10, top + 1)) <= 0.5)
    if not stretched:
        return series, 11
    return [person._replace(levels=np.searchsorted(used, person.levels)) for person in series], top + 1


def read_table(path: Path, *, required: tuple[str, ...]) -> list[dict[str, Cell]]:
    """Read a CSV file line by line, every field knowing where it stands.

    Parameters
    ----------
    path : Path
        UTF-8, comma separated, with a header.
    required : tuple of str
        Columns that must be there.

    Returns
    -------
    list of dict
        Column to cell, stripped of spaces; a line each.

    Raises
    ------
    ValueError
        Naming file, line and column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise ValueError(f"{path}, line {line}: this is not UTF-8 text") from wrong
    except OSError as wrong:
        raise ValueError(f"{path}: {wrong.strerror}") from wrong
    reader = csv.reader(text.splitlines())
    header = [column.strip().lower() for column in next(reader, [])]
    for column in required:
        if column not in header:
            raise ValueError(f"{path}, line 1: no column {column}; the header is {','.join(header) or 'empty'}")
    rows = []
    for fields in reader:
        if len(fields) not in {0, len(header)}:
            raise ValueError(
                f"{path}, line {reader.line_num}: {len(fields)} fields where the header has {len(header)} columns"
            )
        where = (str(path), reader.line_num)
        cells = [Cell(field.strip(), *where, column) for column, field in zip(header, fields, strict=False)]
        rows.append({cell.column: cell for cell in cells})
    return [row for row in rows if row]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _kind_of_time(text: str) -> str:
    if _is_number(text):
        return "a number of days"
    return "a date with a time zone" if datetime.fromisoformat(text).tzinfo else "a date without a time zone"


def days(cell: Cell) -> float:
    """Read a moment.

    Parameters
    ----------
    cell : Cell
        A number of days, or a date and time in ISO 8601; one with a time zone is taken to UTC.

    Returns
    -------
    float
        Days.
    """
    if _is_number(cell.text):
        number = float(cell.text)
        if not math.isfinite(number):
            raise cell.wrong("is not a moment")
        return number
    try:
        moment = datetime.fromisoformat(cell.text)
    except ValueError:
        raise cell.wrong("is neither a number of days nor a date and time like 2026-11-23T08:30") from None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return (moment - EPOCH) / timedelta(days=1)


def rating(cell: Cell, low: float, high: float) -> float:
    """Read a rating.

    Parameters
    ----------
    cell : Cell
        A number.
    low, high : float
        The ends of its scale.

    Returns
    -------
    float
        As written, on its own scale.
    """
    if not _is_number(cell.text):
        raise cell.wrong("is not a number")
    number = float(cell.text)
    if not low <= number <= high:
        raise cell.wrong(f"is not on the scale from {low:g} to {high:g}")
    return number
