"""Dutch first, English complete: every sentence on a screen exists in both."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "loslaten"
DUTCH = PACKAGE / "site" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "now": None,
}
Sentence = tuple[str | None, str]


def sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.glob("*/templates/**/*.txt")]):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def sentences() -> set[Sentence]:
    found = set()
    for _path, text in sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(text), keywords=KEYWORDS):
            found.add((context, message[0] if isinstance(message, tuple) else message))
    return {(context, message) for context, message in found if message}


def dutch() -> polib.POFile:
    return polib.pofile(str(DUTCH))


def test_every_sentence_on_a_screen_exists_in_dutch():
    known = {(entry.msgctxt, entry.msgid) for entry in dutch() if entry.translated()}
    assert sorted(sentences() - known, key=str) == []


def test_no_dutch_sentence_is_a_guess_or_left_over():
    entries = {(entry.msgctxt, entry.msgid): entry for entry in dutch()}
    assert [entry.msgid for entry in entries.values() if entry.fuzzy or entry.obsolete] == []
    assert sorted(set(entries) - sentences(), key=str) == []


def test_the_same_gaps_are_filled_in_both_languages():
    gap = re.compile(r"%\(\w+\)s|\{\w+\}")
    pairs = [(e.msgid_plural or e.msgid, said) for e in dutch() for said in (e.msgstr_plural.values() or [e.msgstr])]
    assert [meant for meant, said in pairs if sorted(gap.findall(meant)) != sorted(gap.findall(said))] == []


@pytest.mark.parametrize("forbidden", ["!", " u ", " uw ", "goed gedaan", "score", "bewezen", "sessie"])
def test_dutch_neither_shouts_nor_praises_nor_keeps_its_distance(forbidden):
    said = [text for entry in dutch() for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in said if forbidden in f" {text.lower()} "] == []
