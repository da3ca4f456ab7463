"""Recordings from disk: intervals, camera colours or acceleration. Wrong input is named by file, line and column."""

import csv
import gzip
import io
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from loslaten.body import formats
from loslaten.body.breath import Press
from loslaten.body.rr import LONGEST_MS, SHORTEST_MS, Interval
from loslaten.body.stream import Frame, Packet, Pull, Reading, Sample, State, paced, update

HEADER = (*Reading._fields,)
INTERVALS = ("rr_ms", "rr", "rr_intervals")
PACKET = "packet"
FOUND = "time_s,nn_interval_ms"  # what our own page found in the signal and wrote below it; here it is found again


def text_of(path: Path) -> str:
    """Read a text, gzipped or not.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        What is in it.

    Raises
    ------
    ValueError
        If it is no text; the message names the file.

    References
    ----------
    None: a reader.
    """
    raw = path.read_bytes()
    try:
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig")
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as wrong:
        raise ValueError(f"{path}: this is no text; intervals in ms or a CSV file are understood") from wrong


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{where}: {text[:40]!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{where}: {text} is not a finite number")
    return number


def intervals(rr_intervals: Sequence[float]) -> list[Interval]:
    """Place intervals one after the other; what no heart makes leaves a gap of its own length.

    Parameters
    ----------
    rr_intervals : sequence of float
        ms, in order.

    Returns
    -------
    list of Interval
        From time 0 on.

    References
    ----------
    None: a sum.
    """
    placed, now = [], 0.0
    for rr_interval in rr_intervals:
        now += rr_interval / 1000
        if SHORTEST_MS <= rr_interval <= LONGEST_MS:
            placed.append(Interval(now, rr_interval))
    return placed


def _plain(path: Path, text: str) -> list[Interval]:
    """Read intervals separated by spaces or lines."""
    numbers = []
    for at, line in enumerate(text.splitlines(), start=1):
        for column, word in enumerate(line.replace(",", " ").split(), start=1):
            number = _number(word, f"{path}, line {at}, column {column}")
            if not 0 <= number < 100_000:
                raise ValueError(f"{path}, line {at}, column {column}: {word} ms is no interval")
            numbers.append(number)
    # Seconds or milliseconds is asked, never guessed: the median tells, and is said.
    if numbers and sorted(numbers)[len(numbers) // 2] < 10:
        raise ValueError(f"{path}: intervals must be in ms; these look like seconds")
    return intervals(numbers)


def _cells(path: Path, text: str, columns: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
    """Give the columns asked for, each cell with where it stands."""
    reader = csv.reader(io.StringIO(text))
    names = [name.strip().lower() for name in next(reader)]
    places = [names.index(name) for name in columns]
    for line in filter(None, reader):
        where = [f"{path}, line {reader.line_num}, column {name}" for name in columns]
        if max(places) >= len(line):
            missing = next(at for at, place in enumerate(places) if place >= len(line))
            raise ValueError(f"{where[missing]}: nothing there")
        yield [(line[place], name) for place, name in zip(places, where, strict=True)]


def _rows(path: Path, text: str, columns: Sequence[str]) -> Iterator[list[float]]:
    """Give the columns asked for, as numbers."""
    for cells in _cells(path, text, columns):
        yield [_number(*cell) for cell in cells]


def _packet(text: str, where: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise ValueError(f"{where}: {text[:40]!r} is no packet in hex") from None


def _press(time: float, down: float) -> Press:
    return Press(time, down > 0)


SENSED: tuple[tuple[Callable[..., Sample], tuple[str, ...]], ...] = (
    (Frame, ("r", "g", "b")),
    (Pull, ("x", "y", "z")),
    (_press, ("down",)),
)


def _timed(path: Path, text: str, columns: Sequence[str]) -> list[list[float]]:
    """Read rows of numbers, the first of them a moment, in s."""
    rows = list(_rows(path, text, columns))
    if len(rows) < 2:
        raise ValueError(f"{path}: fewer than two rows")
    per_row = (rows[-1][0] - rows[0][0]) / (len(rows) - 1)
    # No camera or motion sensor is slower than one sample in two seconds: larger steps are milliseconds.
    unit = 0.001 if columns[0] == "time_ms" or (columns[0] == "time" and per_row > 2) else 1.0
    return [[cells[0] * unit, *cells[1:]] for cells in rows]


def read(path: Path) -> list[Sample]:
    """Read a recording.

    Parameters
    ----------
    path : Path
        Text with intervals in ms; or CSV with a column ``rr_ms`` (or ``rr``), with ``time`` and ``r``, ``g``, ``b``
        (a finger on the camera), with ``time`` and ``x``, ``y``, ``z`` (a phone on the belly), with ``time`` and
        ``packet`` (a strap, in hex), or with ``time`` and ``down`` (a hand that presses along). ``time_s`` and
        ``time_ms`` say their unit; plain ``time`` counts as ms where its steps are longer than two. Also gzipped. WFDB
        and EDF where their readers are installed.

    Returns
    -------
    list of Sample
        Ready for `stream.update`.

    Raises
    ------
    ValueError
        Naming file, line and column of what cannot be read.

    References
    ----------
    None: a reader.
    """
    if path.suffix.lower() in formats.WFDB | formats.EDF:
        return formats.read_wfdb(path) if path.suffix.lower() in formats.WFDB else formats.read_edf(path)
    text = text_of(path).replace("\r\n", "\n").partition(f"\n{FOUND}\n")[0]
    first = [name.strip().lower() for name in text.split("\n", 1)[0].split(",")]
    named = next((name for name in INTERVALS if name in first), "")
    if named:
        return list(intervals([cells[0] for cells in _rows(path, text, [named])]))
    time = next((name for name in ("time", "time_s", "time_ms") if name in first), "")
    if time:
        return _sensed(path, text, time, set(first))
    found = list(_plain(path, text))
    if not found:
        raise ValueError(f"{path}: no intervals in it")
    return list(found)


def _sensed(path: Path, text: str, time: str, columns: set[str]) -> list[Sample]:
    """Read what a sense told, with the moments at which it did."""
    if PACKET in columns:
        return [Packet(_number(*at), _packet(*data)) for at, data in _cells(path, text, (time, PACKET))]
    for kind, letters in SENSED:
        if columns.issuperset(letters):
            return [kind(*cells) for cells in _timed(path, text, (time, *letters))]
    raise ValueError(f"{path}, line 1: beside {time} there must be r, g, b or x, y, z or packet or down")


def readings(samples: Sequence[Sample], breath_rate: float = 0.0) -> list[Reading]:
    """Hear a whole recording, second by second, as it would have been heard live.

    Parameters
    ----------
    samples : sequence of Sample
        In order of time.
    breath_rate : float
        The pace that was breathed to, per minute, from the first sample on; 0 where there was none.

    Returns
    -------
    list of Reading
        One a second.

    References
    ----------
    `stream.update`.
    """
    state = State()
    if samples and breath_rate > 0:
        # Hearing begins at the first sample; the pacer is told to it before.
        state = update(state, samples[:1])[0]
        state = paced(state, samples[0][0], breath_rate)
        samples = samples[1:]
    return update(state, samples)[1]
