"""What stands on the pages of the library, asked of the database in at most three questions each."""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404

from loslaten.library.models import Article, Edition, Page, Practice, Text, Theme

ALSO = 3  # articles under "read also"
THEME = 4  # after the nearness of an article: 0 to 3
A_PAGE = 24  # articles in a list
BODIES = ("sections", "questions", "faq", "evidence", "related", "read_also")  # what `rendered` says ready to be shown
HOUSE = {"@type": "Organization", "name": "Loslaten"}
BESIDE = ("practice__phrases", "practice__body", "practice__rendered")
EDITION = Subquery(Edition.objects.values("name")[:1])
Some = TypeVar("Some", bound=Text)


class Link(NamedTuple):
    """Where something leads: what it is called, and its key in an address."""

    name: str
    key: str


class Links(NamedTuple):
    """What an article leads to."""

    also: list[Link]
    related: list[Link]


class Shelf(NamedTuple):
    """One page of a list."""

    rows: list[Article]
    number: int
    more: bool

    @property
    def before(self) -> int:
        """The page before this one; 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after this one; 0 where there is none."""
        return self.number + 1 if self.more else 0

    @property
    def practices(self) -> list[Practice]:
        """The practices these articles lead to, each once; one that was taken back is named nowhere."""
        some = {row.practice_id: row.practice for row in self.rows if row.practice and row.practice.live}
        return list(some.values())[:ALSO]


def shelf(articles: QuerySet[Article], number: int) -> Shelf:
    """Take one page of a list, and look whether there is another; nobody counts how many there are.

    Returns
    -------
    Shelf
        The rows of that page.

    Raises
    ------
    Http404
        Where the list ended before this page.
    """
    first = (number - 1) * A_PAGE
    keys = articles.values("pk")[first : first + A_PAGE + 1]  # from the index alone, however far
    some = list(articles.filter(pk__in=keys))
    if number > 1 and not some:
        raise Http404
    return Shelf(some[:A_PAGE], number, len(some) > A_PAGE)


