"""Which word was meant: the nearest known words by shared threes of letters, then by letters to change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from loslaten.library.words import distance, squeeze, stems

SHORTEST = 4
CANDIDATES = 12


class Speller(NamedTuple):
    """Known words by the threes of letters in them."""

    words: tuple[str, ...]
    trigrams: Mapping[str, tuple[int, ...]]


def trigrams(word: str) -> list[str]:
    """Cut a word in threes of letters, its edges included."""
    edged = f"  {word} "
    return [edged[at : at + 3] for at in range(len(edged) - 2)]


def learn(words: Iterable[str]) -> Speller:
    """Make a speller that knows these words."""
    known = tuple(sorted({word for word in words if len(word) >= SHORTEST and word.isalpha()}))
    found: dict[str, list[int]] = {}
    for at, word in enumerate(known):
        for three in set(trigrams(word)):
            found.setdefault(three, []).append(at)
    return Speller(known, {three: tuple(places) for three, places in found.items()})


def reach(word: str) -> int:
    """Tell how many letters may differ: a short word is soon another word."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2


def near(speller: Speller, word: str) -> dict[str, float]:
    """Find the known words that may have been meant, each with how likely, 0 to 1; only the nearest ones."""
    most = reach(word)
    if not most:
        return {}
    shared = Counter(at for three in set(trigrams(word)) for at in speller.trigrams.get(three, ()))
    likeness = {
        at: count / (len(word) + len(speller.words[at]))
        for at, count in shared.items()
        if count > 1 and abs(len(word) - len(speller.words[at])) <= most + 1
    }
    best = sorted(likeness, key=lambda at: (-likeness[at], at))[:CANDIDATES]
    steps = {speller.words[at]: letters_apart(word, speller.words[at], most) for at in best}
    least = min(steps.values(), default=most + 1)
    return {known: 0.97 - 0.1 * step for known, step in steps.items() if step == least <= most}


def letters_apart(word: str, known: str, most: int) -> int:
    """Count the slips between two words, or their stems where those are nearer; too many where it is no slip."""
    if len(word) < 8 and not _begin_alike(word, known):
        return most + 1
    if squeeze(word) == squeeze(known):
        return 1
    if min(len(word), len(known)) <= SHORTEST:
        return 1 if sorted(word) == sorted(known) and distance(word, known, 1) == 1 else most + 1
    whole = distance(word, known, most, unlike=2)
    if whole <= 1:
        return whole
    pairs = [(one, other) for one in stems(word) for other in stems(known) if min(len(one), len(other)) > SHORTEST]
    return 1 if any(distance(one, other, 1, unlike=2) <= 1 for one, other in pairs) else whole


def _begin_alike(word: str, known: str) -> bool:
    """Tell whether two words begin with the same letter, or with the same two swapped."""
    return word[0] == known[0] or word[:2] == known[1::-1]
