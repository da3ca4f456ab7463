"""Words as the finder sees them: without case, accents and signs, and with the forms one word can take."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

LONGEST = 400  # characters of a query that are looked at; the finder is for one or two words
LISTS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
STOP, LIGHT, SOFT, GENERIC, PARTICLES, INTENSIVE = (
    frozenset(LISTS[name].split()) for name in ("stop", "light", "soft", "generic", "particles", "intensive")
)
IRREGULAR = {form: word for word, forms in LISTS["irregular"].items() for form in forms.split()}
PARTICIPLE = re.compile(rf"({'|'.join(sorted(PARTICLES))})?ge(.{{3,}}(?:d|t|en|de|te|ne))")


def plain(text: str) -> str:
    """Write a text in small plain letters and figures, one space between words."""
    low = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o"))
    low = "".join(sign for sign in low if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])['’´`](?=[a-z])", "", low)))


def weight(word: str) -> float:
    """Tell how much a word can carry, apart from what it means."""
    if word in STOP:
        return 0.0
    return 0.3 if word in SOFT else 1.0


def content(words: list[str]) -> list[str]:
    """Keep the words that carry something; where none does, keep them all."""
    return [word for word in words if word not in STOP] or words


def squeeze(stem: str) -> str:
    """Write a stem as its sound asks: no doubled letters, v and z at the end as f and s."""
    stem = re.sub(r"(.)\1", r"\1", stem)
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1]) if stem else stem


def dutch_stems(word: str) -> set[str]:
    """Cut what Dutch adds at the end of a word; a d or t may be an ending or belong to the word."""
    for ending, left, instead in (
        ("heden", 3, "heid"), ("ende", 4, ""), ("end", 5, ""), ("tjes", 4, ""), ("tje", 4, ""), ("jes", 4, ""),
        ("je", 4, ""), ("eren", 4, "er"), ("sten", 4, "st"), ("en", 3, ""), ("es", 4, ""), ("e", 3, ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= left:
            word = word[: len(word) - len(ending)] + instead
            break
    shorter = re.sub(r"(?<!s)(dt|d|t)$|(?<=[^aeiou])s$", "", word) if len(word) > 4 else word
    return {squeeze(word), squeeze(shorter)}


def english_stem(word: str) -> str:
    """Cut what English adds at the end of a word."""
    for ending, left, instead in (
        ("iness", 3, "y"), ("ness", 3, ""), ("ies", 2, "y"), ("ied", 2, "y"), ("ing", 3, ""), ("ed", 3, ""),
        ("ly", 4, ""), ("es", 3, ""), ("s", 3, ""), ("e", 3, ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= left and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    return squeeze(word[:-1] if word.endswith("e") and len(word) > 4 else word)


def participles(word: str) -> list[str]:
    """Take the ge- out of what may be a Dutch participle: gepiekerd, uitgesteld."""
    found = PARTICIPLE.fullmatch(word)
    return [(found[1] or "") + found[2]] if found and not word.startswith("gedacht") else []


@lru_cache(40_000)
def stems(word: str, language: str = "") -> frozenset[str]:
    """Give every stem a word may have, in a language or in both: equal stems, same word."""
    if len(word) < 3 or word.isdigit():
        return frozenset([word])
    bases = {word, IRREGULAR.get(word, word)}
    dutch = (
        {stem for base in bases.union(participles(word)) for stem in dutch_stems(base)} if language != "en" else set()
    )
    return frozenset(dutch if language == "nl" else dutch | {english_stem(base) for base in bases})


KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SOUNDS = ("aeiouy", "dt", "bp", "fvw", "szcx", "ckqx", "gh", "mn")
LIKE = frozenset(
    (one, other)
    for letters in [*SOUNDS, *(row[at : at + 2] for row in KEYS for at in range(len(row) - 1))]
    for one in letters
    for other in letters
)


def distance(one: str, other: str, most: int, *, unlike: int = 1) -> int:
    """Count the letters to change, add, drop or swap between two words; `most` + 1 where it is more than that.

    Parameters
    ----------
    one, other
        The words.
    most
        Where to stop counting.
    unlike
        What a letter counts that is typed for one that neither sounds like it nor lies beside it.

    Returns
    -------
    int
        The Damerau-Levenshtein distance (optimal string alignment), cut off above `most`.
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, match in enumerate(other, 1):
            change = 0 if letter == match else 1 if (letter, match) in LIKE else unlike
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + change)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