def listed(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Take of each article only what a list shows."""
    return articles.filter(live=True).only("language", "key", "slug", "title", "theme_id", "summary", "live")


def translated(texts: QuerySet[Some]) -> QuerySet[Some]:
    """Bring along the address of the same text in the other language, and the edition both stand in."""
    other = texts.model._default_manager.filter(key=OuterRef("key"), live=True).exclude(language=OuterRef("language"))
    slug = other.order_by().values("slug")[:1]
    return texts.filter(live=True).annotate(other=Subquery(slug), edition=EDITION)


def edition() -> str | None:
    """Name the library as it stands now."""
    return Edition.objects.values_list("name", flat=True).first()


def of_the_house(language: str) -> QuerySet[Page]:
    """Give the pages of the house itself, whatever they are called now, and the edition they stand in."""
    some = Page.objects.filter(language=language, live=True).annotate(edition=EDITION)
    return some.only("language", "slug", "key", "title").order_by("title")[:A_PAGE]


def near(article: Article) -> QuerySet[Article, tuple[int, str, str]]:
    """Choose what else to read: what the writer chose, the same theme, the themes beside it, and those of its group."""
    chosen, related = article.rendered.get("read_also", []), article.rendered.get("related", [])
    others = Article.objects.filter(language=article.language, live=True).exclude(pk=article.pk)
    own = Theme.objects.filter(pk=article.theme_id or 0)
    beside = Theme.objects.filter(Q(key__in=related) | Q(related__in=own))
    rings = [
        ring.order_by().values("pk") for ring in (own, beside, Theme.objects.filter(group__in=own.values("group")))
    ]
    some = [Q(pk__in=others.filter(theme__in=ring).order_by("title").values("pk")[:ALSO]) for ring in rings]
    nearness = Case(
        When(key__in=chosen, then=Value(0)),
        *(When(theme__in=ring, then=Value(place)) for place, ring in enumerate(rings, start=1)),
        default=Value(THEME - 1),
        output_field=IntegerField(),
    )
    return others.filter(reduce(or_, some, Q(key__in=chosen))).order_by().values_list(nearness, "title", "slug")


def links(article: Article) -> Links:
    """Give where an article leads, in one question to the database: other articles, and the themes beside it."""
    label = "label_en" if article.language == "en" else "label_nl"
    themes = Theme.objects.filter(key__in=article.rendered.get("related", [])).order_by()
    rows = sorted(near(article).union(themes.values_list(Value(THEME), label, "key"), all=True))
    return Links(
        [Link(name, key) for kind, name, key in rows if kind != THEME][:ALSO],
        [Link(name, key) for kind, name, key in rows if kind == THEME],
    )


def neighbours(theme: Theme) -> QuerySet[Theme]:
    """Give the themes beside and above a theme."""
    return Theme.objects.filter(Q(related=theme) | Q(narrower=theme)).distinct()


def of_theme(theme: Theme, language: str) -> QuerySet[Article]:
    """Give the articles on a theme, each with its practice."""
    found = Article.objects.filter(theme=theme, language=language, live=True).select_related("practice")
    return found.defer(*BODIES, *BESIDE, "rendered").order_by("title")


def beside_theme(theme: Theme, language: str) -> QuerySet[Article]:
    """Give some articles for a theme that has none: those that name it, then those of the themes beside it."""
    others = Article.objects.filter(language=language, live=True)
    names_it = Q(rendered__related__icontains=f'"{theme.key}"')
    nearness = Case(When(names_it, then=Value(0)), default=Value(1), output_field=IntegerField())
    near_by = others.filter(names_it | Q(theme__in=neighbours(theme).order_by().values("pk")))
    some = others.filter(pk__in=near_by.order_by(nearness, "title").values("pk")[:ALSO]).select_related("practice")
    return some.defer(*BODIES, *BESIDE, "rendered").order_by(nearness, "title")


def to_read(theme: Theme, language: str) -> QuerySet[Article]:
    """Give the articles on a theme that came with `with_articles`; where it has none, those beside it."""
    return (of_theme if getattr(theme, "has_articles", True) else beside_theme)(theme, language)


def with_articles(language: str) -> QuerySet[Theme]:
    """Give the themes, each knowing whether it has an article of its own, and the edition it stands in."""
    own = Article.objects.filter(theme=OuterRef("pk"), language=language, live=True)
    return Theme.objects.annotate(edition=EDITION, has_articles=Exists(own))


def grouped(themes: QuerySet[Theme]) -> list[tuple[str, list[Theme]]]:
    """Put themes under the name of their group, in the order of the groups."""
    by_group: dict[str, list[Theme]] = {group: [] for group in Theme.Group.values}
    for theme in themes:
        by_group[theme.group].append(theme)
    return [(str(Theme.Group(group).label), some) for group, some in by_group.items() if some]


def structured(article: Article, address: str, picture: str) -> list[dict[str, Any]]:
    """Describe an article for machines that read along, in the words of schema.org."""
    shown = article.rendered
    published = article.first_published_at and article.first_published_at.isoformat()
    changed = article.last_published_at and article.last_published_at.isoformat()
    about = {
        "@context": "https://schema.org", "@type": "Article", "headline": article.title, "inLanguage": article.language,
        "description": shown["summary"], "url": address, "mainEntityOfPage": address, "wordCount": shown["words"],
        "datePublished": published, "dateModified": changed, "isAccessibleForFree": True,
        "image": picture, "author": HOUSE, "publisher": HOUSE,
    }  # fmt: skip
    return [about, questions(shown["faq"], address)]


def questions(faq: list[dict[str, str]], address: str) -> dict[str, Any]:
    """Describe frequent questions for machines that read along."""
    rows = [
        {"@type": "Question", "name": row["ask"], "acceptedAnswer": {"@type": "Answer", "text": row["answer"]}}
        for row in faq
    ]
    return {"@context": "https://schema.org", "@type": "FAQPage", "url": address, "mainEntity": rows}
