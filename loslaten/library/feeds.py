"""For programs that read along: the map of the library, and what is new in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loslaten.library.models import TEXTS, Article, Theme

NEWEST = 20
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LANGUAGES = ("nl", "en")
HOUSE = ("home", "your_brain", "step_by_step", "letters")  # in the reader's own language
NOT_TO_FIND = (
    "account/", "vault/", "notes/", "questions/", "practice/", "patterns/", "moment/", "insight/", "settings/",
    "letters/confirm/", "letters/mine/", "l/", "r/", "reminders/", "library/nl/find/", "library/en/find/",
)  # fmt: skip


class Place(NamedTuple):
    """A page, the same page in each language it has, and the day it was changed."""

    path: str
    both: dict[str, str]
    changed: date | None = None


@require_safe
def sitemap(request: HttpRequest, more: Callable[[], list[str]] = list) -> HttpResponse:
    """Name every public page of the library, and more that other rooms have."""
    urls = Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    others = (Place(path, {}) for path in (*map(reverse, HOUSE), *more()))
    for place in (*others, *lists(), *texts()):
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = request.build_absolute_uri(place.path)
        if place.changed:
            SubElement(url, "lastmod").text = place.changed.isoformat()
        for language, path in place.both.items() if len(place.both) > 1 else ():
            address = request.build_absolute_uri(path)
            SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": language, "href": address})
    return HttpResponse(tostring(urls, encoding="utf-8", xml_declaration=True), content_type="application/xml")


def lists() -> Iterator[Place]:
    """Name the lists and the themes: each is there in both languages."""
    named: list[tuple[str, list[str]]] = [(name, []) for name in ("library", "practices")]
    named += [("theme", [key]) for key in Theme.objects.values_list("key", flat=True)]
    for name, rest in named:
        both = {language: reverse(name, args=[language, *rest]) for language in LANGUAGES}
        yield from (Place(path, both) for path in both.values())


def texts() -> Iterator[Place]:
    """Name every published text, each with its translation where there is one."""
    for model in TEXTS.values():
        rows = model.objects.filter(live=True).values_list("key", "language", "slug", "last_published_at")
        both: dict[str, dict[str, str]] = defaultdict(dict)
        for key, language, slug, _changed in rows:
            both[key or slug][language] = reverse(model.kind, args=[language, slug or key])
        for key, language, slug, changed in rows:
            yield Place(both[key or slug][language], both[key or slug], changed and changed.date())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask programs that read along to leave alone what is somebody's own, and name the map."""
    closed = "".join(f"Disallow: /{path}\n" for path in NOT_TO_FIND)
    words = f"User-agent: *\n{closed}\nSitemap: {request.build_absolute_uri(reverse('sitemap'))}\n"
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Tell what was published last in one language."""
    activate(language)
    home = request.build_absolute_uri(reverse("library", args=[language]))
    itself = request.build_absolute_uri(request.path)
    atom = Atom1Feed(
        title="Loslaten",
        link=home,
        description=_("New in the library"),
        language=language,
        feed_url=itself,
        author_name="Loslaten",
    )
    newest = Article.objects.filter(language=language, live=True).order_by("-first_published_at", "title")
    fields = ("language", "key", "slug", "title", "summary", "first_published_at", "last_published_at")
    for article in newest.only(*fields)[:NEWEST]:
        address = request.build_absolute_uri(article.get_absolute_url())
        atom.add_item(
            title=article.title, link=address, description=article.summary, unique_id=name_for_ever(article),
            pubdate=article.first_published_at, updateddate=article.last_published_at,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def name_for_ever(article: Article) -> str:
    """Name an article so that a reader knows it again when its address has changed."""
    return uuid5(NAMESPACE_URL, f"loslaten:article:{article.language}:{article.key or article.slug}").urn
