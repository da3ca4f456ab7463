"""Dutch writes words together: this finds the two known words a long one is made of."""

from collections.abc import Callable
from typing import NamedTuple

from loslaten.library.words import GENERIC, INTENSIVE

LINKS = ("", "s", "en", "e", "n")
SHORTEST = 3
HEAD = 5


class Split(NamedTuple):
    """One way to see a word as two: what each part is, or None where it says nothing of its own."""

    left: str | None
    right: str | None
    likely: float


def split(word: str, find: Callable[[str], str | None], *, elsewhere: Callable[[str], bool]) -> Split | None:
    """See a word as two known ones, or as one with an ending that says little; None where it is neither.

    Returns
    -------
    Split or None
        The likeliest way: two known words, a known word before a generic one, or one known end alone.
    """
    ways = [way for at in range(SHORTEST, len(word) - SHORTEST + 1) for way in _ways(word, at, find, elsewhere)]
    return max(ways, key=lambda way: (way.likely, len(way.left or ""), len(way.right or "")), default=None)


def _ways(word: str, at: int, find: Callable[[str], str | None], elsewhere: Callable[[str], bool]) -> list[Split]:
    first, last = word[:at], word[at:]
    lefts = [first.removesuffix(link) for link in LINKS if first.endswith(link) and len(first) - len(link) >= SHORTEST]
    left = next((found for part in lefts if (found := find(part))), None)
    right = find(last)
    if elsewhere(last) or any(map(elsewhere, lefts)):
        return []
    if right and first in INTENSIVE:
        return [Split(None, right, 0.97)]
    if left and (right or last in GENERIC):
        return [Split(left, right, 0.97 if right else 0.88)]
    # The last part says what it is a kind of: ochtendangst is fear. A short one is soon another word.
    ends = [Split(None, right, 0.7 if len(last) >= HEAD else 0.45)] if right and len(last) > SHORTEST else []
    return ends + ([Split(left, None, 0.3)] if left and len(first) > SHORTEST else [])
