"""A text as plain values: from the blocks of the desk to what a file holds and a page shows, and back."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from loslaten.library.markdown import plain, to_html, to_markdown, words
from loslaten.library.parts import PARTS, bare

WORDS_PER_MINUTE = 200
RICH = {"before", "example", "after"}


def values_of(text: Any) -> dict[str, Any]:  # noqa: ANN401 - an Article, a Practice or a Page: models stand above
    """Give every part of a text by its name, running text as Markdown."""
    found = {"id": text.key, "title": text.title, "faq": [], **_more(text)}
    return found | ({"body": to_markdown(text.body)} if hasattr(text, "body") else {})


def _more(text: Any) -> dict[str, Any]:  # noqa: ANN401 - idem
    if text.kind == "practice":
        lines = {str(part["step"]): part["lines"].splitlines() for part in _rows(text.phrases)}
        return {
            "kernel": text.kernel, "minutes": text.minutes, "steps": list(lines), "phrases": lines,
            "movement": text.movement,
        }  # fmt: skip
    more = {"slug": text.slug, "summary": text.summary, "faq": _rows(text.faq)}
    return more | (_of_an_article(text) if text.kind == "article" else {})


def _of_an_article(text: Any) -> dict[str, Any]:  # noqa: ANN401 - idem
    return {
        "theme": text.theme.key if text.theme else "",
        "related": [block.value.key for block in text.related if block.value],
        "read_also": [block.value.key for block in text.read_also if block.value],
        "practice": text.practice.key if text.practice else "",
        "questions": _rows(text.questions),
        "pull_line": text.pull_line,
        "take_along": text.take_along,
        "closing": text.closing,
        "evidence": _rows(text.evidence),
        "sections": _rows(text.sections),
    }


def _rows(stream: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - Wagtail has no types
    return [{name: _plain_value(value) for name, value in block.value.items()} for block in stream]


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - idem
    return to_markdown(value.source) if hasattr(value, "source") else "" if value is None else value


def fields_of(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of a model for these values; what points to other rows is left to the loader."""
    fields = {name: said[name] for name in ("slug", "title", "summary", "pull_line", "take_along", "closing", "kernel",
                                            "minutes") if name in said}  # fmt: skip
    streams = {"questions": "question", "faq": "question", "sections": "section", "evidence": "evidence"}
    fields |= {part: [(name, _rich(row)) for row in said[part]] for part, name in streams.items() if part in said}
    if kind == "practice":
        fields["phrases"] = [("step", {"step": s, "lines": "\n".join(said["phrases"][s])}) for s in said["steps"]]
        fields["movement"] = said["movement"]
        fields["slug"] = said["id"]
        del fields["faq"]
    return fields | ({"body": to_html(said["body"])} if said.get("body") else {})


def _rich(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_html(value) if name in RICH else value for name, value in row.items()}


def rendered(text: Any) -> dict[str, Any]:  # noqa: ANN401 - an Article, a Practice or a Page
    """Give what a page shows: the values, with running text as HTML, and how long it takes to read."""
    said = values_of(text)
    count = sum(map(words, _readable(said)))
    shown = {**said, "minutes_to_read": max(1, round(count / WORDS_PER_MINUTE)), "words": count}
    if "sections" in said:
        shown["sections"] = [_rich(section) for section in said["sections"]]
    if "evidence" in said:
        shown["evidence"] = [{**row, "doi": bare(row.get("doi"))} for row in said["evidence"]]
    if said.get("body"):
        shown["body"] = to_html(said["body"])
        shown["start"] = plain(said["body"].split("\n\n")[0])
    return shown


def _readable(said: Mapping[str, Any]) -> list[str]:
    """List everything somebody reads from the first line to the closing."""
    rows = [*said.get("questions", []), *said.get("sections", []), *(said["faq"] if "body" in said else [])]
    texts = [said.get("summary", ""), said.get("body", ""), said.get("closing", "")]
    return texts + [str(value) for row in rows for value in row.values()]


def fingerprint(said: Mapping[str, Any]) -> str:
    """Name values by what they say."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def in_file(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what a file of this kind does not hold."""
    names = [*PARTS[kind], "sections"] if kind == "article" else [*PARTS[kind], "body", "faq"]
    return {name: said[name] for name in names if name in said}
