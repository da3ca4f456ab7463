"""Find themes for what somebody typed: the index is made anew when anything in the library changed."""

import logging
import threading
from collections import defaultdict
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.models import Case, F, Value, When

from loslaten.library.crisis import is_crisis
from loslaten.library.finder import Found, Hit, Index, Why, build, find
from loslaten.library.load import content
from loslaten.library.models import Article, Practice, Theme
from loslaten.library.reading import edition
from loslaten.library.theme_files import TEXTS
from loslaten.library.themes import Shown, Title, extra_words, titles, together

LISTS = ("synonyms", "body_signals", "situations")
BASIC = "basic-loop"
log = logging.getLogger("loslaten.library")
lock = threading.Lock()


class Made(NamedTuple):
    """An index, and the edition of the library it was made of."""

    edition: str | None
    built: Index


kept: dict[str, Made] = {}


class Offer(NamedTuple):
    """A theme with the reason it is offered."""

    theme: Theme
    why: Why


class Answer(NamedTuple):
    """What somebody gets for their words."""

    crisis: bool = False
    other_language: bool = False
    offers: tuple[Offer, ...] = ()
    article: Article | None = None
    practice: Practice | None = None


def look_up(query: str, language: str) -> Answer:
    """Look a query up; a crisis stands alone, and does not wait for an index."""
    if is_crisis(query):
        return Answer(crisis=True)
    found = find(current(), query, language)
    if found.crisis or not found.hits:
        return Answer(crisis=found.crisis)
    return _with_rows(found, language)


def _with_rows(found: Found, language: str) -> Answer:
    by_key = Theme.objects.in_bulk([hit.theme for hit in found.hits], field_name="key")
    offers = tuple(Offer(by_key[hit.theme], hit.why) for hit in found.hits if hit.theme in by_key)
    article = _article(found.hits, language)
    practice = article.practice if article and article.practice and article.practice.live else _basic(language)
    return Answer(other_language=found.other_language, offers=offers, article=article, practice=practice)


def _basic(language: str) -> Practice | None:
    """Find the practice that fits whatever it is."""
    return Practice.objects.filter(key=BASIC, language=language, live=True).first()


def _article(hits: tuple[Hit, ...], language: str) -> Article | None:
    """Choose one article: that of the surest theme that has one to read in this language."""
    keys = [hit.article for hit in hits if hit.article]
    some = Article.objects.filter(key__in=keys, language=language, live=True).select_related("practice")
    found = some.defer("sections", "questions", "faq", "evidence", "rendered")
    return min(found, key=lambda article: keys.index(article.key), default=None) if keys else None


def warm_up() -> None:
    """Make the index before anybody asks: the first question should not wait for it."""
    try:
        current()
    except DatabaseError:
        log.exception("The index of the finder waits until somebody asks")
    finally:
        connection.close()


def current() -> Index:
    """Give the index of the library as it is now; while somebody else makes it anew, the one from before serves."""
    made = kept.get("made")
    if made and (made.edition == edition() or lock.locked()):
        return made.built
    with lock:  # the very first index is waited for
        return _renewed(edition())


def _renewed(name: str | None) -> Index:
    """Make the index of an edition, unless it was made while we waited."""
    if "made" not in kept or kept["made"].edition != name:
        kept["made"] = Made(name, _build())
    return kept["made"].built


def _build() -> Index:
    rows = [_row(theme) for theme in Theme.objects.all()]
    return build(together(rows, extra_words(content())), _titles())


def _row(theme: Theme) -> dict[str, Any]:
    names = [*TEXTS, *(f"{name}_{language}" for name in LISTS for language in ("nl", "en"))]
    return {"id": theme.key, **{name: getattr(theme, name) for name in names}}


def _titles() -> list[Title]:
    """Name what the finder may offer of what anybody may read."""
    guided = [
        Case(When(practice__live=True, then=F(f"practice__{name}")), default=Value("")) for name in ("key", "title")
    ]
    rows = Article.objects.filter(live=True).values_list(
        "key", "title", "language", "theme__key", "rendered__related", *guided
    )
    neighbours: dict[str, list[str]] = defaultdict(list)
    for links in (Theme.related.through, Theme.broader.through):
        for theme, other in links._default_manager.values_list("from_theme__key", "to_theme__key"):
            neighbours[theme].append(other)
    shown = (
        Shown(key, title, language, theme, tuple(related or ()), practice, called)
        for key, title, language, theme, related, practice, called in rows.order_by("title")
    )
    return titles(shown, neighbours)
