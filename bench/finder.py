"""The theme finder: how fast, how large, and beside FTS5, Wagtail's search, rapidfuzz and trigrams on the same queries.

Times per query are of the processor, so that other work on the machine does not count.

Run: python -m bench finder
"""

import sqlite3
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path

from bench.searched.search import wagtail_search
from loslaten.library import score, spelling, themes
from loslaten.library.finder import Found, Hit, Index, Why, build, find
from loslaten.library.themes import Title
from loslaten.library.words import plain

HERE = Path(__file__).parents[1]
DEVELOPMENT = HERE.parent / "shared" / "content" / "queries_dev.tsv"
FILES = [HERE / "tests" / "library" / "queries.tsv", HERE / "tests" / "library" / "queries_second.tsv", DEVELOPMENT]
Peer = Callable[[str, str], list[str]]  # a query and its language to themes, the likeliest first


def articles(thesaurus: themes.Thesaurus, count: int) -> list[Title]:
    """Make up titles from the situations of the themes."""
    terms = [term for theme in thesaurus.themes for term in theme.terms if term.kind == "situation"]
    found = (terms[at * 7 % len(terms)] for at in range(count))
    return [
        Title(f"a{at}", "article", f"Over {term.text} {at}", term.language, (term.theme,))
        for at, term in enumerate(found)
    ]


def costs(thesaurus: themes.Thesaurus, queries: list[score.Query]) -> None:
    for count in (0, 1000):
        tracemalloc.start()
        start = time.perf_counter()
        index = build(thesaurus, articles(thesaurus, count))
        took, (size, _) = time.perf_counter() - start, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        for query in queries[:20]:
            find(index, query.text, query.language)
        times = [answer.took_ms for answer in ask(partial(find, index), queries)]
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(
            f"{count:4} articles: p50 {p50:.2f} ms, p95 {p95:.2f} ms, built traced in {took:.2f} s, {size / 1e6:.1f} MB"
        )
    start = time.perf_counter()
    build(thesaurus)
    took, terms = time.perf_counter() - start, sum(len(theme.terms) for theme in thesaurus.themes)
    print(f"built in {took:.2f} s without tracing, of {terms} terms")


def ask(find_one: Callable[[str, str], Found], queries: list[score.Query]) -> list[score.Answer]:
    return score.answer_all(queries, find_one, time.process_time)


def as_found(peer: Peer, query: str, language: str) -> Found:
    """Give a peer's themes the shape of ours; it has no crisis list, and none is asked of it."""
    ranked = list(dict.fromkeys(peer(query, language)))[:3]
    return Found(tuple(Hit(theme, 1.0, Why(query, "", "", "", language), None, None) for theme in ranked))


def fts5(index: Index) -> Peer:
    """SQLite's full text search over every term, with prefixes, ranked by bm25."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "create virtual table terms using fts5(text, theme unindexed, tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany("insert into terms values (?, ?)", [(term.text, term.theme) for term in index.terms])

    def peer(query: str, _language: str) -> list[str]:
        words = " OR ".join(f'"{word}"*' for word in plain(query).split())
        asked = "select theme from terms where terms match ? order by rank limit 40"
        return [theme for (theme,) in base.execute(asked, (words,))] if words else []

    return peer


def trigrams(index: Index) -> Peer:
    """Character trigrams alone: the share of threes a term and the query have in common."""
    known = [(set(spelling.trigrams(plain(term.text))), term.theme) for term in index.terms]

    def peer(query: str, _language: str) -> list[str]:
        threes = set(spelling.trigrams(plain(query)))
        scored = ((2 * len(threes & one) / (len(threes) + len(one)), theme) for one, theme in known)
        return [theme for share, theme in sorted(scored, key=lambda one: -one[0])[:20] if share >= 0.5]

    return peer


def fuzzy(index: Index) -> Peer | None:
    """Search with rapidfuzz's weighted ratio over every term, from 80 of 100."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        print("rapidfuzz is not installed: not beside it (the bench extra has it)")
        return None
    texts, owners = [plain(term.text) for term in index.terms], [term.theme for term in index.terms]

    def peer(query: str, _language: str) -> list[str]:
        found = process.extract(plain(query), texts, scorer=fuzz.WRatio, limit=20, score_cutoff=80)
        return [owners[place] for _, _, place in found]

    return peer


def beside(index: Index, read: dict[Path, list[score.Query]], peers: dict[str, Peer | None]) -> None:
    """Print how well each does on the same queries."""
    for path, queries in read.items():
        print(f"{path.name}, {len(queries)} queries")
        print(f"  {'ours':10} {score.summary(ask(partial(find, index), queries))}")
        for name, peer in peers.items():
            if peer is not None:
                print(f"  {name:10} {score.summary(ask(partial(as_found, peer), queries))}")


def main() -> None:
    thesaurus = themes.read()
    index = build(thesaurus)
    read = {path: score.read_queries(path) for path in FILES if path.exists()}
    costs(thesaurus, list(chain.from_iterable(read.values())))
    with wagtail_search(thesaurus, HERE / "content") as wagtail:
        peers = {"FTS5": fts5(index), "Wagtail": wagtail, "rapidfuzz": fuzzy(index), "trigrams": trigrams(index)}
        beside(index, read, peers)
    if DEVELOPMENT not in read:
        print("The development queries are not beside the project.", file=sys.stderr)
