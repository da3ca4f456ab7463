"""Readings as cells: for the eye with few digits, for a spreadsheet with all of them."""

import math
from collections.abc import Sequence

from loslaten.body.stream import Reading

# What the eye reads: field, heading, digits.
SHOWN = (
    ("time", "second", 0), ("signal_quality", "quality", 2), ("heart_rate", "heart", 1), ("rmssd", "rmssd ms", 1),
    ("sdnn", "sdnn ms", 1), ("peak_share", "together", 2), ("breath_rate", "breath", 2), ("swing", "swing ms", 0),
    ("phase_stability", "steady", 2), ("artifact_fraction", "corrected", 2),
)  # fmt: skip
HEADER = (*(heading for _, heading, _ in SHOWN), "")
COLUMNS = Reading._fields


def rows(readings: Sequence[Reading]) -> list[list[str]]:
    """Round for the eye; a dash where nothing is known.

    Parameters
    ----------
    readings : sequence of Reading
        In order of time.

    Returns
    -------
    list of list of str
        A row a reading, as in `HEADER`.

    References
    ----------
    None: a table.
    """
    return [[_rounded(getattr(one, name), digits) for name, _, digits in SHOWN] + [_note(one)] for one in readings]


def _rounded(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else f"{value:.{digits}f}"


def _note(reading: Reading) -> str:
    return "preliminary" if reading.preliminary and not math.isnan(reading.rmssd) else ""


def cells(readings: Sequence[Reading]) -> list[list[str]]:
    """Write every field of every second; nothing where nothing is known.

    Parameters
    ----------
    readings : sequence of Reading
        In order of time.

    Returns
    -------
    list of list of str
        A row a reading, as in `COLUMNS`.

    References
    ----------
    None: a table.
    """
    return [["" if math.isnan(value) else f"{value:.6g}" for value in one] for one in readings]
