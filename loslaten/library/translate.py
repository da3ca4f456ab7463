"""Begin the translation of an article: its own parts, each between brackets until somebody writes it anew."""

from typing import Any

from loslaten.library.load import links
from loslaten.library.markdown import blocks, plain
from loslaten.library.models import Article
from loslaten.library.values import RICH, fields_of, values_of

AS_IT_IS = {"year", "strength", "doi"}  # what a claim has in every language


def translation_of(article: Article) -> Article:
    """Make an article in the other language of the same form; what stands in brackets counts as missing."""
    language = "nl" if article.language == "en" else "en"
    said = values_of(article)
    streams = ("questions", "sections", "faq", "evidence")
    rows = {name: [{part: _open(part, value) for part, value in row.items()} for row in said[name]] for name in streams}
    lines = {name: _bracketed(said[name]) for name in ("title", "summary", "pull_line", "closing")}
    along = [_bracketed(line) for line in said["take_along"]]
    fields = fields_of("article", {**rows, **lines, "take_along": along})
    return Article(language=language, key=article.key, **fields, **links(said, language))


def _open(part: str, value: Any) -> Any:  # noqa: ANN401 - a text, a number or a choice
    if part in AS_IT_IS or not value:
        return value
    texts = [plain("\n".join(rows)) for rows in blocks(value)] if part in RICH else [value]
    return "\n\n".join(map(_bracketed, texts))


def _bracketed(text: str) -> str:
    """Put a sentence between brackets that end where it ends."""
    return "[" + text.replace("[", "(").replace("]", ")") + "]"
