"""The pages of the library: what anybody may read, in two languages that lead to each other."""

import json
import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import activate, get_language
from django.views.decorators.http import require_safe

from loslaten.library import reading
from loslaten.library.blocks import STEPS
from loslaten.library.look_up import look_up
from loslaten.library.missed import count_missed
from loslaten.library.models import Article, Page, Practice, Text, Theme
from loslaten.picture.line import between_posts

COLUMNS = 500  # articles whose text is kept drawn, some ten megabytes
drawn: dict[tuple[object, ...], SafeString] = {}
A_QUERY = 200  # characters that stand in the box again
A_PAGE = 24  # articles in a list
DOI = "https://doi.org/"
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Lead to the library in the reader's own language."""
    return redirect("library", "en" if get_language() == "en" else "nl")


@require_safe
def overview(request: HttpRequest, language: str) -> HttpResponse:
    """Show every theme by its group, and the articles."""
    activate(language)
    articles = reading.listed(Article.objects.filter(language=language)).order_by("title")
    page = Paginator(articles, A_PAGE).get_page(request.GET.get("page"))
    context = {"groups": reading.grouped(Theme.objects.all()), "articles": page}
    other = "nl" if language == "en" else "en"
    return render(request, "library/overview.html", context | addresses(request, reverse("library", args=[other])))


@require_safe
def theme(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """Show a theme: what it is, how the body tells, when it comes up, what to read and to practise."""
    activate(language)
    found = get_object_or_404(Theme, key=key)
    articles = list(reading.of_theme(found, language))
    practices = {article.practice_id: article.practice for article in articles}.values()
    context = {
        "theme": found, "articles": articles, "practices": practices, "neighbours": reading.neighbours(found),
        "signals": found.said("body_signals"), "situations": found.said("situations"),
    }  # fmt: skip
    other = reverse("theme", args=["nl" if language == "en" else "en", key])
    return render(request, "library/theme.html", context | addresses(request, other))


@require_safe
def article(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show an article."""
    activate(language)
    some = reading.translated(Article.objects.filter(language=language, slug=slug))
    shown = some.select_related("theme", "practice").defer("sections", "questions", "faq", "evidence", "read_also")
    return show(request, get_object_or_404(shown), "library/article.html")


@require_safe
def practices(request: HttpRequest, language: str) -> HttpResponse:
    """List the practices."""
    activate(language)
    some = Practice.objects.filter(language=language, live=True).defer("phrases", "body", "rendered")
    other = reverse("practices", args=["nl" if language == "en" else "en"])
    return render(request, "library/practices.html", {"practices": some} | addresses(request, other))


@require_safe
def practice(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show a practice: what it is for, what one hears, when to skip it."""
    activate(language)
    some = reading.translated(Practice.objects.filter(language=language, slug=slug))
    return show(request, get_object_or_404(some.defer("phrases", "body")), "library/practice.html")


@require_safe
def page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show a page of the house: the method, the evidence, the general questions."""
    activate(language)
    some = reading.translated(Page.objects.filter(language=language, slug=slug))
    return show(request, get_object_or_404(some.defer("body", "faq")), "library/page.html")


@require_safe
def find(request: HttpRequest, language: str) -> HttpResponse:
    """Lead one or two words to a theme; as one types, only the answer is drawn."""
    activate(language)
    query = request.GET.get("q", "").strip()
    typing = request.headers.get("HX-Request") == "true"
    answer = look_up(query, language) if query else None
    if answer and not typing and not answer.crisis and not answer.offers:
        count_missed(query, on=localdate())
    other = reverse("find", args=["nl" if language == "en" else "en"])
    context = {"answer": answer, "query": query[:A_QUERY]} | addresses(request, other)
    response = render(request, "library/parts/found.html" if typing else "library/find.html", context)
    response.headers["Cache-Control"] = "no-store"  # what somebody typed stays nowhere
    return response


def show(request: HttpRequest, text: Text, template: str) -> HttpResponse:
    """Draw a text with what belongs beside it."""
    context: dict[str, Any] = {"text": text, "shown": text.rendered, "steps": steps(text)}
    slug = getattr(text, "other", None)
    other = reverse(text.kind, args=["nl" if text.language == "en" else "en", slug]) if slug else None
    context |= addresses(request, other)
    if isinstance(text, Article):
        context["column"] = column(text)
        context["rope"] = between_posts(2.5, width=300, height=70)
        context["also"] = reading.read_also(text)
        context["related"] = reading.known(text.rendered["related"])
        context["structured"] = data_block(reading.structured(text, context["canonical"]))
    elif text.rendered["faq"]:
        context["structured"] = data_block([reading.questions(text.rendered["faq"], context["canonical"])])
    return render(request, template, context)


def column(article: Article) -> SafeString:
    """Draw the running text of an article once for each time it was published; a draft each time anew."""
    name = (article.pk, article.last_published_at, article.title)
    if article.live and name in drawn:
        return drawn[name]
    html = render_to_string(
        "library/parts/column.html", {"shown": article.rendered, "doi": DOI, "closing": closing(article)}
    )
    if article.live and len(drawn) < COLUMNS:
        drawn[name] = html
    return html


def steps(text: Text) -> list[tuple[str, list[str]]]:
    """Name the steps of a practice, each with its lines."""
    names = dict(STEPS)
    return [(str(names.get(step, step)), lines) for step, lines in text.rendered.get("phrases", {}).items()]


def closing(text: Article) -> SafeString:
    """Let the words *step by step* in a closing lead there."""
    said = conditional_escape(text.rendered["closing"])
    link = format_html('<a href="{}">\\g<0></a>', reverse("step_by_step"))
    return mark_safe(re.sub("step by step|stap voor stap", link, said, count=1, flags=re.IGNORECASE))  # noqa: S308 - escaped above


def preview(request: HttpRequest, text: Text) -> HttpResponse:
    """Show a draft to its writer as a reader will see it."""
    activate(text.language)
    return show(request, text, f"library/{text.kind}.html")


def addresses(request: HttpRequest, other: str | None) -> dict[str, Any]:
    """Give the address of this page, and of the same page in the other language."""
    canonical = request.build_absolute_uri(request.path)
    context: dict[str, Any] = {"canonical": canonical, "other_address": other, "room": "library"}
    if other:
        language = get_language() or "nl"
        absolute = request.build_absolute_uri(other)
        context["alternates"] = {language: canonical, "nl" if language == "en" else "en": absolute}
    return context


def data_block(data: object) -> SafeString:
    """Write data so that it can stand in a page and never ends its own block."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(UNSAFE))  # noqa: S308 - < > & are escaped above
