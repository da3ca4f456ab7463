"""What stands on the pages of the library, asked of the database in at most three questions each."""

from typing import Any, TypeVar

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from loslaten.library.models import Article, Text, Theme

ALSO = 3  # articles under "read also"
Some = TypeVar("Some", bound=Text)


def listed(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Take of each article only what a list shows."""
    return articles.filter(live=True).only("language", "key", "slug", "title", "theme_id", "summary", "live")


def translated(texts: QuerySet[Some]) -> QuerySet[Some]:
    """Bring along the address of the same text in the other language."""
    other = texts.model._default_manager.filter(key=OuterRef("key"), live=True).exclude(language=OuterRef("language"))
    return texts.filter(live=True).annotate(other=Subquery(other.values("slug")[:1]))


def read_also(article: Article) -> QuerySet[Article]:
    """Choose what else to read: first what the writer chose, then the same theme, then its neighbours."""
    chosen, related = article.rendered.get("read_also", []), article.rendered.get("related", [])
    near = Q(key__in=chosen) | Q(theme=article.theme_id) | Q(theme__key__in=related)
    nearness = Case(
        When(key__in=chosen, then=Value(0)),
        When(theme=article.theme_id, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    others = Article.objects.filter(near, language=article.language).exclude(pk=article.pk)
    return listed(others).order_by(nearness, "title")[:ALSO]


def neighbours(theme: Theme) -> QuerySet[Theme]:
    """Give the themes beside and above a theme."""
    return Theme.objects.filter(Q(related=theme) | Q(narrower=theme)).distinct()


def of_theme(theme: Theme, language: str) -> QuerySet[Article]:
    """Give the articles on a theme, and then those that touch it, each with its practice."""
    found = Article.objects.filter(theme=theme, language=language, live=True).select_related("practice")
    return found.defer("sections", "questions", "faq", "evidence", "rendered")


def grouped(themes: QuerySet[Theme]) -> list[tuple[str, list[Theme]]]:
    """Put themes under the name of their group, in the order of the groups."""
    by_group: dict[str, list[Theme]] = {group: [] for group in Theme.Group.values}
    for theme in themes:
        by_group[theme.group].append(theme)
    return [(str(Theme.Group(group).label), some) for group, some in by_group.items() if some]


def known(themes: list[str]) -> QuerySet[Theme]:
    """Give themes by their keys, without what only their own page shows."""
    return Theme.objects.filter(key__in=themes).only("key", "label_nl", "label_en")


def structured(article: Article, address: str) -> list[dict[str, Any]]:
    """Describe an article for machines that read along, in the words of schema.org."""
    shown = article.rendered
    published = article.first_published_at and article.first_published_at.isoformat()
    changed = article.last_published_at and article.last_published_at.isoformat()
    about = {
        "@context": "https://schema.org", "@type": "Article", "headline": article.title, "inLanguage": article.language,
        "description": shown["summary"], "url": address, "mainEntityOfPage": address, "wordCount": shown["words"],
        "datePublished": published, "dateModified": changed, "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": "Loslaten"},
    }  # fmt: skip
    return [about, questions(shown["faq"], address)]


def questions(faq: list[dict[str, str]], address: str) -> dict[str, Any]:
    """Describe frequent questions for machines that read along."""
    rows = [
        {"@type": "Question", "name": row["ask"], "acceptedAnswer": {"@type": "Answer", "text": row["answer"]}}
        for row in faq
    ]
    return {"@context": "https://schema.org", "@type": "FAQPage", "url": address, "mainEntity": rows}
