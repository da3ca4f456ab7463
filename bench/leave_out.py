"""The theme finder on words it has never seen: a fifth of the thesaurus is taken away, and asked.

Beside it everyday words about something else, which should find nothing. No row is made by hand for it, so nothing can
be tuned to it by name.

Run: python -m bench leave-out
"""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from loslaten.library import themes
from loslaten.library.finder import Found, build, find
from loslaten.library.words import plain

EVERYDAY = Path(__file__).parent / "everyday.txt"
KINDS = {"synonym", "cue"}
FOLDS = 5
Ask = Callable[[str, str], Found]


class Fold(NamedTuple):
    """A thesaurus with a part taken away, and that part: text, language and the themes it had."""

    left: themes.Thesaurus
    asked: list[tuple[str, str, set[str]]]


class Tally(NamedTuple):
    """Shares of what was asked."""

    asked: int
    first: float
    three: float
    silent: float
    wrong: float


def everyday() -> list[str]:
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    return list(dict.fromkeys(word.replace("_", " ") for word in words))


def folds(whole: themes.Thesaurus, seed: int = 20) -> Iterable[Fold]:
    """Take each fifth of the words and sayings away in turn: with all terms that read the same."""
    owners: dict[tuple[str, str], set[str]] = {}
    for theme in whole.themes:
        for term in theme.terms:
            if term.kind in KINDS:
                owners.setdefault((plain(term.text), term.language), set()).add(theme.id)
    keys = sorted(owners)
    random.Random(seed).shuffle(keys)  # noqa: S311  a draw for a table, not a secret
    for at in range(FOLDS):
        gone = set(keys[at::FOLDS])
        left = [
            theme._replace(
                terms=tuple(
                    term
                    for term in theme.terms
                    if term.kind not in KINDS or (plain(term.text), term.language) not in gone
                )
            )
            for theme in whole.themes
        ]
        yield Fold(whole._replace(themes=tuple(left)), [(*key, owners[key]) for key in sorted(gone)])


def tally(asked: Iterable[tuple[str, str, set[str]]], ask: Ask) -> Tally:
    rows = [([hit.theme for hit in ask(text, language).hits], owners) for text, language, owners in asked]
    first = sum(bool(found) and found[0] in owners for found, owners in rows)
    three = sum(not owners.isdisjoint(found) for found, owners in rows)
    silent = sum(not found for found, _ in rows)
    return Tally(len(rows), first / len(rows), three / len(rows), silent / len(rows), 1 - (three + silent) / len(rows))


def main() -> None:
    whole = themes.read()
    print("asked first three silent wrong; everyday words met with silence")
    for fold in folds(whole):
        index = build(fold.left, leaning=False)  # the table was made with all terms, so it is not tried here
        ask = lambda text, language, index=index: find(index, text, language)  # noqa: E731
        quiet = [not find(index, word).hits for word in everyday()]
        told = tally(fold.asked, ask)
        print(f"{told.asked:5} {told.first:.3f} {told.three:.3f} {told.silent:.3f} {told.wrong:.3f}; "
              f"{sum(quiet) / len(quiet):.3f} of {len(quiet)}")  # fmt: skip


if __name__ == "__main__":
    main()
