"""The fixed form of a text: which parts it has, and which are still missing, in words a writer understands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

Values = Mapping[str, Any]
QUESTIONS, SECTIONS, TAKE_ALONG, FAQ, EVIDENCE = 3, 3, 2, 3, 1
RESERVED = {"find", "feed", "practices"}  # addresses under a language that lead elsewhere than to an article
DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
SKELETON = re.compile(r"\\?\[[^\]]*\]")  # an example that nobody wrote over, also as Markdown writes it

# kind of text: its parts in the order of the file, and what the screen calls those that are plain text
PARTS: dict[str, dict[str, str | Promise]] = {
    "article": {
        "id": "", "slug": _("the address"), "title": _("the title"), "theme": _("the theme"), "related": "",
        "read_also": "", "practice": _("the practice"), "summary": _("the summary"), "questions": "",
        "pull_line": _("the pull line"), "take_along": "", "closing": _("the closing"), "faq": "", "evidence": "",
    },
    "practice": {
        "id": "", "title": _("the title"), "kernel": _("the practice in one sentence"), "minutes": _("the minutes"),
        "steps": _("the steps"), "phrases": _("the lines of each step"), "movement": "",
    },
    "page": {"id": "", "slug": _("the address"), "title": _("the title"), "summary": _("the summary")},
}  # fmt: skip
ROWS: dict[str, dict[str, str | Promise]] = {
    "questions": {"ask": _("the question"), "why": _("why it is asked")},
    "sections": {
        "heading": _("the heading"), "text": _("the text"), "example": _("the example"),
        "question": _("the reflection question"),
    },
    "faq": {"ask": _("the question"), "answer": _("the answer")},
    "evidence": {
        "source": _("who found it"), "year": _("the year"), "strength": _("the strength"),
        "finding": _("what was found"),
    },
}  # fmt: skip
NAMES: dict[str, str | Promise] = {
    "questions": _("Question"), "sections": _("Section"), "faq": _("Frequent question"), "evidence": _("Evidence"),
}  # fmt: skip


class Missing(NamedTuple):
    """A part that is not there yet."""

    part: str
    number: int  # of the row in that part; 0 for the part itself
    sentence: str


def filled(value: object) -> bool:
    """Tell whether somebody wrote something of their own here, and left no example standing."""
    if isinstance(value, (list, dict)):
        return bool(value)
    rows = [row.strip() for row in str(value or "").splitlines() if row.strip()]
    return bool(rows) and not any(map(SKELETON.fullmatch, rows))


def bare(doi: object) -> str:
    """Give a DOI without the address it is often copied with; "" where this is none."""
    found = DOI.fullmatch(str(doi or "").strip())
    return found["doi"] if found else ""


def missing(kind: str, values: Values) -> list[Missing]:
    """List everything that stands between a text and its publication."""
    parts = [
        Missing(part, 0, now("Not filled in yet: {part}.").format(part=name))
        for part, name in PARTS[kind].items()
        if name and not filled(values.get(part))
    ]
    return [*parts, *_of_an_article(values)] if kind == "article" else [*parts, *_of_a_page(kind, values)]


def _of_an_article(values: Values) -> Iterator[Missing]:
    along = values["take_along"]
    whole = {
        "questions": (len(values["questions"]) == QUESTIONS, now("An article begins with exactly three questions.")),
        "sections": (len(values["sections"]) >= SECTIONS, now("An article has at least three sections.")),
        "take_along": (
            len(along) >= TAKE_ALONG and all(map(filled, along)),
            now("An article ends with at least two things to take along."),
        ),
        "faq": (len(values["faq"]) >= FAQ, now("An article answers at least three frequent questions.")),
        "evidence": (len(values["evidence"]) >= EVIDENCE, now("An article says how sure it is: at least one source.")),
        "slug": (
            values.get("slug") not in RESERVED,
            now("This address leads somewhere else in the library. Choose another one."),
        ),
    }
    yield from (Missing(part, 0, sentence) for part, (fits, sentence) in whole.items() if not fits)
    for part in ROWS:
        yield from _of_rows(part, values[part])
    yield from _wrong_dois(values["evidence"])


def _wrong_dois(rows: Iterable[Values]) -> Iterator[Missing]:
    for number, row in enumerate(rows, start=1):
        if row.get("doi") and not bare(row["doi"]):
            sentence = now("Evidence {number}: a DOI begins with 10. and holds a slash, as in 10.1000/182.")
            yield Missing("evidence", number, sentence.format(number=number))


def _of_a_page(kind: str, values: Values) -> Iterator[Missing]:
    if not filled(values.get("body")) and not values.get("faq"):
        yield Missing("body", 0, now("There is no text yet."))
    if kind == "page":
        yield from _of_rows("faq", values["faq"])


def _of_rows(part: str, rows: Iterable[Values]) -> Iterator[Missing]:
    for number, row in enumerate(rows, start=1):
        said = {**row, "text": f"{row.get('before', '')}\n{row.get('after', '')}"}  # an example may come first
        if lacks := [str(name) for field, name in ROWS[part].items() if not filled(said.get(field))]:
            sentence = now("{row} {number} is not complete: {part}.")
            yield Missing(part, number, sentence.format(row=NAMES[part], number=number, part=", ".join(lacks)))
