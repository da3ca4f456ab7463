"""Words of somebody who may be in danger: shown help first, whatever else a query or a note says.

One list, ``static/library/crisis.json``, serves this module and the browser's ``crisis.js``; they read it the same way
and must agree. A phrase in it is a row of words with spaces between:

- ``a|b_c|d*``: one of these: a word, several words, or the beginning of a word;
- ``<name>``: one of the set of that name;
- ``word?``: there or not;
- ``~``: up to six small words in between, those listed as adverbs;
- ``+``: up to four words of any kind in between;
- ``$``: here the sentence ends.

What `everyday` matches is taken out first, so "ik lach me dood" says nothing about death. `alone` are phrases that
count only when they are all there is. `spelling` are words recognised with so many letters wrong, except where the
typed word is one of `real_words`. `must` and `must_not` are texts for the tests.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from loslaten.library.words import distance

LIST = Path(__file__).resolve().parent / "static" / "library" / "crisis.json"
SHORTEST = 5  # letters of a word whose spelling is looked at
LONGEST = 100_000  # characters of a text that are looked at
SPACED = re.compile(r"\b(?:[a-z0-9][ .*-]){2,}[a-z0-9]\b", re.ASCII)  # s u i c i d e
DISGUISED = re.compile(r"[a-z0-9@$]+")
JOINED = re.compile(r"\b(niet|nie|ni|nooit)(meer|mer)\b", re.ASCII)  # nimeer
LETTERS = str.maketrans("013457@$", "oieastas")


class Phrases(NamedTuple):
    """The list, compiled."""

    everyday: re.Pattern[str]
    crisis: re.Pattern[str]
    alone: frozenset[str]
    spelling: dict[str, int]
    known: frozenset[str]  # words that are left as they are


def is_crisis(text: str) -> bool:
    """Tell whether a query or a whole note says that somebody may be in danger."""
    words = _words(text[:LONGEST])
    if not words:
        return False
    phrases = _phrases()
    meant = {word: _corrected(word) for word in set(words)}
    line = f" {' '.join(meant[word] for word in words)} "
    if line.replace(" . ", " ").strip() in phrases.alone:
        return True
    return phrases.crisis.search(phrases.everyday.sub(" .", line)) is not None


def _words(text: str) -> list[str]:
    """Words in small plain letters, and a dot where a sentence ends."""
    low = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.lower()))
    low = re.sub(r"([a-z])['’´`]([a-z])", r"\1\2", low)
    low = SPACED.sub(lambda found: re.sub(r"[^a-z0-9]", "", found[0]), low)
    low = re.sub(r"([a-z])\*+(?=[a-z])", r"\1", low)
    low = DISGUISED.sub(_undisguised, low)
    low = re.sub(r"([a-z])\1{2,}", r"\1\1", low)
    low = JOINED.sub(r"\1 meer", low)
    return re.findall(r"[a-z0-9]+|\.", re.sub(r"[.!?;:\n\r…]+", " . ", low))


def _undisguised(found: re.Match[str]) -> str:
    """Read figures among letters as the letters they look like: su1cide."""
    word = found[0]
    return word.translate(LETTERS) if sum(map(str.isalpha, word)) > 1 and not word.isalpha() else word


@cache
def _phrases() -> Phrases:
    found = json.loads(LIST.read_text(encoding="utf-8"))
    return Phrases(
        _compiled(found["everyday"], found),
        _compiled(found["crisis"], found),
        frozenset(found["alone"]),
        found["spelling"],
        frozenset(found["real_words"]) | found["spelling"].keys(),
    )


def _compiled(phrases: list[str], found: dict[str, Any]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(phrase, found) for phrase in phrases))


def _pattern(phrase: str, found: dict[str, Any]) -> str:
    """Write a phrase as a regular expression over words with spaces around."""
    return "".join(_step(token, found) for token in phrase.split(" "))


def _step(token: str, found: dict[str, Any]) -> str:
    if token == "~":  # noqa: S105  a sign, not a secret
        return f"(?: (?:{found['adverbs']})(?= ))" + "{0,6}"
    if token == "+":  # noqa: S105
        return "(?: [a-z0-9]+(?= )){0,4}"
    if token == "$":  # noqa: S105
        return r"(?: \.| $)"
    for name, words in found["sets"].items():
        token = token.replace(f"<{name}>", words)
    step = f" (?:{token.rstrip('?').replace('_', ' ').replace('*', '[a-z]*')})(?= )"
    return f"(?:{step})?" if token.endswith("?") else step


def _corrected(word: str) -> str:
    """Give the word of the list that was meant, or the word itself. Nothing is remembered of what was typed."""
    if len(word) < SHORTEST or word in _phrases().known:
        return word
    return next((right for right, most in _phrases().spelling.items() if _meant(word, right, most)), word)


def _meant(word: str, right: str, most: int) -> bool:
    return word[0] == right[0] and distance(word, right, most) <= most
