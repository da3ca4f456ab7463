"""What a query leans towards where the thesaurus is silent: a small table of frequent words, distilled once.

The table (`lean.npz`, made by bench/distil.py) has a row of numbers per word, one for each theme and one for none of
them; the words of a query together say how likely each is. The finder works without it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.library.words import SOFT, STOP, plain

FILE = Path(__file__).parent / "lean.npz"
LINKS = ("", "s", "en", "e")
Row = NDArray[np.float32]
Look = Callable[[str], Row | None]  # the numbers of a word, where it has any


class Table(NamedTuple):
    """A row per word, one number for each theme and the last for none of them."""

    places: Mapping[str, int]
    names: tuple[str, ...]
    rows: NDArray[np.int8]
    step: float  # what one is worth
    bias: Row
    real: frozenset[str]  # other words that are known to be words, and no more

    def row(self, word: str) -> Row | None:
        """Give the numbers of a word, where it is in the table."""
        place = self.places.get(word)
        return None if place is None else self.rows[place].astype(np.float32) * np.float32(self.step)


@cache
def table() -> Table | None:
    """Read the table; None where there is none."""
    if not FILE.exists():
        return None
    with np.load(FILE) as found:
        words, real = (found[name].tobytes().decode().split("\n") for name in ("words", "real"))
        names = tuple(str(found["names"]).split("\n"))
        places = {word: at for at, word in enumerate(words)}
        bias = found["bias"].astype(np.float32)
        return Table(places, names, found["table"], float(found["step"]), bias, frozenset(real))


def parts(text: str) -> list[tuple[str, float]]:
    """Give the words of a text with how much each counts."""
    words = [word for word in plain(text).split() if word not in STOP and len(word) > 2]
    return [(word, 0.3 if word in SOFT else 1.0) for word in words]


def mean(words: list[tuple[str, float]], look: Look) -> Row | None:
    """Take the mean of the rows of words, a compound as its halves; None where none is known."""
    found = [(row, counts) for word, counts in words if (row := _row(word, look)) is not None]
    if not found:
        return None
    total = sum(counts for _, counts in found)
    whole: Row = np.sum([row * np.float32(counts / total) for row, counts in found], axis=0, dtype=np.float32)
    return whole


def _row(word: str, look: Look) -> Row | None:
    whole = look(word)
    if whole is not None:
        return whole
    for at in range(3, len(word) - 3):
        last = look(word[at:])
        head = _head(word[:at], look) if last is not None else None
        if last is not None and head is not None:
            return (head + 2 * last) / np.float32(3)  # the last half says what it is a kind of
    return None


def _head(first: str, look: Look) -> Row | None:
    parts = (first.removesuffix(link) for link in LINKS)
    return next((row for part in parts if len(part) > 2 and (row := look(part)) is not None), None)


def lean(query: str, known: Table) -> dict[str, float]:
    """Tell how likely each theme is, from 0 to 1; together they leave what is likely none of them."""
    row = mean([(word, counts) for word, counts in parts(query) if word not in known.real], known.row)
    if row is None:
        return {}
    raised = np.exp(row + known.bias - (row + known.bias).max())
    return dict(zip(known.names[:-1], (raised[:-1] / raised.sum()).tolist(), strict=True))
