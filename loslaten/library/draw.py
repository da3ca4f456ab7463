"""Draw an article once for everybody: the same words stay drawn until anything in the library changes."""

import json
import re
from typing import Any, NamedTuple

from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loslaten.library import reading
from loslaten.library.models import Article, Practice
from loslaten.picture.line import between_posts

DOI = "https://doi.org/"
PICTURE = "site/icon-512.png"  # of the house itself: what somebody sends on shows no more than that
ROPE = mark_safe(between_posts(2.5, width=300, height=70))  # noqa: S308 - our own drawing
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Drawn(NamedTuple):
    """An article on its page, without anything of whoever reads it."""

    title: str
    head: SafeString
    column: SafeString
    practice: SafeString
    beside: SafeString
    guided: dict[str, Any] | None  # what the button begins
    other: str | None  # the address of the same article in the other language


def drawn(request: HttpRequest, language: str, slug: str) -> Drawn:
    """Give a published article as it was drawn before, or draw it now."""
    edition, shelf = reading.edition(), caches["template_fragments"]
    name = make_template_fragment_key("article", [language, slug, edition, request.scheme, request.get_host()])
    found: Drawn | None = shelf.get(name) if edition else None
    if found is None:
        some = reading.translated(Article.objects.filter(language=language, slug=slug))
        some = some.select_related("theme", "practice").defer(*reading.BODIES, *reading.BESIDE)
        found = draw(request, get_object_or_404(some))
        shelf.set(name, found, None if edition else 0)
    return found


def draw(request: HttpRequest, article: Article) -> Drawn:
    """Draw every part of an article."""
    slug = getattr(article, "other", None)
    other = reverse("article", args=["nl" if article.language == "en" else "en", slug]) if slug else None
    links = reading.links(article)
    context = {
        "text": article, "shown": article.rendered, "doi": DOI, "closing": closing(article), "rope": ROPE,
        "also": links.also, "related": links.related, **addresses(request, other),
    }  # fmt: skip
    context["structured"] = data_block(reading.structured(article, context["canonical"], context["picture"]))
    head, column, practice, beside = (
        render_to_string(f"library/article/{part}.html", context) for part in ("head", "column", "practice", "beside")
    )
    return Drawn(article.title, head, column, practice, beside, guided(article.practice), other)


def guided(practice: Practice | None) -> dict[str, Any] | None:
    """Tell the button below a practice what it begins."""
    return {"live": practice.live, "key": practice.key} if practice else None


def closing(text: Article) -> SafeString:
    """Let the words *step by step* in a closing lead there; where it does not say them, they come after it."""
    said, words = conditional_escape(text.rendered["closing"]), "step by step|stap voor stap"
    if not re.search(words, said, re.IGNORECASE):
        said += format_html(" {}.", _("Step by step"))
    link = format_html('<a href="{}">\\g<0></a>', reverse("step_by_step"))
    return mark_safe(re.sub(words, link, said, count=1, flags=re.IGNORECASE))  # noqa: S308 - escaped above


def addresses(request: HttpRequest, other: str | None, number: int = 1) -> dict[str, Any]:
    """Give the address of this page, and of the same page in the other language.

    Returns
    -------
    dict
        A further page of a list names itself; it has no translation, for each language has an order of its own.
    """
    first = request.build_absolute_uri(request.path)
    canonical = first if number == 1 else f"{first}?page={number}"
    context: dict[str, Any] = {
        "canonical": canonical, "other_address": other, "room": "library",
        "picture": request.build_absolute_uri(static(PICTURE)),
    }  # fmt: skip
    if other and number == 1:
        both = dict(zip(("nl", "en"), (first, request.build_absolute_uri(other)), strict=True))
        if get_language() == "en":
            both = {"nl": both["en"], "en": both["nl"]}
        context["alternates"] = {**both, "x-default": both["nl"]}
    return context


def data_block(data: object) -> SafeString:
    """Write data so that it can stand in a page and never ends its own block."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(UNSAFE))  # noqa: S308 - < > & are escaped above
