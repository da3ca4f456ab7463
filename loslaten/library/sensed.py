"""A place in the body and how it feels there, in everyday words: which themes the two together speak of."""

from collections.abc import Mapping
from typing import NamedTuple

from loslaten.library.words import STOP, plain, stems

SURE = 0.72  # of the first theme; a saying of the thesaurus is surer
NEXT = 0.08  # less for each theme after it
STRANGE = 0.15  # less for each word that is neither place nor sensation


class Body(NamedTuple):
    """Everyday words of places and sensations by stem, and the themes of the two together."""

    places: Mapping[str, str]
    sensations: Mapping[str, str]
    themes: Mapping[str, tuple[str, ...]]  # by "place sensation", "place" with any, or the sensation with any place


class Sensed(NamedTuple):
    """What a query says of the body, and the themes of that with how sure they are."""

    said: str
    themes: dict[str, float]


def compile_body(body: Mapping[str, Mapping[str, list[str]]]) -> Body:
    """Read the grammar of the thesaurus."""
    return Body(
        _by_stem(body.get("places", {})),
        _by_stem(body.get("sensations", {})),
        {both: tuple(some) for both, some in body.get("themes", {}).items()},
    )


def _by_stem(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {stem: name for name, words in groups.items() for word in words for stem in stems(plain(word))}


def _first(words: list[str], known: Mapping[str, str]) -> tuple[str, str] | None:
    """Give the first word that is known, and what it is."""
    pairs = ((word, known[stem]) for word in words for stem in sorted(stems(word)) if stem in known)
    return next(pairs, None)


def sensed(body: Body, words: list[str]) -> Sensed | None:
    """Find a place and a sensation among the words of a query; None where one of the two is missing."""
    place = _first(words, body.places)
    others = [word for word in words if place and word != place[0]]
    sensation = _first(others, body.sensations)
    if place is None or sensation is None:
        return None
    names = (f"{place[1]} {sensation[1]}", place[1], sensation[1])
    themes = next((body.themes[name] for name in names if name in body.themes), ())
    told = {place[0], sensation[0]}
    strange = sum(word not in STOP and not _knows(body, word) for word in words if word not in told)
    sure = SURE - STRANGE * strange
    said = " ".join(word for word in words if word in told)
    return Sensed(said, {theme: sure - NEXT * at for at, theme in enumerate(themes)})


def _knows(body: Body, word: str) -> bool:
    return any(stem in body.places or stem in body.sensations for stem in stems(word))
