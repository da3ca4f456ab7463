"""The theme finder: from one or two words to at most three themes, and why these."""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from loslaten.library.crisis import is_crisis
from loslaten.library.lean import Table, lean, table
from loslaten.library.lexicon import Lexicon, Part, Sense, compile_lexicon, is_elsewhere, recognise, reunite
from loslaten.library.sensed import Body, sensed
from loslaten.library.themes import LANGUAGES, WEIGHTS, Term, Theme, Thesaurus, Title
from loslaten.library.words import LIGHT, LONGEST, SOFT, STOP, content, plain, weight

MOST = 3  # themes in an answer
WORDS = 12  # of a query that are looked at
ENOUGH = 0.45  # a theme below this is not shown
FAMILIAR = 0.3  # unless every word of the query is one of ours: then this is enough
BESIDE = 0.4  # nor one that is so much less sure than the first
OTHER_LANGUAGE = 0.93
NEEDED = 0.4  # what a term loses when none of the little words it needs is there
UNKNOWN, ELSEWHERE = 0.6, 1.5  # what a word weighs that no term has, or that is about something else
WHOLE = 0.75  # how much of a term must be said where a word in it is about something else
TITLE = 0.7
CLEAR = 0.85  # a word that says a theme by itself
LEANS = 0.8  # how likely it must be that a query none of whose words led anywhere is about a theme at all
LIKELY = 0.3  # and about one theme, for that theme to be shown


class Why(NamedTuple):
    """What made the finder choose a theme: you searched `word`, it knows `term`."""

    word: str
    term: str
    kind: str  # label, synonym, cue, body signal, situation or title
    how: str  # exact, form, compound, spelling, body or alike
    language: str


class Hit(NamedTuple):
    """A theme, how sure it is, why, and what to read and to practise."""

    theme: str
    sure: float  # 0 to 1
    why: Why
    article: str | None
    practice: str | None


class Found(NamedTuple):
    """The answer to a query: a crisis first and alone, else themes, else nothing."""

    hits: tuple[Hit, ...] = ()
    crisis: bool = False
    other_language: bool = False  # the first theme was found by a word of the other language


class Index(NamedTuple):
    """Everything `find` looks things up in; built anew when a theme or a title changes."""

    themes: tuple[Theme, ...]
    terms: tuple[Term, ...]
    term_words: tuple[tuple[str, ...], ...]
    small: tuple[frozenset[str], ...]  # the little words a term needs: "geen" in "geen lucht"
    weights: tuple[float, ...]  # of all words of a term together
    postings: Mapping[str, tuple[int, ...]]
    sayings: Mapping[str, tuple[int, ...]]
    spread: Mapping[str, int]  # in how many themes a word means something
    lexicon: Lexicon
    titles: Mapping[str, tuple[Title, ...]]
    body: Body
    leaning: Table | None


class Evidence(NamedTuple):
    """What one word of the query says for one theme."""

    strength: float
    why: Why
    peak: float = 0.0  # of the word that says most


def build(thesaurus: Thesaurus, titles: Iterable[Title] = (), *, leaning: bool = True) -> Index:
    """Make the index of a thesaurus, and of the articles and practices there are; `leaning` on the table of words."""
    rows_of_words = table() if leaning else None
    offered = tuple(titles)
    terms = tuple(term for theme in thesaurus.themes for term in theme.terms)
    terms += tuple(Term(title.text, theme, title.language, "title") for title in offered for theme in title.themes)
    rows = [content(plain(term.text).split()) for term in terms]
    postings, sayings = _places(rows), _places([[plain(term.text)] for term in terms])
    weights = tuple(sum(map(_carries, row)) for row in rows)
    return Index(
        thesaurus.themes,
        terms,
        tuple(map(tuple, rows)),
        tuple(frozenset(plain(term.text).split()) & STOP - LIGHT for term in terms),
        weights,
        postings,
        sayings,
        {word: _spread(word, places, terms, weights) for word, places in postings.items()},
        compile_lexicon(
            _by_language(terms, rows),
            thesaurus.elsewhere,
            frequent=(*rows_of_words.places, *rows_of_words.real) if rows_of_words else (),
        ),
        _by_theme(offered),
        thesaurus.body,
        rows_of_words,
    )


def find(index: Index, query: str, language: str = "nl") -> Found:
    """Find the themes for what somebody typed.

    Returns
    -------
    Found
        Crisis words first and alone; else up to three themes, the surest first; nothing where nothing fits.
    """
    if is_crisis(query):
        return Found(crisis=True)
    asked = plain(query[:LONGEST])
    words = content(reunite(asked.split(), index.lexicon))[:WORDS]
    sure = _scores(index, words, frozenset(asked.split()), language)
    for theme, evidence in _saying(index, asked, language).items():
        sure[theme] = max(sure.get(theme, evidence), evidence)
    for theme, evidence in _sensed(index, words, language).items():
        sure[theme] = max(sure.get(theme, evidence), evidence)
    hits = _best(index, sure, words)
    other = bool(hits) and hits[0].why.language != language
    return Found(_alike(index, asked, language, hits), other_language=other)


