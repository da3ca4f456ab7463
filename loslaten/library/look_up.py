"""Find themes for what somebody typed: the index is made anew when a theme or an article changed."""

import logging
import threading
from collections import defaultdict
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.models import Count, Max

from loslaten.library.crisis import is_crisis
from loslaten.library.finder import Found, Hit, Index, Title, Why, build, find
from loslaten.library.load import content
from loslaten.library.models import Article, Practice, Theme
from loslaten.library.theme_files import TEXTS
from loslaten.library.themes import extra_words, together

LISTS = ("synonyms", "body_signals", "situations")
BASIC = "basic-loop"
log = logging.getLogger("loslaten.library")
lock = threading.Lock()
kept: dict[str, Any] = {}


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
    practice = article.practice if article else Practice.objects.filter(key=BASIC, language=language, live=True).first()
    return Answer(other_language=found.other_language, offers=offers, article=article, practice=practice)


def _article(hits: tuple[Hit, ...], language: str) -> Article | None:
    """Choose one article: that of the surest theme that has one."""
    key = next((hit.article for hit in hits if hit.article), None)
    some = Article.objects.filter(key=key, language=language, live=True).select_related("practice")
    return some.defer("sections", "questions", "faq", "evidence", "rendered").first() if key else None


def warm_up() -> None:
    """Make the index before anybody asks: the first question should not wait for it."""
    try:
        current()
    except DatabaseError:
        log.exception("The index of the finder waits until somebody asks")
    finally:
        connection.close()


def current() -> Index:
    """Give the index of the themes as they are now."""
    version = _version()
    with lock:
        if kept.get("version") != version:
            kept.update(version=version, index=_build())
        index: Index = kept["index"]
    return index


def _version() -> tuple[object, ...]:
    """Name what the index was made of; one question each, and no row."""
    themes = Theme.objects.aggregate(Max("changed_at"), Count("pk"))
    articles = Article.objects.filter(live=True).aggregate(Max("last_published_at"), Count("pk"))
    return (*themes.values(), *articles.values())


def _build() -> Index:
    rows = [_row(theme) for theme in Theme.objects.all()]
    return build(together(rows, extra_words(content())), _titles())


def _row(theme: Theme) -> dict[str, Any]:
    names = [*TEXTS, *(f"{name}_{language}" for name in LISTS for language in ("nl", "en"))]
    return {"id": theme.key, **{name: getattr(theme, name) for name in names}}


def _titles() -> list[Title]:
    """Name what the finder may offer: each article under its theme, each practice under the themes it helps with."""
    shown = Article.objects.filter(live=True).values_list(
        "key", "title", "language", "theme__key", "practice__key", "practice__title"
    )
    themes: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    titles = []
    for key, title, language, theme, practice, named in shown:
        titles.append(Title(key, "article", title, language, (theme,)))
        themes[practice, named, language].append(theme)
    return titles + [Title(key, "practice", name, lang, tuple(some)) for (key, name, lang), some in themes.items()]
