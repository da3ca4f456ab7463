"""For programs that read along: the map of the library, and what is new in it."""

from collections.abc import Callable
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


@require_safe
def sitemap(request: HttpRequest, more: Callable[[], list[str]] = list) -> HttpResponse:
    """Name every public page of the library, and more that other rooms have."""
    urls = Element("urlset", xmlns=SITEMAP)
    languages = ("nl", "en")
    paths = [reverse(name, args=[language]) for name in ("library", "practices") for language in languages]
    keys = Theme.objects.values_list("key", flat=True)
    paths += [reverse("theme", args=[language, key]) for key in keys for language in languages]
    for path in [reverse("home"), reverse("your_brain"), *paths, *more()]:
        SubElement(SubElement(urls, "url"), "loc").text = request.build_absolute_uri(path)
    for model in TEXTS.values():
        for language, slug, changed in model.objects.filter(live=True).values_list(
            "language", "slug", "last_published_at"
        ):
            url = SubElement(urls, "url")
            SubElement(url, "loc").text = request.build_absolute_uri(reverse(model.kind, args=[language, slug]))
            if changed:
                SubElement(url, "lastmod").text = changed.date().isoformat()
    return HttpResponse(tostring(urls, encoding="utf-8", xml_declaration=True), content_type="application/xml")


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Tell what was published last in one language."""
    activate(language)
    home = request.build_absolute_uri(reverse("library", args=[language]))
    itself = request.build_absolute_uri(request.path)
    atom = Atom1Feed(
        title="Loslaten", link=home, description=_("New in the library"), language=language, feed_url=itself
    )
    newest = Article.objects.filter(language=language, live=True).order_by("-first_published_at", "title")
    for article in newest.only("language", "slug", "title", "summary", "first_published_at", "last_published_at")[
        :NEWEST
    ]:
        address = request.build_absolute_uri(article.get_absolute_url())
        atom.add_item(
            title=article.title, link=address, description=article.summary, unique_id=address,
            pubdate=article.first_published_at, updateddate=article.last_published_at,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
