"""Every word of the thesaurus, and how a word somebody typed is recognised among them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from loslaten.library.compounds import split
from loslaten.library.spelling import SHORTEST, Speller, learn, near
from loslaten.library.words import GENERIC, PARTICLES, SOFT, STOP, plain, stems

LONG = 7  # letters of a word that is looked for in the other language too
SHORT = 5  # letters of a half that is soon found in another word
BOTH = 0.88  # how likely a compound is of which both halves are known
FORM = 0.96  # another form of the same word: piekert for piekeren


class Sense(NamedTuple):
    """A known word that a typed word may be."""

    word: str
    likely: float  # 0 to 1
    how: str  # exact, form, compound or spelling


class Part(NamedTuple):
    """A typed word, or one of the words it is made of, with what it may be."""

    word: str
    senses: tuple[Sense, ...]
    generic: bool = False  # the end of a compound that says little: klachten in slaapklachten


class Lexicon(NamedTuple):
    """The known words, by themselves, by stem and by spelling."""

    words: frozenset[str]
    keywords: frozenset[str]  # stems of the Dutch ones that mean something standing alone
    alone: frozenset[str]  # stems of the words of any language that do
    stems: Mapping[str, Mapping[str, tuple[str, ...]]]  # by language
    spellers: Mapping[str, Speller]  # by language
    elsewhere: frozenset[str]  # stems of words about something else
    elsewhere_words: frozenset[str]
    frequent: frozenset[str]  # words that are what they are, and no other word misspelt


def compile_lexicon(
    terms: Mapping[str, list[list[str]]], elsewhere: Iterable[str], *, frequent: Iterable[str] = ()
) -> Lexicon:
    """Gather the words of all terms of each language, a term given as its words that carry something."""
    rows = [row for some in terms.values() for row in some]
    words = frozenset(word for row in rows for word in row)
    others = frozenset(plain(word) for word in elsewhere if " " not in word)
    alone = {row[0] for row in terms["nl"] if len(row) == 1} - SOFT
    return Lexicon(
        words,
        frozenset(stem for word in alone if len(word) > 2 for stem in stems(word, "nl")),
        frozenset(stem for row in rows if len(row) == 1 for stem in stems(row[0])),
        {language: _by_stem({word for row in some for word in row}, language) for language, some in terms.items()},
        {language: learn({word for row in some for word in row} - SOFT - STOP) for language, some in terms.items()},
        frozenset(stem for word in others for stem in stems(word)),
        others,
        frozenset(frequent),
    )


def _by_stem(words: Iterable[str], language: str) -> dict[str, tuple[str, ...]]:
    known: dict[str, list[str]] = {}
    for word in sorted(words):
        for stem in stems(word, language):
            known.setdefault(stem, []).append(word)
    return {stem: tuple(same) for stem, same in known.items()}


def is_elsewhere(lexicon: Lexicon, word: str) -> bool:
    """Tell whether a word is about something else: a word that means a theme by itself, or a form of one, is not."""
    if stems(word).isdisjoint(lexicon.elsewhere):
        return False
    return stems(word).isdisjoint(lexicon.alone)


def reunite(words: list[str], lexicon: Lexicon) -> list[str]:
    """Put a Dutch verb and the particle at the end back together where that is a known word: stelde uit, uitstelde."""
    if words and words[-1] in PARTICLES:
        *others, particle = words
        for at, verb in enumerate(others):
            if not stems(particle + verb, "nl").isdisjoint(lexicon.stems["nl"]):
                return [*words[:at], particle + verb, *words[at + 1 : -1]]
    return words


def recognise(lexicon: Lexicon, word: str, language: str) -> list[Part]:
    """Find what a typed word may be, in one part or in the parts of a compound; without senses where nothing fits."""
    same = _same(lexicon, word, language)
    if is_elsewhere(lexicon, word):
        return [Part(word, tuple(same))]
    if same or len(word) < SHORTEST or word in SOFT:
        return [Part(word, tuple(same))]
    meant = _meant(lexicon, word, language)
    parts = _parts(lexicon, word, language)
    likely = max((sense.likely for part in parts for sense in part.senses), default=0.0)
    return parts if parts and (not meant or likely > meant[0].likely) else [Part(word, meant)]


def _same(lexicon: Lexicon, word: str, language: str) -> list[Sense]:
    """Give the word itself, and other forms of it: of the other language only where this one has none."""
    exact = [Sense(word, 1.0, "exact")] if word in lexicon.words else []
    for known in sorted(lexicon.stems, key=lambda one: one != language):
        forms = {other for stem in stems(word, known) for other in lexicon.stems[known].get(stem, ()) if other != word}
        if forms or exact:
            return exact + [Sense(other, FORM, "form") for other in sorted(forms)]
    return []


def _meant(lexicon: Lexicon, word: str, language: str) -> tuple[Sense, ...]:
    """Give the words that may have been misspelt: of the other language only for a long word."""
    if word in lexicon.frequent:
        return ()
    for known in sorted(lexicon.spellers, key=lambda one: one != language):
        found = near(lexicon.spellers[known], word) if known == language or len(word) >= LONG else {}
        if found:
            trust = 1.0 if known == language else 0.9
            return tuple(Sense(right, trust * likely, "spelling") for right, likely in found.items())
    return ()


def _parts(lexicon: Lexicon, word: str, language: str) -> list[Part]:
    def keyword(part: str) -> str | None:
        return part if not stems(part, "nl").isdisjoint(lexicon.keywords) and part not in STOP | SOFT else None

    found = split(word, keyword, elsewhere=lambda part: is_elsewhere(lexicon, part))
    whole = word in lexicon.frequent  # a word of its own: slagroom has nothing to do with slaan
    if found is None or (whole and (found.likely < BOTH or min(map(len, filter(None, found[:2]))) < SHORT)):
        return []
    senses = {
        part: [Sense(sense.word, sense.likely * found.likely, "compound") for sense in _same(lexicon, part, language)]
        for part in (found.left, found.right)
        if part
    }
    return [Part(word, tuple(some), part == found.right and part in GENERIC) for part, some in senses.items()]