def _by_theme(offered: tuple[Title, ...]) -> dict[str, tuple[Title, ...]]:
    """Put titles under their themes; a theme that has none of a kind and a language gets those that stand beside it."""
    own = {(theme, title.kind, title.language) for title in offered for theme in title.themes}
    found: dict[str, list[Title]] = {}
    for title in offered:
        beside = (theme for theme in title.beside if (theme, title.kind, title.language) not in own)
        for theme in dict.fromkeys((*title.themes, *beside)):
            found.setdefault(theme, []).append(title)
    return {theme: tuple(some) for theme, some in found.items()}


def _by_language(terms: Iterable[Term], rows: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    """Gather the words of the terms of each language; titles are no vocabulary."""
    found: dict[str, list[list[str]]] = {language: [] for language in LANGUAGES}
    for term, row in zip(terms, rows, strict=True):
        if term.kind != "title":
            found[term.language].append(row)
    return found


def _places(rows: Iterable[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """Note where each word stands."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for word in dict.fromkeys(row):
            found.setdefault(word, []).append(place)
    return {word: tuple(places) for word, places in found.items()}


def _carries(word: str) -> float:
    return weight(word) or 0.3


def _spread(word: str, places: tuple[int, ...], terms: tuple[Term, ...], weights: tuple[float, ...]) -> int:
    """Count in how many themes a word is at least half of what a term says."""
    return len({terms[place].theme for place in places if _carries(word) / weights[place] >= 0.5})


def _saying(index: Index, asked: str, language: str) -> dict[str, Evidence]:
    """Find the themes that have exactly these words as a term, small words and all."""
    found: dict[str, Evidence] = {}
    for place in index.sayings.get(asked, ()):
        term = index.terms[place]
        strength = 1.1 * _worth(term, language)
        if term.theme not in found or found[term.theme].strength < strength:
            found[term.theme] = Evidence(strength, Why(asked, term.text, term.kind, "exact", term.language))
    return found


def _sensed(index: Index, words: list[str], language: str) -> dict[str, Evidence]:
    """Find the themes of a place in the body and how it feels there."""
    found = sensed(index.body, words)
    if found is None or any(is_elsewhere(index.lexicon, word) for word in words):
        return {}
    why = Why(found.said, found.said, "body signal", "body", language)
    return {theme: Evidence(sure, why) for theme, sure in found.themes.items()}


def _alike(index: Index, asked: str, language: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Fill the places that are left with the themes whose words are most like these."""
    words = content(asked.split())
    if index.leaning is None or len(hits) == MOST or any(is_elsewhere(index.lexicon, word) for word in words):
        return hits
    likely = lean(asked, index.leaning)
    if not hits and sum(likely.values()) < LEANS:
        return ()
    labels = {theme.id: theme.labels[language] for theme in index.themes}
    others = likely.keys() & labels.keys() - {hit.theme for hit in hits}
    ranked = sorted(others, key=lambda theme: -likely[theme])[: MOST - len(hits)]
    return hits + tuple(
        Hit(theme, likely[theme], Why(asked, labels[theme], "label", "alike", language), *_offer(index, theme, words))
        for theme in ranked
        if likely[theme] >= LIKELY
    )


def _worth(term: Term, language: str) -> float:
    return WEIGHTS.get(term.kind, TITLE) * (1.0 if term.language == language else OTHER_LANGUAGE)


def _units(index: Index, words: list[str], language: str) -> list[Part]:
    """Give the words of a query with their senses: a compound as its parts, two halves as the whole."""
    units: list[Part] = []
    for at, word in enumerate(words):
        joined = [word + other for other in words[at + 1 : at + 2]] + [other + word for other in words[at - 1 : at]]
        whole = tuple(Sense(one, 0.97, "form") for one in joined if one in index.lexicon.words)
        units += [
            part._replace(senses=part.senses + whole, generic=part.generic and not whole)
            for part in recognise(index.lexicon, word, language)
        ]
    return units


def _scores(index: Index, words: list[str], asked: frozenset[str], language: str) -> dict[str, Evidence]:
    """Tell how sure each theme is, from all words together."""
    units = _units(index, words, language)
    covered = _covered(index, units, asked)
    heavy = [_heavy(index, unit) for unit in units]
    total = sum(heavy) or 1.0
    sure: dict[str, Evidence] = {}
    for share, unit in zip(heavy, units, strict=True):
        for theme, evidence in _told(index, unit, covered, language).items():
            strength = share * evidence.strength / total
            before = sure.get(theme, Evidence(0.0, evidence.why))
            why = evidence.why if strength > before.strength else before.why
            sure[theme] = Evidence(before.strength + strength, why, max(before.peak, evidence.strength))
    return sure


def _covered(index: Index, units: list[Part], asked: frozenset[str]) -> dict[int, float]:
    """Tell how much of each term the whole query says, 0 to 1."""
    said: dict[int, dict[str, float]] = {}
    for unit in units:
        for sense in unit.senses:
            for place in index.postings.get(sense.word, ()):
                row = said.setdefault(place, {})
                row[sense.word] = max(row.get(sense.word, 0.0), sense.likely)
    return {
        place: _needed(index.small[place], asked)
        * sum(_carries(word) * likely for word, likely in row.items())
        / index.weights[place]
        for place, row in said.items()
    }


def _needed(small: frozenset[str], asked: frozenset[str]) -> float:
    """Tell how much of a term is left when little words of it are missing."""
    return 1 - NEEDED * len(small - asked) / len(small) if small else 1.0


def _told(index: Index, unit: Part, covered: Mapping[int, float], language: str) -> dict[str, Evidence]:
    """Weigh what one word says for each theme: its best term, and a little more where several agree."""
    best: dict[str, Evidence] = {}
    doubt: dict[str, float] = {}
    least = WHOLE if is_elsewhere(index.lexicon, unit.word) else 0.0
    for sense in unit.senses:
        for place in index.postings.get(sense.word, ()):
            if covered[place] < least:
                continue
            term = index.terms[place]
            strength = sense.likely * covered[place] * _worth(term, language)
            doubt[term.theme] = doubt.get(term.theme, 1.0) * (1 - 0.12 * strength)
            if term.theme not in best or strength > best[term.theme].strength:
                best[term.theme] = Evidence(strength, Why(unit.word, term.text, term.kind, sense.how, term.language))
    return {
        theme: Evidence(min(1.1, one.strength + 0.3 * (1 - doubt[theme] / (1 - 0.12 * one.strength))), one.why)
        for theme, one in best.items()
    }


def _heavy(index: Index, unit: Part) -> float:
    """Tell how much a word of the query counts: less where it says something about many themes."""
    if is_elsewhere(index.lexicon, unit.word):
        return ELSEWHERE
    if unit.word in SOFT:
        return 0.25 if unit.senses else 0.1
    if unit.generic:
        return 0.25
    if not unit.senses:
        return UNKNOWN
    spread = max(index.spread.get(sense.word, 1) for sense in unit.senses)
    return 1 / (1 + 0.25 * math.log(max(spread, 1)))


def _best(index: Index, sure: Mapping[str, Evidence], words: list[str]) -> tuple[Hit, ...]:
    """Choose the surest themes, in the order of the themes where they are equally sure."""
    order = [theme.id for theme in index.themes if theme.id in sure]
    ranked = sorted(order, key=lambda theme: -sure[theme].strength)[:MOST]
    enough = FAMILIAR if _familiar(index.lexicon, words) else ENOUGH
    if not ranked or sure[ranked[0]].strength < min(enough, _enough(sure[ranked[0]], len(words))):
        return ()
    least = max(BESIDE * sure[ranked[0]].strength, enough * 0.6)
    return tuple(
        Hit(theme, min(1.0, sure[theme].strength), sure[theme].why, *_offer(index, theme, words))
        for theme in ranked
        if sure[theme].strength >= least
    )


def _enough(first: Evidence, words: int) -> float:
    """Tell how sure the first theme must be: less in a longer sentence with one word that is very sure."""
    return ENOUGH * math.sqrt(2 / max(words, 2)) if first.peak >= CLEAR else ENOUGH


def _familiar(lexicon: Lexicon, words: list[str]) -> bool:
    """Tell whether there are several words, each from the thesaurus as it is, none of them about something else."""
    return len(words) > 1 and all(
        word in SOFT or (word in lexicon.words and not is_elsewhere(lexicon, word)) for word in words
    )


def _offer(index: Index, theme: str, words: list[str]) -> tuple[str | None, str | None]:
    """Choose the article and the practice of a theme whose titles say most of the query; else its first."""

    def likeness(title: Title) -> int:
        return len(set(plain(title.text).split()) & set(words))

    titles = index.titles.get(theme, ())
    kinds = ([title for title in titles if title.kind == kind] for kind in ("article", "practice"))
    article, practice = (max(some, key=likeness).key if some else None for some in kinds)
    return article, practice
