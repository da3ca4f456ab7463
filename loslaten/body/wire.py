"""What goes over a line: samples as a page writes them, and readings as it reads them. docs/live.md has the words."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from loslaten.body import breath, stream

SENSES = ("strap", "camera", "belly", "hand")
LONGEST_PACKET = 1024  # letters of hex; a notification has at most 512 bytes
HEX = frozenset("0123456789abcdefABCDEF")
LARGEST = 1e6  # no colour and no acceleration comes near it
DECIMALS = 4


def number(value: object, most: float = LARGEST) -> bool:
    """Say whether this is a number a sense can mean.

    Parameters
    ----------
    value : object
        Anything JSON can hold.
    most : float
        The largest size.

    Returns
    -------
    bool
        False for nan, infinity, true and false too.

    References
    ----------
    None.
    """
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


def _packet(value: Sequence[Any]) -> stream.Packet | None:
    time, text = value
    if not isinstance(text, str) or len(text) > LONGEST_PACKET or len(text) % 2 or not HEX.issuperset(text):
        return None
    return stream.Packet(float(time), bytes.fromhex(text))


def _frame(value: Sequence[Any]) -> stream.Frame | None:
    return stream.Frame(*map(float, value)) if all(map(number, value[1:])) else None


def _pull(value: Sequence[Any]) -> stream.Pull | None:
    return stream.Pull(*map(float, value)) if all(map(number, value[1:])) else None


def _press(value: Sequence[Any]) -> breath.Press | None:
    return breath.Press(float(value[0]), bool(value[1])) if number(value[1], 1) else None


LENGTHS = {"strap": 2, "camera": 4, "belly": 4, "hand": 2}
KINDS = {"strap": _packet, "camera": _frame, "belly": _pull, "hand": _press}


def samples(sense: str, values: Iterable[Any]) -> list[stream.Sample]:
    """Read samples; what is none is passed over.

    Parameters
    ----------
    sense : str
        One of ``SENSES``.
    values : iterable
        As JSON gave them.

    Returns
    -------
    list of Sample
        In the order in which they came.

    References
    ----------
    docs/live.md.
    """
    length, kind = LENGTHS[sense], KINDS[sense]
    whole = (value for value in values if isinstance(value, list) and len(value) == length)
    read = (kind(value) for value in whole if number(value[0], stream.LAST_S))
    return [sample for sample in read if sample is not None]


def span(heard: Sequence[stream.Sample], after: float) -> float:
    """Say how many seconds of stream these samples ask to be understood.

    Parameters
    ----------
    heard : sequence of Sample
        In the order in which they came.
    after : float
        Time of the sample before them, s; nan at first.

    Returns
    -------
    float
        s; a jump that begins hearing anew asks for nothing.

    References
    ----------
    None: a sum of steps forward.
    """
    steps, last = 0.0, after
    for sample in heard:
        step = sample[0] - last
        steps += step if 0 < step <= stream.SILENCE_S else 0
        last = sample[0]
    return steps


def told(reading: stream.Reading) -> dict[str, float | bool | None]:
    """Write a reading for JSON, which has no nan.

    Parameters
    ----------
    reading : Reading
        One second.

    Returns
    -------
    dict
        By the names of the quantities; None where a value is missing.

    References
    ----------
    docs/body.md.
    """
    return {name: value if isinstance(value, bool) else plain(value) for name, value in reading._asdict().items()}


def plain(value: float) -> float | None:
    """Round a number for JSON.

    Parameters
    ----------
    value : float
        nan is missing.

    Returns
    -------
    float or None
        To four decimals.

    References
    ----------
    None.
    """
    return None if math.isnan(value) else round(value, DECIMALS)
