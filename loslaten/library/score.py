"""How well the finder finds: success, order, silence and crisis, over a file of queries with the themes that fit."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from loslaten.library.finder import Found

COLUMNS = ("query", "lang", "grades", "kind")
HEADER = ("kind", "queries", "success@1", "success@3", "ndcg@3", "none", "crisis", "false alarms")
CRISIS = "crisis"


class Query(NamedTuple):
    """A query, and how well each theme fits it: 2 very, 1 somewhat; no theme where nothing should be found."""

    text: str
    language: str
    grades: dict[str, int]
    kind: str


class Answer(NamedTuple):
    """What the finder said, and how long it took."""

    query: Query
    found: Found
    took_ms: float


class Score(NamedTuple):
    """Shares from 0 to 1, each over the queries it is about; nan where there are none."""

    queries: int
    success_1: float  # the first theme fits
    success_3: float  # one of the first three fits
    ndcg_3: float  # the first three are in the best order
    none: float  # of the queries without a theme: nothing was said
    crisis: float  # of the crisis queries: help was shown
    false_alarms: int  # other queries for which help was shown
    p95_ms: float


def read_queries(path: Path) -> list[Query]:
    """Read a file of queries: tab-separated, with a header of query, lang, grades and kind.

    Returns
    -------
    list of Query
        In the order of the file.

    Raises
    ------
    ValueError
        In one line with file, line and what, where the file is not such a file.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        message = f"{path}: {getattr(wrong, 'strerror', None) or 'this is no text in UTF-8'}"
        raise ValueError(message) from wrong
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        message = f"{path}, line 1: the header must be {', '.join(COLUMNS)}, with tabs between"
        raise ValueError(message)
    queries = [_query(line, f"{path}, line {number}") for number, line in enumerate(lines[1:], 2) if line.strip()]
    if not queries:
        message = f"{path}: there are no queries in it"
        raise ValueError(message)
    return queries


def _query(line: str, where: str) -> Query:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        message = f"{where}: {len(cells)} columns, {len(COLUMNS)} expected"
        raise ValueError(message)
    text, language, grades, kind = cells
    if language not in {"nl", "en"}:
        message = f"{where}: lang is {language!r}, nl or en expected"
        raise ValueError(message)
    return Query(text, language, dict(_grade(grade, where) for grade in grades.split(",") if grade.strip()), kind)


def _grade(grade: str, where: str) -> tuple[str, int]:
    theme, _, degree = grade.strip().partition(":")
    if not theme or not degree.isdecimal():
        message = f"{where}: grades has {grade!r}, theme:1 or theme:2 expected"
        raise ValueError(message)
    return theme, int(degree)


def score(answers: Sequence[Answer]) -> Score:
    """Score what the finder said."""
    themed = [answer for answer in answers if answer.query.grades]
    crisis = [answer for answer in answers if answer.query.kind == CRISIS]
    other = [answer for answer in answers if answer.query.kind != CRISIS]
    return Score(
        len(answers),
        _mean(_fits(answer, 1) for answer in themed),
        _mean(_fits(answer, 3) for answer in themed),
        _mean(map(ndcg, themed)),
        _mean(not answer.found.hits for answer in other if not answer.query.grades),
        _mean(answer.found.crisis for answer in crisis),
        sum(answer.found.crisis for answer in other),
        _quantile([answer.took_ms for answer in answers], 0.95),
    )


def _fits(answer: Answer, most: int) -> bool:
    return any(answer.query.grades.get(hit.theme, 0) > 0 for hit in answer.found.hits[:most])


def ndcg(answer: Answer) -> float:
    """Score the order of the first three: 1 when no other order of themes would be better.

    Returns
    -------
    float
        Normalised discounted cumulative gain at three, with the grade as gain.
    """
    grades = answer.query.grades
    best = _gain(sorted(grades.values(), reverse=True)[:3])
    return _gain([grades.get(hit.theme, 0) for hit in answer.found.hits[:3]]) / best if best else float("nan")


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(values: Iterable[float]) -> float:
    known = [float(value) for value in values]
    return statistics.fmean(known) if known else float("nan")


def _quantile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def table(answers: Sequence[Answer]) -> list[list[str]]:
    """Write a row per kind of query, in the order in which the kinds appear."""
    kinds = dict.fromkeys(answer.query.kind for answer in answers)
    scores = {kind: score([answer for answer in answers if answer.query.kind == kind]) for kind in kinds}
    return [[kind, str(one.queries), *map(_shown, one[1:6]), str(one.false_alarms)] for kind, one in scores.items()]


def summary(answers: Sequence[Answer]) -> str:
    """Say everything in one line."""
    whole = score(answers)
    shares = zip(("success@1", "success@3", "ndcg@3", "none", "crisis"), whole[1:6], strict=True)
    told = " ".join(f"{name} {share:.3f}" for name, share in shares)
    return f"{told} false_alarms {whole.false_alarms} p95_ms {whole.p95_ms:.2f}"


def _shown(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.2f}"


def answer_all(queries: Iterable[Query], find: Callable[[str, str], Found], clock: Callable[[], float]) -> list[Answer]:
    """Ask everything, and look at the clock (in s) before and after."""
    answers = []
    for query in queries:
        start = clock()
        found = find(query.text, query.language)
        answers.append(Answer(query, found, 1000 * (clock() - start)))
    return answers
